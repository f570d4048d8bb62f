"""Payment receipts: amount, day and payee; and screenshots that are none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.repayment.plan import Fen
from handlers.repayment.receipts import Receipt, fits, read

WALLET = (
    "全部账单\n某某消费金融\n-1,283.65\n交易成功\n付款方式 储蓄卡\n"
    "收款方全称\n某某消费金融有限公司\n创建时间 2026-11-15 09:12:33"
)
BANK = "转账成功\n转账金额：￥800.00元\n收款人 某某银行信用卡中心\n2026年12月1日 10:20"
LOAN_APP = "还款成功\n本次还款金额 350.5 元\n还款时间 2026/01/05"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (WALLET, Receipt(Fen(128365), date(2026, 11, 15), "某某消费金融有限公司")),
        (BANK, Receipt(Fen(80000), date(2026, 12, 1), "某某银行信用卡中心")),
        (LOAN_APP, Receipt(Fen(35050), date(2026, 1, 5), None)),
        ("支付成功\n¥20", Receipt(Fen(2000))),
        ("支付失败\n¥20", None),
        ("【某某金融】您的借款已逾期35天，请于今日还款成功前结清12836.50元", None),
        ("还款成功后会更新征信", None),
        ("账单详情\n2026-02-30\n-9.90", Receipt(Fen(990))),
        ("", None),
    ],
)
def test_receipts_are_read(words: str, found: Receipt | None) -> None:
    assert read(words) == found


@given(
    st.integers(1, 99_999_999),
    st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    st.sampled_from(("{:,}", "{}")),
)
def test_any_amount_and_day_are_read_back(fen: int, day: date, form: str) -> None:
    yuan = form.format(fen // 100)
    words = f"交易成功\n支付金额 ￥{yuan}.{fen % 100:02d}\n时间 {day:%Y-%m-%d} 08:00:01"
    assert read(words) == Receipt(Fen(fen), day)


@given(st.text(max_size=200))
def test_no_words_break_it(words: str) -> None:
    found = read("支付成功\n" + words)
    assert found is None or found.amount > 0


def test_the_amount_counts_before_the_name() -> None:
    receipt = Receipt(Fen(100), payee="某某银行股份有限公司")
    assert fits(receipt, Fen(100), "某某银行") == 0
    assert fits(receipt, Fen(100), "别人") < fits(receipt, Fen(99), "某某银行")
