"""The simulator as a program, and its queue as a promise."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.library import bot_of
from tests.telegram.simulator.process import ROOT, running
from tests.telegram.simulator.updates import Updates


async def test_it_serves_the_bot_it_was_started_for() -> None:
    with running("42:other") as address:
        async with Simulator(address, "42:other") as simulator, bot_of(simulator) as bot:
            assert (await bot.get_me()).id == 42
            async with httpx.AsyncClient(trust_env=False) as client:
                paths = (await client.get(f"{address}/_control/")).json()
                assert paths["/updates"] == ["GET", "POST"]
                assert (await client.get(f"{address}/elsewhere")).status_code == 404
                unread = await client.post(f"{address}/_control/updates", content=b"{")
                assert unread.status_code == 400


async def test_it_ends_at_once_while_a_poll_waits() -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        with running("42:other") as address:
            poll = asyncio.create_task(client.get(f"{address}/bot42:other/getUpdates?timeout=50"))
            await asyncio.sleep(0.3)
            began = time.monotonic()
        assert time.monotonic() - began < 4
        with pytest.raises(httpx.HTTPError):
            (await poll).raise_for_status()


def test_a_token_must_look_like_one() -> None:
    command = [sys.executable, "-m", "tests.telegram.simulator", "--token", "secret"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "a number, a colon and a secret" in ended.stderr


@given(
    st.lists(
        st.one_of(st.just("say"), st.integers(min_value=1, max_value=4), st.just("forget")),
        max_size=40,
    )
)
def test_a_bot_that_confirms_gets_everything_once_in_order(steps: list[str | int]) -> None:
    """A crash ("forget") before confirming brings the same updates again, never fewer."""

    async def run() -> None:
        updates, said, kept, offset = Updates(), list[int](), list[int](), 0
        for step in [*steps, *([4] * 12)]:
            if step == "say":
                number = updates.number()
                updates.add({"update_id": number, "message": {}}, 1)
                said.append(number)
                continue
            limit = 2 if step == "forget" else int(step)
            batch = [one["update_id"] for one in await updates.poll(offset, limit, 0)]
            if step != "forget" and batch:
                kept += batch
                offset = batch[-1] + 1
        assert kept == said
        await updates.poll(offset, 1, 0)
        assert not updates.waiting

    asyncio.run(run())
