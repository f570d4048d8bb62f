"""The counter where questions with numbers are answered: the one way in for whoever has a text."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.language.normal import Simplifier, identity
from handlers.law.book import LawBook
from handlers.law.errors import NoVersionKnown
from handlers.law.rates import RateBook
from handlers.law.route import LenderId
from handlers.messages import Reply, Segment
from handlers.money.asked import Understood, corrected, loan_in
from handlers.money.explain import Case, explain, rules_of
from handlers.money.figures import Figures, Kind, figures
from handlers.money.lapse import Lapse, lapse_in
from handlers.money.lapsed import lapse_words
from handlers.money.loan import Fact, Loan, Span, Topic, Unit
from handlers.texts.texts import Texts
from handlers.verdicts import ProvisionId

_CAP = re.compile(r"上限|四倍|4倍|lpr|最高(?:多少|能|可以)")
_NOW = re.compile(
    r"(?:现在|目前|今天|最新|当前|今年|现行|这个月).{0,8}(?:上限|四倍|4倍|lpr)"
    r"|(?:上限|四倍|4倍|lpr).{0,6}(?:现在|目前|今天|最新|当前|今年)"
)
_FORMER = re.compile(r"以前|之前|原来|那时|当时")
_TALKED_TO = re.compile(r"^【|[您你](?!好|们好)")
_ASKING = re.compile(r"[?吗]")
_INTEREST = re.compile(r"息|利率|年化|高利|砍头|费率|几分利|分利")
_HOW = re.compile(r"怎么(?:算|计算)|如何(?:算|计算)|咋算|算法|算(?:不算)?本金|按(?:多少|哪个|什么)")
_OTHER = re.compile(r"(?:每个?月|月供|每期)(?:要|得|该|应)?(?:还|付|交|供)?多少|还清要多久")
"""Questions whose answer is an instalment, which nobody is told here."""
_ADVANCE = re.compile(r"砍头|头息|先扣|预扣|提前扣")
_QUESTION = re.compile(r"[?吗么呢没不]|多少|几|怎么|咋|如何|合法|违法|高|算|能|行|有效|超|啥|哪")
_PLAN = re.compile(
    r"欠|协商|想|打算|计划|准备|从下|下个?月|减免|谈|答应|同意|方案|以后每|还得起|凑"
)
_ANSWERED = {
    Fact.RECEIVED: ("到手", ""),
    Fact.PAYMENTS: ("", ""),
    Fact.TERM: ("分", ""),
    Fact.SIGNED: ("", "签的合同"),
    Fact.LENDER: ("出借人是", ""),
}
"""The words around an answer that the question had already said."""
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Computed:
    """An answer with numbers.

    Attributes:
        kind: what could be told: the cost from payments, a stated rate, only the cap, which facts
            are missing, or how long the creditor may still sue.
        segments: paragraphs in order; the first decides. Those whose percentages come from
            the person's own numbers carry the source `calculated`.
        provisions: what they lean on, in force on the day asked, at most six.
        needs: facts still missing, in the order in which they are asked for; the first is asked.
        loan: what was understood.
        figures: what was computed.
        lapse: limitation, where that was asked.
    """

    kind: Kind
    segments: tuple[Segment, ...]
    provisions: tuple[ProvisionId, ...]
    needs: tuple[Fact, ...]
    loan: Loan
    figures: Figures
    lapse: Lapse | None = None

    @property
    def text(self) -> str:
        """All paragraphs as one text."""
        return "\n".join(segment.text for segment in self.segments)

    @property
    def reply(self) -> Reply:
        """The answer in chat."""
        return Reply(self.segments)


def answer(
    text: str,
    asked: date,
    *,
    texts: Texts,
    law: LawBook,
    rates: RateBook,
    lender: LenderId | str | None = None,
    corrections: Sequence[str] = (),
) -> Computed | None:
    """The answer to a question about a loan; None when there is nothing in it to count.

    Args:
        text: what the person wrote.
        asked: the Beijing calendar day of the question; the law and the LPR are those of that day,
            a contract's day is read from it backwards.
        lender: the kind of lender, when the chat knows it already.
        corrections: what was said later, in order; it stands in place of what it contradicts.
    """
    if len(text) > _LONGEST:
        return None
    words = _normal(text)
    if len(words) > _LONGEST or _said_to_him(words):
        return None
    lapse = lapse_in("".join(words.split()), asked)
    if lapse is not None:
        return _lapsed(lapse, asked, texts, law, rates)
    understood = loan_in(words, asked, None if lender is None else LenderId(lender))
    for later in corrections:
        understood = corrected(understood.loan, _normal(later), asked) or understood
    understood = _for_today(understood, words, asked)
    found = figures(understood.loan, rates, asked)
    if not _answerable(found, understood.loan, words):
        return None
    needs = understood.missing
    if found.kind is Kind.CAP:
        needs = tuple(fact for fact in needs if fact is Fact.LENDER)
    told = explain(texts, Case(understood.loan, found, needs, asked), rates)
    provisions = _in_force(law, told.rules, asked)
    return Computed(found.kind, told.segments, provisions, needs, understood.loan, found)


def _lapsed(lapse: Lapse, asked: date, texts: Texts, law: LawBook, rates: RateBook) -> Computed:
    """The answer to a question about limitation with days in it."""
    segments = tuple(lapse_words(texts, lapse))
    provisions = _in_force(law, rules_of(segments), asked)
    loan = Loan()
    found = replace(figures(loan, rates, asked), kind=Kind.LIMITATION)
    return Computed(Kind.LIMITATION, segments, provisions, (), loan, found, lapse)


def resumed(so_far: str, expected: Fact, said: str) -> str:
    """What was told about a loan so far, with the answer to the fact that was asked for.

    Ask `answer` with the result; if `expected` is still among its needs, `said` was no answer but
    something new.
    """
    return f"{so_far}，{in_full(expected, said)}"


def in_full(expected: Fact, said: str) -> str:
    """A bare answer (8500, 去年9月) with the words that its question gave it."""
    before, after = _ANSWERED[expected]
    words = said.strip("。.，, ")
    plain = not (before and before in words) and not (after and after in words)
    return f"{before}{words}{after}" if plain else words


def _normal(text: str) -> str:
    """Half width, small letters, simplified."""
    return unicodedata.normalize("NFKC", _simplified(text)).lower()


def _simplified(text: str) -> str:
    """Traditional characters as simplified ones; most texts have none and cost nothing."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return _simplifier()(identity(text)).text
    return text


