"""Logs that cannot leak: structlog, one line per incoming, codes and counts only.

Nobody passes text, names, numbers or tokens to the log; as a second net, values that are not
plain numbers, booleans or short codes are replaced, and tracebacks are reduced to the places
in the code (an exception's message may quote what a person wrote).
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

CODE = re.compile(r"[A-Za-z0-9_.:/@ ()\[\]-]{0,80}")
"""What a logged value may look like: an identifier, a path in the code, a time, a number."""
LONG_DIGITS = re.compile(r"\d{7,}")
"""A run of digits that could be somebody's number."""
OURS = ("bot", "handlers", "storage")
"""Whose lines the level in the settings is about; of libraries only warnings are shown."""
NUMBERS_ALLOWED = {"ledger", "timestamp", "where", "ms"}


def set_up(level: str) -> None:
    """Send every log line, the libraries' too, through one renderer to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _places_only,
        scrub,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_foreign, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.LogfmtRenderer(
                    key_order=["timestamp", "level", "event"], drop_missing=True
                ),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    sys.excepthook = _last_words


def _foreign(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's line: its logger's name counts, its wording may quote what it handled."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None:
        event["logger"] = record.name
        event["event"] = record.msg if CODE.fullmatch(str(record.msg)) else "library"
    return event


def _places_only(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace an exception by its class and the places it came through."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0] is not None:
        event["error"] = info[0].__name__
        event["where"] = places(info[2])
    event.pop("stack_info", None)
    return event


def places(trace: TracebackType | None) -> str:
    """The last few places in the code a traceback runs through, without any values."""
    frames = traceback.extract_tb(trace)[-4:]
    return " ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}@{frame.name}" for frame in frames
    )


def scrub(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace any value that could carry a person's words."""
    for key, value in event.items():
        if key.startswith("_") or value is None or isinstance(value, bool | int | float):
            continue
        text = str(value)
        limit = 400 if key == "where" else 80
        clean = CODE.fullmatch(text[:80]) is not None and len(text) <= limit
        if not clean or (key not in NUMBERS_ALLOWED and LONG_DIGITS.search(text)):
            event[key] = "(removed)"
    return event


def _last_words(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """An error nobody caught: its class and places, never its message."""
    if not isinstance(error, KeyboardInterrupt):
        sys.stderr.write(f"{kind.__name__} {places(trace)}\n")
