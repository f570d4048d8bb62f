"""The citation gate: what we cite in our own words stands in the reviewed data, or is not said.

Every law name, article, hotline and percentage of our own segments is looked up in the law book,
the routes and the rates. Words quoted from others, whole segments or “…”, are theirs and pass. A
segment with anything else in it gives way to one safe sentence; the receipt beside it stays.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from handlers.language.numbers import chinese
from handlers.law.book import LawBook
from handlers.law.routes import RouteBook
from handlers.messages import Reply, Segment, Voice
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts

CALCULATED = "calculated"
"""Source of a segment whose figures were worked out of what the person said: its percentages are
his own numbers and pass; everything else in it is looked up all the same."""

_THEIRS = re.compile("“[^“”]*”|「[^「」]*」")
_NUMERAL = "[0-9零〇一二两三四五六七八九十百千]+"
_LAW = re.compile("《(?P<law>(?:[^《》]|《[^《》]*》)+)》")
_ARTICLE = re.compile(
    rf"第(?P<article>{_NUMERAL})条(?P<sub>之[一二三四五六七八九十])?"
    rf"(?:第(?P<paragraph>{_NUMERAL})款)?(?:第(?P<item>{_NUMERAL})项)?"
)
_RANGE = re.compile(rf"第(?P<first>{_NUMERAL})(?:条)?[至到](?:第)?(?P<last>{_NUMERAL})条")
_YEAR = re.compile(r"（\d{4}年[^）]*）")
_STATE = "中华人民共和国"
_HOTLINE = re.compile(
    r"(?<![\d.,¥￥/:\-年第])(?P<number>1(?:10|19|20|22)|1[0-2][1-9]\d{2}|9[56]\d{3})"
    r"(?![\d.,]*\d|\s*(?:元|块|万|期|天|日|月|次|人|条|号|%|％|分|年|个|笔|毫))"
)
_PERCENT = re.compile(
    r"(?P<value>\d+(?:\.\d+)?)\s*[%％]|百分之(?P<words>[零〇一二两三四五六七八九十百点]+)"
)


class Matter(StrEnum):
    """What sort of thing was cited and is not in the data."""

    LAW = "law"
    ARTICLE = "article"
    HOTLINE = "hotline"
    PERCENTAGE = "percentage"


@dataclass(frozen=True, slots=True)
class Fault:
    """One citation that does not resolve; the words are for tests, never for a log."""

    matter: Matter
    words: str


@dataclass(frozen=True, slots=True)
class _Article:
    """A place in a law: its short name, then article, sub-article, paragraph and item."""

    law: str
    number: float
    sub: str = ""
    paragraph: float = 0
    item: float = 0

    def above(self) -> Iterator[_Article]:
        """The same place, less and less exactly: whoever may cite an item may cite its article."""
        yield self
        yield dataclasses.replace(self, item=0)
        yield dataclasses.replace(self, item=0, paragraph=0)


class Gate:
    """What may be cited. Immutable once built; safe to share between threads."""

    def __init__(
        self,
        cited: Iterable[str],
        told: Iterable[str],
        hotlines: Iterable[str],
        rates: Iterable[str],
    ) -> None:
        """Learn what may be cited.

        Args:
            cited: how provisions are cited, with the names of their laws.
            told: everything the reviewed data say: percentages in it may be said.
            hotlines: numbers one may be told to call.
            rates: percentages out of the series of rates, as they are written, without the sign.
        """
        self._laws: set[str] = set()
        self._articles: set[_Article] = set()
        for citation in cited:
            self._laws.update(_law_name(match["law"]) for match in _LAW.finditer(citation))
            for article in _articles(citation):
                self._articles.update(article.above())
        self._hotlines = frozenset(hotlines)
        percentages = {value for text in told for value, _ in _percentages(text)}
        self._percentages = percentages | {float(rate) for rate in rates}

    @classmethod
    def of(cls, book: LawBook, routes: RouteBook, rates: Iterable[str] = ()) -> Gate:
        """The gate for reviewed data: what a provision, a route or a rate says may be said."""
        provisions = book.provisions
        told = [f"{one.gist}{one.consequence}{one.short}" for one in provisions]
        told += [f"{one.line}{''.join(one.details)}" for one in routes.routes]
        told += [one.note for one in routes.lenders]
        return cls(
            cited=[
                *(one.short for one in provisions),
                *(f"《{one.law}》" for one in provisions),
                *told,
            ],
            told=told,
            hotlines=(
                *(one.id for one in routes.routes if one.id.isdecimal()),
                *(
                    number
                    for text in (*told, *(r.name for r in routes.routes))
                    for number in _HOTLINE.findall(text)
                ),
            ),
            rates=rates,
        )

    def faults(self, segment: Segment) -> tuple[Fault, ...]:
        """What a segment cites without the data knowing it; nothing for others' words."""
        if segment.voice is not Voice.OURS:
            return ()
        text = _THEIRS.sub("“”", segment.text)
        unknown = self._unknown(text, calculated=CALCULATED in segment.sources)
        return tuple(dict.fromkeys(unknown))

    def _unknown(self, text: str, *, calculated: bool) -> Iterator[Fault]:
        for match in _LAW.finditer(text) if "《" in text else ():
            if _law_name(match["law"]) not in self._laws:
                yield Fault(Matter.LAW, match.group())
        for article in _articles(text) if "条" in text else ():
            if article not in self._articles:
                yield Fault(Matter.ARTICLE, f"{article.law} {article.number:g}{article.sub}")
        for match in _HOTLINE.finditer(text):
            if match["number"] not in self._hotlines:
                yield Fault(Matter.HOTLINE, match["number"])
        for value, words in _percentages(text):
            if not calculated and value not in self._percentages:
                yield Fault(Matter.PERCENTAGE, words)

    def passed(self, texts: Texts, reply: Reply) -> Reply:
        """The reply with one safe sentence in place of whatever cites what the data do not know.

        Its picture says the same in other words, and is left out with them.
        """
        bad = [segment for segment in reply.segments if self.faults(segment)]
        if not bad:
            return reply
        held = said(texts, "citation.held")
        kept = [held if segment is bad[0] else segment for segment in reply.segments]
        left = tuple(segment for segment in kept if segment not in bad)
        return dataclasses.replace(reply, segments=left, picture=None)


