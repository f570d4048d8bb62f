"""What was understood of a repayment sentence, and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.repayment.plan import DueDay, Fen, Frequency, Instalment, Plan


class Missing(StrEnum):
    """What has to be asked before there is a schedule, in the order of asking."""

    AMOUNT_EACH = "amount_each"
    TOTAL = "total"
    INSTALLMENTS = "installments"
    DUE_DAY = "due_day"
    WEEKDAY = "weekday"
    START = "start"
    DATE = "date"
    DOWN_PAYMENT_DATE = "down_payment_date"


@dataclass(frozen=True, slots=True)
class Down:
    """A first payment outside the instalments; its day may be unsaid."""

    amount: Fen
    due: date | None


@dataclass(frozen=True, slots=True)
class Understood:
    """The parts of a plan that a sentence fixes. Nothing in it is guessed.

    Attributes:
        repayment: whether the sentence is about a repayment plan at all.
        creditor: as named, None when not said.
        total: the sum that was stated, in fen.
        installments: number of regular instalments.
        amount_each: the regular amount.
        due_day: the stated day of the month.
        frequency: None when nothing says it.
        first_due: day of the first regular instalment.
        end_due: day of the last one, or the stated end.
        down: a down payment.
        rows: the regular instalments; None when the sentence does not fix them.
        missing: what must be asked.
        unread: pieces of the sentence that carried a number or a name and found no place.
        weekdays: stated weekdays, Monday is 1.
        due_days: stated days of a month when there are several.
        interval_days: the n of every n days.
        paid: how many instalments are paid already and left out of the rows.
        clamped: days that their month does not have (2月30日), with the day they were read as.
        by_name: an amount behind a name that ends in 月付, taken for an instalment.
        made_of: principal and interest of one instalment, where it was told as both.
    """

    repayment: bool
    creditor: str | None = None
    total: Fen | None = None
    installments: int | None = None
    amount_each: Fen | None = None
    due_day: DueDay = None
    frequency: Frequency | None = None
    first_due: date | None = None
    end_due: date | None = None
    down: Down | None = None
    rows: tuple[Instalment, ...] | None = None
    missing: tuple[Missing, ...] = ()
    unread: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    due_days: tuple[int, ...] = ()
    interval_days: int | None = None
    paid: int = 0
    by_name: Fen | None = None
    made_of: tuple[Fen, Fen] | None = None
    clamped: tuple[tuple[int, date], ...] = ()

    def plan(self) -> Plan | None:
        """The plan, once nothing is missing."""
        if self.rows is None or self.missing:
            return None
        down = None
        if self.down is not None and self.down.due is not None:
            down = Instalment(self.down.due, self.down.amount)
        return Plan(
            creditor=self.creditor,
            total=self.total,
            instalments=self.rows,
            frequency=self.frequency or Frequency.CUSTOM,
            down_payment=down,
            due_day=self.due_day,
            weekdays=self.weekdays,
            due_days=self.due_days,
            interval_days=self.interval_days,
        )
