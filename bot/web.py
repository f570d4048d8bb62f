"""The HTTP side of the service: the chat page, and two addresses that say how the process is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot.console.console import Console

Ready = Callable[[], Awaitable[Mapping[str, bool]]]
"""Each part by name ("database", "disk", "worker") and whether it can work now."""


def web_app(console: Console, ready: Ready, *more: Route) -> ASGIApp:
    """The application to hand to uvicorn: guard outside, the page innermost.

    The guard looks at health checks too: they need no session, but one of our own names.
    """
    page = console.page()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # a mounted application is not told about start and stop by itself
        async with page.router.lifespan_context(page):
            yield

    routes = [
        Route("/healthz", _alive, methods=["GET"]),
        Route("/readyz", _readiness(ready), methods=["GET"]),
        *more,
        *console.routes(),
        Mount("/", app=console.framed(page)),
    ]
    inner = Starlette(
        routes=routes, lifespan=lifespan, exception_handlers={Exception: console.failed}
    )
    return console.guarded(inner)


async def _alive(_: Request) -> Response:
    return JSONResponse({"alive": True})


def _readiness(ready: Ready) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        parts = await ready()
        good = all(parts.values())
        return JSONResponse({"ready": good, "parts": dict(parts)}, 200 if good else 503)

    return answer
