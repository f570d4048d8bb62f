"""Pieces of reminders that many of them share: a day, what the calendar says of it, a label.

Of a hundred reminders that are due together nearly all speak of the same few days. Whoever says
them has one of these and throws it away afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handlers.calendar.holidays import Holidays
from handlers.messages import Button, Look, Segment
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts

_SATURDAY = 5


class Phrases:
    """Every piece is put together once."""

    __slots__ = ("_calendar", "_days", "_holidays", "_labels", "_said", "texts")

    def __init__(self, texts: Texts, holidays: Holidays) -> None:
        self.texts = texts
        self._holidays = holidays
        self._days: dict[date, str] = {}
        self._calendar: dict[date, tuple[str, ...]] = {}
        self._labels: dict[str, str] = {}
        self._said: dict[tuple[str, ...], Segment] = {}

    def day(self, day: date) -> str:
        """A day with its weekday, without the year."""
        known = self._days.get(day)
        if known is None:
            weekday = self.texts.word("weekday", str(day.weekday()))
            month, number = str(day.month), str(day.day)
            known = self.texts.say("remind.date", month=month, day=number, weekday=weekday)
            self._days[day] = known
        return known

    def dated(self, day: date, today: date, *, always: bool = False) -> str:
        """A day with its weekday, and with its year where that is another than today's."""
        if day.year == today.year and not always:
            return self.day(day)
        return self.texts.say("remind.date_year", year=str(day.year), date=self.day(day))

    def calendar(self, day: date) -> tuple[str, ...]:
        """What the calendar says of a day; it never moves it."""
        known = self._calendar.get(day)
        if known is None:
            known = self._calendar[day] = tuple(self._of_calendar(day))
        return known

    def _of_calendar(self, day: date) -> Iterator[str]:
        words, name = self.day(day), self._holidays.holiday(day)
        if name is not None:
            yield self.texts.say("remind.holiday", date=words, name=name)
        elif self._holidays.is_worked_weekend(day):
            yield self.texts.say("remind.worked", date=words)
        elif day.weekday() >= _SATURDAY:
            yield self.texts.say("remind.weekend", date=words)
        if not self._holidays.is_published(day):
            yield self.texts.say("remind.unpublished", year=str(day.year))

    def button(self, label: str, action: str) -> Button:
        """A button with its label out of the texts."""
        known = self._labels.get(label)
        if known is None:
            known = self._labels[label] = self.texts.word("button", label)
        return Button(known, action)

    def small(self, *keys: str) -> Segment:
        """Sentences without blanks, as a remark."""
        known = self._said.get(keys)
        if known is None:
            known = self._said[keys] = said(self.texts, *keys, look=Look.SMALL)
        return known
