"""What is said in words about reminders: 提前三天提醒我, 停止所有提醒, 这期我已经还了."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import time
from typing import Final

from handlers import plans, unable, wishes
from handlers.calls import Call
from handlers.language import clocks
from handlers.messages import Reply
from handlers.planning import (
    delays,
    listing,
    muting,
    reminder_orders,
    reminding,
    said_paid,
    silences,
)
from handlers.planning.reminded import reminded
from handlers.planning.silences import Slots
from handlers.planning.which import Choice, is_far, which
from handlers.planning.whose import unknown, whose
from handlers.plans import KeptPlan
from handlers.repayment.reminding import Moment
from handlers.repayment.states import PlanStatus
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts
from handlers.wishes import Wishes
from storage.store import View


async def carry_out(call: Call, slots: Slots) -> Reply | None:
    """Do what was asked for, or say what can be set; None when there is no plan to do it with."""
    slots = reminder_orders.certain(call.incoming.text, slots)
    action = slots.get("action")
    if action == "mark_paid" or action in _ABOUT_A_ROW:
        return await _about_a_row(call, slots)
    if action in {muting.MUTE, muting.UNMUTE}:
        reply = await muting.carry_out(call, slots)
        if reply is not None:
            return reply
        slots = {"action": silences.UNCLEAR}
        action = silences.UNCLEAR
    before = await wishes.of(call.change, call.row.person)
    after = _wished(before, slots)
    if action == "resume" and await muting.unmute_all(call) and after == before:
        return _instead(call, before, "wish.noted")
    if after is not None:
        same = after == before
        reply = _instead(call, before, "wish.same") if same else await reminding.kept(call, after)
        hours = clocks.span(silences.plain(call.incoming.text))
        taken = action == "quiet_hours" and hours is not None and hours.guessed
        return reminding.guessed(call.desk.texts, reply, hours) if taken and hours else reply
    return _unchanged(call, before, action)


def _unchanged(call: Call, before: Wishes, action: object) -> Reply:
    """What is asked or said where nothing was changed, and what holds."""
    texts = call.desk.texts
    if action in _ASKED:
        return _ASKED[action](texts)
    if action == silences.UNCLEAR:
        return reminding.unclear(texts, before)
    why = _WHY.get(action)
    return reminding.state(texts, before) if why is None else _instead(call, before, why)


def _instead(call: Call, before: Wishes, why: str) -> Reply:
    """Why nothing was changed, and what holds."""
    reply = reminding.state(call.desk.texts, before)
    return replace(reply, segments=(said(call.desk.texts, why), *reply.segments))


def _wished(before: Wishes, slots: Slots) -> Wishes | None:
    """The wishes that an order leads to; None for one that changes none."""
    at = _time(slots.get("at")) or before.at
    match slots.get("action"):
        case "hour":
            after = replace(before, at=at)
        case "zone":
            after = replace(before, zone=str(slots["zone"]))
        case "neutral_on" | "neutral_off":
            after = replace(before, neutral=slots["action"] == "neutral_on")
        case "quiet_off":
            after = reminding.changed(before, "quiet", reminding.OFF)
        case "quiet_hours":
            after = _quiet(before, slots)
        case _:
            moments = _spoken(before, slots)
            return None if moments is None else replace(before, moments=moments, at=at)
    return after


def _spoken(before: Wishes, slots: Slots) -> tuple[Moment, ...] | None:
    """The reminders that are left, None for an order that is about none of them."""
    action, on = slots.get("action"), _moment(slots.get("days"))
    if action == "set_advance" and on is not None:
        return reminding.changed(before, on.value, reminding.ON).moments
    if action == "moments":
        return _moments(before, slots)
    return {"cancel": (), "resume": tuple(Moment)}.get(str(action))


def _moments(before: Wishes, slots: Slots) -> tuple[Moment, ...] | None:
    """Which reminders are left; “only” leaves the one after a miss unless he excludes it, too.

    None where a day is named on which none can be said.
    """
    on, off = ([_moment(one) for one in silences.days(slots, name)] for name in ("on", "off"))
    if None in on or None in off:
        return None
    kept = set(before.moments)
    if slots.get("only") == silences.ALL:
        kept = set()
    elif slots.get("only"):
        kept &= {Moment.AFTER_MISS}
    return tuple(one for one in Moment if (one in kept or one in on) and one not in off)


def _quiet(before: Wishes, slots: Slots) -> Wishes:
    """Quiet hours; the bound that was not said stays, or is the usual one."""
    never = before.quiet_from == before.quiet_until
    first, last = reminding.QUIET if never else (before.quiet_from, before.quiet_until)
    first, last = _time(slots.get("from_time")) or first, _time(slots.get("to_time")) or last
    if not slots.keys() & {"from_time", "to_time"}:
        first, last = reminding.QUIET
    return replace(before, quiet_from=first, quiet_until=last)


def _moment(days: object) -> Moment | None:
    return reminding.AROUND.get(days) if isinstance(days, int) else None


def _time(value: object) -> time | None:
    return time.fromisoformat(value) if isinstance(value, str) else None


_ASKED: Final[Mapping[object, Callable[[Texts], Reply]]] = {
    "hours": reminding.hours,
    "zones": reminding.zones,
}
"""What is asked about with buttons."""
_WHY: Final[Mapping[object, str]] = {
    "set_advance": "wish.no_such_day",
    "moments": "wish.no_such_day",
    "change": "wish.unchanged",
    "set": "wish.unchanged",
}
"""Why an order changed nothing."""
_ABOUT_A_ROW: Final[Mapping[str, str]] = {
    "cannot": "plan-cannot",
    "snooze": "plan-later",
}
"""What is said of one instalment, and the verb of the button that does the same."""


async def _about_a_row(call: Call, slots: Slots) -> Reply | None:
    """For the only instalment it can be, or for one of those offered."""
    action = str(slots.get("action"))
    running = await running_plans(call.change, call)
    if not running:
        return await listing.shown(call) if action == "mark_paid" else None
    if action == "mark_paid":
        told = reminder_orders.about_paying(call.incoming.text) or call.incoming.text
        return await said_paid.note(call, running, told)
    found = await whose(call, running, call.incoming.text)
    if found.stranger is not None:
        return await of_nobody(call, running, action, found.stranger)
    if action == "snooze":
        return await _once_more(call, found.plans, slots.get("at"))
    return await _of_these(call, _next_rows(found.plans), action)


async def _once_more(call: Call, running: list[KeptPlan], hour: object) -> Reply:
    """Of what was reminded of last; an hour said out of the blue may be meant for all."""
    last = reminded(call.change, running, call.row.received_at)
    if not last and isinstance(hour, str):
        return reminding.once_or_always(call.desk.texts, hour)
    return await _of_these(call, last or _next_rows(running), "snooze", near=bool(last))


async def _of_these(
    call: Call, rows: Iterable[Choice], action: str, *, near: bool = False
) -> Reply:
    """For the only instalment it can be, or one button for each.

    Args:
        near: they were spoken of just now, however late they are due.
    """
    rows = list(rows)
    at = await delays.named(call) if action == "snooze" else ""
    if len(rows) != 1 or (is_far(call, rows[0][1]) and not near):
        asked = which(call, _ABOUT_A_ROW[action], rows)
        return replace(
            asked, buttons=tuple(replace(one, action=one.action + at) for one in asked.buttons)
        )
    kept, row, _ = rows[0]
    name = f"{plans.handle(kept.row)}:{row.id}"
    if action == "cannot":
        return await delays.press_cannot(call, name)
    return await delays.press_later(call, name + at)


async def of_nobody(call: Call, running: list[KeptPlan], action: str, name: str) -> Reply:
    """A lender without a plan: nothing is put down; who cannot pay hears what helps."""
    asked = which(call, _ABOUT_A_ROW[action], _next_rows(running))
    reply = await unknown(call, name, asked)
    if action != "cannot":
        return reply
    calm = unable.answer(call)
    return replace(
        calm,
        segments=(*reply.segments[:1], *calm.segments),
        buttons=(*calm.buttons, *asked.buttons),
    )


def _next_rows(running: list[KeptPlan]) -> Iterator[Choice]:
    """Of each plan the first instalment of which something is open."""
    return ((one, row, None) for one in running if (row := one.state.next_row) is not None)


async def running_plans(view: View, call: Call) -> list[KeptPlan]:
    """The person's plans of which something is to be paid."""
    kept = await plans.listed(view, call.row.person, only_open=True)
    return [one for one in kept if one.state.status is PlanStatus.RUNNING and one.state.next_row]
