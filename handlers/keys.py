"""Names of replies in the outbox. The same name twice is one reply, whatever is redelivered."""

from __future__ import annotations

from storage.planned import PlanId
from storage.records import LedgerId, Seq

REMIND = "remind:"
"""How the name of every reminder begins."""
FAREWELL = "farewell:"
"""How the delivery begins that only carries the goodbye after everything was deleted."""


def farewell(token: str) -> str:
    """The goodbye, and the delivery of ours that carries it."""
    return f"{FAREWELL}{token}"


def welcome(ledger: LedgerId) -> str:
    """The first-contact message, once per ledger."""
    return f"welcome:{ledger}"


def answer(inbox_id: int) -> str:
    """The answer to one delivery that is not evidence."""
    return f"answer:{inbox_id}"


def receipt(ledger: LedgerId, seq: Seq) -> str:
    """The receipt of one original."""
    return f"receipt:{ledger}:{seq}"


def verdict(ledger: LedgerId, seq: Seq) -> str:
    """The first verdict on one original; it edits the receipt."""
    return f"verdict:{ledger}:{seq}"


def opinion(ledger: LedgerId, seq: Seq) -> str:
    """A later verdict, by the place of the note or the step that brought it."""
    return f"opinion:{ledger}:{seq}"


def postponed(ledger: LedgerId, seq: Seq, day: str) -> str:
    """Reading has to wait for another day; said once a day."""
    return f"postponed:{ledger}:{seq}:{day}"


def agreed(ledger: LedgerId, conversation: int) -> str:
    """The plan that a conversation led to, by the delivery that began it; saved once."""
    return f"agreed:{ledger}:{conversation}"


def lapsed(inbox_id: int) -> str:
    """That a conversation about a plan was given up after days without a word."""
    return f"lapsed:{inbox_id}"


def recalled(inbox_id: int) -> str:
    """The open question of a plan, said again after something else was answered."""
    return f"recalled:{inbox_id}"


def receipt_read(ledger: LedgerId, seq: Seq) -> str:
    """The question which instalment a kept payment receipt is for."""
    return f"receipt-read:{ledger}:{seq}"


def receipt_paid(ledger: LedgerId, seq: Seq) -> str:
    """The payment that a kept receipt shows; put down once."""
    return f"receipt-paid:{ledger}:{seq}"


def offered(inbox_id: int) -> str:
    """Kept words tell a plan, too: the offer to note it."""
    return f"offered:{inbox_id}"


def served(inbox_id: int) -> str:
    """Court papers told of beside what was kept: their days."""
    return f"served:{inbox_id}"


def thanked(inbox_id: int) -> str:
    """Words that no collector sent are let go; what he meant by them is answered beside it."""
    return f"thanked:{inbox_id}"


def event(inbox_id: int, what: str = "") -> str:
    """What a delivery made happen to a plan; one delivery may cause several different things."""
    return f"event:{inbox_id}:{what}" if what else f"event:{inbox_id}"


def delivery(key: str) -> str:
    """The delivery that the key of an event names."""
    return key.split(":")[1]


def reminder(plan: PlanId, first: str) -> str:
    """What is said of reminders that are due together, by the plan and key of the first.

    Not by its row: a database gives the number of a row that is gone to another one.
    """
    return f"{REMIND}{plan}:{first}"


def copied(key: str, number: int) -> str:
    """The same reply on one more door; `retire.unsay_all` finds it by how its name begins."""
    return f"{key}:{number}" if number else key
