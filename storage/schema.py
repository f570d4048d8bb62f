"""The tables. Times are text as `instants` writes it; digests and ids are lower-case hex."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

HEAD = "0004"
"""The newest migration; compared with the database's before anything of Alembic is imported."""
KEY_CHECK = "key-check"
"""The fact that tells whether a master key is the one of this database."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
"""What is said once about the whole database: the key check."""

persons = Table(
    "persons",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("wrapped", LargeBinary),
)
"""A person and his wrapped key; the key is NULL once he was erased."""

ledgers = Table(
    "ledgers",
    metadata,
    Column("ledger", String(32), primary_key=True),
    Column("person", ForeignKey("persons.person"), nullable=False, index=True),
    Column("door", String, nullable=False),
    Column("head", String(64), nullable=False),
    Column("length", Integer, nullable=False),
    Column("numbers", Integer, nullable=False),
)
"""One chain: its head, how many entries it has and how many numbers were given."""

identities = Table(
    "identities",
    metadata,
    Column("address_key", String(64), primary_key=True),
    Column("door", String, nullable=False),
    Column("person", ForeignKey("persons.person"), nullable=False, index=True),
    Column("ledger", ForeignKey("ledgers.ledger"), nullable=False, unique=True),
    Column("sealed_address", LargeBinary, nullable=False),
)
"""Where a person is found on a door; the row goes when he is erased."""

items = Table(
    "items",
    metadata,
    Column("item", String(32), primary_key=True),
    Column("person", ForeignKey("persons.person"), nullable=False, index=True),
    Column("ledger", ForeignKey("ledgers.ledger"), nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)
"""Wrapped key and salt of every item; deleting the row is what erasing means."""

parts = Table(
    "parts",
    metadata,
    Column("item", ForeignKey("items.item"), primary_key=True),
    Column("slot", String, primary_key=True),
    Column("cipher", String(64), nullable=False),
    Column("sealed", LargeBinary),
)
"""Sealed parts; NULL means that the bytes are the blob named by the digest."""

entries = Table(
    "entries",
    metadata,
    Column("ledger", ForeignKey("ledgers.ledger"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("item", String(32), nullable=False, index=True),
    Column("at", String(27), nullable=False),
    Column("number", Integer),
    Column("refers", Integer),
    Column("label", String),
    Column("source", String(64), unique=True),
    Column("digest", String(64), nullable=False),
    Column("canonical", LargeBinary, nullable=False),
    UniqueConstraint("ledger", "number"),
    Index(None, "ledger", "refers"),
)
"""The chains. Everything but ``canonical`` is derived from it and checked by verify."""

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("delivery_key", String(64), nullable=False, unique=True),
    Column("door", String, nullable=False),
    Column("person", ForeignKey("persons.person"), nullable=False),
    Column("ledger", ForeignKey("ledgers.ledger"), nullable=False),
    Column("item", String(32), nullable=False, index=True),
    Column("same_as", String(32), index=True),
    Column("received_at", String(27), nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first", Boolean, nullable=False),
    Column("reason", String),
    Index(None, "state", "id"),
    Index(None, "ledger", "id"),
)
"""Deliveries. ``same_as`` is the item that a repeated delivery repeats and is erased with."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("person", ForeignKey("persons.person"), nullable=False),
    Column("ledger", ForeignKey("ledgers.ledger"), nullable=False),
    Column("item", String(32), nullable=False, index=True),
    Column("door", String, nullable=False),
    Column("replaces", String),
    Column("state", String, nullable=False),
    Column("not_before", String(27), nullable=False),
    Column("created_at", String(27), nullable=False),
    Column("marked_at", String(27), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("reason", String),
    Index(None, "state", "not_before"),
    Index(None, "ledger", "id"),
)
"""Replies. ``doubts`` counts how often the process died between sending and marking."""

steps = Table(
    "steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("persons.person"), nullable=False),
    Column("ledger", ForeignKey("ledgers.ledger"), nullable=False),
    Column("item", String(32), nullable=False, index=True),
    Column("seq", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", String(27), nullable=False),
    Column("reason", String),
    UniqueConstraint("ledger", "seq"),
    Index(None, "state", "not_before"),
)
"""The second stage's queue."""

cases = Table(
    "cases",
    metadata,
    Column("ledger", ForeignKey("ledgers.ledger"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("item", String(32), nullable=False, index=True),
    Column("case_key", String(64), nullable=False),
    Index(None, "ledger", "case_key"),
)
"""Originals that came as one (an album, a drop of several files), found by a blind key."""

guests = Table(
    "guests",
    metadata,
    Column("person", ForeignKey("persons.person"), primary_key=True),
    Column("at", String(27), nullable=False),
)
"""Persons who were let in by an invitation."""

usage = Table(
    "usage",
    metadata,
    Column("person", ForeignKey("persons.person"), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("messages", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("reading_ms", Integer, nullable=False),
)
"""What a person has used on one day; only the newest day is kept."""

plans = Table(
    "plans",
    metadata,
    Column("plan", ForeignKey("items.item"), primary_key=True),
    Column("person", ForeignKey("persons.person"), nullable=False),
    Column("ledger", ForeignKey("ledgers.ledger"), nullable=False),
    Column("kind", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    UniqueConstraint("person", "number"),
)
"""What a person has to keep to; an item of its own, so that it is erased like one."""

plan_events = Table(
    "plan_events",
    metadata,
    Column("plan", ForeignKey("plans.plan"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("key", String, nullable=False, unique=True),
    Column("at", String(27), nullable=False),
)
"""Everything that happened to a plan; the words of each are a sealed part of its item."""

reminders = Table(
    "reminders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan", ForeignKey("plans.plan"), nullable=False),
    Column("person", ForeignKey("persons.person"), nullable=False),
    Column("key", String, nullable=False),
    Column("due_at", String(27), nullable=False),
    Column("not_before", String(27), nullable=False),
    Column("state", String, nullable=False),
    Column("said", String),
    Column("marked_at", String(27)),
    UniqueConstraint("plan", "key"),
    Index(None, "state", "not_before"),
)
"""Instants to speak of a plan. ``not_before`` is ``due_at`` until it is put off; ``said`` names
the reply that spoke of it; ``person`` is the plan's."""

sheets = Table(
    "sheets",
    metadata,
    Column("person", ForeignKey("persons.person"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("item", ForeignKey("items.item"), nullable=False, index=True),
)
"""One sealed sheet per person and name: his wishes, a conversation that is not finished."""

tokens = Table(
    "tokens",
    metadata,
    Column("token_key", String(64), primary_key=True),
    Column("person", ForeignKey("persons.person"), nullable=False),
    Column("purpose", String, nullable=False),
    Column("until", String(27)),
    Index(None, "person", "purpose"),
)
"""Secrets that stand for a person (a calendar's address, a code that joins doors), kept blind."""
