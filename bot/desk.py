"""What handlers work with, loaded and checked: wording, judge, routes. Light to import."""

from __future__ import annotations

from bot.catalogue import load_catalogue
from bot.knowledge import load_counsel
from bot.settings import Settings
from handlers.citations import Gate
from handlers.crisis import Crisis
from handlers.desk import Desk
from handlers.intents.understanding import Understanding
from handlers.judging import Judge
from handlers.law.rates import OWN_FILE, RateBook
from handlers.law.routes import RouteBook
from handlers.texts.texts import Texts


def build_desk(settings: Settings) -> Desk:
    """The knowledge handlers share."""
    catalogue, book = load_catalogue()
    routes = RouteBook.load(book, practices=catalogue.practices)
    texts = Texts.load(
        practices=catalogue.practices, sources={*book.ids, *(route.id for route in routes.routes)}
    )
    judge = Judge(catalogue, book)
    rates = RateBook.load(settings.data / OWN_FILE)
    gate = Gate.of(book, routes, rates.told)
    counsel = load_counsel(book, routes, texts, rates, catalogue.practices)
    crisis = Crisis.load()
    return Desk(
        texts=texts,
        judge=judge,
        routes=routes,
        crisis=crisis,
        operator=settings.operator,
        gate=gate,
        counsel=counsel,
        understanding=Understanding.load(crisis),
        rules=settings.rules,
    )
