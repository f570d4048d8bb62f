"""What is said about a loan's figures: the figure, what it means by lender, how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from handlers.citations import CALCULATED
from handlers.law.rates import RateBook
from handlers.messages import Look, Segment
from handlers.money.cost import Cost
from handlers.money.fen import percent_words, yuan
from handlers.money.figures import Figures, Kind
from handlers.money.limits import bound, ends_of, limits, lpr_of, span_words
from handlers.money.loan import Fact, Loan, StatedRate, Term, Topic, Unit
from handlers.texts.dates import calendar_day
from handlers.texts.paragraphs import filled, said
from handlers.texts.texts import Texts
from handlers.verdicts import ProvisionId

SENSIBLE = Decimal(1000)
"""Per cent above which the compound figure says nothing any more."""
MOST_RULES = 6
_RATES = {
    Unit.DAY: "loan.lead.day",
    Unit.WEEK: "loan.lead.week",
    Unit.MONTH: "loan.lead.month",
    Unit.YEAR: "loan.lead.year",
}
_YEAR = {Unit.DAY: "365", Unit.WEEK: "365 ÷ 7", Unit.MONTH: "12"}


@dataclass(frozen=True, slots=True)
class Case:
    """A loan, what was computed of it, what is still missing, and the day of the question."""

    loan: Loan
    found: Figures
    needs: tuple[Fact, ...]
    asked: date


@dataclass(frozen=True, slots=True)
class Told:
    """Paragraphs about a loan, and the provisions they lean on, the main one first."""

    segments: tuple[Segment, ...]
    rules: tuple[ProvisionId, ...]


def explain(texts: Texts, case: Case, rates: RateBook) -> Told:
    """The paragraphs about a loan; the first decides, the first missing fact is asked for."""
    segments = [
        *_lead(texts, case),
        *limits(texts, case.loan, case.found, rates, case.asked),
        *_details(texts, case),
    ]
    if case.needs:
        question = texts.word("loan_ask", case.needs[0])
        segments.append(said(texts, "loan.ask", question=question))
    segments += _small(texts, case, rates)
    return Told(tuple(segments), rules_of(segments))


def rules_of(segments: Sequence[Segment]) -> tuple[ProvisionId, ...]:
    """What the paragraphs lean on, in their order, at most six; numbers to call are none."""
    cited = [source for one in segments for source in one.sources if not source.isdecimal()]
    known = dict.fromkeys(source for source in cited if source != CALCULATED)
    return tuple(map(ProvisionId, known))[:MOST_RULES]


def _own(segment: Segment) -> Segment:
    """Marked for the citation gate: its percentages were worked out of the person's own numbers."""
    return replace(segment, sources=(CALCULATED, *segment.sources))


def _lead(texts: Texts, case: Case) -> Iterator[Segment]:
    """The figure, or why there is none yet."""
    loan, found = case.loan, case.found
    if found.cost is not None:
        key = "loan.lead.cost" if loan.received is not None else "loan.lead.assumed"
        words = {"received": yuan(found.cost.received), "simple": percent_words(found.cost.simple)}
        yield _own(filled(texts, key, words, Look.LEAD))
    elif loan.rate is not None and found.kind is Kind.RATE:
        yield _rate(texts, loan.rate)
    elif found.kind is Kind.CAP:
        yield _cap(texts, case)
    elif found.why is not None:
        yield said(texts, f"money_why.{found.why}", look=Look.LEAD)
    elif loan.several:
        yield said(texts, "loan.several", look=Look.LEAD)
    elif loan.paid is not None and loan.left is not None:
        numbers = {"count": loan.paid + loan.left, "paid": loan.paid, "left": loan.left}
        words = {name: str(value) for name, value in numbers.items()}
        yield filled(texts, "loan.lead.progress", words, Look.LEAD)
    elif Topic.KEPT_BACK in loan.topics:
        yield said(texts, "loan.lead.kept_back", look=Look.LEAD)
        yield said(texts, "loan.example")
    else:
        yield said(texts, "loan.lead.facts", look=Look.LEAD)


def _rate(texts: Texts, rate: StatedRate) -> Segment:
    key = _RATES[rate.unit]
    words = {"yearly": _exact(rate.yearly), "percent": number(rate.percent)}
    wanted = texts.blanks(key)
    used = {name: word for name, word in words.items() if name in wanted}
    return _own(filled(texts, key, used, Look.LEAD))


