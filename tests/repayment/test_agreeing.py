"""Few words that are said to a table, and the many that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.planning import agreeing
from handlers.planning.agreeing import Word


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("保存", Word.SAVE),
        ("好，保存", Word.SAVE),
        ("保存一下", Word.SAVE),
        ("可以保存", Word.SAVE),
        ("那就保存吧。", Word.SAVE),
        ("请帮我保存这个计划", Word.SAVE),
        ("先保存", Word.SAVE),
        ("确认", Word.AGREE),
        ("确定", Word.AGREE),
        ("对的", Word.AGREE),
        ("没问题", Word.AGREE),
        ("就这样", Word.AGREE),
        ("没错，就这样吧", Word.AGREE),
        ("OK", Word.AGREE),
        ("ＯＫ👌", Word.AGREE),
        ("好", Word.AGREE),
        ("不保存", Word.DROP),
        ("不用保存了", Word.DROP),
        ("不对", Word.EDIT),
        ("金额不对", Word.EDIT),
        ("怎么保存？", Word.LOOK),
        ("保存了吗", Word.LOOK),
        ("先不保存", Word.LOOK),
    ],
)
def test_words_for_a_table(words: str, word: Word) -> None:
    assert agreeing.heard(words) is word


@pytest.mark.parametrize(
    "words",
    [
        "",
        "谢谢",
        "那",
        "好吗",
        "对不起",
        "不对，是20号",
        "好累",
        "我这辈子就这样了",
        "可以不还吗",
        "确定要坐牢吗",
        "保存证据",
        "录音怎么保存才有用",
        "算了",
        "行不行",
    ],
)
def test_other_words(words: str) -> None:
    assert agreeing.heard(words) is None


@given(st.text("好的对行就这样保存不先吧了嗯OK，。 ", max_size=24))
def test_none_of_them_is_two(text: str) -> None:
    """What refuses never saves."""
    if "不" in agreeing.bare(text):
        assert agreeing.heard(text) not in {Word.SAVE, Word.AGREE}
