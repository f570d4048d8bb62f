"""python-telegram-bot, pointed at the simulator."""

from __future__ import annotations

from telegram import Bot
from telegram.request import HTTPXRequest

from tests.telegram.simulator.client import Simulator


def _request() -> HTTPXRequest:
    return HTTPXRequest(connection_pool_size=64, httpx_kwargs={"trust_env": False})


def bot_of(simulator: Simulator, token: str = "") -> Bot:
    """The library's client; to be used as an async context manager."""
    return Bot(
        token or simulator.token,
        base_url=simulator.base_url,
        base_file_url=simulator.base_file_url,
        request=_request(),
        get_updates_request=_request(),
    )
