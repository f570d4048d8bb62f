"""`wenzhu plan`: a repayment sentence becomes its table and reminders, or what must be asked."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TextIO

from handlers.beijing import beijing, beijing_day
from handlers.language.repayment import reading
from handlers.language.repayment.understood import Understood
from handlers.law.rates import RateBook
from handlers.planning.background import background
from handlers.repayment import sanity, showing
from handlers.repayment.plan import Plan
from handlers.repayment.reminding import Reminder, reminders
from handlers.repayment.sanity import Warned
from handlers.repayment.slots import as_slots, yuan
from handlers.texts.texts import Texts

OK = 0
USAGE = 64


def moment(given: str | None, now: datetime) -> datetime | None:
    """When the sentence is typed: as given, or now; None if what is given is no aware time."""
    if given is None:
        return now
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def run(sentence: str, now: datetime, out: TextIO, *, as_json: bool) -> int:
    """Say what the sentence comes to.

    Args:
        now: aware; when it is typed.
        as_json: one JSON object instead of lines to read.
    """
    understood = reading.read(sentence, now)
    plan = understood.plan()
    warned = _warned(sentence, plan, now)
    due = reminders(plan.rows, after=now) if plan else ()
    if as_json:
        out.write(json.dumps(_described(understood, plan, due, warned), ensure_ascii=False) + "\n")
        return OK
    texts = Texts.load()
    if plan:
        lines = [*showing.table(texts, plan), "", *showing.reminder_lines(texts, plan, due)]
    elif understood.repayment:
        lines = [texts.say("plan.asks"), *showing.asked(texts, understood)]
    else:
        lines = [texts.say("plan.none")]
    if understood.unread and understood.repayment:
        lines += ["", texts.say("plan.unread", words="、".join(understood.unread))]
    if warned:
        lines += ["", *(showing.warning(texts, one) for one in warned)]
    out.write("\n".join(lines) + "\n")
    return OK


def _warned(sentence: str, plan: Plan | None, now: datetime) -> tuple[Warned, ...]:
    if plan is None:
        return ()
    today = beijing_day(now)
    return sanity.concerns(plan, today, background(plan, sentence, today, RateBook.load()))


def _described(
    understood: Understood,
    plan: Plan | None,
    due: tuple[Reminder, ...],
    warned: tuple[Warned, ...],
) -> dict[str, object]:
    """The slots, and what follows from them."""
    rows = showing.rows_with_sums(plan.rows) if plan else []
    return {
        **as_slots(understood),
        "rows": [
            {
                "date": row.due.isoformat(),
                "weekday": row.due.isoweekday(),
                "amount": yuan(row.amount),
                "sum": yuan(total),
            }
            for row, total in rows
        ],
        "reminders": [
            {"at": beijing(one.at).isoformat(), "moment": one.moment.value, "row": one.row}
            for one in due
        ],
        "warnings": [one.concern.value for one in warned],
    }
