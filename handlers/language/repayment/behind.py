"""A first month that is over: 从去年12月开始, 从上个月起."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handlers.language.repayment.facts import Facts
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Kind
from handlers.language.when import Period, Unit

_UNPAID: Final = re.compile(
    r"[^，,。；;、\n]*?(?:没|未|不|断|停|逾期|失业|下岗|生病|拖)"
    r"|\s*(?:开始|起)?(?:就|一直|又|陆续)?(?:欠|借|贷)"
)
"""从去年12月开始没钱还: since when nothing is paid."""


def read_behind(said: Sentence, facts: Facts, today: date) -> None:
    """从去年12月开始, 从上个月起: what is over is no start, unless it is said to be one.

    A year alone names no month, and is handed back.
    """
    start = facts.start
    if not isinstance(start, Period) or not start.dated or start.last >= today:
        return
    index = next((i for i, one in enumerate(said.tokens) if one.value == start), None)
    if index is None or Kind.START not in {said.kind(index - 1), said.kind(index + 1)}:
        return
    if _UNPAID.match(said.after(index)):
        return
    if start.unit is Unit.YEAR:
        facts.unread.append(said.words(said.tokens[index]).strip())
    else:
        facts.behind = True
