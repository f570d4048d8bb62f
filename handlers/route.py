"""Which handler takes what arrived: one table, first match wins.

Deciding is pure and happens before the transaction; carrying out happens inside it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers import (
    account,
    advice,
    arrivals,
    consult,
    edits,
    guards,
    intake,
    judged,
    keeping,
    keys,
    linking,
    loans,
    presses,
    quotas,
    released,
    requests,
    talks,
    typed,
    unable,
)
from handlers.calls import Call, Translate
from handlers.desk import Desk
from handlers.messages import Incoming, Reply
from handlers.planning import (
    adjourned,
    chosen,
    controls,
    conversing,
    corrections,
    late,
    noting,
    owing,
    papers,
    rulings,
    served,
    within,
)
from handlers.planning import orders as plan_orders
from handlers.questions import Question
from handlers.seen import (
    Seen,
    asked_of_a_plan,
    asks_of_plans,
    changes_a_plan,
    corrects_a_payment,
    is_control,
    is_evidence,
    is_late,
    is_off,
    is_ruled,
    is_served,
    joins,
    look,
    may_be_a_label,
    news_of,
    noted,
    orders,
    says_done,
    seems_control,
    tells_a_plan,
)
from handlers.verdicts import Outcome
from storage.records import InboxRow
from storage.store import Change

STORIES = frozenset({"plan", "question", "threat", "reminder", "unsure"})
"""Ways of long messages in which a sentence may be news of a court."""


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the table.

    Attributes:
        ends: everything of this person is erased, the delivery itself included.
        yields: an answer to the open question of a plan goes before it.
        recalls: it passes an open plan by; the question of the plan is said again afterwards.
    """

    name: str
    takes: Callable[[Seen], bool]
    act: Callable[[Call, Seen], Awaitable[None]]
    ends: bool = False
    yields: bool = False
    recalls: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A way chosen for what arrived; `carry_out` runs inside one transaction."""

    way: Way
    seen: Seen

    async def carry_out(
        self, desk: Desk, change: Change, row: InboxRow, translate: Translate
    ) -> None:
        """Do it, and greet the person if this is the first contact."""
        call = Call(desk, change, row, self.seen.incoming, translate)
        pressed = await self._pressed(call)
        if isinstance(pressed, Reply):
            await intake.answer(change, row, pressed)
            await change.inbox_done(row)
            return
        if pressed is not None:
            button = dataclasses.replace(self.seen.incoming, button=pressed)
            fresh = dataclasses.replace(self.seen, incoming=button, command=None)
            await Decision(_way(fresh), fresh).carry_out(desk, change, row, translate)
            return
        if await self._is_stopped(call):
            await change.inbox_done(row)
            return
        # said once, by its key; whoever came in danger, or as a stranger, hears it afterwards
        if not self.seen.in_danger and not self.way.ends:
            greeting = account.welcome(
                desk.texts, operator=desk.operator, days=desk.rules.retention_days
            )
            await intake.say(change, row, keys.welcome(row.ledger), greeting)
        given_up = None if self.seen.in_danger or self.way.ends else await conversing.lapse(call)
        if not (self.way.yields and await self._is_awaited(call)):
            await self.way.act(call, self.seen)
            if self.way.name in STORIES and not is_evidence(self.seen):
                await within.offer(call)
            if self.way.recalls:
                await conversing.recall(call)
        if given_up is not None:
            await intake.say(change, row, keys.lapsed(row.id), given_up)
        if not self.way.ends:
            await change.inbox_done(row)

    async def _pressed(self, call: Call) -> str | Reply | None:
        """The button whose label was typed, or which of those offered was named in words."""
        if not may_be_a_label(self.seen):
            return None
        return await typed.pressed(call) or await chosen.chosen(call)

    async def _is_awaited(self, call: Call) -> bool:
        """Whether it goes on with what was told before, and was answered so."""
        if await loans.takes(call) or await conversing.takes(call):
            return True
        return await served.takes(call)

    async def _is_stopped(self, call: Call) -> bool:
        """Whether the operator's rules end it here, with a sentence."""
        seen = self.seen
        if await guards.stops(call, seen.command, in_danger=seen.in_danger):
            return True
        asks = seen.command is not None or seen.incoming.button is not None
        if asks or seen.in_danger or seen.incoming.recalls is not None:
            return False
        return await quotas.stops(call)


async def _grant(call: Call, seen: Seen) -> None:
    await requests.answer(call, seen.request)


