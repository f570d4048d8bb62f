"""Normal forms of a text, each with a map back to the untouched original.

Collectors write 傳 票, 通*讯*录, ＡＰＰ or put invisible characters between others to slip past
filters, and OCR breaks words over lines. Matching happens on a normal form; whatever is shown
or kept is a slice of the original, so every layer carries, for each of its characters, where
that character came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

_ELLIPSES = {"…": ",", "⋯": ",", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n"}
_SEPARATORS = frozenset(" \t*·•・☆★._|¦/\\~^-—–`'+=#@○●◆◇■□▪️-♡♥※→︵︶")
_LINE = "\n"
_RUN = re.compile(r"(.)\1\1\1", re.DOTALL)
_ONE_HAN = "[\u4e00-\u9fff]"
_HAN = re.compile(f"{_ONE_HAN}{{1,3}}")
_COMMON = "\n，。！？：；、（）《》【】“”‘’…—～￥％＋－·「」"
_LONGEST_RUN = 3
_PLACES = tuple(range(1025))  # most texts are shorter


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text and, per character, the slice ``[starts[i], ends[i])`` of the original behind it.

    Attributes:
        starts: never falling; same length as ``text``.
        ends: never falling; ``ends[i] > starts[i]``.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the non-empty slice ``[start, end)`` of this text lies in the original."""
        return self.starts[start], self.ends[end - 1]


def identity(text: str) -> Mapped:
    """The text as it is."""
    length = len(text)
    if length < len(_PLACES):
        return Mapped(text, _PLACES[:length], _PLACES[1 : length + 1])
    return Mapped(text, tuple(range(length)), tuple(range(1, length + 1)))


def is_han(character: str) -> bool:
    """Whether a character is a Chinese ideograph or its zero 〇."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or character in "〇\u2e85"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def _each(mapped: Mapped, change: Callable[[str], str]) -> Mapped:
    """Replace every character by what ``change`` makes of it, which may be several or none."""
    pieces = [change(character) for character in mapped.text]
    text = "".join(pieces)
    if text == mapped.text:
        return mapped
    if all(len(piece) == 1 for piece in pieces):
        return Mapped(text, mapped.starts, mapped.ends)
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in zip(pieces, mapped.starts, mapped.ends, strict=True):
        starts += [start] * len(piece)
        ends += [end] * len(piece)
    return Mapped(text, tuple(starts), tuple(ends))


@lru_cache(maxsize=8192)
def _width(character: str) -> str:
    if character in _ELLIPSES:
        return _ELLIPSES[character]
    return unicodedata.normalize("NFKC", character)


@lru_cache(maxsize=8192)
def _case(character: str) -> str:
    return character.lower()


@lru_cache(maxsize=8192)
def _invisible(character: str) -> bool:
    """Zero-width, joiner, variation selector, combining mark: nothing a reader would see."""
    return unicodedata.category(character) in {"Cf", "Mn", "Me", "Cc"} and character not in "\n\t"


@lru_cache(maxsize=8192)
def _separator(character: str) -> bool:
    """A sign that may be strewn between Chinese characters without a meaning of its own."""
    return character in _SEPARATORS or unicodedata.category(character) in {"So", "Sk", "Zs", "Co"}


def _simplified(text: str) -> bool:
    """Whether every character belongs to the simplified set already."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    if _invisible(character):
        return ""
    return "".join([_case(piece) for piece in _width(character)])


def fold(mapped: Mapped) -> Mapped:
    """Half width, small letters, nothing invisible; other compatibility forms too (NFKC)."""
    return _each(mapped, _folded)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


