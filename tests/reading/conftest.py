"""One child for all the pictures of a module: it takes a second or two to load."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.reading.limits import Limits
from bot.reading.parent import ChildReader


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[ChildReader]:
    async with ChildReader(limits=Limits(pages=2, characters=1000)) as running:
        yield running
