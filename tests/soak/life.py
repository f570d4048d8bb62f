"""Three years of many persons: plans, payments, changes; outages, kills and two processes."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from itertools import islice
from pathlib import Path
from typing import Any

from handlers import wishes as wishing
from handlers.repayment import events
from handlers.repayment.plan import Fen, Frequency, Instalment, Plan
from handlers.repayment.reminding import Moment
from handlers.repayment.schedule import every, months
from handlers.repayment.shapes import plan_shape
from handlers.wishes import Wishes
from tests.reminders.watch import desk
from tests.soak.child import Process
from tests.soak.model import PersonModel, PlanModel

START = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Asia/Shanghai",) * 8 + ("Asia/Urumqi", "America/New_York", "Europe/Paris")
FIRST = timedelta(days=90)
"""How long before the others the first comes."""
PROCESSES = 2
OUTAGE = 0.05
"""Of all instants at which something is due: how often nobody runs then, for hours or days."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of it."""

    days: int
    persons: int
    plans: int
    kill: float
    seed: int = 6


@dataclass(slots=True)
class Report:
    """What came out."""

    size: Size
    ticks: int = 0
    kills: int = 0
    outages: int = 0
    longest: timedelta = timedelta()
    said: int = 0
    replies: int = 0
    late: int = 0
    late_replies: int = 0
    lost: int = 0
    twice: int = 0
    strange: int = 0
    dropped: int = 0
    seconds: float = 0.0
    acts: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        return not (self.lost or self.twice or self.strange or self.dropped) and self.said > 0

    def lines(self) -> list[str]:
        size = self.size
        done = ", ".join(f"{count} {name}" for name, count in sorted(self.acts.items()))
        first = f"{size.days} days, {size.persons} persons, {size.plans} plans, "
        ticks = f"{self.ticks} ticks, {self.kills} processes killed and restarted, "
        said = f"{self.said} reminders said in {self.replies} replies, {self.late} of them late, "
        wrong = f"lost {self.lost}, said twice {self.twice}, otherwise than expected {self.strange}"
        return [
            f"{first}{PROCESSES} processes on one database, server in UTC, seed {size.seed}",
            f"{ticks}{self.outages} outages, the longest {self.longest}",
            f"what people did: {done}",
            f"{said}{self.late_replies} replies say so",
            f"{wrong}, dropped {self.dropped}",
            f"{self.seconds:.0f} s",
        ]


