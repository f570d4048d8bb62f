"""Orders about one plan or instalment in words, and sentences that only sound like them."""

from __future__ import annotations

import pytest

from handlers.planning.orders import Order, heard


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("计划 1", Order("show", 1, "")),
        ("看计划十二", Order("show", 12, "看")),
        ("第2个计划的详情", Order("show", 2, "详情")),
        ("取消计划3", Order("stop", 3, "取消")),
        ("把计划2删掉", Order("stop", 2, "删掉")),
        ("计划2还了300", Order("paid", 2, "还了300")),
        ("计划1第3期还了", Order("paid", 1, "第3期还了")),
        ("计划1还不上了", Order("cannot", 1, "还不上了")),
        ("计划1还清了。", Order("settle", 1, "还清了")),
        ("这个月真的还不起了", Order("cannot")),
        ("我还没还", Order("unpaid")),
        ("晚点再说", Order("later")),
        ("金额变了", Order("changed")),
        ("看详情", Order("details")),
        ("计划取消", Order("stop")),
    ],
)
def test_orders_are_heard(words: str, order: Order) -> None:
    assert heard(words) == order


@pytest.mark.parametrize(
    "words",
    [
        "",
        "取消计划",
        "取消",
        "还不上怎么办",
        "这期还没还吗？",
        "计划3期还完",
        "计划12个月还清",
        "他说我还不上就起诉",
        "计划1还了没有",
        "还了300",
        "变了",
    ],
)
def test_other_words_are_none(words: str) -> None:
    assert heard(words) is None
