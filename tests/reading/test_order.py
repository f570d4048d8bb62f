"""The order of lines, without an engine."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.order import in_reading_order
from handlers.ports import Line


def line(text: str, left: int, top: int, width: int = 200, fall: float = 0.0) -> Line:
    right, bottom = left + width, top + 30
    dropped = round(width * fall)
    box = ((left, top), (right, top + dropped), (right, bottom + dropped), (left, bottom))
    return Line(text, box, 0.9)


def texts(lines: list[Line]) -> list[list[str]]:
    return [[one.text for one in row] for row in in_reading_order(lines)]


def test_nothing_has_no_rows() -> None:
    assert in_reading_order([]) == ()


def test_rows_go_down_and_each_goes_right() -> None:
    lines = [line("d", 300, 63), line("a", 10, 0), line("c", 10, 60), line("b", 300, 4)]
    assert texts(lines) == [["a", "b"], ["c", "d"]]


def test_a_table_of_labels_is_read_row_by_row() -> None:
    lines = [line(f"l{n}", 10, 40 * n, 80) for n in range(5)]
    lines += [line(f"v{n}", 200, 40 * n) for n in range(5)]
    assert texts(lines) == [[f"l{n}", f"v{n}"] for n in range(5)]


def test_a_label_centred_on_two_or_three_lines_comes_first() -> None:
    two = [line("甲", 200, 0), line("label", 10, 20, 80), line("乙", 200, 40)]
    assert texts(two) == [["label", "甲"], ["乙"]]
    three = [*(line(t, 200, 40 * n) for n, t in enumerate("甲乙丙")), line("label", 10, 40, 80)]
    assert texts(three) == [["label", "甲"], ["乙"], ["丙"]]


def test_a_tilted_table_is_read_as_if_it_were_straight() -> None:
    fall = 0.06
    lines = [
        line("甲", 400, 24, 600, fall),
        line("label", 10, 20, 120, fall),
        line("乙", 400, 64, 600, fall),
        line("below", 10, 110, 120, fall),
        line("丙", 400, 134, 600, fall),
    ]
    assert texts(lines) == [["label", "甲"], ["乙"], ["below", "丙"]]


@given(st.integers(1, 12), st.integers(1, 4), st.integers(-8, 8), st.randoms())
def test_a_grid_is_read_the_same_however_it_was_found(
    rows: int, columns: int, jitter: int, chance: random.Random
) -> None:
    lines = [
        line(f"{row}.{column}", 250 * column, 60 * row + (jitter if column % 2 else 0))
        for row in range(rows)
        for column in range(columns)
    ]
    expected = [[f"{row}.{column}" for column in range(columns)] for row in range(rows)]
    chance.shuffle(lines)
    assert texts(lines) == expected


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 3000), st.integers(1, 800)), max_size=40)
)
def test_no_line_is_lost_or_doubled(places: list[tuple[int, int, int]]) -> None:
    lines = [line(str(n), x, y, width) for n, (x, y, width) in enumerate(places)]
    read = [one.text for row in in_reading_order(lines) for one in row]
    assert sorted(read) == sorted(one.text for one in lines)
