"""`wenzhu run`: the service in the foreground, until it is told to stop."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Mapping

import uvicorn
import uvloop

from bot import logs
from bot.bell import Bell
from bot.build import Rooms, Server, rooms, serve
from bot.console.console import Console, Parts
from bot.console.door import LocalDoor
from bot.errors import SettingsWrong
from bot.settings import Settings
from bot.web import web_app
from storage.errors import DiskLow, StorageError


def run(settings: Settings) -> int:
    """Serve; returns the exit code.

    Raises:
        StorageError: the data folder cannot be used.
    """
    logs.set_up(settings.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings))
    return 0


async def _serve(settings: Settings) -> None:
    bell = Bell()
    with _bound(settings) as bound:
        async with rooms(settings, bell, [LocalDoor(bell)]) as all_rooms:
            console = Console(
                Parts(
                    store=all_rooms.store,
                    reception=all_rooms.reception,
                    bell=bell,
                    clock=all_rooms.clock,
                    settings=settings,
                    texts=all_rooms.desk.texts,
                    port=bound.getsockname()[1],
                )
            )
            app = web_app(console, lambda: _readiness(all_rooms))
            config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on")
            sys.stdout.write(f"{console.announcement()}\n")
            sys.stdout.flush()
            warming = asyncio.create_task(all_rooms.reader.warm())
            await serve(all_rooms, (Server(config), bound), closing=console.close)
            warming.cancel()


def _bound(settings: Settings) -> socket.socket:
    """The listening socket, made before anything else so that a taken port is said at once.

    Raises:
        SettingsWrong: the port is taken or the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((settings.host, settings.port))
    except OSError:
        bound.close()
        raise SettingsWrong(
            "WENZHU_PORT 或 WENZHU_HOST 不能用：端口可能被占用。请换一个端口，或设为 0 任选。"
        ) from None
    return bound


async def _readiness(all_rooms: Rooms) -> Mapping[str, bool]:
    """Whether each part can work now."""
    return {
        "database": await _database(all_rooms),
        "disk": _disk(all_rooms),
        "worker": all_rooms.worker.alive,
    }


async def _database(all_rooms: Rooms) -> bool:
    try:
        async with all_rooms.store.transaction() as change:
            await change.counts()
    except StorageError:
        return False
    return True


def _disk(all_rooms: Rooms) -> bool:
    try:
        all_rooms.store.room(0)
    except DiskLow:
        return False
    return True