class Life:
    """One run."""

    def __init__(self, size: Size, folder: Path) -> None:
        self._size = size
        self._folder = folder
        self._random = random.Random(size.seed)
        self._processes = [Process.start(folder, desk()) for _ in range(PROCESSES)]
        self._persons: list[PersonModel] = []
        self._keys = 0
        self._late_found = 0
        self.report = Report(size)

    def run(self) -> Report:
        began = time.monotonic()
        end = START + timedelta(days=self._size.days)
        self._settle_in()
        count = self._size.plans * self._size.days // 200
        span = self._size.days * 86_400
        later = sorted(
            START + timedelta(seconds=self._random.uniform(9, span)) for _ in range(count)
        )
        for moment in [*later, end]:
            self._wait_until(moment)
            if moment < end:
                self._act(moment)
        self._compare(self._persons, end)
        self.report.strange += self._late_found != self.report.late_replies
        for process in self._processes:
            process.end()
        self.report.seconds = time.monotonic() - began
        return self.report

    # processes

    def _ask(self, shape: dict[str, Any], at: datetime) -> Any:
        """Have one process do it; when it is killed meanwhile, the next one, the same again."""
        told = None
        while told is None:
            process = self._random.choice(self._processes)
            process.ask(shape | {"at": at.isoformat()})
            if self._random.random() < self._size.kill:
                self._kill(process)
            told = process.answer()
            self._bury()
        return told

    def _kill(self, process: Process) -> None:
        time.sleep(self._random.uniform(0, 0.02))
        process.kill()
        self._dying = process
        self.report.kills += 1

    _dying: Process | None = None

    def _bury(self) -> None:
        """Start another one in place of the one that was killed."""
        if self._dying is not None:
            self._dying.wait()
            self._processes.remove(self._dying)
            self._processes.append(Process.start(self._folder, desk()))
            self._dying = None

    def _tick(self, now: datetime) -> None:
        """Both processes look at the same time; one of them may be killed while it does."""
        self.report.ticks += 1
        again = True
        while again:
            for process in self._processes:
                process.ask({"do": "tick", "at": now.isoformat()})
            again = self._random.random() < self._size.kill
            if again:
                self._kill(self._random.choice(self._processes))
            for process in self._processes:
                told = process.answer()
                if told is not None:
                    self.report.dropped += told["dropped"]
            self._bury()
        for person in self._persons:
            is_said, is_late = person.tick(now, self.report.replies)
            self.report.replies += is_said
            self.report.late_replies += is_late

    # people

    def _settle_in(self) -> None:
        self._come_first(START - FIRST)
        while len(self._persons) < self._size.persons:
            self._persons.append(self._person(START))
        for number in range(self._size.plans):
            self._plan(self._persons[number % len(self._persons)], START)

    def _person(self, at: datetime) -> PersonModel:
        told = self._ask({"do": "person", "name": f"p{self._key()}"}, at)
        person = PersonModel(told["person"], told["ledger"])
        self._wish(person, at)
        return person

    def _come_first(self, at: datetime) -> None:
        """Alone at the beginning, and erased: the numbers of all his rows are given anew."""
        self._persons.append(self._person(at))
        self._plan(self._persons[0], at)
        self._wait_until(START)
        self._begin_again(self._persons[0], START)

    def _begin_again(self, person: PersonModel, at: datetime) -> None:
        """He deletes everything, and comes back with a plan; what was said is looked at before."""
        self._compare([person], at)
        self._ask({"do": "erase", "person": person.person}, at)
        count = len(person.plans)
        self._persons[self._persons.index(person)] = fresh = self._person(at)
        for _ in range(count):
            self._plan(fresh, at)
        self.report.acts["erased"] += 1

    def _key(self) -> str:
        self._keys += 1
        return f"soak:{self._keys}"

    def _wish(self, person: PersonModel, at: datetime) -> None:
        pick = self._random
        asked = Wishes(
            zone=pick.choice(ZONES),
            moments=tuple(one for one in Moment if pick.random() < 0.9),
            at=pick.choice(
                [clock_time(9), clock_time(9), clock_time(8, 30), clock_time(7), clock_time(20)]
            ),
            quiet_from=pick.choice([clock_time(22), clock_time(21)]),
            neutral=pick.random() < 0.1,
        )
        person.wishes = asked.altered(person.wishes, at)
        body = wishing.to_bytes(asked).decode()
        shape = {"do": "wish", "ledger": person.ledger, "person": person.person, "wishes": body}
        self._ask(shape, at)
        for plan in person.plans.values():
            plan.settle(person.wishes)
        person.look()
        self.report.acts["wishes"] += 1

    def _agreed(self, at: datetime) -> Plan:
        pick = self._random
        first = at.date() + timedelta(days=pick.randrange(1, 60))
        if pick.random() < 0.3:
            first = date(
                first.year,
                1 if first.month == 12 else first.month,
                31 if first.month in {1, 3, 5, 7, 8, 10, 12} else 28,
            )
        first = max(first, at.date() + timedelta(days=1))
        steps = months(first) if pick.random() < 0.8 else every(first, pick.choice([7, 14]))
        days = islice(steps, pick.randrange(1, max(2, self._size.days // 35)))
        rows = tuple(Instalment(day, Fen(pick.randrange(100, 500_000))) for day in days)
        return Plan("某某银行", None, rows, Frequency.CUSTOM)

    def _plan(self, person: PersonModel, at: datetime) -> None:
        agreed, key = self._agreed(at), self._key()
        shape = {"do": "plan", "ledger": person.ledger, "plan": plan_shape(agreed), "key": key}
        model = person.plans[self._ask(shape, at)["plan"]] = PlanModel()
        model.happened.append(events.Happened(key, at, events.Created(agreed)))
        model.take(f"{key}:yes", at, events.Confirmed(), person.wishes)
        person.look()
        self.report.acts["plans"] += 1

    def _act(self, at: datetime) -> None:
        pick = self._random
        person = pick.choice(self._persons)
        if pick.random() < 0.03:
            self._wish(person, at)
            return
        if not person.plans:
            return
        if pick.random() < 0.02:
            self._begin_again(person, at)
            return
        name = pick.choice(list(person.plans))
        plan = person.plans[name]
        event = self._event(plan, at)
        key = self._key()
        body = events.to_bytes(event).decode()
        self._ask({"do": "event", "plan": name, "key": key, "event": body}, at)
        if isinstance(event, events.Paid):
            event = events.Paid(event.row, event.amount, at.date())
        plan.take(key, at, event, person.wishes)
        person.look()
        self.report.acts[type(event).__name__.lower()] += 1

    def _event(self, plan: PlanModel, at: datetime) -> events.Event:
        pick = self._random
        row = plan.state.next_row or plan.state.rows[0]
        chance = pick.random()
        if chance < 0.6:
            return events.Paid(row.id, None, at.date())
        if chance < 0.7:
            return events.Paid(row.id, Fen(max(1, row.open // 2)), at.date())
        if chance < 0.9:
            return events.Snoozed(row.id, at + timedelta(hours=pick.randrange(1, 30)))
        if chance < 0.97:
            return events.Renegotiated(self._agreed(at))
        return events.Cancelled() if chance < 0.985 else events.Settled(at.date())

    # time

    def _wait_until(self, moment: datetime) -> None:
        """Let everything be said that comes due until then."""
        while (soonest := self._next()) is not None and soonest <= moment:
            now = soonest + timedelta(seconds=self._random.uniform(0, 15))
            if self._random.random() < OUTAGE:
                outage = timedelta(hours=self._random.choice([1, 3, 8, 30, 70]))
                self.report.outages += 1
                self.report.longest = max(self.report.longest, outage)
                now = min(soonest + outage, max(moment, soonest))
            self._tick(now)

    def _next(self) -> datetime | None:
        found = (person.soonest for person in self._persons)
        return min((at for at in found if at is not None), default=None)

    # the end

    def _compare(self, persons: Sequence[PersonModel], at: datetime) -> None:
        """Every reminder of the model against every row, every reply against every row."""
        told = self._ask({"do": "count", "ledgers": [one.ledger for one in persons]}, at)
        rows = {(plan, key): (state, said) for plan, key, state, said in told["reminders"]}
        replies = dict(told["replies"])
        grouped: dict[int, set[str]] = {}
        for person in persons:
            for name, plan in person.plans.items():
                for key, one in plan.instants.items():
                    state, said = rows.pop((name, key), ("gone", None))
                    if one.reply is None:
                        self.report.strange += state != "waiting"
                        continue
                    self.report.said += 1
                    self.report.late += one.late
                    self.report.lost += said is None or said not in replies
                    grouped.setdefault(one.reply, set()).add(str(said))
        self.report.strange += len(rows)
        self.report.twice += sum(len(keys) - 1 for keys in grouped.values())
        spoken = [key for keys in grouped.values() for key in keys]
        self.report.twice += len(replies) - len(set(spoken)) + len(spoken) - len(set(spoken))
        self._late_found += sum(replies.values())


def live(size: Size) -> Report:
    """One life in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        return Life(size, folder / "data").run()
    finally:
        shutil.rmtree(folder)
