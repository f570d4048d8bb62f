"""Findings: made from what a sign or a rule shows, and put in the order they are told in."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.practices.scan import Place
from handlers.practices.shapes import Book, Practice, Rule, Sign
from handlers.practices.view import View
from handlers.verdicts import Finding

_MOST_QUOTES = 3


def finding_of(
    practice: Practice, sign: Sign, view: View, place: Place, *, because: bool = True
) -> Finding:
    """What a sign shows at one place of the reading."""
    start, end = view.original(place)
    return Finding(
        practice=practice.id,
        because=sign.because if because else practice.because,
        rule=sign.id,
        confidence=sign.confidence,
        quote=view.passage.text[start:end],
        start=start,
        end=end,
    )


def ruled_by(practice: Practice, rule: Rule, view: View, place: Place | None) -> Finding:
    """What a rule shows; without words when ``place`` is None."""
    if place is None:
        return Finding(practice.id, rule.because, rule.id, rule.confidence)
    quote = view.passage.text[place[0] : place[1]]
    return Finding(practice.id, rule.because, rule.id, rule.confidence, quote, *place)


def ordered(book: Book, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By gravity, then by place; overlapping quotes of one practice only once."""
    kept: list[Finding] = []
    ranked = sorted(findings, key=lambda f: (-f.confidence, f.start or 0, -(f.end or 0), f.rule))
    for finding in ranked:
        mine = [f for f in kept if f.practice == finding.practice]
        if len(mine) < _MOST_QUOTES and not any(_overlap(f, finding) for f in mine):
            kept.append(finding)
    return tuple(
        sorted(
            kept,
            key=lambda f: (
                -book.practices[f.practice].severity.rank,
                f.practice,
                f.start is None,
                f.start or 0,
            ),
        )
    )


def _overlap(one: Finding, other: Finding) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return True
    return one.start < other.end and other.start < one.end
