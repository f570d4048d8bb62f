"""What somebody asks of his own plans in plain words: 还剩多少, 这个月要还多少, 下次什么时候还.

Whole short questions only; whoever asks about a debt at large uses other words, or more of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from handlers.language.numbers import whole
from handlers.language.repayment import creditor
from handlers.repayment.plan import LAST
from handlers.repayment.schedule import on_day

LONGEST: Final = 24
"""Characters; a longer question is about more than a number."""
_N: Final = "[0-9一二三四五六七八九十]{1,2}"
_LEAD: Final = (
    r"(?:□(?:那边|那个|那家|那笔)?的?|银行|信用卡|网贷|平台|那笔|这笔|我们?的?|现在|目前|请问|那|到底|一共|总共|共|总|还款|计划"
    r"|帮我|看看|查查?|算算?|一下|的|，)*"
)
_TAIL: Final = r"(?:了|呢|啊|呀|哦|来着)*"
_HOW_MUCH: Final = r"(?:多少|几多)(?:钱|款|债|元)?"
_WHEN: Final = r"(?:什么时候|啥时候|哪一?天|几号|何时)"
_PERIOD: Final = (
    r"(?P<period>今天|明天|后天|(?:这|本|下)个?(?:周|星期|礼拜|月)"
    rf"|(?P<month>{_N})月份?|今年|明年|年底前?|年前)"
)
_PAY: Final = r"(?:还|付|交)"
_LEFT: Final = (
    rf"(?:还(?:剩下?|欠|差|有|要还|得还)|剩余?|剩下|欠|余额(?:还有)?)了?{_HOW_MUCH}"
    r"(?:没还清|没还完|没还|没清|要还|未还|可还)?"
)
_OF_A_PERIOD: Final = (
    rf"{_PERIOD}{_LEAD}(?:还)?(?:要|得|该|需要|应该|应)?"
    rf"(?:{_PAY}{_HOW_MUCH}|{_PAY}(?:钱|款)?吗|{_PAY}(?:哪几?[家些笔]|几[家笔])|有(?:没有)?要还的(?:钱)?吗?)"
)
_NEXT: Final = (
    rf"(?:下一?次|下一?期|最近一?[期次]|接下来|最近)(?:该|要|得|是|在)*(?:{_WHEN}|{_PAY}?{_HOW_MUCH})(?:{_PAY}款?钱?)?"
    rf"|{_WHEN}(?:该|要|得)?{_PAY}(?:款|钱)?|还款日(?:期)?(?:是|在)?{_WHEN}"
)
_COUNT: Final = (
    rf"(?:还有|还剩下?|还要还|还得还|剩下?|还差)(?:几|多少)(?:期|个月|次)(?:没还|要还)?|最后一期(?:是|在)?{_WHEN}|还要还多久"
    rf"|(?:{_WHEN}|多久|几时)(?:才|能|可以)*(?:还完|还清)"
)
_PAID: Final = rf"(?:已经?)?(?:一共|总共|都)?{_PAY}了(?:{_HOW_MUCH}|几(?:期|个月|次))"


class Asked(StrEnum):
    """What is wanted."""

    LEFT = "left"
    PERIOD = "period"
    NEXT = "next"
    COUNT = "count"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Question:
    """A whole question.

    Attributes:
        words: the stretch of time of PERIOD as he says it.
        first: first day of that stretch, None for other questions.
        last: its last day.
    """

    what: Asked
    words: str = ""
    first: date | None = None
    last: date | None = None


_SIGNS: Final = tuple(
    (what, re.compile(rf"{_LEAD}(?:{sign}){_TAIL}[?？]?"))
    for what, sign in (
        (Asked.PERIOD, _OF_A_PERIOD),
        (Asked.COUNT, _COUNT),
        (Asked.NEXT, _NEXT),
        (Asked.PAID, _PAID),
        (Asked.LEFT, _LEFT),
    )
)


def heard(text: str, today: date) -> Question | None:
    """The question a whole short message is; None for all else."""
    plain = re.sub(r"[\s。.!！~,，]+", "", unicodedata.normalize("NFKC", text))
    if not 0 < len(plain) <= LONGEST or "您" in plain or "你" in plain:
        return None
    named = creditor.find(plain, sure=True)
    hidden = plain if named is None else plain[: named.start] + "□" + plain[named.end :]
    for what, sign in _SIGNS:
        match = sign.fullmatch(hidden)
        if match is not None:
            return _period(match, today) if what is Asked.PERIOD else Question(what)
    return None


def _period(match: re.Match[str], today: date) -> Question | None:
    words = match["period"]
    if match["month"]:
        number = int(match["month"]) if match["month"].isdecimal() else whole(match["month"])
        if number is None or not 1 <= number <= 12:
            return None
        year = today.year + (number < today.month)
        first, last = date(year, number, 1), on_day(year, number, LAST)
    else:
        first, last = _stretch(words, today)
    return Question(Asked.PERIOD, words, first, last)


def _stretch(words: str, today: date) -> tuple[date, date]:
    """First and last day of what is called so."""
    coming = words.startswith("下")
    if words.endswith("月"):
        first = on_day(today.year, today.month + coming, 1)
        return first, on_day(first.year, first.month, LAST)
    if words.endswith(("周", "星期", "礼拜")):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * coming)
        return monday, monday + timedelta(days=6)
    if words.endswith("天"):
        day = today + timedelta(days="今明后".index(words[0]))
        return day, day
    if words == "明年":
        return date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)
    return (date(today.year, 1, 1) if words == "今年" else today), date(today.year, 12, 31)
