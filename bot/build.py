"""Where real things are chosen: the only module that names concrete classes."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
import uvicorn

from bot.bell import Bell
from bot.checking import Checker
from bot.clock import SystemClock
from bot.clockwork import Clockwork
from bot.delivery import Deliverer
from bot.desk import build_desk
from bot.doors import Door
from bot.errors import SettingsWrong
from bot.metrics import CountingReader, Metrics
from bot.reach import DoorReach
from bot.reading.parent import ChildReader
from bot.reception import Reception
from bot.settings import Settings
from bot.upkeep import Upkeep
from bot.worker import Worker
from handlers import typed
from handlers.crisis import at_the_door
from handlers.desk import Desk
from handlers.messages import Reply
from handlers.ports import Clock, Reach
from storage.folder import DataFolder
from storage.store import Store

BACKLOG = 2048
"""Connections that may wait before the server takes them; uvicorn's own default."""
SWITCH = 0.0005
"""Seconds that the event loop may keep the interpreter while a thread has news from the disk."""
GRACE = 10.0
"""Seconds that work in hand gets to finish after SIGTERM."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rooms:
    """Everything that runs, connected."""

    settings: Settings
    store: Store
    bell: Bell
    clock: Clock
    desk: Desk
    doors: Mapping[str, Door]
    reach: Reach
    reception: Reception
    reader: ChildReader
    worker: Worker
    deliverer: Deliverer
    clockwork: Clockwork
    metrics: Metrics
    checker: Checker
    upkeep: Upkeep


@asynccontextmanager
async def rooms(
    settings: Settings, bell: Bell, doors: Sequence[Door], clock: Clock | None = None
) -> AsyncIterator[Rooms]:
    """Open the store and connect everything; close in the reverse order.

    Args:
        doors: the doors this process answers for; no two processes share one.
        clock: another one than the machine's.
    """
    named = {door.name: door for door in doors}
    clock = clock or SystemClock()
    reach = DoorReach(named, clock)
    desk = replace(build_desk(settings), reach=reach)
    metrics = Metrics()
    place = DataFolder.at(settings.data, settings.key_file)
    async with (
        await Store.open(
            settings.data, key_file=settings.key_file, low_water=settings.low_water
        ) as store,
        ChildReader(
            threads=settings.ocr_threads,
            seconds=settings.ocr_seconds,
            memory_mb=settings.ocr_memory_mb,
        ) as reader,
    ):

        def look(text: str) -> Reply | None:
            return at_the_door(desk.crisis, desk.texts, text)

        yield Rooms(
            settings=settings,
            store=store,
            bell=bell,
            clock=clock,
            desk=desk,
            doors=named,
            reach=reach,
            reception=Reception(store, bell, clock, look, typed.closes),
            reader=reader,
            worker=Worker(
                store=store,
                desk=desk,
                doors=named,
                reader=CountingReader(reader, metrics),
                bell=bell,
                clock=clock,
                metrics=metrics,
            ),
            deliverer=_deliverer(store, desk, named, reach, bell, clock=clock, metrics=metrics),
            clockwork=Clockwork(
                store=store, desk=desk, reach=reach, bell=bell, clock=clock, metrics=metrics
            ),
            metrics=metrics,
            checker=Checker(place, timedelta(hours=settings.verify_hours), metrics, clock),
            upkeep=Upkeep(store=store, rules=desk.rules, clock=clock),
        )


def _deliverer(
    store: Store,
    desk: Desk,
    doors: Mapping[str, Door],
    reach: Reach,
    bell: Bell,
    *,
    clock: Clock,
    metrics: Metrics,
) -> Deliverer:
    return Deliverer(
        store=store,
        doors=doors,
        reach=reach,
        reply=desk.reply,
        bell=bell,
        clock=clock,
        metrics=metrics,
    )


class Server(uvicorn.Server):
    """A uvicorn server that leaves signals to `serve`, which stops everything together."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def bound(host: str, port: int) -> socket.socket:
    """A listening socket, made before anything else so that a taken port is said at once.

    Raises:
        SettingsWrong: the port is taken or the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError:
        made.close()
        raise SettingsWrong(
            f"端口 {port} 或地址 {host} 不能用：端口可能被占用。请换一个端口，或设为 0 任选。"
        ) from None
    return made


async def serve(
    rooms: Rooms,
    *servers: tuple[Server, socket.socket],
    receiving: Sequence[Callable[[], Coroutine[None, None, None]]] = (),
    opened: Callable[[], None] = lambda: None,
    closing: Callable[[], None] = lambda: None,
) -> None:
    """Run worker, delivery and servers until SIGTERM or SIGINT; then finish work in hand.

    Args:
        receiving: doors that fetch what arrives instead of being called; they end first.
        opened: called when the folder is ours and whoever connects is waited for.
        closing: called first, to end streams that would keep a server from stopping.
    """
    sys.setswitchinterval(SWITCH)
    gc.collect()
    gc.freeze()  # what was loaded stays; nobody needs to look through it again
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    recovered = await rooms.store.recover(rooms.clock.now())
    log.info("started", again=recovered.again, held=recovered.held)
    for _, bound in servers:
        bound.listen(BACKLOG)
    opened()
    background = [
        asyncio.create_task(rooms.worker.run()),
        asyncio.create_task(rooms.deliverer.run()),
        asyncio.create_task(rooms.clockwork.run()),
        asyncio.create_task(rooms.checker.run()),
        asyncio.create_task(rooms.upkeep.run()),
    ]
    doors = [asyncio.create_task(server.serve([bound])) for server, bound in servers]
    fetching = [asyncio.create_task(receive()) for receive in receiving]
    try:
        await _until_stopped(stop, [*background, *doors, *fetching])
    finally:
        closing()
        for task in fetching:
            task.cancel()
        await asyncio.gather(*fetching, return_exceptions=True)
        for server, _ in servers:
            server.should_exit = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await asyncio.gather(*doors, return_exceptions=True)
                await _until_idle(rooms)
        for task in [*background, *doors]:
            task.cancel()
        await asyncio.gather(*background, *doors, return_exceptions=True)
        log.info("stopped")


async def _until_stopped(stop: asyncio.Event, running: list[asyncio.Task[None]]) -> None:
    """Wait for the signal, or for a part that ended by itself, which is a fault."""
    signalled = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([signalled, *running], return_when=asyncio.FIRST_COMPLETED)
    signalled.cancel()
    for task in done:
        if task is not signalled:
            task.result()


async def _until_idle(rooms: Rooms) -> None:
    """Deliveries that were acknowledged are answered before the doors' process ends."""
    await rooms.worker.finish()
    while await rooms.deliverer.deliver_due():
        pass
