"""Limitation asked about in a sentence: which days were named, and what happened on them.

A month or year stands for its last day, so that nobody is told too early that a period is over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handlers.money.limitation import EARLIEST, Event, Happened, Limitation, limitation
from handlers.money.loan import Span
from handlers.money.signed import Named, named

_ASKS = re.compile(r"时效|(?:三|3)年(?:期限|到了|过了|没还|多没)")
_INSTALMENTS = re.compile(r"分期|每期|期数|\\d期|月供|最后一期")
_AFTER, _AHEAD = 9, 7
"""Characters beside a day in which the words for what happened are looked for."""
_DUE = re.compile(
    r"逾期|到期|应还|该还|断供|不还|没还|还不上|停还|没再还|欠下|欠的|最后一期|账|债|的钱|借|网贷|贷款"
)
_EVENTS: tuple[tuple[re.Pattern[str], Event], ...] = (
    (re.compile(r"起诉|立案|仲裁|支付令|告到|告了"), Event.SUIT),
    (re.compile(r"扣款|扣了|划扣|自动扣|划了|划走|卡里"), Event.DEDUCTION),
    (
        re.compile(r"答应|承诺|同意还|还款计划|签了|签过|协商|谈好|说会还|说要还|写了"),
        Event.PROMISE,
    ),
    (re.compile(r"还了|还过|还款|还的|付了|付过|转了|还一点|还上"), Event.PAYMENT),
    (
        re.compile(
            r"(?<!不)(?<!没)(?<!没有)(?<!没再)催|短信|来电|打电话|电话|律师函|发函|上门|要钱|要过"
        ),
        Event.DEMAND,
    ),
)
_ALL_ALONG = re.compile(
    r"(?:每年|每个?月|每周|每天|年年|月月|天天|一直|不停|经常|时不时|隔三差五)[^,。;没未无不]{0,6}"
    r"(?:催|短信|电话|律师函|发函|上门|来要|要钱)"
)
"""Demands again and again, on days that are not named: no period can be counted to its end."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """What a sentence says about limitation, computed.

    Attributes:
        found: how things stand; None when the debt is older than the rule in the data.
        since: when the three years run from, as exactly as it was said.
        instalments: the debt is paid in parts, so the last due day counts.
        told: something that interrupts was named.
    """

    found: Limitation | None
    since: Span
    instalments: bool
    told: bool


def lapse_in(words: str, today: date) -> Lapse | None:
    """Limitation as a sentence asks about it.

    None when it does not, names no day, or tells of demands all along, each of which began it anew.
    """
    if not _ASKS.search(words) or _ALL_ALONG.search(words):
        return None
    due: list[Span] = []
    events: list[tuple[Span, Event]] = []
    for one in named(words, today):
        event = _happened(words, one)
        if isinstance(event, Event):
            events.append((one.span, event))
        elif event:
            due.append(one.span)
    spans = [*due, *(span for span, _ in events)]
    if not spans:
        return None
    first = due or [min(spans, key=lambda span: span.last)]
    instalments = bool(_INSTALMENTS.search(words))
    if min(span.last for span in first) < EARLIEST:
        return Lapse(None, first[0], instalments, bool(events))
    happened = [Happened(span.last, event) for span, event in events]
    found = limitation([span.last for span in first], happened, today)
    since = next((span for span in spans if span.last == found.since), first[0])
    return Lapse(found, since, instalments, bool(events))


def _happened(words: str, one: Named) -> Event | bool:
    """What happened on a day: the nearest words decide.

    Returns:
        The event; True for the day it was due; False when nothing says what happened.
    """
    after = words[one.end : one.end + _AFTER]
    ahead = words[max(0, one.start - _AHEAD) : one.start]
    found: list[tuple[int, Event | bool]] = []
    kinds: tuple[tuple[re.Pattern[str], Event | bool], ...] = (*_EVENTS, (_DUE, True))
    for pattern, event in kinds:
        later = pattern.search(after)
        earlier = list(pattern.finditer(ahead))
        if later:
            found.append((later.start(), event))
        if earlier and not re.search(r"[,。;]", ahead[earlier[-1].end() :]):
            found.append((len(ahead) - earlier[-1].end(), event))
    return min(found, key=lambda pair: pair[0])[1] if found else False
