"""One instalment changed is that one changed: all others stay, or are named as no longer there."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar.holidays import Holidays
from handlers.language.repayment import altering, reading
from handlers.planning import asking, confirming
from handlers.planning.draft import Ask, Draft, answers, drafted
from handlers.repayment.plan import Fen, Instalment, Plan
from handlers.repayment.showing import day as day_words
from handlers.texts.texts import Texts

TEXTS = Texts.load()
AT = datetime(2026, 12, 15, 2, tzinfo=UTC)


def base(words: str = "欠某某银行12000，分12期，每月15号还1000") -> Plan:
    plan = reading.read(words, datetime(2026, 11, 26, 2, tzinfo=UTC)).plan()
    assert plan is not None
    return plan


def renewing(plan: Plan, first: int = 1) -> Draft:
    numbers = tuple(range(first, first + len(plan.rows)))
    return Draft(id=1, at=AT, renews="5555555555", base=plan, numbers=numbers)


def told(draft: Draft, *said: str) -> Draft:
    for words in said:
        answered = answers(draft, words, AT)
        assert answered is not None, words
        draft = answered
    return draft


def changed(plan: Plan, *said: str, first: int = 1) -> dict[str, list[str]]:
    """The rows that are gone and those that came, in short."""
    after = drafted(told(renewing(plan, first), *said)).plan
    assert after is not None
    return {
        "out": [short(row) for row in (Counter(plan.rows) - Counter(after.rows)).elements()],
        "in": [short(row) for row in (Counter(after.rows) - Counter(plan.rows)).elements()],
    }


def short(row: Instalment) -> str:
    return f"{row.due:%y-%m-%d} {row.amount // 100}"


@pytest.mark.parametrize(
    ("words", "out", "into"),
    [
        ("第2期改成1500", ["27-01-15 1000"], ["27-01-15 1500"]),
        ("12月那期改成20号", ["26-12-15 1000"], ["26-12-20 1000"]),
        ("这期改成20号还", ["26-12-15 1000"], ["26-12-20 1000"]),
        ("这期延到月底，后面不变", ["26-12-15 1000"], ["26-12-31 1000"]),
        ("这期延到5号", ["26-12-15 1000"], ["27-01-05 1000"]),
        ("第三期延到下个月1号", ["27-02-15 1000"], ["27-03-01 1000"]),
        ("这期推迟5天", ["26-12-15 1000"], ["26-12-20 1000"]),
        ("这期晚一周还", ["26-12-15 1000"], ["26-12-22 1000"]),
        ("下一期提前5天", ["27-01-15 1000"], ["27-01-10 1000"]),
        ("最后一期改成2000", ["27-11-15 1000"], ["27-11-15 2000"]),
        ("第一期改成1月20号", ["26-12-15 1000"], ["27-01-20 1000"]),
        ("这期不用还了，顺延一个月", ["26-12-15 1000"], ["27-01-15 1000"]),
        ("这期免了", ["26-12-15 1000"], []),
        ("这个月还500，其他不变", ["26-12-15 1000"], ["26-12-15 500"]),
        ("这期改成500，从下期起恢复原来的", ["26-12-15 1000"], ["26-12-15 500"]),
        ("这期只还300，剩下的免了", ["26-12-15 1000"], ["26-12-15 300"]),
        ("这期先不还，最后加一期", ["26-12-15 1000"], ["27-12-15 1000"]),
        (
            "某某银行同意这期只还300，剩下的月底还",
            ["26-12-15 1000"],
            ["26-12-15 300", "26-12-31 700"],
        ),
    ],
)
def test_that_row_only(words: str, out: list[str], into: list[str]) -> None:
    assert changed(base(), words) == {"out": out, "in": into}


@pytest.mark.parametrize(
    "words",
    [
        "这期只还300，剩下的下期一起还",
        "这期只还300剩下的下期一起还",
        "12月15号还300，1月15号还1700，其他不变",
        "他们同意12月的先还300，剩下700跟1月一起还",
        "这个月先还300，下个月补上",
        "这期少还700，下期多还700",
        "第1期改成300元，第 2 期改成 1700 元",
    ],
)
def test_what_is_lacking_goes_where_it_is_said(words: str) -> None:
    assert changed(base(), words) == {
        "out": ["26-12-15 1000", "27-01-15 1000"],
        "in": ["26-12-15 300", "27-01-15 1700"],
    }


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ("这期改成500", 50_000),
        ("下一期改成20号还500", 50_000),
        ("银行同意这期只还300", 70_000),
        ("第2、3期改成500", 100_000),
        ("这期还400，差的600过年后还", 60_000),
        ("这期先不还", 100_000),
    ],
)
def test_where_it_is_not_said_it_is_asked(words: str, lacks: int) -> None:
    stand = drafted(told(renewing(base()), words))
    assert stand.asks is Ask.REST
    assert stand.open is not None
    assert stand.open.lacks == lacks
    reply = asking.question(TEXTS, renewing(base()), stand, AT.date())
    assert f"{lacks // 100} 元怎么还" in reply.text


@pytest.mark.parametrize(
    ("answer", "into"),
    [
        ("下一期", ["26-12-15 500", "27-01-15 1500"]),
        ("下期一起还", ["26-12-15 500", "27-01-15 1500"]),
        ("最后一期", ["26-12-15 500", "27-11-15 1500"]),
        ("最后加一期", ["26-12-15 500", "27-12-15 500"]),
        ("免了", ["26-12-15 500"]),
        ("3月那期还", ["26-12-15 500", "27-03-15 1500"]),
    ],
)
def test_the_answer(answer: str, into: list[str]) -> None:
    assert changed(base(), "这期改成500", answer)["in"] == into


def test_spread_to_the_fen() -> None:
    after = drafted(told(renewing(base()), "这期还600，剩下的400分到后面几期")).plan
    assert after is not None
    assert after.sum == base().sum
    assert {row.amount for row in after.rows[1:-1]} == {103_636}


@pytest.mark.parametrize(
    "words",
    ["第13期改成500", "12月20号还500", "这期能不能只还300？", "这期提前20天"],
)
def test_what_names_no_row_changes_nothing(words: str) -> None:
    assert answers(renewing(base()), words, AT) is None


@pytest.mark.parametrize("words", ["只还300", "改成500", "后面都改成800"])
def test_an_amount_alone_is_asked_about(words: str) -> None:
    draft = renewing(base())
    assert answers(draft, words, AT) is None
    reply = asking.misread(TEXTS, draft, drafted(draft), AT.date(), words)
    each, one, _ = (button.action.partition(":1.0:")[2] for button in reply.buttons)
    assert drafted(told(draft, one)).asks is Ask.REST
    assert len(changed(base(), each)["out"]) == 12


def test_numbers_are_those_of_the_plan_and_then_of_the_table() -> None:
    plan = base()
    rest = Plan(plan.creditor, None, plan.rows[1:], plan.frequency, due_day=15)
    assert changed(rest, "第2期改成1500", first=2)["in"] == ["27-01-15 1500"]
    twice = changed(rest, "第2期改成1500", "第2期改成1700", first=2)
    assert twice["in"] == ["27-01-15 1500", "27-02-15 1700"]


def test_rows_no_rule_tells_stay_when_one_is_changed() -> None:
    """200 are open of the first one: no sentence makes such rows, and all the same they stay."""
    plan = base()
    part = Plan(
        plan.creditor,
        None,
        (Instalment(plan.first_due, Fen(20_000)), *plan.rows[1:]),
        plan.frequency,
    )
    assert changed(part, "第3期改到25号")["in"] == ["27-02-25 1000"]
    assert len(changed(part, "改成每月20号")["in"]) == 12


def test_the_rhythm_outlives_the_change() -> None:
    after = drafted(told(renewing(base()), "第3期改到25号")).plan
    assert after is not None
    assert (after.frequency, after.due_day) == (base().frequency, 15)
    again = drafted(told(renewing(after), "改成每期500")).plan
    assert again is not None
    assert len(again.rows) == 24


ROWS = (
    "这期",
    "下一期",
    "第3期",
    "第2、3期",
    "12月那期",
    "2月15号那期",
    "最后一期",
    "第20期",
    "月底那期",
)
SAYS = (
    "改成{n}",
    "只还{n}",
    "改到{d}号",
    "推迟{d}天",
    "免了",
    "少还{n}",
    "还{n}",
    "不还了",
    "{d}号还{n}",
)
TAILS = (
    "",
    "，剩下的下期一起还",
    "，其他不变",
    "，剩下的以后再说",
    "，下期改成{n}",
    "，每月{d}号",
    "就行",
)
WHOLE = (
    "改成每期{n}",
    "改成每月{d}号",
    "分{d}期",
    "改成{n}",
    "{d}号还{n}",
    "一次还清{n}",
    "从2月开始还{n}",
)


@given(
    text=st.one_of(
        st.builds("".join, st.tuples(*map(st.sampled_from, (ROWS, SAYS, TAILS)))),
        st.sampled_from(WHOLE),
        st.builds("，".join, st.lists(st.sampled_from((*WHOLE, *ROWS)), min_size=1, max_size=3)),
    ),
    amount=st.integers(1, 3000),
    day=st.integers(1, 31),
    start=st.sampled_from(
        (base(), base("欠某某银行2600，12月20号还600，1月5号还800，3月1号还1200"))
    ),
)
def test_no_row_is_lost_without_a_word(text: str, amount: int, day: int, start: Plan) -> None:
    """Whatever is said: a row stands in the new table, or is named beside it as it was."""
    draft = answers(renewing(start), text.format(n=amount, d=day), AT)
    stand = None if draft is None else drafted(draft)
    if draft is None or stand is None or stand.plan is None or stand.asks is not None:
        return  # nothing is shown that could be saved
    reply = confirming.table(TEXTS, Holidays.load(), draft, stand, stand.plan, renews=1)
    left = Counter(stand.plan.rows)
    for row in start.rows:
        if left[row]:
            left[row] -= 1
        else:
            assert f"{day_words(TEXTS, row.due)} {row.amount // 100} 元" in reply.text, text
    if stand.plan.sum < start.sum:
        assert "要对方答应免除" in reply.text


@given(st.text("这下第期改成只还剩月号天免了推迟0123456789，。 一二三最后", max_size=24))
def test_no_words_break_it(text: str) -> None:
    altering.goes_to(text)
    altering.amount_alone(text)
    read = altering.read(text)
    assert read is None or altering.names_rows(text)
