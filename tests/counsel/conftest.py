"""The real data, loaded once."""

from __future__ import annotations

import pytest

from bot.knowledge import load_counsel
from handlers.counsel.counsel import Counsel
from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.law.routes import RouteBook
from handlers.texts.texts import Texts


@pytest.fixture(scope="session")
def law() -> LawBook:
    return LawBook.load()


@pytest.fixture(scope="session")
def routes(law: LawBook) -> RouteBook:
    return RouteBook.load(law)


@pytest.fixture(scope="session")
def counsel(law: LawBook, routes: RouteBook) -> Counsel:
    return load_counsel(law, routes, Texts.load(), RateBook.load())
