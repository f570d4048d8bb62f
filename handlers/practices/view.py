"""One reading of one message: what was seen, where it lies in the original, and who said it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.language.normal import Mapped
from handlers.language.times import Printed, listed, printed
from handlers.practices.index import Index
from handlers.practices.pattern import Pattern
from handlers.practices.scan import Match, Scanner, bits
from handlers.practices.sight import Place, Sight
from handlers.practices.speakers import Role, Turn, Turns
from handlers.verdicts import Channel, Passage

SPEAKING = frozenset({Role.COLLECTOR, Role.UNNAMED})
_BRACKET = re.compile(r"\A\s*【([^】\n]{2,24})】|【([^】\n]{2,24})】\s*\Z")
_CHAT = re.compile(r"\A\s*(?:微信|[^\n]{1,12}[(（]\d{1,3}[)）])[ \t]*\n")
"""The head of a chat screen: the program, or a group with how many are in it."""
_RETURNS = ("短信", "通知", "信函", "邮件")


@dataclass(frozen=True, slots=True)
class Group:
    """Some patterns that are asked for together.

    Attributes:
        numbers: the scanner's, in the order of the book.
        mask: the same as a set, a bit for each.
    """

    numbers: tuple[int, ...]
    mask: int


Users = Sequence[int]
"""Per pattern what uses it, a bit for each."""


class Panel:
    """All patterns of the book in one scanner, each with its number."""

    def __init__(self, patterns: Iterable[Sequence[Pattern]], index: Index) -> None:
        self._lists = tuple(patterns)
        came = zip(each(self._lists), index.numbers, strict=True)
        self._numbers: Mapping[Pattern, int] = dict(came)
        self.scanner = Scanner(index)
        # the book's own lists are known by identity, as patterns are: they stay alive with it
        self._groups = {id(one): self._grouped(one) for one in self._lists}

    def group(self, patterns: Sequence[Pattern]) -> Group:
        """The scanner's numbers of some patterns."""
        return self._groups.get(id(patterns)) or self._grouped(patterns)

    def _grouped(self, patterns: Iterable[Pattern]) -> Group:
        numbers = tuple(self._numbers[pattern] for pattern in patterns)
        return Group(numbers, sum(1 << number for number in set(numbers)))

    def mask(self, lists: Iterable[Sequence[Pattern]]) -> int:
        """All patterns of some lists, a bit for each."""
        joined = 0
        for patterns in lists:
            joined |= self.group(patterns).mask
        return joined

    def users(self, lists: Iterable[Sequence[Pattern]]) -> Users:
        """Per pattern the lists it stands in, a bit for each."""
        users = [0] * len(self._numbers)
        for at, patterns in enumerate(lists):
            for number in self.group(patterns).numbers:
                users[number] |= 1 << at
        return users


def each(lists: Iterable[Iterable[Pattern]]) -> tuple[Pattern, ...]:
    """Every pattern once, in the order in which they first come."""
    return tuple(dict.fromkeys(pattern for patterns in lists for pattern in patterns))


