"""A repayment sentence as slots, in the form the command line and the intent reader exchange.

Money is yuan as JSON numbers, days are ISO dates.
"""

from __future__ import annotations

from datetime import date, datetime

from handlers.language.repayment import reading
from handlers.language.repayment.understood import Understood
from handlers.repayment.plan import Fen, Instalment

_YUAN = 100

Slots = dict[str, object]


def slots(text: str, now: datetime) -> Slots:
    """What a sentence fixes of a repayment plan, and what has to be asked.

    Args:
        text: as typed.
        now: aware; when it was typed.

    Returns:
        Keys `repayment` (whether it is a repayment plan at all: a witness for the intent),
        `creditor`, `total`, `installments`, `amount_each`, `due_day` (1 to 31, "last" or None),
        `frequency`, `first_due`, `end_due`, `down_payment` ({amount, date} or None), `schedule`
        (rows {date, amount}, the down payment first; None when the sentence does not fix it),
        `schedule_total`, `missing` (what to ask, in order), `unread` (pieces that were not
        understood) and, where they apply, `weekdays`, `due_days`, `interval_days`,
        `paid` (instalments said to be paid already, which are left out of the schedule),
        `clamped` (days that their month does not have, and the day they were read as).
    """
    return as_slots(reading.read(text, now))


def as_slots(understood: Understood) -> Slots:
    """The same of what was already read."""
    plan = understood.plan()
    rows = plan.rows if plan else None
    down = understood.down
    found: Slots = {
        "repayment": understood.repayment,
        "creditor": understood.creditor,
        "total": yuan(understood.total),
        "installments": understood.installments,
        "amount_each": yuan(understood.amount_each),
        "due_day": understood.due_day,
        "frequency": understood.frequency.value if understood.frequency else None,
        "first_due": _iso(understood.first_due),
        "end_due": _iso(understood.end_due),
        "down_payment": {"amount": yuan(down.amount), "date": _iso(down.due)} if down else None,
        "schedule": [_row(row) for row in rows] if rows else None,
        "schedule_total": yuan(plan.sum) if plan else None,
        "missing": [one.value for one in understood.missing],
        "unread": list(understood.unread),
    }
    if understood.weekdays:
        found["weekdays"] = list(understood.weekdays)
    if understood.due_days:
        found["due_days"] = list(understood.due_days)
    if understood.interval_days:
        found["interval_days"] = understood.interval_days
    if understood.paid:
        found["paid"] = understood.paid
    if understood.clamped:
        found["clamped"] = [
            {"day": stated, "date": on.isoformat()} for stated, on in understood.clamped
        ]
    return found


def yuan(fen: Fen | None) -> int | float | None:
    """Yuan as a number, whole where it is."""
    if fen is None:
        return None
    return fen // _YUAN if fen % _YUAN == 0 else fen / _YUAN


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _row(row: Instalment) -> dict[str, object]:
    return {"date": row.due.isoformat(), "amount": yuan(row.amount)}
