"""The pages a lawyer signs off are those of the data that runs."""

from __future__ import annotations

import pytest

from tests.law.golden import FOLDER, pages


@pytest.mark.parametrize("file", ["provisions.md", "routes.md"])
def test_the_golden_pages_are_those_of_the_data(file: str) -> None:
    golden = (FOLDER / file).read_text(encoding="utf-8")
    assert pages()[file] == golden, "run `python -m tests.law.golden` and read the difference"
