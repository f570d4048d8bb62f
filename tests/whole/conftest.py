"""A house of a test file's own, and somebody new in it for every test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.whole.house import House, house
from tests.whole.test_repayment_talk import NOW, Hands, Somebody


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="module")
def clock() -> Hands:
    return Hands()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(folder: Path, clock: Hands) -> AsyncIterator[House]:
    async with house(folder, clock) as home:
        yield home


@pytest.fixture
def home(place: House, clock: Hands, request: pytest.FixtureRequest) -> Somebody:
    """Whoever moves the clock moves it for the house; every test begins at one instant."""
    clock.at = NOW
    return Somebody(place, clock, request.node.name)
