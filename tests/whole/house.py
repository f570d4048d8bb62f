"""The real rooms in this process, with one talkative door: for dialogues, step by step."""

from __future__ import annotations

import base64
import itertools
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.bell import Bell
from bot.build import Rooms, rooms
from bot.settings import Settings
from handlers.messages import Reply
from handlers.ports import Clock
from handlers.replies import from_bytes
from storage.records import Entry, InboxRow, LedgerId
from tests.doors.httpdoor import NAME, HttpDoor

PERSON = "somebody"


@dataclass(slots=True)
class House:
    """Say something, get everything that is answered to it."""

    rooms: Rooms
    count: itertools.count[int] = field(default_factory=itertools.count)
    name: str = field(default_factory=lambda: secrets.token_hex(4))

    async def hear(
        self, raw: bytes, *, text: str = "", person: str = PERSON, delivery: str | None = None
    ) -> list[Reply]:
        """Deliver a payload, work it off completely, and give the new replies in order."""
        before = await self._spoken(person)
        identity = delivery or self._id("m")
        row = await self.rooms.reception.receive(
            door=NAME, delivery_id=identity, address=person, payload=raw, text=text
        )
        await self.work_off(row)
        return [reply for key, reply in await self.replies(person) if key not in before]

    async def say(self, text: str, *, person: str = PERSON, **more: object) -> list[Reply]:
        shape = {"id": self._id("t"), "person": person, "text": text, **more}
        return await self.hear(json.dumps(shape).encode(), text=text, person=person)

    async def send(
        self, content: bytes, name: str = "a.png", *, person: str = PERSON, **more: object
    ) -> list[Reply]:
        """Send a file and work it off."""
        before = await self._spoken(person)
        await self.work_off(await self.put(content, name, person=person, **more))
        return [reply for key, reply in await self.replies(person) if key not in before]

    async def put(
        self, content: bytes, name: str = "a.png", *, person: str = PERSON, **more: object
    ) -> InboxRow:
        """Send a file and leave it in the inbox."""
        identity = self._id("f")
        shape = {
            "id": identity,
            "person": person,
            "name": name,
            "head": base64.b64encode(content[:4096]).decode(),
            **more,
        }
        text = more.get("text", "")
        async with self.rooms.store.uploading(NAME, person) as upload:
            await upload.begin()
            await upload.write(content)
            part = await upload.finish()
            return await self.rooms.reception.receive(
                door=NAME,
                delivery_id=identity,
                address=person,
                payload=json.dumps(shape).encode(),
                text=text if isinstance(text, str) else "",
                item=upload.item,
                uploads=(part,),
            )

    async def press(self, action: str, *, person: str = PERSON) -> list[Reply]:
        shape = {"id": self._id("b"), "person": person, "button": action}
        return await self.hear(json.dumps(shape).encode(), person=person)

    async def work_off(self, row: InboxRow) -> None:
        await self.rooms.worker.keep(row)
        async with self.rooms.store.snapshot() as view:
            steps = await view.steps_due(self.rooms.clock.now(), 100)
        for step in steps:
            await self.rooms.worker.examine(step)

    async def ledger(self, person: str = PERSON) -> LedgerId | None:
        async with self.rooms.store.snapshot() as view:
            known = await view.identity(NAME, person)
        return None if known is None else known[1]

    async def replies(self, person: str = PERSON) -> list[tuple[str, Reply]]:
        """Everything said to the person so far, oldest first, with its key."""
        ledger = await self.ledger(person)
        if ledger is None:
            return []
        async with self.rooms.store.snapshot() as view:
            rows = await view.outbox_of(ledger, 1000)
        return [(row.key, from_bytes(row.body)) for row in reversed(rows)]

    async def originals(self, person: str = PERSON) -> tuple[Entry, ...]:
        ledger = await self.ledger(person)
        if ledger is None:
            return ()
        async with self.rooms.store.snapshot() as view:
            return await view.originals(ledger, 1000)

    def _id(self, kind: str) -> str:
        """One that no house before has used: a restart must not look like a redelivery."""
        return f"{kind}-{self.name}-{next(self.count)}"

    async def _spoken(self, person: str) -> set[str]:
        return {key for key, _ in await self.replies(person)}


@asynccontextmanager
async def house(folder: Path, clock: Clock | None = None, **settings: Any) -> AsyncIterator[House]:
    """Real rooms on a data folder."""
    chosen = Settings(data=folder, operator="测试的人", low_water_mb=1, **settings)
    async with rooms(chosen, Bell(), [HttpDoor("")], clock) as all_rooms:
        yield House(all_rooms)
