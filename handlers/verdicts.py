"""What judging says about one message: an outcome, findings with the words, and a severity."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

PracticeId = NewType("PracticeId", str)
"""Id of a prohibited practice, one of the catalogue's."""
ProvisionId = NewType("ProvisionId", str)
"""Id of a dated piece of law, one of the law book's."""
OfferId = NewType("OfferId", str)
"""Id of a paid service for debtors that is not what it says, one of the catalogue's."""


class Channel(StrEnum):
    """How the judged message reached the person."""

    SMS = "sms"
    WECHAT = "wechat"
    CALL = "call_transcript"
    LETTER = "letter"
    OCR = "ocr"
    CHAT = "chat"


class SentSource(StrEnum):
    """Who says when the message was sent."""

    PLATFORM = "platform"
    FORWARD = "forward"
    PRINTED = "printed"
    STATED = "stated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sent:
    """When the judged message reached the person, and who says so.

    Attributes:
        at: aware instant, or None when nobody says.
        source: UNKNOWN if and only if ``at`` is None.
    """

    at: datetime | None = None
    source: SentSource = SentSource.UNKNOWN

    def __post_init__(self) -> None:
        """Refuse a naive time, and a source without a time or the reverse."""
        if (self.at is None) != (self.source is SentSource.UNKNOWN):
            raise ValueError("a sent time needs a source, and a source a time")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("a sent time needs a zone")


class Outcome(StrEnum):
    """The four answers. LAWFUL means: no prohibited practice seen, never a clean bill."""

    FOUND = "found"
    LAWFUL = "lawful"
    UNSURE = "unsure"
    NOT_COLLECTION = "not_collection"


class Severity(StrEnum):
    """How grave a practice is; ``rank`` orders them."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for none up to 4 for critical."""
        return _RANKS[self]

    @property
    def is_danger(self) -> bool:
        """Whether somebody's safety comes before evidence and law."""
        return self is Severity.CRITICAL


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Paper(StrEnum):
    """Whose paper the message claims to be; always 先按真的对待."""

    COURT = "court"
    LAWYER = "lawyer"


LEARNED: Final = "learned"
"""Ends the rule of a finding that no sign and no rule of the catalogue names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A practice seen in a message.

    Attributes:
        quote: the words, exactly ``text[start:end]`` of the untouched text; None when the
            finding has no words (night by the clock, no identity given).
        start: offset of the quote in Unicode code points, None with ``quote``.
        end: offset after the quote, None with ``quote``.
        because: why, in one Chinese clause a borrower can read.
        rule: id of the sign or rule that decided.
        confidence: 0 to 1.
        told: it counts only because the person said that a collector sent the message.
    """

    practice: PracticeId
    because: str
    rule: str
    confidence: float
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    told: bool = False

    @property
    def guessed(self) -> bool:
        """Only the weights speak for it; no sign and no rule of the catalogue does."""
        return self.rule == f"{self.practice}.{LEARNED}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one message, re-runnable from the named catalogue and model.

    Attributes:
        findings: one or several, in order of severity; empty unless ``outcome`` is FOUND.
        possible: seen but not sure enough to say.
        severity: the gravest of the findings' practices (with what aggravates), or NONE.
        provisions: law in force on the day, filled in by judging; empty from the classifier.
        catalogue: hash of the catalogue files that decided.
        model: hash of trained weights, None without any.
        paper: set when the message claims to be a court's or a lawyer's paper.
        asks_when: True when a sent time would decide about night contact.
        offer: the paid service for debtors that is offered here, None when none is.
    """

    outcome: Outcome
    severity: Severity
    catalogue: str
    findings: tuple[Finding, ...] = ()
    possible: tuple[Finding, ...] = ()
    provisions: tuple[ProvisionId, ...] = ()
    model: str | None = None
    paper: Paper | None = None
    asks_when: bool = False
    offer: OfferId | None = None

    @property
    def practices(self) -> tuple[PracticeId, ...]:
        """Ids of the practices found, each once, in order of the findings."""
        return tuple(dict.fromkeys(f.practice for f in self.findings))


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to be judged, untouched.

    Attributes:
        confirmed: the person said that a collector sent it.
    """

    text: str
    channel: Channel | None = None
    sent: Sent = field(default_factory=Sent)
    confirmed: bool = False
