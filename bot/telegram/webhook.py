"""Updates that Telegram brings: checked, made durable, only then acknowledged."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.settings import Secret
from bot.telegram import raw
from bot.telegram.receiving import Receiver
from storage.errors import StorageError

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LIMIT = 1_000_000
"""An update is a few kilobytes; whoever sends more is not Telegram."""

log = structlog.get_logger()


class TooLarge(Exception):
    """A body nobody reads to its end."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """The one address Telegram may call."""

    receiver: Receiver
    secret: Secret

    def app(self) -> Starlette:
        """What is served on the port for platforms."""
        return Starlette(routes=[Route(PATH, self.take, methods=["POST"])])

    async def take(self, request: Request) -> Response:
        """POST: 200 when durable or not for keeping, 503 when Telegram shall bring it again."""
        if not self._knows(request.headers.get(HEADER, "")):
            log.warning("wrong_secret", door="telegram")
            return Response(status_code=403)
        try:
            update = raw.read(await _body(request))
            await self.receiver.take([update])
        except TooLarge:
            return Response(status_code=413)
        except (raw.NotAnUpdate, ClientDisconnect):
            return Response(status_code=400)
        except StorageError as error:
            log.warning("not_received", reason=error.code)
            return Response(status_code=503, headers={"Retry-After": "2"})
        return Response(status_code=200)

    def _knows(self, given: str) -> bool:
        expected = self.secret.reveal().encode()
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected)


async def _body(request: Request) -> bytes:
    """The body, never more than a bounded part of it.

    Raises:
        TooLarge: there is more.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > LIMIT:
        raise TooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise TooLarge
    return bytes(body)