class Simplifier:
    """Traditional to simplified, safe to share between threads.

    The converter reads its tables when the first traditional character comes.
    """

    def __call__(self, mapped: Mapped) -> Mapped:
        """Simplify without moving a character: offsets stay as they are."""
        return mapped if _simplified(mapped.text) else self._simplify(mapped)

    def _simplify(self, mapped: Mapped) -> Mapped:
        # Lone surrogates cannot cross into the converter; they mean nothing here either.
        clean = mapped.text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
        text: str = _converter().convert(clean)
        if len(text) == len(mapped.text):
            return Mapped(text, mapped.starts, mapped.ends)
        return _each(mapped, self._one)

    def _one(self, character: str) -> str:
        if not is_han(character):
            return character
        text: str = _converter().convert(character)
        return text if len(text) == 1 else character


def join(mapped: Mapped) -> Mapped:
    """Without separators and line breaks that stand between two Chinese characters."""
    text = mapped.text
    keep: list[int] = []
    position = 0
    while position < len(text):
        if not (_separator(text[position]) or text[position] == _LINE):
            keep.append(position)
            position += 1
            continue
        after = position
        while after < len(text) and (_separator(text[after]) or text[after] == _LINE):
            after += 1
        between = keep and after < len(text) and is_han(text[keep[-1]]) and is_han(text[after])
        if not between:
            keep.extend(range(position, after))
        position = after
    return _select(mapped, keep)


def fold_repeats(mapped: Mapped) -> Mapped:
    """No character more than three times in a row (还还还还还 and !!!!!!)."""
    text = mapped.text
    keep = [
        position
        for position, character in enumerate(text)
        if position < _LONGEST_RUN
        or character.isdigit()
        or character == "*"
        or any(text[position - back] != character for back in range(1, _LONGEST_RUN + 1))
    ]
    return _select(mapped, keep)


def _select(mapped: Mapped, keep: list[int]) -> Mapped:
    if len(keep) == len(mapped.text):
        return mapped
    return Mapped(
        "".join([mapped.text[position] for position in keep]),
        tuple([mapped.starts[position] for position in keep]),
        tuple([mapped.ends[position] for position in keep]),
    )


def _without(gap: re.Pattern[str], text: str) -> Mapped:
    """The text without what a pattern finds in it; what `join` does, for an easy text."""
    pieces: list[str] = []
    starts: list[int] = []
    position = 0
    for match in gap.finditer(text):
        pieces.append(text[position : match.start()])
        starts.extend(range(position, match.start()))
        position = match.end()
    if not pieces:
        return identity(text)
    pieces.append(text[position:])
    starts.extend(range(position, len(text)))
    return Mapped("".join(pieces), tuple(starts), tuple([start + 1 for start in starts]))


class Normaliser:
    """All layers in order; deterministic, and safe to share between threads.

    Most texts hold nothing but simplified characters, ASCII and everyday punctuation: for them the
    first layers look at what is to be changed only, and the rest runs only where it finds work.
    """

    def __init__(self) -> None:
        self._simplify = Simplifier()
        easy = [*map(chr, range(0x20, 0x7F)), *_COMMON]
        self._easy = re.compile(f"[\u4e00-\u9fff{re.escape(''.join(easy))}]*")
        self._plain = {c: plain for c in easy if (plain := _case(_width(c))) != c}
        self._wide = re.compile(f"[{re.escape(''.join(self._plain))}]")
        gaps = {_case(_width(c)) for c in easy if _separator(_case(_width(c)))} | {_LINE}
        between = re.escape("".join(sorted(gaps)))
        # the sign first, then what stands before it: signs are few
        self._gap = re.compile(f"[{between}](?<={_ONE_HAN}[{between}])[{between}]*(?={_ONE_HAN})")

    def __call__(self, text: str) -> Mapped:
        """The normal form used for matching."""
        if self._easy.fullmatch(text) and _simplified(text):
            narrow = self._wide.sub(lambda match: self._plain[match[0]], text)
            mapped = _without(self._gap, narrow)
        else:
            mapped = join(self._simplify(fold(identity(text))))
        return fold_repeats(mapped) if _RUN.search(mapped.text) else mapped

    def form(self, word: str) -> str:
        """The normal form alone; most words of the catalogue are their own."""
        if _HAN.fullmatch(word) and _simplified(word):
            return word
        return self(word).text
