"""What limits the cost of a plan: by who lent and when, as far as the words say it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handlers.citations import CALCULATED
from handlers.law.rates import RateBook
from handlers.messages import Reply
from handlers.planning import draft as drafts
from handlers.planning.lender import limit
from handlers.planning.warnings import warnings
from handlers.repayment.sanity import Limit
from tests.reminders.watch import desk
from tests.texts.planning import TODAY, talk

RATES = RateBook.load()
HIGHEST = "15.40"
"""Four times the highest one-year LPR since the rule holds."""


@pytest.mark.parametrize(
    ("creditor", "told", "percent"),
    [
        (None, "去年3月跟朋友借了8000，谈好分6期", "12.40"),
        (None, "2021年5月签的借条，找老板借的2万", "15.40"),
        ("朋友", "欠朋友5000，分5期", HIGHEST),
        ("老王", "跟老王借的钱，他放贷没有牌照", HIGHEST),
        ("张三", "跟张三借的10000，每月5号还1500", HIGHEST),
        ("王建国", "向王建国借了2万，分10个月", HIGHEST),
        (None, "2019年1月跟亲戚借的5万", "12.00"),  # the rule of today counts with today's rate
    ],
)
def test_private_lenders_are_bound(creditor: str | None, told: str, percent: str) -> None:
    assert limit(creditor, told, TODAY, RATES) == Limit(Decimal(percent), binding=True)


@pytest.mark.parametrize(
    ("creditor", "told"),
    [
        ("某某银行", "欠某某银行5000，转到业务员个人微信"),
        ("某贷", "欠某贷5000，打到他的私人账户"),
        ("某消金", "朋友说可以谈，欠某消金8000"),
        ("某平台", "网贷平台8000，朋友帮我还"),
        (None, "欠8000，分8期"),
        ("马上消费", "跟马上消费借的8000，分8期"),
        ("张三", "欠张三8000，分8期"),
    ],
)
def test_others_may_only_be_cut_on_request(creditor: str | None, told: str) -> None:
    assert limit(creditor, told, TODAY, RATES) == Limit(Decimal(24))


def test_a_day_that_is_not_named_warns_nobody_for_nothing() -> None:
    since = [rate.four_times for rate in RATES.between(date(2020, 8, 20), TODAY)]
    assert limit(None, "跟朋友借了8000", TODAY, RATES).percent == max(since)


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("去年3月跟朋友借了8000，谈好分6期，每月5号还1800", "最高 12.4%"),
        ("欠某某银行8000，分6期，每月15号还1800", "超过 24% 的部分"),
    ],
)
def test_the_figures_reach_the_person(sentence: str, says: str) -> None:
    """The citation gate lets them pass: they are worked out of his own numbers."""
    draft = talk(sentence)
    stand = drafts.drafted(draft)
    (segment,) = warnings(desk().texts, stand, draft.told, TODAY, RATES)
    assert says in segment.text
    assert "多还 2800 元" in segment.text
    assert CALCULATED in segment.sources
    reply = Reply((segment,))
    assert desk().gate.passed(desk().texts, reply) == reply


def test_a_day_to_come_is_none_of_a_contract() -> None:
    unnamed = limit(None, "跟朋友借了8000，打了借条", TODAY, RATES)
    assert limit(None, f"跟朋友借了8000，{TODAY.year + 1}年2月1号借条还清", TODAY, RATES) == unnamed
