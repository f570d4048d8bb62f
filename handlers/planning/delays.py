"""What a person answers who does not pay now: 稍后, and 还不上."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Final

from handlers import account, actions, plans, wishes
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.messages import Button, Look, Reply
from handlers.planning import named as instants
from handlers.planning.about import About, about, gone, paid_before
from handlers.repayment.due import EVENING
from handlers.repayment.reminding import MORNING
from handlers.repayment.showing import day as day_words
from handlers.texts.dates import moment
from handlers.texts.paragraphs import button, listed, said
from handlers.texts.texts import Texts
from handlers.wishes import Wishes

_NOON: Final = time(12)
_AT: Final = "at"
"""Before an instant in a button, in minutes since 1970."""


async def press_later(call: Call, argument: str) -> Reply:
    """稍后: in an hour, tonight or tomorrow morning."""
    one, when = await about(call, argument)
    texts = call.desk.texts
    if one is None or not one.running:
        return await gone(call, argument)
    if one.row.open == 0:
        return paid_before(texts, one)
    wanted = await wishes.of(call.change, call.row.person)
    if not when:
        return _when(texts, one, wanted, call.row.received_at)
    until = _until(when, call.row.received_at, wanted)
    if until is None:
        return account.stale_button(texts)
    if until <= call.row.received_at:
        asked = _when(texts, one, wanted, call.row.received_at)
        return Reply((said(texts, "later.past"), *asked.segments), asked.buttons)
    key = f"later:{one.kept.row.plan}:{one.row.id}:{until.isoformat()}"
    await plans.snooze(
        call.change, one.kept.row, one.row.id, until, key=key, at=call.row.received_at
    )
    return Reply((said(texts, "later.noted", moment=moment(texts, until)),))


async def named(call: Call) -> str:
    """The instant that his words name, as the argument of a button has it; empty for none."""
    wanted = await wishes.of(call.change, call.row.person)
    until = instants.named(call.incoming.text, call.row.received_at, wanted)
    return "" if until is None else f":{_AT}{int(until.timestamp()) // 60}"


def _until(when: str, now: datetime, wanted: Wishes) -> datetime | None:
    """When to speak again, None for a button that says nothing of it."""
    minutes = actions.whole(when.removeprefix(_AT)) if when.startswith(_AT) else None
    if minutes is not None:
        return datetime.fromtimestamp(60 * minutes, UTC)
    choice = _LATER.get(when)
    return None if choice is None else choice(now, wanted)


def _when(texts: Texts, one: About, wanted: Wishes, now: datetime) -> Reply:
    evening = now.astimezone(wanted.tz).time() < EVENING
    choices = ["hour", *(["evening"] if evening else []), "tomorrow"]
    buttons = [
        Button(texts.word("later_offer", c), f"plan-later:{one.button}:{c}") for c in choices
    ]
    return Reply((said(texts, "later.ask"),), tuple(buttons))


def _hour(now: datetime, _: Wishes) -> datetime:
    return now.replace(second=0, microsecond=0) + timedelta(hours=1)


def _evening(now: datetime, wanted: Wishes) -> datetime:
    local = now.astimezone(wanted.tz)
    at = datetime.combine(local.date(), EVENING, tzinfo=wanted.tz)
    return max(at.astimezone(UTC), _hour(now, wanted)) if at <= local else at.astimezone(UTC)


def _tomorrow(now: datetime, wanted: Wishes) -> datetime:
    day = now.astimezone(wanted.tz).date() + timedelta(days=1)
    hour = wanted.at if wanted.at < _NOON else MORNING
    at = datetime.combine(day, hour, tzinfo=wanted.tz).astimezone(UTC)
    return wanted.quiet_end(at) or at


_LATER: Final[dict[str, Callable[[datetime, Wishes], datetime]]] = {
    "hour": _hour,
    "evening": _evening,
    "tomorrow": _tomorrow,
}


async def press_cannot(call: Call, argument: str) -> Reply:
    """还不上: calmly, what to do before the day, with words he may send."""
    one, _ = await about(call, argument)
    texts = call.desk.texts
    if one is None or not one.running:
        return await gone(call, argument)
    if one.row.open == 0:
        return paid_before(texts, one)
    row = one.kept.row
    key = f"hard:{row.plan}:{one.row.id}"
    await plans.hardship(call.change, row, one.row.id, key=key, at=call.row.received_at)
    today = beijing_day(call.row.received_at)
    return hardship(texts, one, before=one.row.instalment.due >= today)


def hardship(texts: Texts, one: About, *, before: bool) -> Reply:
    """What helps whoever cannot pay in time.

    Args:
        before: the day has not passed yet.
    """
    key = "hardship.lead" if before else "hardship.lead_late"
    creditor = one.kept.state.plan.creditor or texts.say("plan.someone")
    due = day_words(texts, one.row.instalment.due)
    steps = [texts.say(step) for step in texts.family("hardship_step")]
    sources = [s for step in texts.family("hardship_step") for s in texts.sources(step)]
    return Reply(
        (
            said(texts, key, "hardship.calm", look=Look.LEAD, creditor=creditor, date=due),
            listed(texts, texts.say("hardship.head"), steps, look=Look.STEPS, sources=sources),
            said(texts, "hardship.say"),
            said(texts, "sendable.hardship", look=Look.SENDABLE),
            said(texts, "hardship.danger", look=Look.SMALL),
        ),
        (
            button(texts, "plan_agreed", f"plan-changed:{one.button}"),
            button(texts, "later", f"plan-later:{one.button}"),
        ),
    )