@functools.cache
def _simplifier() -> Simplifier:
    """The converter, made when the first text needs it."""
    return Simplifier()


def _said_to_him(words: str) -> bool:
    """Whether somebody else speaks (a bill, a collector): nobody asks himself with 您."""
    return bool(_TALKED_TO.search(words)) and not _ASKING.search(words)


def _for_today(understood: Understood, words: str, asked: date) -> Understood:
    """现在的四倍LPR: a cap asked for today is that of a contract of today."""
    loan = understood.loan
    amounts = (loan.received, loan.stated, loan.instalment, loan.total, loan.rate)
    if loan.signed is not None or any(amounts) or not _for_now(words):
        return understood
    return Understood(replace(loan, signed=Span(asked, asked)), (Fact.LENDER,))


def _for_now(words: str) -> bool:
    return bool(_NOW.search(words)) and not _FORMER.search(words)


def _answerable(found: Figures, loan: Loan, words: str) -> bool:
    """Whether it is a question about cost or cap, and not the talk of a plan or a collector."""
    kind = found.kind
    if kind is Kind.COST:
        return loan.asks or loan.received is not None or _describes(loan, found, words)
    if kind is Kind.RATE:
        known = loan.principal is not None or bool(_QUESTION.search(words))
        return known and not _OTHER.search(words)
    if kind is Kind.CAP:
        return bool(_CAP.search(words)) and bool(_QUESTION.search(words))
    if Topic.KEPT_BACK in loan.topics and loan.principal is None:
        return bool(_HOW.search(words)) and bool(_ADVANCE.search(words))
    if loan.paid is not None and loan.left is not None:
        return True
    about = loan.received is not None or bool(_INTEREST.search(words))
    asks = loan.asks and about and bool(_QUESTION.search(words))
    return asks and loan.principal is not None


def _describes(loan: Loan, found: Figures, words: str) -> bool:
    """Whether it tells of a loan that was taken, though nothing is asked; a plan does not."""
    if found.cost is None or found.cost.interest <= 0 or _PLAN.search(words):
        return False
    days = {Unit.DAY, Unit.WEEK}
    short = loan.every.unit in days or (loan.term is not None and loan.term.unit in days)
    return short or loan.signed is not None or loan.lender is not None


def _in_force(law: LawBook, rules: tuple[ProvisionId, ...], day: date) -> tuple[ProvisionId, ...]:
    try:
        return tuple(provision.id for provision in law.in_force(rules, day))
    except NoVersionKnown:
        return ()
