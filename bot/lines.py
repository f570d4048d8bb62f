"""JSON Lines on the way out, to the standard output or into a file of the operator's own."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

_PRIVATE = 0o600


@contextlib.contextmanager
def sink(target: Path | None, standard: TextIO) -> Iterator[TextIO]:
    """Where lines go; a file is readable by its owner alone, and an old one is replaced."""
    if target is None:
        yield standard
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(target, flags, _PRIVATE), "w", encoding="utf-8") as file:
        yield file


def write(out: TextIO, shape: Mapping[str, Any]) -> None:
    """One object on one line."""
    out.write(json.dumps(shape, ensure_ascii=False) + "\n")
    out.flush()
