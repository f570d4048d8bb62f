"""Days that their month does not have: 2月30日 is read as the last one, and that is said."""

from __future__ import annotations

from dataclasses import replace

from handlers.language.repayment.facts import Facts
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.understood import Understood
from handlers.language.when import Day
from handlers.repayment.schedule import on_day


def named(said: Sentence) -> list[tuple[int, int]]:
    """2月30日: months with a day that they do not have, read as their last one."""
    values = [one.value for one in said.tokens]
    return [
        (one.on.month, one.stated)
        for one in values
        if isinstance(one, Day) and isinstance(one.stated, int) and one.stated > one.on.day
    ]


def shown(facts: Facts, found: Understood) -> Understood:
    """With the days that a month does not have and that a row of the plan is due on instead."""
    if not facts.clamped:
        return found
    days = [row.due for row in found.rows or ()]
    if found.down is not None and found.down.due is not None:
        days.insert(0, found.down.due)
    pairs = {
        (stated, next((day for day in days if day == on_day(day.year, month, stated)), None))
        for month, stated in facts.clamped
    }
    known = sorted((on, stated) for stated, on in pairs if on is not None and on.day < stated)
    return replace(found, clamped=tuple((stated, on) for on, stated in known))
