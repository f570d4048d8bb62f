"""One instalment agreed otherwise, from the words to what is kept and reminded of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.plans import KeptPlan
from tests.whole.test_repayment_talk import NOW, Somebody, action, kept, labels, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
DUE = NOW + timedelta(days=20)


def rows(plan: KeptPlan) -> list[int]:
    return [row.instalment.amount // 100 for row in plan.state.rows]


async def test_one_row_changed_in_bare_words(home: Somebody) -> None:
    await saved(home)
    home.clock.at = DUE
    (asked,) = await home.say("这期改成500")
    assert labels(asked) == ["放到下一期", "放到最后一期", "最后加一期", "对方免了", "取消"]
    (table,) = await home.press(asked.buttons[0].action)
    assert "别的 10 期照旧" in table.text
    assert "合计还是 12000 元" in table.text
    await home.press(action(table, "plan-save"))
    (plan,) = await kept(home)
    assert rows(plan) == [500, 1500] + [1000] * 10


async def test_under_the_button_in_words(home: Somebody) -> None:
    await saved(home)
    home.clock.at = DUE
    await home.say("金额有变")
    (table,) = await home.say("这期只还300，剩下的下期一起还")
    assert "300 元" in table.text
    assert "1700 元" in table.text
    (again,) = await home.say("第13期改成500")
    assert "没看懂要改的是哪一期" in again.text
    (less,) = await home.say("最后一期免了")
    assert "少了 1000 元" in less.text
    await home.press(action(less, "plan-save"))
    (plan,) = await kept(home)
    assert rows(plan) == [300, 1700] + [1000] * 9


async def test_an_instalment_that_is_put_off_is_not_paid(home: Somebody) -> None:
    await saved(home)
    home.clock.at = DUE
    (table,) = await home.say("这期不用还了，顺延一个月")
    assert labels(table)[0] == "保存"
    (plan,) = await kept(home)
    assert plan.state.paid == 0
