"""What was paid is put down for the day and the instalment that were named."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handlers.repayment.paid import payments
from tests.whole.test_repayment_talk import Somebody, kept, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
LATE = datetime(2026, 12, 16, 2, tzinfo=UTC)
OTHER = "跟星某消金谈好了，欠6000，分6期，每月20号还1000"
Put = tuple[int, date, int]
"""Number of the instalment, day, yuan."""


async def put_down(home: Somebody, plan: int = 0) -> list[Put]:
    found = (await kept(home))[plan]
    return [(one.number, one.on, one.fen // 100) for one in payments(found.happened)]


@pytest.mark.parametrize(
    ("words", "put"),
    [
        ("还了12月的", (1, date(2026, 12, 16), 1000)),
        ("1月那期还了", (2, date(2026, 12, 16), 1000)),
        ("昨天还了1000", (1, date(2026, 12, 15), 1000)),
        ("12月10号还了300", (1, date(2026, 12, 10), 300)),
        ("昨天还了", (1, date(2026, 12, 15), 1000)),
    ],
)
async def test_what_is_put_down(home: Somebody, words: str, put: Put) -> None:
    await saved(home)
    home.clock.at = LATE
    (noted,) = await home.say(words)
    assert await put_down(home) == [put]
    assert ("付款的日子记为" in noted.text) == (put[1] != date(2026, 12, 16))


@pytest.mark.parametrize("words", ["12月还了1000", "12月20号还了1000", "8月的还了", "昨天还了一半"])
async def test_what_is_asked(home: Somebody, words: str) -> None:
    await saved(home, "跟某某银行谈好了，欠4000，分4期，每月15号还1000")
    home.clock.at = LATE
    (asked,) = await home.say(words)
    assert "记下来之前先问清" in asked.text
    assert await put_down(home) == []


async def test_the_day_stays_where_the_amount_was_wrong(home: Somebody) -> None:
    await saved(home)
    home.clock.at = LATE
    (noted,) = await home.say("昨天还了")
    await home.press(noted.buttons[0].action)
    await home.say("500")
    assert await put_down(home) == [(1, date(2026, 12, 15), 500)]
    await home.say("昨天还了一半")
    await home.say("12月14号转了250")
    assert await put_down(home) == [
        (1, date(2026, 12, 14), 250),
        (1, date(2026, 12, 15), 500),
    ]


async def test_a_day_may_tell_which_plan_it_is(home: Somebody) -> None:
    await saved(home)
    await saved(home, OTHER)
    home.clock.at = LATE
    await home.say("还了12月20号的")
    assert await put_down(home) == []
    assert await put_down(home, 1) == [(1, date(2026, 12, 16), 1000)]
    (asked,) = await home.say("还了1月的")
    assert len(asked.buttons) == 2


async def test_the_day_stays_where_it_is_asked_which_plan(home: Somebody) -> None:
    await saved(home)
    await saved(home, OTHER)
    home.clock.at = LATE
    (asked,) = await home.say("昨天还了1000")
    home.clock.at = datetime(2026, 12, 18, 2, tzinfo=UTC)
    await home.press(asked.buttons[1].action)
    assert await put_down(home, 1) == [(1, date(2026, 12, 15), 1000)]
    (asked,) = await home.say("前天还了")
    await home.press(asked.buttons[0].action)
    assert await put_down(home) == [(1, date(2026, 12, 16), 1000)]
    (handed,) = await home.press(f"plan-hand:{(await kept(home))[0].row.plan}:yes")
    assert "2026年12月16日星期三，第 1 期，1000 元" in handed.text
