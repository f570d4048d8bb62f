"""What the picture of plans shows, and that it can be read."""

from __future__ import annotations

import dataclasses
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from handlers.drawing.progress import (
    FULL,
    GROUND,
    INK,
    LEAST,
    MOST_SQUARES,
    RIM,
    SCALE,
    SOFT,
    WARM,
    WIDTH,
    Shape,
    Tick,
    Words,
    fitting,
    laid_out,
    png,
)
from handlers.picture import Mark, Panel, Picture, Square
from handlers.planning.progress import progress
from handlers.texts.texts import Texts
from tests.drawing.cards import CANCELLED, TODAY, WAIVED, card, part, plan, whole

LARGEST_SUM, LARGEST_RATIO = 10_000, 20
"""Telegram's limits for a photo."""


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load()


def marks(picture: Picture) -> list[Mark]:
    return [square.mark for square in picture.panels[0].squares]


def opened(picture: Picture) -> Image.Image:
    shown = Image.open(io.BytesIO(png(picture)))
    assert shown.format == "PNG"
    return shown.convert("RGB")


def written(picture: Picture) -> list[str]:
    return [one.text for one in laid_out(picture)[0] if isinstance(one, Words)]


def test_squares_say_how_each_instalment_stands(texts: Texts) -> None:
    late = card(texts, plan(whole(0), whole(1), part(2, 40_099)))
    assert marks(late)[:6] == [Mark.PAID, Mark.PAID, *[Mark.LATE] * 3, Mark.COMING]
    assert [square.filled for square in late.panels[0].squares][:4] == [100, 100, 40, 0]
    calm = card(texts, plan(*map(whole, range(5)), part(5, 1)))
    assert marks(calm)[4:7] == [Mark.PAID, Mark.PART, Mark.COMING]
    fresh = card(texts, plan(*map(whole, range(5))))
    assert marks(fresh)[4:7] == [Mark.PAID, Mark.NEXT, Mark.COMING]
    assert [mark for mark, _ in fresh.legend] == [Mark.PAID, Mark.NEXT, Mark.COMING]


def test_it_says_what_the_words_say(texts: Texts) -> None:
    (panel,) = card(texts, plan(*map(whole, range(5)), part(5, 40_000))).panels
    assert (panel.heading, panel.state, panel.late) == ("计划 1 某某银行", "进行中", False)
    assert (panel.left, panel.paid) == (("还剩", "6600 元"), ("已还", "5400 元"))
    assert (panel.filled, panel.tally) == (45, "共 12 期，还清 5 期")
    assert panel.next == "下一次 2026年12月15日星期二，600 元"


def test_what_is_late_is_named_with_its_day(texts: Texts) -> None:
    (panel,) = card(texts, plan(whole(0))).panels
    assert (panel.state, panel.late) == ("有过期", True)
    assert panel.next == "2026年8月15日星期六的 1000 元还没还"


def test_nothing_is_open_of_what_is_settled(texts: Texts) -> None:
    waived = card(texts, plan(whole(0), WAIVED))
    assert set(marks(waived)) == {Mark.PAID}
    assert waived.panels[0].tally == "共 12 期，都结清了"
    assert waived.panels[0].next == "2026年11月25日星期三结清"
    assert waived.panels[0].filled == 100
    assert progress(texts, [plan(CANCELLED)], TODAY) is None
    assert progress(texts, [], TODAY) is None


def test_of_many_plans_the_first_are_shown_and_the_rest_is_counted(texts: Texts) -> None:
    many = card(texts, *(plan(number=number) for number in range(1, 7)))
    assert len(many.panels) == 4
    assert many.rest == "还有 2 个计划，见文字"
    assert many.words.count("\n") == 4
    assert many.rest in written(many)


def test_a_name_without_shapes_is_left_to_the_words(texts: Texts) -> None:
    odd, usual = card(texts, plan(creditor="堃😀")), card(texts, plan())
    assert "计划 1 某某银行" in written(usual)
    assert "计划 1" in written(odd)
    assert "堃" in odd.words
    assert opened(odd) != opened(usual)


def test_many_instalments_become_one_bar(texts: Texts) -> None:
    long = card(texts, plan(*map(whole, range(30)), rows=MOST_SQUARES + 72))
    parts, _ = laid_out(long)
    full = [one for one in parts if isinstance(one, Shape) and one.fill == FULL]
    (bar,) = full
    assert (bar.box[2] - bar.box[0]) / (WIDTH - 44) == pytest.approx(0.25)
    assert "还没到" not in written(long)
    squares = card(texts, plan(*map(whole, range(30)), rows=MOST_SQUARES))
    assert sum(isinstance(one, Tick) for one in laid_out(squares)[0]) == 30 + 1  # the legend's


def test_every_mark_looks_another_way_without_its_colour() -> None:
    seen = set()
    for mark in Mark:
        panel = Panel("一", "一", "", False, ("", ""), ("", ""), 0, (Square(mark, 0),), "", "")
        grey = opened(Picture((panel,), (), "", "")).convert("L")
        dark = grey.point(lambda value: 255 if value > 80 else 0)
        seen.add(dark.tobytes())
        assert dark.getbbox() is not None
    assert len(seen) == len(Mark)


def light(colour: str) -> float:
    parts = [value / 255 for value in ImageColor.getrgb(colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "least"), [(INK, 7.0), (SOFT, 7.0), (FULL, 6.5), (WARM, 7.0), (RIM, 3.0)]
)
def test_it_can_be_read(ink: str, least: float) -> None:
    assert (light(ink) + 0.05) / (light(GROUND) + 0.05) >= least


@settings(max_examples=15, deadline=None)
@given(
    rows=st.integers(1, 130),
    paid=st.integers(0, 10**14),
    amount=st.integers(1, 10**11),
    creditor=st.text(max_size=80),
    today=st.dates(date(2026, 1, 1), date(2070, 1, 1)),
)
def test_any_plan_becomes_a_picture_that_telegram_takes(
    texts: Texts, *, rows: int, paid: int, amount: int, creditor: str, today: date
) -> None:
    one = plan(part(0, paid), rows=rows, amount=amount, creditor=creditor)
    picture = card(texts, *[one] * (rows % 6 + 1), today=today)
    parts, height = laid_out(picture)
    for drawn in parts:
        if isinstance(drawn, Words):
            text, size = fitting(drawn.text, drawn.size, drawn.room)
            assert text == drawn.text or text.endswith("…")
            assert size >= LEAST
        else:
            assert 0 <= drawn.box[0] < drawn.box[2] <= WIDTH
            assert 0 <= drawn.box[1] < drawn.box[3] <= height
    shown = opened(picture)
    assert shown.width == WIDTH * SCALE
    assert sum(shown.size) <= LARGEST_SUM
    assert max(shown.size) <= LARGEST_RATIO * min(shown.size)


def test_the_same_value_gives_the_same_picture(texts: Texts) -> None:
    picture = card(texts, plan(whole(0)))
    assert png(picture) == png(dataclasses.replace(picture))
