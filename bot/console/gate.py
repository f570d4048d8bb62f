"""The way in: the printed address with its token, or the password form; small pages of our own."""

from __future__ import annotations

import math
from datetime import timedelta
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.console.sessions import COOKIE, LIFETIME, Password, Sessions, Token
from bot.console.words import Words

FORM_LIMIT = 4096
_STYLE = (Path(__file__).parent / "page" / "base.css").read_text(encoding="utf-8")
_PAGE = Template(
    """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>$title</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">$head
<style>$style</style></head>
<body><main class="gate"><h1>$title</h1>$content</main></body></html>
"""
)
_FORM = Template(
    """<form method="post" action="/login"><p>$how</p>
<label for="password">$label</label>
<input id="password" name="password" type="password" autocomplete="current-password"
 required autofocus><p class="gate-note" role="alert">$note</p>
<button type="submit">$enter</button></form>"""
)


class Gate:
    """Gives sessions to those who know the token or the password."""

    def __init__(
        self, words: Words, sessions: Sessions, token: Token, password: Password | None
    ) -> None:
        self._words = words
        self._sessions = sessions
        self._token = token
        self._password = password

    async def enter(self, request: Request) -> Response:
        """GET /enter?token=: a session for the first who comes with it.

        The answer is a page that goes on by itself: a redirect would still count as coming from
        wherever the address was clicked, and the strict cookie would stay away.
        """
        onward = '<meta http-equiv="refresh" content="0;url=/">'
        link = f'<p>{self._say("entering")}</p><p><a href="/">{self._say("home")}</a></p>'
        page = self._page("title", link, head=onward)
        if self._token.use(request.query_params.get("token", "")):
            return self._admit(request, page)
        # whoever is in already may open the old address again: a reload, a second click
        return page if self._sessions.valid(request.cookies.get(COOKIE, "")) else self.used()

    async def form(self, _: Request) -> Response:
        """GET /login: the form, or how to get in when there is no password."""
        return self.way_in()

    async def login(self, request: Request) -> Response:
        """POST /login: a session for the right password."""
        if self._password is None:
            return self.way_in()
        who = request.client.host if request.client else ""
        wait = self._password.wait(who)
        if wait > timedelta():
            minutes = str(max(1, math.ceil(wait.total_seconds() / 60)))
            answer = self._form(self._say("wait", minutes=minutes), 429)
            answer.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
            return answer
        if not self._password.right(await _password_in(request), who):
            return self._form(self._say("wrong"), 403)
        return self._admit(request, RedirectResponse("/", 303))

    def way_in(self) -> Response:
        """What a browser without a session sees."""
        if self._password is not None:
            return self._form("", 401)
        return self._page("needed", f"<p>{self._say('needed_how')}</p>", status=401)

    def used(self) -> Response:
        """What the second one to use the printed address sees."""
        said = f"<p>{self._say('used_how')}</p><p>{self._say('needed_how')}</p>"
        return self._page("used", f'{said}<p><a href="/">{self._say("home")}</a></p>', status=403)

    def nowhere(self) -> Response:
        """What an address that leads nowhere shows."""
        link = f'<p><a href="/">{self._say("home")}</a></p>'
        return self._page("nowhere", link, status=404)

    def _admit(self, request: Request, response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            self._sessions.issue(),
            max_age=int(LIFETIME.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    def _form(self, note: str, status: int) -> Response:
        form = _FORM.substitute(
            how=self._say("password_how"),
            label=self._say("password"),
            enter=self._say("enter"),
            note=note,
        )
        page = self._page("title", form, status=status)
        # with no-referrer browsers send "Origin: null" for a form, which we could not tell apart
        page.headers["Referrer-Policy"] = "same-origin"
        return page

    def _page(self, title: str, content: str, *, status: int = 200, head: str = "") -> Response:
        html = _PAGE.substitute(title=self._say(title), content=content, head=head, style=_STYLE)
        return HTMLResponse(html, status)

    def _say(self, key: str, **blanks: str) -> str:
        return escape(self._words.say(f"gate.{key}", **blanks))


async def _password_in(request: Request) -> str:
    """The password of a form that is not absurdly long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_LIMIT:
            return ""
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return fields.get("password", [""])[0]
