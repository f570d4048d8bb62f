"""What a person answers who has paid: 已还, 只还了一部分, 记错了, and what follows."""

from __future__ import annotations

from collections.abc import Iterator

from handlers import account, actions, keys, plans
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.language.amounts import amounts
from handlers.messages import Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.planning import draft as drafts
from handlers.planning.about import About, about, paid_before
from handlers.planning.draft import Ask, Draft
from handlers.plans import KeptPlan
from handlers.repayment.plan import Fen
from handlers.repayment.states import PlanStatus, RowState
from handlers.texts.paragraphs import button, listed, said
from handlers.texts.texts import Texts


async def press_paid(call: Call, argument: str) -> Reply:
    """已还: all that is open of the row counts as paid; what he says differently is corrected.

    The button may name an amount (fen) and the delivery that said it, where it was asked for
    which plan that was.
    """
    one, tail = await about(call, argument)
    if one is None:
        return account.stale_button(call.desk.texts)
    amount, asked = _said_before(tail)
    if one.row.open == 0 or not one.running:
        return paid_before(call.desk.texts, one)
    open_one = await drafts.opened(call.change, call.row.person, call.row.received_at)
    if open_one is not None and open_one.asks is Ask.PAID:
        await drafts.close(call.change, call.row.person)  # the button answers it
    return await _pay(call, one, amount, asked)


def _said_before(tail: str) -> tuple[Fen | None, int | None]:
    """Amount and delivery that a button names ("150000:812"), None for a button without."""
    money, _, delivery = tail.partition(":")
    amount, asked = actions.whole(money), actions.whole(delivery)
    return (Fen(amount), asked) if amount and asked else (None, None)


async def paid_in_words(call: Call, argument: str, amount: Fen | None) -> Reply:
    """这期还了五百: as much as he says, all that is open where he says nothing."""
    one, _ = await about(call, argument)
    if amount is None or one is None or one.row.open == 0:
        return await press_paid(call, argument)
    return await _pay(call, one, amount)


async def _pay(call: Call, one: About, amount: Fen | None, asked: int | None = None) -> Reply:
    """Put it down once for the delivery that said it.

    Args:
        asked: the delivery that said how much, where a button says for which plan.
    """
    delivery = asked or call.row.id
    at, key = call.row.received_at, keys.event(delivery, "paid")
    before = {happened.key for happened in one.kept.happened}
    kept = await plans.pay(
        call.change, one.kept.row, one.row.id, key=key, at=at, on=beijing_day(at), amount=amount
    )
    if f"{key}:undone" in before:
        return account.stale_button(call.desk.texts)  # 记错了: to be said anew
    if key in before or key not in {happened.key for happened in kept.happened}:
        return Reply((said(call.desk.texts, "paid.once"),))
    paid = one.row.open if amount is None else amount
    return noted(call.desk.texts, kept, one.row, paid, delivery=delivery)


def noted(
    texts: Texts,
    kept: KeptPlan,
    row: RowState,
    paid: Fen,
    *,
    delivery: int | None = None,
    proof: str | None = None,
) -> Reply:
    """What was put down and what is left; without a receipt that one is asked for.

    Args:
        delivery: the one that said so, for taking it back.
        proof: number of the receipt that was kept.
    """
    number, plan = str(row.number), str(kept.row.number)
    now = kept.state.row(row.id)
    lines = [texts.say("paid.noted", plan=plan, number=number, money=yuan(paid))]
    if now is not None and now.open:
        lines.append(texts.say("paid.part", money=yuan(now.open)))
    settled = kept.state.status is PlanStatus.SETTLED
    if not settled:
        lines.append(texts.say("paid.balance", money=yuan(kept.state.balance)))
    if kept.state.over:
        lines.append(texts.say("paid.over", money=yuan(kept.state.over)))
    segments = [Segment("\n".join(lines), look=Look.LEAD)]
    if settled:
        segments += settlement(texts)
    if proof is None:
        segments.append(said(texts, "paid.receipt", look=Look.SMALL))
    else:
        segments.append(said(texts, "receipt_read.noted", look=Look.SMALL, number=proof))
    if delivery is None:
        return Reply(tuple(segments))
    name = f"{plan}:{row.id}:{delivery}"
    buttons = [
        button(texts, "paid_part", f"plan-part:{name}"),
        button(texts, "paid_undo", f"plan-undo:{name}"),
    ]
    return Reply(tuple(segments), tuple(buttons))


def settlement(texts: Texts) -> Iterator[Segment]:
    """Everything is paid: what to see to now."""
    lines = [texts.say(key) for key in texts.family("settled_step")]
    yield listed(texts, texts.say("settled.lead"), lines, look=Look.STEPS)
    yield said(texts, "settled.later", look=Look.SMALL)


async def press_undo(call: Call, argument: str) -> Reply:
    """记错了: the payment that a delivery of his put down is taken back, once."""
    one, delivery = await about(call, argument)
    key = _payment(one, delivery)
    if one is None or key is None:
        return account.stale_button(call.desk.texts)
    kept = await plans.undo(
        call.change, one.kept.row, key, key=f"{key}:undone", at=call.row.received_at
    )
    texts = call.desk.texts
    plan, number = str(kept.row.number), str(one.row.number)
    balance = yuan(kept.state.balance)
    return Reply(
        (said(texts, "paid.undone", "paid.balance", plan=plan, number=number, money=balance),)
    )


def _payment(one: About | None, delivery: str) -> str | None:
    """Key of the payment put down by a delivery, if it belongs to that plan."""
    number = actions.whole(delivery)
    if one is None or number is None:
        return None
    key = keys.event(number, "paid")
    return key if any(happened.key == key for happened in one.kept.happened) else None


async def press_part(call: Call, argument: str) -> Reply:
    """只还了一部分: the full payment is taken back, and how much it was is asked."""
    one, delivery = await about(call, argument)
    key = _payment(one, delivery)
    if one is None or key is None:
        return account.stale_button(call.desk.texts)
    await plans.undo(call.change, one.kept.row, key, key=f"{key}:undone", at=call.row.received_at)
    draft = await ask_amount(call, one.kept, one.row)
    texts = call.desk.texts
    return Reply(
        (
            said(texts, "agree_ask.paid", look=Look.LEAD),
            said(texts, "agree.aside", look=Look.SMALL),
        ),
        (button(texts, "cancel", f"plan-drop:{draft.stamp}"),),
    )


async def ask_amount(call: Call, kept: KeptPlan, row: RowState, *, resumed: bool = False) -> Draft:
    """From now on a bare amount is what was paid of that row.

    Args:
        resumed: the question is not to be said once more below the answer to these words.
    """
    draft = Draft(
        id=call.row.id,
        at=call.row.received_at,
        renews=kept.row.number,
        row=row.id,
        asks=Ask.PAID,
        resumed=resumed,
    )
    await drafts.keep(call.change, call.row.ledger, draft)
    return draft


async def take_amount(call: Call, draft: Draft) -> Reply | None:
    """An amount in words, for the row that was asked about; None when it is none."""
    found = [one.fen for one in amounts(call.incoming.text) if one.fen is not None]
    if len(found) != 1 or found[0] <= 0:
        return None
    one, _ = await about(call, f"{draft.renews}:{draft.row}")
    await drafts.close(call.change, call.row.person)
    if one is None or not one.running:
        return account.stale_button(call.desk.texts)
    return await _pay(call, one, Fen(found[0]))
