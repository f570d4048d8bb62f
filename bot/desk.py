"""What handlers work with, loaded and checked: wording, judge, routes. Light to import."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from bot.catalogue import load_catalogue
from bot.knowledge import load_counsel, load_reviewed
from bot.settings import Settings
from handlers.citations import Gate
from handlers.desk import Desk
from handlers.intents.understanding import Understanding
from handlers.judging import Judge
from handlers.law.book import LawBook
from handlers.law.rates import OWN_FILE, RateBook
from handlers.law.routes import RouteBook
from handlers.reviewed import Reviewed


@dataclass(frozen=True, slots=True)
class Known:
    """What does not depend on any setting. Nothing in it changes, so that desks may share it."""

    book: LawBook
    routes: RouteBook
    judge: Judge
    reviewed: Reviewed
    understanding: Understanding


@functools.cache
def known() -> Known:
    """Everything that comes with the program, read and checked once in a process."""
    catalogue, book = load_catalogue()
    routes = RouteBook.load(book, practices=catalogue.practices)
    reviewed = load_reviewed()
    return Known(
        book=book,
        routes=routes,
        judge=Judge(catalogue, book),
        reviewed=reviewed,
        understanding=Understanding.load(reviewed.crisis),
    )


def build_desk(settings: Settings) -> Desk:
    """The knowledge handlers share."""
    knows = known()
    book, routes, texts = knows.book, knows.routes, knows.reviewed.texts
    rates = RateBook.load(settings.data / OWN_FILE)
    return Desk(
        texts=texts,
        judge=knows.judge,
        routes=routes,
        crisis=knows.reviewed.crisis,
        operator=settings.operator,
        gate=Gate.of(book, routes, rates.told),
        counsel=load_counsel(knows.reviewed, rates),
        understanding=knows.understanding,
        rates=rates,
        rules=settings.rules,
    )
