"""How the HTTP interface answers: JSON, never cached, and a sentence for whatever goes wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.console.words import Words
from bot.errors import BotError
from storage.errors import (
    Busy,
    DiskLow,
    Erased,
    Missing,
    Retired,
    StorageError,
    Tampered,
    TryAgain,
)

Handler = Callable[[Request], Awaitable[Response]]

NO_STORE = {"Cache-Control": "no-store"}
BODY_LIMIT = 1_000_000
"""A pasted text longer than this belongs into a file."""
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_WHOLE = re.compile(r"[0-9]{1,15}")
_OF_STORAGE: tuple[tuple[type[StorageError], int, str], ...] = (
    (DiskLow, 507, "disk_low"),
    (Busy, 503, "busy"),
    (TryAgain, 503, "busy"),
    (Erased, 410, "erased"),
    (Retired, 410, "retired"),
    (Missing, 404, "not_found"),
    (Tampered, 500, "tampered"),
    (StorageError, 500, "failed"),
)


class Refusal(BotError):
    """A request that is not carried out, with the status and the key of the sentence."""

    def __init__(self, status: int, key: str, **blanks: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.blanks = blanks


def said(shape: dict[str, Any], status: int = 200) -> Response:
    """An answer."""
    return JSONResponse(shape, status, headers=NO_STORE)


def refused(words: Words, refusal: Refusal) -> Response:
    """The answer to what is not carried out: a code for the script, a sentence for people."""
    sentence = words.say(f"api.{refusal.key}", **refusal.blanks)
    return said({"error": refusal.key, "say": sentence}, refusal.status)


def answering(words: Words, handler: Handler) -> Handler:
    """The handler, with everything it refuses turned into an answer."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Refusal as refusal:
            return refused(words, refusal)
        except ClientDisconnect:
            return refused(words, Refusal(400, "cut_off"))
        except StorageError as error:
            return refused(words, _translated(error))

    return answer


def _translated(error: StorageError) -> Refusal:
    status, key = next((s, k) for kind, s, k in _OF_STORAGE if isinstance(error, kind))
    return Refusal(status, key)


def delivery_id(value: object) -> str:
    """The sender's own name for a delivery, by which a repetition is recognised."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Refusal(400, "bad_id")
    return value


async def json_body(request: Request) -> dict[str, Any]:
    """The request's JSON object; never more than a bounded part of it is read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise Refusal(413, "text_too_long")
    try:
        shape = json.loads(body)
    except (ValueError, RecursionError):  # broken, or nested without end
        raise Refusal(400, "bad_request") from None
    if not isinstance(shape, dict):
        raise Refusal(400, "bad_request")
    return shape


def string_of(shape: dict[str, Any], name: str) -> str:
    """A member that must be text which can be written as UTF-8."""
    value = shape.get(name, "")
    if not isinstance(value, str):
        raise Refusal(400, "bad_request")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refusal(400, "bad_request") from None
    return value


def whole(value: str) -> int:
    """A whole number small enough for the database.

    Raises:
        ValueError: it is something else.
    """
    if not _WHOLE.fullmatch(value):
        raise ValueError("not a whole number")
    return int(value)


def whole_of(request: Request, name: str) -> int | None:
    """A query member that is a whole number, None if it is absent."""
    value = request.query_params.get(name)
    if value is None:
        return None
    try:
        return whole(value)
    except ValueError:
        raise Refusal(400, "bad_request") from None
