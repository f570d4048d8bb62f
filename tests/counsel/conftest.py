"""The real data, loaded once from its sources."""

from __future__ import annotations

import pytest

from bot.catalogue import load_catalogue
from bot.knowledge import load_counsel
from handlers.counsel.counsel import Counsel
from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.law.routes import RouteBook
from handlers.reviewed import Reviewed


@pytest.fixture(scope="session")
def reviewed() -> Reviewed:
    return Reviewed.load(load_catalogue()[0].practices)


@pytest.fixture(scope="session")
def law(reviewed: Reviewed) -> LawBook:
    return reviewed.law


@pytest.fixture(scope="session")
def routes(law: LawBook) -> RouteBook:
    return RouteBook.load(law)


@pytest.fixture(scope="session")
def counsel(reviewed: Reviewed) -> Counsel:
    return load_counsel(reviewed, RateBook.load())
