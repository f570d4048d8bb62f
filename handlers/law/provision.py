"""One dated piece of law: how it is cited, what it says in plain words, when it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.verdicts import ProvisionId


class Layer(StrEnum):
    """What a provision is good for: what one may ask for, from whom, and how."""

    CIVIL = "civil"
    ADMINISTRATIVE = "administrative"
    CRIMINAL = "criminal"
    NORM = "norm"
    PROCEDURE = "procedure"


class Kind(StrEnum):
    """What sort of text a provision stands in."""

    LAW = "law"
    REGULATION = "regulation"
    INTERPRETATION = "interpretation"
    RULE = "rule"
    OPINION = "opinion"
    NOTICE = "notice"
    POLICY = "policy"
    STANDARD = "standard"
    GUIDELINE = "guideline"
    INTERNAL = "internal"
    REPORT = "report"


MARKS: dict[Kind, str] = {
    Kind.OPINION: "意见",
    Kind.NOTICE: "通知",
    Kind.POLICY: "政策",
    Kind.STANDARD: "国标",
    Kind.GUIDELINE: "协会",
    Kind.INTERNAL: "未公开",
    Kind.REPORT: "媒体",
}
"""The word `short` must contain, so that nobody takes a standard or a notice for a statute."""


class Verified(StrEnum):
    """How well we know the text. Weaker than these is never shown as a basis, so not here."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision, with the days on which it is law.

    Attributes:
        law: full name of the text it stands in.
        article: as it stands in `short`; "" where no number could be verified.
        short: how it is cited in chat.
        since: first day in force.
        until: last day in force, inclusive; None while it still is.
        gist: what it says, in our own calm words.
        consequence: what it leads to, or what it is good for.
        source: where the text was checked.
        reviewed: the day somebody last compared this row with its source.
        succeeds: earlier numberings of the same rule, which this one follows without a gap.
        remark: for whoever maintains the file; never shown to a borrower.
    """

    id: ProvisionId
    law: str
    kind: Kind
    article: str
    short: str
    layer: Layer
    since: date
    until: date | None
    gist: str
    consequence: str
    source: str
    verified: Verified
    reviewed: date
    succeeds: tuple[ProvisionId, ...] = ()
    remark: str = ""

    def covers(self, day: date) -> bool:
        """Whether it is in force on that Beijing calendar day."""
        return self.since <= day and (self.until is None or day <= self.until)
