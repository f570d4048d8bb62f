"""Which amount is what: total, down payment, each instalment, one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TypeGuard

from handlers.language.amounts import Amount
from handlers.language.repayment import tails
from handlers.language.repayment.dated import exact
from handlers.language.repayment.facts import Facts
from handlers.language.repayment.leading import own_count, some_months, two_stages
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Count, Kind, Measure, Ordinal, Rhythm, Value
from handlers.language.when import Day, LunarDays, Period
from handlers.repayment.plan import Fen, Frequency

_REST = Ordinal(0, None)
_RHYTHMS = {
    Measure.MONTHS: Rhythm(Frequency.MONTHLY),
    Measure.WEEKS: Rhythm(Frequency.WEEKLY),
    Measure.DAYS: Rhythm(Frequency.DAILY),
    Measure.QUARTERS: Rhythm(Frequency.QUARTERLY, 3),
}


def read_money(said: Sentence, facts: Facts) -> None:
    """Give every amount that is not taken yet its place."""
    _read_list(said, facts)
    eaches: list[tuple[int, Fen]] = []
    pool: list[tuple[int, Fen]] = []
    for index in said.all(Kind.MONEY):
        amount = said.tokens[index].value
        if not isinstance(amount, Amount):
            continue
        said.used.add(index)
        if amount.fen is None:
            facts.vague = True
            continue
        _place(said, facts, index, fen=Fen(amount.fen), eaches=eaches, pool=pool)
    tails.read_last(said, facts)
    tails.read_rest(said, facts)
    _beside_the_dated(said, facts)
    _less_the_paid(said, facts)
    _resolve_eaches(said, facts, eaches)
    two_stages(said, facts)
    for index, fen in pool:
        if _and_then(facts) and _has_a_day(said, index):
            facts.each, facts.parts = facts.parts[0][1], []
        if facts.down is None and (
            (_leaves_a_rest(facts) and _before_the_rest(said, index))
            or (facts.each is not None and _has_a_day(said, index))
        ):
            facts.down = fen
        else:
            _resolve(said, facts, index, fen)
    if _and_then(facts) and facts.down is not None:
        facts.each, facts.parts = facts.parts[0][1], []
    tails.read_tails(said, facts)


def _read_list(said: Sentence, facts: Facts) -> None:
    """三期：2000、3000、4000: as many amounts in a row as there are instalments."""
    group: list[int] = []
    groups = []
    for index in said.all(Kind.MONEY):
        if group and said.between(group[-1], index).strip() in {
            "、",
            "/",
            "和",
            "",
            "再",
            "，",
            ",",
        }:
            group.append(index)
        else:
            group = [index]
            groups.append(group)
    counts = {one.value.number for one in said.tokens if isinstance(one.value, Count)}
    best = max(groups, key=len, default=[])
    joined = all(said.between(a, b).strip() in {"、", "/"} for a, b in pairwise(best))
    if len(best) < 2 or (len(best) not in counts and not (joined and len(best) > 2)):
        return
    for place, index in enumerate(best, start=1):
        amount = said.tokens[index].value
        if isinstance(amount, Amount) and amount.fen is not None:
            facts.parts.append((Ordinal(place, place), Fen(amount.fen)))
            said.used.add(index)


def _place(
    said: Sentence,
    facts: Facts,
    index: int,
    *,
    fen: Fen,
    eaches: list[tuple[int, Fen]],
    pool: list[tuple[int, Fen]],
) -> None:
    close = list(said.back(index, Kind.BREAK, Kind.ITEM, Kind.MONEY))
    kinds = [said.tokens[i].kind for i in close]
    ordinal = next((i for i in close if said.tokens[i].kind is Kind.ORDINAL), None)
    if _special(said, facts, index, fen=fen, kinds=kinds):
        return
    if ordinal is not None:
        _ordinal(said, facts, ordinal, index)
    elif _each_before(kinds):
        eaches.append((index, fen))
    elif _summed(said, close):
        facts.total = fen
    elif _split_ahead(said, index) or Kind.TOTAL in kinds or Kind.CLEAR in kinds:
        facts.total = facts.total or fen
    elif _each_ahead(said, facts, index):
        eaches.append((index, fen))
    else:
        pool.append((index, fen))


def _summed(said: Sentence, close: Sequence[int]) -> bool:
    """本金5万利息8千一共58000: the sum of all outdoes a part named before."""
    return any(
        said.tokens[i].kind is Kind.TOTAL
        and said.words(said.tokens[i]) in {"一共", "总共", "合计", "总计", "共计"}
        for i in close
    )


def _special(said: Sentence, facts: Facts, index: int, *, fen: Fen, kinds: Sequence[Kind]) -> bool:
    """Place an amount beside the words of a down payment, a rest, a settlement, a growth."""
    each = Kind.EACH in kinds
    if Kind.GROWTH in kinds and (extra := some_months(said, index)) is not None:
        facts.unread.append(extra)
    elif Kind.GROWTH in kinds:
        facts.growth = Fen(-fen) if _shrinks(said, index) else fen
    elif said.kind(index + 1) is Kind.DOWN and not said.between(index, index + 1).strip("的 "):
        facts.down = facts.down or fen
    elif _each_time(kinds, Kind.SETTLED) or _each_time(kinds, Kind.DOWN):
        return False
    elif Kind.SETTLED in kinds and not each:
        return _settled(said, facts, index, fen=fen, kinds=kinds)
    elif Kind.DOWN in kinds and facts.down is None and not each:
        facts.down = fen
    elif Kind.REST in kinds and _all_that_is_left(said, facts, kinds):
        return False
    elif Kind.REST in kinds and (each or Kind.RHYTHM in kinds):
        facts.parts.append((_REST, fen))
    elif Kind.REST in kinds:
        facts.rest = fen
    else:
        return False
    return True


def _all_that_is_left(said: Sentence, facts: Facts, kinds: Sequence[Kind]) -> bool:
    """余款分9期每期1000, 首付2500，余下每月还800: the regular amount, not one after others."""
    if Kind.COUNT in kinds and Kind.EACH in kinds and not said.has(Kind.ORDINAL):
        return True
    return Kind.RHYTHM in kinds and facts.down is not None and not facts.parts


def _settled(said: Sentence, facts: Facts, index: int, *, fen: Fen, kinds: Sequence[Kind]) -> bool:
    """只还 of a time is no sum: 前三个月只还利息320, 但12月只还500."""
    if Kind.ORDINAL in kinds:
        return False
    if Kind.WHEN in kinds:
        facts.unread.append(said.words(said.tokens[index]).strip())
    else:
        facts.total = fen
    return True


def _shrinks(said: Sentence, index: int) -> bool:
    """每月递减100: the next one is less."""
    return any(
        bool(set(said.words(said.tokens[i])) & set("减少"))
        for i in said.back(index, Kind.MONEY)
        if said.kind(i) is Kind.GROWTH
    )


def _each_time(kinds: Sequence[Kind], word: Kind) -> bool:
    """每月只还1800, 每月10号先还500: what is said of every month is no sum and no down payment."""
    if word not in kinds:
        return False
    before = [kind for kind in kinds[kinds.index(word) + 1 :] if kind is not Kind.WHEN]
    return before[:1] == [Kind.RHYTHM]


def _ordinal(said: Sentence, facts: Facts, ordinal: int, index: int) -> None:
    said.used.add(ordinal)
    value, fen = said.tokens[ordinal].value, exact(said, index)
    if isinstance(value, Ordinal):
        own = own_count(said, facts, index) if value == _REST and facts.parts else None
        facts.parts.append((own or value, fen))


def _each_before(kinds: list[Kind]) -> bool:
    """Whether the nearest words say 每期 or 每月; 一共 after a number of instalments does not."""
    for kind in kinds:
        if kind in {Kind.EACH, Kind.RHYTHM}:
            return True
        if kind in {Kind.CLEAR, Kind.COUNT}:
            break
    return Kind.EACH in kinds or (
        Kind.RHYTHM in kinds and Kind.TOTAL not in kinds and Kind.CLEAR not in kinds
    )


def _has_a_day(said: Sentence, index: int) -> bool:
    """过年前还5000，以后每月还1000: a payment on a day of its own beside the regular ones."""
    for i in said.back(index, Kind.BREAK, Kind.MONEY):
        if isinstance(said.tokens[i].value, Day) and said.tokens[i].kind is Kind.WHEN:
            starts = Kind.START in {said.kind(i - 1), said.kind(i + 1)}
            return not starts and bool(_PAID.search(said.before(index)))
    return False


def _leaves_a_rest(facts: Facts) -> bool:
    """What is left is said, or follows from the sum: 欠4000，12月1号还2000，剩下的分4期."""
    return facts.rest is not None or (facts.total is not None and facts.each is None)


def _before_the_rest(said: Sentence, index: int) -> bool:
    """12月10日前支付5000，余款…: a payment with a day of its own, and then what is left."""
    dated = any(said.tokens[i].kind is Kind.WHEN for i in said.back(index, Kind.BREAK, Kind.MONEY))
    return dated and any(said.tokens[i].kind is Kind.REST for i in said.ahead(index, Kind.MONEY))


def _split_ahead(said: Sentence, index: int) -> bool:
    for i in said.ahead(index, Kind.MONEY, Kind.EACH):
        one = said.tokens[i]
        if one.kind is Kind.COUNT and isinstance(one.value, Count):
            return one.value.split and "，" not in said.between(index, i).strip("，, ")
        if one.kind is not Kind.BREAK:
            return False
    return False


def _each_ahead(said: Sentence, facts: Facts, index: int) -> bool:
    """500一期, 1000一个月, 800每月: what stands directly behind says that it is one of many."""
    if index + 1 >= len(said.tokens) or said.kind(index + 2) is Kind.MONEY:
        return False
    behind = said.tokens[index + 1]
    if behind.kind is Kind.COUNT and isinstance(behind.value, Count):
        if behind.value.number != 1 or behind.value.split or said.between(index, index + 1).strip():
            return False
        said.used.add(index + 1)
        facts.rhythm = facts.rhythm or _RHYTHMS.get(behind.value.measure)
        return True
    if behind.kind is Kind.EACH:
        return True
    return behind.kind is Kind.RHYTHM and said.kind(index + 2) in {None, Kind.BREAK, Kind.COUNT}


def _beside_the_dated(said: Sentence, facts: Facts) -> None:
    """12/15还1000，1/15还1000，剩余6000分6期: rows with their own days leave the rest no place."""
    if facts.dated and facts.rest is not None:
        rest = [i for i, one in enumerate(said.tokens) if _is_exact(one.value)]
        facts.unread += [
            said.words(said.tokens[i]).strip() for i in rest if exact(said, i) == facts.rest
        ][:1]


def _less_the_paid(said: Sentence, facts: Facts) -> None:
    """欠1万8，已经还了3000，剩下的分15个月: what is left of the sum is to be paid."""
    paid = [one.value.fen for one in said.tokens if one.kind is Kind.PAID and _is_exact(one.value)]
    if facts.total is not None and facts.rest is None and len(paid) == 1:
        left = facts.total - (paid[0] or 0)
        facts.rest = Fen(left) if left > 0 else None


def _and_then(facts: Facts) -> bool:
    """之后每月还1000: nothing but what comes after something else."""
    return facts.each is None and [ordinal for ordinal, _ in facts.parts] == [_REST]


def _is_exact(value: Value) -> TypeGuard[Amount]:
    return isinstance(value, Amount) and value.fen is not None


def _resolve_eaches(said: Sentence, facts: Facts, eaches: list[tuple[int, Fen]]) -> None:
    different = {fen for _, fen in eaches}
    if len(different) <= 1:
        facts.each = next(iter(different), None)
        return
    counts = [(i, said.tokens[i].value) for i in said.all(Kind.COUNT) if not _whole(said, i)]
    if len(counts) == len(eaches):
        for (index, fen), (i, value) in zip(eaches, counts, strict=True):
            del index
            said.used.add(i)
            if isinstance(value, Count):
                facts.parts.append((Ordinal(0, value.number, value.measure), fen))
        return
    if facts.parts:
        facts.each = eaches[0][1]
        return
    if len(eaches) == 2 and (since := _since(said, eaches[1][0])) is not None:
        facts.each, facts.later = eaches[0][1], (since, eaches[1][1])
        return
    facts.each = eaches[-1][1] if _restated(said, eaches) else None


def _since(said: Sentence, index: int) -> date | None:
    """从明年1月起每月还800: the day from which another amount holds."""
    for i in said.back(index, Kind.MONEY):
        value = said.tokens[i].value
        begins = Kind.START in {said.kind(i - 1), said.kind(i + 1)}
        if isinstance(value, Day | Period) and (begins or said.kind(i + 1) is Kind.UNTIL):
            said.used.add(i)
            return value.on if isinstance(value, Day) else value.first
    return None


def _whole(said: Sentence, index: int) -> bool:
    """Whether a number of instalments is that of the whole plan."""
    return said.words(said.tokens[index]).startswith(("共", "一共", "总共")) or (
        said.kind(index - 1) is Kind.TOTAL
    )


def _restated(said: Sentence, eaches: list[tuple[int, Fen]]) -> bool:
    """The second amount is worded as a change of mind: 改成每期800."""
    return any(
        word in said.between(eaches[0][0], eaches[-1][0]) for word in ("改", "变成", "降到", "调")
    )


_PAID = re.compile(r"(?:还|付|交|转|给|扣)(?:他|她|了|款|上)?\s*$")


def _repeated(said: Sentence, index: int) -> bool:
    """还500，还8个月 and 农历每月初八还300: paid each time, since nothing is split."""
    if any(isinstance(said.tokens[i].value, LunarDays) for i in said.back(index)):
        return True  # 6000块，每月初五还: what stands before the day is the whole
    counts = [one.value for one in said.tokens if isinstance(one.value, Count)]
    split = any(count.split for count in counts) or not counts
    return not split and bool(_PAID.search(said.before(index)))


def _behind_the_name(said: Sentence, index: int) -> bool:
    """美团月付500，还6期: what is paid every month; 分6期 would divide it."""
    counts = [one.value for one in said.tokens if isinstance(one.value, Count)]
    whole = not counts or any(count.split for count in counts)
    return not whole and said.before(index).rstrip("的是：: ").endswith("□")


def _resolve(said: Sentence, facts: Facts, index: int, fen: Fen) -> None:
    """An amount that nothing marks: a total before, one of many behind the number of them."""
    if facts.rest is not None and facts.total is not None and fen != facts.total:
        facts.unread.append(said.words(said.tokens[index]).strip())
        return
    ahead_of = [said.tokens[i].kind for i in said.back(index)]
    many = Kind.COUNT in ahead_of or Kind.RHYTHM in ahead_of or _repeated(said, index)
    if not many and facts.each is None and facts.monthly and _behind_the_name(said, index):
        many, facts.by_name = True, fen
    if facts.each is None and not facts.parts and many and not facts.once:
        facts.each = fen
    elif facts.total is None:
        facts.total = fen
    elif facts.each is None and not facts.parts and fen < facts.total:
        facts.each = fen
    elif fen not in {facts.total, facts.each}:
        facts.unread.append(said.words(said.tokens[index]).strip())
