"""Amounts of money as people write and say them, read exactly to the fen.

两千五 · 一万二 · 1w2 · 5千2 · 2k · 1.5万 · 12,836.50 · ¥3,600.00 · 八百块 · 三块五毛 · 312块5 ·
柒佰伍拾元. What leaves the amount open (几百, 一千多, 五六百, 五百左右, 500到800) is found too and
marked vague: whoever reads it has to ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.language.numbers import NUMERALS, whole

_YUAN = 100
_SCALES = {
    "万": 10_000,
    "萬": 10_000,
    "w": 10_000,
    "千": 1000,
    "仟": 1000,
    "k": 1000,
    "百": 100,
    "佰": 100,
}
_MOST = 10**13
"""More fen than any debt of a person; a longer run of digits is an account, not an amount."""

_AR = r"(?<!\d)(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,12}(?!\d))(?:\.\d{1,4})?"
_CN = f"[{NUMERALS}]"
_NEXT = r"(?!\s*(?:[期次回天日号个月周季笔成折点岁位%％:：]|年(?!前|后|底|初)|毛|角|共))"
"""A last digit belongs to the amount only if it does not count something else: 一千一期."""
_MIXED = (
    rf"{_AR}\s*[万萬w](?:\s*[零〇]?(?:\d{{1,4}}|{_CN})\s*[千k仟](?:\s*\d\s*[百佰])?)?"
    rf"(?:[零〇]?(?:\d{{1,4}}(?!\d)|[一二两三四五六七八九]){_NEXT})?"
    rf"|{_AR}\s*[千k仟](?:\s*(?:\d|[一二两三四五六七八九])\s*[百佰])?"
    rf"(?:[零〇]?(?:\d{{1,3}}(?!\d)|[一二两三四五六七八九]){_NEXT})?"
    rf"|{_AR}\s*[百佰](?:[零〇]?(?:\d{{1,2}}(?!\d)|[一二两三四五六七八九]){_NEXT})?"
)
_COUNTED = r"\s*(?:[期次回天日个月周季笔]|年(?!前|后|底|初))"
_TEN = r"(?:[一二两三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?)"
_SPOKEN = (
    rf"{_CN}*[百千万](?=一共)"
    rf"|{_CN}*[百千万][一二两三四五六七八九](?=一{_COUNTED})"
    rf"|{_CN}*[百千万](?={_TEN}{_COUNTED})"
)
_NUMBER = rf"(?:{_MIXED}|{_AR}|{_SPOKEN}|{_CN}+)"
_COIN = (
    rf"(?P<yuan>块钱|块|元|圆|员|快(?!点|些|乐|要|到)|大洋|rmb|人民币)"
    rf"(?:零?(?P<mao>\d|{_CN})(?:毛|角)"
    rf"(?:零?(?P<fen>\d|{_CN})(?:分(?!期|\d|[一二三四五六七八九十])|(?=[,，。、；;\s]|$)))?"
    rf"|(?P<half>\d|[一二两三四五六七八九]){_NEXT}(?!(?!一(?:期|次|个月|周|天|笔))[\d.,{NUMERALS}]|\s*分))?钱?整?"
)
_SIGN = r"(?:[¥￥$]|rmb|人民币)\s*"
_VAGUE_BEFORE = (
    r"(?:大概|大约|差不多|约莫|约|可能|也许|估计|最多|至多|最少|至少|起码|不超过|不低于)"
    r"(?:能|可以|会|只能)?[是还要付给]?"
)
_VAGUE_AFTER = r"(?:左右|上下|出头|不到|以上|以内|以下|起步|或者?更?多|吧?看情况)"
_VAGUE = (
    rf"(?:好?几|若干)[十百千万]+(?:块钱|块|元)?|[几多]块钱?|{_CN}+[多来好几][块元]钱?"
    rf"|(?:[一二两三四五六七八九十]+|\d+)[百千万](?:多|来|把|好几)(?:块钱|块|元)?"
    rf"|\d+多块?|[百千万]把?来?块钱?|[一二两三四五六七八九]{{2}}[百千万](?:块钱|块|元)?"
    rf"|十几万?块?钱?|一?点儿?(?:钱|款)?(?=[，。,.;；!！\s]|$)|(?:有)?多少(?:就|是|算)?还?多少|一部分|一些"
)
_RANGE = rf"{_NUMBER}(?:块钱|块|元)?\s*(?:到|至|[-~—–～])\s*{_NUMBER}\s*(?:块钱|块|元)"
_BARE_RANGE = (
    r"(?<![\d.])\d{3,6}\s*(?:到|至|[-~—–～])\s*\d{3,6}(?![\d.]|\s*[号日月年期])"
    rf"|{_CN}+[百千万]{_CN}*(?:到|至){_CN}+[百千万]{_CN}*(?!\s*[号日月年期])"
)
"""500到800: numbers so large are no days and no instalments."""

MONEY = re.compile(
    rf"(?P<open>{_RANGE}|{_BARE_RANGE}|{_VAGUE})"
    rf"|(?P<jiao>\d|{_CN})毛(?:钱)?"
    rf"|(?P<about>{_VAGUE_BEFORE})?(?P<sign>{_SIGN})?(?P<number>{_NUMBER})\s*(?:{_COIN})?"
    rf"(?P<around>{_VAGUE_AFTER})?"
)
"""One amount, wherever `match` is tried; read its match with `read`."""

_PIECE = re.compile(rf"(?P<n>[\d,]+(?:\.\d+)?|[{NUMERALS}])\s*(?P<scale>[万萬w千仟k百佰])?")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and where it stands.

    Attributes:
        fen: None if it is vague.
        marked: whether a unit or scale says that it is money; a bare 950 may be anything.
        start: where it begins in the text.
        end: where it ends.
    """

    fen: int | None
    marked: bool
    start: int
    end: int

    @property
    def vague(self) -> bool:
        """Whether the amount was left open."""
        return self.fen is None


