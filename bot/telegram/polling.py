"""Asking Telegram for updates, and confirming only what is durable."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.errors import TryLater
from bot.settings import Secret
from bot.telegram.errors import TokenRefused, TokenTaken, translated
from bot.telegram.receiving import Receiver
from bot.telegram.wire import POLL_SECONDS, Wire
from storage.errors import StorageError

PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
SETTLED = 60.0
"""A process that has received for so long was here first; the newcomer gives way."""

log = structlog.get_logger()


@contextmanager
def only_one(token: Secret, server: str) -> Iterator[None]:
    """Held by the one process of this machine that answers for a bot.

    A name in the kernel rather than a file: it goes away with the process, whatever ends it.
    Where the system has no such names, Telegram's own answer (409) has to do.

    Raises:
        TokenTaken: another process of this machine has it.
    """
    words = f"wenzhu/telegram\0{server}\0{token.reveal()}"
    digest = hashlib.sha256(words.encode()).hexdigest()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as name:
        try:
            name.bind(f"\0wenzhu-telegram-{digest[:32]}")
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise TokenTaken from None
            log.info("no_lock", reason=type(error).__name__)
        yield


@dataclass(slots=True)
class Poller:
    """The long poll.

    The next offset is one more than the highest update that is durable here. It is kept nowhere
    else: Telegram remembers what was confirmed, and a process that starts asks without an offset
    and gets all the rest once more, which the inbox recognises. So it can never be ahead of what
    is kept, nor name a number from before Telegram began to count anew.
    """

    wire: Wire
    receiver: Receiver
    wait: int = POLL_SECONDS

    async def run(self) -> None:
        """Receive until cancelled.

        Raises:
            TokenRefused: Telegram does not know the token.
            TokenTaken: another process receives for the same bot, and was here first.
        """
        loop = asyncio.get_running_loop()
        offset, failures, since = 0, 0, None
        while True:
            try:
                updates = await self.wire.updates(offset, self.wait)
                await self.receiver.take(updates)
            except InvalidToken:
                raise TokenRefused from None
            except Conflict:
                log.warning("conflict", settled=_settled(since, loop.time()))
                if not _settled(since, loop.time()):
                    raise TokenTaken from None
                await asyncio.sleep(PAUSES[2])
            except (TelegramError, StorageError) as error:
                pause = _pause(error, failures)
                failures += 1
                log.warning("poll_failed", reason=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
            else:
                failures = 0
                since = loop.time() if since is None else since
                offset = max((update.number + 1 for update in updates), default=offset)


def _settled(since: float | None, now: float) -> bool:
    return since is not None and now - since > SETTLED


def _pause(error: TelegramError | StorageError, failures: int) -> float:
    if isinstance(error, TelegramError):
        trouble = translated(error)
        if isinstance(trouble, TryLater):
            return trouble.after.total_seconds()
    return PAUSES[min(failures, len(PAUSES) - 1)]
