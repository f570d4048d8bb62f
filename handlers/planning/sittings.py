"""The days of a text on which a court sits, and those on which it sits no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.planning.spoken_days import SpokenDay

HELD: Final = "(?:收到|拿到|签收|领到|接到|领了|收了|收下|收的|领的|取的|签的|拿的)"
"""What somebody does with a paper who takes it himself."""
GOT: Final = f"(?:{HELD}|送来|送到|寄来|寄到|送达|发来|代收|代签|到了|到的|到手)"
PAPER: Final = "(?:传票|起诉状|起诉书|诉状|应诉通知|开庭通知|举证通知|支付令)"

_RECEIVED = re.compile(GOT)
_HEARINGS = re.compile("开庭(?!通知|传票)")
_MOVES = re.compile("(?:改|延|推|挪|提前|变更|顺延|延期|推迟)(?:到|至|成|在|为)")
_APART = re.compile(f"[。；;！!？?\n]|{GOT}|{PAPER}|开庭")
_PAUSE = re.compile(r"[，,](?!\s*(?:[上下中]午|早上|晚上|\d|[一二三四五六七八九十]+点))")
_LINK = re.compile(r"(?:\s|[和与及跟、，,又]|还有|以及|各|一次是?|第[一二三]次是?)*")
_FROM = re.compile(
    r"(?:的|那次|那场|开庭|庭审|时间|日期|安排|被|要|又|推迟|延期|延后|改期|了|[，,\s])*"
)
_NEAR: Final = 12
"""Characters behind the word within which its day may stand."""


@dataclass(frozen=True, slots=True)
class Sittings:
    """Days given to hearings.

    Attributes:
        moved: named only to say that another day has taken their place.
        renewed: a hearing has another day now, whether or not the old one is named.
    """

    days: tuple[SpokenDay, ...]
    moved: tuple[SpokenDay, ...]
    renewed: bool


def sittings(text: str, days: Sequence[SpokenDay], today: date) -> Sittings:
    """Which of the days of a text belong to its hearings."""
    words = list(_HEARINGS.finditer(text))
    moves = [_moved(text, days, move) for move in _MOVES.finditer(text)] if words else []
    told = [both for both in moves if both is not None]
    gone = tuple(dict.fromkeys(old for old, _ in told if old is not None))
    found = [day for word in words for day in _of_hearing(text, days, word, today)]
    kept = dict.fromkeys((*found, *(new for _, new in told)))
    return Sittings(tuple(day for day in kept if day not in gone), gone, bool(told))


def is_received(text: str, day: SpokenDay) -> bool:
    """Whether something was received on it: 昨天收到, 11月24日签收的."""
    return _RECEIVED.search(text, day.end, day.end + 6) is not None


def _moved(
    text: str, days: Sequence[SpokenDay], move: re.Match[str]
) -> tuple[SpokenDay | None, SpokenDay] | None:
    """A day that is named in the place of another: 12月20日开庭改到1月8日."""
    new = next((day for day in days if 0 <= day.start - move.end() <= len("下个")), None)
    if new is None:
        return None
    before = [day for day in days if day.end <= move.start()]
    linked = before and _FROM.fullmatch(text, before[-1].end, move.start())
    return (before[-1] if linked else None), new


def _of_hearing(
    text: str, days: Sequence[SpokenDay], word: re.Match[str], today: date
) -> Iterator[SpokenDay]:
    """The days of a hearing: those before the word, else those behind it."""
    before = [day for day in days if day.end <= word.start()]
    if before and not _parted(text[before[-1].end : word.start()]):
        yield from _chain(text, before[::-1], today)
        return
    after = [day for day in days if day.start >= word.end()]
    if not after or after[0].start - word.end() > _NEAR:
        return
    apart = _APART.search(text, word.end(), after[0].start)
    if not apart and not is_received(text, after[0]):
        yield from _chain(text, after, today)


def _parted(between: str) -> bool:
    return _APART.search(between) is not None or _PAUSE.search(between) is not None


def _chain(text: str, days: Sequence[SpokenDay], today: date) -> Iterator[SpokenDay]:
    """The nearest day, and further ones named in one breath with it."""
    last = days[0]
    yield last
    for day in days[1:]:
        first, second = sorted((last, day), key=lambda one: one.start)
        linked = _LINK.fullmatch(text, first.end, second.start)
        if not linked or day.ahead < today or is_received(text, day):
            return
        yield day
        last = day