@dataclass(slots=True)
class View:
    """A message under one reading (the plain one, or the one behind disguises)."""

    passage: Passage
    mapped: Mapped
    turns: Turns
    panel: Panel
    sight: Sight
    candidates: frozenset[int]
    channel: Channel
    _heard: bool
    _cache: dict[int, Sequence[Match]] = field(default_factory=dict)
    _printed: tuple[Printed, ...] | None = None

    @classmethod
    def of(cls, passage: Passage, mapped: Mapped, turns: Turns, panel: Panel) -> View:
        """Scan the text once."""
        sight = panel.scanner.look(mapped.text)
        channel = passage.channel or shape(passage.text, turns)
        candidates = frozenset(bits(sight.patterns))
        return cls(
            passage, mapped, turns, panel, sight, candidates, channel, turns.roles <= SPEAKING
        )

    @property
    def printed(self) -> tuple[Printed, ...]:
        """Times printed in the original text."""
        if self._printed is None:
            self._printed = printed(self.passage.text)
        return self._printed

    def places(self, number: int) -> Sequence[Match]:
        """Every place a pattern matches, whoever says it: whole span, and its last word."""
        places = self._cache.get(number)
        if places is None:
            places = self.panel.scanner.places(self.sight, number)
            if len(self.turns.all) > 1:
                places = [place for place in places if self._one_voice(place[0])]
            self._cache[number] = places
        return places

    def starting(self, number: int, first: int, last: int) -> Iterator[Place]:
        """Places of a pattern that start in ``[first, last]``."""
        places = self.places(number)
        for whole, _ in places[bisect_left(places, ((first, 0), (0, 0))) :]:
            if whole[0] > last:
                break
            yield whole

    def _one_voice(self, place: Place) -> bool:
        return self.turn(place) is self.turn((place[1] - 1, place[1]))

    def turn(self, place: Place) -> Turn:
        """Whose turn a place belongs to."""
        return self.turns.at(self.mapped.starts[place[0]])

    def likely(self, patterns: Sequence[Pattern]) -> Sequence[int]:
        """Those of some patterns that may match, by number, in the order of the book."""
        group = self.panel.group(patterns)
        worth = group.mask & self.sight.patterns
        if not worth & worth - 1:  # one or none, as nearly always
            return (worth.bit_length() - 1,) if worth else ()
        return [number for number in group.numbers if number in self.candidates]

    def used(self, users: Users) -> Sequence[int]:
        """What uses one of the patterns that may match, in order."""
        joined = 0
        for number in self.candidates:
            joined |= users[number]
        return bits(joined)

    def found(self, patterns: Sequence[Pattern]) -> Sequence[Match]:
        """Places where anybody says one of the patterns."""
        numbers = self.likely(patterns)
        if len(numbers) == 1:
            return self.places(numbers[0])
        return [place for number in numbers for place in self.places(number)]

    def spoken(self, patterns: Sequence[Pattern]) -> Sequence[Match]:
        """Places where the collector says one of the patterns."""
        found = self.found(patterns)
        if self._heard:
            return found
        return [one for one in found if self.turn(one[0]).role in SPEAKING]

    def seen(self, patterns: Sequence[Pattern]) -> bool:
        """Whether anybody says one of the patterns."""
        return self.shows(self.panel.group(patterns).mask)

    def shows(self, mask: int) -> bool:
        """Whether anybody says one of the patterns of a set."""
        worth = mask & self.sight.patterns
        if not worth:
            return False
        if worth & self.panel.scanner.plain and len(self.turns.all) == 1:
            return True
        for number in bits(worth):  # noqa: SIM110 -- asked for so often that a generator is felt
            if self.places(number):
                return True
        return False

    def said(self, patterns: Sequence[Pattern]) -> bool:
        """Whether the collector says one of the patterns."""
        return self.seen(patterns) if self._heard else bool(self.spoken(patterns))

    def voice(self) -> tuple[Place, ...]:
        """The stretches of the reading that a collector may have said, labels aside."""
        if len(self.turns.all) == 1:
            return ((0, len(self.mapped.text)),)
        starts = self.mapped.starts
        return tuple(
            (bisect_left(starts, turn.body), bisect_left(starts, turn.end))
            for turn in self.turns.all
            if turn.role in SPEAKING
        )

    def original(self, place: Place) -> Place:
        """Where a place of the reading lies in the untouched text."""
        return self.mapped.span(*place)

    @property
    def bubbles(self) -> bool:
        """Whether the text looks like a chat screen.

        Its head, names before times, or a time and then words on the same line.
        """
        if not self.printed:
            return False
        text = self.passage.text
        if any(f"[{word}" in text or f"【{word}" in text for word in _RETURNS):
            return False
        if _CHAT.match(text) or listed(text):
            return True
        return any(
            text[p.end : p.end + 3].strip(" \t])】）") not in {"", "\n"}
            and not text[p.end : p.end + 3].lstrip(" \t])】）").startswith("\n")
            for p in self.printed
        )


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Insides of the signature brackets 【…】 in a text."""
    for match in _BRACKET.finditer(text):
        group = 1 if match[1] is not None else 2
        yield match.start(group), match.end(group)


def shape(text: str, turns: Turns) -> Channel:
    """How a message of unknown channel probably came: its shape decides, else chat."""
    stripped = text.strip()
    if turns.labelled:
        return Channel.CALL
    if stripped.startswith("【") or stripped.endswith("】"):
        return Channel.SMS
    if len(printed(text)) > 1:
        return Channel.OCR
    return Channel.CHAT
