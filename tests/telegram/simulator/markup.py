"""Telegram's HTML, read as strictly as Telegram reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.telegram.simulator.refusals import Refusal, bad_request
from tests.telegram.simulator.shapes import Json, utf16

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));?")
ATTRIBUTE = re.compile(
    r"(?P<name>[^\s=>]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>]*)))?"
)
BARE = re.compile(r"[A-Za-z0-9.\-]*")
URL = re.compile(r"(?:https?://|tg://|mailto:|tel:)?\S+")


@dataclass(frozen=True, slots=True)
class Rich:
    """A text and what is marked in it, offsets in UTF-16 code units."""

    text: str
    entities: tuple[Json, ...] = ()


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    offset: int
    begins: int
    attributes: dict[str, str]


def unreferenced(text: str) -> str:
    """Replace the references Telegram knows; the others stay as they are written."""

    def one(found: re.Match[str]) -> str:
        if found[3] is not None:
            return NAMED.get(found[3], found[0])
        code = int(found[1], 16) if found[1] is not None else int(found[2])
        plausible = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF
        return chr(code) if plausible else found[0]

    return REFERENCE.sub(one, text)


@dataclass(slots=True)
class _Reader:
    """One pass over the source."""

    source: str
    at: int = 0
    parts: list[str] = field(default_factory=list)
    units: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def read(self) -> Rich:
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self._words()
            elif self.source.startswith("</", self.at):
                self._end()
            else:
                self._start()
        if self.open:
            raise self._wrong(f'Can\'t find end tag corresponding to start tag "{self._top.tag}"')
        return Rich("".join(self.parts), tuple(self.entities))

    @property
    def _top(self) -> _Open:
        return self.open[-1]

    def _wrong(self, what: str) -> Refusal:
        return bad_request(f"can't parse entities: {what}")

    def _wrong_here(self, what: str, begins: int, more: str = "") -> Refusal:
        offset = len(self.source[:begins].encode())
        return self._wrong(f"{what} at byte offset {offset}{more}")

    def _words(self) -> None:
        ends = self.source.find("<", self.at)
        ends = len(self.source) if ends < 0 else ends
        words = unreferenced(self.source[self.at : ends])
        self.parts.append(words)
        self.units += utf16(words)
        self.at = ends

    def _start(self) -> None:
        begins = self.at
        named = re.compile(r"<([^\s>]*)").match(self.source, begins)
        tag = named[1].lower() if named else ""
        self.at = begins + 1 + len(tag)
        if self.at >= len(self.source):
            raise self._wrong_here("Unclosed start tag", begins)
        if tag not in KINDS:
            raise self._wrong_here(f'Unsupported start tag "{tag}"', begins)
        attributes = self._attributes(tag, begins)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._wrong_here('Tag "span" must have class "tg-spoiler"', begins)
        self.open.append(_Open(tag, self.units, len(self.parts), attributes))

    def _attributes(self, tag: str, begins: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            while self.at < len(self.source) and self.source[self.at].isspace():
                self.at += 1
            if self.at >= len(self.source):
                raise self._wrong_here("Unclosed start tag", begins)
            if self.source[self.at] == ">":
                self.at += 1
                return found
            one = ATTRIBUTE.match(self.source, self.at)
            if one is None:
                raise self._wrong_here(f'Empty attribute name in the tag "{tag}"', begins)
            self.at = one.end()
            quoted = one["double"] if one["double"] is not None else one["single"]
            bare = one["bare"]
            if quoted is None and bare is not None and not BARE.fullmatch(bare):
                raise self._wrong_here("Unexpected end of name token", one.start("bare"))
            if quoted is None and bare is None and one["name"].lower() != "expandable":
                declared = f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                raise self._wrong_here(declared, begins)
            value = quoted if quoted is not None else (bare or "").lower()
            found[one["name"].lower()] = unreferenced(value)

    def _end(self) -> None:
        begins = self.at
        if not self.open:
            raise self._wrong_here("Unexpected end tag", begins)
        closing = re.compile(r"</([^\s>]*)\s*(>?)").match(self.source, begins)
        if closing is None or not closing[2]:
            raise self._wrong_here("Unclosed end tag", begins)
        tag = closing[1].lower()
        if tag and tag != self._top.tag:
            found = f', expected "</{self._top.tag}>", found "</{tag}>"'
            raise self._wrong_here("Unmatched end tag", begins, found)
        self.at = closing.end()
        self._mark(self.open.pop())

    def _mark(self, tag: _Open) -> None:
        """Add what the tag marked, unless it is empty or may not stand inside its surroundings."""
        length = self.units - tag.offset
        outer = [one.tag for one in self.open]
        if tag.tag == "code" and outer and outer[-1] == "pre":
            self._top.attributes.setdefault("language", tag.attributes.get("class", ""))
            return
        nested_quote = tag.tag == "blockquote" and "blockquote" in outer
        if length == 0 or nested_quote or {"pre", "code"} & set(outer):
            return
        more = self._about(tag)
        if more is not None:
            kind = {"type": KINDS[tag.tag], "offset": tag.offset, "length": length}
            self.entities.append(kind | more)

    def _about(self, tag: _Open) -> Json | None:
        """What an entity says beyond its kind; None if it is none after all."""
        if tag.tag == "blockquote" and "expandable" in tag.attributes:
            return {"type": "expandable_blockquote"}
        if tag.tag == "pre" and tag.attributes.get("language", "").startswith("language-"):
            return {"language": tag.attributes["language"].removeprefix("language-")}
        if tag.tag == "tg-emoji":
            return {"custom_emoji_id": tag.attributes.get("emoji-id", "")}
        if tag.tag == "a":
            address = tag.attributes.get("href") or "".join(self.parts[tag.begins :])
            return {"url": address} if "." in address and URL.fullmatch(address) else None
        return {}


def trimmed(rich: Rich) -> Rich:
    """Without the white space at both ends, as every client shows it."""
    text = rich.text.strip()
    if text == rich.text:
        return Rich(text, _sorted(rich.entities))
    skipped = utf16(rich.text[: len(rich.text) - len(rich.text.lstrip())])
    whole = utf16(text)
    kept: list[Json] = []
    for entity in rich.entities:
        begins = max(entity["offset"] - skipped, 0)
        ends = min(entity["offset"] - skipped + entity["length"], whole)
        if ends > begins:
            kept.append({**entity, "offset": begins, "length": ends - begins})
    return Rich(text, _sorted(kept))


def _sorted(entities: tuple[Json, ...] | list[Json]) -> tuple[Json, ...]:
    return tuple(sorted(entities, key=lambda one: (one["offset"], -one["length"])))


def parse_html(source: str) -> Rich:
    """The text people see and its entities, or a refusal."""
    return trimmed(_Reader(source).read())