async def _press(call: Call, _: Seen) -> None:
    meant = await released.words(call)
    await presses.press(call)
    if meant is None:
        return
    seen = look(call.desk, meant, released=True)
    way = _way(seen)
    if way.name in released.WAYS:
        await way.act(dataclasses.replace(call, incoming=meant), seen)


async def _obey(call: Call, seen: Seen) -> None:
    if seen.command is None or (call.row.first and seen.command.verb is account.Verb.START):
        return  # whoever begins has just been greeted
    await talks.obey(call, seen.command)


async def _note(call: Call, seen: Seen) -> None:
    wish = noted(seen)
    if wish is not None:
        await noting.take(call, wish, seen.judgement)


async def _agree(call: Call, _: Seen) -> None:
    if not await loans.takes(call):
        await conversing.begin(call)


async def _correct(call: Call, seen: Seen) -> None:
    """A payment was put down wrongly; where none was, the words are what they would be else."""
    told = corrects_a_payment(seen)
    reply = None if told is None else await corrections.carry_out(call, told)
    await _or_on("correction", call, seen, reply)
    if reply is not None:
        await conversing.recall(call)


async def _order(call: Call, seen: Seen) -> None:
    order = asked_of_a_plan(seen)
    if order is not None and await loans.takes(call):
        return  # 没还 answers what was asked of a loan
    reply = None if order is None else await plan_orders.carry_out(call, order)
    if reply is None and order is not None and order.what == "cannot":
        reply = unable.answer(call)
    if order is None or reply is None:
        await _pass_on("order", call, seen)
        return
    await intake.answer(call.change, call.row, reply)
    if order.what != "changed":  # that one has just asked what it wants to know
        await conversing.recall(call)


async def _tell(call: Call, seen: Seen) -> None:
    await _or_on("asked", call, seen, await owing.answer(call, asks_of_plans(seen)))


async def _late(call: Call, seen: Seen) -> None:
    await _or_on("late", call, seen, await late.answer(call, is_late(seen)))


async def _change(call: Call, seen: Seen) -> None:
    await _or_on("change", call, seen, await conversing.change(call))


async def _or_on(name: str, call: Call, seen: Seen, reply: Reply | None) -> None:
    """Answer; where there is no plan it could be about, the next row that takes it does."""
    if reply is not None:
        return await intake.answer(call.change, call.row, reply)
    return await _pass_on(name, call, seen)


async def _pass_on(name: str, call: Call, seen: Seen) -> None:
    """To the next row that takes it: there is no plan it could be about."""
    here = next(place for place, way in enumerate(WAYS) if way.name == name)
    way = next(way for way in WAYS[here + 1 :] if way.takes(seen))
    if not (way.yields and (await loans.takes(call) or await conversing.takes(call))):
        await way.act(call, seen)
        if way.recalls:
            await conversing.recall(call)


async def _answered(call: Call, seen: Seen, reply: Reply | None) -> None:
    """What was found to say; where that is nothing, it is a question or talk like any other."""
    if reply is not None:
        await intake.answer(call.change, call.row, reply)
    elif seen.asks:
        await _counsel(call, seen)
    else:
        await _chat(call, seen)


async def _control(call: Call, seen: Seen) -> None:
    slots = orders(seen)
    reply = None if slots is None else await controls.carry_out(call, slots)
    await _answered(call, seen, reply)


async def _edit(call: Call, seen: Seen) -> None:
    """A new version of something kept; of anything else a message like any other."""
    if await edits.take(call, in_danger=seen.in_danger):
        return
    fresh = dataclasses.replace(seen, incoming=edits.as_new(seen.incoming))
    await _way(fresh).act(dataclasses.replace(call, incoming=fresh.incoming), fresh)


async def _recall(call: Call, _: Seen) -> None:
    await edits.recall(call)


async def _ask(call: Call, seen: Seen) -> None:
    """Words that may be a collector's: one question, whose answer keeps them or lets them go."""
    if seen.judgement is None:
        return
    asked = judged.asked(call.desk.texts, seen.judgement.verdict, call.incoming.sent)
    await intake.answer(
        call.change, call.row, advice.offer_to_keep(call.desk.texts, asked or Question.SENDER)
    )


async def _warn(call: Call, seen: Seen) -> None:
    """Somebody offers him a paid way out of his debt."""
    offer = call.desk.judge.offer(seen.offer)
    if offer is not None:
        reply = advice.service_offered(call.desk.texts, offer.id, offer.name)
        await intake.answer(call.change, call.row, reply)


