"""What somebody says of an instalment he does not pay in time: 今天还不了，明天还; 这周的还不上.

A closed grammar: every clause must be one of these few kinds and nothing may be left over, so that
a sentence in which anything else is said (and be it one word of despair) is never taken for one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.language.repayment import creditor, paying

LONGEST: Final = 30
"""Characters; whoever writes more tells a story."""
_N: Final = "[0-9一二两三四五六七八九十半几]{1,3}"
_DAY: Final = (
    rf"(?:今天|今晚|明天|明晚|后天|大后天|下?下?(?:周|星期|礼拜)[一二三四五六日天末]?|下?个?月(?:底|初|中)|下个月|{_N}月底"
    rf"|(?:下?个?月)?(?:{_N}月)?{_N}[号日]|过?{_N}天(?:以?后|之后)?|过{_N}个?(?:周|星期|礼拜|月)|年底|年后|月初|月底|周末"
    r"|等?(?:我|公司|老板|下个?月|月底)?(?:一?[发开领拿](?:了)?(?:工资|薪水?|钱)|工资(?:一?到账?|[发下]来?)|(?:钱|货款|工程款)(?:一?到账?|下来))(?:了|以?后|之后)?)"
)
_OF: Final = (
    r"(?:□(?:那边|那家|那笔|那个)?|银行|信用卡|网贷|平台|这一?期|本期|那一?期|下一?期|最后一期|[这上下]?个月|本月|这[次笔回]|那笔"
    r"|这周|本周|今天|今晚|明天|昨天)(?:那边|那个)?的?(?:钱|款|账单|这期|那期)?"
)
_FILL: Final = (
    r"(?:我|俺|真的?|实在|暂时|可能|恐怕|怕是|估计|看来|也|都|又|先|就|还是|还|现在|目前|确实|手头|手上|身上|大概|是|要|得|想|只|能|才|再"
    r"|一定|肯定|应该|会|[，,])"
)
_TAIL: Final = r"(?:了|啊|吧|呢|哈|啦)*"
_CANNOT: Final = (
    r"(?:还不(?:上|起|了|出)|还不出来|凑不(?:齐|够|上|出|到)(?:来|钱)?|没凑(?:够|齐|到)|拿不出(?:来|钱来?)?|交不(?:上|起|了)|付不(?:起|了|上)"
    r"|没钱(?:还|交|付)?|紧|周转不(?:开|过来)|不够(?:还)?|没法(?:按时)?还|还成问题)"
)
_BORNE: Final = r"(?:这|那|本|最后)一?期(?:我|真的|实在|也|都|有点|快)*(?:扛|顶|撑)不住"
_EXCUSE: Final = (
    r"(?:(?:工资|薪水|货款|工程款|钱)(?:还|也)?(?:没|没有|不)(?:发|到账?|下来|结)|(?:还没|没)发(?:工资|薪水?)"
    r"|老板(?:还)?没(?:发钱|给钱|结账))"
)
_GIVE: Final = r"(?:还|补|补上|补齐|补交|交|付|给|转|处理)(?:上|清|完|款|钱|给?□)?"
_SUM: Final = r"(?:[0-9.]+(?:万|千|百)?|[一二两三四五六七八九十百千万]{2,})(?:元|块钱?)?"
_SHORT: Final = rf"(?:只(?:能|够)(?:先)?{_GIVE}(?:一半|一部分|一点儿?|{_SUM}))"
_PUT_OFF: Final = (
    rf"(?:(?:晚|迟|拖|推|缓)(?:到|个)?(?:{_DAY}|{_N}天|一阵子?|一下)(?:(?:再|才)?{_GIVE})?"
    rf"|(?:{_DAY}){{1,2}}{_FILL}*(?:{_GIVE}|有钱)|过(?:几|两)天{_FILL}*{_GIVE}|先(?:不还|欠着|放一?放|拖着))"
)
_REST: Final = (
    rf"(?:(?:剩下|剩余|其余|余下|差)的?(?:那些)?|(?:还|剩|差|还差){_SUM})"
    rf"(?:{_SUM})?{_FILL}*(?:{_DAY}|慢慢|以后|过后){_FILL}*{_GIVE}"
)
_RELIEF: Final = (
    r"(?:还完|还清|交完|付完)(?:了)?(?:这一?期|最后一期|这笔)?(?:，)?(?:我|人)?(?:也|可)?(?:就|才)(?:能)?"
    r"(?:解脱|轻松|自由|解放|松(?:一?口)?气|踏实|熬出头|熬到头|没事|好过)(?:了|多了)?"
)
_INSTALMENT: Final = r"(?:这|那|本|最后)一?(?:期|笔)|这个月的?"
_NEARLY: Final = (
    r"(?:终于|总算)?(?:快|要|快要)(?:熬到头|熬出头|还完|还清)了?(?:，)?"
    rf"(?:还有|还剩|就剩|只剩)(?:最后)?{_N}期"
)
_ASKS: Final = r"(?:怎么办|咋办|行吗|行不行|可以吗|可不可以|好吗|没事吧)?[?？]?"
_PAUSE: Final = re.compile(r"[，,。；;、！!~\s]+")


class Late(StrEnum):
    """What is said of it; of several the first counts."""

    PAID_PART = "paid_part"
    PUT_OFF = "put_off"
    CANNOT = "cannot"
    UNPAID = "unpaid"
    RELIEF = "relief"


@dataclass(frozen=True, slots=True)
class Said:
    """A whole sentence about it.

    Attributes:
        words: of the clause that says so: the payment of PAID_PART, the day of PUT_OFF.
        creditor: whose instalment it is, where that is named.
    """

    what: Late
    words: str
    creditor: str | None = None


_LEAD: Final = rf"(?:{_OF}|{_FILL})*"
_KINDS: Final = (
    (Late.RELIEF, re.compile(rf"{_LEAD}(?:{_RELIEF}|{_NEARLY}){_TAIL}")),
    (Late.UNPAID, re.compile(rf"{_LEAD}(?:没还|没有还|没付|没交|没还上){_TAIL}")),
    (Late.CANNOT, re.compile(rf"{_LEAD}(?:{_CANNOT}|{_SHORT}|{_BORNE}){_TAIL}{_ASKS}")),
    (Late.CANNOT, re.compile(rf"{_LEAD}{_EXCUSE}{_TAIL}")),
    (Late.PUT_OFF, re.compile(rf"{_LEAD}(?:{_PUT_OFF}|{_REST}){_TAIL}{_ASKS}")),
)
_DONE: Final = re.compile(
    r"(?:还|付|交|补)(?:清|完|上|齐|好|掉)了$|(?:今天|剩|余).*(?:还|付|交)了$"
)
"""Paid already, unless something says that it is still to come."""
_COMING: Final = re.compile(r"明|后|(?<!剩|余)下|再|才|会|要|得|能|想|就|底|初")
_BARE: Final = frozenset({"还", "不还", "补", "交", "没钱", "紧", "不够", "今天还", "处理"})
"""Too little to be anything by itself."""


def heard(text: str) -> Said | None:
    """What a whole short sentence says of an instalment that is not paid in time, else None."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not 0 < len(plain) <= LONGEST or "您" in plain or "你" in plain:
        return None
    named = creditor.find(plain, sure=True)
    hidden = plain if named is None else plain[: named.start] + "□" + plain[named.end :]
    clauses = [one for one in _PAUSE.split(hidden) if one]
    found = [(one, _kind(one)) for one in clauses]
    owed = None if named is None else named.name
    if any(kind is None for _, kind in found):
        whole = _kind("".join(clauses))
        return None if whole is not Late.RELIEF else _relief("".join(clauses), owed)
    for what in Late:
        words = next((one for one, kind in found if kind is what), None)
        if words is not None:
            return _said(what, words, clauses, owed)
    return None


def _said(what: Late, words: str, clauses: list[str], owed: str | None) -> Said | None:
    if what is Late.PAID_PART and len(clauses) == 1:
        return None  # a payment and nothing else is read elsewhere
    if what is Late.RELIEF:
        return _relief("".join(clauses), owed)
    return None if "".join(clauses) in _BARE else Said(what, words, owed)


def _relief(words: str, owed: str | None) -> Said | None:
    """Only of an instalment: to be free when all is paid may mean something else."""
    told = re.search(_INSTALMENT, words) or re.search(_NEARLY, words)
    return Said(Late.RELIEF, words, owed) if told else None


def _kind(clause: str) -> Late | None:
    if paying.paid(clause.replace("□", "")) is not None:
        return Late.PAID_PART
    kind = next((kind for kind, sign in _KINDS if sign.fullmatch(clause)), None)
    done = _DONE.search(clause) and not _COMING.search(clause)
    return None if kind is Late.PUT_OFF and done else kind  # 今天还完了 is a payment
