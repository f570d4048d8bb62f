"""How parent and child talk: a JSON header and raw bytes, each with its length in front."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Final

LENGTHS: Final = struct.Struct(">II")
"""Lengths of header and content, before both."""


def packed(header: Mapping[str, object], size: int) -> bytes:
    """Everything of a frame but its content, which is written after it without copying."""
    encoded = json.dumps(header, ensure_ascii=False).encode()
    return LENGTHS.pack(len(encoded), size) + encoded


def header_of(encoded: bytes) -> dict[str, object]:
    """The header of a frame.

    Raises:
        ValueError: these bytes are no header.
    """
    header = json.loads(encoded)
    if not isinstance(header, dict):
        raise ValueError("a frame's header is an object")  # noqa: TRY004 - one error for bad frames
    return header
