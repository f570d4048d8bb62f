"""What is said of an instalment that is not paid in time, where a plan runs: calmly, of that one.

今天还不了，明天还 is a reminder for that day, with a word to the creditor before; 还不上 is what
helps; 还了600，剩下的过几天还 is a payment; 这期还完我就解脱了 shows what stands open.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers import plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.language.repayment.lateness import Late, Said
from handlers.messages import Reply
from handlers.planning import controls, delays, said_paid, whose
from handlers.planning import draft as drafts
from handlers.planning.orders import unpaid
from handlers.planning.which import Choice, is_far, which, which_plan
from handlers.plans import KeptPlan
from handlers.texts.paragraphs import button, said

_TODAY: Final = re.compile("今[天晚]的?")
"""今天的先不还 names the instalment, not the day to speak of it again."""
_NEAR: Final = timedelta(days=7)
"""An instalment so near, or past its day, is meant before others."""


async def answer(call: Call, told: Said | None) -> Reply | None:
    """What is answered; None where no plan runs, or other rows of one are being agreed."""
    open_one = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if open_one is not None and open_one.base is not None:
        return None
    running = await controls.running_plans(call.change, call)
    if told is None or not running:
        return None
    named = await whose.whose(call, running, call.incoming.text)
    if named.stranger is not None and told.what is Late.CANNOT:
        return await controls.of_nobody(call, running, "cannot", named.stranger)
    if named.stranger is not None:
        verb = _VERBS.get(told.what)
        asked = (
            which_plan(call.desk.texts, running, "plan-show")
            if verb is None
            else _asked(call, running, verb, "")
        )
        return await whose.unknown(call, named.stranger, asked)
    meant = named.plans
    if len(meant) == len(running):
        meant = due(meant, beijing_day(call.row.received_at))
    return await _WAYS[told.what](call, meant, told)


def due(running: list[KeptPlan], today: date) -> list[KeptPlan]:
    """Of several plans those of which an instalment is due; all of them where none is."""
    return [one for one in running if _is_near(one, today)] or running


def _is_near(one: KeptPlan, today: date) -> bool:
    row = one.state.next_row
    return row is not None and row.instalment.due - today <= _NEAR


async def _paid_part(call: Call, running: list[KeptPlan], told: Said) -> Reply | None:
    words = told.words.replace("□", told.creditor or "")
    return await said_paid.note(_as_said(call, words), running, words)


async def _put_off(call: Call, running: list[KeptPlan], told: Said) -> Reply | None:
    when = await delays.named(_as_said(call, _TODAY.sub("", told.words)))
    if _several(call, running):
        return _asked(call, running, "plan-later", when)
    (one, *_) = running
    reply = await delays.press_later(call, _name(one) + when)
    creditor = one.state.plan.creditor or call.desk.texts.say("plan.someone")
    tell = said(call.desk.texts, "later.tell", creditor=creditor)
    agreed = button(call.desk.texts, "plan_agreed", f"plan-changed:{plans.handle(one.row)}")
    return replace(reply, segments=(*reply.segments, tell), buttons=(*reply.buttons, agreed))


async def _cannot(call: Call, running: list[KeptPlan], _: Said) -> Reply | None:
    if _several(call, running):
        return _asked(call, running, "plan-cannot", "")
    return await delays.press_cannot(call, _name(running[0]))


async def _open(call: Call, running: list[KeptPlan], _: Said) -> Reply | None:
    return await unpaid(call, running)


_WAYS: Final[Mapping[Late, Callable[[Call, list[KeptPlan], Said], Awaitable[Reply | None]]]] = {
    Late.PAID_PART: _paid_part,
    Late.PUT_OFF: _put_off,
    Late.CANNOT: _cannot,
    Late.UNPAID: _open,
    Late.RELIEF: _open,
}


_VERBS: Final[Mapping[Late, str]] = {
    Late.PAID_PART: said_paid.VERB,
    Late.PUT_OFF: "plan-later",
    Late.CANNOT: "plan-cannot",
}
"""The buttons that do the same for an instalment that is chosen."""


def _several(call: Call, running: list[KeptPlan]) -> bool:
    row = running[0].state.next_row
    return len(running) > 1 or row is None or is_far(call, row)


def _asked(call: Call, running: list[KeptPlan], verb: str, tail: str) -> Reply:
    rows: list[Choice] = [
        (one, row, None) for one in running if (row := one.state.next_row) is not None
    ]
    found = which(call, verb, rows)
    return replace(
        found, buttons=tuple(replace(one, action=one.action + tail) for one in found.buttons)
    )


def _name(one: KeptPlan) -> str:
    row = one.state.next_row
    return f"{plans.handle(one.row)}:{'' if row is None else row.id}"


def _as_said(call: Call, words: str) -> Call:
    return replace(call, incoming=replace(call.incoming, text=words))
