"""An open conversation about a plan: what the person said in it, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from handlers.beijing import beijing_day
from handlers.language.repayment.understood import Missing
from handlers.repayment.plan import Plan

EXPIRES: Final = timedelta(days=7)
"""After so long without a word a conversation is over, which is said at the next contact."""
LONGEST: Final = 40
"""Sentences of one conversation; whoever says more begins again."""


class Ask(StrEnum):
    """What is asked beside the parts of a schedule."""

    SENTENCE = "sentence"
    CREDITOR = "creditor"
    CHANGE = "change"
    REST = "rest"
    PAID = "paid"


Asked = Missing | Ask
ASKS: Final = frozenset(one.value for one in Ask)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing the person said.

    Attributes:
        asked: what it answers; SENTENCE begins the plan, CHANGE corrects it.
        on: the Beijing day on which it was said.
    """

    asked: Asked
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Draft:
    """An open conversation; a person has one at most.

    Attributes:
        id: of the delivery that began it.
        at: when the person last said something in it.
        told: everything he said in it, in order.
        renews: handle of the plan whose open rows are being agreed anew, None for a new plan.
        base: those open rows, with their sum as the total.
        numbers: of those rows, as the plan counts them.
        row: with `asks` PAID the row of which something was paid.
        on: with `asks` PAID the day of the payment, None where none was said.
        asks: set when something else than the plan decides what is asked.
        resumed: another matter came in between, and the open question was recalled since.
        moved: how often the plan has changed under the conversation.
        guessed: that it is about that plan was not said, and is asked.
        waiting: other conversations, set aside while this one goes on; the latest stands first.
    """

    id: int
    at: datetime
    told: tuple[Told, ...] = ()
    renews: str | None = None
    base: Plan | None = None
    numbers: tuple[int, ...] = ()
    row: str | None = None
    asks: Ask | None = None
    resumed: bool = False
    moved: int = 0
    on: date | None = None
    guessed: bool = False
    waiting: tuple[Draft, ...] = ()

    @property
    def stamp(self) -> str:
        """What buttons carry, so that one of an earlier step does nothing."""
        return f"{self.id}.{len(self.told) + self.moved}"

    def expired(self, now: datetime) -> bool:
        """Whether nobody waits for an answer any more."""
        return now - self.at > EXPIRES or len(self.told) > LONGEST

    def but(self, asked: Asked, text: str, at: datetime) -> Draft:
        """With one more thing told."""
        one = Told(asked, text, beijing_day(at))
        return replace(self, told=(*self.told, one), at=at, asks=None, resumed=False)
