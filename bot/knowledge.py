"""What the program knows, loaded and checked: catalogue and law book. Light to import."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import SystemClock
from handlers.judging import Judge
from handlers.law.book import LawBook
from handlers.practices.classifier import Catalogue
from handlers.verdicts import Passage, Verdict


def load_catalogue() -> tuple[Catalogue, LawBook]:
    """The practices and the law they cite; data that contradicts itself is refused here."""
    book = LawBook.load()
    return Catalogue.load(book.ids), book


def judge_now() -> Callable[[Passage], Verdict]:
    """Judging as the command line does it: a passage without a sent time came just now."""
    judge = Judge(*load_catalogue())
    clock = SystemClock()

    def verdict(passage: Passage) -> Verdict:
        return judge.judge(passage, clock.now()).verdict

    return verdict
