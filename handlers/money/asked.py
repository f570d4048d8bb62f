"""A loan described in a sentence: what was understood of it, and what is missing.

Every number must have a place that words give it (到手, 每期, 一共还 …); one without is not guessed
at. When two amounts contradict each other, nothing is counted and the person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from handlers.language.amounts import MONEY, read
from handlers.language.numbers import whole
from handlers.law.route import LenderId
from handlers.money.fen import HUNDRED, Fen
from handlers.money.loan import Fact, Loan, StatedRate, Term, Topic, Unit
from handlers.money.signed import signed
from handlers.money.stated import stated_fee, stated_rate

LONGEST = 400
"""Characters of a sentence about a loan; what is longer tells a story and is not read here."""
_CN = "[一二两三四五六七八九十百半]"
_N = rf"(?:\d{{1,4}}|{_CN}{{1,4}})"
_FILL = r"(?:[:,]|了|的|是|为|只有|只|才|就|有|我|他|她|金额|的钱|总共|一共|大概|实际|本金|网贷|贷款|现金|要|得|需要?|都|还款?|付|交|供|给|等额|本息|本付息|固定|能|款|可以|利息|全部|共|人民币|他们|对方|平台|元|:)*"
_RECEIVED = re.compile(
    r"(?:实际|实)?(?:到手|到账|到帐|到卡|下款|放款|拿到手?|收到|打款|打给我|打到卡上?|实得|实收|进账|实际得到|实拿|给了我|给我)"
)
_STATED = re.compile(
    r"(?:借条|合同|欠条|协议)(?:上)?(?:写|打|签)?|借(?!条|据|呗|钱花|口|助)|贷(?!款人|超)|本金|名义(?:上)?|写的|分期(?!费|手)|批(?:了|款)|额度|欠(?!条)"
)
_TOTAL = re.compile(
    r"(?:一共|总共|合计|总计|共计?|连本带利|本息(?:合计|共)?|到期|最后|之?后)?"
    r"(?:要|得|需要?|让我|叫我|应|就要?|再)?(?:还款?|偿还|归还|付)(?:了|给|他|她|我|清|掉|总额|本息|的)*"
)
_EACH = re.compile(
    rf"每(?P<n>{_N})?个?(?P<u>期|月|周|星期|礼拜|天|日)|月供|月还款?|期供|(?P<one>一)个?(?P<u1>期|月|周|星期)(?!后|之后|以后|到期|内)"
)
_PERIODS = re.compile(rf"(?P<n>{_N})(?P<u>个月|个星期|周|期|月期|年期|年|天|日)")
_INTEREST = re.compile(r"利息(?:钱)?|息费")
_DEDUCTED = re.compile(r"(?:先|提前|直接|预|就|被|当场)?(?:扣掉|扣除|扣了|扣|砍掉|砍了)(?!款日)")
_PAID = re.compile(
    rf"(?:已经?|都)?(?:还|付|交|供)(?:了|过|满|到第?)+(?P<n>{_N})(?:个)?(?:期|月)(?!后)"
)
_LEFT = re.compile(rf"(?:还?剩下?|剩余|还有|还差|没还)(?:了|的|下)*(?P<n>{_N})(?:个)?(?:期|月)")
_BEFORE_INTEREST = re.compile(
    r"(?:每个?月|一个?月|月)(?:的|要|得|付|给)*$|(?P<day>(?:每|一)[天日])(?:的|要|得|付|给)*$"
)
_UNITS = {
    "期": Unit.MONTH,
    "月": Unit.MONTH,
    "个月": Unit.MONTH,
    "月期": Unit.MONTH,
    "周": Unit.WEEK,
    "星期": Unit.WEEK,
    "礼拜": Unit.WEEK,
    "个星期": Unit.WEEK,
    "天": Unit.DAY,
    "日": Unit.DAY,
    "年": Unit.YEAR,
    "年期": Unit.YEAR,
}
_ASKS = re.compile(
    r"利息|利率|年化|月息|日息|年息|利钱|几分利|高利|砍头|合法|违法|合规|上限|受?保护|超标|超过?了?(?:吗|没|法|规)|怎么算|多少利|本付息|本息|分利|有效|认吗|太高|高不高|过高|算不算|irr|lpr|红线|费率|吃亏|黑不黑|坑|实际成本"
)
_KEPT_BACK = re.compile(r"砍头|头息|先扣|预扣|提前扣|扣掉|扣除|扣了|保证金|服务费|手续费|少给|少到")
_THIRTY_SIX = re.compile(
    r"(?<![\d.])36(?:\.0+)?(?:%|个点|红线)?(?![\d.期个天元])|百分之三十六|年化三十六"
)
_LATE = re.compile(r"逾期|罚息|违约金|滞纳金")
_LENDERS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), lender)
    for pattern, lender in (
        (
            r"(?<!算)(?<!是)(?<!属于)(?<!成)高利贷|714|高炮|套路贷|没有?(?:放贷|金融)?(?:牌照|资质)|无牌|放水的|空放|地下钱庄|私贷|私人放贷|放贷的",
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


@dataclass(frozen=True, slots=True)
class _Placed:
    """An amount and the words that give it its place."""

    fen: Fen | None
    start: int
    end: int


def loan_in(text: str, today: date, lender: LenderId | None = None) -> Understood:
    """What a sentence says about one loan.

    Args:
        text: in its normal form (half width, small letters, simplified).
        today: the Beijing day on which it is said.
        lender: the kind of lender, when that is known already.
    """
    words = _tight(text)[:LONGEST]
    loan = _with_rate(_with_amounts(words), words)
    loan = replace(
        loan,
        signed=signed(words, today),
        lender=lender or _lender(words),
        topics=_topics(words),
        asks=bool(_ASKS.search(words)),
        paid=_count(_PAID.search(words)),
        left=_count(_LEFT.search(words)),
    )
    loan = _completed(loan)
    return Understood(loan, missing(loan))


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
    if loan.signed is None:
        facts.append(Fact.SIGNED)
    if loan.lender in {None, LenderId("loan_facilitator")}:
        facts.append(Fact.LENDER)
    return tuple(facts)


def _tight(text: str) -> str:
    """Without blanks; between digits a comma keeps two numbers apart."""
    apart = re.sub(r"(?<=\d)\s+(?=\d)", ",,", text)
    return re.sub(r"\s+", "", apart).replace("，", ",").replace("：", ":").replace(",,", "、")


def _with_amounts(words: str) -> Loan:
    """Every amount that words give a place."""
    taken: list[_Placed] = []

    def place(found: Iterator[_Placed]) -> _Placed | None:
        for one in found:
            if all(one.end <= t.start or one.start >= t.end for t in taken):
                taken.append(one)
                return one
        return None

    each = place(_after_each(words))
    received = place(_received(words))
    interest = place(_after(words, _INTEREST))
    total = place(_totals(words))
    stated = place(_stated(words, received))
    deducted = place(_after(words, _DEDUCTED)) if received is None and stated else None
    if deducted and deducted.fen and stated and stated.fen and deducted.fen < stated.fen:
        received = replace(deducted, fen=Fen(stated.fen - deducted.fen))
    loan = Loan(
        stated=stated.fen if stated else None,
        received=received.fen if received else None,
        instalment=each.fen if each else None,
        total=total.fen if total else None,
    )
    loan = _with_time(loan, words)
    return _with_interest(loan, words, interest)


def _after(words: str, pattern: re.Pattern[str]) -> Iterator[_Placed]:
    """Amounts that follow a word, with nothing but small words between."""
    for match in pattern.finditer(words):
        yield from _amount_at(words, match.end())


def _amount_at(words: str, end: int) -> Iterator[_Placed]:
    """The amount at a place; a number that counts periods is none."""
    fill = re.compile(_FILL).match(words, end)
    position = fill.end() if fill else end
    match = MONEY.match(words, position)
    amount = read(match) if match else None
    if amount is None or amount.end == position:
        return
    if (
        re.match(
            r"期|个?月|天|年|周|日|号|%|分(?![\d期]|[一二三四五六七八九十])|厘|次|个|-|/",
            words[amount.end :],
        )
        and not amount.marked
    ):
        return
    if amount.marked and re.match(r"分之|%", words[amount.end :]):
        return
    yield _Placed(None if amount.fen is None else Fen(amount.fen), position, amount.end)


def _after_each(words: str) -> Iterator[_Placed]:
    for match in _EACH.finditer(words):
        if re.match(_FILL + r"(?:利息|息)", words[match.end() :]):
            continue
        yield from _amount_at(words, match.end())


def _received(words: str) -> Iterator[_Placed]:
    for match in _RECEIVED.finditer(words):
        found = list(_amount_at(words, match.end()))
        yield from found
        if not found:
            yield from _amount_before(words, match.start())


def _amount_before(words: str, position: int) -> Iterator[_Placed]:
    """An amount that ends right before a word: 8500到手."""
    for start in range(max(0, position - 12), position):
        match = MONEY.match(words, start)
        amount = read(match) if match else None
        if amount and amount.end == position and amount.fen is not None:
            yield _Placed(Fen(amount.fen), start, position)
            return


def _totals(words: str) -> Iterator[_Placed]:
    for match in _TOTAL.finditer(words):
        before = words[max(0, match.start() - 8) : match.start()]
        if re.search(
            r"(?:每期|每个?月|月|每周|每天|一期|没|不|最低)(?:能|可以|只能|要|得|最多|至少)?$",
            before,
        ):
            continue
        yield from _amount_at(words, match.end())


def _stated(words: str, received: _Placed | None) -> Iterator[_Placed]:
    yield from _after(words, _STATED)
    if received is not None:
        head = _RECEIVED.search(words)
        if head is not None and received.start >= head.end():
            clean = re.compile(
                r"(?:块钱?|元)?(?:的?(?:贷款|借款))?[,、]?(?:实际|只|才|就)*$"
            ).search(words[: head.start()])
            if clean is not None:
                yield from _amount_before(words, clean.start() or head.start())
                yield from _amount_before(words, head.start())
    first = re.match(r"(?:我|在|从|网上|问|找|跟)*", words)
    if first is not None:
        yield from _leading(words, first.end())


def _leading(words: str, start: int) -> Iterator[_Placed]:
    """An amount with which the sentence begins: 一万分12期每期1000."""
    match = MONEY.match(words, start)
    amount = read(match) if match else None
    if amount and amount.marked and amount.fen is not None:
        yield _Placed(Fen(amount.fen), start, amount.end)


def _with_time(loan: Loan, words: str) -> Loan:
    """Periods of a loan in instalments, or the term of one that is repaid at once."""
    unit = _each_unit(words)
    clean = _PAID.sub("", _LEFT.sub("", words))
    counts = [
        (match, _number(match["n"]))
        for match in _PERIODS.finditer(clean)
        if not re.search(r"每$|第$|20\d\d$|前$|[天周]$", clean[: match.start()])
        and not re.match(r"前|月\d|\d{1,2}月|[签借]|初|底", clean[match.end() :])
    ]
    counts = [(match, number) for match, number in counts if number]
    if not counts:
        return replace(loan, every=unit)
    by_words = [one for one in counts if one[0]["u"] in {"期", "月期"}]
    match, number = (by_words or counts)[0]
    length = Term(Decimal(str(number)), _UNITS[match["u"]])
    level = (
        loan.instalment is not None
        or "分期" in words
        or bool(re.search(r"分\d{1,2}|分[一二两三四五六七八九十]", words))
        or match["u"] == "期"
    )
    if not level:
        return replace(loan, every=unit, term=length)
    periods = _periods(length, unit, counted=match["u"] == "期")
    return replace(loan, every=unit, periods=periods)


def _each_unit(words: str) -> Term:
    """How long one period is: a month unless weeks or days are named."""
    for match in _EACH.finditer(words):
        said = match["u"] or match["u1"]
        if said and said not in {"期", "月"}:
            count = _number(match["n"]) if match["n"] else 1
            return Term(Decimal(str(count or 1)), _UNITS[said])
        if said == "期" and match["n"]:
            return Term(Decimal(1), Unit.MONTH)
    long = re.search(
        rf"(?:一期|每期)(?P<n>{_N})(?P<u>天|周)|(?P<n2>{_N})(?P<u2>天|周)(?:一|为一|1)期", words
    )
    if long:
        number = _number(long["n"] or long["n2"])
        return Term(Decimal(str(number or 1)), _UNITS[long["u"] or long["u2"]])
    return Term(Decimal(1), Unit.MONTH)


def _periods(length: Term, unit: Term, *, counted: bool) -> int | None:
    """How many periods a length has: 12 期 are twelve, 一年 is twelve months, 12 周 twelve weeks."""
    if counted:
        return int(length.count)
    exact = length.years / unit.years
    return max(1, round(exact)) if abs(exact - round(exact)) < Decimal("0.02") else None


def _with_interest(loan: Loan, words: str, interest: _Placed | None) -> Loan:
    """利息 300 is a rate when it is said for a month or a day, else part of what is repaid."""
    if interest is None or interest.fen is None or loan.principal is None:
        return loan
    head = words[
        : words.rfind("利息", 0, interest.start)
        if "利息" in words[: interest.start]
        else interest.start
    ]
    each = _BEFORE_INTEREST.search(head)
    if each:
        unit = Unit.DAY if each["day"] else Unit.MONTH
        percent = Decimal(interest.fen) / loan.principal * HUNDRED
        return replace(loan, rate=StatedRate(percent, unit))
    if loan.total is None and loan.instalment is None and loan.term is not None:
        return replace(loan, total=Fen(loan.principal + interest.fen))
    return loan


def _with_rate(loan: Loan, words: str) -> Loan:
    rate = loan.rate or stated_rate(words)
    fee = stated_fee(words) if loan.instalment is None else None
    return replace(loan, rate=None if fee is not None and rate is None else rate, fee=fee)


def _completed(loan: Loan) -> Loan:
    """Paid and left together are all periods; a total over periods is paid in equal parts."""
    if loan.periods is None and loan.paid is not None and loan.left is not None:
        loan = replace(loan, periods=loan.paid + loan.left)
    if loan.received is not None and loan.stated is not None and loan.received > loan.stated:
        loan = replace(loan, several=True)
    if loan.total is not None and loan.instalment is None and loan.periods:
        share = loan.total // loan.periods
        loan = replace(loan, instalment=Fen(share))
    if loan.fee is not None and loan.principal is not None and loan.periods:
        cost_each = Decimal(loan.principal) / loan.periods + loan.principal * loan.fee / HUNDRED
        loan = replace(loan, instalment=Fen(round(cost_each)))
    return loan


def _lender(words: str) -> LenderId | None:
    return next((LenderId(name) for pattern, name in _LENDERS if pattern.search(words)), None)


def _topics(words: str) -> frozenset[Topic]:
    pairs = ((_KEPT_BACK, Topic.KEPT_BACK), (_THIRTY_SIX, Topic.THIRTY_SIX), (_LATE, Topic.LATE))
    return frozenset(topic for pattern, topic in pairs if pattern.search(words))


def _count(match: re.Match[str] | None) -> int | None:
    return None if match is None else int(_number(match["n"]) or 0) or None


def _number(words: str) -> float:
    """A small number in either script; half is one half, nothing 0."""
    if words.isdecimal():
        return float(words)
    return 0.5 if words == "半" else float(whole(words.replace("半", "")) or 0)
