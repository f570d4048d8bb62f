"""What the sentences of a conversation come to, read in order, each as of the day it was told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from handlers.language.repayment import altering, building, joining, reading
from handlers.language.repayment.course import due
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.rows import Rows
from handlers.language.repayment.understood import Missing, Understood
from handlers.language.when import Day
from handlers.planning import naming
from handlers.planning.altered import Altered, altered, put
from handlers.planning.naming import NAME
from handlers.planning.told import Ask, Asked, Draft, Told
from handlers.repayment.plan import Fen, Instalment, Plan
from handlers.repayment.schedule import on_day

_RENAMES: Final = re.compile(
    r"(?:(?:债主|债权人|对方|名字|欠的)(?:应该)?(?:改成|改为|换成|是|叫|写)(?:的是)?"
    r"|(?:债主|债权人|对方|名字|欠的)?不是\w{2,24}[，,]?(?:而|应该)?是(?=\D+$))(?P<n>\w{2,24})[。.]?"
)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the sentences come to.

    Attributes:
        asks: what is asked next, None when there is a table to confirm.
        plan: the table, None before it can be counted out.
        open: with `asks` REST the rows with what is lacking of them.
    """

    understood: Understood | None
    creditor: str | None
    asks: Asked | None
    plan: Plan | None
    open: Altered | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """Everything told as one.

    Attributes:
        named: whether it was settled whom it is owed to.
        shape: the plan of which single rows were altered since, None where the facts say all.
        open: those rows, with what is lacking where nobody said where it goes.
    """

    facts: Facts | None
    creditor: str | None
    named: bool
    shape: Plan | None = None
    open: Altered | None = None


def drafted(draft: Draft) -> Drafted:
    """What the sentences of a conversation come to. Pure."""
    joined = joined_of(draft)
    facts, creditor = joined.facts, joined.creditor
    if facts is None:
        begins = Ask.CHANGE if draft.base else Ask.SENTENCE
        return Drafted(None, creditor, draft.asks or begins, None)
    understood = building.build(facts, draft.told[0].on)
    understood = replace(understood, creditor=creditor, unread=_unread(draft, facts, understood))
    understood = _shaped(understood, joined.shape)
    plan = understood.plan()
    asks: Asked | None = draft.asks
    if asks is None and joined.open is not None and draft.base is not None:
        asks = Ask.REST
    if asks is None and plan is None:
        asks = understood.missing[0] if understood.missing else Ask.SENTENCE
    if asks is None and not joined.named:
        asks = Ask.CREDITOR
    return Drafted(understood, creditor, asks, plan, joined.open)


def _shaped(understood: Understood, shape: Plan | None) -> Understood:
    """Single rows were altered: the others follow each other as they did."""
    if shape is None:
        return understood
    return replace(
        understood,
        frequency=shape.frequency,
        due_day=shape.due_day,
        weekdays=shape.weekdays,
        due_days=shape.due_days,
        interval_days=shape.interval_days,
    )


def _unread(draft: Draft, facts: Facts, understood: Understood) -> tuple[str, ...]:
    """What went into no row; after a correction only what was not understood at all."""
    answers = {Ask.CREDITOR, *Missing}
    first, *others = draft.told
    if draft.base is not None or not answers.issuperset(one.asked for one in others):
        return tuple(facts.unread)
    found = replace(reading.told(first.text, first.on), facts=facts)
    return reading.remarks(found, understood)


def joined_of(draft: Draft) -> Joined:
    """Everything told, put together in its order."""
    if not draft.told:
        return Joined(None, draft.base.creditor if draft.base else None, draft.base is not None)
    joined = Joined(None, None, named=False)
    if draft.base is not None:
        joined = _begun(draft.base, draft.told[0].on)
    for place in range(len(draft.told)):
        joined = _with(draft, place, joined)
    return joined


def _begun(base: Plan, on: date) -> Joined:
    """The open rows of a plan: as facts, where these tell them all, else one by one."""
    facts = joining.of_plan(base, base.sum, base.first_due)
    plan = building.build(facts, on).plan()
    if plan is not None and plan.rows == base.rows:
        return Joined(facts, base.creditor, named=True)
    return Joined(_one_by_one(facts, base.rows), base.creditor, named=True, shape=base)


def _one_by_one(facts: Facts, rows: Sequence[Instalment]) -> Facts:
    """With rows that have each their own day and amount."""
    dated = [(Day(row.due, row.due.day), row.amount) for row in rows]
    facts = replace(facts, dated=dated, dates=[], spans=[], rest=None, last_day=None)
    return replace(facts, down=None, down_day=None)


