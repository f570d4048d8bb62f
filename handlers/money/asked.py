"""A loan described in a sentence: what was understood of it, and what is missing.

Every number must have a place that words give it (到手, 每期, 一共还 …); one without is not guessed
at. When two amounts contradict each other, nothing is counted and the person is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from handlers.law.route import LenderId
from handlers.money.caps import Regime, regime
from handlers.money.fen import HUNDRED, Fen, rounded
from handlers.money.lasting import MOST_PERIODS, lasting
from handlers.money.loan import Fact, Loan, StatedRate, Topic, Unit
from handlers.money.placed import Placed, placed
from handlers.money.signed import signed
from handlers.money.stated import stated_fee, stated_rate

LONGEST = 400
"""Characters of a sentence about a loan; what is longer tells a story and is not read here."""
_EACH_INTEREST = re.compile(
    r"(?:每|一)个?(?P<before>期|月|天|日|周|星期)(?:的|要|得|付|给|只|还|需|就|收|光|都)*利息"
    r"|(?<![一每])月(?:的|付)?利息|利息(?:是|要|得)?(?:每|一)个?(?P<after>期|月|天|日|周|星期)"
)
_EACH_UNITS = {"月": Unit.MONTH, "天": Unit.DAY, "日": Unit.DAY, "周": Unit.WEEK, "星期": Unit.WEEK}
_ASKS = re.compile(
    r"利息|利率|年化|月息|日息|年息|利钱|几分利|高利|砍头|合法|违法|合规|上限|受?保护|超标|超过?了?(?:吗|没|法|规)|怎么算|多少利|本付息|本息|分利|有效|认吗|太高|高不高|过高|算不算|irr|lpr|红线|费率|吃亏|黑不黑|坑|实际成本"
)
_WRONG = re.compile(r"不对|错了|[说写记打]错了?|其实|应该|改成|改为|更正|纠正|刚才|前面")
_DENIED = re.compile(r"(?:不是|并非)[^,。;、]*[,。;、]")
_FACTS = (
    *("stated", "received", "instalment", "periods", "total", "term", "rate", "fee", "signed"),
    *("lender", "paid", "left"),
)
"""Fields of a loan that a later sentence may say anew."""
_KEPT_BACK = re.compile(r"砍头|头息|先扣|预扣|提前扣|扣掉|扣除|扣了|保证金|服务费|手续费|少给|少到")
_DEDUCTED = re.compile(r"砍头|头息|先扣|预扣|提前扣|扣掉|扣除|扣了")
_THIRTY_SIX = re.compile(
    r"(?<![\d.])36(?:\.0+)?(?:%|个点|红线)?(?![\d.期个天元])|百分之三十六|年化三十六"
)
_LENDERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), lender)
    for pattern, lender in (
        (
            r"(?<!算)(?<!是)(?<!属于)(?<!成)高利贷(?![吗么呢不没?])|714|高炮|套路贷|没有?(?:放贷|金融)?(?:牌照|资质)|无牌|放水的|空放|地下钱庄|私贷|私人放贷|放贷的",
            "unlicensed",
        ),
        (r"消费金融|消金|汽车金融|信托", "consumer_finance"),
        (r"小额贷款|小贷|典当|当铺|保理|融资租赁", "microloan"),
        (r"担保公司|融资担保", "guarantee_company"),
        (r"银行(?!卡|流水|转账|同期)|信用卡", "bank"),
        (
            r"朋友|亲戚|同事借|熟人|个人(?:之间|借|放|那|手里)|私人|民间|老板|同学|邻居|表哥|表姐|舅|叔|老乡|借条|欠条|找人借",
            "private_person",
        ),
        (
            r"助贷|平台|app|网贷|借呗|花呗|分期乐|白条|金条|360借条|拍拍贷|有钱花|微粒贷",
            "loan_facilitator",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A loan and the facts still missing, in the order in which they are asked for."""

    loan: Loan
    missing: tuple[Fact, ...]


def loan_in(text: str, today: date, lender: LenderId | None = None) -> Understood:
    """What a sentence says about one loan.

    Args:
        text: in its normal form (half width, small letters, simplified).
        today: the Beijing day on which it is said.
        lender: the kind of lender, when that is known already.
    """
    words = _tight(text)[:LONGEST]
    amounts = placed(words)
    parts = amounts.each is not None
    span = lasting(words, parts=parts)
    loan = Loan(
        stated=amounts.stated,
        received=amounts.received,
        instalment=amounts.each,
        total=amounts.total,
        periods=span.periods,
        every=span.every,
        term=span.term,
        paid=span.paid,
        left=span.left,
        fee=None if parts else stated_fee(words),
        signed=signed(words, today),
        lender=lender or lender_in(words),
        topics=_topics(words),
        asks=bool(_ASKS.search(words)),
        uneven=amounts.uneven,
    )
    loan = _completed(_with_interest(loan, words, amounts.interest), stated_rate(words))
    return Understood(loan, missing(loan))


