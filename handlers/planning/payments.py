"""What a person answers who has paid: 已还, and how much it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from handlers import account, actions, keys, plans
from handlers.beijing import BEIJING, beijing_day
from handlers.calls import Call
from handlers.language.amounts import amounts
from handlers.language.repayment import past
from handlers.language.repayment.payees import payees, same
from handlers.messages import Button, Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.planning import aside, repeated
from handlers.planning import draft as drafts
from handlers.planning.about import About, about, gone, paid_before
from handlers.planning.draft import Ask, Draft
from handlers.planning.repeated import Claim
from handlers.planning.which import DAY, named
from handlers.plans import KeptPlan
from handlers.repayment.plan import Fen
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import PlanStatus, RowState
from handlers.texts.paragraphs import button, listed, said
from handlers.texts.texts import Texts


async def press_paid(call: Call, argument: str) -> Reply:
    """已还: all that is open of the row counts as paid; what he says differently is corrected.

    The button may name an amount (fen), the delivery that said it and the day of the payment, where
    it was asked for which plan that was.
    """
    one, tail = await about(call, argument)
    if one is None:
        return await gone(call, argument)
    amount, asked, on = _said_before(tail)
    if one.row.open == 0 or not one.running:
        return paid_before(call.desk.texts, one)
    return await _unless_told(call, one, amount, on, asked, row_named=asked is None)


async def press_more(call: Call, argument: str) -> Reply:
    """又还了 500 元: beside the payment put down a moment ago."""
    one, tail = await about(call, argument)
    amount, asked, on = _said_before(tail)
    if one is None or amount is None:
        return account.stale_button(call.desk.texts)
    return await _pay(call, one, amount, on, asked)


async def _unless_told(
    call: Call,
    one: About,
    amount: Fen | None,
    on: date | None,
    asked: int | None = None,
    *,
    row_named: bool = False,
) -> Reply:
    """Put it down, unless it may be the payment that was put down a moment ago."""
    delivery, at = asked or call.row.id, call.row.received_at
    known = {happened.key for happened in one.kept.happened}
    if keys.event(delivery, "paid") not in known:
        told = Claim(amount, on or beijing_day(at), delivery, row_named)
        earlier = repeated.lately(one, told, at)
        if earlier is not None:
            return repeated.ask(call, one, earlier, told)
    return await _pay(call, one, amount, on, asked)


async def asked_how_much(call: Call) -> Draft | None:
    """The open question how much was paid, None where none is open."""
    draft = await drafts.opened(call.change, call.row.person, call.row.received_at)
    return draft if draft is not None and draft.asks is Ask.PAID else None


async def asks_about(call: Call, one: About) -> bool:
    """Whether it is asked how much was paid of that instalment."""
    draft = await asked_how_much(call)
    meant = (plans.handle(one.kept.row), one.row.id)
    return draft is not None and (draft.renews, draft.row) == meant


async def answered(call: Call, one: About) -> None:
    """Something was put down for the plan of the question: a number typed next is no answer."""
    draft = await asked_how_much(call)
    if draft is not None and draft.renews == plans.handle(one.kept.row):
        await drafts.close(call.change, call.row.person)


def _said_before(tail: str) -> tuple[Fen | None, int | None, date | None]:
    """Amount, delivery and day that a button names ("150000:812:261215"), None without.

    An amount of 0 is all that is open of the row.
    """
    money, _, rest = tail.partition(":")
    delivery, _, day = rest.partition(":")
    amount, asked = actions.whole(money), actions.whole(delivery)
    if amount is None or not asked:
        return None, None, None
    try:
        on = datetime.strptime(day, DAY).replace(tzinfo=BEIJING).date() if day else None
    except ValueError:
        on = None
    return Fen(amount) if amount else None, asked, on


async def paid_in_words(
    call: Call,
    argument: str,
    amount: Fen | None,
    on: date | None = None,
    *,
    further: bool = False,
    row_named: bool = False,
) -> Reply:
    """这期还了五百: as much as he says, all that is open where he says nothing.

    Args:
        on: the Beijing day of the payment, None for today.
        further: he says that it is another payment than the one before.
        row_named: he says of which instalment it was.
    """
    one, _ = await about(call, argument)
    if one is None:
        return account.stale_button(call.desk.texts)
    if one.row.open == 0 or not one.running:
        return paid_before(call.desk.texts, one)
    if further:
        return await _pay(call, one, amount, on)
    return await _unless_told(call, one, amount, on, row_named=row_named)


async def _pay(
    call: Call, one: About, amount: Fen | None, on: date | None = None, asked: int | None = None
) -> Reply:
    """Put it down once for the delivery that said it.

    Args:
        on: the Beijing day of the payment, None for today.
        asked: the delivery that said how much, where a button says for which plan.
    """
    delivery = asked or call.row.id
    at, key = call.row.received_at, keys.event(delivery, "paid")
    before = {happened.key for happened in one.kept.happened}
    kept = await plans.pay(
        call.change,
        one.kept.row,
        one.row.id,
        key=key,
        at=at,
        on=on or beijing_day(at),
        amount=amount,
    )
    if f"{key}:undone" in before:
        return account.stale_button(call.desk.texts)  # 记错了: to be said anew
    if key in before or key not in {happened.key for happened in kept.happened}:
        return Reply((said(call.desk.texts, "paid.once"),))
    await answered(call, one)
    paid = one.row.open if amount is None else amount
    other = on if on != beijing_day(at) else None
    return noted(call.desk.texts, kept, one.row, paid, delivery=delivery, on=other)


def noted(
    texts: Texts,
    kept: KeptPlan,
    row: RowState,
    paid: Fen,
    *,
    delivery: int | None = None,
    proof: str | None = None,
    on: date | None = None,
    corrected: bool = False,
) -> Reply:
    """What was put down and what is left; without a receipt that one is asked for.

    Args:
        delivery: the one that said so, for taking it back.
        proof: number of the receipt that was kept.
        on: the day of the payment, where it is another than today.
        corrected: it stands in the place of one that was put down wrongly.
    """
    key = "paid.corrected" if corrected else "paid.noted"
    lines = [texts.say(key, name=named(texts, kept), number=str(row.number), money=yuan(paid))]
    if on is not None:
        lines.append(texts.say("paid.on", date=day_words(texts, on)))
    segments = [Segment("\n".join((*lines, *_left(texts, kept, row))), look=Look.LEAD)]
    if kept.state.status is PlanStatus.SETTLED:
        segments += settlement(texts)
    if proof is None:
        segments.append(said(texts, "paid.receipt", look=Look.SMALL))
    else:
        segments.append(said(texts, "receipt_read.noted", look=Look.SMALL, number=proof))
    return Reply(tuple(segments), tuple(_wrong(texts, kept, row, delivery)))


def _wrong(texts: Texts, kept: KeptPlan, row: RowState, delivery: int | None) -> Iterator[Button]:
    """What is pressed where the payment that was just put down is not right."""
    if delivery is None:
        place = len(kept.happened) - 1
        yield button(texts, "paid_back", f"plan-fix:{plans.handle(kept.row)}:{place}:0")
        return
    name = f"{plans.handle(kept.row)}:{row.id}:{delivery}"
    yield button(texts, "paid_part", f"plan-part:{name}")
    yield button(texts, "paid_undo", f"plan-undo:{name}")


def _left(texts: Texts, kept: KeptPlan, row: RowState) -> Iterator[str]:
    """What is open of the instalment and of the whole."""
    now = kept.state.row(row.id)
    if now is not None and now.open:
        yield texts.say("paid.part", money=yuan(now.open))
    if kept.state.status is not PlanStatus.SETTLED:
        yield texts.say("paid.balance", money=yuan(kept.state.balance))
    if kept.state.over:
        yield texts.say("paid.over", money=yuan(kept.state.over))


def settlement(texts: Texts) -> Iterator[Segment]:
    """Everything is paid: what to see to now."""
    lines = [texts.say(key) for key in texts.family("settled_step")]
    yield listed(texts, texts.say("settled.lead"), lines, look=Look.STEPS)
    yield said(texts, "settled.later", look=Look.SMALL)


async def ask_amount(
    call: Call, kept: KeptPlan, row: RowState, *, on: date | None = None, resumed: bool = False
) -> Draft:
    """From now on a bare amount is what was paid of that row.

    Args:
        on: the day of the payment, where it was said.
        resumed: the question is not to be said once more below the answer to these words.
    """
    draft = Draft(
        id=call.row.id,
        at=call.row.received_at,
        renews=plans.handle(kept.row),
        row=row.id,
        asks=Ask.PAID,
        on=on,
        resumed=resumed,
    )
    return await aside.begin(call, draft)


async def take_amount(call: Call, draft: Draft) -> Reply | None:
    """An amount in words, for the row that was asked about; None when it is none."""
    one, _ = await about(call, f"{draft.renews}:{draft.row}")
    owed = None if one is None else one.kept.state.plan.creditor
    told = payees(call.incoming.text, [owed] if owed else ())
    if any(owed is None or not same(owed, name) for name in told.names):
        return None  # it was paid to somebody else
    days = past.days(told.rest)
    found = [each.fen for each in amounts(days.text) if each.fen is not None]
    if len(found) != 1 or found[0] <= 0 or days.odd or len(days.made) > 1 or days.due:
        return None
    on = days.made[0].on(beijing_day(call.row.received_at)) if days.made else None
    if days.made and on is None:
        return None
    await drafts.close(call.change, call.row.person)
    if one is None or not one.running:
        return account.stale_button(call.desk.texts)
    return await _pay(call, one, Fen(found[0]), on or draft.on)
