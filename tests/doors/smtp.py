"""A real mail server, as small as the protocol allows, with switches for refusing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

Say = Callable[[str], Awaitable[None]]


@dataclass(slots=True)
class MailServer:
    """What arrived, and what is answered to a recipient and to a letter."""

    port: int = 0
    recipient: str = "250 ok"
    letter: str = "250 taken"
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        self.open.add(writer)
        with contextlib.suppress(ConnectionError):
            await self._talk(reader, say)

    async def _talk(self, reader: asyncio.StreamReader, say: Say) -> None:
        await say("220 test")
        to = ""
        while line := (await reader.readline()).decode().strip():
            verb = line.upper().partition(" ")[0].partition(":")[0]
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                await say(self.recipient)
            elif verb == "DATA":
                await say("354 go on")
                raw = await reader.readuntil(b"\r\n.\r\n")
                if self.letter.startswith("2"):
                    parsed = message_from_bytes(raw[:-5], policy=policy.default)
                    assert isinstance(parsed, EmailMessage)
                    self.letters.append((to, parsed))
                await say(self.letter)
            elif verb == "QUIT":
                await say("221 bye")
                break
            else:
                await say("250 ok")


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    """The server on a port of its own."""
    mails = MailServer()
    server = await asyncio.start_server(mails.serve, "127.0.0.1", 0)
    mails.port = server.sockets[0].getsockname()[1]
    async with server:
        yield mails
        for writer in mails.open:
            writer.close()
        for writer in mails.open:
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
