"""Rules that words alone cannot express: the clock, a missing identity, a barrage of contacts.

None of them knows the name of a practice: the catalogue says which practice uses which kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from handlers.language.times import mentioned
from handlers.practices.shapes import Lexicon, Rule, RuleKind
from handlers.practices.sight import Place
from handlers.practices.speakers import Role
from handlers.practices.view import SPEAKING, View, brackets
from handlers.verdicts import Channel, SentSource

_HOURS = 2
_LETTER_LINES = 2
_TITLE = 14
_FOOT = 24
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule applies; ``place`` in the original when there are words to show."""

    place: Place | None = None


_WORDLESS = Ruling()


def clock(view: View) -> time | None:
    """Beijing time of day the message reached the person, None when nobody can say.

    The time of a screenshot is not the time of what it shows.
    """
    sent = view.passage.sent
    if sent.at is None or sent.source is SentSource.UNKNOWN:
        return None
    if view.channel is Channel.OCR and sent.source is SentSource.PLATFORM:
        return None
    return sent.at.astimezone(BEIJING).time()


def apply(rule: Rule, view: View, lexicon: Lexicon, *, presses: bool) -> Ruling | None:
    """Whether a rule applies to a message.

    Args:
        presses: payment is demanded, or something is threatened over a debt.
    """
    if rule.channels and view.channel not in rule.channels:
        return None
    if rule.needs and not view.said(rule.needs):
        return None
    ruling = _shown(rule, view, lexicon, presses=presses)
    return None if ruling is None or view.seen(rule.unless) else ruling


def _shown(rule: Rule, view: View, lexicon: Lexicon, *, presses: bool) -> Ruling | None:
    """What a rule shows by its kind, whatever words it leans on besides."""
    if rule.kind is RuleKind.NIGHT:
        return _night(rule, view) if presses else None
    if rule.kind is RuleKind.NO_IDENTITY:
        ruling = _no_identity(rule, view, presses=presses)
        return None if ruling is None or identified(view, lexicon) else ruling
    return _barrage(rule, view)


def _night(rule: Rule, view: View) -> Ruling | None:
    at = clock(view)
    if at is not None and _within(rule, at):
        return _WORDLESS
    for seen in view.printed:
        spoken = view.turns.at(seen.start).role in SPEAKING
        if spoken and _within(rule, seen.at):
            return Ruling((seen.start, seen.end))
    return None


def _within(rule: Rule, at: time) -> bool:
    """Whether a time of day lies in the rule's span, which may cross midnight."""
    if rule.since <= rule.until:
        return rule.since <= at < rule.until
    return at >= rule.since or at < rule.until


def _no_identity(rule: Rule, view: View, *, presses: bool) -> Ruling | None:
    """What follows if nobody says who is collecting."""
    evaded = _evaded(rule, view)
    if evaded is not None:
        return evaded
    if view.channel is Channel.CALL:
        return _WORDLESS if presses and _opening(rule, view) else None
    written = view.channel in {Channel.SMS, Channel.LETTER} or (
        view.channel is Channel.OCR and not view.bubbles
    )
    return _WORDLESS if written and presses else None


def _evaded(rule: Rule, view: View) -> Ruling | None:
    """The collector was asked who he is, or says unasked that it does not matter."""
    for whole, _ in view.spoken(rule.evades):
        return Ruling(view.original(whole))
    return None


def _opening(rule: Rule, view: View) -> bool:
    """The first words of a call are there, and the collector's are the first."""
    first = next((turn for turn in view.turns.all if turn.end > turn.body), None)
    if first is None or first.role not in SPEAKING:
        return False
    return any(view.turn(whole) is first for whole, _ in view.spoken(rule.asks))


def identified(view: View, lexicon: Lexicon) -> bool:
    """Whether the message says who is collecting: a name in words, or a signature that is one."""
    if view.said(lexicon.identity) or _titled(view, lexicon):
        return True
    # a hollow word may begin with the bracket: 【客服】 is no name, 【某某银行客服】 is one
    hollow = [view.original(whole) for whole, _ in view.found(lexicon.hollow)]
    return any(
        not any(start - 1 <= place[0] < end for place in hollow)
        for start, end in brackets(view.passage.text)
    )


def _titled(view: View, lexicon: Lexicon) -> bool:
    """Whether a short first or last line is a name: the head of a chat, the foot of a letter.

    The last words of a talk are no foot, however short.
    """
    if view.turns.labelled:
        return False
    lines = [line for line in view.passage.text.split("\n") if line.strip()]
    if len(lines) < _LETTER_LINES:
        return False
    first_end = view.passage.text.index(lines[0]) + len(lines[0])
    last_start = view.passage.text.rindex(lines[-1])
    hollow = {view.original(whole)[0] for whole, _ in view.found(lexicon.hollow)}
    for whole, _ in view.found(lexicon.title):
        start, end = view.original(whole)
        head = end <= first_end and len(lines[0]) <= _TITLE
        foot = start >= last_start and len(lines[-1].strip()) <= _FOOT
        stretch = (0, first_end) if head else (last_start, len(view.passage.text))
        if (head or foot) and not any(stretch[0] <= at < stretch[1] for at in hollow):
            return True
    return False


def _barrage(rule: Rule, view: View) -> Ruling | None:
    """As many dated contacts in the text as the rule names, over hours: minutes are a talk."""
    seen = [
        one
        for one in mentioned(view.passage.text)
        if view.turns.at(one.start).role is not Role.DEBTOR
    ]
    hours = {one.at.hour for one in seen}
    if len({one.at for one in seen}) < rule.least or len(hours) < _HOURS:
        return None
    return Ruling((seen[0].start, seen[-1].end))
