"""What finds no place in a plan is said to whoever confirms it, never left out in silence."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.language.repayment import reading
from tests.repayment.told import NOW


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("欠12000分12期，每月10号还1000，已经还了3期", ("已经还了3期",)),
        ("欠6000，6期，每月20号，第一期已经还了", ("第一期已经还了",)),
        ("欠12000，分12期，每月10号还1000，已经还了3期，还剩9期", ()),
        ("每月20号还1000，2月份不还，欠6000", ("2月份不还",)),
        ("每月20号还1000，春节那个月停一次，还6期", ("春节那个月停一次",)),
        ("每月15号还1000，1月、2月不还，还6期", ("1月、2月不还",)),
        ("第一期已经还了1000，第二期12月15号还1000，第三期1月15号还1000", ()),
        ("已经还了12期，还有24期，每期500，每月5号", ()),
        ("12月和1月不还，2月开始每月20号还1000，还6期", ()),
        ("12月15日1000元，1月15日1000元，剩余6000元分6期", ("6000元",)),
    ],
)
def test_what_finds_no_place_is_said(text: str, unread: tuple[str, ...]) -> None:
    understood = reading.read(text, datetime.fromisoformat(NOW))
    assert understood.plan() is not None
    assert understood.unread == unread


def test_a_share_of_nothing_is_no_amount() -> None:
    assert reading.read("每月首付百分之0到31", datetime.fromisoformat(NOW)).plan() is None