def corrected(loan: Loan, text: str, today: date) -> Understood | None:
    """The loan with what a later sentence says of it in place of what was said before.

    Args:
        text: in its normal form; what it calls wrong (不是银行) is passed by.
        today: the Beijing day on which it is said.

    Returns:
        None when the sentence says nothing of a loan.
    """
    words = _DENIED.sub("", _WRONG.sub("", _tight(text)))
    new = loan_in(words, today).loan
    said = {name: getattr(new, name) for name in _FACTS if getattr(new, name) is not None}
    if not said:
        return None
    if said.keys() & {"instalment", "periods"}:
        said["every"] = new.every
    if "total" in said and "instalment" not in said:
        said["instalment"] = None  # it was the former total in parts
    elif "instalment" in said and "total" not in said:
        said["total"] = None
    elif "periods" in said and loan.total is not None:
        said["instalment"] = None
    changed = _completed(replace(loan, several=False, **said), None)
    return Understood(changed, missing(changed))


def missing(loan: Loan) -> tuple[Fact, ...]:
    """What should be asked next, and after that."""
    facts = []
    rate_only = loan.rate is not None and loan.instalment is None and loan.total is None
    if loan.received is None and not rate_only:
        facts.append(Fact.RECEIVED)
    if not rate_only and loan.fee is None:
        if loan.instalment is None and loan.total is None:
            facts.append(Fact.PAYMENTS)
        elif loan.periods is None and loan.term is None:
            facts.append(Fact.TERM)
    if loan.signed is None and regime(loan.lender) not in {Regime.LICENSED, Regime.LOCAL}:
        facts.append(Fact.SIGNED)
    if loan.lender in {None, LenderId("loan_facilitator")}:
        facts.append(Fact.LENDER)
    return tuple(facts)


def _tight(text: str) -> str:
    """Without blanks; between digits a comma keeps two numbers apart."""
    apart = re.sub(r"(?<=\d)\s+(?=\d)", ",,", text)
    return re.sub(r"\s+", "", apart).replace("，", ",").replace("：", ":").replace(",,", "、")


def _with_interest(loan: Loan, words: str, interest: Placed | None) -> Loan:
    """利息 300 is a rate when it is said for a month or a day, else part of what is repaid."""
    if interest is None or interest.fen is None or not loan.principal:
        return loan
    each = _EACH_INTEREST.search(words)
    if each:
        said = each["before"] or each["after"] or "月"
        unit = loan.every.unit if said == "期" else _EACH_UNITS[said]
        percent = Decimal(interest.fen) / loan.principal * HUNDRED
        # what is repaid at the end is then the principal, and no cost by itself
        total = None if loan.total == loan.principal else loan.total
        return replace(loan, rate=StatedRate(percent, unit), total=total)
    if loan.total is None and loan.instalment is None and loan.term is not None:
        return replace(loan, total=Fen(loan.principal + interest.fen))
    return loan


def _completed(loan: Loan, rate: StatedRate | None) -> Loan:
    """A total over periods is paid in equal parts; a fee comes on top of the principal's part."""
    if loan.received is not None and loan.stated is not None and loan.received > loan.stated:
        loan = replace(loan, several=True)
    if loan.rate is None:
        loan = replace(loan, rate=rate)
    periods, principal = loan.periods, loan.principal
    if periods is None or not 0 < periods <= MOST_PERIODS:
        return loan
    if loan.total is not None and loan.instalment is None:
        loan = replace(loan, instalment=Fen(loan.total // periods))
    if loan.fee is not None and principal is not None:
        part = Decimal(principal) / periods + principal * loan.fee / HUNDRED
        loan = replace(loan, instalment=rounded(part))
    return loan


def lender_in(words: str) -> LenderId | None:
    """The kind of lender that words name, None when they name none."""
    return next((LenderId(name) for pattern, name in _LENDERS if pattern.search(words)), None)


def _topics(words: str) -> frozenset[Topic]:
    pairs = (
        (_KEPT_BACK, Topic.KEPT_BACK),
        (_DEDUCTED, Topic.DEDUCTED),
        (_THIRTY_SIX, Topic.THIRTY_SIX),
    )
    return frozenset(topic for pattern, topic in pairs if pattern.search(words))
