"""Originals that came as one, persons let in by an invitation, and what each used today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back."""
    op.create_table(
        "cases",
        sa.Column("ledger", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("case_key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["ledger"], ["ledgers.ledger"], name="fk_cases_ledger"),
        sa.PrimaryKeyConstraint("ledger", "seq", name="pk_cases"),
    )
    op.create_index("ix_cases_item", "cases", ["item"])
    op.create_index("ix_cases_ledger_case_key", "cases", ["ledger", "case_key"])
    op.create_table(
        "guests",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_guests_person"),
        sa.PrimaryKeyConstraint("person", name="pk_guests"),
    )
    op.create_table(
        "usage",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("reading_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_usage_person"),
        sa.PrimaryKeyConstraint("person", "day", name="pk_usage"),
    )
