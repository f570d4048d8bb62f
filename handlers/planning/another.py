"""Another debt told while a plan is talked about: it is a plan of its own, and takes no place.

Who is in the middle of one agreement says: 还有欠大姐3000，分3期. What he corrects of the open one
(写错了，是某某小贷) stays with that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.beijing import beijing_day
from handlers.language.repayment import joining, reading
from handlers.language.repayment.payees import same
from handlers.language.repayment.understood import Understood
from handlers.planning import draft as drafts
from handlers.planning.draft import Ask, Draft

_CORRECTS: Final = re.compile(
    r"不是|不对|[写打记说弄搞]错|应该是|改成|改为|换成|转[给让]|(?:债主|债权人|对方|名字)"
)
_FURTHER: Final = re.compile(
    r"还有|另外|另一|[再又]记|[还也]欠|除了|不止|第[二三四五六]个|下一?个|也[谈约商协说有]|也是?一?笔|那边|忘了"
)
_ONE_MORE: Final = re.compile(
    r"(?:还有|另外?|再记|第[二三四五六]|下)(?:有|还有)?[一二两]?[笔个家条]"
)
_IDLE: Final = re.compile(
    r"我们?|欠了?|还有?|另外?|也|有|一|笔|个|家|条|的|钱|叫做?|是|没[写记说]|忘了"
    r"|[那这]边?|就|呢|了|再|记|吧|债|款|[\s，,。.：:、]"
)


@dataclass(frozen=True, slots=True)
class Another:
    """A debt beside the one that is talked about.

    Attributes:
        creditor: whom it is owed to, None where he names nobody.
    """

    creditor: str | None


def another(draft: Draft, text: str, at: datetime) -> Another | None:
    """The other debt that words tell of, None where they are about the one talked about. Pure.

    Args:
        text: as typed.
        at: aware; when it was typed.
    """
    if draft.asks is Ask.PAID or _CORRECTS.search(text) or joining.denies(text):
        return None
    if draft.base is None and not draft.told:
        return None  # nothing was told yet that it could be beside
    found = reading.read(text, at)
    name = drafts.name_in(text, beijing_day(at))
    one_more = _ONE_MORE.search(text) is not None and found.plan() is not None
    if name is None:
        return Another(None) if one_more else None
    stand = drafts.drafted(draft)
    if stand.creditor is not None and same(stand.creditor, name):
        return Another(name) if one_more else None
    further = _FURTHER.search(text) is not None
    if stand.creditor is None:  # 大姐 answers whom it is owed to; 欠大姐3000 is beside 12000
        other = one_more or (stand.understood is not None and _differs(stand.understood, found))
    elif drafts.says_something(text, beijing_day(at)) and _tells(found):
        other = True
    else:
        other = (further or draft.renews is not None) and _only_names(text, name)
    return Another(name) if other else None


def _tells(found: Understood) -> bool:
    """Whether anything of a plan is told beside whom it is owed to."""
    return any((found.total, found.amount_each, found.installments, found.first_due, found.down))


def _differs(before: Understood, found: Understood) -> bool:
    """Whether what was told before and what is told now cannot both be of one plan."""
    pairs = (
        (before.total, found.total),
        (before.amount_each, found.amount_each),
        (before.installments, found.installments),
    )
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _only_names(text: str, name: str) -> bool:
    """Whether words say no more than that something is owed to somebody."""
    return not _IDLE.sub("", text.replace(name, "", 1))
