"""Words that correct a payment that was put down, and words that only sound like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.repayment.correcting import Correction, correction
from handlers.repayment.plan import Fen

EIGHT = Fen(80_000)
THOUSAND = Fen(100_000)


@pytest.mark.parametrize(
    "words",
    [
        "刚才记错了，是还了800",
        "昨天记错了，还了800",
        "不对，是800",
        "其实只还了八百",
        "写错了，应该是800元",
        "更正：还了800",
        "多写了一个0，是800",
        "应该是800才对",
        "我改一下，还款是800",
        "没有还那么多，只有800",
        "还款记多了，是800",
        "应还1000，实还800",
    ],
)
def test_what_it_was_in_truth(words: str) -> None:
    assert correction(words) == Correction(amount=EIGHT)


@pytest.mark.parametrize(
    "words",
    ["不是1000，是800", "还的是800不是1000", "记成1000了，其实是800", "不是还了1000，只还了800"],
)
def test_what_was_put_down_is_named_too(words: str) -> None:
    assert correction(words) == Correction(amount=EIGHT, old=THOUSAND)


@pytest.mark.parametrize(
    "words",
    [
        "点错了",
        "不小心点了已还",
        "没还，点错了",
        "还没还，记错了",
        "其实我还没有还",
        "刚才那笔撤回",
        "把刚才记的还款删掉",
        "那笔不算",
        "转账失败了，没还成",
        "钱被退回来了",
        "银行把钱退给我了",
        "扣款失败",
    ],
)
def test_nothing_was_paid(words: str) -> None:
    assert correction(words) == Correction(nothing=True)


@pytest.mark.parametrize(
    "words",
    [
        "上一笔记错了",
        "多记了200",
        "点错了，没还清",
        "记错了，还了几百",
        "记错计划了",
        "其实还差200没还",
        "日期不对，是昨天还的",
    ],
)
def test_something_is_wrong(words: str) -> None:
    assert correction(words) == Correction()


def test_the_instalment_may_be_named() -> None:
    assert correction("第2期还没还，点错了") == Correction(nothing=True, row=2)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("没还", Correction(nothing=True, firm=False)),
        ("我还没还呢", Correction(nothing=True, firm=False)),
        ("800", Correction(amount=EIGHT, firm=False)),
        ("只还了800", Correction(amount=EIGHT, firm=False)),
        ("不对", Correction(firm=False)),
        ("说错了", Correction(firm=False)),
    ],
)
def test_what_may_be_about_something_else(words: str, meant: Correction) -> None:
    assert correction(words) == meant


@pytest.mark.parametrize(
    "words",
    [
        "",
        "还了800",
        "这期还了",
        "已还",
        "又还了800",
        "取消",
        "撤回",
        "取消计划",
        "改成每期800",
        "每月20号还800",
        "你记错了，是800",
        "您点错了吧？",
        "记错了吗",
        "他们说没还就起诉",
        "没钱还",
        "没有",
        "花呗还了300",
        "金额有变",
        "这期改成500",
        "第2期改成1500",
        "取消刚才的计划",
        "还差200",
        "我没还，他们天天打电话，我实在受不了了，不知道怎么办，真的没有办法了，求求你们了",
    ],
)
def test_other_words_correct_nothing(words: str) -> None:
    assert correction(words) is None


@given(st.integers(1, 10**8))
def test_every_amount_is_read_to_the_fen(fen: int) -> None:
    found = correction(f"不对，是{fen // 100}.{fen % 100:02d}元")
    assert found == Correction(amount=Fen(fen))


@given(st.text(alphabet="我不是对错没还了记点0158千，其实只刚才那笔撤取消多少个", max_size=45))
def test_it_always_answers(words: str) -> None:
    found = correction(words)
    if found is not None:
        assert found.amount is None or found.amount > 0
        assert not (found.amount and found.nothing)
