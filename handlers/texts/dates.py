"""Dates and numbers as people read them: Beijing time with the weekday, E-0007."""

from __future__ import annotations

from datetime import date, datetime

from handlers.beijing import beijing
from handlers.texts.texts import Texts


def moment(texts: Texts, at: datetime) -> str:
    """An instant with date, weekday, clock and zone."""
    local = beijing(at)
    return texts.say(
        "time.moment",
        year=str(local.year),
        month=str(local.month),
        day=str(local.day),
        weekday=texts.word("weekday", str(local.weekday())),
        clock=local.strftime("%H:%M"),
    )


def calendar_day(texts: Texts, day: date) -> str:
    """A day without a clock."""
    return texts.say("time.day", year=str(day.year), month=str(day.month), day=str(day.day))


def evidence(number: int) -> str:
    """The name of an original: at least four digits."""
    return f"E-{number:04d}"
