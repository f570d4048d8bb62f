"""The JSON shapes both sides speak, and the people in them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def utf16(text: str) -> int:
    """The length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def person(number: int, name: str = "") -> Json:
    return {
        "id": number,
        "is_bot": False,
        "first_name": name or f"人{number}",
        "language_code": "zh-hans",
    }


def private_chat(number: int, name: str = "") -> Json:
    return {"id": number, "type": "private", "first_name": name or f"人{number}"}


def group_chat(number: int, kind: str, title: str = "") -> Json:
    return {"id": number, "type": kind, "title": title or f"群{-number}"}
