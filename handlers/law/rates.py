"""The one-year LPR on a day: the program's series with the operator's own days laid over it.

What the program has confirmed is never changed from outside; own rows count from the day after. So
an upgrade that brings newer data makes own rows of those days idle instead of contradicting them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from handlers.law.errors import LawDataWrong, NoVersionKnown
from handlers.law.rate import Rate
from handlers.law.rate_reading import (
    RateTable,
    check_day,
    check_line,
    check_percent,
    check_step,
    read_own,
    read_rates,
)

__all__ = ["OWN_FILE", "Rate", "RateBook"]

RATES = Path(__file__).with_name("rates.toml")
OWN_FILE = "rates.toml"
"""Name of the operator's own file in the data folder."""
STALE = timedelta(days=45)
"""A publication a month, so an older confirmation has missed at least one."""
_DAY = timedelta(days=1)
_HEAD = """\
# 运行程序的人自己核实的 LPR：wenzhu law rates add 和 confirm 写在这里，升级程序不会改动。
# 只有晚于程序自带数据核实日的行才起作用。
"""


class RateBook:
    """All rates, asked by day. Immutable; safe to share between threads."""

    def __init__(self, shipped: RateTable, own: RateTable | None = None) -> None:
        added = () if own is None else own.rates
        self._shipped = shipped
        self._added = tuple(rate for rate in added if rate.since > shipped.confirmed)
        self.idle = tuple(rate for rate in added if rate.since <= shipped.confirmed)
        self.rates = _laid_over(shipped.rates, self._added)
        confirmed = shipped.confirmed if own is None else max(shipped.confirmed, own.confirmed)
        self.confirmed = confirmed

    @classmethod
    def load(cls, own: Path | None = None, shipped: Path = RATES) -> RateBook:
        """Read and check the program's rates and, if it is there, the operator's own file.

        Raises:
            LawDataWrong: one of them is wrong; the message names file, row and fault.
        """
        table = read_rates(shipped.name, shipped.read_bytes())
        if own is None or not own.exists():
            return cls(table)
        return cls(table, read_own(own.name, own.read_bytes()))

    def on(self, day: date) -> Rate:
        """The rate that stood on that Beijing calendar day.

        Raises:
            NoVersionKnown: there was none yet.
        """
        for rate in reversed(self.rates):
            if rate.since <= day:
                return rate
        raise NoVersionKnown("LPR", day)

    def between(self, first: date, last: date) -> tuple[Rate, ...]:
        """The rates that stood on any day from the first to the last, in order.

        Raises:
            NoVersionKnown: there was none on the first day yet.
        """
        start = self.on(first)
        return (start, *(r for r in self.rates if first < r.since <= last))

    @property
    def told(self) -> tuple[str, ...]:
        """Every percentage of the series, for the citation gate: the rates and four times them."""
        found = [percent for rate in self.rates for percent in (rate.percent, rate.four_times)]
        return tuple(str(percent) for percent in found)

    def stale(self, asked: date) -> bool:
        """Whether the last confirmation is more than 45 days old on the day of the question."""
        return asked - self.confirmed > STALE

    def unsure(self, day: date, asked: date) -> bool:
        """Whether the rate of a day is to be told with the warning.

        It is when the day lies after the last confirmation and that is old by now.
        """
        return day > self.confirmed and self.stale(asked)

    def added(self, day: date, written: str, source: str, today: date) -> str:
        """The operator's own file with one more publication in it.

        A rate that is the one in force only moves the confirmation.

        Raises:
            LawDataWrong: the day or the rate cannot be right; the message says why.
        """
        row = day.isoformat()
        self._check_own_day(row, day, today)
        check_day(OWN_FILE, row, day)
        percent = check_percent(OWN_FILE, row, written)
        last = self.rates[-1]
        if day <= last.since:
            what = f"已经有 {last.since} 起的 {last.percent}%，新的一行要更晚"
            raise LawDataWrong(OWN_FILE, row, what)
        if percent == last.percent:
            return self._written(self._added, day)
        check_step(OWN_FILE, row, last.percent, percent)
        rate = Rate(day, None, percent, source, own=True)
        return self._written((*self._added, rate), day)

    def confirmed_on(self, day: date, today: date) -> str:
        """The operator's own file, confirming that the last rate still held on a day.

        Raises:
            LawDataWrong: the day lies in the future, or brings nothing new.
        """
        row = day.isoformat()
        self._check_own_day(row, day, today)
        if day <= self.confirmed:
            raise LawDataWrong(OWN_FILE, row, f"已经核实到 {self.confirmed}，不用再确认更早的日子")
        return self._written(self._added, day)

    def _check_own_day(self, row: str, day: date, today: date) -> None:
        if day > today:
            raise LawDataWrong(OWN_FILE, row, "这一天还没有到")
        if day <= self._shipped.confirmed:
            what = f"程序自带的数据已核实到 {self._shipped.confirmed}，不能改这以前的"
            raise LawDataWrong(OWN_FILE, row, what)

    def _written(self, rates: Sequence[Rate], confirmed: date) -> str:
        """What the own file says with these rows: only what still counts is carried along."""
        rows = [f"confirmed = {max(confirmed, self.confirmed)}\n", *map(_row, rates)]
        return _HEAD + "\n".join(rows)


def _laid_over(shipped: Sequence[Rate], added: Sequence[Rate]) -> tuple[Rate, ...]:
    """One line of rates: each own row ends the one before it, unless it changes nothing."""
    line = list(shipped)
    for rate in added:
        if rate.percent == line[-1].percent:
            continue
        line[-1] = replace(line[-1], until=rate.since - _DAY)
        line.append(rate)
    check_line(OWN_FILE, line)
    return tuple(line)


def _row(rate: Rate) -> str:
    fields = (f"since = {rate.since}", f'percent = "{rate.percent}"')
    return "\n".join(("[[rate]]", *fields, f"source = {_quoted(rate.source)}\n"))


def _quoted(words: str) -> str:
    """A TOML string; what cannot stand in one becomes a space."""
    clean = "".join(c if c.isprintable() else " " for c in words).strip()
    escaped = clean.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
