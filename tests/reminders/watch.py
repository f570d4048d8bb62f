"""The real clockwork over a real store, with a clock set by hand and doors that are named."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from bot.bell import Bell
from bot.clockwork import Clockwork
from bot.desk import build_desk
from bot.metrics import Metrics
from bot.settings import Settings
from handlers import plans
from handlers.beijing import BEIJING
from handlers.desk import Desk
from handlers.messages import Reply
from handlers.plans import KeptPlan
from handlers.ports import Chance
from handlers.repayment.plan import Fen, Frequency, Instalment, Plan
from handlers.replies import from_bytes
from handlers.wishes import Wishes
from storage.planned import PlanRow
from storage.records import Delivery, InboxRow, LedgerId
from storage.store import Store

DAY = timedelta(days=1)


def beijing(day: date, clock: time = time(9)) -> datetime:
    return datetime.combine(day, clock, tzinfo=BEIJING).astimezone(UTC)


def a_plan(
    *days: date, fen: int = 128365, creditor: str | None = "某某银行", amounts: Sequence[int] = ()
) -> Plan:
    each = amounts or [fen] * len(days)
    rows = tuple(Instalment(day, Fen(one)) for day, one in zip(days, each, strict=True))
    return Plan(creditor, None, rows, Frequency.CUSTOM)


@lru_cache(maxsize=1)
def desk() -> Desk:
    return build_desk(Settings(operator="测试的人"))


@dataclass(slots=True)
class Hands:
    """A clock that is set by hand."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Doors:
    """What can be hoped for on each door."""

    chances: Mapping[str, Chance] = field(default_factory=dict)

    def chance(self, door: str, ledger: LedgerId, at: datetime) -> Chance:
        del ledger, at
        return self.chances.get(door, Chance.NOW)


@dataclass(slots=True)
class Watch:
    """One folder with everything that reminds."""

    store: Store
    clock: Hands
    reach: Doors
    clockwork: Clockwork
    bell: Bell
    keys: int = 0

    def key(self) -> str:
        self.keys += 1
        return f"event:{self.keys}"

    async def person(self, address: str = "somebody", door: str = "talk") -> InboxRow:
        return await self.store.deliver(
            Delivery(door, f"hello-{door}-{address}", address, b"hello", self.clock.at)
        )

    async def plan(self, row: InboxRow, plan: Plan) -> PlanRow:
        """A confirmed plan."""
        async with self.store.transaction() as change:
            return await plans.open_plan(
                change, row.ledger, plan, key=self.key(), at=self.clock.at, confirmed=True
            )

    async def pay(self, made: PlanRow, which: str, fen: int | None = None) -> KeptPlan:
        async with self.store.transaction() as change:
            return await plans.pay(
                change,
                made,
                which,
                key=self.key(),
                at=self.clock.at,
                on=self.clock.at.date(),
                amount=None if fen is None else Fen(fen),
            )

    async def wish(self, row: InboxRow, wishes: Wishes) -> None:
        async with self.store.transaction() as change:
            await plans.wish(change, row.ledger, row.person, wishes, at=self.clock.at)

    async def at(self, moment: datetime, row: InboxRow) -> list[Reply]:
        """Let the clock stand there, tick once, and give what was newly said to a ledger."""
        before = {key for key, _ in await self.said(row)}
        self.clock.at = moment
        await self.clockwork.tick()
        return [reply for key, reply in await self.said(row) if key not in before]

    async def said(self, row: InboxRow) -> list[tuple[str, Reply]]:
        async with self.store.snapshot() as view:
            rows = await view.outbox_of(row.ledger, 1000)
        return [(one.key, from_bytes(one.body)) for one in reversed(rows)]

    async def instants(self, made: PlanRow) -> dict[str, datetime]:
        async with self.store.snapshot() as view:
            return {one.key: one.due_at for one in view.plans.reminders(made.plan)}


@asynccontextmanager
async def watch(folder: Path, at: datetime, **chances: Chance) -> AsyncIterator[Watch]:
    """Everything that reminds, on a data folder, at an instant."""
    clock, reach, bell = Hands(at), Doors(chances), Bell()
    async with await Store.open(folder) as store:
        clockwork = Clockwork(
            store=store, desk=desk(), reach=reach, bell=bell, clock=clock, metrics=Metrics()
        )
        yield Watch(store, clock, reach, clockwork, bell)
