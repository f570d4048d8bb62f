"""What is asked while a plan is agreed: one thing at a time, with what can be pressed for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers.beijing import beijing_day
from handlers.language.repayment import altering, beyond
from handlers.language.repayment.understood import Missing
from handlers.messages import Button, Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.planning.draft import Ask, Draft, Drafted, drafted, each_or_one
from handlers.planning.renewing import Standing
from handlers.repayment import schedule
from handlers.repayment.plan import LAST, Fen
from handlers.repayment.showing import day as day_words
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

_NUMBERS: Final = ("3", "6", "12", "24")
_DAYS: Final = ("1", "5", "10", "15", "20", "25")
_AMOUNTS: Final = ("300", "500", "1000", "2000")
_WEEK: Final = "一二三四五六日"
_DATED: Final = frozenset({Missing.START, Missing.DATE, Missing.DOWN_PAYMENT_DATE})
_GOES: Final = {"next": "下一期", "last": "最后一期", "extra": "最后加一期", "forgiven": "免了"}
_FAMILY: Final = "agree_ask"
MOST: Final = 6
"""Creditors that are offered."""
APART: Final = "apart"
SAME: Final = "same"
"""What is answered where two plans may be meant."""


def question(texts: Texts, draft: Draft, stand: Drafted, today: date) -> Reply:
    """The open question, with what has been understood so far."""
    asks = stand.asks or Ask.CHANGE
    head = [_asked(texts, stand, asks)]
    unread = stand.understood.unread if stand.understood is not None else ()
    if unread:
        head.append(said(texts, "agree.unread", look=Look.SMALL, words="、".join(unread)))
    if draft.told:
        head += _limits(texts, draft.told[-1].text)
    return Reply(
        (*head, *_example(texts, asks), said(texts, "agree.aside", look=Look.SMALL)),
        (*_offers(texts, draft, stand, today), drop(texts, draft)),
    )


def _asked(texts: Texts, stand: Drafted, asks: Missing | Ask) -> Segment:
    """The question itself; of what is lacking with how much that is."""
    if asks is Ask.REST and stand.open is not None:
        return said(texts, "agree.rest", look=Look.LEAD, money=yuan(stand.open.lacks))
    return said(texts, f"{_FAMILY}.{asks.value}", look=Look.LEAD)


def misread(texts: Texts, draft: Draft, stand: Drafted, today: date, words: str) -> Reply:
    """His words were no answer; the same question again, and what is wrong where that is known."""
    if (amount := each_or_one(draft, words)) is not None:
        return _each_or_one(texts, draft, amount)
    asked = question(texts, draft, stand, today)
    why = _limits(texts, words)
    key = "agree.misread_row" if altering.names_rows(words) else "agree.misread"
    return Reply((said(texts, key), *why, *asked.segments), asked.buttons)


def _each_or_one(texts: Texts, draft: Draft, amount: Fen) -> Reply:
    """改成500: which it is, each in words that are read as typed ones are."""
    money, verb = yuan(amount), f"plan-say:{draft.stamp}"
    asked = said(texts, "agree.each_or_one", look=Look.LEAD, money=money)
    return Reply(
        (asked, said(texts, "agree.aside", look=Look.SMALL)),
        (
            Button(texts.say("agree_offer.each", money=money), f"{verb}:每期改成{money}"),
            Button(texts.word("agree_offer", "one"), f"{verb}:这期改成{money}"),
            drop(texts, draft),
        ),
    )


def _limits(texts: Texts, words: str) -> Iterator[Segment]:
    """What there is, where his words name a day or a number beyond it."""
    for kind in beyond.kinds(unicodedata.normalize("NFKC", words)):
        yield said(texts, f"agree_beyond.{kind.value}")


def recalled(texts: Texts, draft: Draft, stand: Drafted, today: date) -> Reply:
    """Something came in between; what the plan still lacks."""
    if stand.asks is None:
        table = said(texts, "agree.recall_table")
        return Reply((table,), (look_again(texts, draft), drop(texts, draft)))
    asked = question(texts, draft, stand, today)
    words = texts.word("agree_lacks", stand.asks.value)
    return Reply((said(texts, "agree.recall", words=words),), asked.buttons)


def to_creditors(draft: Draft, names: Sequence[str], asked: Reply) -> Reply:
    """The question whom it is owed to, with those whom something is owed to already."""
    known = tuple(
        Button(name, f"plan-say:{draft.stamp}:{name}") for name in dict.fromkeys(names[:MOST])
    )
    return replace(asked, buttons=(*known, *asked.buttons))


def set_aside(texts: Texts, draft: Draft, name: str | None) -> Segment:
    """That a conversation waits, and for whose plan."""
    if draft.asks is Ask.PAID:
        return said(texts, "agree.set_aside_paid", look=Look.LEAD)
    creditor, other = drafted(draft).creditor, name or texts.say("plan.someone")
    if creditor is None:
        return said(texts, "agree.set_aside_nameless", look=Look.LEAD, name=other)
    return said(texts, "agree.set_aside", look=Look.LEAD, creditor=creditor, name=other)


def back(texts: Texts, draft: Draft) -> Segment:
    """That a conversation which waited is open again."""
    creditor = drafted(draft).creditor or texts.say("plan.someone")
    return said(texts, "agree.back", look=Look.LEAD, creditor=creditor)


def beside(texts: Texts, found: Standing, name: str | None, delivery: int) -> Reply:
    """Somebody else is named while a plan is agreed anew: whether it is a debt of its own.

    Args:
        found: the conversation, held against that plan.
        name: whom he names now.
        delivery: the one that said it.
    """
    draft, number = found.draft, str(found.number)
    owed = draft.base.creditor if draft.base is not None else None
    nobody = texts.say("plan.someone")
    words = said(
        texts,
        "agree.beside",
        look=Look.LEAD,
        name=name or nobody,
        number=number,
        creditor=owed or nobody,
    )
    action = f"plan-beside:{draft.stamp}"
    return Reply(
        (*found.words, words, said(texts, "agree.beside_kept", look=Look.SMALL)),
        (
            button(texts, "plan_apart", f"{action}:{APART}:{delivery}"),
            Button(
                texts.say("agree_offer.same_plan", number=number), f"{action}:{SAME}:{delivery}"
            ),
            drop(texts, draft),
        ),
    )


def lapsed(texts: Texts, draft: Draft) -> Reply:
    """That a conversation, with those that waited, was given up after days and nothing was kept."""
    every = (replace(draft, waiting=()), *draft.waiting)
    missed = [one for one in every if one.told or one.asks is Ask.PAID]
    return Reply(tuple(_given_up(texts, one) for one in missed))


def _given_up(texts: Texts, draft: Draft) -> Segment:
    date = day_words(texts, beijing_day(draft.at))
    if draft.asks is Ask.PAID:
        return said(texts, "agree.lapsed_paid", date=date)
    creditor = drafted(draft).creditor or texts.say("plan.someone")
    key = "agree.lapsed" if draft.renews is None else "agree.lapsed_change"
    return said(texts, key, date=date, creditor=creditor)


def _example(texts: Texts, asks: Missing | Ask) -> Iterator[Segment]:
    if texts.has("agree_example", asks.value):
        yield said(texts, f"agree_example.{asks.value}", look=Look.SMALL)


def _offers(texts: Texts, draft: Draft, stand: Drafted, today: date) -> Iterator[Button]:
    """Answers that can be pressed."""
    asks = stand.asks
    if asks is Ask.CREDITOR:
        yield button(texts, "plan_nameless", f"plan-say:{draft.stamp}:")
        return
    if asks in _DATED:
        pairs = [(day_words(texts, day), day.isoformat()) for day in _soon(today)]
    elif asks is Missing.WEEKDAY:
        pairs = [(texts.word("weekday", str(n)), f"周{name}") for n, name in enumerate(_WEEK)]
    elif asks is Missing.DUE_DAY:
        pairs = _numbered(texts, "day", _DAYS, "号")
        pairs.append((texts.word("agree_offer", "month_end"), "月底"))
    elif asks is Missing.INSTALLMENTS:
        pairs = _numbered(texts, "times", _NUMBERS, "期")
    elif asks is Missing.AMOUNT_EACH:
        total = stand.understood is not None and stand.understood.total is not None
        pairs = (
            _numbered(texts, "split", _NUMBERS, "期")
            if total
            else _numbered(texts, "yuan", _AMOUNTS, "元")
        )
    elif asks is Ask.REST:
        pairs = _places(texts, stand)
    else:
        pairs = []
    for label, words in pairs:
        yield Button(label, f"plan-say:{draft.stamp}:{words}")


def _places(texts: Texts, stand: Drafted) -> list[tuple[str, str]]:
    """Where what is lacking can go, each in words that are read as typed ones are."""
    behind = stand.open is not None and stand.open.behind
    names = [*(("next", "last") if behind else ()), "extra", "forgiven"]
    return [(texts.word("agree_rest", name), _GOES[name]) for name in names]


def _numbered(texts: Texts, name: str, numbers: Sequence[str], unit: str) -> list[tuple[str, str]]:
    """A label and the words for each number."""
    return [(texts.say(f"agree_offer.{name}", number=one), f"{one}{unit}") for one in numbers]


def _soon(today: date) -> tuple[date, ...]:
    """Days that are often meant."""
    tomorrow = today + timedelta(days=1)
    end = schedule.next_on(LAST, tomorrow)
    first = schedule.next_on(1, tomorrow)
    return tuple(sorted({tomorrow, end, first, schedule.next_on(15, tomorrow)}))


def drop(texts: Texts, draft: Draft) -> Button:
    """Ends the conversation without saving anything."""
    return button(texts, "cancel", f"plan-drop:{draft.stamp}")


def look_again(texts: Texts, draft: Draft) -> Button:
    """Shows the table again."""
    return button(texts, "plan_table", f"plan-table:{draft.stamp}")
