"""Amounts: a number in every dress is read back to the fen; what is open stays open."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.amounts import amounts


def one(text: str) -> int | None:
    (found,) = amounts(text)
    assert (found.start, found.end) == (0, len(text))
    return found.fen


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("两千五", 2500),
        ("1w2", 12000),
        ("1w25", 12500),
        ("1w2500", 12500),
        ("12,836.50", 12836.5),
        ("八百块", 800),
        ("一万二", 12000),
        ("2k", 2000),
        ("3.25k", 3250),
        ("三块五毛", 3.5),
        ("312块5毛", 312.5),
        ("312块5", 312.5),
        ("312元5角2分", 312.52),
        ("柒佰伍拾元", 750),
        ("5千2", 5200),
        ("1.5万", 15000),
        ("1万2千5", 12500),
        ("2万零500", 20500),
        ("¥3,600.00", 3600),
        ("五毛", 0.5),
        ("1.2345万", 12345),
        ("八千块钱", 8000),
        ("1200元整", 1200),
    ],
)
def test_amounts_as_people_write_them(text: str, yuan: float) -> None:
    assert one(text) == round(yuan * 100)


@pytest.mark.parametrize(
    "text",
    [
        "几百",
        "一千多",
        "五六百",
        "500到800块",
        "1000左右",
        "大概1000",
        "万把块",
        "十几万",
        "两百来块",
        "几千块",
    ],
)
def test_what_is_open_stays_open(text: str) -> None:
    assert one(text) is None


def test_a_last_digit_that_counts_instalments_is_no_money() -> None:
    assert [found.fen for found in amounts("一千一期")] == [100_000]
    assert [found.fen for found in amounts("每期一千一，")] == [110_000]
    assert next(iter(amounts("8000分8期"))).fen == 800_000


def test_an_account_number_is_no_amount() -> None:
    assert amounts("6222020200112233445") == ()


def dresses(fen: int) -> list[str]:
    """An amount in every dress that says it exactly."""
    yuan, rest = divmod(fen, 100)
    plain = f"{yuan}.{rest:02d}" if rest else str(yuan)
    found = [f"{plain}元", f"¥{plain}", f"{yuan:,}.{rest:02d}元", f"{plain}块"]
    if rest % 10 == 0 and rest:
        found += [f"{yuan}块{rest // 10}毛", f"{yuan}块{rest // 10}"]
    if rest % 10 and rest > 10:
        found.append(f"{yuan}元{rest // 10}角{rest % 10}分")
    if rest:
        return found
    found += [f"{cn2an.an2cn(yuan)}元", f"{cn2an.an2cn(yuan, 'up')}元", f"{cn2an.an2cn(yuan)}块钱"]
    if yuan % 1000 == 0 and yuan < 100_000:
        found += [f"{yuan // 1000}k", f"{yuan // 1000}千"]
    if yuan % 100 == 0 and yuan >= 10_000:
        found += [f"{yuan / 10_000:g}万", f"{yuan / 10_000:g}w"]
    if yuan % 1000 == 0 and yuan > 10_000 and yuan % 10_000:
        found += [
            f"{yuan // 10_000}w{yuan % 10_000 // 1000}",
            f"{yuan // 10_000}万{yuan % 10_000 // 1000}",
        ]
    return found


@given(st.integers(100, 50_000_000) | st.integers(1, 5_000).map(lambda n: n * 100_00), st.data())
def test_a_number_in_every_dress_is_read_back(fen: int, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(dresses(fen)))
    assert one(text) == fen


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("1万12期", 10_000), ("12万36个月", 120_000), ("2千10期", 2000), ("1w12", 11_200)],
)
def test_digits_that_count_something_else_are_not_torn(text: str, yuan: int) -> None:
    assert amounts(text)[0].fen == yuan * 100
