"""The complaint dialogue: asked for in words or under a verdict, answered by the kind of lender."""

from __future__ import annotations

from handlers import account, bodies, complaints, opinions, subjects
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.complaints import NO_EVIDENCE
from handlers.law.errors import UnknownId
from handlers.law.route import Lender
from handlers.law.routes import UNKNOWN
from handlers.messages import Reply
from storage.records import Entry


async def begin(call: Call, entry: Entry | None) -> Reply:
    """Ask who lent the money; about evidence, unless he has said so already.

    Args:
        entry: what he complains about, None for complaints in general.
    """
    texts, routes = call.desk.texts, call.desk.routes
    if entry is None:
        return complaints.ask(texts, routes)
    known = await complaints.lender_of(call.change, entry)
    if known is None:
        return complaints.ask(texts, routes, about=str(entry.seq))
    return await _told(call, routes.lender(known), entry)


async def choose(call: Call, entry: Entry | None, wanted: str) -> Reply:
    """He says which kind of lender: noted beside the evidence, answered with the places."""
    try:
        lender = call.desk.routes.lender(wanted)
    except UnknownId:
        return account.stale_button(call.desk.texts)
    if entry is not None and await complaints.lender_of(call.change, entry) != lender.id:
        body = bodies.pack({"says": lender.id})
        now = call.row.received_at
        await call.change.note(entry.ledger, entry.seq, complaints.LENDER, body, now)
    return await _told(call, lender, entry)


def about(argument: str) -> tuple[str, str]:
    """The evidence and the lender in a button's action; "" where it names no evidence."""
    seq, _, lender = argument.partition(":")
    return ("" if seq == NO_EVIDENCE else seq), lender


async def _told(call: Call, lender: Lender, entry: Entry | None) -> Reply:
    desk = call.desk
    verdict = None if entry is None else await opinions.latest_verdict(call.change, entry)
    practices = () if verdict is None else verdict.practices
    danger = verdict is not None and verdict.severity.is_danger
    places = desk.routes.for_case(practices, severity_is_danger=danger, lender=lender.id)
    day = beijing_day(call.row.received_at)
    number, about_it = None, NO_EVIDENCE
    if entry is not None:
        number = (await subjects.subject_of(call.change, entry)).entry.number
        about_it = str(entry.seq)
    return complaints.told(
        desk.texts,
        lender,
        places,
        desk.judge.in_force(lender.basis, day),
        day=day,
        number=number,
        more=complaints.seldom(desk.texts, desk.routes, about=about_it)
        if lender.id == UNKNOWN
        else (),
    )