async def _chat(call: Call, seen: Seen) -> None:
    if not is_evidence(seen) and await within.offer(call):
        return
    if not call.row.first and not await conversing.misread(call):
        await intake.answer(call.change, call.row, advice.chat_hint(call.desk.texts))
        await conversing.recall(call)


async def _counsel(call: Call, seen: Seen) -> None:
    if seen.asks is not None:
        await consult.answer(call, seen.asks)


async def _nothing_more(call: Call, seen: Seen) -> None:
    """The crisis answer has been said at the door; law and lists would only be noise now."""


async def _unfit(call: Call, _: Seen) -> None:
    await intake.answer(call.change, call.row, arrivals.unfit(call.desk.texts))


async def _serve(call: Call, seen: Seen) -> None:
    news = news_of(seen)
    if news is not None:
        await intake.answer(call.change, call.row, await served.take(call, news))


async def _rule(call: Call, seen: Seen) -> None:
    matter = is_ruled(seen)
    if matter is not None:
        await intake.answer(call.change, call.row, rulings.answer(call, matter))


async def _adjourn(call: Call, seen: Seen) -> None:
    """A hearing that is off; where none is kept it is talk like any other."""
    off = is_off(seen)
    await _answered(call, seen, None if off is None else await adjourned.note(call, off))


async def _put_down(call: Call, seen: Seen) -> None:
    """What he has done in time; said of nothing that stands it is talk like any other."""
    steps = papers.heard(seen.incoming.text)
    reply = None if steps is None else await papers.note(call, steps)
    await _answered(call, seen, reply)


async def _forget(call: Call, _: Seen) -> None:
    await call.change.erase_person(call.row.person, call.row.received_at)


async def _join(call: Call, seen: Seen) -> None:
    await linking.answer(call, seen.incoming.text)


WAYS: tuple[Way, ...] = (
    Way("goodbye", lambda seen: seen.incoming.button == "erase-all", _forget, ends=True),
    Way("button", lambda seen: seen.incoming.button is not None, _press),
    Way("edit", lambda seen: seen.incoming.edits is not None, _edit),
    Way("recall", lambda seen: seen.incoming.recalls is not None, _recall),
    Way("unfit", lambda seen: seen.incoming.unfit, _unfit),
    Way("correction", lambda seen: corrects_a_payment(seen) is not None, _correct),
    Way("command", lambda seen: seen.command is not None, _obey),
    Way("linking", joins, _join),
    Way("evidence", is_evidence, keeping.keep, recalls=True),
    Way("note", lambda seen: noted(seen) is not None, _note, recalls=True),
    Way("served", is_served, _serve, recalls=True),
    Way("ruled", lambda seen: is_ruled(seen) is not None, _rule, recalls=True),
    Way("adjourned", lambda seen: is_off(seen) is not None, _adjourn, yields=True, recalls=True),
    Way("done", says_done, _put_down, yields=True, recalls=True),
    Way("order", lambda seen: asked_of_a_plan(seen) is not None, _order),
    Way("late", lambda seen: is_late(seen) is not None, _late, yields=True, recalls=True),
    Way("asked", lambda seen: asks_of_plans(seen) is not None, _tell, recalls=True),
    Way("request", lambda seen: requests.takes(seen.request), _grant, recalls=True),
    Way("control", is_control, _control, recalls=True),
    Way("plan", tells_a_plan, _agree),
    Way("change", changes_a_plan, _change, yields=True),
    Way("wish", seems_control, _control, yields=True, recalls=True),
    Way("question", lambda seen: seen.asks is not None, _counsel, yields=True, recalls=True),
    Way("threat", lambda seen: seen.outcome is Outcome.FOUND, keeping.keep_threat, recalls=True),
    Way("crisis", lambda seen: seen.in_danger, _nothing_more),
    Way(
        "reminder",
        lambda seen: seen.outcome is Outcome.LAWFUL,
        keeping.keep,
        yields=True,
        recalls=True,
    ),
    Way("unsure", lambda seen: seen.outcome is Outcome.UNSURE, _ask, yields=True, recalls=True),
    Way("service", lambda seen: seen.offer is not None, _warn, yields=True, recalls=True),
    Way("chat", lambda _: True, _chat, yields=True),
)


def route(desk: Desk, incoming: Incoming) -> Decision:
    """The decision for what arrived. Pure; touches no storage."""
    seen = look(desk, incoming)
    return Decision(_way(seen), seen)


def _way(seen: Seen) -> Way:
    return next(way for way in WAYS if way.takes(seen))
