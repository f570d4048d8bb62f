"""What every request must pass before anything of ours looks at it.

1. Host: one of our own names, or a page on another name has been pointed at us (DNS rebinding).
2. Origin: whatever changes something, and every websocket, comes from a page of ours.
3. Session: a signed cookie, except for the few doors that give one or say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.console.answers import Refusal, refused
from bot.console.places import Places
from bot.console.sessions import COOKIE, Sessions
from bot.console.words import Words

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = frozenset({"/healthz", "/readyz", "/enter", "/login"})
"""Doors without a session; they say nothing about anybody."""
FEED = re.compile(r"/calendar/[A-Za-z0-9_-]{20,64}\.ics")
"""A calendar's address is its own secret; phones that fetch it have no session."""
LOCAL = frozenset({"/metrics"})
"""Doors without a session for callers on this machine alone."""
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Wraps the whole application.

    Args:
        way_in: the page shown to a browser without a session.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        places: Places,
        sessions: Sessions,
        words: Words,
        way_in: Callable[[], Response],
    ) -> None:
        self.app = app
        self._places = places
        self._sessions = sessions
        self._words = words
        self._way_in = way_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal is None:
                await self.app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        await (refusal or self.app)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self._host_is_ours(headers):
            return PlainTextResponse(self._words.say("api.wrong_host"), 403)
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE
        if changes and not self._places.knows_origin(headers.get("origin", "")):
            return refused(self._words, Refusal(403, "wrong_origin"))
        path: str = scope["path"]
        if path in OPEN or FEED.fullmatch(path) or self._has_session(headers):
            return None
        if path in LOCAL and _from_here(scope):
            return None
        return self._without_session(path)

    def _host_is_ours(self, headers: Headers) -> bool:
        hosts = headers.getlist("host")
        return len(hosts) == 1 and hosts[0].lower() in self._places.hosts

    def _has_session(self, headers: Headers) -> bool:
        # not http.cookies: it gives up at the first odd cookie another program set on this host
        cookies = cookie_parser(headers.get("cookie", ""))
        return COOKIE in cookies and self._sessions.valid(cookies[COOKIE])

    def _without_session(self, path: str) -> Response:
        return self._way_in() if path == "/" else refused(self._words, Refusal(401, "no_session"))


def _from_here(scope: Scope) -> bool:
    """Whether the caller is on this machine; behind a proxy, the one the proxy speaks for."""
    client = scope.get("client")
    try:
        return client is not None and ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _with_headers(send: Send) -> Send:
    """Sends our headers along; an answer that brings a stricter one of its own keeps it."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            # every answer may tell about somebody's trouble; the browser keeps none of them
            if headers.get("content-type", "").startswith(("text/html", "application/json")):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending
