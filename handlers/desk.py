"""What every handler works with: the wording, the judge, the routes. Built once, by `bot`."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.calendar.holidays import Holidays
from handlers.citations import Gate
from handlers.counsel.counsel import Counsel
from handlers.crisis import Crisis
from handlers.intents.understanding import Understanding
from handlers.judging import Judge
from handlers.law.rates import RateBook
from handlers.law.routes import RouteBook
from handlers.messages import Reply
from handlers.ports import Reach
from handlers.replies import from_bytes
from handlers.rules import Rules
from handlers.texts.texts import Texts


@dataclass(frozen=True, slots=True)
class Desk:
    """The knowledge handlers share; holds no connection and no state.

    Attributes:
        gate: what our own words may cite; every reply passes it on its way out.
        holidays: which days are worked, as published.
        rates: the LPR on each day, with what the operator added.
        reach: what can be hoped for on which door; None where nothing is delivered.
        operator: who runs the program, named at first contact because he can read everything.
    """

    texts: Texts
    judge: Judge
    routes: RouteBook
    crisis: Crisis
    operator: str
    gate: Gate
    counsel: Counsel
    understanding: Understanding
    rates: RateBook
    rules: Rules = field(default_factory=Rules)
    holidays: Holidays = field(default_factory=Holidays.load)
    reach: Reach | None = None

    def reply(self, body: bytes) -> Reply:
        """A reply out of the outbox as it may be shown: whatever it cites is in the data.

        Raises:
            ValueError: the bytes are no reply, or of a version this program does not know.
        """
        return self.gate.passed(self.texts, from_bytes(body))
