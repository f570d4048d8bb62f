"""The paragraphs of the answer to a judged message, in the order a frightened person needs.

Safety, what was found, the words, the law, what to do, what to send, where to go. Which
paragraphs an outcome gets is one table at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NotRequired, Protocol, TypedDict

from handlers import offered
from handlers.messages import Button, Look, Segment
from handlers.questions import ANSWERS, STRETCHES, Answer, Question, question
from handlers.texts.dates import calendar_day, evidence
from handlers.texts.paragraphs import button, listed, quoted, said
from handlers.texts.practices import Danger
from handlers.texts.texts import Texts
from handlers.verdicts import (
    Finding,
    Outcome,
    Paper,
    PracticeId,
    Sent,
    SentSource,
    Severity,
    Verdict,
)

MAIN_PROVISIONS = 3
"""Shown at once; the rest is on a button."""
MOST_ROUTES = 4
MOST_PRACTICE_STEPS = 2
"""Steps that belong to practices; more would bury the ones for everybody."""
MOST_QUOTES = 2
"""Quotes shown for one practice: hearing it all again helps nobody."""
LONGEST_QUOTE = 80

_LAW_DAY = {SentSource.PRINTED: "law.printed", SentSource.STATED: "law.stated"}


class ProvisionLike(Protocol):
    """A piece of law, as far as a reply needs it."""

    @property
    def id(self) -> str:
        """Its id in the law book."""
        ...

    @property
    def short(self) -> str:
        """How it is cited."""
        ...

    @property
    def gist(self) -> str:
        """What it says, in plain words."""
        ...

    @property
    def consequence(self) -> str:
        """What it may lead to."""
        ...

    @property
    def layer(self) -> str:
        """Civil, administrative, criminal, norm or procedure."""
        ...


class RouteLike(Protocol):
    """A place to turn to, as far as a reply needs it."""

    @property
    def id(self) -> str:
        """Its id in the route book."""
        ...

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def line(self) -> str:
        """One short sentence: when to turn to it."""
        ...


class Judged(TypedDict):
    """One judged original with the law and the places that fit it.

    `label` is how it is called when it is several that came as one; `service` the name of what is
    offered to the person.
    """

    number: int
    label: NotRequired[str]
    service: NotRequired[str]
    seq: int
    verdict: Verdict
    names: Mapping[PracticeId, str]
    provisions: Sequence[ProvisionLike]
    routes: Sequence[RouteLike]
    day: date
    day_is_receipt: bool
    sent: Sent
    recompressed: bool
    pasted: bool


Part = Callable[[Texts, Judged], Iterator[Segment]]
"""Zero or more paragraphs of one kind."""


def paragraphs(texts: Texts, case: Judged) -> Iterator[Segment]:
    """All paragraphs for this outcome, or for the service that is offered."""
    parts = _PARTS[case["verdict"].outcome] if case["verdict"].offer is None else _OFFERED
    for part in parts:
        yield from part(texts, case)


def buttons(texts: Texts, case: Judged) -> Iterator[Button]:
    """The buttons for this outcome."""
    seq = case["seq"]
    wanted = asked(texts, case["verdict"], case["sent"])
    if wanted is not None:
        for answer in ANSWERS[wanted]:
            yield button(texts, answer, _action(seq, answer))
    if wanted is None or wanted is Question.WHEN:
        if case["provisions"]:
            yield button(texts, "more", f"more:{seq}")
        if case["verdict"].outcome is Outcome.FOUND:
            yield button(texts, "complain", f"complain:{seq}")
        if case["verdict"].outcome is not Outcome.NOT_COLLECTION:
            yield button(texts, "not_debt", f"notdebt:{seq}")
        yield button(texts, "wrong", f"wrong:{seq}")
    yield button(texts, "withdraw", f"withdraw:{seq}")


def _action(seq: int, answer: Answer) -> str:
    return f"when:{seq}:{answer}" if answer in STRETCHES else f"{answer}:{seq}"


def asked(texts: Texts, verdict: Verdict, sent: Sent) -> Question | None:
    """The one thing to ask under this verdict."""

    def asks(practice: PracticeId) -> Question | None:
        words = texts.practices.get(practice)
        return None if words is None else words.asks

    return question(verdict, sent.source, asks)


def _called(case: Judged) -> str:
    """The evidence number, or what several together are called."""
    return case.get("label") or evidence(case["number"])


def law_day(texts: Texts, sent: Sent, day: date, *, day_is_receipt: bool) -> str:
    """On which day's law the provisions stand, and how that day is known."""
    key = "law.receipt" if day_is_receipt else _LAW_DAY.get(sent.source, "law.sent")
    return texts.say(key, day=calendar_day(texts, day))


