"""Corrections of a payment that was put down: 不对，是800, 没还，点错了, 不是1000，是800.

Only words that say nothing else are read so. Whether there is a payment they may be about is for
whoever knows what was put down.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from handlers.language.amounts import amounts
from handlers.language.numbers import whole
from handlers.language.repayment.paying import paid
from handlers.repayment.plan import Fen

LONGEST: Final = 40
"""Characters; whoever writes more tells a story."""
_MONEY: Final = "§"
_MARKS: Final = re.compile(r"[\s，,。!！；;、：:~…]+|\.(?![0-9])")
_ROW: Final = re.compile(r"第([0-9]{1,3}|[一二两三四五六七八九十]{1,3})期的?")
_NOUGHT: Final = re.compile(r"(?:多|少)(?:写|打|输|按|记|加)了?[一两]?个?(?:零|0)(?![0-9])")
_OLD: Final = (
    r"(?:不是|没有?)(?:[还付转]了?)?§"
    r"|(?:记|写|打|输|说|填|按|算|看)成了?§了?"
    r"|§(?:是错的|不对|记错了?|写错了?|错了?)"
    r"|§(?=改[成为]§)"
)
"""The amount that is wrong."""
_NOTHING: Final = (
    r"(?:还|根本|并)?没有?[还付转交](?!成|清|完|那么|这么)(?:上|过|出去|款|钱|呢)?|没到账"
)
_FAILED: Final = (
    r"没有?[还付转交扣]?成功?|没扣上|(?:扣款)?失败了?|不成功"
    r"|(?:被?(?:银行|平台|对方|微信|支付宝)(?:把[钱款])?|[钱款])?被?退(?:[回还]|给我)?来?了"
)
_CANCELS: Final = r"(?:撤[销回掉]|取消|删[掉了除]|去掉|划掉|不算|作废)(?:掉|了|吧)*"
_PRESSED: Final = (
    r"(?:点|按|摁|碰|选)错了?|误(?:点|按|触|操作)了?|手滑了?|不小心(?:点|按|碰)(?:了|到)?(?:已还)?"
)
_WRONG: Final = (
    r"(?:记|写|打|输|填)(?:的)?错(?:计划|人|家|字)?了?|(?:记|写|打|输|算)[多少]了?|(?:更|纠|改)正(?:一下)?"
    r"|没有?[还付转]了?(?:那么|这么)多|[多少](?:记|写|打|输|说|按|算|加)了?"
)
_BY: Final = r"[多少](?:记|写|打|输|说|按|算|加|还|付|转)了?§"
"""By how much it is wrong, which says nothing of how much it was."""
_OFF: Final = (
    r"(?:说|发|弄|搞|看|算|报|讲)(?:的)?错(?:计划|人|家)?了?|错了?|不对|改一?下|没有?[还付][清完]"
    r"|不是今天"
)
"""Said of anything."""
_SHORT: Final = r"还?差§(?:没[还付])?|应还§"
"""What is still to be paid, or was."""
_ELSE: Final = r"是[还付转]给?的?(?![了过清完§])"
"""With a name before it that was taken out: 那笔是还花呗的."""
_REALLY: Final = r"其实|实(?=还)|实际上?|应该|应为|正确"
_AIMED: Final = (
    r"刚[才刚]?|前面|之前|昨天|上次|上面|上一?[笔次]|[那这]一?[笔个次条]|记的|还款|付款|已还"
)
"""What is meant to be a payment, beside words that cancel."""
_FILL: Final = (
    r"我|俺|的|了|是|把|将|今天|[那这]一?期|金额|数字|钱数|钱|款|转账|[还付转交]|记录?|写|录|就|有|对"
    r"|吧|啊|呢|哦|呀|嘛|啦|抱歉|不好意思|对不起|等等|等一下|哎呀?|元|块|说|点|一下|而是|而|都|也|过|成"
    r"|[那这]么多|又|来|时候|那|被|手抖|等?下|日期|日子|前天|一笔"
)
_TOKENS: Final = re.compile(
    rf"(?P<old>{_OLD})|(?P<by>{_BY})|(?P<short>{_SHORT})|(?P<else>{_ELSE})|(?P<failed>{_FAILED})|(?P<nothing>{_NOTHING})|(?P<pressed>{_PRESSED})|(?P<wrong>{_WRONG}|☓)"
    rf"|(?P<into>修?改[成为])|(?P<off>{_OFF})|(?P<only>只|才)"
    rf"|(?P<cancels>{_CANCELS})|(?P<really>{_REALLY})|(?P<aimed>{_AIMED})|(?P<money>§)"
    rf"|(?P<fill>{_FILL})"
)

_SIGNS: Final = frozenset(
    ("old", "by", "else", "nothing", "failed", "pressed", "wrong", "off", "cancels", "money")
)
"""Kinds of words of which one at least says that something is otherwise."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is said to be otherwise; nothing of it says only that something is wrong.

    Attributes:
        amount: what was paid in truth.
        old: what was put down, as he says.
        nothing: nothing was paid, or it is to be taken back.
        row: the instalment it names, counted from 1.
        firm: the words can be about nothing but something said before.
    """

    amount: Fen | None = None
    old: Fen | None = None
    nothing: bool = False
    firm: bool = True
    row: int | None = None


def correction(text: str) -> Correction | None:
    """The correction that the whole text is; None for all other words, and for questions."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or len(plain) > LONGEST or re.search(r"[?你您]|[吗么]$", plain):
        return None
    rows = _ROW.findall(plain)
    plain = _ROW.sub("", plain)
    told, money = _without_money(_NOUGHT.sub("☓", _MARKS.sub("", plain)))
    kinds = _kinds(told)
    if kinds is None or not _corrects(set(kinds)) or len(rows) > 1:
        return None
    found = replace(_read(kinds, money), row=_number(rows[0]) if rows else None)
    tells = not found.firm and "only" not in kinds and paid(plain) is not None
    return None if tells else found  # 还了800 is a payment of its own


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() else whole(words)


