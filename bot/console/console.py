"""The chat page put together: interface, way in and page behind one guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.bell import Bell
from bot.console.answers import Refusal, answering, refused
from bot.console.api import Api
from bot.console.calendars import Calendars
from bot.console.evidence import Evidence
from bot.console.gate import Gate
from bot.console.guard import Guard
from bot.console.news import News
from bot.console.page import Framed, page_app
from bot.console.places import Places, qr_picture, qr_terminal
from bot.console.sessions import Password, Sessions, Token, session_key
from bot.console.uploads import Uploads
from bot.console.words import Words
from bot.reception import Reception
from bot.settings import Settings
from handlers.messages import Reply
from handlers.ports import Clock
from handlers.texts.texts import Texts
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Parts:
    """What the console leans on.

    Attributes:
        reply: reads a reply out of the outbox, as it may be shown.
        port: the port really bound, also when the settings say "any".
    """

    store: Store
    reception: Reception
    bell: Bell
    clock: Clock
    settings: Settings
    texts: Texts
    reply: Callable[[bytes], Reply]
    port: int


class Console:
    """The local chat page. One per process, as NiceGUI has one application per process."""

    def __init__(self, parts: Parts) -> None:
        settings = parts.settings
        self._words = Words(parts.texts)
        self._places = Places.of(settings, parts.port)
        self._token = Token()
        self._sessions = Sessions(session_key(settings.data, settings.password), parts.clock)
        password = settings.password
        self._gate = Gate(
            self._words,
            self._sessions,
            self._token,
            None if password is None else Password(password, parts.clock),
        )
        self._api = Api(parts.store, parts.reception, parts.bell, parts.clock, parts.reply)
        self._uploads = Uploads(parts.store, parts.reception, parts.bell, settings.upload_limit)
        self._evidence = Evidence(parts.store)
        self._calendars = Calendars(parts.store, parts.clock, parts.texts)
        self._news = News(parts.store, parts.bell)
        self._limit_mb = settings.upload_mb

    @property
    def link(self) -> str:
        """The address to open once; it gives a session to the first who comes with it."""
        return f"{self._places.home}/enter?token={self._token.value}"

    def announcement(self) -> str:
        """What the terminal shows at start."""
        lines = [self._words.say("terminal.open"), "", f"  {self.link}", ""]
        phone = self._places.phone
        if phone is not None:
            lines += [self._words.say("terminal.phone", address=phone), "", qr_terminal(phone), ""]
        return "\n".join(lines)

    def close(self) -> None:
        """End open news streams, so that the server can stop; call it before stopping."""
        self._news.close()

    def routes(self) -> list[Route]:
        """The way in and the HTTP interface."""
        plain = [
            Route("/enter", self._gate.enter, methods=["GET"]),
            Route("/login", self._gate.form, methods=["GET"]),
            Route("/login", self._gate.login, methods=["POST"]),
        ]
        interface = [
            ("/api/say", self._api.say, "POST"),
            ("/api/press", self._api.press, "POST"),
            ("/api/files/{id}", self._uploads.take, "POST"),
            ("/api/history", self._api.history, "GET"),
            ("/api/pictures/{key:path}", self._api.picture, "GET"),
            ("/api/evidence", self._evidence.listed, "GET"),
            ("/api/originals/{number}", self._evidence.original, "GET"),
            ("/api/thumbnails/{number}", self._evidence.thumbnail, "GET"),
            ("/api/news", self._news.stream, "GET"),
            ("/api/calendar.ics", self._calendars.file, "GET"),
            ("/calendar/{secret}.ics", self._calendars.feed, "GET"),
        ]
        return plain + [
            Route(path, answering(self._words, handler), methods=[method])
            for path, handler, method in interface
        ]

    def page(self) -> FastAPI:
        """The page and what it loads."""
        phone = self._places.phone
        shown = None if phone is None else {"address": phone, "picture": qr_picture(phone)}
        return page_app(self._words.for_browser(), self._limit_mb, shown)

    def framed(self, page: ASGIApp) -> ASGIApp:
        """The page, narrowed down to what it needs; everything else is nowhere."""
        return Framed(page, self._gate.nowhere)

    async def failed(self, _: Request, __: Exception) -> Response:
        """The answer when the program has a fault; what was wrong goes to the log only."""
        return refused(self._words, Refusal(500, "failed"))

    def guarded(self, app: ASGIApp) -> ASGIApp:
        """The application behind the guard."""
        return Guard(
            app,
            places=self._places,
            sessions=self._sessions,
            words=self._words,
            way_in=self._gate.way_in,
        )
