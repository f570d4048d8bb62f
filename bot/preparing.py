"""`python -m bot.preparing`: what judging and answering know, as it stands in memory."""

from __future__ import annotations

from bot.catalogue import load_catalogue
from bot.knowledge import load_reviewed

if __name__ == "__main__":
    load_catalogue(keep=True)  # `make setup`
    load_reviewed(keep=True)
