"""Looking at a queue in the database without ending when the database is busy."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import structlog

from storage.errors import TryAgain

log = structlog.get_logger()


@contextlib.contextmanager
def trying_again(queue: str) -> Iterator[None]:
    """Let one look at a queue fail for a passing reason; the next look comes by itself."""
    try:
        yield
    except TryAgain as error:
        log.warning("busy", queue=queue, reason=error.code)