def _dangers(texts: Texts, case: Judged) -> frozenset[Danger]:
    """What is at risk: by the practices found, and by anything critical."""
    known = [texts.practices[p] for p in case["verdict"].practices if p in texts.practices]
    found = frozenset(words.danger for words in known) - {Danger.NONE}
    if not found and case["verdict"].severity is Severity.CRITICAL:
        return frozenset({Danger.BODY})
    return found


def _danger(texts: Texts, case: Judged) -> Iterator[Segment]:
    """Safety before everything."""
    found = _dangers(texts, case)
    for kind in Danger:
        if kind in found:
            yield said(texts, f"danger.{kind}", look=Look.LEAD)


def _lead_found(texts: Texts, case: Judged) -> Iterator[Segment]:
    """How many, how grave, kept; on whose word it counts."""
    yield said(
        texts,
        _how_sure(texts, case["verdict"]),
        look=Look.LEAD,
        number=_called(case),
        count=str(len(case["verdict"].practices)),
        gravity=texts.word("severity", case["verdict"].severity),
    )


def _how_sure(texts: Texts, verdict: Verdict) -> str:
    """Whether practices were found, are only suspected, or count because the person said so."""
    if all(finding.told for finding in verdict.findings):
        return "lead.told"
    known = [texts.practices[p] for p in verdict.practices if p in texts.practices]
    return "lead.suspected" if all(words.suspected for words in known) else "lead.found"


def _lead_lawful(texts: Texts, case: Judged) -> Iterator[Segment]:
    """Nothing found is not a clean bill."""
    number = _called(case)
    yield said(texts, "lead.lawful", "lead.lawful_limits", look=Look.LEAD, number=number)


def _lead_unsure(texts: Texts, case: Judged) -> Iterator[Segment]:
    """Kept; something was seen, nothing is claimed."""
    yield said(texts, "lead.unsure", look=Look.LEAD, number=_called(case))


def _lead_not_collection(texts: Texts, case: Judged) -> Iterator[Segment]:
    """Kept; it does not look like a collector's."""
    yield said(texts, "lead.not_collection", look=Look.LEAD, number=_called(case))


def _paper(texts: Texts, case: Judged) -> Iterator[Segment]:
    """What it claims to be, or pretends to be."""
    yield from paper_words(texts, _whose_paper(texts, case))


def paper_words(texts: Texts, paper: Paper | None) -> Iterator[Segment]:
    """A paper is treated as genuine first: how to check, and the 15 days."""
    if paper is Paper.COURT:
        yield said(texts, "paper.court", "paper.check_court", "paper.days", look=Look.LEAD)
    if paper is Paper.LAWYER:
        yield said(texts, "paper.lawyer", "paper.check_lawyer", "paper.later", look=Look.LEAD)


def _whose_paper(texts: Texts, case: Judged) -> Paper | None:
    """What the message claims to be, or what a finding says that it pretends to be."""
    known = [texts.practices[p].paper for p in case["verdict"].practices if p in texts.practices]
    return case["verdict"].paper or next(filter(None, known), None)


def _findings(texts: Texts, case: Judged) -> Iterator[Segment]:
    """Each practice with the reason, then the words, folded."""
    for practice, group in _by_practice(case["verdict"].findings):
        suspected = practice in texts.practices and texts.practices[practice].suspected
        told = all(finding.told for finding in group)
        key = "finding.suspected" if suspected else "finding.named"
        yield from _finding(texts, "finding.told" if told else key, case["names"][practice], group)


def _possible(texts: Texts, case: Judged) -> Iterator[Segment]:
    """What was seen but not surely."""
    for practice, group in _by_practice(case["verdict"].possible):
        yield from _finding(texts, "finding.possible", case["names"][practice], group)


def _finding(texts: Texts, key: str, name: str, group: Sequence[Finding]) -> Iterator[Segment]:
    """One practice: its name and reason, and at most a few of the words."""
    yield said(texts, key, look=Look.FINDING, name=name, because=group[0].because)
    words = dict.fromkeys(finding.quote for finding in group if finding.quote)
    for quote in list(words)[:MOST_QUOTES]:
        yield quoted(_cut(texts, quote))


def _cut(texts: Texts, quote: str) -> str:
    """The quote, only as far as a finding needs it."""
    if len(quote) <= LONGEST_QUOTE:
        return quote
    return texts.say("finding.cut", words=quote[:LONGEST_QUOTE])


