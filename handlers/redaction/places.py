"""Addresses, number plates and accounts: names in them become blanks, what kind it is stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from handlers.redaction.digits import is_digit, zero
from handlers.redaction.names import BLANK

_LOCAL: Final = re.compile(
    r"https?://[^\s\u4e00-\u9fff]+|www\.[^\s\u4e00-\u9fff]+"
    r"|[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+"
    r"|(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*[A-Za-z])(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{6,}"
)


@dataclass(frozen=True, slots=True)
class Places:
    """Finds and hides what leads to a door or an account.

    Attributes:
        address: a chain of places and doors.
        keeps: words in it that say what kind of place it is.
        plate: a number plate.
        account: a name on a platform, in the group "name".
    """

    address: re.Pattern[str]
    keeps: re.Pattern[str]
    plate: re.Pattern[str]
    account: re.Pattern[str]

    def hide(self, text: str) -> str:
        """The text with them hidden; as long as before."""
        text = self.account.sub(lambda m: _inside(m, _masked(m["name"])), text)
        text = _LOCAL.sub(lambda m: _masked(m.group()), text)
        text = self.plate.sub(lambda m: BLANK + _masked(m.group()[1:]), text)
        return self.address.sub(lambda m: self._address(m.group()), text)

    def _address(self, words: str) -> str:
        done, at = [], 0
        for kept in self.keeps.finditer(words):
            done += [_blank(words[at : kept.start()]), kept.group()]
            at = kept.end()
        return "".join([*done, _blank(words[at:])])


def build(lists: Mapping[str, Any]) -> Places:
    """The patterns for the lists of `words.toml`."""
    kinds, ends, names = (_any(lists[key]) for key in ("places", "doors", "accounts"))
    # a name of a place is Chinese, and none of the small words that stand before one
    place = rf"(?:(?:(?![{lists['never']}])[\u4e00-\u9fff□]){{1,5}}?{kinds})"
    door = rf"(?:[0-9０-９A-Za-z]{{1,5}}{ends})"
    worded = rf"(?:[一二三四五六七八九十零]{{1,3}}{ends})"
    room = "(?:[0-9]{2,4}(?![0-9元块万]))?"
    return Places(
        address=re.compile(
            rf"(?:{place}{{2,}}(?:{door}|{worded})*|{place}(?:{door}|{worded})+|{door}{{2,}}){room}"
        ),
        keeps=re.compile(rf"{kinds}|{ends}"),
        plate=re.compile(rf"[{lists['plates']}][A-Z][·• ]?[A-Z0-9]{{5,6}}(?![A-Za-z0-9])"),
        account=re.compile(rf"{names}[:：是为 ]{{0,3}}(?P<name>[A-Za-z][A-Za-z0-9_-]{{4,}})"),
    )


def _any(words: list[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


def _inside(match: re.Match[str], name: str) -> str:
    return match.group()[: match.start("name") - match.start()] + name


def _masked(words: str) -> str:
    """Letters as x, digits as 0, signs as they are."""
    return "".join(
        zero(one) if is_digit(one) else ("X" if one.isupper() else "x") if one.isalpha() else one
        for one in words
    )


def _blank(words: str) -> str:
    return "".join(zero(one) if is_digit(one) else BLANK for one in words)
