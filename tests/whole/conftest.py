"""A house of a test file's own, and somebody new in it for every test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.whole.house import House, house
from tests.whole.test_repayment_talk import Hands, Somebody


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(folder: Path) -> AsyncIterator[House]:
    async with house(folder, Hands()) as home:
        yield home


@pytest.fixture
def home(place: House, request: pytest.FixtureRequest) -> Somebody:
    return Somebody(place, Hands(), request.node.name)
