"""A plan named by its number inside a sentence: 计划 2 改成每期250."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from handlers.language.numbers import whole

_N: Final = "[0-9]{1,4}|[一二两三四五六七八九十]{1,3}"
_PLAN: Final = re.compile(
    rf"(?:还款)?计划(?P<a>{_N})(?!期|个|次|元|块|号|月)"
    rf"|第(?P<b>{_N})个(?:还款)?计划|(?P<c>{_N})号(?:还款)?计划"
)


def number_in(text: str) -> tuple[int | None, str]:
    """The number of the plan that is named, and what else is said; None where none is named."""
    plain = re.sub(r"(?<=计划)\s+(?=[0-9])", "", unicodedata.normalize("NFKC", text))
    named = _PLAN.search(plain)
    if named is None:
        return None, text
    words = named["a"] or named["b"] or named["c"]
    number = int(words) if words.isdecimal() else whole(words)
    rest = plain[: named.start()].removesuffix("把") + plain[named.end() :].lstrip("的，, ：:")
    return number, rest
