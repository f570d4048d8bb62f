"""Files wait for first answers, never for themselves, and never long."""

from __future__ import annotations

import asyncio

import pytest

from bot import precedence
from bot.precedence import Precedence
from storage.records import LedgerId

ANNA, BEN, CLARA = (LedgerId(letter * 32) for letter in "abc")


async def test_a_file_waits_until_the_others_are_heard() -> None:
    order = Precedence()
    for somebody in (ANNA, BEN, CLARA):
        order.begin(somebody)
    waiting = asyncio.create_task(order.give(ANNA))
    for somebody in (BEN, CLARA):
        await asyncio.sleep(0)
        assert not waiting.done()
        order.heard(somebody)
    await waiting


async def test_nobody_waits_for_himself() -> None:
    order = Precedence()
    order.begin(ANNA)
    await asyncio.wait_for(order.give(ANNA), 0.1)
    order.begin(BEN)
    order.begin(CLARA)  # two who begin with a file do not wait for each other
    await asyncio.wait_for(asyncio.gather(order.give(BEN), order.give(CLARA)), 0.1)


async def test_nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "PATIENCE", 0.01)
    order = Precedence()
    order.begin(BEN)
    await asyncio.wait_for(order.give(ANNA), 5)
