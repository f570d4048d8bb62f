"""Which words can only be the person's own, of his debts and plans."""

from __future__ import annotations

from datetime import date

import pytest

from handlers import own

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "words",
    [
        "欠我爸5万，每年还1万",
        "欠我妈3万，慢慢还",
        "欠6000",
        "欠邻居老王一万五，分十个月给他",
        "欠爷爷1万，不着急，每月500",
        "分期乐7999，先还999，剩下分7期",
        "花呗和借呗",
        "微粒贷、借呗、花呗加起来两万三",
        "花呗的计划取消",
        "我打算先还微粒贷再还花呗",
    ],
)
def test_his_own_words(words: str) -> None:
    assert own.tells(words, TODAY)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "你欠我爸5万，每年还1万",
        "欠6000不还，每年都躲",
        "欠了微粒贷3000，今天必须还清",
        "欠款5000元，限3日内还清",
        "花呗里套出来还借呗",
        "去借呗借一笔先还上",
        "欠我叔2万不还，明天就告诉全村",
        "【某某金融】欠6000，分6期还",
        "我打算明天上你家去",
        "我打算把自己解决了",
        "欠6000，分6期还，" * 8,
    ],
)
def test_words_that_may_be_a_collectors(words: str) -> None:
    assert not own.tells(words, TODAY)


def test_names_alone_are_names_alone() -> None:
    assert own.only_names("花呗、借呗和白条")
    assert own.only_names("花呗3000，借呗两万")
    assert not own.only_names("花呗可以先还一部分")
    assert not own.only_names("3000")
