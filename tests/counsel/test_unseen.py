"""Wordings that are in no question file: how many still find theirs."""

from __future__ import annotations

import json
from pathlib import Path

from handlers.counsel.finding import SHOWN, Sure
from handlers.reviewed import Reviewed

MATERIAL = Path(__file__).with_name("material") / "unseen.jsonl"


def test_most_unseen_wordings_find_their_question(reviewed: Reviewed) -> None:
    finder = reviewed.finder(reviewed.terms)
    rows = [json.loads(line) for line in MATERIAL.read_text(encoding="utf-8").splitlines()]
    known = {wording for matter in reviewed.book.matters for wording in matter.asks}
    assert not known & {row["text"] for row in rows}
    first = three = answered = other = 0
    for row in rows:
        found = finder.find(row["text"])
        order = [hit.matter.id for hit in found.hits[:SHOWN]]
        first += order[:1] == [row["question"]]
        three += row["question"] in order
        answered += found.sure is not Sure.NO
        other += found.sure is not Sure.NO and order[0] != row["question"]
    assert first / len(rows) > 0.6
    assert three / len(rows) > 0.78
    assert other / answered < 0.3
