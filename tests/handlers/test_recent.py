"""What was found out a moment ago is not looked for again, and no word of it is kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.learning.recent import REMEMBERED, Recent


@given(st.text(st.characters(), max_size=40))
def test_a_text_is_looked_at_once(text: str) -> None:
    looked: list[str] = []
    recent: Recent[int] = Recent()

    def look(one: str) -> int:
        looked.append(one)
        return len(one)

    assert [recent.once(text, look) for _ in range(3)] == [len(text)] * 3
    assert looked == [text]


def test_an_answer_that_counts_as_nothing_is_remembered_too() -> None:
    recent: Recent[int] = Recent()
    assert recent.once("好", lambda _: 0) == 0
    assert recent.once("好", lambda _: 1) == 0


def test_it_does_not_grow_and_keeps_no_words() -> None:
    recent: Recent[int] = Recent()
    for number in range(3 * REMEMBERED):
        assert recent.once(f"第{number}条", len) == len(f"第{number}条")
    assert len(recent._found) <= REMEMBERED
    assert {len(key) for key in recent._found} == {16}
