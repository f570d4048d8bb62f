"""One reviewed question: how people ask it, what we answer, what the answer leans on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from handlers.law.route import LenderId, RouteId
from handlers.verdicts import PracticeId, ProvisionId

MatterId = NewType("MatterId", str)
"""Id of a reviewed question ("calls-many-a-day"); never reused."""


class Role(StrEnum):
    """Who is asking, as far as it changes the answer."""

    SELF = "self"
    FAMILY = "family"
    COLLEAGUE = "colleague"
    GUARANTOR = "guarantor"


@dataclass(frozen=True, slots=True)
class Matter:
    """A question with its answer, as a lawyer reviewed it.

    Attributes:
        topic: the file it stands in.
        title: how it is shown on a button.
        asks: how people say it, the title first.
        answer: two to five sentences; laws stand in it as ``{CC-1033}``.
        provisions: what the answer cites or leans on, the main basis first.
        channels: complaint channels the answer names.
        points: what the answer must say, for whoever reviews it.
        avoid: claims that would be wrong here, for whoever reviews it.
        conditions: when another answer holds, "" if none.
        premise: a false belief behind the question, which the first sentence corrects; "" if none.
        roles: who it is for; empty for everybody.
        lenders: kinds of lender it is limited to; empty for all.
        practices: ways of collecting it is about: the person's own evidence of them is named.
        asks_last: the answer may interrupt limitation, so the day of the last payment or promise
            is asked for first.
        follows: questions people ask next.
    """

    id: MatterId
    topic: str
    title: str
    asks: tuple[str, ...]
    answer: str
    provisions: tuple[ProvisionId, ...]
    channels: tuple[RouteId, ...]
    points: tuple[str, ...]
    avoid: tuple[str, ...]
    conditions: str
    premise: str
    roles: tuple[Role, ...]
    lenders: tuple[LenderId, ...]
    practices: tuple[PracticeId, ...]
    asks_last: bool
    follows: tuple[MatterId, ...]
    reviewed: date
