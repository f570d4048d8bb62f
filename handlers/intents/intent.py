"""The intents a typed message can have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Slots = dict[str, object]


class Intent(StrEnum):
    """What the person wants."""

    CRISIS = "crisis"
    EVIDENCE = "evidence_forward"
    QUESTION = "question"
    PLAN = "repayment_plan"
    REMINDER = "reminder_control"
    EXPORT = "export_evidence"
    DELETE = "delete_my_data"
    GREETING = "greeting"
    OTHER = "other"


LEARNED = tuple(intent for intent in Intent if intent is not Intent.CRISIS)
"""The intents that a model tells apart; danger is heard before them, by its own model."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A message understood.

    Attributes:
        slots: what fixes the intent, as plain JSON values; empty where nothing does.
    """

    intent: Intent
    slots: Slots
