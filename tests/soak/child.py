"""One process of the service: obeys lines of JSON, one answer each, until it is killed.

Only the clock is not real: every line says what time it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import uvloop

from bot.bell import Bell
from bot.clockwork import Clockwork
from bot.metrics import Metrics
from handlers import plans, wishes
from handlers.desk import Desk
from handlers.repayment import events
from handlers.repayment.plan import Fen
from handlers.repayment.shapes import plan_in
from handlers.replies import from_bytes
from storage.errors import Erased, Missing
from storage.planned import PlanId, PlanRow
from storage.records import Delivery, ItemId, LedgerId, PersonId
from storage.store import Change, Store
from tests.reminders.watch import Doors, Hands

LATE_WORDS = "本来应在"


class Process:
    """A start of the service."""

    def __init__(self, pid: int, asks: TextIO, answers: TextIO) -> None:
        self.pid = pid
        self._asks = asks
        self._answers = answers

    @classmethod
    def start(cls, folder: Path, desk: Desk) -> Process:
        """Fork: what is loaded once serves every start."""
        there, here = os.pipe(), os.pipe()
        pid = os.fork()
        if pid == 0:
            _let_go(keep={there[0], here[1]})
            with os.fdopen(there[0]) as asks, os.fdopen(here[1], "w") as answers:
                _serve(folder, desk, asks, answers)
        os.close(there[0])
        os.close(here[1])
        return cls(pid, os.fdopen(there[1], "w"), os.fdopen(here[0]))

    def ask(self, shape: dict[str, Any]) -> None:
        self._asks.write(json.dumps(shape) + "\n")
        self._asks.flush()

    def answer(self) -> Any:
        """What it says, None when it died before."""
        line = self._answers.readline()
        return json.loads(line) if line.endswith("\n") else None

    def kill(self) -> None:
        os.kill(self.pid, 9)

    def wait(self) -> None:
        os.waitpid(self.pid, 0)
        self._asks.close()
        self._answers.close()

    def end(self) -> None:
        self._asks.close()
        os.waitpid(self.pid, 0)
        self._answers.close()


def _let_go(keep: set[int]) -> None:
    """A fork must hold no end of another process's pipe, or nobody learns who has died."""
    for path in list(Path("/proc/self/fd").iterdir()):
        number = int(path.name)
        if number > 2 and number not in keep:
            with contextlib.suppress(OSError):
                os.close(number)


def _serve(folder: Path, desk: Desk, asks: TextIO, answers: TextIO) -> None:
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_obey(folder, desk, asks, answers))
    except BaseException:  # noqa: BLE001 - a fork never returns into what forked it
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


async def _obey(folder: Path, desk: Desk, asks: TextIO, answers: TextIO) -> None:
    clock = Hands(datetime.fromisoformat("2000-01-01T00:00:00+00:00"))
    async with await Store.open(folder) as store:
        clockwork = Clockwork(
            store=store, desk=desk, reach=Doors(), bell=Bell(), clock=clock, metrics=Metrics()
        )
        for line in asks:
            shape = json.loads(line)
            clock.at = datetime.fromisoformat(shape["at"])
            if shape["do"] == "tick":
                spoken = await clockwork.tick()
                told: Any = {"said": spoken.said, "late": spoken.late, "dropped": spoken.dropped}
            else:
                told = await _act(store, shape, clock.at)
            answers.write(json.dumps(told) + "\n")
            answers.flush()


async def _act(store: Store, shape: dict[str, Any], at: datetime) -> Any:
    if shape["do"] == "person":
        name = shape["name"]
        row = await store.deliver(Delivery("talk", name, name, b"hello", at))
        return {"person": row.person, "ledger": row.ledger}
    if shape["do"] == "count":
        return await _count(store, shape["ledgers"])
    async with store.transaction() as change:
        return await _change(change, shape, at)


async def _change(change: Change, shape: dict[str, Any], at: datetime) -> Any:
    if shape["do"] == "erase":
        with contextlib.suppress(Erased, Missing):  # whoever was killed may have done it
            await change.erase_person(PersonId(shape["person"]), at)
        return {}
    if shape["do"] == "wish":
        wanted = wishes.from_bytes(shape["wishes"].encode())
        ledger, person = LedgerId(shape["ledger"]), PersonId(shape["person"])
        await plans.wish(change, ledger, person, wanted, at=at)
        return {}
    key = shape["key"]
    if shape["do"] == "plan":
        agreed = plan_in(shape["plan"])
        made = await plans.open_plan(change, LedgerId(shape["ledger"]), agreed, key=key, at=at)
        await plans.confirm(change, made, key=f"{key}:yes", at=at)
        return {"plan": made.plan}
    row = _known(change, shape["plan"])
    event = events.from_bytes(shape["event"].encode())
    if isinstance(event, events.Paid):
        amount = None if event.amount is None else Fen(event.amount)
        await plans.pay(
            change,
            row,
            event.row,
            key=key,
            at=at,
            on=date(at.year, at.month, at.day),
            amount=amount,
        )
    else:
        await plans.happen(change, row, event, key=key, at=at)
    return {}


def _known(change: Change, plan: str) -> PlanRow:
    row = change.plans.plan(PlanId(ItemId(plan)))
    assert row is not None
    return row


async def _count(store: Store, ledgers: Sequence[str]) -> Any:
    """Everything that was said on some ledgers, and every reminder with what became of it."""
    replies: dict[str, bool] = {}
    reminders: list[tuple[str, str, str, str | None]] = []
    async with store.snapshot() as view:
        for ledger in map(LedgerId, ledgers):
            for reply in await view.outbox_of(ledger, 1_000_000):
                assert reply.key not in replies
                replies[reply.key] = LATE_WORDS in from_bytes(reply.body).text
            person = (await view.inbox_of(ledger, 1))[0].person
            for plan in view.plans.of_person(person):
                reminders += [
                    (plan.plan, row.key, row.state.value, row.said)
                    for row in view.plans.reminders(plan.plan)
                ]
    return {"replies": replies, "reminders": reminders}
