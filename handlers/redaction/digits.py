"""Digits in every dress, and which of them say something about a person.

A run of seven and more, however it is spaced out, is a number of somebody and becomes zeros.
Amounts keep their first digit, so that their size stays; times, dates of our days, percentages,
counts and public hotlines stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_CHINESE: Final = frozenset("〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖")
_ALIKE: Final = frozenset("oOlI")
"""Letters that stand for 0 and 1 in a number that is to be hidden from programs."""
_FILL: Final = frozenset(" \t\u3000-—–_.·•*,，/~()（）")
_SPREAD: Final = 7
"""Digits from which a run is a number of somebody: the shortest telephone numbers."""
_LOOSE: Final = 4
"""Digits from which a number alone is not simply a count."""
_LABELLED: Final = 3
"""The same where a word before it says what it is: 尾号, 房."""
_TOKEN: Final = re.compile(r"[dl](?:i*(?:fi*){0,2}[dl])*")
_PLAIN: Final = re.compile(r"d(?:i*(?:fi*)?d)*")
_KEPT: Final = re.compile(
    r"(?<![\d])(?<!\d[-/.])20[1-3]\d(?:年(?:\d{1,2}月(?:\d{1,2}[日号])?)?"
    r"|([-/.])\d{1,2}\1\d{1,2})(?!\d|[-/.]\d)"
    r"|(?<![\d:：])\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?![\d:：])"
    r"|(?<!\d)\d{1,2}月\d{1,2}[日号](?!\d)"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,4})?[%％‰]"
)
_AMOUNT: Final = re.compile(r"\d{1,3}(?:[,，]\d{3}){0,2}(?:\.\d{1,2})?|\d{1,8}(?:\.\d{1,2})?")
_WORDED: Final = re.compile(
    r"[一二两三四五六七八九][零〇一二两三四五六七八九十百千万]{2,}+"
    r"(?![条次天个年月日号人遍岁分小])"
)


@dataclass(frozen=True, slots=True)
class Digits:
    """Finds and hides numbers.

    Attributes:
        hotlines: public numbers that stay.
        labels: words before a number that is no amount, such as 尾号.
        units: words after an amount.
        signs: what stands before an amount.
    """

    hotlines: re.Pattern[str]
    labels: tuple[str, ...]
    units: tuple[str, ...]
    signs: tuple[str, ...]

    def hide(self, text: str) -> str:
        """The text with its numbers hidden; as long as before."""
        out = list(text)
        kinds = _kinds(text)
        for start, end in _runs(kinds):
            self._run(text, start, end, out)
        for match in _WORDED.finditer(text):
            _round_words(match, out)
        return "".join(out)

    def _run(self, text: str, start: int, end: int, out: list[str]) -> None:
        places = [at for at in range(start, end) if is_digit(text[at]) or text[at] in _ALIKE]
        words = text[start:end]
        if self._amounts(text, start, end) and _AMOUNT.fullmatch(words):
            _zero(out, places[1:])
        elif len(places) >= _SPREAD:
            _zero(out, places)
        elif self._is_hotline(text, start, end):
            return
        elif len(places) >= _LABELLED and self._labelled(text, start):
            _zero(out, places)
        elif len(places) >= _LOOSE:
            _zero(out, places[1:])

    def _is_hotline(self, text: str, start: int, end: int) -> bool:
        """A public number, and not the number of a case or a house."""
        if self._labelled(text, start) or text.startswith("号", end):
            return False
        return self.hotlines.fullmatch(text[start:end]) is not None

    def _amounts(self, text: str, start: int, end: int) -> bool:
        before, after = text[max(0, start - 4) : start].rstrip(), text[end:].lstrip()
        return before.endswith(self.signs) or after.startswith(self.units)

    def _labelled(self, text: str, start: int) -> bool:
        before = text[max(0, start - 6) : start].rstrip(" :：为是(（")
        return before.endswith(self.labels)


def is_digit(character: str) -> bool:
    """Whether a character is a digit in any script or dress, Chinese numerals included."""
    return character in _CHINESE or unicodedata.category(character) in {"Nd", "No", "Nl"}


def zero(character: str) -> str:
    """The zero that looks like this digit."""
    if character in _CHINESE:
        return "零"
    return "０" if "０" <= character <= "９" else "0"


def _zero(out: list[str], places: list[int]) -> None:
    for at in places:
        out[at] = zero(out[at])


def _kinds(text: str) -> str:
    """A letter per character: digit, look-alike, invisible, filling, or anything else."""
    kinds = [_kind(character) for character in text]
    for match in _KEPT.finditer(text):
        kinds[match.start() : match.end()] = "x" * (match.end() - match.start())
    return "".join(kinds)


def _kind(character: str) -> str:
    if is_digit(character):
        return "d"
    if character in _ALIKE:
        return "l"
    if unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return "i"
    return "f" if character in _FILL else "x"


def _runs(kinds: str) -> Iterator[tuple[int, int]]:
    """Stretches of digits; look-alikes belong to one only where it is long without them."""
    for match in _TOKEN.finditer(kinds):
        token = match.group()
        if token.count("d") + token.count("l") >= _SPREAD and token.count("d") >= _SPREAD - 2:
            yield match.span()
            continue
        spread = token.count("d") >= _SPREAD
        for part in [match] if spread else _PLAIN.finditer(token):
            base = 0 if spread else match.start()
            yield base + part.start(), base + part.end()


def _round_words(match: re.Match[str], out: list[str]) -> None:
    """An amount in words keeps its first digit and its size."""
    if not set("百千万") & set(match.group()):
        return
    for at in range(match.start() + 1, match.end()):
        if out[at] in _CHINESE and out[at] not in "零〇":
            out[at] = "一"
