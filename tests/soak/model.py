"""What must be said: the same life in memory, without any process that could die."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from handlers.reminders import LATE
from handlers.repayment.due import row_of, wanted
from handlers.repayment.events import Event, Happened
from handlers.repayment.states import PlanState, state
from handlers.wishes import Wishes

HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Instant:
    """One reminder of the model."""

    due: datetime
    not_before: datetime
    reply: int | None = None
    late: bool = False


@dataclass(slots=True)
class PlanModel:
    """A plan with its events and reminders."""

    happened: list[Happened] = field(default_factory=list)
    instants: dict[str, Instant] = field(default_factory=dict)

    @property
    def state(self) -> PlanState:
        return state(self.happened)

    def take(self, key: str, at: datetime, event: Event, wishes: Wishes) -> None:
        self.happened.append(Happened(key, at, event))
        self.settle(wishes)

    def settle(self, wishes: Wishes) -> None:
        now = wanted(self.state, wishes)
        waiting = {key for key, one in self.instants.items() if one.reply is None}
        for key in waiting - now.keys():
            del self.instants[key]
        for key, due in now.items():
            known = self.instants.get(key)
            if known is None or (known.reply is None and known.due != due):
                self.instants[key] = Instant(due, due)


@dataclass(slots=True)
class PersonModel:
    """A person with his plans."""

    person: str
    ledger: str
    wishes: Wishes = field(default_factory=Wishes)
    plans: dict[str, PlanModel] = field(default_factory=dict)
    soonest: datetime | None = None

    def look(self) -> None:
        """After any change: when something is to be said to him next."""
        self.soonest = min(
            (
                one.not_before
                for plan in self.plans.values()
                for one in plan.instants.values()
                if one.reply is None
            ),
            default=None,
        )

    def tick(self, now: datetime, reply: int) -> tuple[bool, bool]:
        """Whether something is said to him now, and whether it says that it is late."""
        if self.soonest is None or self.soonest > now:
            return False, False
        told = self._told(now, reply)
        self.look()
        return told

    def _told(self, now: datetime, reply: int) -> tuple[bool, bool]:
        due = [
            (name, key, one)
            for name, plan in self.plans.items()
            for key, one in plan.instants.items()
            if one.reply is None and one.not_before <= now
        ]
        quiet = self.wishes.quiet_end(now)
        if quiet is not None:
            chosen = [each for each in due if ":later:" in each[1] and now - each[2].due <= HOUR]
            for waits in due:
                if waits not in chosen:
                    waits[2].not_before = quiet
            due = chosen
        latest: dict[tuple[str, str | None], Instant] = {}
        for name, key, one in sorted(due, key=lambda each: each[2].due):
            one.reply = reply
            expected = None if ":later:" in key else self.wishes.quiet_end(one.due)
            one.late = now - (expected or one.due) > LATE
            latest[name, row_of(key)] = one
        return bool(due), any(one.late for one in latest.values())
