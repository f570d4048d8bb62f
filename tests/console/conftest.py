"""One running service and one browser for the tests that do not care which."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.console.browser import Window, chromium, window
from tests.console.house import Guest, House, guest, house


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("console") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def visitor(running: House) -> Iterator[Guest]:
    with guest(running) as entered:
        yield entered


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def shown(browser: Browser, running: House, visitor: Guest) -> Iterator[Window]:
    with window(browser, running, dict(visitor.client.cookies)) as opened:
        yield opened
