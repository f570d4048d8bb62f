"""From a rates file to rates: each row by itself, then all of them as one line without gaps."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from handlers.law.errors import LawDataWrong
from handlers.law.rate import Rate
from handlers.law.rows import Row, parse

FIRST = date(2019, 8, 20)
"""The first publication of the rate in its present form."""
EARLIEST_OF_MONTH = 20
"""It is published on the 20th, or later when that is no working day."""
LOWEST, HIGHEST = Decimal("0.5"), Decimal(8)
LARGEST_STEP = Decimal("0.5")
"""Percentage points between two rates; the largest step so far was 0.25."""
_PERCENT = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RateTable:
    """A rates file, read: its rates in order and the day up to which they were confirmed."""

    rates: tuple[Rate, ...]
    confirmed: date


def read_rates(file: str, content: bytes) -> RateTable:
    """The rates that came with the program.

    Raises:
        LawDataWrong: a row is missing something or implausible, or the rows do not follow each
            other day by day.
    """
    top = Row(file, "", parse(file, content))
    top.text("name")
    top.day("reviewed")
    rates = tuple(_rate(file, table, top.text("source")) for table in top.tables("rate"))
    confirmed = top.day("confirmed")
    top.finish()
    check_line(file, rates)
    if rates[-1].until is not None:
        raise LawDataWrong(file, str(rates[-1].since), "最后一行不写 until")
    if confirmed < rates[-1].since:
        raise top.wrong(f"confirmed {confirmed} 早于最后一行 {rates[-1].since}")
    return RateTable(rates, confirmed)


def read_own(file: str, content: bytes) -> RateTable:
    """The operator's own rates: only first days; each holds until the next.

    Raises:
        LawDataWrong: as for the program's own, and when there is neither row nor confirmation.
    """
    head = parse(file, content)
    top = Row(file, "", head)
    confirmed = top.day("confirmed")
    tables = top.tables("rate") if "rate" in head else ()
    rows = [_rate(file, table, "", own=True) for table in tables]
    top.finish()
    for earlier, later in itertools.pairwise(rows):
        if later.since <= earlier.since:
            raise LawDataWrong(
                file, str(later.since), f"日期没有按先后排（前一行 {earlier.since}）"
            )
    if rows and confirmed < rows[-1].since:
        raise top.wrong(f"confirmed {confirmed} 早于最后一行 {rows[-1].since}")
    return RateTable(tuple(rows), confirmed)


def check_line(file: str, rates: Sequence[Rate]) -> None:
    """The rows follow each other without overlap, hole, repetition or leap.

    Raises:
        LawDataWrong: they do not; the message names the later row.
    """
    for earlier, later in itertools.pairwise(rates):
        row = str(later.since)
        if later.since <= earlier.since:
            raise LawDataWrong(file, row, f"日期没有按先后排（前一行 {earlier.since}）")
        if earlier.until is None or earlier.until >= later.since:
            raise LawDataWrong(file, row, f"和前一行（{earlier.since} 起）重叠")
        if earlier.until + _DAY != later.since:
            raise LawDataWrong(file, row, f"和前一行之间有空档（{earlier.until + _DAY} 起）")
        check_step(file, row, earlier.percent, later.percent)


def check_step(file: str, row: str, before: Decimal, after: Decimal) -> None:
    """A change must be one, and no bigger than is believable.

    Raises:
        LawDataWrong: it is not.
    """
    if after == before:
        raise LawDataWrong(file, row, f"和前一行一样是 {after}%，没有变就不用写")
    if abs(after - before) > LARGEST_STEP:
        raise LawDataWrong(
            file, row, f"从 {before}% 到 {after}%，一次变动超过 {LARGEST_STEP} 个百分点"
        )


def check_day(file: str, row: str, day: date) -> None:
    """A first day must be one on which the rate can have been published.

    Raises:
        LawDataWrong: it cannot.
    """
    if day < FIRST:
        raise LawDataWrong(file, row, f"早于第一次公布（{FIRST}）")
    if day.day < EARLIEST_OF_MONTH:
        raise LawDataWrong(file, row, "不像公布的日子：每月 20 日公布，遇节假日往后推")


def check_percent(file: str, row: str, written: str) -> Decimal:
    """A percentage with at most two decimals, in a believable range.

    Raises:
        LawDataWrong: it is not.
    """
    if not _PERCENT.fullmatch(written):
        raise LawDataWrong(file, row, f"“{written}”不是百分数，应写成 3.45 的样子")
    percent = Decimal(written)
    if not LOWEST <= percent <= HIGHEST:
        raise LawDataWrong(file, row, f"{percent}% 不像 LPR（应在 {LOWEST} 到 {HIGHEST} 之间）")
    return percent.quantize(Decimal("0.01"))


def _rate(file: str, table: Mapping[str, object], source: str, *, own: bool = False) -> Rate:
    name = str(table.get("since", "某一行"))
    row = Row(file, name, table, {"source": source} if source else None)
    since = row.day("since")
    until = None if own else row.day_or_none("until")
    check_day(file, name, since)
    percent = check_percent(file, name, row.text("percent"))
    rate = Rate(since, until, percent, row.text("source"), own)
    row.finish()
    if until is not None and until < since:
        raise row.wrong(f"since {since} 晚于 until {until}")
    return rate
