"""The page's words: those of handlers/texts/zh/page.toml, with their $blanks filled here."""

from __future__ import annotations

from string import Template

from handlers.texts.texts import Texts

SHOWN = ("page.", "api.")
"""Families of sentences the browser gets; it fills the blanks by itself."""


class Words:
    """What the page and its HTTP interface say."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def say(self, key: str, **blanks: str) -> str:
        """The sentence, its $blanks filled."""
        return Template(self._texts.say(key)).substitute(blanks)

    def for_browser(self) -> dict[str, str]:
        """Every sentence the page's script may need, by key."""
        return {key: self._texts.say(key) for key in self._texts.sentences if key.startswith(SHOWN)}
