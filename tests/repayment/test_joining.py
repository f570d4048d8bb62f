"""A plan told in pieces is the plan told at once; what corrects it replaces only what it names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.repayment import reading
from handlers.language.repayment.understood import Missing
from handlers.planning.draft import (
    EXPIRES,
    Ask,
    Draft,
    answers,
    drafted,
    from_bytes,
    to_bytes,
)
from handlers.repayment.plan import Plan

AT = datetime(2026, 11, 25, 6, tzinfo=UTC)


def begun(words: str) -> Draft:
    return Draft(id=1, at=AT).but(Ask.SENTENCE, words, AT)


def told(draft: Draft, *said: str) -> Draft:
    for words in said:
        answered = answers(draft, words, AT)
        assert answered is not None, words
        draft = answered
    return draft


def whole(words: str) -> Plan:
    plan = reading.read(words, AT).plan()
    assert plan is not None
    return plan


@given(
    each=st.integers(1, 50_000),
    count=st.integers(2, 60),
    day=st.integers(1, 31),
    forms=st.tuples(
        st.sampled_from(("{}", "{}元", "{}块", "每期{}元")),
        st.sampled_from(("{}", "{}期", "分{}期")),
        st.sampled_from(("{}", "{}号", "每月{}号")),
    ),
)
def test_in_pieces_or_at_once(each: int, count: int, day: int, forms: tuple[str, str, str]) -> None:
    said = [form.format(value) for form, value in zip(forms, (each, count, day), strict=True)]
    plan = drafted(told(begun("跟某某银行谈好分期还"), *said)).plan
    assert plan is not None
    once = whole(f"跟某某银行谈好，分{count}期还，每月{day}号还{each}元")
    assert plan.rows == once.rows
    assert plan.creditor == once.creditor


@given(each=st.integers(100, 5000), other=st.integers(100, 5000), day=st.integers(1, 28))
def test_a_correction_leaves_everything_else(each: int, other: int, day: int) -> None:
    before = told(begun(f"跟某某银行谈好，分6期还，每月{day}号还{each}元"))
    after = drafted(told(before, f"每期改成{other}元")).plan
    assert after is not None
    assert [row.amount for row in after.rows] == [other * 100] * 6
    first = drafted(before).plan
    assert first is not None
    assert [row.due for row in after.rows] == [row.due for row in first.rows]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Missing.DUE_DAY, "今天天气不错"),
        (Missing.DUE_DAY, "不知道"),
        (Missing.DUE_DAY, "每月几号合适？"),
        (Missing.DUE_DAY, "三百五"),
        (Missing.DUE_DAY, "他们会不会15号上门"),
    ],
)
def test_what_is_no_answer_is_none(asked: Missing, words: str) -> None:
    draft = begun("欠某某银行8000，每个月还1000")
    assert drafted(draft).asks is asked
    assert answers(draft, words, AT) is None


def test_what_is_told_instead_of_the_answer_is_not_lost() -> None:
    """Somebody who tells it in his own order is asked only for what is lacking then."""
    draft = begun("分六期")
    for words in ("不对，是七期", "每月八号", "一共6300", "欠的是某某小贷"):
        draft = told(draft, words)
    plan = drafted(draft).plan
    assert plan is not None
    assert (plan.creditor, plan.sum, len(plan.rows)) == ("某某小贷", 630_000, 7)
    assert {row.due.day for row in plan.rows} == {8}


@pytest.mark.parametrize(
    "words",
    [
        "明天再说",
        "他们15号来我家",
        "我每个月工资才五千",
        "他们说要起诉",
        "三期没还了",
        "能不能15号还",
    ],
)
def test_what_only_sounds_like_it_is_not_taken(words: str) -> None:
    draft = begun("欠某某银行，分六期")
    assert drafted(draft).asks is Missing.AMOUNT_EACH
    assert answers(draft, words, AT) is None


@pytest.mark.parametrize(
    ("words", "frequency", "days"),
    [
        ("每周五", "weekly", ["2026-11-27", "2026-12-04"]),
        ("每周一还", "weekly", ["2026-11-30", "2026-12-07"]),
        ("周三", "weekly", ["2026-11-25", "2026-12-02"]),
        ("隔周五", "biweekly", ["2026-11-27", "2026-12-11"]),
        ("农历初五", "lunar_monthly", ["2026-12-13", "2027-01-12"]),
        ("每月最后一个周五", "monthly", ["2026-11-27", "2026-12-25"]),
        ("每月5号", "monthly", ["2026-12-05", "2027-01-05"]),
    ],
)
def test_another_rhythm_answers_the_day_of_the_month(
    words: str, frequency: str, days: list[str]
) -> None:
    draft = begun("欠某某银行8000，每个月还1000，分8期")
    assert drafted(draft).asks is Missing.DUE_DAY
    after = drafted(told(draft, words)).plan
    assert after is not None
    assert after.frequency.value == frequency
    assert [row.due.isoformat() for row in after.rows[:2]] == days


def test_every_week_is_asked_for_its_weekday() -> None:
    draft = told(begun("欠某某银行8000，每个月还1000，分8期"), "每周")
    assert drafted(draft).asks is Missing.WEEKDAY


def test_a_day_of_the_farmers_month_stays_one() -> None:
    base = whole("欠表姐6000，每月农历初五还，分6次")
    renewed = Draft(id=1, at=AT, renews="5555555555", base=base, asks=Ask.CHANGE)
    after = drafted(told(renewed, "改成每期500")).plan
    assert after is not None
    assert [row.due for row in after.rows[:6]] == [row.due for row in base.rows]
    assert [row.amount for row in after.rows] == [50_000] * 12


@pytest.mark.parametrize("words", ["剩下的3000改成12月20号一次还清", "改成12月20号一次还清"])
def test_the_rest_at_once(words: str) -> None:
    base = whole("跟某某银行谈好，分2期还，从12月4号开始每两周还1500")
    renewed = Draft(id=1, at=AT, renews="5555555555", base=base, asks=Ask.CHANGE)
    after = drafted(told(renewed, words)).plan
    assert after is not None
    assert [(row.due.isoformat(), row.amount) for row in after.rows] == [("2026-12-20", 300_000)]


@pytest.mark.parametrize(
    "before", ["欠3000，12月1号还1000，1月1号还2000", "12月1号、1月1号、2月1号各还1000"]
)
def test_listed_days_give_way_to_one(before: str) -> None:
    after = drafted(told(begun(f"跟某某银行谈好，{before}"), "改成12月20号一次还清")).plan
    assert after is not None
    assert [(row.due.isoformat(), row.amount) for row in after.rows] == [("2026-12-20", 300_000)]


def test_a_renamed_creditor() -> None:
    draft = told(begun("跟某某银行谈好，分6期还，每月5号还500元"), "债主改成某某小贷")
    plan = drafted(draft).plan
    assert plan is not None
    assert plan.creditor == "某某小贷"
    assert len(plan.rows) == 6


def test_what_is_sealed_is_what_was() -> None:
    draft = told(begun("欠8000，每个月还1000"), "15号", "某某银行", "从明年1月开始")
    base = drafted(draft).plan
    whole_draft = Draft(
        9, AT, draft.told, renews="5555555555", base=base, row="0.1", asks=Ask.CHANGE, resumed=True
    )
    assert from_bytes(to_bytes(whole_draft)) == whole_draft
    assert not whole_draft.expired(AT + EXPIRES)
    assert whole_draft.expired(AT + EXPIRES + timedelta(seconds=1))


def test_an_amount_left_open_is_asked_and_put_where_it_was_missing() -> None:
    draft = begun("前三个月只还利息，后面每月1500还12个月，18号，欠某贷的")
    assert drafted(draft).asks is Missing.AMOUNT_EACH
    plan = drafted(told(draft, "320")).plan
    assert plan is not None
    assert [row.amount for row in plan.rows] == [32_000] * 3 + [150_000] * 12


def test_a_month_without_a_day_is_asked_for_one() -> None:
    draft = begun("欠某贷的，12月还1000，之后每月15号还500，还10期")
    assert drafted(draft).asks is Missing.DOWN_PAYMENT_DATE
    plan = drafted(told(draft, "12月20号")).plan
    assert plan is not None
    assert plan.rows[0].due.isoformat() == "2026-12-20"
    assert plan.rows[1].due.isoformat() == "2027-01-15"


def test_months_with_an_amount_each_are_asked_for_their_day() -> None:
    draft = begun("欠某贷的，12月还2000，1到3月不还，4到6月每月1500")
    assert drafted(draft).asks is Missing.DUE_DAY
    plan = drafted(told(draft, "10号")).plan
    assert plan is not None
    assert [row.due.isoformat() for row in plan.rows][:2] == ["2026-12-10", "2027-04-10"]


def test_what_is_paid_is_counted_off_until_the_number_is_told_anew() -> None:
    draft = begun("欠某贷12000分12期，每月10号还1000，已经还了3期")
    first = drafted(draft)
    assert first.plan is not None
    assert len(first.plan.rows) == 9
    assert first.understood is not None
    assert (first.understood.paid, first.understood.unread) == (3, ())
    again = drafted(told(draft, "改成还6期，每期1000")).plan
    assert again is not None
    assert len(again.rows) == 6


def test_what_went_into_no_row_is_said_in_talk_too() -> None:
    found = drafted(begun("欠某贷9000，每月10号还500，还12期，还24期")).understood
    assert found is not None
    assert found.unread == ("12期",)


def renewed(base: Plan, on: date, words: str) -> Plan:
    """What comes of words about a running plan on a day."""
    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    draft = Draft(id=1, at=at, renews="5555555555", base=base, asks=Ask.CHANGE)
    answer = answers(draft, words, at)
    assert answer is not None
    plan = drafted(answer).plan
    assert plan is not None
    return plan


@pytest.mark.parametrize(
    ("words", "first", "each"),
    [("每期改成600", "2027-02-10", 60_000), ("改成分12期", "2027-02-10", 50_000)],
)
def test_after_a_miss_it_begins_with_the_next_such_day(words: str, first: str, each: int) -> None:
    base = whole("欠某某银行6000，分6期，每月10号还1000")
    after = renewed(base, date(2027, 1, 12), words)
    assert after.sum == base.sum
    assert (after.rows[0].due.isoformat(), after.rows[0].amount) == (first, each)


def test_a_start_that_is_said_holds() -> None:
    base = whole("欠某某银行6000，分6期，每月10号还1000")
    after = renewed(base, date(2027, 1, 12), "改成每期600，从3月开始")
    assert after.rows[0].due == date(2027, 3, 10)


def test_another_day_of_the_month_leaves_a_down_payment_alone() -> None:
    base = whole("欠某某银行12000，12月1号首付2000，剩下分10期，每月10号还1000")
    after = renewed(base, date(2026, 11, 26), "改成每月20号还")
    assert after.sum == base.sum
    assert (after.rows[0].due, after.rows[0].amount) == (date(2026, 12, 1), 200_000)
    assert {row.due.day for row in after.rows[1:]} == {20}
