"""A tick that finds a hundred due, among ten thousand and among a million that wait.

The floor is the same tick where ten thousand wait: if cost grew with what waits, the ratio would
show it. The best of the rounds is what the work takes; the middle one is what others left over.
"""

from __future__ import annotations

import asyncio
import gc
import shutil
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from handlers.repayment.reminding import AHEAD
from storage import instants, schema
from storage.planned import ReminderState
from storage.store import Store
from tests.bench.ratio import Ratio
from tests.reminders.watch import Watch, a_plan, beijing, desk, watch

DUE = 100
ROUNDS = 24
MADE = datetime(2026, 1, 1, 4, tzinfo=UTC)
FIRST = date(2026, 3, 1)
FEW = 10_000
MILLION = 1_000_000
SLICE = 20_000


async def run() -> list[Ratio]:
    """Milliseconds of one tick: the best of several, and the one in the middle."""
    alone, crowded = await _among(FEW), await _among(MILLION)
    name, floor = f"tick, {DUE} due of {DUE} persons, {MILLION:,} waiting", f"{FEW:,} waiting"
    return [
        Ratio(f"{name}, best of {len(crowded)}", min(crowded), floor, min(alone), "ms"),
        Ratio(f"{name}, median", statistics.median(crowded), floor, statistics.median(alone), "ms"),
    ]


async def _among(waiting: int) -> list[float]:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        async with watch(folder / "data", MADE) as home:
            await _settle_in(home)
            await _crowd(home.store, waiting)
            return await _measured(home)
    finally:
        shutil.rmtree(folder)


async def _settle_in(home: Watch) -> None:
    """A hundred persons with a year's plan each; every reminder of an instalment is a round."""
    days = [FIRST + timedelta(days=30 * number) for number in range(12)]
    for number in range(DUE):
        await home.plan(await home.person(f"p{number}"), a_plan(*days))


async def _crowd(store: Store, waiting: int) -> None:
    """Reminders of later years, for one plan of somebody who waits longest."""
    async with store.snapshot() as view:
        ledger = (await view.ledgers())[0]
        person = (await view.inbox_of(ledger, 1))[0].person
        plan = view.plans.of_person(person)[0]
    start = datetime(2030, 1, 1, tzinfo=UTC)
    for begin in range(0, waiting, SLICE):
        rows = [
            {
                "plan": plan.plan,
                "person": person,
                "key": f"far:{number}",
                "due_at": (at := instants.write(start + timedelta(seconds=number))),
                "not_before": at,
                "state": ReminderState.WAITING.value,
            }
            for number in range(begin, min(begin + SLICE, waiting))
        ]
        async with store.transaction() as change:
            await change._session.connection.execute(insert(schema.reminders), rows)


async def _measured(home: Watch) -> list[float]:
    """The first round warms everything up and is not counted."""
    found: list[float] = []
    desk()
    gc.collect()
    gc.freeze()  # as the service does
    ahead = sorted(AHEAD.values(), reverse=True)
    for number in range(ROUNDS):
        month, moment = divmod(number, len(ahead))
        home.clock.at = beijing(FIRST + timedelta(days=30 * month - ahead[moment]))
        began = time.perf_counter()
        spoken = await home.clockwork.tick()
        found.append((time.perf_counter() - began) * 1000)
        assert spoken.said == DUE
    return found[1:]


if __name__ == "__main__":
    for ratio in asyncio.run(run()):
        print(ratio.row())
