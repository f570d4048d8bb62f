"""Builds the segments of a reply out of sentences, so that every reply looks the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from handlers.messages import Button, Look, Segment, Voice
from handlers.texts.errors import WordingError
from handlers.texts.texts import Texts


def said(texts: Texts, *keys: str, look: Look = Look.PLAIN, **blanks: str) -> Segment:
    """One paragraph of ours, a line for each sentence; blanks go to those that have them.

    Raises:
        WordingError: a sentence misses a blank, or a blank is in none of them.
    """
    if len(keys) == 1:
        return filled(texts, keys[0], blanks, look)
    idle = blanks.keys() - {name for key in keys for name in texts.blanks(key)}
    if idle:
        raise WordingError(f"{keys[0]}: blank {min(idle)} is in no sentence")
    lines = [
        texts.say(key, **{name: blanks[name] for name in texts.blanks(key) if name in blanks})
        for key in keys
    ]
    sources = tuple(dict.fromkeys(s for key in keys for s in texts.sources(key)))
    return Segment("\n".join(lines), look=look, sources=sources)


def filled(texts: Texts, key: str, blanks: Mapping[str, str], look: Look = Look.PLAIN) -> Segment:
    """One sentence as a paragraph, its blanks out of a mapping.

    Raises:
        WordingError: a blank is missing, or is not in the sentence.
    """
    return Segment(texts.say(key, **blanks), look=look, sources=texts.sources(key))


def quoted(words: str) -> Segment:
    """The collector's own words, folded."""
    return Segment(words, voice=Voice.QUOTED, look=Look.FINDING, folded=True)


def listed(
    texts: Texts,
    head: str,
    lines: Iterable[str],
    *,
    look: Look = Look.PLAIN,
    sources: Sequence[str] = (),
) -> Segment:
    """A heading with numbered lines."""
    rows = [
        texts.say("list.row", number=str(number), line=line)
        for number, line in enumerate(lines, start=1)
    ]
    return Segment("\n".join([head, *rows]), look=look, sources=tuple(dict.fromkeys(sources)))


def button(texts: Texts, label: str, action: str) -> Button:
    """A button with its label out of the texts."""
    return Button(texts.word("button", label), action)
