"""Folding and squeezing, on any text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from handlers.texts.folding import CLAUSE, QUOTE, SENTENCE, fold, squeeze


def test_width_case_spaces_and_decoration_do_not_matter() -> None:
    assert fold("ＡＢＣ １２３") == "abc123"
    assert fold("不 想\u200b活★了😭") == "不想活了"
    assert fold("他说：「好」，对吗？\n嗯;") == "他说，”好”，对吗。。嗯。"


@given(st.text())
def test_only_letters_numbers_and_three_marks_are_left(text: str) -> None:
    marks = SENTENCE + CLAUSE + QUOTE
    assert all(char in marks or unicodedata.category(char)[0] in "LN" for char in fold(text))


@given(st.text())
def test_squeezing_leaves_no_marks(text: str) -> None:
    assert not set(squeeze(text)) & set(SENTENCE + CLAUSE + QUOTE + " \n\t")


@given(st.text(), st.text())
def test_folding_never_joins_what_an_end_of_sentence_parts(first: str, second: str) -> None:
    assert fold(first + "\n" + second).count(SENTENCE) >= 1
