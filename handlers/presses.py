"""What a button does. Actions are "verb" or "verb:argument"; an unknown one gets a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time

from handlers import account, advice, albums, bodies, edits, intake, keys, opinions, subjects
from handlers.beijing import BEIJING, beijing_day
from handlers.calls import Call
from handlers.judging import Judgement
from handlers.messages import Reply
from handlers.replies import to_bytes
from handlers.subjects import Subject
from handlers.verdicts import Passage, Sent, SentSource
from storage.errors import Erased, Missing
from storage.records import Draft, Entry, Kind, Seq

LONGEST_NUMBER = 15
"""Digits; the database takes no number much longer."""
FEEDBACK = "feedback"
STATED = "stated"
HOURS = {"day": time(12), "night": time(23, 30)}
"""A clock time inside the stretch the person named; only the stretch is ever told back."""


async def press(call: Call) -> None:
    """Answer one button."""
    verb, _, argument = (call.incoming.button or "").partition(":")
    act = ACTS.get(verb, _stale)
    reply = await act(call, argument)
    if reply is not None:
        await intake.answer(call.change, call.row, reply)


async def _about(call: Call, argument: str) -> Entry | None:
    """The original, or the version of it, a button speaks about; None if gone or never his."""
    seq = _whole(argument)
    if seq is None:
        return None
    try:
        entry = await call.change.entry(call.row.ledger, Seq(seq))
    except Missing:
        return None
    if entry.erased or entry.kind not in {Kind.ORIGINAL, Kind.EDIT}:
        return None
    return await subjects.numbered(call.change, entry)


def _whole(argument: str) -> int | None:
    """The number an action names; None for what no button of ours says."""
    return int(argument) if argument.isdecimal() and len(argument) <= LONGEST_NUMBER else None


async def _stale(call: Call, _: str) -> Reply:
    return account.stale_button(call.desk.texts)


async def _cancel(call: Call, _: str) -> Reply:
    return account.cancelled(call.desk.texts)


async def _withdraw(call: Call, argument: str) -> Reply:
    entry = await _about(call, argument)
    if entry is None:
        return account.stale_button(call.desk.texts)
    original = await subjects.first_version(call.change, entry)
    subject = await subjects.subject_of(call.change, original)
    if subject.is_case:
        return albums.ask_to_delete(call.desk, subject)
    return account.delete_one(call.desk.texts, number=entry.number or 0, seq=original.seq)


async def _erase(call: Call, argument: str) -> Reply:
    entry = await _about(call, argument)
    if entry is None:
        return account.stale_button(call.desk.texts)
    entry = await subjects.first_version(call.change, entry)  # with all its versions
    await albums.erase_one(call.desk, call.change, entry, call.row.received_at)
    return account.deleted(call.desk.texts, number=entry.number or 0)


async def _erase_case(call: Call, argument: str) -> Reply:
    entry = await _about(call, argument)
    if entry is None:
        return account.stale_button(call.desk.texts)
    subject = await subjects.subject_of(call.change, entry)
    return await albums.erase_all(call.desk, call.change, subject, call.row.received_at)


async def _more(call: Call, argument: str) -> Reply:
    entry = await _about(call, argument)
    verdict = None if entry is None else await opinions.latest_verdict(call.change, entry)
    if entry is None or verdict is None:
        return account.stale_button(call.desk.texts)
    subject = await subjects.subject_of(call.change, entry)
    original = subject.original
    judgement = call.desk.judge.with_law(verdict, original.sent.at, original.received_at)
    return advice.more(
        call.desk.texts,
        number=subject.entry.number or 0,
        provisions=judgement.provisions,
        day=judgement.day,
        day_is_receipt=judgement.day_is_receipt,
    )


def _feedback(word: str) -> Callable[[Call, str], Awaitable[Reply]]:
    async def note(call: Call, argument: str) -> Reply:
        entry = await _about(call, argument)
        if entry is None:
            return account.stale_button(call.desk.texts)
        body = bodies.pack({"says": word})
        await call.change.note(call.row.ledger, entry.seq, FEEDBACK, body, call.row.received_at)
        return advice.feedback_thanks(call.desk.texts, number=entry.number or 0, seq=entry.seq)

    return note


async def _yes(call: Call, argument: str) -> Reply | None:
    """He says that it is a collector's message: what was possible now counts."""
    entry = await _about(call, argument)
    verdict = None if entry is None else await opinions.latest_verdict(call.change, entry)
    if entry is None or verdict is None:
        return account.stale_button(call.desk.texts)
    subject = await subjects.subject_of(call.change, entry)
    original = subject.original
    judgement = call.desk.judge.with_law(
        call.desk.judge.confirmed(verdict), original.sent.at, original.received_at
    )
    await _judged(call, subject, judgement, confirmed_by="person")
    return None


async def _when(call: Call, argument: str) -> Reply | None:
    """He says when it came: judged again with that stretch, noted as stated by him."""
    number, _, stretch = argument.partition(":")
    entry = await _about(call, number)
    if entry is None or stretch not in HOURS:
        return account.stale_button(call.desk.texts)
    subject = await subjects.subject_of(call.change, entry)
    received_at = subject.original.received_at
    words = await subjects.words_of(call.change, subject)
    sent = Sent(_stated(received_at, stretch), SentSource.STATED)
    verdict = call.desk.judge.judge(Passage(words.text, words.channel, sent), received_at).verdict
    judgement = call.desk.judge.with_law(verdict, None, received_at)
    await _judged(call, subject, judgement, stated=stretch)
    return None


async def _judged(call: Call, subject: Subject, judgement: Judgement, **why: str) -> None:
    """Note and say a later verdict, under the key of what it quotes, not of the button."""
    change, now = call.change, call.row.received_at
    note = await opinions.note_verdict(change, subject, judgement, now, **why)
    draft = Draft(
        key=keys.opinion(call.row.ledger, note.seq),
        body=to_bytes(opinions.verdict_reply(call.desk, subject, judgement)),
    )
    await change.say(call.row.ledger, subject.entry.item, draft, now)


def _stated(received_at: datetime, stretch: str) -> datetime:
    return datetime.combine(beijing_day(received_at), HOURS[stretch], BEIJING)


async def _keep(call: Call, argument: str) -> Reply | None:
    """Keep what he typed before, although we were not sure what it is."""
    number = _whole(argument)
    row = None if number is None else await call.change.inbox_row(number)
    if row is None or row.ledger != call.row.ledger:
        return account.stale_button(call.desk.texts)
    try:
        incoming = edits.as_new(call.translate(row, await call.change.payload(row)))
    except Erased:
        return account.stale_button(call.desk.texts)
    passage = Passage(incoming.text, incoming.channel, incoming.sent)
    judgement = call.desk.judge.judge(passage, incoming.received_at)
    kept = await intake.keep(call.desk, call.change, row, incoming, judgement)
    if kept is None or kept.new or kept.entry.number is None:
        return None
    # pressed again: that delivery has its answer already, this press has none yet
    return advice.already_kept(call.desk.texts, number=kept.entry.number)


ACTS: Mapping[str, Callable[[Call, str], Awaitable[Reply | None]]] = {
    "withdraw": _withdraw,
    "erase": _erase,
    "erase-case": _erase_case,
    "cancel": _cancel,
    "more": _more,
    "notdebt": _feedback("not_debt"),
    "wrong": _feedback("wrong"),
    "yes": _yes,
    "when": _when,
    "keep": _keep,
}
