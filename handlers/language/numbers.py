"""Numbers as they stand in messages: 6, 1.5, 十二, 两百, 三十六, 3万."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?万?|[零〇一二两俩三四五六七八九十百千万]+")
_MYRIAD = 10_000


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and where it stands."""

    value: float
    start: int
    end: int


def chinese(text: str) -> float:
    """The value of Chinese numerals; plain digit runs (二零二六) are read digit by digit."""
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return float("".join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character == "万":
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
