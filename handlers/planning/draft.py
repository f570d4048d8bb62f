"""A conversation about a plan that is not saved yet: what was told, sealed after every step.

Kept are the person's sentences, not what was made of them; every look reads them again in order,
each as of the day it was told. So a restart goes on where it stopped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from handlers import bodies
from handlers.beijing import beijing_day
from handlers.language.repayment import building, joining, reading
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.understood import Missing, Understood
from handlers.plans import DRAFT
from handlers.repayment.plan import Plan
from handlers.repayment.shapes import plan_in, plan_shape
from storage.records import LedgerId, PersonId
from storage.store import Change, View

EXPIRES: Final = timedelta(days=7)
"""After so long without a word a conversation is over, without a word of ours."""
LONGEST: Final = 40
"""Sentences of one conversation; whoever says more begins again."""
NAME: Final = 24
"""Characters a creditor's name may have."""


_RENAMES: Final = re.compile(
    r"(?:债主|债权人|对方|名字|欠的)(?:应该)?(?:改成|改为|换成|是|叫|写)(?:的是)?(?P<n>\w{2,24})[。.]?"
)


class Ask(StrEnum):
    """What is asked beside the parts of a schedule."""

    SENTENCE = "sentence"
    CREDITOR = "creditor"
    CHANGE = "change"
    PAID = "paid"


Asked = Missing | Ask
_ASKS: Final = frozenset(one.value for one in Ask)


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
class Drafted:
    """What the sentences come to.

    Attributes:
        asks: what is asked next, None when there is a table to confirm.
        plan: the table, None before it can be counted out.
    """

    understood: Understood | None
    creditor: str | None
    asks: Asked | None
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An open conversation; a person has one at most.

    Attributes:
        id: of the delivery that began it.
        at: when the person last said something in it.
        told: everything he said in it, in order.
        renews: handle of the plan whose open rows are being agreed anew, None for a new plan.
        base: those open rows, with their sum as the total.
        row: with `asks` PAID the row of which something was paid.
        on: with `asks` PAID the day of the payment, None where none was said.
        asks: set when something else than the plan decides what is asked.
        resumed: another matter came in between, and the open question was recalled since.
        moved: how often the plan has changed under the conversation.
    """

    id: int
    at: datetime
    told: tuple[Told, ...] = ()
    renews: str | None = None
    base: Plan | None = None
    row: str | None = None
    asks: Ask | None = None
    resumed: bool = False
    moved: int = 0
    on: date | None = None

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


def drafted(draft: Draft) -> Drafted:
    """What the sentences of a conversation come to. Pure."""
    facts, creditor, named = _joined(draft)
    if facts is None:
        begins = Ask.CHANGE if draft.base else Ask.SENTENCE
        return Drafted(None, creditor, draft.asks or begins, None)
    understood = building.build(facts, draft.told[0].on)
    understood = replace(understood, creditor=creditor, unread=_unread(draft, facts, understood))
    plan = understood.plan()
    asks: Asked | None = draft.asks
    if asks is None and plan is None:
        asks = understood.missing[0] if understood.missing else Ask.SENTENCE
    if asks is None and not named:
        asks = Ask.CREDITOR
    return Drafted(understood, creditor, asks, plan)


def _unread(draft: Draft, facts: Facts, understood: Understood) -> tuple[str, ...]:
    """What went into no row; after a correction only what was not understood at all."""
    answers = {Ask.CREDITOR, *Missing}
    first, *others = draft.told
    if draft.base is not None or not answers.issuperset(one.asked for one in others):
        return tuple(facts.unread)
    found = replace(reading.told(first.text, first.on), facts=facts)
    return reading.remarks(found, understood)


def _joined(draft: Draft) -> tuple[Facts | None, str | None, bool]:
    """Everything told as one: the facts, whom it is owed to, and whether that was settled."""
    base = draft.base
    facts = None if base is None else joining.of_plan(base, base.sum, base.first_due)
    creditor = None if base is None else base.creditor
    named = base is not None
    if not draft.told:
        return None, creditor, named
    for one in draft.told:
        if one.asked is Ask.CREDITOR:
            creditor, named = one.text or None, True
            continue
        renamed = _renamed(one)
        if renamed is not None:
            creditor, named = renamed, True
            continue
        found = reading.told(one.text, one.on)
        if found.creditor is not None:
            creditor, named = found.creditor, True
        if isinstance(one.asked, Missing) and facts is not None:
            facts = joining.answered(facts, one.asked, one.text, one.on) or facts
        elif facts is None or one.asked is Ask.SENTENCE:
            facts = found.facts
        else:
            facts = _changed(facts, found.facts, one)
    return facts, creditor, named


def _renamed(one: Told) -> str | None:
    """The name in 债主改成…; None in any other correction."""
    match = _RENAMES.fullmatch(one.text.strip()) if one.asked is Ask.CHANGE else None
    return match["n"][:NAME] if match else None


def _changed(facts: Facts, new: Facts, one: Told) -> Facts:
    """A correction; a sentence that fixes a whole plan by itself replaces everything."""
    alone = building.build(new, one.on)
    if alone.rows is not None and not alone.missing and len(alone.rows) > 1:
        return replace(new, total=new.total or facts.total if _total_fits(new) else new.total)
    return joining.merged(facts, new)


def _total_fits(new: Facts) -> bool:
    """Whether a total named before still means something beside the new rows."""
    return not new.dated and not new.parts


def answers(draft: Draft, text: str, at: datetime) -> Draft | None:
    """The conversation with an answer to what it asks; None when the words are none."""
    asks = drafted(draft).asks
    if asks is Ask.PAID:
        return None  # an amount, not a part of a plan: `payments` reads it
    on = beijing_day(at)
    if asks is Ask.CREDITOR and says_something(text, on) and not reading.told(text, on).creditor:
        asks = Ask.CHANGE  # a day or an amount is no name
    words = _answer(draft, asks, text, on)
    # a change is asked for, or volunteered under the table
    return None if words is None else draft.but(asks or Ask.CHANGE, words, at)


def _answer(draft: Draft, asks: Asked | None, text: str, on: date) -> str | None:
    """The words as they are kept; None when they answer nothing."""
    if asks is Ask.CREDITOR:
        return None if joining.denies(text) else _name(text, on)
    if isinstance(asks, Missing):
        facts, _, _ = _joined(draft)
        fits = facts is not None and joining.answered(facts, asks, text, on) is not None
    else:
        renames = _RENAMES.fullmatch(text.strip()) is not None and not joining.denies(text)
        fits = renames or says_something(text, on)
    return text if fits else None


def _name(text: str, on: date) -> str | None:
    """Whom it is owed to: found in the words, else short words themselves."""
    found = reading.told(text, on).creditor
    plain = text.strip().strip("。.，, ")
    if found is not None:
        return found[:NAME]
    return plain if 0 < len(plain) <= NAME // 2 and "\n" not in plain else None


def says_something(text: str, on: date) -> bool:
    """Whether a sentence names anything of a plan."""
    found = reading.told(text, on)
    if found.share < joining.ENOUGH or joining.denies(text):
        return False
    facts = found.facts
    empty = Facts(vague=facts.vague, exact=facts.exact, unread=facts.unread)
    return found.creditor is not None or facts != empty


async def opened(view: View, person: PersonId, now: datetime) -> Draft | None:
    """The person's open conversation, None when there is none, or it has expired."""
    body = await view.sheet(person, DRAFT)
    if body is None:
        return None
    draft = from_bytes(body)
    return None if draft.expired(now) else draft


