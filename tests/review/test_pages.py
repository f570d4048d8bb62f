"""The pages a lawyer reads are what the program says."""

from __future__ import annotations

import re

from tests.review.pages import FOLDER, pages

OTHERS = {"README.md", "provisions.md", "crisis.md"}


def test_the_pages_are_what_the_data_say() -> None:
    made = pages()
    assert {path.name for path in FOLDER.glob("*.md")} == set(made)
    for name, text in made.items():
        reviewed = (FOLDER / name).read_text(encoding="utf-8")
        assert text == reviewed, f"{name}: look at what changed, then `make review`"


def test_every_answer_is_shown_with_what_it_leans_on() -> None:
    for name, text in pages().items():
        if name not in OTHERS:
            for part in text.split("\n## ")[1:]:
                assert re.search(r"^> \S", part, re.MULTILINE), part[:40]
                assert "- 必须说到：" in part, part[:40]
                assert "- 依据：" in part or "- 渠道：" in part, part[:40]
                assert "{" not in part, part[:40]
