"""A plan as people read it: the table with weekdays and running sum, reminders, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.beijing import beijing, beijing_day
from handlers.language.repayment.understood import Understood
from handlers.money.fen import percent_words, yuan
from handlers.repayment.plan import Fen, Instalment, Plan
from handlers.repayment.reminding import Reminder
from handlers.repayment.sanity import Warned
from handlers.texts.texts import Texts

MOST = 60
"""Lines of a list that are shown; the rest is counted."""


def day(texts: Texts, when: date) -> str:
    """A day with its weekday."""
    return texts.say(
        "plan.day",
        year=str(when.year),
        month=str(when.month),
        day=str(when.day),
        weekday=texts.word("weekday", str(when.weekday())),
    )


def table(texts: Texts, plan: Plan) -> list[str]:
    """One line for the whole, then one for every row."""
    creditor = plan.creditor or texts.say("plan.someone")
    if len(plan.rows) == 1:
        lines = [texts.say("plan.once", creditor=creditor, money=yuan(plan.sum))]
    else:
        count = str(len(plan.instalments))
        lines = [texts.say("plan.head", creditor=creditor, count=count, money=yuan(plan.sum))]
    running = 0
    for number, row in enumerate(plan.rows, start=0 if plan.down_payment else 1):
        running += row.amount
        lines.append(
            texts.say(
                "plan.row",
                number=str(number) if number else texts.say("plan.down"),
                date=day(texts, row.due),
                money=yuan(row.amount),
                total=yuan(running),
            )
        )
    return lines


def reminder_lines(texts: Texts, plan: Plan, reminders: Sequence[Reminder]) -> list[str]:
    """When which instalment is spoken of."""
    lines = [
        texts.say(
            "plan.reminder",
            date=day(texts, beijing_day(one.at)),
            clock=beijing(one.at).strftime("%H:%M"),
            name=texts.say(
                f"plan_moment.{one.moment.value}",
                number=_which(texts, plan, one.row),
                money=yuan(one.instalment.amount),
            ),
        )
        for one in reminders[:MOST]
    ]
    if len(reminders) > MOST:
        lines.append(texts.say("plan.long", count=str(len(reminders))))
    return [texts.say("plan.reminders"), *lines] if lines else []


def _which(texts: Texts, plan: Plan, row: int) -> str:
    number = row + (0 if plan.down_payment else 1)
    return texts.say("plan.which", number=str(number)) if number else texts.say("plan.down")


def asked(texts: Texts, understood: Understood) -> list[str]:
    """What has to be asked before there is a table."""
    return [texts.word("plan_missing", one.value) for one in understood.missing]


def warning(texts: Texts, warned: Warned) -> str:
    """A concern in a sentence."""
    key = f"plan_warning.{warned.concern.value}"
    money, limit = warned.money or 0, warned.limit or 0
    values = {
        "money": yuan(money),
        "total": yuan(limit),
        "rest": yuan(abs(money - limit)),
        "month": str(warned.day.month) if warned.day else "",
        "date": day(texts, warned.day) if warned.day else "",
        "yearly": percent_words(warned.cost) if warned.cost is not None else "",
        "cap": percent_words(warned.cap) if warned.cap is not None else "",
    }
    return texts.say(key, **{name: values[name] for name in texts.blanks(key)})


def rows_with_sums(rows: Sequence[Instalment]) -> list[tuple[Instalment, Fen]]:
    """Every row with what has been paid once it is."""
    found, running = [], 0
    for row in rows:
        running += row.amount
        found.append((row, Fen(running)))
    return found
