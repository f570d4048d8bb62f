"""What a verification found: numbered checks with their faults, and remarks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from storage import verify_texts as texts
from storage.records import LedgerId


class State(StrEnum):
    """How a check, or one fault of it, came out."""

    OK = "ok"
    ALTERED = "altered"
    MISSING = "missing"
    UNVERIFIABLE = "unverifiable"


_WORST = (State.ALTERED, State.MISSING, State.UNVERIFIABLE, State.OK)


class Topic(StrEnum):
    """The checks, in their order; the first is number 1."""

    DATABASE = "database"
    TRIGGERS = "triggers"
    KEY = "key"
    BYTES = "bytes"
    LINKS = "links"
    HEAD = "head"
    COLUMNS = "columns"
    NUMBERS = "numbers"
    PARTS = "parts"
    CONTENT = "content"
    ERASED = "erased"
    EXTRA = "extra"
    TIMES = "times"
    STAMPS = "stamps"


@dataclass(frozen=True, slots=True)
class Place:
    """Which entry something is about; a ledger as a whole has no seq."""

    ledger: LedgerId
    seq: int | None = None
    number: int | None = None

    def __str__(self) -> str:
        short = self.ledger[:8]
        if self.seq is None:
            return texts.LEDGER.format(ledger=short)
        if self.number is None:
            return texts.ENTRY.format(ledger=short, seq=self.seq)
        number = f"E-{self.number:04d}"
        return texts.NUMBERED.format(number=number, ledger=short, seq=self.seq)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be."""

    topic: Topic
    state: State
    code: str
    place: Place | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing worth knowing that is no fault."""

    topic: Topic
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Check:
    """One numbered check."""

    number: int
    topic: Topic
    state: State
    sentence: str
    faults: tuple[Fault, ...]
    remarks: tuple[Remark, ...]

    def lines(self) -> list[str]:
        """As an operator reads it."""
        head = texts.LINE.format(
            number=self.number,
            title=texts.TITLES[self.topic],
            state=texts.STATES[self.state],
            sentence=self.sentence,
        )
        faults = [texts.FAULT_LINE.format(sentence=fault.sentence) for fault in self.faults]
        remarks = [texts.REMARK_LINE.format(sentence=remark.sentence) for remark in self.remarks]
        return [head, *faults, *remarks]


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of one verification."""

    checks: tuple[Check, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults, in the order of the checks."""
        return tuple(fault for check in self.checks for fault in check.faults)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """All remarks, in the order of the checks."""
        return tuple(remark for check in self.checks for remark in check.remarks)

    def exit_code(self) -> int:
        """0 all ok; 1 something altered, missing or added; 2 something could not be checked."""
        states = {check.state for check in self.checks}
        if states & {State.ALTERED, State.MISSING}:
            return 1
        return 2 if State.UNVERIFIABLE in states else 0

    def lines(self) -> list[str]:
        """As an operator reads it."""
        verdict = (texts.ALL_FINE, texts.DAMAGED, texts.INCOMPLETE)[self.exit_code()]
        return [line for check in self.checks for line in check.lines()] + [verdict]


@dataclass(slots=True)
class Findings:
    """Gathers while the checks run.

    Attributes:
        counts: fills the blanks of the sentences for checks that came out fine.
    """

    faults: list[Fault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    counts: dict[str, int | str] = field(
        default_factory=lambda: dict.fromkeys(
            ("version", "entries", "ledgers", "originals", "parts", "opened", "erased", "retired"),
            0,
        )
    )

    def fault(
        self, topic: Topic, state: State, code: str, place: Place | None = None, **blanks: object
    ) -> None:
        """Something is not as it should be."""
        sentence = texts.FAULTS[code].format(**blanks)
        if place is not None:
            sentence = texts.EXTRA_DETAIL.format(place=place, sentence=sentence)
        self.faults.append(Fault(topic, state, code, place, sentence))

    def remark(self, topic: Topic, code: str, place: Place | None = None, **blanks: object) -> None:
        """Something is worth knowing."""
        sentence = texts.REMARKS[code].format(**blanks)
        if place is not None:
            sentence = texts.EXTRA_DETAIL.format(place=place, sentence=sentence)
        self.remarks.append(Remark(topic, code, sentence))

    def count(self, name: str) -> None:
        """One more of something."""
        self.counts[name] = int(self.counts[name]) + 1

    def report(self, last: Topic = Topic.STAMPS) -> Report:
        """The checks up to the last one that was made."""
        topics = list(Topic)
        made = topics[: topics.index(last) + 1]
        return Report(tuple(self._check(number, topic) for number, topic in enumerate(made, 1)))

    def _check(self, number: int, topic: Topic) -> Check:
        faults = tuple(fault for fault in self.faults if fault.topic is topic)
        remarks = tuple(remark for remark in self.remarks if remark.topic is topic)
        states = {fault.state for fault in faults} | {State.OK}
        state = next(state for state in _WORST if state in states)
        if faults:
            sentence = texts.FOUND.format(count=len(faults))
        else:
            sentence = texts.FINE[topic].format(**self.counts)
        return Check(number, topic, state, sentence, faults, remarks)
