"""To whom somebody says he has paid: 花呗还了300, 给招联还了600, 老婆帮我把白条还了.

Who pays in his stead, and what he pays with, is owed nothing: 我妈替我还了, 用花呗还了1000.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from handlers.language.repayment import creditor

MOST: Final = 4
"""Names looked for in one sentence."""
_WHO: Final = (
    r"(?:我|俺)?(?:老婆|老公|爱人|媳妇|妻子|丈夫|对象|男朋友|女朋友|家里人?|家人|父母|爸妈?|妈妈?|爸爸"
    r"|[哥姐弟妹叔舅姨姑]{1,2}|儿子|女儿|孩子|朋友|同事|公司|单位)"
)
_STEAD: Final = re.compile(
    rf"{_WHO}(?:已经|刚刚?|今天|昨天)?[帮替给](?:我|俺)(?:们)?(?=.*[还付转交])"
)
_EARNED: Final = re.compile(
    r"^(?:今天|昨天)?(?:(?:工资|钱|奖金)(?:到账?|发|下来)了|发了?(?:工资|钱|奖金)了?)"
)
_WITH: Final = re.compile(
    r"(?:(?<!信)用|拿(?!去花)|通过|从|走)了?[^还付转交，,。0-9]{1,8}?[里上]?(?:的钱)?"
    r"(?:转账|付款|支付)?(?=[还付转交已])"
    r"|(?:微信|网银|手机银行|云闪付|银行卡|储蓄卡|工资卡|现金|转账)[里上]?"
    r"(?:转账|付款|支付)?(?=[还付转已])"
)
_KIND: Final = re.compile(
    r"(?:信用卡|房贷|车贷|房租|助学贷款?|装修贷|消费贷|现金贷|经营贷|学费|物业费|水电费)"
    r"|(?<![一-龥])(?![这那本上下第我把前后]|还)[一-龥]{1,5}?[贷呗花租融卡付条]"
    r"(?=那边|这边|的|[这那本]|已|还|付|第|[0-9])"
)
"""What stands for a lender whose name nobody knows: 车贷还了, 恒易贷还了300."""
_ANY: Final = frozenset(
    ("网贷", "小贷", "放贷", "借贷", "首付", "支付", "应付", "银行卡", "欠条", "借条", "先付")
)
"""Words that look like one, and name nobody."""
_NOBODY: Final = re.compile(
    r"(?:[欠给]|^|(?<=[的月天上把]))(?:银行|网贷|小贷|平台|对方|公司|贷款|借款|人家)"
    r"(?:[那这]边)?的?(?=[还付已今这第都全结])"
)
"""Words for whoever it is owed to that name nobody in particular."""
_BEFORE: Final = re.compile(r"(?:把|给|向|跟|替)?(?:我)?(?:欠|借)?(?:的)?$")
_BEHIND: Final = re.compile(r"(?:[那这]边|[那这]里|那家)?的?(?:钱|账|欠款|贷款|借款)?[，,、：:]?")
_HANDED: Final = re.compile(r"(?P<verb>[还付转打交])给(?:了)?□(?P<rest>.*?)了?$")
_PAID_OF: Final = re.compile(r"(?<=[还付转打交]了)□(?:的)?")


@dataclass(frozen=True, slots=True)
class Payees:
    """Whom a sentence names, and what else it says.

    Attributes:
        names: in the order in which they stand; none where it names nobody.
        rest: the words without them, without who paid and with what.
    """

    names: tuple[str, ...]
    rest: str


def payees(text: str, known: Collection[str] = ()) -> Payees:
    """Who is named as being paid.

    Args:
        known: creditors of his plans, looked for before all other names.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for told in (_EARNED, _STEAD, _WITH):
        plain = told.sub("", plain).lstrip(",，")
    found = list(_found(plain, known))
    if not found:
        return Payees((), _NOBODY.sub("", plain))
    names = tuple(name for name, _, _ in sorted(found, key=lambda one: one[1]))
    return Payees(names, _without(plain, found))


def _found(plain: str, known: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Names with their places; what was found is hidden before the next is looked for."""
    for _ in range(MOST):
        found = _first(plain, known)
        if found is None:
            return
        yield found
        _, start, end = found
        plain = plain[:start] + "□" * (end - start) + plain[end:]


def _first(plain: str, known: Collection[str]) -> tuple[str, int, int] | None:
    for name in sorted(known, key=len, reverse=True):
        if name and name in plain:
            start = plain.index(name)
            return name, start, start + len(name)
    named = creditor.find(plain)
    if named is not None:
        return named.name, named.start, named.end
    for kind in _KIND.finditer(plain):
        if kind[0] not in _ANY:
            return kind[0], kind.start(), kind.end()
    return None


def _without(plain: str, found: Iterable[tuple[str, int, int]]) -> str:
    """The words without the names and what ties them to the rest."""
    for _, start, end in found:
        plain = plain[:start] + "□" * (end - start) + plain[end:]
    told = re.sub(r"□+(?:[和跟与、,，]□+)*", "□", plain)
    handed = _HANDED.search(told)
    if handed is not None:  # 还给二叔1000块了
        return f"{told[: handed.start()]}{handed['verb']}了{handed['rest']}"
    told = _PAID_OF.sub("", told)
    while "□" in told:
        head, _, tail = told.partition("□")
        behind = _BEHIND.match(tail)
        told = _BEFORE.sub("", head) + tail[behind.end() if behind else 0 :]
    return told


def same(name: str, other: str) -> bool:
    """Whether two names are of one creditor: 招行 and 招商银行, 白条 and 京东白条."""
    one, two = _bare(name), _bare(other)
    return one in two or two in one


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = re.sub(r"^[我俺咱]家?(?=.)|股份有限公司|有限公司|\s", "", plain)
    return _SHORT.get(plain, plain)


_SHORT: Final = {
    "工行": "工商银行",
    "农行": "农业银行",
    "建行": "建设银行",
    "交行": "交通银行",
    "招行": "招商银行",
    "中行": "中国银行",
    "邮储": "邮储银行",
    "邮政储蓄": "邮储银行",
    "中国邮政储蓄银行": "邮储银行",
}
"""How people shorten the names of banks."""
