"""Numbers as they stand in messages: 6, 1.5, 十二, 两百, 三十六, 3万, 两千五, 柒佰伍拾.

The one reader of Chinese numerals. Spoken forms drop the last unit (两千五 is 2500, 一万二 is
12000); written ones on papers use 壹贰叁. A run of plain digits (二零二六) is read digit by digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = (
    {c: n for n, c in enumerate("零一二三四五六七八九")}
    | {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
    | {"〇": 0, "两": 2, "俩": 2, "仨": 3, "貳": 2, "陸": 6}
)
_TENS = {"廿": 20, "卅": 30}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?万?|[零〇一二两俩三四五六七八九十百千万]+")
_MYRIAD = 10_000
_MYRIADS = frozenset("万萬")
_LONGEST = 24
"""Characters of the longest numeral that means anything."""
_ZEROES = frozenset("零〇")
_COLLOQUIAL = 100
"""From 百 on a last digit without a unit counts in tenths of the unit before it."""

NUMERALS = "".join([*_DIGITS, *_TENS, *_UNITS, *sorted(_MYRIADS)])
"""Every character of a Chinese numeral, for the inside of a character class."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and where it stands."""

    value: float
    start: int
    end: int


def whole(text: str) -> int | None:
    """The value of a Chinese numeral; None for what is none or vague (一两千, 五六百, 千万).

    >>> [whole(word) for word in ("十八", "两千五", "一万零五百", "二〇二七", "七八百")]
    [18, 2500, 10500, 2027, None]
    """
    if not text or len(text) > _LONGEST:
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    head, mark, tail = text.partition("万") if "万" in text else text.partition("萬")
    if not mark:
        return _section(text)
    above = _section(head)
    if above is None or not above or not _MYRIADS.isdisjoint(tail):
        return None
    if len(tail) == 1 and tail not in _ZEROES and tail in _DIGITS:
        return above * _MYRIAD + _DIGITS[tail] * _MYRIAD // 10
    below = _section(tail) if tail else 0
    return None if below is None else above * _MYRIAD + below


def _section(text: str) -> int | None:
    """A numeral below 10,000."""
    total, digit, unit, gap = 0, -1, _MYRIAD, False
    for place, character in enumerate(text):
        if character in _DIGITS:
            if digit >= 0 or (character in _ZEROES and gap):
                return None
            gap, digit = (True, -1) if character in _ZEROES else (gap, _DIGITS[character])
            continue
        value, own = _unit(character, digit, first=place == 0 or gap)
        if own >= unit:
            return None
        total, unit, digit, gap = total + value, own, -1, False
    if digit >= 0:
        total += digit * unit // 10 if _COLLOQUIAL <= unit < _MYRIAD and not gap else digit
    return total


def _unit(character: str, digit: int, *, first: bool) -> tuple[int, int]:
    """What a unit adds after its digit, and the unit; one that cannot stand here is too large."""
    if character in _TENS and digit < 0:
        return _TENS[character], 10
    own = _UNITS.get(character, _MYRIAD)
    if digit < 0 and not (own == 10 and first):  # 十五, 一百零十
        return 0, _MYRIAD
    return abs(digit) * own, own


def chinese(text: str) -> float:
    """The value of Chinese numerals, as near as it can be read."""
    exact = whole(text)
    if exact is not None:
        return float(exact)
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _MYRIADS:
            total = (total + section + digit or 1) * _MYRIAD
            section = digit = 0
        else:
            section += (digit or 1) * _UNITS[character]
            digit = 0
    return float(total + section + digit)


def numerals(text: str) -> tuple[Numeral, ...]:
    """Every number in a normalised text, in order."""
    found = []
    for match in _NUMBER.finditer(text):
        raw = match.group()
        if raw[0].isdecimal():
            value = float(raw.rstrip("万").replace(",", ""))
            value *= _MYRIAD if raw.endswith("万") else 1
        else:
            value = chinese(raw)
        found.append(Numeral(value, match.start(), match.end()))
    return tuple(found)
