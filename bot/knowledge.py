"""What the program knows, loaded and checked: catalogue and law book. Light to import."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.clock import SystemClock
from handlers.judging import Judge
from handlers.law.book import LawBook
from handlers.practices.classifier import Catalogue
from handlers.practices.explaining import described, explain
from handlers.verdicts import Passage, Verdict


def load_catalogue() -> tuple[Catalogue, LawBook]:
    """The practices and the law they cite; data that contradicts itself is refused here."""
    book = LawBook.load()
    return Catalogue.load(book.ids), book


def judge_now() -> tuple[Callable[[Passage], Verdict], Callable[[Passage], Mapping[str, object]]]:
    """Judging as the command line does it, and explaining: without a sent time it came just now."""
    catalogue, book = load_catalogue()
    judge = Judge(catalogue, book)
    clock = SystemClock()

    def verdict(passage: Passage) -> Verdict:
        return judge.judge(passage, clock.now()).verdict

    def why(passage: Passage) -> Mapping[str, object]:
        return described(explain(catalogue.judge, passage))

    return verdict, why
