"""What is said in words of one plan or one instalment: 计划 2, 计划 2 还了, 还不上, 我还没还.

Whole short messages only, each the words of a button that may no longer be at hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from handlers import plans
from handlers.calls import Call
from handlers.language.repayment import paying
from handlers.messages import Reply
from handlers.money.fen import yuan
from handlers.planning import controls, delays, listing, said_paid
from handlers.planning.numbered import number_in
from handlers.planning.which import is_far, which_plan
from handlers.plans import KeptPlan
from handlers.repayment.showing import day as day_words
from handlers.repayment.states import PlanStatus
from handlers.texts.paragraphs import button, said

LONGEST: Final = 24
_ABOUT: Final = (
    "(?:我|我的|把|这期|这一期|这个月|本月|本期|今天|这次|的)*(?:还是|真的|实在|暂时|也|都)*"
)
_SIGNS: Final[Mapping[str, re.Pattern[str]]] = {
    "show": re.compile(r"(?:看|查看|看看|打开|显示)?(?:一下)?(?:的)?(?:详情|进度|怎么样了)?"),
    "stop": re.compile(
        rf"{_ABOUT}(?:取消|停掉|停止|停了|删除|删掉|删了|不要)(?:还款)?(?:计划)?了?|计划取消了?"
    ),
    "settle": re.compile(rf"{_ABOUT}(?:已经?)?(?:全部|全|都)?(?:结清|还清|还完)了?"),
    "unpaid": re.compile(rf"{_ABOUT}(?:还没还|没还|还没付|没付|还没有还|没有还)(?:上|呢|款)?"),
    "cannot": re.compile(rf"{_ABOUT}(?:还不上|还不起|还不了|交不上|付不起|没钱还|拿不出钱)了?"),
    "later": re.compile(
        r"(?:稍后|晚点|晚一点|等会儿?|待会儿?|过会儿?|一会儿?)(?:再)?(?:说|提醒我?)?"
    ),
    "changed": re.compile(rf"{_ABOUT}(?:金额|约定|方案|计划|钱数)(?:有变化?|变了|有变动|改了)"),
    "details": re.compile(r"(?:看)?详情"),
}
_STOPS: Final = frozenset({"计划取消", "计划取消了", "把计划取消", "取消还款计划"})
"""Of which plan is asked by showing them; 取消计划 alone ends what is open."""
_NEEDS_A_NUMBER: Final = frozenset({"show", "stop", "settle"})


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted.

    Attributes:
        what: a name of `_SIGNS`, or `paid`.
        plan: the number of the plan that is named.
        words: without the name of the plan.
    """

    what: str
    plan: int | None = None
    words: str = ""


def heard(text: str) -> Order | None:
    """The order a whole short message is; None for all else, and for questions."""
    plain = re.sub(r"[\s。.，,！!~]+", "", unicodedata.normalize("NFKC", text))
    if not plain or len(plain) > LONGEST or plain.endswith(("?", "吗", "呢", "么")):
        return None
    number, words = number_in(plain)
    found = [name for name, sign in _SIGNS.items() if sign.fullmatch(words)]
    if number is None:
        if words not in _STOPS:
            found = [name for name in found if name not in _NEEDS_A_NUMBER]
        return Order(found[0]) if found else None
    if not found and paying.paid(words) is not None:
        found = ["paid"]
    return Order(found[0], number, words) if found else None


async def carry_out(call: Call, order: Order) -> Reply | None:
    """Do it, or ask for which plan; None where there is no plan it can be about."""
    texts = call.desk.texts
    if order.plan is None:
        running = await controls.running_plans(call.change, call)
        if not running:
            return None
        return await _WAYS[order.what](call, running, order)
    row = plans.numbered(call.change, call.row.person, order.plan)
    if row is None:
        shown = await listing.shown(call)
        none = said(texts, "plans.no_such", number=str(order.plan))
        return Reply((none, *shown.segments), shown.buttons, picture=shown.picture)
    kept = await plans.read(call.change, row)
    goes_on = kept.state.status is PlanStatus.RUNNING and kept.state.next_row is not None
    if order.what in _NEEDS_A_NUMBER or not goes_on:
        act = _WHOLE.get(order.what, listing.press_show)
        return await act(call, plans.handle(row))
    return await _WAYS[order.what](call, [kept], order)


_WHOLE: Final[Mapping[str, Callable[[Call, str], Awaitable[Reply]]]] = {
    "show": listing.press_show,
    "stop": listing.press_stop,
    "settle": listing.press_settle,
}


async def _paid(call: Call, running: list[KeptPlan], order: Order) -> Reply | None:
    return await said_paid.note(call, running, order.words)


async def _row(call: Call, running: list[KeptPlan], order: Order) -> Reply | None:
    """稍后 and 还不上: of the only instalment it can be."""
    (row, *_) = [one.state.next_row for one in running]
    if len(running) > 1 or row is None or (order.plan is None and is_far(call, row)):
        action = "cannot" if order.what == "cannot" else "snooze"
        return await controls.carry_out(call, {"action": action})
    name = f"{plans.handle(running[0].row)}:{row.id}"
    if order.what == "cannot":
        return await delays.press_cannot(call, name)
    return await delays.press_later(call, name)


async def _unpaid(call: Call, running: list[KeptPlan], _: Order) -> Reply | None:
    return await unpaid(call, running)


async def unpaid(call: Call, running: list[KeptPlan]) -> Reply:
    """What stands open next, with what can be done about it; of several plans all."""
    texts, row = call.desk.texts, running[0].state.next_row
    if len(running) > 1 or row is None:
        return await listing.shown(call)
    name = f"{plans.handle(running[0].row)}:{row.id}"
    creditor = running[0].state.plan.creditor or texts.say("plan.someone")
    labels = ("paid", "plan-paid"), ("later", "plan-later"), ("cannot", "plan-cannot")
    return Reply(
        (
            said(
                texts,
                "controls.unpaid",
                creditor=creditor,
                number=str(row.number),
                date=day_words(texts, row.instalment.due),
                money=yuan(row.open),
            ),
        ),
        (
            *(button(texts, label, f"{verb}:{name}") for label, verb in labels),
            button(texts, "changed", f"plan-changed:{name}"),
        ),
    )


async def _changed(call: Call, running: list[KeptPlan], _: Order) -> Reply | None:
    if len(running) == 1:
        return await listing.press_changed(call, plans.handle(running[0].row))
    return which_plan(call.desk.texts, running, "plan-changed")


async def _details(call: Call, _: list[KeptPlan], __: Order) -> Reply | None:
    return await listing.shown(call)


_WAYS: Final[Mapping[str, Callable[[Call, list[KeptPlan], Order], Awaitable[Reply | None]]]] = {
    "paid": _paid,
    "cannot": _row,
    "later": _row,
    "unpaid": _unpaid,
    "changed": _changed,
    "details": _details,
    "stop": _details,
}
