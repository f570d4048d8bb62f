"""Questions in the chat: answered from reviewed data, with the person's own evidence named."""

from __future__ import annotations

from datetime import timedelta

from handlers import account, advice, intake, loans, opinions, unable
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.counsel import saying
from handlers.counsel.counsel import Counsel, Told
from handlers.counsel.finding import Heard
from handlers.counsel.matter import Matter, MatterId
from handlers.judging import Judgement
from handlers.law.errors import UnknownId
from handlers.messages import Reply
from handlers.replies import from_bytes
from handlers.verdicts import Outcome, PracticeId, Verdict

RECENT = timedelta(hours=12)
"""How long a question is remembered as what the next one may lean on."""
_LOOKED_BACK = 5
_COSTS = PracticeId("illegal_interest_or_fee")
_BARE = 14
"""Characters of a question that is no more than its subject (银保监会的投诉电话)."""
_LISTED = 20
_NAMED = 3


def asks(counsel: Counsel, text: str, judgement: Judgement | None) -> Heard | None:
    """What is heard in typed words that are a question to us, None in words to be kept.

    Args:
        judgement: of them as a collector's message.
    """
    verdict = None if judgement is None else judgement.verdict
    if verdict is not None and verdict.offer is not None:
        return None
    outcome = None if verdict is None else verdict.outcome
    heard = counsel.hear(text)
    if (
        judgement is not None
        and only_costs(judgement)
        and counsel.tells_own_loan(text, judgement.day)
    ):
        return heard
    return heard if _is_question(counsel, text, judgement, heard, outcome) else None


def only_costs(judgement: Judgement) -> bool:
    """Whether all that was found is what a loan costs: whoever took it tells of it like that."""
    verdict = judgement.verdict
    found = {finding.practice for finding in verdict.findings}
    return verdict.outcome is Outcome.FOUND and found == {_COSTS}


def _is_question(
    counsel: Counsel,
    text: str,
    judgement: Judgement | None,
    heard: Heard,
    outcome: Outcome | None,
) -> bool:
    if not heard.own:
        return False
    if heard.known or (judgement is not None and counsel.counts(text, judgement.day)):
        short = len(text) <= _BARE and outcome is not Outcome.FOUND
        return heard.question or short or outcome is Outcome.NOT_COLLECTION
    if outcome is Outcome.FOUND:
        return False
    return heard.question and (heard.anchored or heard.elliptic)


async def answer(call: Call, heard: Heard) -> None:
    """Answer what was typed, or say that it is not known and what is near."""
    desk, text = call.desk, call.incoming.text
    day = beijing_day(call.row.received_at)
    before = await _before(call) if heard.elliptic else None
    told = desk.counsel.ask(text, day, before)
    if not told.known and not (heard.anchored or before):
        if not call.row.first:
            await intake.answer(call.change, call.row, advice.chat_hint(desk.texts))
        return
    reply = await _reply(call, told, keepable=True)
    counted = await loans.begin(call, text)
    if counted is None:
        await loans.pass_by(call)
    elif told.computed is not None:
        reply = loans.with_recap(reply, call, told.computed)
    await intake.answer(call.change, call.row, reply)


async def asked(call: Call, argument: str) -> Reply:
    """He presses a question."""
    matter = _matter(call, argument)
    if matter is None:
        return account.stale_button(call.desk.texts)
    told = call.desk.counsel.about(matter, beijing_day(call.row.received_at))
    return await _reply(call, told)


async def meant_otherwise(call: Call, argument: str) -> Reply:
    """He says that this was not what he asked."""
    matter = _matter(call, argument)
    if matter is None:
        return account.stale_button(call.desk.texts)
    return saying.others(call.desk.texts, call.desk.counsel.near(matter))


def _matter(call: Call, wanted: str) -> Matter | None:
    try:
        return call.desk.counsel.book.matter(wanted)
    except UnknownId:
        return None


async def _reply(call: Call, told: Told, *, keepable: bool = False) -> Reply:
    own = await _own_evidence(call, told.matter) if told.matter is not None else ()
    reply = saying.reply(call.desk.texts, told, own, keepable=keepable)
    if told.matter is not None and told.matter.id == unable.MATTER:
        return unable.with_way_on(call.desk.texts, reply)
    return reply


async def _before(call: Call) -> MatterId | None:
    """What this person was last told about, from the buttons under that answer."""
    since = call.row.received_at - RECENT
    for row in await call.change.outbox_of(call.row.ledger, _LOOKED_BACK):
        if row.created_at < since:
            return None
        if not row.body:  # its sealed bytes are damaged
            continue
        for button in from_bytes(row.body).buttons:
            verb, _, argument = button.action.partition(":")
            if verb == saying.OTHER:
                return MatterId(argument)
    return None


async def _own_evidence(call: Call, matter: Matter) -> tuple[int, ...]:
    """Numbers of his originals in which was found what the answer is about, newest first."""
    if not matter.practices:
        return ()
    found: list[int] = []
    for entry in await call.change.originals(call.row.ledger, _LISTED):
        if entry.erased or entry.number is None:
            continue
        verdict = await opinions.latest_verdict(call.change, entry)
        if verdict is not None and _shows(verdict, matter):
            found.append(entry.number)
        if len(found) == _NAMED:
            break
    return tuple(sorted(found))


def _shows(verdict: Verdict, matter: Matter) -> bool:
    return any(finding.practice in matter.practices for finding in verdict.findings)
