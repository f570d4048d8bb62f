"""A loan that somebody tells bit by bit: kept sealed while it is open, gone on with, let go.

It is open for a day after the last word about it. Another one takes its place, 取消 ends it.
decisions/0025-remembered.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from handlers import bodies, intake
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.counsel import saying
from handlers.counsel.counsel import Told
from handlers.counsel.finding import Sure
from handlers.language.repayment import reading
from handlers.messages import Look, Reply
from handlers.money.counter import Computed
from handlers.money.figures import Kind
from handlers.money.loan import Fact
from handlers.money.recap import recap
from handlers.money.telling import LONGEST, Telling
from handlers.planning import draft as drafts
from handlers.texts.paragraphs import said

EXPIRES: Final = timedelta(days=1)
"""After so long without a word about it the loan is not gone on with."""
SHEET: Final = "loan"
"""The sheet on which what was told of it lies."""


@dataclass(frozen=True, slots=True)
class Open:
    """A loan somebody is telling of, and when he last did."""

    telling: Telling
    at: datetime


async def _current(call: Call) -> Open | None:
    """The open loan; what has expired is destroyed as soon as anybody looks."""
    body = await call.change.sheet(call.row.person, SHEET)
    found = None if body is None else from_bytes(body)
    if found is not None and call.row.received_at - found.at > EXPIRES:
        await call.change.drop_sheet(call.row.person, SHEET)
        return None
    return found


async def begin(call: Call, text: str) -> Computed | None:
    """Remember a loan that was just told; what can be counted of it, None when it is none."""
    telling = Telling(beijing_day(call.row.received_at), text)
    computed = call.desk.counsel.count(telling)
    if computed is None or computed.kind is Kind.LIMITATION:
        return None
    await _keep(call, telling)
    return computed


async def pass_by(call: Call) -> None:
    """Another matter was answered: a short follow-up leans on that one now."""
    found = await _current(call)
    if found is not None and not found.telling.aside:
        await _write(call, Open(replace(found.telling, aside=True), found.at))


async def takes(call: Call) -> bool:
    """Whether the words go on with the open loan; if so they are answered here."""
    text = call.incoming.text
    if len(text) > LONGEST or "【" in text or "您" in text:
        return False  # a collector speaks to somebody; an answer does not
    found = await _current(call)
    if found is None or await _planned_since(call, found):
        return False
    if _tells_whole_plan(call) and not _awaits_payments(call, found.telling):
        return False
    telling = call.desk.counsel.continued(found.telling, text)
    computed = None if telling is None else call.desk.counsel.count(telling)
    if telling is None or computed is None:
        return False
    await _keep(call, telling)
    await intake.answer(call.change, call.row, _reply(call, computed))
    return True


async def cancel(call: Call) -> Reply | None:
    """取消 in words or by a command; None when nothing is open."""
    if await _current(call) is None:
        return None
    await call.change.drop_sheet(call.row.person, SHEET)
    return Reply((said(call.desk.texts, "loan_told.dropped"),))


def with_recap(reply: Reply, call: Call, computed: Computed) -> Reply:
    """An answer with numbers, and what they were understood to be."""
    told = recap(call.desk.texts, computed.loan)
    if told is None:
        return reply
    first = [one for one in reply.segments if one.look is not Look.SMALL]
    small = [one for one in reply.segments if one.look is Look.SMALL]
    return replace(reply, segments=(*first, told, *small))


def _reply(call: Call, computed: Computed) -> Reply:
    law, day = call.desk.counsel.law, beijing_day(call.row.received_at)
    provisions = tuple(law.provision(name) for name in computed.provisions)
    told = Told(day, None, None, provisions, Sure.YES, (), computed=computed)
    return with_recap(saying.reply(call.desk.texts, told, keepable=True), call, computed)


async def _planned_since(call: Call, found: Open) -> bool:
    """Whether a repayment plan is being told, and was spoken of later than the loan."""
    draft = await drafts.opened(call.change, call.row.person, call.row.received_at)
    return draft is not None and draft.at > found.at


def _awaits_payments(call: Call, telling: Telling) -> bool:
    """Whether what he was last asked is how much comes back, and when."""
    computed = None if telling.aside else call.desk.counsel.count(telling)
    return computed is not None and computed.needs[:1] in {(Fact.PAYMENTS,), (Fact.TERM,)}


def _tells_whole_plan(call: Call) -> bool:
    return reading.read(call.incoming.text, call.row.received_at).plan() is not None


async def _keep(call: Call, telling: Telling) -> None:
    await _write(call, Open(telling, call.row.received_at))


async def _write(call: Call, found: Open) -> None:
    await call.change.write_sheet(call.row.ledger, SHEET, to_bytes(found))


def to_bytes(found: Open) -> bytes:
    """The sealed sheet."""
    telling = found.telling
    return bodies.pack(
        {
            "at": found.at.isoformat(),
            "on": telling.on.isoformat(),
            "text": telling.text,
            "corrections": list(telling.corrections),
            "aside": telling.aside,
        }
    )


def from_bytes(body: bytes) -> Open:
    """What `to_bytes` wrote."""
    shape = bodies.unpack(body)
    telling = Telling(
        on=date.fromisoformat(shape["on"]),
        text=shape["text"],
        corrections=tuple(shape["corrections"]),
        aside=shape["aside"],
    )
    return Open(telling, datetime.fromisoformat(shape["at"]))
