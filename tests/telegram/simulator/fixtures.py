"""Fixtures: `pytest_plugins = ["tests.telegram.simulator.fixtures"]` in a test file.

Nothing else may import this module: pytest wants to load it itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from telegram import Bot

from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.library import bot_of
from tests.telegram.simulator.process import BOT, running


@pytest.fixture(scope="session")
def simulator_address() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture
async def simulator(simulator_address: str) -> AsyncIterator[Simulator]:
    """One process for all tests, a new world for each."""
    async with Simulator(simulator_address, BOT) as one:
        await one.reset()
        yield one


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    async with bot_of(simulator) as one:
        yield one
