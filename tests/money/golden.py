"""What is said about loans, for a lawyer to read: `python -m tests.money.golden` writes it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.money.counter import answer
from handlers.texts.texts import Texts

PAGE = Path(__file__).with_name("golden.md")
SENTENCES = Path(__file__).with_name("sentences.toml")
TODAY = date(2026, 11, 25)


def page() -> str:
    """Every sentence with its answer."""
    law, rates, texts = LawBook.load(), RateBook.load(), Texts.load()
    data = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    rows = [*data["loan"], *data["limitation"]]
    parts = [f"# 算账的回答\n\n没有另外写明的，都是在 {TODAY} 问的。"]
    for row in rows:
        asked = row.get("asked", TODAY)
        found = answer(row["text"], asked, texts=texts, law=law, rates=rates)
        if found is None:
            continue
        day = "" if asked == TODAY else f"（{asked} 问）"
        basis = "、".join(found.provisions) or "无"
        parts += [f"## {row['text']}{day}", found.text.replace("\n", "\n\n"), f"依据：{basis}"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.name)
