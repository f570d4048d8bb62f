"""Beijing time: what people see, and the calendar on which law and night are decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "CST")
"""China has had one zone without summer time since 1992; a fixed offset needs no zone data."""


def beijing(moment: datetime) -> datetime:
    """The same instant on a Beijing clock. Naive times are refused by `astimezone` callers."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone has no place on a clock")
    return moment.astimezone(BEIJING)


def beijing_day(moment: datetime) -> date:
    """The calendar day in Beijing, on which law in force is looked up."""
    return beijing(moment).date()
