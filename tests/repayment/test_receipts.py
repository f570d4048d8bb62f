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
BALANCE = "转账成功\n账户余额 ¥23,456.78\n转账金额 ¥1,000.00\n收款人 某某银行"
NEXT_DUE = "还款成功\n本次还款 1,000.00元\n下期应还 1,000.00元\n下次还款日 2027-01-15"
LOAN_APP = "还款成功\n本次还款金额 350.5 元\n还款时间 2026/01/05"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (WALLET, Receipt(Fen(128365), date(2026, 11, 15), "某某消费金融有限公司")),
        (BANK, Receipt(Fen(80000), date(2026, 12, 1), "某某银行信用卡中心")),
        (LOAN_APP, Receipt(Fen(35050), date(2026, 1, 5), None)),
        ("支付成功\n¥20", Receipt(Fen(2000))),
        (BALANCE, Receipt(Fen(100000), None, "某某银行")),
        ("转账成功\n账户余额\n¥23,456.78\n转账金额\n¥1,000.00", Receipt(Fen(100000))),
        ("支付成功\n订单金额 ¥1,050.00\n优惠 -¥50.00\n实付 ¥1,000.00", Receipt(Fen(100000))),
        ("支付成功\n订单金额 ¥100.00", Receipt(Fen(10000))),
        ("还款成功\n1,050.00\n其中本金 1,000.00\n利息 50.00", Receipt(Fen(105000))),
        ("电子回单\n交易金额 800.00\n手续费 2.00\n余额 23,456.78", Receipt(Fen(80000))),
        ("交易成功\n人民币壹仟元整\n￥1000", Receipt(Fen(100000))),
        ("还款成功\n还款金额(元) 800.00\n还款卡 尾号1234", Receipt(Fen(80000))),
        (NEXT_DUE, Receipt(Fen(100000))),
        ("还款成功\n¥1,000.00\n请保持良好还款习惯，避免逾期", Receipt(Fen(100000))),
        ("还款成功\n¥500.00\n逾期罚息 0.00\n剩余应还 5,500.00", Receipt(Fen(50000))),
        ("还款成功\n请于今日结清余下欠款，否则上门催收\n金额 ¥500", None),
        ("对方已收钱\n¥1000.00\n转账时间 2026年12月15日", Receipt(Fen(100000), date(2026, 12, 15))),
        ("支付成功后截图发来\n收款金额 500元", None),
        ("汇款成功\n收款金额 500.00\n手续费 2.00", Receipt(Fen(50000))),
        ("账单详情\n-20.00\n-35.60", None),
        ("退款成功\n¥1,000.00\n交易成功", None),
        ("收款成功\n¥1,000.00\n交易成功", None),
        ("账单详情\n+500.00\n交易成功", None),
        ("转账处理中\n¥1000.00\n转账成功后到账", None),
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


def test_a_day_that_is_still_to_come_is_none() -> None:
    words = "支付成功\n¥20\n2027-12-15 10:20:30"
    assert read(words, date(2027, 12, 15)) == Receipt(Fen(2000), date(2027, 12, 15))
    assert read(words, date(2026, 12, 15)) == Receipt(Fen(2000))


@given(
    st.integers(1, 99_999_999),
    st.lists(
        st.tuples(
            st.sampled_from(
                ("账户余额", "可用额度", "手续费", "优惠", "下期应还", "剩余本金", "订单金额")
            ),
            st.integers(1, 99_999_999),
            st.sampled_from((" ", "：", "\n")),
        ),
        max_size=4,
    ),
    st.integers(0, 4),
)
def test_no_other_amount_is_taken_for_what_was_paid(
    fen: int, others: list[tuple[str, int, str]], place: int
) -> None:
    lines = [f"{name}{gap}¥{one / 100:,.2f}" for name, one, gap in others]
    lines.insert(place, f"付款金额 ¥{fen // 100:,}.{fen % 100:02d}")
    assert read("\n".join(["支付成功", *lines])) == Receipt(Fen(fen))


def test_the_amount_counts_before_the_name() -> None:
    receipt = Receipt(Fen(100), payee="某某银行股份有限公司")
    assert fits(receipt, Fen(100), "某某银行") == 0
    assert fits(receipt, Fen(100), "别人") < fits(receipt, Fen(99), "某某银行")
