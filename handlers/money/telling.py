"""A loan told bit by bit: what was said so far, and whether the next words go on with it.

Kept are the person's sentences, not what was made of them: every look reads them again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from handlers.money.asked import corrected, lender_in
from handlers.money.counter import Computed, in_full
from handlers.money.figures import Kind
from handlers.money.loan import Fact, Loan

LONGEST = 60
"""Characters an answer may have; more is a message of its own."""
_MOST = 8
_ELSEWHERE = re.compile(
    r"催|骚扰|威胁|电话|短信|上门|起诉|法院|法官|传票|律师|坐牢|判刑|投诉|报警|报案|征信|黑名单|通讯录"
    r"|协商|减免|谈|答应|同意|从下|下个?月|还不起|还不上|不想活|家人|爸妈"
)
"""Words of other matters: a friend who was called is no lender."""
_ASKS = re.compile(
    r"[?？]|吗|么$|怎么|咋|如何|什么|为啥|为什么|能不能|可不可以|要不要|会不会|算不算"
)
_NUMBER = re.compile(r"[\d〇零一二两三四五六七八九十百千万半]")
_WHEN = re.compile(r"年|月|[号日天]|昨|刚|最近|\d{4}")
_WHO = re.compile(r"借|贷|放|出借|是|公司|平台|银行|个人|私人|朋友|牌照")
_OTHER_DAY = re.compile(r"逾期|没还|断供|到期|上次|最后")
_LIKE = {
    Fact.RECEIVED: _NUMBER,
    Fact.PAYMENTS: _NUMBER,
    Fact.TERM: _NUMBER,
    Fact.SIGNED: _WHEN,
    Fact.LENDER: _WHO,
}
_CORRECTS = re.compile(
    r"^(?:不对|不是|错了|[说写记打]错|更正|纠正)|其实|应该是|改成|改为|[说写记打]错了?"
)
_STATES = re.compile(r"^(?:就|应该)?是.{2,10}$")
_DONE = re.compile(r"(?:已经?|目前|现在)?还了\d{1,3}期|还剩\d{1,3}期")
_OTHERWISE = re.compile(r"^(?:那么?|要是|如果|换成|换作|假如)?.{0,10}(?:呢|的话呢?)[?？。]?$")
_COUNTED = frozenset({Kind.COST, Kind.RATE})


@dataclass(frozen=True, slots=True)
class Telling:
    """What a person has told of one loan.

    Attributes:
        on: the Beijing day on which he began.
        text: his sentences, with the words that a bare answer takes from its question.
        corrections: what he said instead of something said before.
        aside: another matter came in between.
    """

    on: date
    text: str
    corrections: tuple[str, ...] = ()
    aside: bool = False


Count = Callable[[Telling], Computed | None]
"""What can be counted of a loan told so far."""


def continued(telling: Telling, said: str, count: Count) -> Telling | None:
    """The loan with one more thing told of it; None when the words are about something else."""
    words = said.strip()
    now = count(telling)
    if now is None or not 0 < len(words) <= LONGEST or len(telling.corrections) >= _MOST:
        return None
    if _OTHERWISE.match(words):
        return _otherwise(telling, words, now)
    if _ELSEWHERE.search(words) or _ASKS.search(words):
        return None
    if not _CORRECTS.search(words):
        for fact in now.needs:
            longer = _longer(telling, in_full(fact, words))
            if _may_answer(fact, words, now) and _answers(fact, longer, count):
                return longer
    named = bool(_STATES.match(words)) and lender_in(words) is not None
    if named or _CORRECTS.search(words) or _DONE.search(words):
        return _corrected(telling, words, now.loan)
    return None


def _longer(telling: Telling, words: str) -> Telling:
    """With one more sentence; after a correction it must not be overruled by that one."""
    if telling.corrections:
        return replace(telling, corrections=(*telling.corrections, words), aside=False)
    return replace(telling, text=f"{telling.text}，{words}", aside=False)


def _may_answer(fact: Fact, words: str, now: Computed) -> bool:
    """Whether words look like an answer; what is not asked yet must say what it is about."""
    if fact is Fact.SIGNED and _OTHER_DAY.search(words):
        return False
    if fact is Fact.LENDER and lender_in(words) is None:
        return False
    asked = fact is now.needs[0]
    return bool(_LIKE[fact].search(words)) or (asked and fact is Fact.LENDER)


def _answers(fact: Fact, longer: Telling, count: Count) -> bool:
    then = count(longer)
    return then is not None and fact not in then.needs and not then.loan.several


def _corrected(telling: Telling, words: str, loan: Loan) -> Telling | None:
    """With what is said instead, where that is anything of a loan."""
    changed = corrected(loan, words, telling.on)
    if changed is None or changed.loan == loan:
        return None
    return replace(telling, corrections=(*telling.corrections, words), aside=False)


def _otherwise(telling: Telling, words: str, now: Computed) -> Telling | None:
    """那信用卡呢: the same loan from another lender, where it was the last thing counted."""
    if telling.aside or now.kind not in _COUNTED or lender_in(words) is None:
        return None
    return _corrected(telling, words, now.loan)
