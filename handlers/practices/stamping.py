"""Prove every example of the catalogue and stamp it: `python -m handlers.practices.stamping`.

An edited catalogue works without a stamp; it only proves its examples at every start.
"""

from __future__ import annotations

from pathlib import Path

from handlers.practices.classifier import HOME, STAMP, check, proof, weights
from handlers.practices.judge import Judge
from handlers.practices.loading import load


def prove(home: Path = HOME) -> str:
    """Check the catalogue in a folder whatever its stamp says, write the stamp, return it.

    Raises:
        CatalogueError: something in it is wrong; names the file and the row.
    """
    book = load(home)
    model = weights(home)
    check(book, Judge(book, model))
    proven = proof(book, model)
    (home / STAMP).write_text(proven + "\n", encoding="ascii")
    return proven


if __name__ == "__main__":
    prove()
