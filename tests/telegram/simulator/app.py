"""The application: Bot API, files and control side on one port."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.telegram.simulator.control import Control
from tests.telegram.simulator.server import answer, download, nowhere
from tests.telegram.simulator.world import World


def application(token: str, username: str = "wenzhu_test_bot") -> Starlette:
    """A simulator for one bot."""
    control = Control(World(token, username))

    async def call(request: Request) -> Response:
        return await answer(control.world, request)

    async def file(request: Request) -> Response:
        return await download(control.world, request)

    return Starlette(
        routes=[
            *control.routes(),
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", file, methods=["GET"]),
            Route("/{rest:path}", nowhere, methods=["GET", "POST"]),
        ]
    )
