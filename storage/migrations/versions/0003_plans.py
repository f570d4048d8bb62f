"""Plans with their events and reminders, sealed sheets, and secrets that stand for a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back."""
    _plans()
    _reminders()
    _sheets_and_tokens()


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("ledger", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["items.item"], name="fk_plans_plan"),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_plans_person"),
        sa.ForeignKeyConstraint(["ledger"], ["ledgers.ledger"], name="fk_plans_ledger"),
        sa.PrimaryKeyConstraint("plan", name="pk_plans"),
        sa.UniqueConstraint("person", "number", name="uq_plans_person_number"),
    )
    op.create_table(
        "plan_events",
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.plan"], name="fk_plan_events_plan"),
        sa.PrimaryKeyConstraint("plan", "seq", name="pk_plan_events"),
        sa.UniqueConstraint("key", name="uq_plan_events_key"),
    )


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("due_at", sa.String(length=27), nullable=False),
        sa.Column("not_before", sa.String(length=27), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=True),
        sa.Column("marked_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["plan"], ["plans.plan"], name="fk_reminders_plan"),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_reminders_person"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("plan", "key", name="uq_reminders_plan_key"),
    )
    op.create_index("ix_reminders_state_not_before", "reminders", ["state", "not_before"])
    op.create_index(
        "ix_reminders_person_state_not_before", "reminders", ["person", "state", "not_before"]
    )


def _sheets_and_tokens() -> None:
    op.create_table(
        "sheets",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_sheets_person"),
        sa.ForeignKeyConstraint(["item"], ["items.item"], name="fk_sheets_item"),
        sa.PrimaryKeyConstraint("person", "name", name="pk_sheets"),
    )
    op.create_index("ix_sheets_item", "sheets", ["item"])
    op.create_table(
        "tokens",
        sa.Column("token_key", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_tokens_person"),
        sa.PrimaryKeyConstraint("token_key", name="pk_tokens"),
    )
    op.create_index("ix_tokens_person_purpose", "tokens", ["person", "purpose"])
