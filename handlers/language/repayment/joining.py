"""Several sentences as one plan: an answer fills what was asked, a change replaces what it names.

A bare answer (15, 三百五, 十二) means what was asked, whatever it would mean by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, Literal

from handlers.language import lunar
from handlers.language.repayment import reading
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.tokens import Ordinal, Rhythm
from handlers.language.repayment.understood import Missing
from handlers.language.when import Day
from handlers.repayment.plan import LAST, Fen, Frequency, Plan
from handlers.repayment.schedule import on_day

ENOUGH: Final = 0.45
"""Of an answer so much at least must be understood: 今天天气不错 names a day and tells none."""
_BARE: Final = re.compile(
    r"(?:那?就|大概|大约|应该|是|改成|每个?(?:月|期|次|周)|一共|总共|共|分|还)*"
    r"(?P<n>[0-9０-９零〇一二三四五六七八九十百千万两半几.,，kKwW]+)"
    r"(?P<unit>块钱?|元|号|日|期|次|个月|个|周|年|天)?(?:左右)?(?:钱|还)?(?:吧|呀|啊|了)?"
)
_DENIES: Final = re.compile(
    r"没还|不知道|不清楚|没定|没想好|不确定|随便|[?？吗]|怎么|什么|哪|如何|为何|多少|会不会|能不能|是不是|合法"
)
_PHRASES: Final[Mapping[Missing, tuple[tuple[str, str], ...]]] = {
    Missing.AMOUNT_EACH: (("", "每期还{n}元"), ("元块", "每期还{n}元")),
    Missing.TOTAL: (("", "一共欠{n}元"), ("元块", "一共欠{n}元")),
    Missing.INSTALLMENTS: (
        ("", "分{n}期还"),
        ("期次个", "分{n}期还"),
        ("个月", "分{n}个月还"),
        ("年", "分{n}年还"),
        ("周", "还{n}周"),
    ),
    Missing.DUE_DAY: (("", "每月{n}号还"), ("号日", "每月{n}号还")),
    Missing.WEEKDAY: (("", "每周{n}还"),),
    Missing.START: (("号日", "{n}号还"),),
    Missing.DATE: (("", "{n}号还"), ("号日", "{n}号还")),
    Missing.DOWN_PAYMENT_DATE: (("", "{n}号还"), ("号日", "{n}号还")),
}
"""How a bare number with one of these units is said in full, by what was asked."""
_WHOLE: Final[Mapping[Missing, tuple[str, ...]]] = {
    Missing.AMOUNT_EACH: ("{text}",),
    Missing.TOTAL: ("{text}", "一共欠{text}"),
    Missing.INSTALLMENTS: ("{text}", "分{text}还", "{text}还清"),
    Missing.DUE_DAY: ("{text}", "每月{text}还"),
    Missing.WEEKDAY: ("{text}", "每{text}还"),
    Missing.START: ("{text}还", "{text}"),
    Missing.DATE: ("{text}还", "{text}"),
    Missing.DOWN_PAYMENT_DATE: ("{text}还", "{text}"),
}
_STEPS: Final[Mapping[Frequency, Rhythm]] = {
    Frequency.DAILY: Rhythm(Frequency.DAILY),
    Frequency.WEEKLY: Rhythm(Frequency.WEEKLY),
    Frequency.BIWEEKLY: Rhythm(Frequency.BIWEEKLY, 2),
    Frequency.MONTHLY: Rhythm(Frequency.MONTHLY),
    Frequency.QUARTERLY: Rhythm(Frequency.QUARTERLY, 3),
    Frequency.LUNAR_MONTHLY: Rhythm(Frequency.LUNAR_MONTHLY),
}


def answered(facts: Facts, asked: Missing, text: str, today: date) -> Facts | None:
    """The facts with an answer to one question; None when it does not answer it."""
    bare = _BARE.fullmatch(text.strip().rstrip("。.，,"))
    if bare is not None and not _names_another(asked, text):
        found = _bare(facts, asked, bare["n"], bare["unit"] or "", today)
        return found or _counted(facts, asked, reading.told(text, today).facts)
    if denies(text) or reading.told(text, today).share < ENOUGH:
        return None
    for phrase in _WHOLE[asked]:
        new = reading.told(phrase.format(text=text), today).facts
        if _FILLS[asked](new):
            return _filled(merged(facts, new), asked, new)
    return _counted(facts, asked, reading.told(text, today).facts)


def _counted(facts: Facts, asked: Missing, new: Facts) -> Facts | None:
    """A sum (一共欠6000) that says how many instalments there are, as each of them is known."""
    known = facts.each is not None and facts.total is None and new.total is not None
    return merged(facts, new) if known and asked is Missing.INSTALLMENTS else None


def is_bare(text: str) -> bool:
    """A number with no more than its unit: it means what was asked, or nothing."""
    return _BARE.fullmatch(text.strip().rstrip("。.，,")) is not None


def _names_another(asked: Missing, text: str) -> bool:
    """一共6300 where each is asked, 每期500 where the number is, 每周五 where a day."""
    match asked:
        case Missing.AMOUNT_EACH:
            return bool(re.search("共|合计", text))
        case Missing.TOTAL | Missing.INSTALLMENTS | Missing.DATE:
            return bool(re.search("每个?[期月次周]", text))
        case Missing.DUE_DAY:
            return "周" in text
    return False


def denies(text: str) -> bool:
    """不知道, 还没定, 怎么办: words about the matter rather than an answer."""
    return bool(_DENIES.search(text))


def _bare(facts: Facts, asked: Missing, number: str, unit: str, today: date) -> Facts | None:
    for units, phrase in _PHRASES[asked]:
        if (unit in units or unit[:1] in units) if unit else not units:
            found = reading.told(phrase.format(n=number), today).facts
            return _filled(facts, asked, found) if _FILLS[asked](found) else None
    if asked in {Missing.AMOUNT_EACH, Missing.DUE_DAY} and unit in {"期", "个月", "次", "年"}:
        return answered(facts, Missing.INSTALLMENTS, f"{number}{unit}", today)
    return None


_FILLS: Final[Mapping[Missing, Callable[[Facts], bool]]] = {
    Missing.AMOUNT_EACH: lambda new: bool(new.each or new.counts or new.parts),
    Missing.TOTAL: lambda new: bool(new.total or new.rest),
    Missing.INSTALLMENTS: lambda new: bool(new.counts or new.end or new.once),
    Missing.DUE_DAY: lambda new: bool(
        new.days or isinstance(new.start, Day) or _another_rhythm(new) or new.lunar_day or new.nth
    ),
    Missing.WEEKDAY: lambda new: bool(new.weekdays or isinstance(new.start, Day)),
    Missing.START: lambda new: isinstance(new.start, Day) or bool(new.days),
    Missing.DATE: lambda new: isinstance(new.start, Day) or bool(new.days or new.weekdays),
    Missing.DOWN_PAYMENT_DATE: lambda new: bool(
        new.down_day or isinstance(new.start, Day) or new.days
    ),
}
"""Whether a reading answers a question."""


def _filled(facts: Facts, asked: Missing, new: Facts) -> Facts:
    """The facts with just what was asked taken out of a reading of the answer."""
    match asked:
        case Missing.AMOUNT_EACH if facts.open_part and new.each is not None:
            parts: list[tuple[Ordinal, Fen | None]] = [
                (ordinal, new.each if fen is None else fen) for ordinal, fen in facts.parts
            ]
            return replace(facts, parts=parts, open_part=False)
        case Missing.AMOUNT_EACH if new.each is not None:
            return replace(facts, each=new.each, vague=False)
        case Missing.AMOUNT_EACH | Missing.INSTALLMENTS:
            return replace(
                facts,
                counts=new.counts or facts.counts,
                end=new.end or facts.end,
                once=facts.once or (new.once and not new.counts),
                vague=False,
            )
        case Missing.TOTAL:
            return replace(
                facts, total=new.total or facts.total, rest=new.rest or facts.rest, vague=False
            )
        case Missing.DOWN_PAYMENT_DATE:
            return replace(facts, down_day=new.down_day or _first(new))
    return _on_the_day(facts, asked, new)


def _on_the_day(facts: Facts, asked: Missing, new: Facts) -> Facts:
    if asked is Missing.DUE_DAY and (_another_rhythm(new) or new.lunar_day or new.nth):
        rhythm = new.rhythm or Rhythm(Frequency.WEEKLY)
        changed = replace(facts, rhythm=rhythm, days=(), weekdays=new.weekdays, open_day=False)
        return replace(changed, lunar_day=new.lunar_day, nth=new.nth)
    return replace(
        facts,
        days=new.days or facts.days,
        weekdays=new.weekdays or facts.weekdays,
        start=new.start if isinstance(new.start, Day) else facts.start or new.start,
        behind=facts.behind if facts.start is not None else new.behind,
        open_day=False,
        exact=new.exact if isinstance(new.start, Day) else facts.exact,
    )


def _another_rhythm(new: Facts) -> bool:
    """每周五 and 每周, to somebody who was asked for a day of the month."""
    by_weeks = new.rhythm is not None and new.rhythm.frequency in {
        Frequency.WEEKLY,
        Frequency.BIWEEKLY,
    }
    return bool(new.weekdays) or by_weeks


_TAKEN: Final = (
    *("down", "down_day", "lunar_day", "last_day", "end", "rhythm", "delay"),
    *("later", "growth", "nth", "made_of", "down_month"),
)
"""Facts that a later sentence simply replaces."""


def _first(new: Facts) -> date | None:
    return new.start.on if isinstance(new.start, Day) else None


def merged(old: Facts, new: Facts) -> Facts:
    """What was told before, with everything replaced that the new sentence names."""
    if new.dated or new.dates or (new.spans and new.days):
        return replace(new, total=new.total or old.total, down=new.down or old.down)
    facts = replace(old, vague=old.vague and new.each is None)
    for name in _TAKEN:
        value = getattr(new, name)
        if value is not None:
            setattr(facts, name, value)
    if new.cycle:
        facts.cycle, facts.each, facts.days = list(new.cycle), None, new.days
    facts.unread = [*old.unread, *new.unread]
    facts.clamped = [*old.clamped, *new.clamped]
    _amounts(facts, new)
    _days(facts, new)
    facts.once = (facts.once or new.once) and not (new.counts or new.each)
    if new.once and facts.once:
        _at_once(facts, new)
    return facts


def _at_once(facts: Facts, new: Facts) -> None:
    """一次还清: what was told of instalments holds no more, nor do their days beside a new one."""
    if facts.total is None and facts.rest is None and (known := _summed(facts)):
        facts.total = known
    facts.each, facts.counts, facts.parts, facts.cycle = None, [], [], []
    facts.dated, facts.dates, facts.later, facts.growth, facts.last_day = [], [], None, None, None
    facts.rhythm, facts.several = new.rhythm, False
    if new.start is not None:
        facts.days, facts.weekdays, facts.lunar_day, facts.nth, facts.end = (), (), None, None, None


def _summed(facts: Facts) -> Fen | None:
    """What days with amounts of their own come to, where nobody named a sum."""
    if facts.dated:
        return Fen(sum(amount for _, amount in facts.dated))
    return Fen(facts.each * len(facts.dates)) if facts.dates and facts.each else None


def _amounts(facts: Facts, new: Facts) -> None:
    """Of total, number and amount two say the third: the one that was not named gives way."""
    if new.total is not None or new.rest is not None:
        facts.total, facts.rest = new.total, new.rest
        if facts.counts and new.each is None:
            facts.each = None
    owed = facts.total is not None or facts.rest is not None
    if new.counts:
        facts.paid = new.paid
        facts.counts, facts.parts = list(new.counts), []
        if owed and new.each is None:
            facts.each = None
    if new.each is not None:
        facts.each, facts.parts, facts.cycle = new.each, [], []
        if owed and not new.counts:
            facts.counts = []
    if new.parts:
        facts.parts = list(new.parts)
    if (new.each is not None or new.counts) and facts.dated:
        facts.dated = []


def _days(facts: Facts, new: Facts) -> None:
    if facts.dated and len(new.days) == 1:
        facts.dated = _on_day(facts.dated, new.days[0])
    if new.days:
        facts.days, facts.weekdays, facts.open_day = new.days, (), False
    if new.weekdays:
        facts.weekdays, facts.days = new.weekdays, ()
        if facts.rhythm is not None and facts.rhythm.frequency is Frequency.MONTHLY:
            facts.rhythm = Rhythm(Frequency.WEEKLY)
    if new.start is not None:
        facts.start, facts.exact, facts.behind = new.start, new.exact, new.behind


def _on_day(dated: Sequence[tuple[Day, Fen]], day: int | str) -> list[tuple[Day, Fen]]:
    """改成每月20号 of rows told one by one: each in its month, where it is the only one there."""
    months = {(one.on.year, one.on.month) for one, _ in dated}
    if len(months) < len(dated):
        return [*dated]
    stated: int | Literal["last"] = LAST if day == LAST else int(day)
    return [(Day(on_day(one.on.year, one.on.month, stated), stated), fen) for one, fen in dated]


def of_plan(plan: Plan, owed: Fen, next_due: date) -> Facts:
    """An agreed plan as facts, for the part of it that is still to be paid."""
    facts = Facts(total=owed, each=plan.amount_each, rhythm=_STEPS.get(plan.frequency))
    facts.weekdays = plan.weekdays
    facts.days = plan.due_days or ((plan.due_day,) if plan.due_day is not None else ())
    facts.start = Day(next_due, plan.due_day)
    if plan.frequency is Frequency.LUNAR_MONTHLY:  # the 30th is the 29th of a short month
        facts.lunar_day = (max(lunar.day_of_month(row.due) for row in plan.instalments),)
    facts.several = len(plan.instalments) > 1
    if plan.frequency is Frequency.EVERY_N_DAYS and plan.interval_days:
        facts.rhythm = Rhythm(Frequency.EVERY_N_DAYS, plan.interval_days)
    return facts
