"""`wenzhu run`: the service in the foreground, until it is told to stop."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Mapping

import uvicorn
import uvloop

from bot import logs
from bot.bell import Bell
from bot.build import Rooms, Server, bound, rooms, serve
from bot.console.console import Console, Parts
from bot.console.door import LocalDoor
from bot.mail import mails
from bot.metrics import look, metrics_route
from bot.settings import Settings
from bot.telegram.service import telegrams
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
    with bound(settings.host, settings.port) as listening:
        async with (
            telegrams(settings) as bots,
            rooms(
                settings, bell, [LocalDoor(bell), *(bot.door for bot in bots), *mails(settings)]
            ) as all_rooms,
        ):
            services = [bot.service(all_rooms) for bot in bots]
            console = Console(
                Parts(
                    store=all_rooms.store,
                    reception=all_rooms.reception,
                    bell=bell,
                    clock=all_rooms.clock,
                    settings=settings,
                    texts=all_rooms.desk.texts,
                    reply=all_rooms.desk.reply,
                    port=listening.getsockname()[1],
                )
            )
            route = metrics_route(all_rooms.metrics, lambda: _numbers(all_rooms))
            app = web_app(console, lambda: _readiness(all_rooms), route)
            config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on")
            warming = asyncio.create_task(all_rooms.reader.warm())
            await serve(
                all_rooms,
                (Server(config), listening),
                *(server for service in services for server in service.servers()),
                receiving=[service.run for service in services],
                opened=lambda: _announce(console),
                closing=console.close,
            )
            warming.cancel()


def _announce(console: Console) -> None:
    """Where to go; said when somebody who goes there is let in."""
    sys.stdout.write(f"{console.announcement()}\n")
    sys.stdout.flush()


async def _readiness(all_rooms: Rooms) -> Mapping[str, bool]:
    """Whether each part can work now."""
    return {
        "database": await _database(all_rooms),
        "disk": _disk(all_rooms),
        "worker": all_rooms.worker.alive,
    }


async def _numbers(all_rooms: Rooms) -> None:
    def free() -> int:
        return shutil.disk_usage(all_rooms.settings.data).free

    await look(all_rooms.metrics, all_rooms.store, all_rooms.clock, free)


async def _database(all_rooms: Rooms) -> bool:
    try:
        async with all_rooms.store.snapshot() as view:
            await view.inbox_row(0)
    except StorageError:
        return False
    return True


def _disk(all_rooms: Rooms) -> bool:
    try:
        all_rooms.store.room(0)
    except DiskLow:
        return False
    return True
