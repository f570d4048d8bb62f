"""Several debts in one sentence: the first is read, the others are handed back."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.repayment import creditor
from handlers.language.repayment.creditor import Named

_BREAK: Final = re.compile(r"[,，。；;\n]")
_AMOUNT: Final = re.compile(r"\d{3,}|\d+(?:\.\d+)?[万千百元块wk]|[一二两三四五六七八九十]+[百千万]")
_PAYS: Final = re.compile(r"每|[号日]|期|月|周|分|还|欠")


_BESIDE: Final = re.compile(r"(?P<stop>[,，。；;])(?:另外|还有|另)[^,，。；;]*$")
"""另外15号还我姐300: the only creditor named is that of another debt."""


def _tells(words: str) -> bool:
    return bool(_AMOUNT.search(words) and _PAYS.search(words))


def first_debt(plain: str, named: Named | None) -> tuple[str, str | None]:
    """The part of a sentence that tells the first debt, and the part that tells others.

    Another debt begins with the clause in which a second creditor is named, or with the name
    itself, where both parts say an amount and how it is paid.

    Args:
        plain: the dressed sentence, the first creditor hidden.
        named: that creditor.
    """
    beside = None if named is None else _BESIDE.search(plain, 0, named.start)
    if named is not None and beside is not None and _tells(plain[: beside.start()]):
        hidden = "□" * (named.end - named.start)
        return plain[: beside.start()], plain[beside.end("stop") :].replace(hidden, named.name)
    second = None if named is None else creditor.find(plain, sure=True)
    if named is None or second is None or second.name == named.name:
        return plain, None
    later = max(named.start, second.start)
    breaks = [match.end() for match in _BREAK.finditer(plain, 0, later)]
    for cut in (*breaks[-1:], later):
        parts = plain[:cut], plain[cut:]
        if all(_tells(one) for one in parts):
            hidden = "□" * (named.end - named.start)
            return parts[0], parts[1].replace(hidden, named.name).strip()
    return plain, None
