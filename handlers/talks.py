"""What the person asks of the bot in words: help, list, delete, take back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from handlers import account, bodies, complaining, feeds, intake, linking, loans
from handlers.calls import Call
from handlers.messages import Look, Reply, Segment
from handlers.planning import conversing, listing
from handlers.reach import place
from handlers.texts.paragraphs import said
from storage.errors import Missing, Tampered
from storage.records import BODY, Entry, Number

LISTED = 20
"""How many originals the list shows; the chat page has them all."""


async def obey(call: Call, command: account.Command) -> None:
    """Answer one command."""
    await intake.answer(call.change, call.row, await ANSWERS[command.verb](call, command))


async def _help(call: Call, _: account.Command) -> Reply:
    return account.usage(call.desk.texts)


async def _start(call: Call, _: account.Command) -> Reply:
    desk = call.desk
    return account.welcome(desk.texts, operator=desk.operator, days=desk.rules.retention_days)


async def _privacy(call: Call, _: account.Command) -> Reply:
    desk = call.desk
    return account.privacy(desk.texts, operator=desk.operator, days=desk.rules.retention_days)


async def _cancel(call: Call, _: account.Command) -> Reply:
    dropped = [await conversing.cancel(call), await loans.cancel(call)]
    segments = [segment for reply in dropped if reply for segment in reply.segments]
    return Reply(tuple(segments)) if segments else account.cancelled(call.desk.texts)


async def _plans(call: Call, _: account.Command) -> Reply:
    return await listing.shown(call)


async def _new_plan(call: Call, _: account.Command) -> Reply:
    return await conversing.ask_for_one(call)


async def _delete_all(call: Call, _: account.Command) -> Reply:
    texts, doors = call.desk.texts, dict(call.change.doors(call.row.person))
    others = [door for ledger, door in doors.items() if ledger != call.row.ledger]
    return account.delete_all(texts, [place(texts, door) for door in others])


async def _list(call: Call, _: account.Command) -> Reply:
    entries = await call.change.originals(call.row.ledger, LISTED)
    lines = [await _listed(call, entry) for entry in entries if not entry.erased]
    return account.list_evidence(call.desk.texts, lines)


async def _complain(call: Call, _: account.Command) -> Reply:
    return await complaining.begin(call, None)


async def _listed(call: Call, entry: Entry) -> account.Listed:
    """One line; a damaged original is listed too, what it is cannot be said."""
    try:
        original = bodies.original_in(await call.change.part(entry.item, BODY))
    except (Missing, Tampered):
        return account.Listed(_number(entry), entry.at, "other")
    media = original.media[0].kind.value if original.media else None
    return account.Listed(_number(entry), entry.at, media)


async def _delete_one(call: Call, command: account.Command) -> Reply:
    entry = await _meant(call, command.number)
    if entry is None or entry.erased:
        return account.no_such_evidence(call.desk.texts, command.number)
    return account.delete_one(call.desk.texts, number=_number(entry), seq=entry.seq)


async def _meant(call: Call, number: int | None) -> Entry | None:
    """The original he names, else the latest one that is still there."""
    if number is not None:
        return await call.change.entry_by_number(call.row.ledger, Number(number))
    latest = await call.change.originals(call.row.ledger, LISTED)
    return next((entry for entry in latest if not entry.erased), None)


def _number(entry: Entry) -> Number:
    if entry.number is None:
        raise ValueError("an original has a number")
    return entry.number


async def _link(call: Call, _: account.Command) -> Reply:
    return await linking.show(call)


async def _calendar(call: Call, _: account.Command) -> Reply:
    """A new address for his calendar; only the page on this machine serves it."""
    texts = call.desk.texts
    if call.row.door not in call.desk.rules.free:
        return Reply((said(texts, "feed.elsewhere"),))
    secret = await feeds.open_feed(call.change, call.row.person)
    address = texts.say("feed.path", path=f"/calendar/{secret}.ics")
    return Reply(
        (
            said(texts, "feed.made"),
            Segment(address, look=Look.LINK),
            said(texts, "feed.private", look=Look.SMALL),
            said(texts, "feed.file"),
            Segment(texts.say("feed.path", path="/api/calendar.ics"), look=Look.LINK),
        )
    )


async def _calendar_stop(call: Call, _: account.Command) -> Reply:
    was = await feeds.close_feed(call.change, call.row.person)
    return Reply((said(call.desk.texts, "feed.stopped" if was else "feed.none"),))


ANSWERS: Mapping[account.Verb, Callable[[Call, account.Command], Awaitable[Reply]]] = {
    account.Verb.START: _start,
    account.Verb.HELP: _help,
    account.Verb.PRIVACY: _privacy,
    account.Verb.CANCEL: _cancel,
    account.Verb.LIST: _list,
    account.Verb.COMPLAIN: _complain,
    account.Verb.CALENDAR: _calendar,
    account.Verb.LINK: _link,
    account.Verb.CALENDAR_STOP: _calendar_stop,
    account.Verb.PLANS: _plans,
    account.Verb.NEW_PLAN: _new_plan,
    account.Verb.DELETE_ONE: _delete_one,
    account.Verb.WITHDRAW: _delete_one,
    account.Verb.DELETE_ALL: _delete_all,
}
