"""What handlers work with, loaded and checked: wording, judge, routes. Light to import."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from bot.catalogue import load_catalogue
from bot.knowledge import Reviewed, load_counsel
from bot.settings import Settings
from handlers.citations import Gate
from handlers.crisis import Crisis
from handlers.desk import Desk
from handlers.intents.understanding import Understanding
from handlers.judging import Judge
from handlers.law.book import LawBook
from handlers.law.rates import OWN_FILE, RateBook
from handlers.law.routes import RouteBook
from handlers.texts.texts import Texts


@dataclass(frozen=True, slots=True)
class Known:
    """What does not depend on any setting. Nothing in it changes, so that desks may share it."""

    book: LawBook
    routes: RouteBook
    texts: Texts
    judge: Judge
    reviewed: Reviewed
    crisis: Crisis
    understanding: Understanding


@functools.cache
def known() -> Known:
    """Everything that comes with the program, read and checked once in a process."""
    catalogue, book = load_catalogue()
    routes = RouteBook.load(book, practices=catalogue.practices)
    sources = {*book.ids, *(route.id for route in routes.routes)}
    crisis = Crisis.load()
    return Known(
        book=book,
        routes=routes,
        texts=Texts.load(practices=catalogue.practices, sources=sources),
        judge=Judge(catalogue, book),
        reviewed=Reviewed.load(book, routes, catalogue.practices),
        crisis=crisis,
        understanding=Understanding.load(crisis),
    )


def build_desk(settings: Settings) -> Desk:
    """The knowledge handlers share."""
    knows = known()
    book, routes, texts = knows.book, knows.routes, knows.texts
    rates = RateBook.load(settings.data / OWN_FILE)
    return Desk(
        texts=texts,
        judge=knows.judge,
        routes=routes,
        crisis=knows.crisis,
        operator=settings.operator,
        gate=Gate.of(book, routes, rates.told),
        counsel=load_counsel(book, routes, texts, rates, knows.reviewed),
        understanding=knows.understanding,
        rules=settings.rules,
    )
