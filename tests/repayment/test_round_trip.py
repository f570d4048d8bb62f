"""A random plan told in several styles is read back as the same plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.language.repayment import reading
from handlers.repayment import schedule
from handlers.repayment.plan import Fen, Instalment
from tests.repayment.told import NOW

NOW_AT = datetime.fromisoformat(NOW)
TODAY = date(2026, 11, 23)
WEEKDAYS = "一二三四五六日"
YUAN = st.integers(10, 30_000).map(lambda yuan: yuan * 100) | st.integers(1_000, 500_000)
CREDITORS = st.sampled_from([None, "飞某贷", "某某银行", "老周", "表哥", "张姐", "星某消金"])


@dataclass(frozen=True)
class Tale:
    """A sentence and what it has to come to."""

    text: str
    creditor: str | None
    total: int | None
    down: Instalment | None
    rows: tuple[Instalment, ...]


def money(draw: st.DrawFn, fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    if rest:
        exact: str = draw(st.sampled_from([f"{yuan}.{rest:02d}元", f"{yuan:,}.{rest:02d}元"]))
        return exact
    dresses = [f"{yuan}元", f"{yuan}块", f"¥{yuan}", f"{cn2an.an2cn(yuan)}元", f"{yuan:,}元"]
    dressed: str = draw(st.sampled_from(dresses))
    return dressed


def number(draw: st.DrawFn, value: int) -> str:
    said: str = draw(st.sampled_from([str(value), cn2an.an2cn(value)]))
    return said


@st.composite
def rhythms(draw: st.DrawFn) -> tuple[str, list[date]]:
    """Words for how often and on which day, with more days than any plan needs."""
    kind = draw(st.sampled_from(["month", "end", "week", "fortnight", "days", "quarter", "day"]))
    start = TODAY + timedelta(days=draw(st.integers(1, 300)))
    from_day = draw(
        st.sampled_from(
            [f"从{start.year}年{start.month}月{start.day}号开始", f"{start.isoformat()}开始"]
        )
    )
    if kind == "month":
        day = draw(st.integers(1, 31))
        first = schedule.next_on(day, TODAY)
        words = draw(st.sampled_from(["每月{}号", "每个月{}日", "每月的{}号"]))
        return words.format(number(draw, day)), list(islice(schedule.months(first, day), 40))
    if kind == "end":
        first = schedule.next_on("last", TODAY)
        return "每月月底", list(islice(schedule.months(first, "last"), 40))
    if kind == "week":
        day = draw(st.integers(1, 7))
        word = draw(st.sampled_from(["每周", "每星期", "每个礼拜"]))
        return word + WEEKDAYS[day - 1], list(islice(schedule.weekdays([day], TODAY), 40))
    if kind == "quarter":
        return f"{from_day}每季度", list(islice(schedule.months(start, step=3), 40))
    steps = {"fortnight": ("每两周", 14), "day": ("每天", 1)}
    n = draw(st.integers(2, 60))
    words, step = steps.get(kind, (f"每隔{number(draw, n)}天", n))
    return f"{from_day}{words}", list(islice(schedule.every(start, step), 40))


@st.composite
def tales(draw: st.DrawFn) -> Tale:
    words, days = draw(rhythms())
    count = draw(st.integers(2, 36))
    each = draw(YUAN)
    creditor = draw(CREDITORS)
    shape = draw(st.sampled_from(["each", "total", "last", "phases", "down", "paid off"]))
    comma = draw(st.sampled_from(["，", "，", " ", ","]))
    total: int | None = None
    down: Instalment | None = None
    pieces: list[str]
    times = draw(st.sampled_from(["还{}期", "共{}期", "分{}期", "一共{}期"])).format(
        number(draw, count)
    )
    if shape == "each":
        amounts = [each] * count
        pieces = [f"{words}还{money(draw, each)}", times]
    elif shape == "total":
        total = each * count + draw(st.integers(0, count - 1))
        amounts = [*schedule.split(Fen(total), count)]
        pieces = [f"一共{money(draw, total)}", f"分{number(draw, count)}期", f"{words}还"]
    elif shape == "last":
        last = draw(YUAN)
        amounts = [*([each] * (count - 1)), last]
        pieces = [
            f"前{number(draw, count - 1)}期每期{money(draw, each)}",
            f"最后一期{money(draw, last)}",
            words,
        ]
    elif shape == "phases":
        other = draw(YUAN.filter(lambda fen: fen != each))
        more = draw(st.integers(1, 4))
        amounts = [*([each] * count), *([other] * more)]
        pieces = [
            f"前{number(draw, count)}期每期{money(draw, each)}",
            f"后面{number(draw, more)}期每期{money(draw, other)}",
            words,
        ]
    elif shape == "down":
        first = draw(YUAN)
        total = first + each * count
        amounts = [each] * count
        down = Instalment(TODAY, Fen(first))
        days = [day for day in days if day > TODAY]
        rest = money(draw, each * count)
        pieces = [f"今天先付{money(draw, first)}", f"剩下的{rest}分{number(draw, count)}期", words]
    else:
        rest_fen = draw(st.integers(1, each))
        total = each * (count - 1) + rest_fen
        amounts = [*([each] * (count - 1)), rest_fen]
        pieces = [f"欠{money(draw, total)}", f"{words}还{money(draw, each)}", "还清为止"]
    if creditor:
        pieces[0] = f"欠{creditor}的钱，{pieces[0]}"
    rows = schedule.rows(days, [Fen(amount) for amount in amounts])
    text = comma.join(pieces)
    if draw(st.booleans()):
        text = f"嗯，{text}"
    return Tale(text, creditor, total, down, rows)


@settings(deadline=None, max_examples=200)
@given(tales())
def test_a_plan_told_is_the_plan_read(tale: Tale) -> None:
    plan = reading.read(tale.text, NOW_AT).plan()
    assert plan is not None
    assert plan.instalments == tale.rows
    assert plan.down_payment == tale.down
    assert plan.total == tale.total
    assert plan.creditor == tale.creditor


@pytest.mark.parametrize(
    "piece",
    ["每月还一百", "1", "一", "某", "12月1号还500，", "①", "半", "\n", "1,", "每月每年每天"],
)
def test_a_paper_is_no_sentence(piece: str) -> None:
    understood = reading.read(piece * 5_000, NOW_AT)
    assert not understood.repayment


@settings(deadline=None, max_examples=100)
@given(
    st.text(
        "每月还分期一二三十百千万0123456789号日元块，。周年底前后从到第每共欠先剩下①约几半.,-/% ",
        max_size=40,
    )
)
def test_nothing_typed_breaks_the_reading(text: str) -> None:
    understood = reading.read(text, NOW_AT)
    plan = understood.plan()
    assert plan is None or plan.sum > 0
