"""The chat page as NiceGUI serves it: one component of ours, with its words and its style.

NiceGUI keeps pages in one application per process, so this is done once per process.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi import FastAPI
from nicegui import ui
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.console.guard import POLICY

FOLDER = Path(__file__).parent / "page"
PATHS = frozenset({"/", "/favicon.ico"})
PREFIX = "/_nicegui"
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="8" fill="#1f5f63"/>'
    '<path d="M9 17l5 5 9-12" fill="none" stroke="#fff" stroke-width="3" '
    'stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


class ChatPage(ui.element, component="wenzhu_chat.js", esm={"wenzhu-page": "page"}):
    """The whole page.

    Args:
        words: every sentence it may show, by key.
        limit_mb: largest file it may send.
        phone: address and picture for opening it on a phone, None when it cannot be.
    """

    def __init__(
        self, words: Mapping[str, str], limit_mb: int, phone: Mapping[str, str] | None
    ) -> None:
        super().__init__()
        self._props["words"] = dict(words)
        self._props["limit"] = limit_mb
        self._props["phone"] = None if phone is None else dict(phone)


def page_app(words: Mapping[str, str], limit_mb: int, phone: Mapping[str, str] | None) -> FastAPI:
    """The application that serves the page at / and everything the page loads.

    Nothing of it comes from another machine, and NiceGUI's own storage is not used.
    """
    style = "\n".join(
        (FOLDER / f"{name}.css").read_text(encoding="utf-8")
        for name in ("base", "frame", "chat", "forms")
    )

    @ui.page("/")
    def chat() -> None:
        ui.add_head_html(f"<style>{style}</style>")
        ChatPage(words, limit_mb, phone)

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    ui.run_with(
        app,
        title=words["page.title"],
        favicon=ICON,
        dark=None,
        language="zh-CN",
        tailwind=False,
        gzip_middleware_factory=None,  # the nonce is put into the page behind it
        cache_control_directives="no-cache",  # files of ours may change with an update
        show_welcome_message=False,
        binding_refresh_interval=None,
        message_history_length=0,
    )
    return app


class Framed:
    """NiceGUI's application, with what it may serve and run narrowed down.

    It answers only for the page and what the page loads. Exactly the page's own inline scripts
    may run, by a nonce drawn for each answer: NiceGUI writes inline scripts into the page, and
    the policy would otherwise have to allow any. Content reaches the page only as escaped JSON,
    so the tags found are NiceGUI's own.
    """

    def __init__(self, app: ASGIApp, nowhere: Callable[[], Response]) -> None:
        self._app = app
        self._nowhere = nowhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what belongs to the page; an HTML answer is held until it is whole."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if path not in PATHS and not path.startswith(PREFIX):
            await self._nowhere()(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def held(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_html(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await _send_nonced(start, bytes(body), send)

        await self._app(scope, receive, held)


def _is_html(message: Message) -> bool:
    return MutableHeaders(scope=message).get("content-type", "").startswith("text/html")


async def _send_nonced(start: Message, body: bytes, send: Send) -> None:
    nonce = secrets.token_urlsafe(16)
    body = body.replace(b"<script", b'<script nonce="%s"' % nonce.encode())
    headers = MutableHeaders(scope=start)
    headers["content-length"] = str(len(body))
    headers["content-security-policy"] = POLICY.replace(
        "script-src 'self'", f"script-src 'self' 'nonce-{nonce}'"
    )
    await send(start)
    await send({"type": "http.response.body", "body": body})
