"""What answers questions, loaded and checked. Light to import."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.asking import Answer, Answered
from bot.clock import SystemClock
from handlers import crisis
from handlers.beijing import beijing_day
from handlers.counsel.book import QuestionBook
from handlers.counsel.counsel import Counsel, Told
from handlers.counsel.finding import Finder, Ranking, Sure
from handlers.counsel.saying import plain, source_rows
from handlers.counsel.terms import Synonyms, Terms
from handlers.language.evasion import Unmasker, pairs
from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.law.routes import RouteBook
from handlers.money import counter
from handlers.money.counter import Computed
from handlers.practices.classifier import HOME
from handlers.practices.loading import read_disguises
from handlers.texts.texts import Texts


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The reviewed questions and what finds them; nothing in it ever changes."""

    book: QuestionBook
    terms: Terms
    finder: Finder

    @classmethod
    def load(
        cls, law: LawBook, routes: RouteBook, practices: Collection[str] | None = None
    ) -> Reviewed:
        """Read, check and index them."""
        book = QuestionBook.load(law, routes, practices=practices)
        synonyms = Synonyms.load()
        terms = Terms(synonyms, Unmasker(read_disguises(HOME), pairs(synonyms.words)))
        return cls(book, terms, Finder(book.matters, terms, Ranking.load()))


def load_counsel(
    law: LawBook,
    routes: RouteBook,
    texts: Texts,
    rates: RateBook,
    reviewed: Reviewed | None = None,
) -> Counsel:
    """The reviewed questions, what finds them, and the calculators."""
    known = reviewed or Reviewed.load(law, routes)

    def count(text: str, day: date) -> Computed | None:
        return counter.answer(known.terms.plain(text), day, texts=texts, law=law, rates=rates)

    return Counsel(known.book, law, known.finder, count)


def ask_now(own_rates: Path | None = None) -> Answer:
    """Answering as the command line does it: danger first, and the law of today by default.

    Args:
        own_rates: where the operator's own rates would lie.
    """
    law = LawBook.load()
    routes = RouteBook.load(law)
    texts = Texts.load(sources={*law.ids, *routes.ids})
    counsel = load_counsel(law, routes, texts, RateBook.load(own_rates))
    danger = crisis.Crisis.read()
    clock = SystemClock()

    def answer(question: str, day: date | None) -> Answered:
        told = counsel.ask(question, day or beijing_day(clock.now()))
        if danger.look(question):  # people and numbers come first, whatever else is asked
            said = [crisis.answer(texts).text]
            said += [plain(texts, told)] if told.sure is Sure.YES else []
            return Answered("\n\n".join(said), *_leaned_on(told), confident=True)
        return Answered(
            plain(texts, told),
            *_leaned_on(told),
            confident=told.sure is Sure.YES,
        )

    return answer


def _leaned_on(told: Told) -> tuple[tuple[str, ...], tuple[Mapping[str, str | None], ...]]:
    """What an answer leans on, by id and for whoever checks it."""
    return tuple(provision.id for provision in told.provisions), source_rows(told.provisions)
