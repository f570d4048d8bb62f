"""The pages a lawyer signs off are those of the data that runs."""

from __future__ import annotations

from tests.counsel.review import FOLDER, pages


def test_the_pages_are_those_of_the_data() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written == pages(), "run `python -m tests.counsel.review` and read the difference"
