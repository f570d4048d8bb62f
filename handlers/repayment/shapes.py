"""Plans as plain JSON values and back, for sealed bodies."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.repayment.plan import Fen, Frequency, Instalment, Plan


def plan_shape(plan: Plan) -> dict[str, Any]:
    """A plan as plain values; `plan_in` gives an equal one back."""
    return {
        "creditor": plan.creditor,
        "total": plan.total,
        "rows": [_row_shape(row) for row in plan.instalments],
        "frequency": plan.frequency.value,
        "down": None if plan.down_payment is None else _row_shape(plan.down_payment),
        "due_day": plan.due_day,
        "weekdays": list(plan.weekdays),
        "due_days": list(plan.due_days),
        "interval_days": plan.interval_days,
    }


def plan_in(shape: dict[str, Any]) -> Plan:
    """The plan that `plan_shape` wrote."""
    total, down = shape["total"], shape["down"]
    return Plan(
        creditor=shape["creditor"],
        total=None if total is None else Fen(total),
        instalments=tuple(_row_in(row) for row in shape["rows"]),
        frequency=Frequency(shape["frequency"]),
        down_payment=None if down is None else _row_in(down),
        due_day=shape["due_day"],
        weekdays=tuple(shape["weekdays"]),
        due_days=tuple(shape["due_days"]),
        interval_days=shape["interval_days"],
    )


def _row_shape(row: Instalment) -> list[Any]:
    return [row.due.isoformat(), row.amount]


def _row_in(shape: list[Any]) -> Instalment:
    due, amount = shape
    return Instalment(date.fromisoformat(due), Fen(amount))
