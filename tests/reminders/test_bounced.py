"""A reminder that a door gives back is heard on the next one, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.delivery import Deliverer
from bot.errors import DeliveryFailed, Undeliverable, Unreachable, WindowClosed
from bot.metrics import Metrics
from handlers.bounced import pass_on
from handlers.messages import Incoming, Reply
from handlers.ports import Chance
from handlers.replies import from_bytes
from handlers.wishes import Wishes
from storage import schema
from storage.records import Draft, InboxRow, LedgerId, OutboxRow, OutboxState
from storage.sheets import SHEET
from storage.verify import verify
from tests.reminders.watch import DAY, Watch, a_plan, beijing, watch

MADE = beijing(date(2026, 11, 25), time(21))
DUE = date(2026, 12, 10)


@dataclass(slots=True)
class Voice:
    """A door that says everything, or fails in one way."""

    name: str
    failure: type[DeliveryFailed] | None = None
    heard: list[str] = field(default_factory=list)

    def translate(self, row: InboxRow, payload: bytes) -> Incoming:
        raise NotImplementedError

    async def deliver(self, address: str, row: OutboxRow, reply: Reply) -> str | None:
        del address, row
        if self.failure is not None:
            raise self.failure("refused")
        self.heard.append(reply.segments[0].text)
        return None


@dataclass(slots=True)
class Home:
    """One person with a plan, who can be spoken to on two doors."""

    watch: Watch
    row: InboxRow
    other: LedgerId
    talk: Voice
    letters: Voice
    deliverer: Deliverer

    async def day(self, ahead: int) -> int:
        """The morning so many days before the day; how many replies were handed to doors."""
        self.watch.clock.at = beijing(DUE - ahead * DAY)
        await self.watch.clockwork.tick()
        return await self.deliverer.deliver_due()


@asynccontextmanager
async def home(folder: Path, *, mail: bool = True, **chances: Chance) -> AsyncIterator[Home]:
    async with watch(folder, MADE, **chances) as found:
        row = await found.person()
        async with found.store.transaction() as change:
            other = await change.add_door(row.person, "email", "me@example.org")
        await found.wish(row, Wishes(mail=mail))
        await found.plan(row, a_plan(DUE))
        talk, letters = Voice("talk"), Voice("email")
        deliverer = Deliverer(
            store=found.store,
            doors={"talk": talk, "email": letters},
            reach=found.reach,
            reply=from_bytes,
            bell=found.bell,
            clock=found.clock,
            metrics=Metrics(),
        )
        yield Home(found, row, other, talk, letters, deliverer)


@pytest.mark.parametrize("failure", [Unreachable, Undeliverable, WindowClosed])
async def test_every_one_that_is_given_back_is_heard_by_letter(
    tmp_path: Path, failure: type[DeliveryFailed]
) -> None:
    async with home(tmp_path) as one:
        one.talk.failure = failure
        for ahead in (3, 1, 0, -1):
            await one.day(ahead)
        assert len(one.letters.heard) == 4
        assert len(set(one.letters.heard)) == 4
        await one.deliverer.deliver_due()
        assert len(one.letters.heard) == 4
        one.talk.failure = None
        async with one.watch.store.transaction() as change:
            await change.outbox_resume(one.row.ledger, one.watch.clock.at)
        await one.deliverer.deliver_due()
        assert one.talk.heard == []
    assert (await verify(tmp_path / "wenzhu.db")).exit_code() == 0


async def test_both_refuse_and_nothing_goes_round_in_circles(tmp_path: Path) -> None:
    async with home(tmp_path) as one:
        one.talk.failure = one.letters.failure = Undeliverable
        assert await one.day(3) == 2
        assert await one.deliverer.deliver_due() == 0


async def test_no_letter_to_whom_none_was_promised(tmp_path: Path) -> None:
    async with home(tmp_path, mail=False) as one:
        one.talk.failure = Undeliverable
        assert await one.day(3) == 1
        assert one.letters.heard == []


async def test_what_waits_behind_goes_too_and_what_is_no_reminder_stays(tmp_path: Path) -> None:
    """He shuts the bot out while an answer and a reminder wait to be said."""
    async with home(tmp_path) as one:
        one.watch.clock.at = beijing(DUE - 3 * DAY)
        async with one.watch.store.transaction() as change:
            answer = Draft("answer:1", b"{}")
            await change.say(one.row.ledger, one.row.item, answer, one.watch.clock.at)
        await one.watch.clockwork.tick()
        async with one.watch.store.transaction() as change:
            await change.outbox_pause(one.row.ledger, "blocked", one.watch.clock.at)
            assert await pass_on(change, one.watch.reach, one.row.ledger, one.watch.clock.at) == 1
            assert await pass_on(change, one.watch.reach, one.row.ledger, one.watch.clock.at) == 0
        await one.deliverer.deliver_due()
        assert len(one.letters.heard) == 1
        async with one.watch.store.snapshot() as view:
            kept = await view.outbox_by_key("answer:1")
            assert kept is not None
            assert kept.state is OutboxState.BLOCKED


async def test_where_he_only_would_see_it_it_waits_for_him_on_both(tmp_path: Path) -> None:
    async with home(tmp_path, email=Chance.UNSEEN) as one:
        one.talk.failure = Unreachable
        await one.day(3)
        one.talk.failure = None
        async with one.watch.store.transaction() as change:
            await change.outbox_resume(one.row.ledger, one.watch.clock.at)
        await one.deliverer.deliver_due()
        assert len(one.talk.heard) == len(one.letters.heard) == 1


async def test_damaged_wishes_stop_no_delivery(tmp_path: Path) -> None:
    async with home(tmp_path) as one:
        one.talk.failure = Undeliverable
        one.watch.clock.at = beijing(DUE - 3 * DAY)
        await one.watch.clockwork.tick()
        async with one.watch.store.transaction() as change:
            wishes = update(schema.parts).where(schema.parts.c.slot == SHEET)
            await change._session.write(wishes.values(sealed=b"x" * 99))
        assert await one.deliverer.deliver_due() == 1
        assert one.letters.heard == []


async def test_old_ones_are_not_brought_up(tmp_path: Path) -> None:
    async with home(tmp_path) as one:
        one.watch.clock.at = beijing(DUE - 3 * DAY)
        await one.watch.clockwork.tick()
        one.watch.clock.at += 2 * DAY
        async with one.watch.store.transaction() as change:
            await change.outbox_pause(one.row.ledger, "blocked", one.watch.clock.at)
            assert await pass_on(change, one.watch.reach, one.row.ledger, one.watch.clock.at) == 0
