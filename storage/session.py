"""What every function of storage works with: a connection, the keys, the blobs."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Executable, Row, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.blobs import Blobs
from storage.connections import driver_of, translated
from storage.driver import Connection
from storage.errors import Erased, Missing
from storage.keys import ItemKey, Keyring, PersonKey
from storage.ready import Ready, Values, lists
from storage.records import ItemId, LedgerId, PersonId, Seq, Sha256

Rows = Sequence[Row[Any]]

KEYED: Final = (
    schema.items.c.person.label("owner"),
    schema.items.c.ledger.label("home"),
    schema.items.c.wrapped.label("wrapped_item"),
    schema.persons.c.wrapped.label("wrapped_person"),
)
"""What a query selects for `Session.learn`."""
_ITEM_KEY: Final = Ready(
    select(*KEYED)
    .join(schema.persons, schema.persons.c.person == schema.items.c.person)
    .where(schema.items.c.item == bindparam("item"))
)
_PERSON_KEY: Final = Ready(
    select(schema.persons.c.wrapped).where(schema.persons.c.person == bindparam("person"))
)


@dataclass(slots=True)
class Tail:
    """The end of a chain, as read inside this transaction and moved on by it."""

    person: PersonId
    door: str
    head: Sha256
    length: Seq
    numbers: int


@dataclass(frozen=True, slots=True)
class Session:
    """One transaction or snapshot.

    Attributes:
        item_keys: unwrapped keys of this session, so that a change unwraps each once.
        tails: ends of chains; only a write transaction may rely on them.
        homes: whose ledgers are and on which door, as far as this session has met them.
        doomed: blobs to be removed once this transaction is committed.
        destroyed: items of which this transaction destroys the key or parts.
    """

    connection: AsyncConnection
    driver: Connection
    keyring: Keyring
    blobs: Blobs
    item_keys: dict[ItemId, ItemKey] = field(default_factory=dict)
    tails: dict[LedgerId, Tail] = field(default_factory=dict)
    homes: dict[LedgerId, tuple[PersonId, str]] = field(default_factory=dict)
    doomed: list[Sha256] = field(default_factory=list)
    destroyed: list[ItemId] = field(default_factory=list)

    @classmethod
    def on(cls, connection: AsyncConnection, keyring: Keyring, blobs: Blobs) -> Session:
        """A session over an open transaction or snapshot."""
        return cls(connection, driver_of(connection), keyring, blobs)

    @contextlib.asynccontextmanager
    async def apart(self) -> AsyncIterator[None]:
        """What fails in here is undone, and nothing else of the transaction."""
        with translated():
            self.driver.at_once("SAVEPOINT apart", ())
        try:
            yield
        except BaseException:
            if self.driver.in_transaction:
                with translated():
                    self.driver.at_once("ROLLBACK TO SAVEPOINT apart", ())
                    self.driver.at_once("RELEASE SAVEPOINT apart", ())
            raise
        with translated():
            self.driver.at_once("RELEASE SAVEPOINT apart", ())

    async def rows(self, query: Executable, values: dict[str, Any] | None = None) -> Rows:
        """All rows of a query, with values for its blanks."""
        with translated():
            return (await self.connection.execute(query, values)).all()

    async def row(self, query: Executable, values: dict[str, Any] | None = None) -> Row[Any] | None:
        """The first row of a query, or None."""
        with translated():
            return (await self.connection.execute(query, values)).first()

    async def write(self, statement: Executable) -> int:
        """Run one statement; how many rows it touched."""
        with translated():
            return (await self.connection.execute(statement)).rowcount

    # What is ready runs where it is called: there is nothing in it that could wait.

    def find(self, query: Ready, **values: object) -> Rows:
        """All rows of a ready query."""
        ready = query.compiled_for(self.connection.dialect)
        with translated():
            found, _ = self.driver.at_once(ready.sql, ready.bound(values))
        return [ready.row(one) for one in found]

    def first(self, query: Ready, **values: object) -> Row[Any] | None:
        """The first row of a ready query, or None."""
        rows = self.find(query, **values)
        return rows[0] if rows else None

    def among(
        self, query: Ready, blank: str, listed: Collection[object], **values: object
    ) -> list[Row[Any]]:
        """All rows of a ready query with a list in it (`ready.among`), of any length."""
        return [row for some in lists(blank, listed) for row in self.find(query, **some, **values)]

    def put(self, statement: Ready, values: Values) -> int:
        """Run a ready statement that writes; how many rows it touched."""
        ready = statement.compiled_for(self.connection.dialect)
        with translated():
            return self.driver.at_once(ready.sql, ready.bound(values))[1]

    def put_all(self, statement: Ready, rows: Sequence[Values]) -> None:
        """The same for each of several; for none of them not at all."""
        if rows:
            ready = statement.compiled_for(self.connection.dialect)
            with translated():
                self.driver.at_once_for_each(ready.sql, map(ready.bound, rows))

    def person_key(self, person: PersonId) -> PersonKey:
        """A person's key.

        Raises:
            Erased: the person was erased.
            Missing: there is no such person.
        """
        found = self.first(_PERSON_KEY, person=person)
        if found is None:
            raise Missing
        if found.wrapped is None:
            raise Erased
        return self.keyring.unwrap_person(person, found.wrapped)

    def learn(self, item: ItemId, found: Row[Any]) -> ItemKey | None:
        """Take the item's key from a row that was selected with `KEYED`, None if it has none."""
        known = self.item_keys.get(item)
        if known is not None or found.wrapped_item is None or found.wrapped_person is None:
            return known
        person = self.keyring.unwrap_person(found.owner, found.wrapped_person)
        key = person.unwrap_item(found.home, item, found.wrapped_item)
        self.item_keys[item] = key
        return key

    async def item_key(self, item: ItemId) -> ItemKey:
        """An item's key.

        Raises:
            Erased: the item was erased.
            Missing: there is no such item.
        """
        known = self.item_keys.get(item)
        if known is not None:
            return known
        found = self.first(_ITEM_KEY, item=item)
        if found is None:
            raise await self._gone(item)
        key = self.learn(item, found)
        if key is None:
            raise Erased
        return key

    async def _gone(self, item: ItemId) -> Erased | Missing:
        """An item without a key was erased if anything still speaks of it."""
        inbox, entries = schema.inbox.c, schema.entries.c
        known = await self.row(
            select(exists().where(inbox.item == item) | exists().where(entries.item == item))
        )
        return Erased() if known is not None and known[0] else Missing()
