"""/计划: all plans with how far they are, and one of them in full; in words, and as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from handlers import account, actions, keys, notes, plans
from handlers.beijing import beijing_day
from handlers.calendar.holidays import Holidays
from handlers.calls import Call
from handlers.messages import Button, Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.planning import conversing, papers
from handlers.planning.payments import settlement
from handlers.planning.progress import progress
from handlers.planning.table import standing
from handlers.planning.which import more, title
from handlers.plans import KeptPlan
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import PlanState, PlanStatus, RowStatus
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts
from storage.planned import PlanRow

MOST_BUTTONS: Final = 6
"""Plans that get a button; with 新计划 and 提醒设置 that is all a small screen has room for."""
_ORDER: Final = (PlanStatus.RUNNING, PlanStatus.SETTLED, PlanStatus.DRAFT, PlanStatus.CANCELLED)


async def shown(call: Call) -> Reply:
    """All of the person's plans, before them what a court expects of him."""
    found = await plans.shelf(call.change, call.row.person)
    today = beijing_day(call.row.received_at)
    listed = overview(call.desk.texts, found.kept, today, damaged=found.damaged)
    return await papers.before(call, listed)


def overview(
    texts: Texts, kept: Sequence[KeptPlan], today: date, *, damaged: Sequence[PlanRow] = ()
) -> Reply:
    """A line for each plan: those under way first, those that cannot be read at the end."""
    new = button(texts, "plan_new", "plan-new")
    unreadable = [
        said(texts, "plans.damaged", look=Look.SMALL, number=str(row.number)) for row in damaged
    ]
    if not kept and not unreadable:
        return Reply((said(texts, "plans.none", "plans.how", look=Look.LEAD),), (new,))
    ordered = sorted(kept, key=lambda one: (_ORDER.index(one.state.status), one.row.number))
    lines = ["\n".join(_line(texts, one, today)) for one in ordered]
    running = [one for one in ordered if one.state.status is PlanStatus.RUNNING]
    segments = [Segment("\n".join(_head(texts, running)), look=Look.LEAD)]
    segments += [Segment(line) for line in lines]
    segments += unreadable
    segments += more(texts, ordered[MOST_BUTTONS:], "plans.more")
    buttons = [
        Button(title(texts, one, numbered=True), f"plan-show:{plans.handle(one.row)}")
        for one in ordered[:MOST_BUTTONS]
    ]
    return Reply(
        tuple(segments),
        (*buttons, new, button(texts, "plan_wishes", "plan-wish")),
        picture=progress(texts, ordered, today) if ordered else None,
    )


def _head(texts: Texts, running: Sequence[KeptPlan]) -> Iterator[str]:
    if not running:
        yield texts.say("plans.all_done")
        return
    owed = sum(one.state.balance for one in running)
    yield texts.say("plans.head", count=str(len(running)), money=yuan(owed))


def _line(texts: Texts, one: KeptPlan, today: date) -> Iterator[str]:
    """Name, state, paid of the whole, what comes next."""
    state = one.state
    yield texts.say(
        "plans.line", name=title(texts, one, numbered=True), words=status_words(texts, state, today)
    )
    yield texts.say("plans.paid", paid=yuan(state.paid), money=yuan(whole(state)))
    row = state.next_row
    if row is not None and state.status is PlanStatus.RUNNING:
        when = day_words(texts, row.instalment.due)
        yield texts.say("plans.next", number=str(row.number), date=when, money=yuan(row.open))
    if state.muted is not None and state.status is PlanStatus.RUNNING:
        yield texts.say("plans.silent")


def whole(state: PlanState) -> int:
    """What was and what is to be paid together."""
    return state.paid + state.balance


def status_words(texts: Texts, state: PlanState, today: date) -> str:
    """How a plan stands, in one word."""
    if state.status is not PlanStatus.RUNNING:
        return texts.word("agree_status", state.status.value)
    if any(row.status(today) is RowStatus.LATE for row in state.rows):
        return texts.word("agree_status", "late")
    return texts.word("agree_status", "renegotiated" if state.renegotiated else "running")


async def press_list(call: Call, _: str) -> Reply:
    """看详情 under a reminder of several things."""
    return await shown(call)


async def press_show(call: Call, name: str) -> Reply:
    """One plan in full."""
    row = await plans.named(call.change, call.row.person, name)
    if row is None:
        return account.stale_button(call.desk.texts)
    kept = await plans.read(call.change, row)
    today = beijing_day(call.row.received_at)
    found = notes.shown(call.desk.texts, await notes.records(call.change, kept))
    return details(call.desk.texts, call.desk.holidays, kept, today, records=found)


