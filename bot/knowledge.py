"""What answers questions, loaded and checked. Light to import."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.asking import Answer, Answered
from bot.clock import SystemClock
from handlers import crisis
from handlers.beijing import beijing_day
from handlers.counsel.book import QuestionBook
from handlers.counsel.counsel import Counsel
from handlers.counsel.finding import Ranking, Sure
from handlers.counsel.saying import plain, source_rows
from handlers.counsel.terms import Synonyms, Terms
from handlers.language.evasion import Unmasker, pairs
from handlers.law.book import LawBook
from handlers.law.routes import RouteBook
from handlers.practices.classifier import HOME
from handlers.practices.loading import read_disguises
from handlers.texts.texts import Texts


def load_counsel(
    law: LawBook, routes: RouteBook, practices: Collection[str] | None = None
) -> Counsel:
    """The reviewed questions and what finds them."""
    book = QuestionBook.load(law, routes, practices=practices)
    synonyms = Synonyms.load()
    terms = Terms(synonyms, Unmasker(read_disguises(HOME), pairs(synonyms.words)))
    return Counsel(book, law, terms, Ranking.load())


def ask_now() -> Answer:
    """Answering as the command line does it: danger first, and the law of today by default."""
    law = LawBook.load()
    routes = RouteBook.load(law)
    counsel = load_counsel(law, routes)
    texts = Texts.load(sources={*law.ids, *routes.ids})
    danger = crisis.Crisis.read()
    clock = SystemClock()

    def answer(question: str, day: date | None) -> Answered:
        told = counsel.ask(question, day or beijing_day(clock.now()))
        if danger.look(question):
            return Answered(crisis.answer(texts).text, (), (), confident=True)
        return Answered(
            answer=plain(texts, told),
            provisions=tuple(provision.id for provision in told.provisions),
            sources=tuple(source_rows(told.provisions)),
            confident=told.sure is Sure.YES,
        )

    return answer