async def keep(change: Change, ledger: LedgerId, draft: Draft) -> None:
    """Seal the conversation as it stands."""
    await change.write_sheet(ledger, DRAFT, to_bytes(draft))


async def close(change: Change, person: PersonId) -> None:
    """The conversation is over; what was said in it is destroyed."""
    await change.drop_sheet(person, DRAFT)


def to_bytes(draft: Draft) -> bytes:
    """The sealed sheet."""
    return bodies.pack(
        {
            "id": draft.id,
            "at": draft.at.isoformat(),
            "told": [[one.asked.value, one.text, one.on.isoformat()] for one in draft.told],
            "renews": draft.renews,
            "base": None if draft.base is None else plan_shape(draft.base),
            "row": draft.row,
            "asks": None if draft.asks is None else draft.asks.value,
            "resumed": draft.resumed,
            "moved": draft.moved,
            "on": None if draft.on is None else draft.on.isoformat(),
        }
    )


def from_bytes(body: bytes) -> Draft:
    """The conversation that `to_bytes` wrote."""
    shape: dict[str, Any] = bodies.unpack(body)
    base = shape["base"]
    asks = shape["asks"]
    return Draft(
        id=shape["id"],
        at=datetime.fromisoformat(shape["at"]),
        told=tuple(
            Told(_asked(asked), text, date.fromisoformat(on)) for asked, text, on in shape["told"]
        ),
        renews=None if shape["renews"] is None else str(shape["renews"]),
        base=None if base is None else plan_in(base),
        row=shape["row"],
        asks=None if asks is None else Ask(asks),
        resumed=shape["resumed"],
        moved=shape.get("moved", 0),
        on=date.fromisoformat(shape["on"]) if shape.get("on") else None,
    )


def _asked(word: str) -> Asked:
    return Ask(word) if word in _ASKS else Missing(word)
