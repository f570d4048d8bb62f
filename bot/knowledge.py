"""What answers questions, loaded and checked. Light to import."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.asking import Answer, Answered
from bot.catalogue import keep_in, kept_in, load_catalogue, place_of
from bot.clock import SystemClock
from handlers import crisis, reviewed
from handlers.beijing import beijing_day
from handlers.counsel.counsel import Counsel, Told
from handlers.counsel.finding import Sure
from handlers.counsel.saying import plain, source_rows
from handlers.law.rates import RateBook
from handlers.money import counter
from handlers.money.counter import Computed
from handlers.money.telling import Telling
from handlers.reviewed import Reviewed


def load_reviewed(*, keep: bool = not sys.dont_write_bytecode) -> Reviewed:
    """What questions are answered from, from what was prepared where it is of today.

    Args:
        keep: prepare what was not prepared yet.
    """
    source, place = reviewed.source(), place_of(reviewed.__name__)
    known = None if place is None else kept_in(place, source, reviewed.read)
    if known is None:
        catalogue, _ = load_catalogue(keep=keep)
        known = Reviewed.load(catalogue.practices)
        if keep and place is not None and reviewed.source() == source:
            keep_in(place, reviewed.write(known, source))
    return known


def load_counsel(known: Reviewed, rates: RateBook) -> Counsel:
    """The reviewed questions, what finds them, and the calculators."""
    terms = known.terms

    def count(telling: Telling) -> Computed | None:
        return counter.answer(
            terms.plain(telling.text),
            telling.on,
            texts=known.texts,
            law=known.law,
            rates=rates,
            corrections=tuple(map(terms.plain, telling.corrections)),
        )

    return Counsel(known.book, known.law, known.finder(terms), count)


def ask_now(own_rates: Path | None = None) -> Answer:
    """Answering as the command line does it: danger first, and the law of today by default.

    Args:
        own_rates: where the operator's own rates would lie.
    """
    known = load_reviewed()
    texts, danger = known.texts, known.crisis
    counsel = load_counsel(known, RateBook.load(own_rates))
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
