"""A text without the persons in it: every character has its place, offsets stay what they were.

Names, telephone and identity numbers, amounts, addresses and accounts become placeholders of the
same shape. It works by rules, not by knowing who is who: it can miss a name that nothing around
it gives away.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers.redaction import names, places
from handlers.redaction.digits import Digits
from handlers.redaction.names import Names
from handlers.redaction.places import Places

WORDS = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Hides persons in texts. Holds nothing that changes."""

    digits: Digits
    names: Names
    places: Places

    @classmethod
    def load(cls, path: Path = WORDS) -> Redactor:
        """Read the words it works with."""
        words: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return cls(
            digits=Digits(
                hotlines=re.compile(words["hotlines"]),
                labels=tuple(words["numbers"]),
                units=tuple(words["money"]),
                signs=tuple(words["currency"]),
            ),
            names=names.build(words),
            places=places.build(words),
        )

    def redact(self, text: str, known: Iterable[str] = ()) -> str:
        """The text without persons, as long as before.

        Args:
            known: names that belong to somebody, such as that of a forward's sender.
        """
        # numbers first: the dashes of a card number must not become part of an account's name
        return self.places.hide(self.names.hide(self.digits.hide(text), known))
