"""First schema: persons, keys, sealed parts, chains and the three queues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.database import TRIGGERS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward; there is no way back."""
    for create in (
        _facts,
        _persons,
        _ledgers,
        _identities,
        _items,
        _parts,
        _entries,
        _inbox,
        _outbox,
        _steps,
    ):
        create()
    for statement in TRIGGERS.values():
        op.execute(statement)


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_facts"),
    )


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("person", name="pk_persons"),
    )


def _ledgers() -> None:
    op.create_table(
        "ledgers",
        sa.Column("ledger", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_ledgers_person"),
        sa.PrimaryKeyConstraint("ledger", name="pk_ledgers"),
    )
    op.create_index("ix_ledgers_person", "ledgers", ["person"])


def _identities() -> None:
    op.create_table(
        "identities",
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("ledger", sa.String(length=32), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ledger"], ["ledgers.ledger"], name="fk_identities_ledger"),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_identities_person"),
        sa.PrimaryKeyConstraint("address_key", name="pk_identities"),
        sa.UniqueConstraint("ledger", name="uq_identities_ledger"),
    )
    op.create_index("ix_identities_person", "identities", ["person"])


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("ledger", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ledger"], ["ledgers.ledger"], name="fk_items_ledger"),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_items_person"),
        sa.PrimaryKeyConstraint("item", name="pk_items"),
    )
    op.create_index("ix_items_person", "items", ["person"])


def _parts() -> None:
    op.create_table(
        "parts",
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("cipher", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["item"], ["items.item"], name="fk_parts_item"),
        sa.PrimaryKeyConstraint("item", "slot", name="pk_parts"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("ledger", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("refers", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ledger"], ["ledgers.ledger"], name="fk_entries_ledger"),
        sa.PrimaryKeyConstraint("ledger", "seq", name="pk_entries"),
        sa.UniqueConstraint("ledger", "number", name="uq_entries_ledger_number"),
        sa.UniqueConstraint("source", name="uq_entries_source"),
    )
    op.create_index("ix_entries_item", "entries", ["item"])
    op.create_index("ix_entries_ledger_refers", "entries", ["ledger", "refers"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_key", sa.String(length=64), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("ledger", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("same_as", sa.String(length=32), nullable=True),
        sa.Column("received_at", sa.String(length=27), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ledger"], ["ledgers.ledger"], name="fk_inbox_ledger"),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_inbox_person"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("delivery_key", name="uq_inbox_delivery_key"),
    )
    op.create_index("ix_inbox_item", "inbox", ["item"])
    op.create_index("ix_inbox_ledger_id", "inbox", ["ledger", "id"])
    op.create_index("ix_inbox_same_as", "inbox", ["same_as"])
    op.create_index("ix_inbox_state_id", "inbox", ["state", "id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("ledger", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("not_before", sa.String(length=27), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("marked_at", sa.String(length=27), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ledger"], ["ledgers.ledger"], name="fk_outbox_ledger"),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_outbox_person"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_item", "outbox", ["item"])
    op.create_index("ix_outbox_ledger_id", "outbox", ["ledger", "id"])
    op.create_index("ix_outbox_state_not_before", "outbox", ["state", "not_before"])


def _steps() -> None:
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("ledger", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.String(length=27), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ledger"], ["ledgers.ledger"], name="fk_steps_ledger"),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name="fk_steps_person"),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
        sa.UniqueConstraint("ledger", "seq", name="uq_steps_ledger_seq"),
    )
    op.create_index("ix_steps_item", "steps", ["item"])
    op.create_index("ix_steps_state_not_before", "steps", ["state", "not_before"])
