"""The conversation in which a plan is agreed: begun by a sentence, ended by 保存 or 取消.

Nothing is saved before 保存. Everything else that arrives passes it by, and the open question
is recalled once afterwards.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers import account, actions, intake, keys, plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.language.repayment import altering, reading
from handlers.messages import Reply
from handlers.planning import aside, asking, confirming, payments, renewing, rest
from handlers.planning import draft as drafts
from handlers.planning.another import Another, another
from handlers.planning.draft import Ask, Draft, Drafted
from handlers.planning.numbered import number_in
from handlers.planning.renewing import Standing
from handlers.planning.warnings import dangers, warnings
from handlers.planning.which import which_plan
from handlers.plans import KeptPlan
from handlers.repayment.plan import Plan
from handlers.repayment.states import PlanStatus
from handlers.texts.paragraphs import said

_CHANGES: Final = re.compile(
    r"改成|改为|改到|减免?到|减为|降到|降为|调到|调成|调整[到为成]|变成|变了|有变|重新(?:谈|约|商量)|换成|以后每"
)
_ELSE: Final = re.compile(r"提醒|打扰|通知|时区|日历|密码|电话|[?？吗]$|怎么|能不能|可以")
LONGEST_ANSWER: Final = 120
"""Characters an answer may have; more is a message of its own."""


async def begin(call: Call) -> None:
    """A sentence that tells a plan: it is read, and what it leaves open is asked."""
    open_one = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if open_one is not None and await _answer(call, open_one):
        return
    at, text = call.row.received_at, call.incoming.text
    changes = _says_change(text) or rest.agreed_anew(text)
    if changes or (open_one is not None and _of_rows(open_one, text)):
        reply = await change(call)
    else:
        reply = None
    if reply is not None:
        await intake.answer(call.change, call.row, reply)
        return
    await intake.answer(call.change, call.row, await say_beside(call, text, at))


def heard_change(text: str, at: datetime) -> bool:
    """Whether a short text says what is agreed otherwise now (改成每月20号), and nothing else."""
    if len(text) > LONGEST_ANSWER or _ELSE.search(text):
        return False
    _, text = number_in(text)
    if altering.read(text) is not None:
        return True
    changes = _CHANGES.search(text) is not None or rest.names_rest(text)
    return changes and drafts.says_something(text, beijing_day(at))


def _says_change(text: str) -> bool:
    """Whether the words themselves say that something is agreed otherwise."""
    return _CHANGES.search(text) is not None or altering.read(text) is not None


async def change(call: Call) -> Reply | None:
    """The rows that are open of a plan as he says they are now; asked where it may be several.

    None where there is no such plan, or the words fix a plan that may be another.
    """
    at, (number, text) = call.row.received_at, number_in(call.incoming.text)
    open_one = await drafts.opened(call.change, call.row.person, at)
    if open_one is not None and open_one.base is not None:
        return _misread(call, open_one)  # it was no answer there, and must not begin anew
    guessed = number is None and not _says_change(text)
    found = await renewing.changed_plans(call, text, number)
    if isinstance(found, Reply):
        return found
    if len(found) != 1:
        another_one = reading.read(text, at).plan() is not None
        another_one = not rest.names_rest(text) if guessed else another_one
        tail = f":say:{call.row.id}"
        asked = which_plan(call.desk.texts, found, "plan-changed", tail)
        return None if another_one or not found else asked
    draft = replace(_renewing(call, found[0]), guessed=guessed)
    told = drafts.answers(draft, text, at)
    if told is None and not (_of_rows(draft, text) or drafts.ends_it(draft, text, beijing_day(at))):
        told = draft.but(Ask.CHANGE, text, at)
    if told is None and not _CHANGES.search(text):
        return None  # no instalment that it could be about
    draft = await aside.begin(call, told or draft)
    if told is not None:
        return await proceed(call, draft)
    return _misread(call, draft)


def _of_rows(draft: Draft, text: str) -> bool:
    """Whether it speaks of single instalments, or may do so."""
    return altering.names_rows(text) or drafts.each_or_one(draft, text) is not None


def _misread(call: Call, draft: Draft) -> Reply:
    today = beijing_day(call.row.received_at)
    stand = drafts.drafted(draft)
    return asking.misread(call.desk.texts, draft, stand, today, call.incoming.text)


async def say_again(call: Call, delivery: int) -> Reply | None:
    """What he said before it was asked for which plan, told to the conversation now open."""
    before = await actions.delivered(call, str(delivery))
    draft = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if before is None or draft is None:
        return None
    told = drafts.answers(draft, before.text, call.row.received_at)
    if told is None:
        return None
    return await go_on(call, told)


async def ask_for_one(call: Call) -> Reply:
    """He wants a new plan and has not said what was agreed."""
    draft = await aside.begin(call, Draft(id=call.row.id, at=call.row.received_at))
    return _question(call, draft, drafts.drafted(draft))


async def renew(call: Call, kept: KeptPlan) -> Reply:
    """Other rows were agreed for a plan: what they are is told next."""
    draft = await aside.begin(call, _renewing(call, kept))
    return _question(call, draft, drafts.drafted(draft))


def _renewing(call: Call, kept: KeptPlan) -> Draft:
    """A conversation about the rows of a plan that are still open."""
    return Draft(
        id=call.row.id,
        at=call.row.received_at,
        renews=plans.handle(kept.row),
        base=renewing.left(kept),
        numbers=renewing.numbers(kept),
    )


async def takes(call: Call) -> bool:
    """Whether the words answer the open question; if so they are answered here."""
    text = call.incoming.text
    if len(text) > LONGEST_ANSWER or "【" in text or "您" in text:
        return False  # a collector speaks to somebody; an answer does not
    draft = await drafts.opened(call.change, call.row.person, call.row.received_at)
    return draft is not None and await _answer(call, draft)


async def _answer(call: Call, draft: Draft) -> bool:
    if draft.asks is Ask.PAID:
        reply = await payments.take_amount(call, draft)
        if reply is not None:
            await intake.answer(call.change, call.row, reply)
        return reply is not None
    beside = another(draft, call.incoming.text, call.row.received_at)
    if beside is not None:
        await intake.answer(call.change, call.row, await _beside(call, draft, beside))
        return True
    told = drafts.answers(draft, call.incoming.text, call.row.received_at)
    if told is None:
        return False
    await _go_on(call, told)
    return True


async def _beside(call: Call, draft: Draft, other: Another) -> Reply:
    """Another debt is told meanwhile: of a plan that runs it is asked, else it goes first."""
    if draft.renews is not None and draft.base is not None:
        found = await renewing.standing(call, draft)
        over = await renewing.over(call, found)
        return over or asking.beside(call.desk.texts, found, other.creditor, call.row.id)
    return await say_beside(call, call.incoming.text, call.row.received_at)


async def say_beside(call: Call, text: str, at: datetime) -> Reply:
    """A plan of its own begins with these words; one that was open waits."""
    open_one = await drafts.opened(call.change, call.row.person, call.row.received_at)
    draft = await aside.begin(call, await _fresh(call, text, at))
    reply = await proceed(call, draft)
    if open_one is None or not draft.waiting:
        return reply
    name = drafts.drafted(draft).creditor
    waits = asking.set_aside(call.desk.texts, open_one, name)
    return replace(reply, segments=(waits, *reply.segments))


async def _fresh(call: Call, text: str, at: datetime) -> Draft:
    """A conversation that begins with these words; of a plan that runs where they say so."""
    fresh = Draft(id=call.row.id, at=call.row.received_at)
    if drafts.name_in(text, beijing_day(at)) and (_says_change(text) or rest.names_rest(text)):
        found = await renewing.running_of(call, text)
        if len(found) == 1:
            return _renewing(call, found[0]).but(Ask.CHANGE, text, at)
    return fresh.but(Ask.SENTENCE, text, at)


async def _go_on(call: Call, draft: Draft) -> None:
    """Say what comes next to what was told."""
    await intake.answer(call.change, call.row, await go_on(call, draft))


async def go_on(call: Call, draft: Draft) -> Reply:
    """Seal what was told; what comes next."""
    await drafts.keep(call.change, call.row.ledger, draft)
    return await proceed(call, draft)


async def proceed(call: Call, draft: Draft) -> Reply:
    """What comes next: the open question, or the table."""
    found = await renewing.standing(call, draft)
    return await renewing.over(call, found) or await shown(call, found)


async def shown(call: Call, found: Standing) -> Reply:
    """The question or the table, behind what happened to the plan meanwhile."""
    if found.words:
        await drafts.keep(call.change, call.row.ledger, found.draft)
    reply = await _asked(call, found)
    return replace(reply, segments=(*found.words, *reply.segments))


async def _asked(call: Call, found: Standing) -> Reply:
    draft = found.draft
    stand = drafts.drafted(draft)
    if stand.asks is not None or stand.plan is None:
        return await _open(call, found, stand)
    today = beijing_day(call.row.received_at)
    same = None if draft.renews is not None else await _same(call, stand.plan)
    return confirming.table(
        call.desk.texts,
        call.desk.holidays,
        draft,
        stand,
        stand.plan,
        warnings=warnings(call.desk.texts, stand, draft.told, today, call.desk.rates),
        same=same,
        renews=found.number if draft.renews is not None else None,
    )


async def _open(call: Call, found: Standing, stand: Drafted) -> Reply:
    """The question, with the plan that it is taken for, or those that it may be about."""
    texts, asked = call.desk.texts, _question(call, found.draft, stand)
    if found.draft.guessed and found.number is not None:
        return rest.doubtful(texts, found.draft, found.number, asked)
    if stand.asks is not Ask.CREDITOR:
        return asked
    running = await plans.listed(call.change, call.row.person, only_open=True)
    owed = [one.state.plan.creditor for one in running if one.state.status is PlanStatus.RUNNING]
    return asking.to_creditors(found.draft, [one for one in owed if one], asked)


def _question(call: Call, draft: Draft, stand: Drafted) -> Reply:
    texts, today = call.desk.texts, beijing_day(call.row.received_at)
    asked = asking.question(texts, draft, stand, today)
    return replace(asked, segments=(*dangers(texts, draft.told, today), *asked.segments))


async def _same(call: Call, plan: Plan) -> KeptPlan | None:
    """A running plan with the same creditor; of one that names nobody the only one there is."""
    every = await plans.listed(call.change, call.row.person, only_open=True)
    running = [one for one in every if one.state.status is PlanStatus.RUNNING]
    if plan.creditor is None:
        return running[0] if len(running) == 1 else None
    return next(iter(renewing.owed_to(running, plan.creditor)), None)


async def recall(call: Call) -> None:
    """Something else was answered: say once what the open plan still lacks."""
    draft = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if draft is None or draft.resumed:
        return
    stand = drafts.drafted(draft)
    today = beijing_day(call.row.received_at)
    reply = asking.recalled(call.desk.texts, draft, stand, today)
    await intake.say(call.change, call.row, keys.recalled(call.row.id), reply)
    await drafts.keep(call.change, call.row.ledger, replace(draft, resumed=True))


async def lapse(call: Call) -> Reply | None:
    """That what he told days ago was never saved and is given up now; None where nothing is."""
    draft = await drafts.lapsed(call.change, call.row.person, call.row.received_at)
    return None if draft is None else asking.lapsed(call.desk.texts, draft)


async def misread(call: Call) -> bool:
    """Words that are neither an answer nor anything else, while a question is open."""
    draft = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if draft is None:
        return False
    if drafts.drafted(draft).asks is None and not _of_rows(draft, call.incoming.text):
        return False
    await intake.answer(call.change, call.row, _misread(call, draft))
    return True


async def cancel(call: Call) -> Reply | None:
    """取消 in words or by a command; None when nothing is open."""
    draft = await drafts.opened(call.change, call.row.person, call.row.received_at)
    return None if draft is None else await _dropped(call, draft)


async def _dropped(call: Call, draft: Draft) -> Reply:
    """Nothing of it is saved; what waited behind it is gone on with."""
    after = await drafts.close(call.change, call.row.person)
    dropped = "paid.dropped" if draft.asks is Ask.PAID else "agree.dropped"
    words = said(call.desk.texts, dropped)
    if after is None:
        return Reply((words,))
    again = await back(call, after)
    return replace(again, segments=(words, *again.segments))


async def back(call: Call, draft: Draft) -> Reply:
    """What waited is open again: what it lacks, or its table."""
    if draft.asks is Ask.PAID:
        return _question(call, draft, drafts.drafted(draft))
    again = await proceed(call, draft)
    head = asking.back(call.desk.texts, draft)
    return replace(again, segments=(head, *again.segments))


async def press_say(call: Call, argument: str) -> Reply:
    """An answer that was pressed: the same as its words."""
    stamp, _, words = argument.partition(":")
    draft = await stamped(call, stamp)
    if draft is None:
        return await stale(call)
    told = _pressed(draft, words, call)
    if told is None:
        return await stale(call)
    return await go_on(call, told)


def _pressed(draft: Draft, words: str, call: Call) -> Draft | None:
    at = call.row.received_at
    if drafts.drafted(draft).asks is Ask.CREDITOR and not words:
        return draft.but(Ask.CREDITOR, "", at)
    return drafts.answers(draft, words, at)


async def press_edit(call: Call, stamp: str) -> Reply:
    """改一改: he says what differs."""
    draft = await stamped(call, stamp)
    if draft is None:
        return await stale(call)
    draft = replace(draft, asks=Ask.CHANGE, at=call.row.received_at, resumed=False)
    await drafts.keep(call.change, call.row.ledger, draft)
    return _question(call, draft, drafts.drafted(draft))


async def press_table(call: Call, stamp: str) -> Reply:
    """The table again."""
    draft = await stamped(call, stamp)
    return await stale(call) if draft is None else await proceed(call, draft)


async def press_drop(call: Call, stamp: str) -> Reply:
    """取消 under a question or a table, also of an earlier step."""
    draft = await aside.of_stamp(call, stamp, exactly=False)
    return account.stale_button(call.desk.texts) if draft is None else await _dropped(call, draft)


async def stamped(call: Call, stamp: str) -> Draft | None:
    """The conversation, open or waiting, if the button belongs to its latest step."""
    return await aside.of_stamp(call, stamp)


async def stale(call: Call) -> Reply:
    """A button of an earlier step: what is asked now; of a conversation that is over: said so."""
    draft = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if draft is None:
        return account.stale_button(call.desk.texts)
    return await proceed(call, draft)
