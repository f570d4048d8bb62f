"""What a button does. Actions are "verb" or "verb:argument"; an unknown one gets a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from handlers import (
    account,
    actions,
    advice,
    albums,
    answers,
    bodies,
    complaining,
    consult,
    edits,
    intake,
    keys,
    linking,
    opinions,
    released,
    subjects,
)
from handlers.calls import Call
from handlers.counsel import saying
from handlers.dossiers import FEEDBACK, NOT_DEBT
from handlers.messages import Reply
from handlers.planning import buttons
from handlers.questions import COLLECTED, STRETCHES, Answer
from handlers.replies import to_bytes
from handlers.subjects import Subject
from handlers.verdicts import Passage
from storage.errors import Erased
from storage.records import Draft, Entry, Kind

WRONG = "wrong"


async def press(call: Call) -> None:
    """Answer one button."""
    verb, _, argument = (call.incoming.button or "").partition(":")
    act = ACTS.get(verb, _stale)
    reply = await act(call, argument)
    if reply is None:
        return
    # what he meant by the words that he lets go is answered under this press, too
    key = keys.thanked(call.row.id) if verb in released.VERBS else keys.answer(call.row.id)
    await intake.say(call.change, call.row, key, reply)


async def _about(call: Call, argument: str) -> Entry | None:
    """The original, or the version of it, a button speaks about; None if gone or never his."""
    entry = await actions.entry(call, argument)
    if entry is None or entry.kind not in {Kind.ORIGINAL, Kind.EDIT}:
        return None
    return await subjects.numbered(call.change, entry)


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


async def _not_debt(call: Call, argument: str) -> Reply:
    """He says that what we judged is no collector's message."""
    return await _feedback(call, argument, NOT_DEBT)


async def _wrong(call: Call, argument: str) -> Reply:
    """He says that the verdict is wrong; pressed again under our thanks, in which way."""
    number, colon, fault = argument.partition(":")
    if colon and fault not in advice.FAULTS:
        return account.stale_button(call.desk.texts)
    return await _feedback(call, number, f"{WRONG}{colon}{fault}")


async def _feedback(call: Call, argument: str, word: str) -> Reply:
    """Keep what he thinks of a verdict beside the evidence; the same again changes nothing."""
    entry = await _about(call, argument)
    if entry is None:
        return account.stale_button(call.desk.texts)
    texts, number = call.desk.texts, entry.number or 0
    known = await subjects.noted(call.change, entry, FEEDBACK)
    if any(bodies.unpack(body)["says"] == word for _, body in known):
        return advice.already_answered(texts, number=number)
    body = bodies.pack({"says": word})
    await call.change.note(call.row.ledger, entry.seq, FEEDBACK, body, call.row.received_at)
    return advice.feedback_thanks(texts, number=number, seq=entry.seq, asks=word == WRONG)


def _says(answer: Answer) -> Callable[[Call, str], Awaitable[Reply | None]]:
    """He answers our question: noted, and judged again with what he knows."""

    async def act(call: Call, argument: str) -> Reply | None:
        entry = await _about(call, argument)
        if entry is None or await opinions.latest_verdict(call.change, entry) is None:
            return account.stale_button(call.desk.texts)
        subject = await subjects.subject_of(call.change, entry)
        return await _answered(call, subject, answer)

    return act


async def _when(call: Call, argument: str) -> Reply | None:
    """He says in which stretch of the day it came."""
    number, _, stretch = argument.partition(":")
    if stretch not in STRETCHES:
        return account.stale_button(call.desk.texts)
    return await _says(Answer(stretch))(call, number)


async def _answered(call: Call, subject: Subject, answer: Answer) -> Reply | None:
    """Note the answer and the verdict it leads to; the same one again changes nothing."""
    change, now, number = call.change, call.row.received_at, subject.entry.number or 0
    before = await answers.given(change, subject.entry)
    if before.has(answer):
        return advice.already_answered(call.desk.texts, number=number)
    await answers.note(change, subject.entry, answer, now)
    words = await subjects.words_of(change, subject)
    received_at = subject.original.received_at
    judgement = answers.judged(call.desk, words, received_at, before.but(answer))
    note = await opinions.note_verdict(
        change, subject, judgement, now, **{opinions.ANSWERED: answer.value}
    )
    reply = opinions.verdict_reply(call.desk, subject, judgement)
    if answer is Answer.NO:
        paper = judgement.verdict.paper
        reply = advice.ended(call.desk.texts, number=number, seq=subject.entry.seq, paper=paper)
    # under the key of what it quotes, not of the button
    draft = Draft(key=keys.opinion(call.row.ledger, note.seq), body=to_bytes(reply))
    await change.say(call.row.ledger, subject.entry.item, draft, now)
    return None


async def _let_go(call: Call, _: str) -> Reply:
    return advice.let_go(call.desk.texts)


async def _keep(call: Call, argument: str) -> Reply | None:
    """Keep what he typed before, although we were not sure what it is; he may have said it."""
    identity, _, word = argument.partition(":")
    number = actions.whole(identity)
    answer = Answer(word) if word in COLLECTED else None
    row = None if number is None else await call.change.inbox_row(number)
    if row is None or row.ledger != call.row.ledger:
        return account.stale_button(call.desk.texts)
    try:
        incoming = edits.as_new(call.translate(row, await call.change.payload(row)))
    except Erased:
        return account.stale_button(call.desk.texts)
    passage = Passage(incoming.text, incoming.channel, incoming.sent)
    told = answers.Answers(sender=answer)
    judgement = answers.judged(call.desk, passage, incoming.received_at, told)
    now = call.row.received_at
    kept = await intake.keep(call.desk, call.change, row, incoming, judgement, said=answer, at=now)
    if kept is None or kept.new or kept.entry.number is None:
        return None
    # pressed again: that delivery has its answer already, this press has none yet
    return advice.already_kept(call.desk.texts, number=kept.entry.number)


async def _complain(call: Call, argument: str) -> Reply:
    """Where to complain about it; he is asked who lent the money."""
    entry = await _about(call, argument)
    if entry is None:
        return account.stale_button(call.desk.texts)
    return await complaining.begin(call, entry)


async def _lender(call: Call, argument: str) -> Reply:
    """He says who lent the money, about a piece of evidence or in general."""
    seq, lender = complaining.about(argument)
    entry = await _about(call, seq) if seq else None
    if seq and entry is None:
        return account.stale_button(call.desk.texts)
    return await complaining.choose(call, entry, lender)


async def _link(call: Call, argument: str) -> Reply:
    """He confirms that two places are one person."""
    return await linking.confirm(call, argument)


ACTS: Mapping[str, Callable[[Call, str], Awaitable[Reply | None]]] = {
    "withdraw": _withdraw,
    "link": _link,
    "erase": _erase,
    "erase-case": _erase_case,
    "cancel": _cancel,
    "more": _more,
    "complain": _complain,
    "lender": _lender,
    "notdebt": _not_debt,
    "wrong": _wrong,
    **{answer.value: _says(answer) for answer in Answer if answer not in STRETCHES},
    "when": _when,
    "keep": _keep,
    released.LET_GO: _let_go,
    saying.ASK: consult.asked,
    saying.OTHER: consult.meant_otherwise,
    **buttons.ACTS,
}