def _by_practice(findings: Sequence[Finding]) -> list[tuple[PracticeId, tuple[Finding, ...]]]:
    """Findings together by practice, in order of first appearance."""
    order = list(dict.fromkeys(finding.practice for finding in findings))
    together = sorted(findings, key=lambda finding: order.index(finding.practice))
    return [(practice, tuple(group)) for practice, group in groupby(together, lambda f: f.practice)]


def _law(texts: Texts, case: Judged) -> Iterator[Segment]:
    """The main provisions, each with its id for the citation gate."""
    if not case["provisions"]:
        return
    head = law_day(texts, case["sent"], case["day"], day_is_receipt=case["day_is_receipt"])
    yield Segment(head, look=Look.LAW)
    for provision in case["provisions"][:MAIN_PROVISIONS]:
        line = texts.say("law.line", short=provision.short, gist=provision.gist)
        yield Segment(line, look=Look.LAW, sources=(provision.id,))
    yield said(texts, "law.caution", look=Look.SMALL)


def _service(texts: Texts, case: Judged) -> Iterator[Segment]:
    """That it is a paid service, which one, and to wait."""
    yield offered.lead(texts, called=_called(case), name=case.get("service", ""))


def _service_warning(texts: Texts, case: Judged) -> Iterator[Segment]:
    """What it risks, and what can be done without it."""
    if case["verdict"].offer is not None:
        yield from offered.warning(texts, case["verdict"].offer)


def _steps(texts: Texts, case: Judged) -> Iterator[Segment]:
    """What to do now: for the practice, then for everybody, then about this copy."""
    known = [texts.practices[p] for p in case["verdict"].practices if p in texts.practices]
    special = known[:MOST_PRACTICE_STEPS]
    lines = [words.step for words in special]
    lines.append(texts.say("step.keep"))
    lines.extend(_copy_steps(texts, case))
    sources = [source for words in special for source in words.sources]
    yield listed(texts, texts.say("step.head"), lines, look=Look.STEPS, sources=sources)


def _lawful_steps(texts: Texts, case: Judged) -> Iterator[Segment]:
    """How to use a lawful reminder; a court's paper asks for other steps, said before."""
    paper = case["verdict"].paper is not None
    keys = ("step.keep",) if paper else ("step.amount", "step.channel", "step.written", "step.keep")
    lines = [texts.say(key) for key in keys]
    lines.extend(_copy_steps(texts, case))
    yield listed(texts, texts.say("step.head"), lines, look=Look.STEPS)


def _copy_steps(texts: Texts, case: Judged) -> Iterator[str]:
    """What would make this copy a better one."""
    if case["recompressed"]:
        yield texts.say("step.original")
    if case["pasted"]:
        yield texts.say("step.screenshot")


def _sendable(texts: Texts, case: Judged) -> Iterator[Segment]:
    """One sentence he may send; alone in its segment, so that it can be copied.

    Never to whoever claims to be a court or a lawyer and may be one: there the way is to check.
    """
    if case["verdict"].paper is not None and not case["verdict"].findings:
        return
    first = "send.danger" if _dangers(texts, case) & {Danger.BODY, Danger.DOOR} else "send.free"
    yield said(texts, first, "send.head", look=Look.SMALL)
    yield Segment(texts.sendable(case["verdict"].practices), look=Look.SENDABLE)


def _routes(texts: Texts, case: Judged) -> Iterator[Segment]:
    """Where to turn, the first ones first."""
    routes = case["routes"][:MOST_ROUTES]
    if routes:
        lines = [texts.say("route.line", name=route.name, line=route.line) for route in routes]
        ids = [route.id for route in routes]
        yield listed(texts, texts.say("route.head"), lines, look=Look.STEPS, sources=ids)


def _ask(texts: Texts, case: Judged) -> Iterator[Segment]:
    """The question; where it may be no collector's at all, the evidence stays either way."""
    wanted = asked(texts, case["verdict"], case["sent"])
    if wanted is Question.WHEN:
        yield said(texts, "ask.when")
    elif wanted is not None:
        yield said(texts, f"ask.{wanted}", "ask.kept", number=_called(case))


_PARTS: Mapping[Outcome, tuple[Part, ...]] = {
    Outcome.FOUND: (
        _danger,
        _lead_found,
        _paper,
        _findings,
        _law,
        _steps,
        _sendable,
        _routes,
        _ask,
    ),
    Outcome.LAWFUL: (_lead_lawful, _paper, _lawful_steps, _sendable, _ask),
    Outcome.UNSURE: (_lead_unsure, _paper, _possible, _ask),
    Outcome.NOT_COLLECTION: (_lead_not_collection, _paper, _ask),
}

_OFFERED: tuple[Part, ...] = (_service, _service_warning, _law)