def details(
    texts: Texts,
    holidays: Holidays,
    kept: KeptPlan,
    today: date,
    *,
    records: Sequence[Segment] = (),
) -> Reply:
    """The rows with what was paid of them, and what can be done.

    Args:
        records: what was negotiated, as it was kept.
    """
    state = kept.state
    segments = [Segment("\n".join(_line(texts, kept, today)), look=Look.LEAD)]
    segments += standing(texts, holidays, state.rows, today)
    if state.over:
        segments.append(said(texts, "paid.over", money=yuan(state.over)))
    segments += records
    picture = progress(texts, [kept], today)
    return Reply(tuple(segments), tuple(_buttons(texts, kept)), picture=picture)


def _buttons(texts: Texts, kept: KeptPlan) -> Iterator[Button]:
    name, state = plans.handle(kept.row), kept.state
    row = state.next_row
    if state.status is PlanStatus.RUNNING:
        if row is not None:
            yield button(texts, "paid", f"plan-paid:{name}:{row.id}")
            yield button(texts, "cannot", f"plan-cannot:{name}:{row.id}")
        yield button(texts, "changed", f"plan-changed:{name}")
        yield button(texts, "plan_settle", f"plan-settle:{name}")
        silent = state.muted is not None
        label, verb = ("plan_unmute", "plan-unmute") if silent else ("plan_mute", "plan-mute")
        yield button(texts, label, f"{verb}:{name}")
        yield button(texts, "plan_stop", f"plan-stop:{name}")
    yield button(texts, "plan_hand", f"plan-hand:{name}")
    if state.status is not PlanStatus.RUNNING:  # there is no room beside the switch of the plan
        yield button(texts, "plan_wishes", "plan-wish")
    yield button(texts, "plan_list", "plans")


async def press_stop(call: Call, argument: str) -> Reply:
    """取消计划: asked once, then nobody is reminded any more; what was paid stays to be seen."""
    return await _ended(call, argument, settles=False)


async def press_settle(call: Call, argument: str) -> Reply:
    """已结清: the creditor says that nothing is owed any more."""
    return await _ended(call, argument, settles=True)


async def _ended(call: Call, argument: str, *, settles: bool) -> Reply:
    texts = call.desk.texts
    name, _, sure = argument.partition(":")
    row = await plans.named(call.change, call.row.person, name)
    if row is None:
        return account.stale_button(texts)
    kept = await plans.read(call.change, row)
    word = "settle" if settles else "stop"
    sure_label = "plan_settle_yes" if settles else "plan_stop_yes"
    number = str(row.number)
    if kept.state.status is not PlanStatus.RUNNING:
        return _over(call, kept)
    if sure != "yes":
        return Reply(
            (said(texts, "plans.settle_ask" if settles else "plans.stop_ask", number=number),),
            (
                button(texts, sure_label, f"plan-{word}:{name}:yes"),
                button(texts, "plan_keep", f"plan-show:{name}"),
            ),
        )
    at, key = call.row.received_at, keys.event(call.row.id, word)
    if not settles:
        await plans.cancel(call.change, row, key=key, at=at)
        return Reply((said(texts, "plans.stopped", number=number),))
    await plans.settle(call.change, row, key=key, at=at, on=beijing_day(at))
    return Reply((said(texts, "plans.settled", number=number), *settlement(texts)))


def _over(call: Call, kept: KeptPlan) -> Reply:
    """A plan that has ended is not changed any more."""
    texts, number = call.desk.texts, str(kept.row.number)
    status = status_words(texts, kept.state, beijing_day(call.row.received_at))
    return Reply((said(texts, "plans.ended", number=number, words=status),))


async def press_changed(call: Call, argument: str) -> Reply:
    """金额有变: what was agreed now is asked, for the rows that are still open."""
    name, _, tail = argument.partition(":")
    row = await plans.named(call.change, call.row.person, name)
    if row is None:
        return account.stale_button(call.desk.texts)
    kept = await plans.read(call.change, row)
    if kept.state.status is not PlanStatus.RUNNING:
        return _over(call, kept)
    asked = await conversing.renew(call, kept)
    said_before = actions.whole(tail.removeprefix("say:")) if tail.startswith("say:") else None
    if said_before is None:
        return asked
    return await conversing.say_again(call, said_before) or asked


async def press_new(call: Call, _: str) -> Reply:
    """新计划: the sentence is asked for."""
    return await conversing.ask_for_one(call)
