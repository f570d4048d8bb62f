"""What a change makes of the rows that were open before: which ones, and how the sums compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from handlers.messages import Look, Segment
from handlers.money.fen import yuan
from handlers.planning.table import MOST
from handlers.repayment.plan import Fen, Instalment, Plan
from handlers.repayment.showing import day as day_words
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts

FEW: Final = 3
"""Up to so many changed rows are shown one by one, of more those of before are folded."""


def shrinks(texts: Texts, before: Plan, after: Plan) -> Iterator[Segment]:
    """That less is owed than before: somebody has to have forgiven it."""
    less = before.sum - after.sum
    if less > 0:
        yield said(
            texts,
            "agree.shrinks",
            look=Look.FINDING,
            before=yuan(before.sum),
            after=yuan(after.sum),
            money=yuan(Fen(less)),
        )


def compared(texts: Texts, before: Plan, after: Plan) -> Iterator[Segment]:
    """Every row that holds no more, and how the sum compares where it is not less."""
    old, new = Counter(before.rows), Counter(after.rows)
    out, into = sorted((old - new).elements(), key=_day), sorted((new - old).elements(), key=_day)
    if not out and not into:
        yield said(texts, "agree.unaltered")
        return
    if max(len(out), len(into)) <= FEW:
        yield Segment("\n".join(_few(texts, out, into, left=(old & new).total())))
    else:
        count, money = str(len(before.rows)), yuan(before.sum)
        yield said(texts, "agree.before", count=count, money=money)
        yield Segment("\n".join(_listed(texts, out)), folded=True)
    yield from _sums(texts, before, after)


def _few(
    texts: Texts, out: Sequence[Instalment], into: Sequence[Instalment], *, left: int
) -> Iterator[str]:
    yield texts.say("agree.altered", count=str(left)) if left else texts.say("agree.altered_all")
    for was, now in zip_longest(out, into):
        yield _row(texts, was, now)


def _row(texts: Texts, was: Instalment | None, now: Instalment | None) -> str:
    if was is None and now is not None:
        date, money = day_words(texts, now.due), yuan(now.amount)
        return texts.say("agree.altered_in", date=date, money=money)
    if was is None or now is None:
        date, money = (day_words(texts, was.due), yuan(was.amount)) if was else ("", "")
        return texts.say("agree.altered_out", date=date, money=money)
    days = {"first": day_words(texts, was.due), "date": day_words(texts, now.due)}
    sums = {"before": yuan(was.amount), "after": yuan(now.amount)}
    return texts.say("agree.altered_row", **days, **sums)


def _listed(texts: Texts, out: Sequence[Instalment]) -> Iterator[str]:
    yield texts.say("agree.before_head")
    for row in out[:MOST]:
        yield texts.say("agree.before_row", date=day_words(texts, row.due), money=yuan(row.amount))
    if len(out) > MOST:
        yield texts.say("agree.cut", count=str(len(out) - MOST))


def _sums(texts: Texts, before: Plan, after: Plan) -> Iterator[Segment]:
    more = after.sum - before.sum
    if more == 0:
        yield said(texts, "agree.equal", money=yuan(after.sum))
    if more > 0:
        was, now = yuan(before.sum), yuan(after.sum)
        yield said(texts, "agree.grows", before=was, after=now, money=yuan(Fen(more)))


def _day(row: Instalment) -> tuple[object, int]:
    return row.due, row.amount
