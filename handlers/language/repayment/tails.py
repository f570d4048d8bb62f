"""Instalments whose amount is what the others leave: 最后一期还剩下的, 最后24期平摊, 余款分6期."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.language.repayment.facts import Facts
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Count, Kind, Ordinal


def read_last(said: Sentence, facts: Facts) -> None:
    """最后一期还剩下的: an instalment whose amount is what is left."""
    for index in said.all(Kind.ORDINAL):
        value = said.tokens[index].value
        if value == Ordinal(-1, -1) and said.kind(index + 1) is not Kind.WHEN:
            said.used.add(index)
            facts.parts.append((Ordinal(-1, -1), None))


def read_rest(said: Sentence, facts: Facts) -> None:
    """前12期每期1000，剩下的分6期: what is left is split over as many more."""
    for index in said.all(Kind.REST):
        place = index + 1 + (said.kind(index + 1) is Kind.UNTIL)  # 剩下的平摊到6期
        behind = said.tokens[place].value if place < len(said.tokens) else None
        if facts.parts and isinstance(behind, Count) and facts.rest is None:
            said.used.update({index, place})
            facts.parts.append((Ordinal(0, behind.number, behind.measure), None))


def read_tails(said: Sentence, facts: Facts) -> None:
    """前12期每期1万，中间24期1.5万，最后24期平摊: instalments that share what the others leave."""
    named = [i for i, one in enumerate(said.tokens) if isinstance(one.value, Ordinal)]
    if not facts.parts or facts.each is not None or len(facts.parts) != _used(said, named):
        return
    for place, index in enumerate(named):
        value = said.tokens[index].value
        if index in said.used or not isinstance(value, Ordinal):
            continue
        if value.first == 0 and value.last is not None and "剩" not in said.before(index):
            said.used.add(index)
            facts.parts.insert(place, (value, None))
            facts.open_part = facts.total is None and facts.rest is None


def _used(said: Sentence, places: Sequence[int]) -> int:
    return sum(place in said.used for place in places)
