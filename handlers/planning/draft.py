"""A conversation about a plan that is not saved yet: what was told, sealed after every step.

Kept are the person's sentences, not what was made of them; every look reads them again in order,
each as of the day it was told. So a restart goes on where it stopped.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from handlers import bodies
from handlers.beijing import beijing_day
from handlers.language.repayment import altering, joining, reading
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.understood import Missing
from handlers.planning import naming
from handlers.planning.altered import put
from handlers.planning.joined import Drafted, drafted, joined_of, renames, rows_changed
from handlers.planning.naming import NAME
from handlers.planning.told import ASKS, EXPIRES, LONGEST, Ask, Asked, Draft, Told
from handlers.plans import DRAFT
from handlers.repayment.plan import Fen
from handlers.repayment.shapes import plan_in, plan_shape
from storage.records import LedgerId, PersonId
from storage.store import Change, View

__all__ = [
    "EXPIRES",
    "LONGEST",
    "NAME",
    "Ask",
    "Asked",
    "Draft",
    "Drafted",
    "Told",
    "answers",
    "close",
    "drafted",
    "each_or_one",
    "ends_it",
    "from_bytes",
    "keep",
    "lapsed",
    "name_in",
    "opened",
    "says_something",
    "to_bytes",
]
PLAIN: Final = 0.65
"""Share of the letters that must be understood where nobody asked for them."""
_AT_ONCE: Final = re.compile("一次|一笔|清|一起|一把|全部|全额|合并|一期|1期")


def answers(draft: Draft, text: str, at: datetime) -> Draft | None:
    """The conversation with an answer to what it asks; None when the words are none."""
    asks = drafted(draft).asks
    if asks is Ask.PAID:
        return None  # an amount, not a part of a plan: `payments` reads it
    on = beijing_day(at)
    if asks is Ask.CREDITOR and says_something(text, on) and not reading.told(text, on).creditor:
        asks = Ask.CHANGE  # a day or an amount is no name
    if asks is Ask.REST and not _goes(draft, text):
        asks = Ask.CHANGE  # he agrees otherwise instead
    # a change is asked for, or volunteered under the table
    asks = asks or Ask.CHANGE
    words = _answer(draft, asks, text, on)
    if words is None and isinstance(asks, Missing) and _volunteers(draft, text, on):
        asks, words = Ask.CHANGE, text  # something else of the plan than what was asked
    return None if words is None else draft.but(asks, words, at)


def _volunteers(draft: Draft, text: str, on: date) -> bool:
    """Whether nearly all of the words tell of the plan, so that more of it is known then."""
    if joining.is_bare(text) and "共" not in text and "每" not in text:
        return False
    found = reading.told(text, on)
    if (
        found.share < PLAIN
        or found.facts.vague
        or not says_something(text, on)
        or altering.names_rows(text)
    ):
        return False
    told = replace(draft, told=(*draft.told, Told(Ask.CHANGE, text, on)))
    return drafted(told) != drafted(draft)


def _goes(draft: Draft, text: str) -> bool:
    """Whether words say where what is lacking goes, to somewhere that there is."""
    lacking, goes = drafted(draft).open, altering.goes_to(text)
    return lacking is not None and goes is not None and put(lacking, goes) is not None


def each_or_one(draft: Draft, text: str) -> Fen | None:
    """The amount in 改成500 where several rows are open: whether of each or of one is asked."""
    several = draft.base is not None and len(draft.base.rows) > 1
    return altering.amount_alone(text) if several else None


def ends_it(draft: Draft, text: str, on: date) -> bool:
    """Whether several open rows would become one, and the words do not say so."""
    if draft.base is None or len(draft.base.rows) < 2 or _AT_ONCE.search(text):
        return False
    told = replace(draft, asks=None, told=(*draft.told, Told(Ask.CHANGE, text, on)))
    plan = drafted(told).plan
    before = drafted(replace(draft, asks=None)).plan if draft.told else draft.base
    return plan is not None and len(plan.rows) == 1 and before is not None and len(before.rows) > 1


def _fits(draft: Draft, text: str, on: date) -> bool:
    """Whether single instalments that are named can be changed as the words say."""
    told = replace(draft, told=(*draft.told, Told(Ask.CHANGE, text, on)))
    return rows_changed(told, len(draft.told), joined_of(draft)) is not None


def _answer(draft: Draft, asks: Asked | None, text: str, on: date) -> str | None:
    """The words as they are kept; None when they answer nothing."""
    if asks is Ask.CREDITOR:
        return naming.given(text, on)
    if asks is Ask.REST:
        return text
    if isinstance(asks, Missing):
        facts = joined_of(draft).facts
        fits = facts is not None and joining.answered(facts, asks, text, on) is not None
    elif asks is Ask.CHANGE and altering.names_rows(text):
        fits = _fits(draft, text, on)
    elif asks is Ask.CHANGE and each_or_one(draft, text) is not None:
        fits = False
    else:
        fits = (renames(text) and not joining.denies(text)) or says_something(text, on)
        fits = fits and not ends_it(draft, text, on)
    return text if fits else None


def name_in(text: str, on: date) -> str | None:
    """The creditor whom a sentence names, at the length that is kept."""
    return naming.told(text, on)


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


async def lapsed(change: Change, person: PersonId, now: datetime) -> Draft | None:
    """The conversation that is over because nobody went on with it; it is destroyed by this.

    None where none is, or nothing was told in it that could be missed.
    """
    body = await change.sheet(person, DRAFT)
    draft = None if body is None else from_bytes(body)
    if draft is None or not draft.expired(now):
        return None
    await change.drop_sheet(person, DRAFT)
    told = any(one.told or one.asks is Ask.PAID for one in (draft, *draft.waiting))
    return draft if told else None


async def keep(change: Change, ledger: LedgerId, draft: Draft) -> None:
    """Seal the conversation as it stands."""
    await change.write_sheet(ledger, DRAFT, to_bytes(draft))


async def close(change: Change, person: PersonId) -> Draft | None:
    """The conversation is over; what was said in it is destroyed.

    Returns:
        The conversation that waited behind it and is open now, None where none did.
    """
    body = await change.sheet(person, DRAFT)
    await change.drop_sheet(person, DRAFT)
    draft = None if body is None else from_bytes(body)
    if draft is None or not draft.waiting:
        return None
    first, *others = draft.waiting
    after = replace(first, at=draft.at, resumed=False, waiting=tuple(others))
    (ledger, *_) = await change.ledgers(person)
    await keep(change, ledger, after)
    return after


def to_bytes(draft: Draft) -> bytes:
    """The sealed sheet."""
    waiting = [_shape(one) for one in draft.waiting]
    return bodies.pack({**_shape(draft), "waiting": waiting})


def _shape(draft: Draft) -> dict[str, object]:
    return {
        "id": draft.id,
        "at": draft.at.isoformat(),
        "told": [[one.asked.value, one.text, one.on.isoformat()] for one in draft.told],
        "renews": draft.renews,
        "base": None if draft.base is None else plan_shape(draft.base),
        "numbers": list(draft.numbers),
        "row": draft.row,
        "asks": None if draft.asks is None else draft.asks.value,
        "resumed": draft.resumed,
        "moved": draft.moved,
        "on": None if draft.on is None else draft.on.isoformat(),
        "guessed": draft.guessed,
    }


def from_bytes(body: bytes) -> Draft:
    """The conversation that `to_bytes` wrote."""
    shape: dict[str, Any] = bodies.unpack(body)
    waiting = tuple(_in(one) for one in shape.get("waiting", ()))
    return replace(_in(shape), waiting=waiting)


def _in(shape: dict[str, Any]) -> Draft:
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
        numbers=tuple(shape.get("numbers", ())),
        row=shape["row"],
        asks=None if asks is None else Ask(asks),
        resumed=shape["resumed"],
        moved=shape.get("moved", 0),
        on=date.fromisoformat(shape["on"]) if shape.get("on") else None,
        guessed=shape.get("guessed", False),
    )


def _asked(word: str) -> Asked:
    return Ask(word) if word in ASKS else Missing(word)
