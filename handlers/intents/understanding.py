"""From what was typed to an intent: danger first, then a model with the plan grammar as witness."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from handlers.crisis import Crisis, Danger
from handlers.intents import slots
from handlers.intents.intent import Intent, Slots, Understood
from handlers.learning.listener import Listener
from handlers.repayment.slots import slots as plan_slots
from handlers.texts.folding import fold

HOME = Path(__file__).parent
SENSES = "senses.toml"
WEIGHTS = "weights.json"
CLOSE = 0.25
"""So near the best score a witness decides."""
LONG = 60
"""Nobody takes more characters to ask for something."""
SURE = 0.6
"""From this score on something may be done on the strength of words alone."""
_BRACKETED = re.compile(r"^\s*[【\[［][^】\]］]{2,20}[】\]］]")
_MEDIA = re.compile(r"[\[【](?:图片|语音|视频|文件|截图|录音|照片)")
_ASKED = re.compile(r"[?？]\s*$")

Collects = Callable[[str], bool]
"""Whether a text shows a prohibited practice: a collector's message."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What it takes to understand a message."""

    crisis: Crisis
    listener: Listener

    @classmethod
    def load(cls, crisis: Crisis, home: Path = HOME) -> Understanding:
        """Reads senses and weights.

        Raises:
            WordingError: the senses are wrong.
            CatalogueError: the weights are missing or no weights.
        """
        return cls(crisis, Listener.load(home / SENSES, home / WEIGHTS))

    def understand(self, text: str, now: datetime, collects: Collects | None = None) -> Understood:
        """The intent of a message and its slots.

        Args:
            now: aware; when it was typed.
            collects: the judge as a witness; without one only the words count.
        """
        danger = self.crisis.weigh(text)
        if danger is Danger.PLAIN:
            return Understood(Intent.CRISIS, slots.crisis(self.crisis.heard(text)))
        plan = planned(text, now)
        intent = self._intent(text, plan, collects)
        if intent is Intent.PLAN:
            return Understood(intent, plan)
        return Understood(intent, slots.of(intent, text, now))

    def surely(self, text: str, now: datetime) -> Understood | None:
        """What is wanted, where it was said briefly and the words leave no doubt; else None."""
        if len(text) > LONG:
            return None
        scores = self.scores(text, planned(text, now))
        intent = max(scores, key=lambda one: scores[one])
        if scores[intent] < SURE:
            return None
        return Understood(intent, slots.of(intent, text, now))

    def _intent(self, text: str, plan: Slots, collects: Collects | None) -> Intent:
        scores = self.scores(text, plan)
        best = max(scores, key=lambda intent: scores[intent])
        close = {intent for intent in scores if scores[intent] >= scores[best] - CLOSE}
        if Intent.PLAN in close and plan["repayment"] and plan["schedule"]:
            return Intent.PLAN
        if best is Intent.QUESTION and Intent.EVIDENCE in close and not self._asks(text):
            return Intent.EVIDENCE
        if best in {Intent.OTHER, Intent.QUESTION, Intent.PLAN} and collects is not None:
            asks = best is Intent.QUESTION and len(close) == 1
            if not asks and collects(text):
                return Intent.EVIDENCE
        return best

    def _asks(self, text: str) -> bool:
        """Whether anything in it asks: what asks nothing rather tells what came."""
        return bool(_ASKED.search(text)) or "ask" in self.listener.senses.carried(fold(text))

    def scores(self, text: str, plan: Slots) -> dict[Intent, float]:
        """How much a message speaks for each intent."""
        found = self.listener.scores(fold(text), form(text, plan))
        return {Intent(label): score for label, score in found.items()}


def planned(text: str, now: datetime) -> Slots:
    """What the plan grammar makes of a message."""
    return plan_slots(text, now)


def form(text: str, plan: Slots) -> tuple[str, ...]:
    """Marks of a message's form, and of what the plan grammar says about it."""
    length = len(text.strip())
    marks = [f"long:{min(length // 8, 8)}"]
    if _BRACKETED.match(text):
        marks.append("form:signed")
    if _MEDIA.search(text):
        marks.append("form:media")
    if _ASKED.search(text):
        marks.append("form:asked")
    if plan["repayment"]:
        marks.append("plan")
        marks.append("plan:whole" if plan["schedule"] else "plan:vague")
    return tuple(marks)
