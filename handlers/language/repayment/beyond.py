"""Days that no month has and numbers of instalments that no plan has: 32号, 0号, 9999期.

Left standing, 1000期 would be read as an amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from handlers.language.repayment.understood import Missing

_DAY: Final = re.compile(
    r"(?<![0-9.])(?:0+|3[2-9]|[4-9][0-9]|[1-9][0-9]{2,3})\s*号"
    r"|(?:三十[二三四五六七八九]|[四五六七八九]十[一二三四五六七八九]?)号"
)
_COUNT: Final = re.compile(r"(?<![0-9.,])(?:0+|[0-9]{4,})\s*(?:期(?![限间末初数])|个月)")
_KINDS: Final = ((Missing.DUE_DAY, _DAY), (Missing.INSTALLMENTS, _COUNT))


def find(text: str) -> list[tuple[int, int]]:
    """Where they stand; first and behind the last character."""
    return [match.span() for _, sign in _KINDS for match in sign.finditer(text)]


def kinds(text: str) -> Iterator[Missing]:
    """What of a plan a text names beyond what there is."""
    return (kind for kind, sign in _KINDS if sign.search(text))
