"""What is said before and after a plan is saved: the table, its warnings, where it is reminded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from handlers import plans
from handlers.calendar.holidays import Holidays
from handlers.messages import Button, Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.planning import reminding, renewing, rest
from handlers.planning.asking import drop
from handlers.planning.compared import compared, shrinks
from handlers.planning.draft import Draft, Drafted
from handlers.planning.table import agreed
from handlers.planning.which import title
from handlers.plans import KeptPlan
from handlers.repayment.due import wanted
from handlers.repayment.plan import Fen, Plan
from handlers.repayment.reminding import Moment
from handlers.repayment.showing import day as day_words
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts
from handlers.wishes import Wishes


def table(
    texts: Texts,
    holidays: Holidays,
    draft: Draft,
    stand: Drafted,
    plan: Plan,
    *,
    warnings: Sequence[Segment] = (),
    same: KeptPlan | None = None,
    renews: int | None = None,
) -> Reply:
    """The whole plan, to be confirmed. Nothing is saved yet, and it says so.

    Args:
        warnings: what to think of before saving; the dangerous ones stand before the rows.
        same: an open plan with the same creditor, if there is one.
        renews: number of the plan whose open rows are being agreed anew.
    """
    unread = stand.understood.unread if stand.understood is not None else ()
    base = draft.base if renews is not None else None
    segments = [
        Segment("\n".join(_lead(texts, plan, renews=renews, base=base)), look=Look.LEAD),
        *(shrinks(texts, base, plan) if base is not None else ()),
        *(one for one in warnings if one.look is Look.FINDING),
        *(compared(texts, base, plan) if base is not None else ()),
        *agreed(texts, holidays, plan),
        *_made(texts, stand),
        *(
            [said(texts, "agree.unread", look=Look.SMALL, words="、".join(unread))]
            if unread
            else []
        ),
        *(one for one in warnings if one.look is not Look.FINDING),
    ]
    if draft.guessed and renews is not None:
        segments.insert(1, rest.doubt(texts, draft, renews))
    if same is not None:
        segments.append(_same(texts, plan, same))
    segments.append(said(texts, "agree.unsaved", look=Look.SMALL))
    guessed = renews if draft.guessed else None
    return Reply(tuple(segments), tuple(_buttons(texts, draft, same, guessed)))


def _same(texts: Texts, plan: Plan, same: KeptPlan) -> Segment:
    """That it may be the plan there is already."""
    number = str(same.row.number)
    if plan.creditor is not None:
        return said(texts, "agree.same", number=number)
    name = title(texts, same, numbered=True)
    return said(texts, "agree.same_nameless", name=name)


def _made(texts: Texts, stand: Drafted) -> Iterator[Segment]:
    """How the rows came about, where they say something else than the sentence did."""
    understood = stand.understood
    if understood is not None and understood.made_of is not None:
        principal, interest = understood.made_of
        both = yuan(Fen(principal + interest))
        blanks = {"money": both, "principal": yuan(principal), "interest": yuan(interest)}
        yield said(texts, "agree.made_of", look=Look.SMALL, **blanks)
    each = None if understood is None else understood.by_name
    if understood is not None and each is not None and each == understood.amount_each:
        yield said(texts, "agree.by_name", look=Look.SMALL, money=yuan(each))
    for stated, on in understood.clamped if understood is not None else ():
        blanks = {"month": str(on.month), "day": str(stated), "date": day_words(texts, on)}
        yield said(texts, "agree.clamped", look=Look.SMALL, **blanks)
    if understood is not None and understood.paid:
        yield said(texts, "agree.paid_off", look=Look.SMALL, count=str(understood.paid))


def _lead(texts: Texts, plan: Plan, *, renews: int | None, base: Plan | None) -> Iterator[str]:
    creditor = plan.creditor or texts.say("plan.someone")
    if renews is not None:
        owed = (base.creditor if base else None) or texts.say("plan.someone")
        yield texts.say("agree.renewed_lead", number=str(renews), creditor=owed)
    if len(plan.rows) == 1:
        yield texts.say("plan.once", creditor=creditor, money=yuan(plan.sum))
        yield texts.say("agree.once", date=day_words(texts, plan.rows[0].due))
        return
    yield texts.say(
        "agree.lead", creditor=creditor, count=str(len(plan.rows)), money=yuan(plan.sum)
    )
    yield span(texts, plan)


def span(texts: Texts, plan: Plan) -> str:
    """From the first day to the last."""
    first, last = plan.rows[0].due, plan.rows[-1].due
    return texts.say("agree.span", first=day_words(texts, first), last=day_words(texts, last))


def _today(texts: Texts, kept: KeptPlan, wishes: Wishes, row: str) -> str:
    """Whether what is due this very day is heard of once more."""
    at = wanted(kept.state, wishes).get(f"{row}:{Moment.ON_DAY.value}")
    if at is None:
        return texts.say("agree.no_more_today")
    return texts.say("agree.again_today", clock=at.astimezone(wishes.tz).strftime("%H:%M"))


def _buttons(
    texts: Texts, draft: Draft, same: KeptPlan | None, guessed: int | None
) -> Iterator[Button]:
    if guessed is not None:
        label = texts.say("agree_offer.in_place", number=str(guessed))
        yield Button(label, f"plan-save:{draft.stamp}")
        yield button(texts, "plan_apart", f"plan-apart:{draft.stamp}")
    elif same is None:
        yield button(texts, "plan_save", f"plan-save:{draft.stamp}")
    else:
        yield button(texts, "plan_save_new", f"plan-save:{draft.stamp}")
        name = renewing.replacing(same)
        yield button(texts, "plan_replace", f"plan-save:{draft.stamp}:{name}")
    yield button(texts, "plan_edit", f"plan-edit:{draft.stamp}")
    yield drop(texts, draft)


def saved(
    texts: Texts,
    kept: KeptPlan,
    wishes: Wishes,
    *,
    renewed: bool,
    today: date,
    places: Sequence[Segment] = (),
) -> Reply:
    """The plan is kept; when it is heard of next, and where.

    Args:
        places: where reminders will be said.
    """
    number = str(kept.row.number)
    key = "agree.saved_again" if renewed else "agree.saved"
    lines = [texts.say(key, number=number)]
    row = next((one for one in kept.state.rows if one.open and one.instalment.due >= today), None)
    if row is not None:
        due = row.instalment
        when = day_words(texts, due.due)
        lines.append(texts.say("agree.next", date=when, money=yuan(row.open)))
        if due.due == today and Moment.ON_DAY in wishes.moments:
            lines.append(_today(texts, kept, wishes, row.id))
    return Reply(
        (
            Segment("\n".join(lines), look=Look.LEAD),
            Segment("\n".join(reminding.lines(texts, wishes))),
            *places,
            said(texts, "agree.saved_words", look=Look.SMALL),
        ),
        (
            button(texts, "details", f"plan-show:{plans.handle(kept.row)}"),
            button(texts, "plan_wishes", "plan-wish"),
        ),
    )
