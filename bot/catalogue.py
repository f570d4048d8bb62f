"""Practices and law, loaded and checked, from what was prepared where it is of today."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from bot.clock import SystemClock
from handlers import prepared
from handlers.judging import Judge
from handlers.law.book import LawBook
from handlers.practices.classifier import Catalogue
from handlers.practices.explaining import described, explain
from handlers.prepared import Knowledge
from handlers.verdicts import Passage, Verdict

Known = TypeVar("Known")


def load_catalogue(*, keep: bool = not sys.dont_write_bytecode) -> tuple[Catalogue, LawBook]:
    """The practices and the law they cite; data that contradicts itself is refused here.

    Args:
        keep: prepare what was not prepared yet; as with compiled code, not where Python was told
            to write none.
    """
    source, place = prepared.source(), place_of(prepared.__name__)
    known = None if place is None else kept_in(place, source, prepared.read)
    if known is None:
        known = Knowledge.load()
        if keep and place is not None and prepared.source() == source:
            keep_in(place, prepared.write(known, source))
    return known.catalogue, known.law


def kept_in(
    place: Path, source: bytes, read: Callable[[bytes, bytes], Known | None]
) -> Known | None:
    """What was prepared from these sources, None where nothing was.

    A program that was upgraded under its own feet may have written what it held in memory below
    the digest of the new files. Whatever does not fit is as good as nothing: it is made anew.
    """
    try:
        content = place.read_bytes()
    except OSError:
        return None
    gc.disable()  # thousands of objects are made here, and none becomes garbage
    try:
        return read(content, source)
    except (TypeError, ValueError, LookupError, AttributeError):
        return None
    finally:
        gc.enable()


def place_of(module: str) -> Path | None:
    """Beside the compiled code, which is made, kept and thrown away in the same way.

    Args:
        module: what reads and writes it.
    """
    compiled = sys.modules[module].__spec__
    if compiled is None or compiled.cached is None:
        return None
    return Path(compiled.cached).with_suffix(".knowledge")


def keep_in(place: Path, content: bytes) -> None:
    """Put in place whole or not at all; a folder that cannot be written keeps nothing."""
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        draft.write_bytes(content)
        draft.replace(place)


def judge_now() -> tuple[Callable[[Passage], Verdict], Callable[[Passage], Mapping[str, object]]]:
    """Judging as the command line does it, and explaining: without a sent time it came just now."""
    catalogue, book = load_catalogue()
    judge = Judge(catalogue, book)
    clock = SystemClock()

    def verdict(passage: Passage) -> Verdict:
        return judge.judge(passage, clock.now()).verdict

    def why(passage: Passage) -> Mapping[str, object]:
        return described(explain(catalogue.judge, passage))

    return verdict, why
