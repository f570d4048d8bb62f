"""The payments of a plan that hold, with what each came to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.repayment.events import Happened, Paid
from handlers.repayment.plan import Fen
from handlers.repayment.states import state, without_mistakes


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that holds.

    Attributes:
        key: of its event.
        row: id of the row it was meant for.
        on: the Beijing day on which it was made.
        at: when that was put down.
        fen: what was paid, also where he said only that a row was paid.
        evidence: number of its receipt, None without one.
    """

    key: str
    row: str
    on: date
    at: datetime
    fen: Fen
    evidence: int | None = None

    @property
    def number(self) -> int:
        """Of the instalment it was meant for, as people count."""
        return int(self.row.partition(".")[2]) + 1

    def before(self, revision: int) -> bool:
        """Whether it was of a row that holds no more since other rows were agreed."""
        return self.row.partition(".")[0] != str(revision)


def payments(events: Sequence[Happened]) -> tuple[Payment, ...]:
    """The payments that hold, in the order of their days."""
    happened = without_mistakes(events)
    found: list[Payment] = []
    for place, one in enumerate(happened):
        match one.event:
            case Paid(row, _, on, evidence):
                before, after = state(happened[:place]), state(happened[: place + 1])
                fen = Fen(after.paid - before.paid)
                if fen:
                    found.append(Payment(one.key, row, on, one.at, fen, evidence))
            case _:
                pass
    return tuple(sorted(found, key=lambda payment: payment.on))
