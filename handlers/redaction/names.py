"""Names of persons, found by what stands around them; there is no list of all names.

A name that was found once is taken out wherever it stands. What nothing around it gives away
stays, so whoever passes a case on reads it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

SOMEBODY: Final = "赵"
"""Stands for every surname, so that 老赵 and 赵女士 are still persons."""
BLANK: Final = "□"
_HAN: Final = "[\u4e00-\u9fff]"
_HEAD: Final = r"(?:(?<=^)|(?<=[\s，。！？；：、,.!?;:“”\"'（()）【】\[\]]))"
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Names:
    """Finds and hides names.

    Attributes:
        full: patterns whose group "name" is a whole name.
        bare: patterns whose group "name" is a surname alone.
        words: beginnings that look like a name and are none.
        titles: what stands behind a surname and is no name.
    """

    full: tuple[re.Pattern[str], ...]
    bare: tuple[re.Pattern[str], ...]
    words: tuple[str, ...]
    titles: frozenset[str]

    def hide(self, text: str, known: Iterable[str] = ()) -> str:
        """The text with its names hidden; as long as before.

        Args:
            known: names that are known to belong to somebody.
        """
        found = {name for name in known if len(name) >= _SHORTEST}
        for pattern in self.full:
            for match in pattern.finditer(text):
                if self._is_name(match["name"]):
                    found.add(match["name"])
        for name in sorted(found, key=lambda one: (-len(one), one)):
            text = text.replace(name, self._instead(name))
        for pattern in self.bare:
            text = pattern.sub(self._surname, text)
        return text

    def _is_name(self, words: str) -> bool:
        return not words.startswith(self.words) and words[1:] not in self.titles

    def _instead(self, name: str) -> str:
        if not re.fullmatch(f"{_HAN}+", name):
            return "".join(BLANK if one.isalnum() else one for one in name)
        return SOMEBODY + BLANK * (len(name) - 1)

    def _surname(self, match: re.Match[str]) -> str:
        start, end = match.span("name")
        first = match.start()
        whole = match.group()
        instead = SOMEBODY + BLANK * (end - start - 1)
        return whole[: start - first] + instead + whole[end - first :]


def build(lists: Mapping[str, Any]) -> Names:
    """The patterns for the lists of `words.toml`.

    Whoever is called 姓名 or 先生 may have any surname; where less says so, only surnames count
    that begin no everyday word.
    """
    doubles = "|".join(lists["doubles"])
    every = f"(?:{doubles}|[{lists['surnames']}])"
    sure = f"(?:{doubles}|[{lists['familiar']}])"
    polite, title = _any(lists["titles"]), _any([*lists["titles"], *lists["after"]])
    next_ = _any(lists["follows"])
    end = rf"(?=$|[^\u4e00-\u9fff]|{next_}|{title}|[的在于已未向])"
    return Names(
        full=(
            re.compile(rf"{_any(lists['labels'])}[:：为是叫 ]{{0,2}}{_whole(every)}{end}"),
            re.compile(rf"{_any(lists['before'])}[:：为是叫 ]{{0,2}}{_whole(sure)}{end}"),
            re.compile(rf"{_HEAD}{_whole(every)}(?={polite})"),
            re.compile(rf"{_HEAD}{_whole(sure)}(?={title}|{next_}|[0-9]{{7}})"),
        ),
        bare=(
            re.compile(rf"(?P<name>{every})(?={polite})"),
            re.compile(rf"(?P<name>{sure})(?={title})"),
            re.compile(rf"{_any(lists['nearness'])}(?P<name>[{lists['familiar']}])"),
        ),
        words=tuple(lists["words"]),
        titles=frozenset([*lists["titles"], *lists["after"]]),
    )


def _whole(surname: str) -> str:
    return f"(?P<name>{surname}{_HAN}{{1,2}}?)"


def _any(words: list[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in longest_first)})"
