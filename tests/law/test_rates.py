"""The LPR series: which rate stood on a day, what is refused, and the operator's own additions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.law.errors import LawDataWrong, NoVersionKnown
from handlers.law.rates import OWN_FILE, RATES, RateBook

BOOK = RateBook.load()
TODAY = date(2026, 11, 25)

ON = [
    ("2019-08-20", "4.25"),
    ("2019-09-19", "4.25"),
    ("2019-09-20", "4.20"),
    ("2020-04-19", "4.05"),
    ("2020-04-20", "3.85"),
    ("2020-08-20", "3.85"),
    ("2021-12-19", "3.85"),
    ("2021-12-20", "3.80"),
    ("2022-01-20", "3.70"),
    ("2022-08-21", "3.70"),
    ("2022-08-22", "3.65"),
    ("2023-06-20", "3.55"),
    ("2023-08-21", "3.45"),
    ("2024-07-21", "3.45"),
    ("2024-07-22", "3.35"),
    ("2024-10-20", "3.35"),
    ("2024-10-21", "3.10"),
    ("2025-05-19", "3.10"),
    ("2025-05-20", "3.00"),
    ("2026-11-25", "3.00"),
]
"""Both sides of the changes, and today: 20 days from 2019 to 2026."""


@pytest.mark.parametrize(("day", "percent"), ON)
def test_the_rate_of_a_day(day: str, percent: str) -> None:
    rate = BOOK.on(date.fromisoformat(day))
    assert rate.percent == Decimal(percent)
    assert rate.four_times == 4 * Decimal(percent)
    assert rate.covers(date.fromisoformat(day))


def test_before_the_first_publication_nothing_is_guessed() -> None:
    with pytest.raises(NoVersionKnown):
        BOOK.on(date(2019, 8, 19))


@given(day=st.dates(date(2019, 8, 20), date(2030, 1, 1)))
def test_every_day_has_exactly_one_rate(day: date) -> None:
    assert [rate for rate in BOOK.rates if rate.covers(day)] == [BOOK.on(day)]


@given(first=st.dates(date(2019, 8, 20), date(2027, 1, 1)), days=st.integers(0, 900))
def test_between_two_days_lie_the_rates_of_each_day(first: date, days: int) -> None:
    each = {BOOK.on(first + timedelta(days=n)) for n in range(days + 1)}
    between = BOOK.between(first, first + timedelta(days=days))
    assert set(between) == each
    assert len(between) == len(each)


def test_the_warning_comes_after_45_days_and_only_for_days_after_the_confirmation() -> None:
    assert BOOK.confirmed == date(2026, 8, 20)
    assert not BOOK.stale(date(2026, 10, 4))
    assert BOOK.stale(date(2026, 10, 5))
    assert BOOK.unsure(date(2026, 9, 1), TODAY)
    assert not BOOK.unsure(date(2026, 9, 1), date(2026, 9, 2))
    assert not BOOK.unsure(date(2024, 9, 1), TODAY)


def _swap(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


WRONG = {
    "an overlap": (_swap("until = 2019-11-19", "until = 2019-11-20"), "2019-11-20：和前一行"),
    "a hole": (_swap("until = 2019-11-19", "until = 2019-11-18"), "空档（2019-11-19 起）"),
    "an open end in the middle": (_swap("until = 2019-11-19\n", ""), "重叠"),
    "unsorted": (_swap("since = 2022-01-20\nuntil = 2022-08-21", "since = 2019-10-21"), "先后"),
    "no change": (_swap('"4.15"', '"4.20"'), "没有变"),
    "a leap": (_swap('"4.15"', '"4.85"'), "超过 0.5"),
    "out of range": (_swap('"4.25"', '"42.5"'), "不像 LPR"),
    "no percentage": (_swap('"4.25"', '"4.25%"'), "不是百分数"),
    "a number without quotes": (_swap('"4.25"', "4.25"), "应是一段文字"),
    "a day of no publication": (_swap("since = 2019-08-20", "since = 2019-09-03"), "每月 20 日"),
    "too early": (_swap("since = 2019-08-20", "since = 2019-07-22"), "早于第一次公布"),
    "ends before it begins": (_swap("until = 2019-09-19", "until = 2019-08-19"), "晚于 until"),
    "an unknown field": (_swap('"4.25"\n', '"4.25"\nrate = "1"\n'), "不认识的字段 rate"),
    "confirmed too early": (_swap("confirmed = 2026-08-20", "confirmed = 2025-05-19"), "早于最后"),
    "never confirmed": (_swap("confirmed = 2026-08-20\n", ""), "缺少 confirmed"),
    "a last day": (
        _swap("since = 2025-05-20", "since = 2025-05-20\nuntil = 2026-05-19"),
        "最后一行",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_and_says_where(tmp_path: Path, name: str) -> None:
    change, expected = WRONG[name]
    path = tmp_path / "rates.toml"
    path.write_text(change(RATES.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(LawDataWrong, match=expected):
        RateBook.load(shipped=path)


def own(tmp_path: Path, content: str) -> RateBook:
    path = tmp_path / OWN_FILE
    path.write_text(content, encoding="utf-8")
    return RateBook.load(path)


def test_what_is_added_ends_the_rate_before_and_is_marked(tmp_path: Path) -> None:
    content = BOOK.added(date(2026, 9, 21), "2.9", '公告 "九月"\\', TODAY)
    book = own(tmp_path, content)
    assert book.on(date(2026, 9, 20)).percent == Decimal("3.00")
    assert book.on(date(2026, 9, 21)).percent == Decimal("2.90")
    assert book.rates[-1].own
    assert book.rates[-1].source == '公告 "九月"\\'
    assert book.confirmed == date(2026, 9, 21)
    again = own(tmp_path, book.added(date(2026, 11, 20), "2.8", "公告", TODAY))
    assert [rate.percent for rate in again.rates[-3:]] == [
        Decimal("3.00"),
        Decimal("2.90"),
        Decimal("2.80"),
    ]


def test_a_confirmation_moves_the_day_and_nothing_else(tmp_path: Path) -> None:
    book = own(tmp_path, BOOK.confirmed_on(date(2026, 11, 20), TODAY))
    assert book.confirmed == date(2026, 11, 20)
    assert book.rates == BOOK.rates
    assert not book.stale(TODAY)
    same = own(tmp_path, BOOK.added(date(2026, 11, 20), "3.0", "公告", TODAY))
    assert (same.rates, same.confirmed) == (BOOK.rates, date(2026, 11, 20))


NONSENSE = [
    ("2026-12-21", "2.9", "还没有到"),
    ("2026-08-20", "2.9", "不能改这以前的"),
    ("2020-01-20", "4.0", "不能改这以前的"),
    ("2026-11-05", "2.9", "每月 20 日"),
    ("2026-11-20", "29", "不像 LPR"),
    ("2026-11-20", "3.8", "超过 0.5"),
    ("2026-11-20", "三", "不是百分数"),
    ("2026-11-20", "-3", "不是百分数"),
    ("2026-11-20", "3.0001", "不是百分数"),
    ("2026-11-20", "", "不是百分数"),
]


@pytest.mark.parametrize(("day", "percent", "expected"), NONSENSE)
def test_nonsense_is_refused_with_a_sentence(day: str, percent: str, expected: str) -> None:
    with pytest.raises(LawDataWrong, match=expected):
        BOOK.added(date.fromisoformat(day), percent, "公告", TODAY)


def test_an_own_row_must_be_later_than_the_last(tmp_path: Path) -> None:
    book = own(tmp_path, BOOK.added(date(2026, 10, 20), "2.9", "公告", TODAY))
    with pytest.raises(LawDataWrong, match="新的一行要更晚"):
        book.added(date(2026, 9, 21), "2.8", "公告", TODAY)
    with pytest.raises(LawDataWrong, match="已经核实到 2026-10-20"):
        book.confirmed_on(date(2026, 9, 21), TODAY)


def test_an_upgrade_keeps_what_is_newer_and_idles_what_it_knows_itself(tmp_path: Path) -> None:
    first = own(tmp_path, BOOK.added(date(2026, 9, 21), "2.8", "看错了", TODAY))
    path = tmp_path / OWN_FILE
    path.write_text(first.added(date(2026, 11, 20), "2.7", "公告", TODAY), encoding="utf-8")
    newer = RATES.read_text(encoding="utf-8").replace(
        "confirmed = 2026-08-20", "confirmed = 2026-10-20"
    )
    newer = newer.replace("since = 2025-05-20", "since = 2025-05-20\nuntil = 2026-09-20")
    newer += '\n[[rate]]\nsince = 2026-09-21\npercent = "2.90"\n'
    shipped = tmp_path / "shipped.toml"
    shipped.write_text(newer, encoding="utf-8")
    book = RateBook.load(path, shipped)
    assert book.on(date(2026, 10, 1)).percent == Decimal("2.90")
    assert book.on(date(2026, 11, 20)).percent == Decimal("2.70")
    assert [rate.since for rate in book.idle] == [date(2026, 9, 21)]


def test_an_own_row_that_changes_nothing_after_an_upgrade_does_no_harm(tmp_path: Path) -> None:
    content = (
        'confirmed = 2026-11-20\n[[rate]]\nsince = 2026-11-20\npercent = "3.00"\nsource = "x"\n'
    )
    assert own(tmp_path, content).rates == BOOK.rates


BROKEN = {
    "unsorted": (
        (
            'confirmed = 2026-11-20\n[[rate]]\nsince = 2026-10-20\npercent = "2.9"\nsource = "x"\n'
            '[[rate]]\nsince = 2026-09-21\npercent = "2.8"\nsource = "x"\n'
        ),
        "先后",
    ),
    "an end": (
        (
            "confirmed = 2026-11-20\n[[rate]]\nsince = 2026-10-20\nuntil = 2026-11-19\n"
            'percent = "2.9"\nsource = "x"\n'
        ),
        "until",
    ),
    "no source": (
        'confirmed = 2026-11-20\n[[rate]]\nsince = 2026-10-20\npercent = "2.9"\n',
        "source",
    ),
    "no confirmation": ("", "confirmed"),
    "confirmed too early": (
        'confirmed = 2026-09-20\n[[rate]]\nsince = 2026-10-20\npercent = "2.9"\nsource = "x"\n',
        "早于最后一行",
    ),
    "not TOML": ("confirmed", "TOML"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_own_file_is_refused(tmp_path: Path, name: str) -> None:
    content, expected = BROKEN[name]
    with pytest.raises(LawDataWrong, match=expected):
        own(tmp_path, content)
