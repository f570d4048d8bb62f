"""Receipts beside payments that were put down in words: both count, none is taken back unasked."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from handlers.messages import Button, Reply
from tests.reading.drawing import receipt
from tests.whole.test_repayment_talk import NOW, Somebody, kept, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")


def picture(amount: str) -> bytes:
    """A receipt of 25 November 2026."""
    drawn = io.BytesIO()
    receipt(amount).save(drawn, "PNG")
    return drawn.getvalue()


def choices(replies: list[Reply]) -> dict[str, str]:
    """What a receipt was offered for, with the actions."""
    buttons: list[Button] = [b for reply in replies for b in reply.buttons]
    return {b.label: b.action for b in buttons if b.action.startswith("plan-receipt:")}


async def sums(home: Somebody) -> list[int]:
    """What was paid of each of the first two instalments, in yuan."""
    (plan,) = await kept(home)
    return [row.paid // 100 for row in plan.state.rows[:2]]


async def test_the_rest_of_an_instalment_leaves_its_first_part(home: Somebody) -> None:
    await saved(home)
    (noted,) = await home.say("还了300")
    replies = await home.send(picture("700.00"), "paid.png")
    assert "看上去不是催收消息" in "".join(reply.text for reply in replies)
    offered = choices(replies)
    assert list(offered) == [
        "某某银行第 1 期，另外又还的",
        "某某银行第 1 期，记过的 300 元记错了，以凭证为准",
    ]
    (done,) = await home.press(next(iter(offered.values())))
    assert "还了 700 元" in done.text
    assert await sums(home) == [1000, 0]
    (undone,) = await home.press(next(b.action for b in noted.buttons if b.label == "记错了"))
    assert "撤掉" in undone.text
    assert await sums(home) == [700, 0]


async def test_a_receipt_may_correct_what_was_put_down(home: Somebody) -> None:
    await saved(home)
    (noted,) = await home.say("这期已经还了")
    offered = choices(await home.send(picture("700.00"), "paid.png"))
    assert list(offered) == [
        "某某银行第 2 期",
        "某某银行第 1 期，记过的 1000 元记错了，以凭证为准",
    ]
    await home.press(offered["某某银行第 1 期，记过的 1000 元记错了，以凭证为准"])
    assert await sums(home) == [700, 0]
    for old in noted.buttons:  # the payment that they would change is gone
        (stale,) = await home.press(old.action)
        assert "这个按钮已经不能用了" in stale.text
    assert await sums(home) == [700, 0]


async def test_what_was_put_down_since_it_was_offered_is_asked_about(home: Somebody) -> None:
    await saved(home)
    offered = choices(await home.send(picture("1,000.00"), "paid.png"))
    assert list(offered) == ["某某银行第 1 期"]
    await home.say("这期已经还了")
    again = choices(await home.press(offered["某某银行第 1 期"]))
    assert list(again) == ["某某银行第 1 期，就是记过的 1000 元", "某某银行第 2 期"]
    assert await sums(home) == [1000, 0]
    await home.press(again["某某银行第 1 期，就是记过的 1000 元"])
    assert await sums(home) == [1000, 0]


async def test_a_receipt_of_the_day_is_known_weeks_later(home: Somebody) -> None:
    await saved(home)
    await home.say("这期已经还了")
    home.clock.at = NOW + timedelta(days=30)
    offered = choices(await home.send(picture("1,000.00"), "paid.png"))
    assert next(iter(offered)) == "某某银行第 1 期，就是记过的 1000 元"
    await home.press(next(iter(offered.values())))
    assert await sums(home) == [1000, 0]
    (plan,) = await kept(home)
    assert plan.state.rows[0].instalment.due == date(2026, 12, 15)


async def test_a_receipt_answers_how_much_it_was(home: Somebody) -> None:
    await saved(home)
    (noted,) = await home.say("这期已经还了")
    (asked,) = await home.press(noted.buttons[0].action)
    assert "实际还了多少" in asked.text
    offered = choices(await home.send(picture("700.00"), "paid.png"))
    await home.press(offered["某某银行第 1 期"])
    await home.say("700")
    assert await sums(home) == [700, 0]