def _cap(texts: Texts, case: Case) -> Segment:
    """The cap of a day, where nothing else is known."""
    limit, signed = case.found.cap, case.loan.signed
    if limit.old:
        return said(texts, "loan.lead.old", look=Look.LEAD)
    if signed is None or limit.highest is None:
        return said(texts, "loan.both.only", look=Look.LEAD)
    when = span_words(texts, signed)
    if limit.lowest == limit.highest:
        shown = percent_words(limit.highest)
        words = {"when": when, "cap": shown, "lpr": lpr_of(limit.highest)}
        return filled(texts, "loan.lead.cap", words, Look.LEAD)
    return filled(texts, "loan.lead.cap_range", {"when": when, **ends_of(limit)}, Look.LEAD)


def _details(texts: Texts, case: Case) -> Iterator[Segment]:
    """Principal, the account at the cap, the formula, the other figure."""
    loan, cost = case.loan, case.found.cost
    if loan.stated is not None and loan.received is not None and loan.stated > loan.received:
        amounts = {"stated": yuan(loan.stated), "received": yuan(loan.received)}
        amounts["kept"] = yuan(loan.stated - loan.received)
        kept_back = filled(texts, "loan.kept_back", amounts)
        more = ("JI-MJ-26",) if bound(case.found) else ()
        yield replace(kept_back, sources=(*kept_back.sources, *more))
    if case.found.interest is not None and loan.term is not None and loan.principal is not None:
        unit = texts.word("unit", loan.term.unit)
        words = {"received": yuan(loan.principal), "term": f"{number(loan.term.count)}{unit}"}
        yield filled(texts, "loan.interest", {**words, "interest": yuan(case.found.interest)})
    if cost is None:
        return
    yield from _at_cap(texts, case)
    yield _how(texts, loan, cost)
    if cost.compound is not None and cost.compound < SENSIBLE:
        yield _own(said(texts, "loan.compound", compound=percent_words(cost.compound)))
    if loan.rate is not None:
        yield _own(said(texts, "loan.stated", yearly=percent_words(loan.rate.yearly)))


def _at_cap(texts: Texts, case: Case) -> Iterator[Segment]:
    found, loan = case.found, case.loan
    if found.cap.highest is None:
        return
    shown = percent_words(found.cap.highest)
    if found.at_cap is not None:
        at_cap = found.at_cap
        words = {"cap": shown, "interest": yuan(at_cap.interest)}
        words |= {"total": yuan(at_cap.total), "above": yuan(at_cap.above)}
        if at_cap.cleared is not None and at_cap.cleared < (loan.periods or 1):
            yield filled(texts, "loan.at_cap.level", {**words, "count": str(at_cap.cleared)})
        else:
            yield filled(texts, "loan.at_cap.last", words)
    if found.so_far is not None:
        done = {"count": str(loan.paid), "paid": yuan(found.so_far.paid), "cap": shown}
        if found.so_far.left:
            done["left"] = yuan(found.so_far.left)
            yield filled(texts, "loan.at_cap.so_far", done)
        else:
            yield filled(texts, "loan.at_cap.done", done)


def _how(texts: Texts, loan: Loan, cost: Cost) -> Segment:
    """The formula, with the person's own numbers in it."""
    if loan.fee is not None:
        return _own(said(texts, "loan.how.fee", percent=number(loan.fee)))
    words = {"received": yuan(cost.received), "total": yuan(cost.repaid)}
    if loan.instalment is not None or loan.term is None:
        words |= {"count": str(loan.periods), "each": length(texts, loan.every)}
        words |= {"instalment": yuan(loan.instalment or 0), "interest": yuan(cost.interest)}
        return filled(texts, "loan.how.level", words)
    words["term"] = number(loan.term.count)
    if loan.term.unit is Unit.YEAR:
        return filled(texts, "loan.how.once_years", words)
    return filled(texts, "loan.how.once", {**words, "year": _YEAR[loan.term.unit]})


def _small(texts: Texts, case: Case, rates: RateBook) -> Iterator[Segment]:
    """The warning about an old confirmation, and the caution."""
    found = case.found
    today = case.loan.signed is None or found.cap.old
    told = bound(found) and found.kind is not Kind.FACTS
    if told and (found.cap.unsure or (today and rates.stale(case.asked))):
        day = calendar_day(texts, rates.confirmed)
        yield said(texts, "rates.stale", look=Look.SMALL, day=day)
    if found.kind is not Kind.FACTS:
        yield said(texts, "loan.caution", look=Look.SMALL)


def length(texts: Texts, every: Term) -> str:
    """What one period is called."""
    unit = texts.word("unit", every.unit)
    return unit if every.count == 1 else f"{number(every.count)}{unit}"


def _exact(percent: Decimal) -> str:
    """A rate that was said, as exactly as it comes out (16.425), unless it never ends."""
    short = percent.quantize(Decimal("0.001"))
    return f"{short.normalize():f}" if short == percent else percent_words(percent)


def number(value: Decimal) -> str:
    """A number without trailing zeros."""
    return f"{value.quantize(Decimal('0.0001')).normalize():f}"