def _without_money(plain: str) -> tuple[str, list[Fen | None]]:
    """The text with a sign for each amount; the amounts, None for one that is vague."""
    told, end = "", 0
    found: list[Fen | None] = []
    for one in amounts(plain):
        told += plain[end : one.start] + _MONEY
        end = one.end
        found.append(Fen(one.fen) if one.fen else None)
    return told + plain[end:], found


def _kinds(told: str) -> list[str] | None:
    """What its words are, in order; None where one is of another kind."""
    found: list[str] = []
    place = 0
    while place < len(told):
        match = _TOKENS.match(told, place)
        if match is None:
            return None
        found.append(match.lastgroup or "")
        place = match.end()
    return found


def _corrects(kinds: set[str]) -> bool:
    if "into" in kinds and not {"aimed", "old", "wrong", "off"} & kinds:
        return False  # 这期改成500 is agreed anew
    if "cancels" in kinds and not {"aimed", "wrong", "nothing"} & kinds:
        return False
    return bool(_SIGNS & kinds) or {"short", "really"} <= kinds


def _firm(kinds: set[str]) -> bool:
    """Whether they can be about nothing but a payment that was put down."""
    if {"pressed", "wrong", "old", "by", "else", "failed", "cancels"} & kinds:
        return True
    about = {"money", "nothing", "short", "aimed"} & kinds
    return bool({"off", "really"} & kinds and about)


def _read(kinds: list[str], money: list[Fen | None]) -> Correction:
    told, roles = set(kinds), list(_roles(kinds, money))
    old = [fen for kind, fen in roles if kind == "old"]
    new = [fen for kind, fen in roles if kind == "money"]
    amount = new[0] if len(new) == 1 else None
    named = old[0] if len(old) == 1 else None
    if {"nothing", "failed", "cancels"} & told:
        return Correction(old=named or amount, nothing=True, firm=_firm(told))
    nothing = "pressed" in told and "off" not in told and not money
    return Correction(amount, named, nothing, _firm(told))


def _roles(kinds: list[str], money: list[Fen | None]) -> Iterator[tuple[str, Fen | None]]:
    """The amounts with what they are said to be."""
    left = iter(money)
    for kind in kinds:
        if kind in {"old", "by", "short", "money"}:
            yield kind, next(left)
