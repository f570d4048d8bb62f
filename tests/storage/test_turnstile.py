"""Deliveries go first; nobody is lost, not even by giving up while waiting."""

from __future__ import annotations

import asyncio
import contextlib

from hypothesis import given
from hypothesis import strategies as st

from storage.turnstile import PATIENCE, Turnstile


async def test_deliveries_go_first_but_not_for_ever() -> None:
    turnstile, order = Turnstile(), ""

    async def enter(name: str, *, delivery: bool) -> None:
        nonlocal order
        async with turnstile.turn(delivery=delivery):
            order += name
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as tasks, turnstile.turn():
        for _ in range(2):
            tasks.create_task(enter("o", delivery=False))
        for _ in range(PATIENCE + 2):
            tasks.create_task(enter("d", delivery=True))
        await asyncio.sleep(0)
    assert order == "d" * PATIENCE + "o" + "dd" + "o"


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 3)), max_size=30))
def test_one_at_a_time_and_everybody_who_stays(people: list[tuple[bool, bool, int]]) -> None:
    asyncio.run(_crowd(people))


async def _crowd(people: list[tuple[bool, bool, int]]) -> None:
    turnstile = Turnstile()
    inside, served = 0, 0

    async def enter(*, delivery: bool, stay: int) -> None:
        nonlocal inside, served
        async with turnstile.turn(delivery=delivery):
            inside += 1
            assert inside == 1
            try:
                for _ in range(stay):
                    await asyncio.sleep(0)
            finally:
                inside -= 1
            served += 1

    tasks = []
    for delivery, gives_up, stay in people:
        tasks.append((asyncio.create_task(enter(delivery=delivery, stay=stay)), gives_up))
        await asyncio.sleep(0)
        if gives_up:
            tasks[-1][0].cancel()
    for task, gives_up in tasks:
        with contextlib.suppress(asyncio.CancelledError):
            await task
        assert gives_up or not task.cancelled()
    assert served >= sum(1 for _, gives_up, _ in people if not gives_up)
    async with asyncio.timeout(1), turnstile.turn():
        pass
