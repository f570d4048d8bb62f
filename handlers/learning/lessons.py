"""A text as a model sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lesson:
    """Its n-grams, and the marks that others put on it."""

    words: frozenset[str]
    marks: frozenset[str]