def read(match: re.Match[str]) -> Amount | None:
    """The amount of a match of `MONEY`; None if its number cannot be one."""
    start, end = match.span()
    if match["open"] or match["about"] or match["around"]:
        return Amount(None, True, start, end)
    if match["jiao"]:
        tenth = _digit(match["jiao"])
        return None if tenth is None else Amount(tenth * 10, True, start, end)
    fen = _number(match["number"])
    if fen is None or not 0 < fen < _MOST:
        return None
    coins = [_digit(match[name]) for name in ("mao", "fen", "half") if match[name]]
    if None in coins:
        return None
    fen += 10 * (_digit(match["mao"] or match["half"] or "0") or 0)
    fen += _digit(match["fen"] or "0") or 0
    scaled = bool(set(match["number"]) & set(_SCALES)) or "," in match["number"]
    marked = bool(match["sign"] or match["yuan"]) or scaled
    return Amount(fen, marked, start, end)


def amounts(text: str) -> tuple[Amount, ...]:
    """Every amount in a text, in order; bare numbers count."""
    found: list[Amount] = []
    match = MONEY.search(text)
    while match:
        one = read(match)
        if one is None or (not one.marked and one.end - one.start == 1):
            position = max(match.end(), match.start() + 1)
        else:
            found.append(one)
            position = one.end
        match = MONEY.search(text, position)
    return tuple(found)


def _digit(text: str) -> int | None:
    return int(text) if text.isdecimal() else whole(text)


def _number(text: str) -> int | None:
    """Fen of a number in any dress."""
    if all(character in NUMERALS for character in text):
        value = whole(text)
        return None if value is None else value * _YUAN
    pieces = list(_PIECE.finditer(text))
    if not pieces:
        return None
    total, scale = 0, 0
    for index, piece in enumerate(pieces):
        own = _SCALES.get(piece["scale"] or "", 0)
        number = _hundredths(piece["n"], own or 1)
        if number is None or (own and scale and own >= scale):
            return None
        if own:
            total, scale = total + number, own
        elif not scale:
            total += number
        elif index == len(pieces) - 1:
            total += _tail(text, piece, scale, number)
    return total


def _tail(text: str, piece: re.Match[str], scale: int, number: int) -> int:
    """Digits after the last scale: 1w2 is 12000, 1w25 is 12500; 1万零50 and 1万250 say it all."""
    digits = piece["n"]
    after_zero = piece.start() > 0 and text[piece.start() - 1] in "零〇"
    if after_zero or len(digits) > 2 or 10 ** len(digits) > scale:
        return number
    return number * scale // int(10 ** len(digits))


def _hundredths(text: str, scale: int) -> int | None:
    """A number times its scale in hundredths; None if it has finer parts than can be paid."""
    if not text[0].isdecimal():
        value = whole(text)
        return None if value is None else value * scale * _YUAN
    integer, _, fraction = text.replace(",", "").partition(".")
    fine = 10 ** len(fraction)
    value, rest = divmod(int(integer + fraction) * scale * _YUAN, fine)
    return value if not rest else None
