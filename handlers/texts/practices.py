"""What we say about each practice beside its name: a step, a sentence to send, how dangerous."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from handlers.questions import Question
from handlers.texts import tables
from handlers.texts.errors import WordingError
from handlers.verdicts import Paper, PracticeId

_FIELDS = frozenset({"step", "sendable", "danger", "suspected", "paper", "asks", "sources"})


class Danger(StrEnum):
    """What a practice can put at risk at once."""

    NONE = "none"
    BODY = "body"
    DOOR = "door"
    MIND = "mind"


@dataclass(frozen=True, slots=True)
class PracticeWords:
    """The words for one practice.

    Attributes:
        step: what to do now.
        sendable: one sentence the person may send back.
        danger: what is said before everything else.
        suspected: a message alone cannot prove it; it is always worded 疑似.
        paper: whose paper such a message pretends to be; treated as genuine until checked.
        asks: the question that decides where it is only possible; None for the usual one.
        sources: ids the step leans on.
    """

    step: str
    sendable: str
    danger: Danger = Danger.NONE
    suspected: bool = False
    paper: Paper | None = None
    asks: Question | None = None
    sources: tuple[str, ...] = ()


def read_practice_words(
    path: Path, practices: Collection[str] | None
) -> Mapping[PracticeId, PracticeWords]:
    """The words by practice, checked.

    Raises:
        WordingError: a row is wrong, or the rows do not fit the given ids.
    """
    found: dict[PracticeId, PracticeWords] = {}
    for name, row in tables.read(path).items():
        where = f"{path.name}: {name}"
        tables.only(where, row, _FIELDS)
        danger = row.get("danger", Danger.NONE.value)
        if danger not in set(Danger):
            raise WordingError(f"{where}: danger must be one of {', '.join(Danger)}")
        if not isinstance(row.get("suspected", False), bool):
            raise WordingError(f"{where}: suspected must be true or false")
        if row.get("paper", Paper.COURT.value) not in set(Paper):
            raise WordingError(f"{where}: paper must be one of {', '.join(Paper)}")
        if row.get("asks", Question.WHOSE.value) not in set(Question):
            raise WordingError(f"{where}: asks must be one of {', '.join(Question)}")
        found[PracticeId(name)] = PracticeWords(
            step=tables.words(where, row, "step"),
            sendable=tables.words(where, row, "sendable"),
            danger=Danger(danger),
            suspected=row.get("suspected", False),
            paper=Paper(row["paper"]) if "paper" in row else None,
            asks=Question(row["asks"]) if "asks" in row else None,
            sources=tables.rows(where, row, "sources"),
        )
    if practices is not None and found.keys() != set(practices):
        odd = min(found.keys() ^ set(practices))
        raise WordingError(f"{path.name}: {odd} has no words, or is not in the catalogue")
    return found