def _with(draft: Draft, place: int, joined: Joined) -> Joined:
    """With one thing more that was told."""
    one = draft.told[place]
    if one.asked is Ask.CREDITOR:
        return replace(joined, creditor=one.text or None, named=True)
    renamed = _renamed(one)
    if renamed is not None:
        return replace(joined, creditor=renamed, named=True)
    if one.asked is Ask.REST:
        goes = altering.goes_to(one.text)
        found = put(joined.open, goes) if joined.open and goes else None
        return joined if found is None else _altered(draft, joined, found)
    if one.asked is Ask.CHANGE and altering.names_rows(one.text):
        changed = rows_changed(draft, place, joined)
        return joined if changed is None else _altered(draft, joined, changed)
    told = _retold(joined, one)
    if draft.base is None or told.facts is None:
        return told
    return replace(told, facts=_from_now(told.facts, reading.told(one.text, one.on).facts, one.on))


def _from_now(facts: Facts, new: Facts, on: date) -> Facts:
    """Agreed anew after a day was missed, it begins with the next such day, not with the missed."""
    missed = isinstance(facts.start, Day) and facts.start.on < on and new.start is None
    anew = new.each is not None or new.counts or new.days or new.weekdays or new.total is not None
    follows = facts.days or facts.weekdays or facts.lunar_day
    return replace(facts, start=None, exact=False) if missed and anew and follows else facts


def _moved(joined: Joined, new: Facts) -> Joined | None:
    """改成每月20号还, where amounts differ: every row that lay on the day lies on that one."""
    shape, facts = joined.shape, joined.facts
    if shape is None or facts is None or shape.due_day is None or len(new.days) != 1:
        return None
    if new.each is not None or new.counts or new.total is not None or new.start is not None:
        return None
    (day,), before = new.days, shape.due_day
    dated = [
        (Day(on_day(one.on.year, one.on.month, day), due(day)), fen)
        if one.on == on_day(one.on.year, one.on.month, before)
        else (one, fen)
        for one, fen in facts.dated
    ]
    facts = replace(facts, dated=sorted(dated, key=lambda row: row[0].on))
    return replace(joined, facts=facts, shape=replace(shape, due_day=due(day)))


def _retold(joined: Joined, one: Told) -> Joined:
    """With words about the plan as a whole; single rows stay altered where these leave them."""
    facts, found = joined.facts, reading.told(one.text, one.on)
    owed = naming.told(one.text, one.on)
    if owed is not None:
        joined = replace(joined, creditor=owed, named=True)
    if isinstance(one.asked, Missing) and facts is not None:
        now = joining.answered(facts, one.asked, one.text, one.on) or facts
    elif facts is None or one.asked is Ask.SENTENCE:
        now = found.facts
    else:
        now = _changed(facts, found.facts, one)
    if facts is not None and facts.dated and now.dated == facts.dated:
        return _moved(joined, found.facts) or replace(joined, facts=now)
    return replace(joined, facts=now, shape=None, open=None)


def rows_changed(draft: Draft, place: int, joined: Joined) -> Altered | None:
    """The rows as they were, with those changed that the words name; None where they name none."""
    one, told = draft.told[place], altering.read(draft.told[place].text)
    before = _standing(draft, joined)
    if told is None or before is None:
        return None
    numbers = range(1, len(before.rows) + 1)
    shown = draft.numbers if place == 0 and draft.base else ()
    return altered(Rows(before.rows, shown or numbers, one.on), told)


def _standing(draft: Draft, joined: Joined) -> Plan | None:
    """The table before something was told."""
    if joined.facts is None:
        return draft.base
    return _shaped(building.build(joined.facts, draft.told[0].on), joined.shape).plan()


def _altered(draft: Draft, joined: Joined, found: Altered) -> Joined:
    """The facts with rows that are told one by one."""
    facts = joined.facts
    if facts is None:
        return joined
    shape = joined.shape or draft.base
    if shape is None:
        shape = building.build(facts, draft.told[0].on).plan()
    facts = _one_by_one(facts, found.rows)
    if draft.base is not None:  # what is lacking is owed until somebody says otherwise
        facts.total = Fen(sum(row.amount for row in found.rows) + found.lacks)
    return replace(joined, facts=facts, shape=shape, open=found if found.lacks else None)


def renames(text: str) -> bool:
    """Whether a text says nothing but another name of whom it is owed to."""
    return _RENAMES.fullmatch(text.strip()) is not None


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
