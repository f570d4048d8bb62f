"""Whom it is owed to, as he answers."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.planning import naming

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "words",
    [
        *("我不记得了", "不告诉你", "跳过", "不知道", "不清楚", "忘了", "不想说", "想不起来了"),
        *("不写", "随便", "保密", "不记得叫什么了", "可以不写吗"),
    ],
)
def test_who_does_not_say_has_it_without_a_name(words: str) -> None:
    assert naming.given(words, TODAY) == ""


@pytest.mark.parametrize(
    "words",
    [
        *("等一下", "好", "好的", "嗯", "哦", "烦死了", "算了", "你猜", "稍等", "我想想", "没有"),
        *("问这个干嘛", "为什么要问", "OK", "晚点说", "行吧", "我查一下"),
    ],
)
def test_talk_is_nobodys_name(words: str) -> None:
    assert naming.given(words, TODAY) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("张三", "张三"),
        ("大姐", "大姐"),
        ("信用卡", "信用卡"),
        ("某某银行", "某某银行"),
        ("某某银行信用卡", "某某银行信用卡"),
        ("某某银行的信用卡。", "某某银行信用卡"),
        ("某某银行贷款", "某某银行贷款"),
        ("花呗和借呗", "花呗和借呗"),
        ("欠的是某某小贷", "某某小贷"),
        ("好分期", "好分期"),
        ("等等科技", "等等科技"),
    ],
)
def test_a_name(words: str, name: str) -> None:
    assert naming.given(words, TODAY) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("欠某某银行信用卡12000，分12期", "某某银行信用卡"),
        ("跟某某银行谈好了，房贷不算，欠12000", "某某银行"),
        ("某某银行信用卡中心同意分期", "某某银行"),
        ("欠花呗3000", "花呗"),
        ("每月10号还1000", None),
    ],
)
def test_in_a_sentence_a_card_of_a_bank_is_named(words: str, name: str | None) -> None:
    assert naming.told(words, TODAY) == name
