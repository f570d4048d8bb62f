"""What says something about a person does not survive; what a judgement needs does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.redaction.digits import is_digit
from handlers.redaction.redact import Redactor

REDACTOR = Redactor.load()
WORDLY = st.text(
    alphabet="还钱你他家公司天前再打电话尾号的元万加微信在和王小明先生□。，：:！？ \n\u200b",
    max_size=40,
)
ANY = st.text(max_size=120)
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
CAPITAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CIRCLED = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")


def nonzero(text: str) -> list[str]:
    """Digits in any dress that are not zero."""
    return [one for one in text if is_digit(one) and one not in "0０零〇"]


def digits(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(alphabet="123456789", min_size=least, max_size=most)


NUMBERS = st.one_of(
    digits(10, 10).map(lambda rest: f"1{rest}"),  # a mobile phone
    digits(7, 8),  # a telephone without its area
    digits(17, 18),  # an identity card
    digits(16, 19),  # a bank card
    digits(12, 14),  # an account
)
DRESSES = st.sampled_from(
    [
        lambda number: number,
        lambda number: number.translate(CHINESE),
        lambda number: number.translate(CAPITAL),
        lambda number: number.translate(WIDE),
        lambda number: number.translate(CIRCLED),
        lambda number: "".join(f"{one}\ufe0f\u20e3" for one in number),
    ]
)
GAPS = st.sampled_from(["", " ", "-", ".", "·", "*", "—", "\u200b", ", ", "  "])


@st.composite
def numbered(draw: st.DrawFn) -> tuple[str, str, str]:
    """Words, a number of somebody in some dress, words."""
    number, dress, gap = draw(NUMBERS), draw(DRESSES), draw(GAPS)
    size = draw(st.integers(1, 5))
    parts = [dress(number[at : at + size]) for at in range(0, len(number), size)]
    return draw(WORDLY), gap.join(parts), draw(WORDLY)


@given(numbered())
def test_no_number_of_somebody_survives(text: tuple[str, str, str]) -> None:
    before, number, after = text
    shown = REDACTOR.redact(before + number + after)
    assert len(nonzero(shown[len(before) : len(before) + len(number)])) <= 1


@given(numbered())
def test_nor_do_six_digits_of_it_anywhere(text: tuple[str, str, str]) -> None:
    shown = REDACTOR.redact("".join(text))
    left = "".join(one if is_digit(one) else " " for one in shown)
    assert all(len(nonzero(run)) < 6 for run in left.split())


@given(st.one_of(ANY, WORDLY))
def test_every_character_keeps_its_place(text: str) -> None:
    shown = REDACTOR.redact(text)
    assert len(shown) == len(text)
    assert [one == "\n" for one in shown] == [one == "\n" for one in text]


@given(st.one_of(WORDLY, numbered().map("".join)))
def test_a_second_time_changes_nothing(text: str) -> None:
    once = REDACTOR.redact(text)
    assert REDACTOR.redact(once) == once


@given(st.text(alphabet="abcdefghXYZ0123456789", min_size=6, max_size=20), WORDLY)
def test_an_account_with_letters_and_digits_does_not_survive(account: str, words: str) -> None:
    if account.isalpha() or account.isdecimal():
        return
    shown = REDACTOR.redact(f"{words}微信号：{account}")
    assert not set(shown[-len(account) :]) - set("xX0")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王小明你好，你欠的12345.67元", "赵□□你好，你欠的10000.00元"),
        ("王小明13800138000，还钱", "赵□□00000000000，还钱"),
        ("王小明欠款，王小明的父母请看", "赵□□欠款，赵□□的父母请看"),
        ("借款人：易某某，身份证43010219900307123X", "借款人：赵□□，身份证00000000000000000X"),
        ("【某某金融】张女士，您尾号3456的借款", "【某某金融】赵女士，您尾号0000的借款"),
        ("我是欧阳娜娜，欧阳娜娜的钱呢", "我是赵□□□，赵□□□的钱呢"),
        ("老李，刘警官明天到", "老赵，赵警官明天到"),
        ("来湖南省长沙市岳麓区麓山路88号3栋501", "来□□省□□市□□区□□路00号0栋000"),
        ("车牌湘A12345", "车牌□X00000"),
        ("加vx：zhaoliu_88，邮箱a.b@qq.com", "加vx：xxxxxxx_00，邮箱x.x@xx.xxx"),
        ("打 138 0013 8000 或138OO138OOO", "打 000 0000 0000 或00000000000"),
        ("三万五千六百块", "三万一千一百块"),
        ("7天借2500到手1400", "7天借2000到手1000"),
        ("（2026）京0105民初12345号", "（2000）京0000民初10000号"),
    ],
)
def test_placeholders_keep_the_shape(text: str, shown: str) -> None:
    assert REDACTOR.redact(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月5日 23:40 前还清，不然一天打20个电话",
        "请拨打12378、12368或95588核实，有危险打110",
        "日息1.5%，逾期第3天，还剩15天",
        "2026-11-23 08:05 未接来电 3个",
        "你这个老赖，小时候没人教你？高利贷也敢借，任何人都救不了你",
        "关于您的欠款，明天上门，村里人都会知道，小区门口见",
        "我们去你单位找你领导，告诉你全家，通知单位人事",
        "【某某消费金融】我行将依法起诉",
    ],
)
def test_what_a_judgement_needs_stays(text: str) -> None:
    assert REDACTOR.redact(text) == text


def test_a_name_that_is_known_goes_wherever_it_stands() -> None:
    shown = REDACTOR.redact("找司空图和Anna_L算账", known=["司空图", "Anna_L", "的"])
    assert shown == "找赵□□和□□□□_□算账"