def _law_name(name: str) -> str:
    """A law's name without the state's and without the year of its version."""
    return _YEAR.sub("", name).removeprefix(_STATE)


def _articles(text: str) -> Iterator[_Article]:
    """Every article with the law named last before it; "" where none was."""
    laws = [(match.end(), _law_name(match["law"])) for match in _LAW.finditer(text)]
    for match in _RANGE.finditer(text):
        first, last = int(_value(match["first"])), int(_value(match["last"]))
        for number in range(first, min(last, first + 50) + 1):
            yield _Article(_named(laws, match.start()), float(number))
    for match in _ARTICLE.finditer(text):
        yield _Article(
            _named(laws, match.start()),
            _value(match["article"]),
            match["sub"] or "",
            _value(match["paragraph"] or "0"),
            _value(match["item"] or "0"),
        )


def _named(laws: list[tuple[int, str]], before: int) -> str:
    return next((name for end, name in reversed(laws) if end <= before), "")


def _value(numeral: str) -> float:
    """The value of a numeral in either writing."""
    return float(numeral) if numeral.isdecimal() else chinese(numeral)


def _percentages(text: str) -> Iterator[tuple[float, str]]:
    if not any(mark in text for mark in ("%", "％", "百分之")):
        return
    for match in _PERCENT.finditer(text):
        if match["value"]:
            yield float(match["value"]), match.group()
        else:
            whole, _, part = match["words"].partition("点")
            digits = "".join(f"{chinese(one):.0f}" for one in part)
            yield float(f"{chinese(whole):.0f}.{digits or 0}"), match.group()
