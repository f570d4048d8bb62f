"""What stands before, after or among the regular instalments, and is none of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from handlers.language.repayment.dated import exact
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Count, Kind, Measure, Ordinal, Rhythm
from handlers.language.when import Day, Days, Period, Unit, month, next_year
from handlers.repayment.schedule import next_on

_THEN: Final = re.compile(r"之后|以后|此后|然后|后面|接着|接下来|往后|再|恢复|次月|下个?月")
_BETWEEN: Final = re.compile(r"[、，,和跟与及\s]*")
_BEFORE_THAT: Final = re.compile(r"[，,。；;\s]*(?:在?[那这]之前|之前|此前)(?:的|都|就)?\s*$")


def read_leading(said: Sentence, facts: Facts, today: date) -> None:
    """Months and amounts that stand beside the regular ones."""
    _open_part(said, facts)
    _numbered(said)
    if _closing(said, facts):
        return
    moneys = [
        i
        for i in said.all(Kind.MONEY)
        if exact(said, i) is not None and said.kind(i - 1) is not Kind.TOTAL
    ]
    if len(moneys) < 2 or facts.dated or facts.dates or facts.spans:
        return
    first, second = moneys[:2]
    months = _months(said, first)
    if not months and _goes_on(said, first, second):
        _one_day(said, facts, first, today)
    if not months or not _goes_on(said, first, second):
        return
    fen = exact(said, first)
    whens, periods = zip(*months, strict=True)
    if fen is None:
        return
    if len(periods) == 1:
        facts.down, facts.down_month = fen, periods[0]
        facts.start = facts.start or _month_after(periods[0].first)
    else:
        facts.parts.append((Ordinal(0, len(periods), Measure.TIMES), fen))
        facts.start = periods[0]
    said.used.update({first, *whens})
    said.used.update(i for i in range(first) if said.kind(i) is Kind.EACH)


def _one_day(said: Sentence, facts: Facts, money: int, today: date) -> None:
    """25号还1600，之后每月25号还800: paid once, on the next such day."""
    whens = [i for i in said.back(money, Kind.BREAK) if said.kind(i) is Kind.WHEN]
    kinds = {said.kind(i) for i in said.back(money, Kind.BREAK)}
    value = said.tokens[whens[0]].value if len(whens) == 1 else None
    if kinds == {Kind.WHEN} and isinstance(value, Days) and len(value.days) == 1:
        facts.down, facts.down_day = exact(said, money), next_on(value.days[0], today)
        said.used.update({money, whens[0]})


def _numbered(said: Sentence) -> None:
    """4-6期每期900，7期1500: the number behind a range is that of the next one."""
    tokens = list(said.tokens)
    for i in said.all(Kind.COUNT):
        value = tokens[i].value
        if not isinstance(value, Count) or value.split or said.kind(i + 1) is not Kind.MONEY:
            continue
        before = [one.value.last for one in tokens[:i] if isinstance(one.value, Ordinal)]
        if value.measure is Measure.TIMES and value.number - 1 in before[-1:]:
            nth = Ordinal(value.number, value.number)
            tokens[i] = replace(tokens[i], kind=Kind.ORDINAL, value=nth)
    said.tokens = tuple(tokens)


def some_months(said: Sentence, index: int) -> str | None:
    """6月和12月多还2000: an amount on top in some months only, in the words it was told."""
    clause = list(said.back(index, Kind.BREAK, Kind.MONEY))
    months = [i for i in clause if isinstance(said.tokens[i].value, Period)]
    steps = {one.value for one in said.tokens if isinstance(one.value, Rhythm)}
    if len(steps) > 1:  # 每月还600，每隔三个月多还500
        months += [i for i in clause if said.kind(i) is Kind.RHYTHM]
    if not months or any(said.kind(i) is Kind.START for i in clause):
        return None
    said.used.update(months)
    return said.text[said.tokens[min(months)].start : said.tokens[index].end].strip()


def _open_part(said: Sentence, facts: Facts) -> None:
    """前三个月只还利息: instalments whose amount was not said."""
    for index in said.all(Kind.VAGUE):
        if not said.words(said.tokens[index]).startswith("只"):
            continue
        facts.open_part = True
        place = next((i for i in said.back(index) if said.kind(i) is Kind.ORDINAL), None)
        value = said.tokens[place].value if place is not None else None
        if place is not None and isinstance(value, Ordinal):
            facts.parts.append((value, None))
            said.used.add(place)


def _closing(said: Sentence, facts: Facts) -> bool:
    """尾款3000明年6月还，之前每月15号还500: the end of the regular ones, and not their sum."""
    for money in said.all(Kind.MONEY):
        rest = next((i for i in said.back(money, Kind.BREAK) if said.kind(i) is Kind.REST), None)
        near = (*said.back(money, Kind.BREAK), *said.ahead(money, Kind.BREAK))
        when = next((i for i in near if isinstance(said.tokens[i].value, Day | Period)), None)
        rhythm = next((i for i in said.ahead(money) if said.kind(i) is Kind.RHYTHM), None)
        if rest is None or when is None or rhythm is None:
            continue
        last = max(when, money)
        if not _BEFORE_THAT.search(said.text[said.tokens[last].end : said.tokens[rhythm].start]):
            continue
        value = said.tokens[when].value
        if isinstance(value, Day | Period):
            first = value.on if isinstance(value, Day) else value.first
            facts.end = first - timedelta(days=1)
        facts.unread.append(
            said.text[said.tokens[min(rest, when, money)].start : said.tokens[last].end].strip()
        )
        said.used.update(range(min(rest, when, money), rhythm))
        return True
    return False


def _months(said: Sentence, money: int) -> list[tuple[int, Period]]:
    """The months of the first amount, one after the other; none if anything else stands there."""
    found: list[tuple[int, Period]] = []
    for i in range(money):
        value, kind = said.tokens[i].value, said.kind(i)
        if kind is Kind.WHEN and isinstance(value, Period) and value.unit is Unit.MONTH:
            while found and not value.dated and value.first < found[-1][1].first:
                moved = next_year(value)
                value = moved if isinstance(moved, Period) else value
            found.append((i, value))
        elif kind not in {Kind.BREAK, Kind.EACH} and said.kind(i + 1) is not Kind.BREAK:
            return []
    apart = [said.between(a, b) for (a, _), (b, _) in pairwise(found)]
    if any(not _BETWEEN.fullmatch(words) for words in apart):
        return []
    follows = [_month_after(a.first).first == b.first for (_, a), (_, b) in pairwise(found)]
    if len(found) > 1 and not any(said.kind(i) is Kind.EACH for i in range(money)):
        return []
    return found if all(follows) else []


def _goes_on(said: Sentence, first: int, second: int) -> bool:
    """之后每月500: the second amount comes again and again, after the first."""
    between = range(first + 1, second)
    again = any(said.kind(i) is Kind.RHYTHM for i in between)
    return again and bool(_THEN.search(said.between(first, second)))


def _month_after(first: date) -> Period:
    return month(first.year, first.month + 1) if first.month < 12 else month(first.year + 1, 1)


def two_stages(said: Sentence, facts: Facts) -> None:
    """每月1500，还3期之后每月1000，还5期: each amount with the number of times behind it."""
    if facts.each is None or [ordinal for ordinal, _ in facts.parts] != [Ordinal(0, None)]:
        return
    moneys = [i for i, one in enumerate(said.tokens) if one.kind is Kind.MONEY]
    counts = said.all(Kind.COUNT)
    if len(moneys) != 2 or len(counts) != 2 or not moneys[0] < counts[0] < moneys[1] < counts[1]:
        return
    said.used.update(counts)
    amounts = (facts.each, facts.parts[0][1])
    values = [said.tokens[i].value for i in counts]
    facts.parts = [
        (Ordinal(0, value.number, value.measure), fen)
        for value, fen in zip(values, amounts, strict=True)
        if isinstance(value, Count) and not value.split
    ]
    facts.each = None


def own_count(said: Sentence, facts: Facts, index: int) -> Ordinal | None:
    """后面每月1500还12个月: how often that amount comes, where its clause says so."""
    place = index + 1
    if facts.parts[0][0].first == 0:  # 12月和1月各还1000，之后每月500，15号，还10期
        ahead = said.ahead(index, Kind.MONEY)
        place = next((i for i in ahead if said.kind(i) is Kind.COUNT), place)
    value = said.tokens[place].value if place < len(said.tokens) else None
    if not isinstance(value, Count) or value.split:
        return None
    paid = re.search(r"(?:还|给|付|交|转)(?:够|满|它|他)?\s*$", said.before(place))
    words = said.words(said.tokens[place])
    if (
        paid is None
        or said.kind(place - 1) is Kind.TOTAL
        or words.startswith(("共", "一共", "总共"))
    ):
        return None
    said.used.add(place)
    return Ordinal(0, value.number, value.measure)
