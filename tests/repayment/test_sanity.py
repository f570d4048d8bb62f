"""Warnings before a plan is saved: each where it belongs, none where all is well."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from handlers.language.repayment import reading
from handlers.planning.background import stated_income
from handlers.repayment import showing
from handlers.repayment.plan import Fen, Plan
from handlers.repayment.sanity import Background, Concern, Limit, concerns, spoken
from handlers.texts.texts import Texts
from tests.repayment.told import NOW

TODAY = date(2026, 11, 23)


def plan(text: str) -> Plan:
    found = reading.read(text, datetime.fromisoformat(NOW)).plan()
    assert found is not None
    return found


def warned(text: str, background: Background | None = None) -> list[Concern]:
    return [one.concern for one in concerns(plan(text), TODAY, background)]


def test_a_sound_plan_is_not_warned_of() -> None:
    text = "欠某贷12000，分12期，每月10号还到合同里的账户"
    assert warned(text, Background(text=text, income=Fen(500_000))) == []


def test_instalments_that_do_not_come_to_the_total() -> None:
    assert warned("总共8000，分6期，每期1500，每月5号") == [Concern.SUM_ABOVE]
    assert warned("总共9000，分6期，每期1000，每月5号") == [Concern.SUM_BELOW]
    assert warned("总共10000，分3期，每期3333.33，每月5号") == []


def test_a_day_that_has_passed() -> None:
    passed = plan("2026年11月1号还500")
    assert [one.concern for one in concerns(passed, TODAY)] == [Concern.PAST_DAY]
    assert concerns(passed, TODAY)[0].day == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("欠12000，分12期，从去年12月开始每月20号还1000", date(2025, 12, 20)),
        ("欠12000，从今年1月起每月20号还1000", date(2026, 1, 20)),
        ("2026年1月开始每月20号还1000，还12期", date(2026, 1, 20)),
        ("从上个月开始每周五还500，还10次", date(2026, 10, 2)),
    ],
)
def test_a_start_that_has_passed(text: str, first: date) -> None:
    (one,) = concerns(plan(text), TODAY)
    assert (one.concern, one.day) == (Concern.PAST_DAY, first)


def test_a_month_in_which_nothing_was_paid_is_no_start() -> None:
    assert warned("从去年12月开始没钱还，欠12000，每月20号还1000") == []
    assert warned("2026年1月开始欠12000，每月20号还1000") == []


@pytest.mark.parametrize(
    ("told", "income"),
    [
        ("我一个月才挣八百", 80_000),
        ("一个月就赚2500", 250_000),
        ("每个月才拿三千", 300_000),
        ("一个月还1000", None),
        ("一个月拿1000还他", None),
    ],
)
def test_what_a_month_brings(told: str, income: int | None) -> None:
    assert stated_income(told) == income


def test_a_month_that_takes_more_than_comes_in() -> None:
    text = "每月5号、20号各还1500，下个月开始，共6次"
    assert warned(text, Background(income=Fen(300_000))) == []
    assert warned(text, Background(income=Fen(299_900))) == [Concern.ABOVE_INCOME]


@pytest.mark.parametrize(
    "words", ["打到业务员的微信", "转到他个人账户", "扫收款码付", "还到催收员的卡上"]
)
def test_a_private_payee(words: str) -> None:
    assert warned("每月5号还500，分6期", Background(text=f"每月5号还500，分6期，{words}")) == [
        Concern.PRIVATE_PAYEE
    ]


@pytest.mark.parametrize(
    "words", ["要先付保证金800", "先交2000手续费才给办", "得先转一笔解冻费", "让我先交认证金"]
)
def test_a_deposit_that_is_asked_for_first(words: str) -> None:
    assert Concern.DEPOSIT_FIRST in warned("每月5号还500，分6期", Background(text=words))


@pytest.mark.parametrize("words", ["还到合同上的账户", "对公转账", "官方App里还", "先还2000"])
def test_ordinary_ways_to_pay_are_no_concern(words: str) -> None:
    assert warned("每月5号还500，分6期", Background(text=words)) == []


def test_a_cost_above_the_cap_and_a_debt_that_may_be_barred() -> None:
    text = "每月5号还500，分6期"
    binding, asked = Limit(Decimal("13.4"), binding=True), Limit(Decimal(24))
    at_cap = Background(cost=Decimal("13.4"), cap=binding)
    above = Background(cost=Decimal("36.5"), cap=binding, limitation_over=True)
    assert warned(text, at_cap) == []
    assert warned(text, above) == [Concern.TIME_BARRED, Concern.ABOVE_CAP]
    assert warned(text, Background(cost=Decimal("36.5"), cap=asked)) == [Concern.CUT_ON_REQUEST]


def test_every_concern_has_its_sentence() -> None:
    texts = Texts.load()
    assert {key.partition(".")[2] for key in texts.family("plan_warning")} == set(Concern)
    background = Background(
        "先交保证金，转到个人账户", Fen(1), Decimal(99), Limit(Decimal(12), binding=True), True
    )
    found = concerns(plan("总共700，2026年11月1号还500，11月2号还300"), TODAY, background)
    said = [showing.warning(texts, one) for one in found]
    assert "99%" in " ".join(said)
    assert "最高 12%" in " ".join(said)
    assert "多还 100 元" in " ".join(said)
    assert len(said) == len(found) == 6


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        ("要先交保证金500，之后", "要先交保证金500"),
        ("先交500解冻费，之后", "先交500解冻费"),
        ("让我先打两千块手续费，", "让我先打两千块手续费"),
        ("服务费要先付300，", "服务费要先付300"),
    ],
)
def test_a_fee_before_anything_is_no_part_of_the_plan(words: str, beside: str) -> None:
    text = f"欠某贷6000，{words}分6期每月20号还1000"
    read = reading.read(text, datetime.fromisoformat(NOW))
    found = read.plan()
    assert found is not None
    assert [row.amount for row in found.rows] == [100_000] * 6
    assert read.unread == (beside,)
    assert [one.concern for one in spoken(Background(text))] == [Concern.DEPOSIT_FIRST]
