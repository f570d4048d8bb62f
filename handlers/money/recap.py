"""What was understood of a loan, said back so that the person can correct it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handlers.citations import CALCULATED
from handlers.messages import Look, Segment
from handlers.money.explain import length, number
from handlers.money.fen import Fen, yuan
from handlers.money.limits import span_words
from handlers.money.loan import Loan
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts


def recap(texts: Texts, loan: Loan) -> Segment | None:
    """One small paragraph; None when nothing was understood yet."""
    facts = tuple(_facts(texts, loan))
    if not facts:
        return None
    told = said(texts, "loan_told.understood", look=Look.SMALL, facts="，".join(facts))
    return replace(told, sources=(CALCULATED, *told.sources)) if loan.rate else told


def _facts(texts: Texts, loan: Loan) -> Iterator[str]:
    """Fact by fact, in the order in which they are asked for."""
    yield from _amount(texts, "loan_fact.stated", loan.stated)
    yield from _amount(texts, "loan_fact.received", loan.received)
    yield from _payments(texts, loan)
    if loan.paid is not None:
        yield texts.say("loan_fact.paid", paid=str(loan.paid))
    if loan.rate is not None:
        yield texts.say("loan_fact.rate", yearly=number(loan.rate.yearly))
    if loan.signed is not None:
        yield texts.say("loan_fact.signed", when=span_words(texts, loan.signed))
    if loan.lender is not None:
        yield texts.say("loan_fact.lender", name=texts.word("lender", loan.lender))


def _payments(texts: Texts, loan: Loan) -> Iterator[str]:
    """How much comes back, and over how long."""
    if loan.instalment is not None:
        each = length(texts, loan.every)
        yield texts.say("loan_fact.each", each=each, instalment=yuan(loan.instalment))
    else:
        yield from _amount(texts, "loan_fact.total", loan.total)
    if loan.periods is not None:
        yield texts.say("loan_fact.periods", count=str(loan.periods))
    elif loan.term is not None:
        unit = texts.word("unit", loan.term.unit)
        yield texts.say("loan_fact.term", term=f"{number(loan.term.count)}{unit}")


def _amount(texts: Texts, key: str, fen: Fen | None) -> Iterator[str]:
    if fen is not None:
        yield texts.say(key, **{key.rpartition(".")[2]: yuan(fen)})
