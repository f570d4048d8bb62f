"""A door over plain HTTP for many persons, as a program: the real service with one more door.

    python -m tests.doors.httpdoor DATA PORT SINK

POST /deliver {"id", "person", "text"?, "file"? (base64), "name"?} answers 200 once the delivery
is durable. Every reply is posted to the sink as {"key", "person", "text", "stage"}; a reply
counts as handed over when the sink answers 200. GET /state tells the queues.

Two floors for the benchmark: POST /echo does everything /deliver does except storing, and
POST /relay answers through the sink at once, without inbox, worker or outbox.
"""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import sys
from datetime import timedelta
from pathlib import Path

import httpx
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot import logs
from bot.bell import Bell
from bot.build import Rooms, Server, rooms, serve
from bot.errors import TryLater, Unreadable
from bot.reading.kinds import sniff
from bot.settings import Settings
from handlers.messages import Incoming, Media, Origin, OriginKind, Reply
from storage.records import InboxRow, OutboxRow

NAME = "http"


class HttpDoor:
    """Translates the JSON above; hands replies to the sink."""

    def __init__(self, sink: str) -> None:
        self.sink = sink
        self._client = httpx.AsyncClient(timeout=10)

    @property
    def name(self) -> str:
        return NAME

    def translate(self, row: InboxRow, payload: bytes) -> Incoming:
        try:
            shape = json.loads(payload)
            media: tuple[Media, ...] = ()
            if row.uploads:
                kind, mime = sniff(base64.b64decode(shape["head"]), shape["name"])
                media = (Media(kind, shape["name"], mime, row.uploads[0]),)
            return Incoming(
                door=NAME,
                chat=shape["person"],
                message=shape["id"],
                person=row.person,
                ledger=row.ledger,
                item=row.item,
                received_at=row.received_at,
                text=shape.get("text", ""),
                media=media,
                origin=Origin(OriginKind.HIDDEN) if shape.get("forwarded") else None,
                group=shape.get("group"),
                button=shape.get("button"),
                edits=shape.get("edits"),
                recalls=shape.get("recalls"),
                first=row.first,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(type(error).__name__) from None

    async def deliver(self, address: str, row: OutboxRow, reply: Reply) -> None:
        said = {
            "key": row.key,
            "person": address,
            "text": reply.text,
            "stage": reply.stage.value,
            "replaces": row.replaces,
            "buttons": [button.action for button in reply.buttons],
        }
        if not self.sink:
            return
        try:
            answer = await self._client.post(self.sink, json=said)
        except httpx.HTTPError as error:
            raise TryLater(type(error).__name__, timedelta(seconds=1)) from None
        if answer.status_code != 200:
            raise TryLater(str(answer.status_code), timedelta(seconds=1))


def app(all_rooms: Rooms, door: HttpDoor) -> Starlette:
    """The door's HTTP side."""
    client = httpx.AsyncClient(timeout=10)

    async def deliver(request: Request) -> JSONResponse:
        raw = await request.body()
        shape = json.loads(raw)
        if "file" not in shape:
            row = await all_rooms.reception.receive(
                door=NAME,
                delivery_id=shape["id"],
                address=shape["person"],
                payload=raw,
                text=shape.get("text", ""),
            )
            return JSONResponse({"id": shape["id"], "new": row.new})
        content = base64.b64decode(shape.pop("file"))
        shape["head"] = base64.b64encode(content[:4096]).decode()
        async with all_rooms.store.uploading(NAME, shape["person"]) as upload:
            await upload.begin()
            await upload.write(content)
            part = await upload.finish()
            row = await all_rooms.reception.receive(
                door=NAME,
                delivery_id=shape["id"],
                address=shape["person"],
                payload=json.dumps(shape).encode(),
                text=shape.get("text", ""),
                item=upload.item,
                uploads=(part,),
            )
        return JSONResponse({"id": shape["id"], "new": row.new})

    async def echo(request: Request) -> JSONResponse:
        shape = json.loads(await request.body())
        return JSONResponse({"id": shape["id"], "new": True})

    async def relay(request: Request) -> JSONResponse:
        shape = json.loads(await request.body())
        said = {"key": shape["id"], "person": shape["person"], "text": "", "stage": "talk"}
        await client.post(door.sink, json=said)
        return JSONResponse({"id": shape["id"], "new": True})

    async def state(_: Request) -> JSONResponse:
        async with all_rooms.store.snapshot() as view:
            counts = await view.counts()
        return JSONResponse(
            {
                "inbox": counts.inbox_waiting,
                "steps": counts.steps_waiting,
                "outbox": {state.value: n for state, n in counts.outbox.items()},
            }
        )

    return Starlette(
        routes=[
            Route("/deliver", deliver, methods=["POST"]),
            Route("/echo", echo, methods=["POST"]),
            Route("/relay", relay, methods=["POST"]),
            Route("/state", state),
        ]
    )


async def main(data: Path, port: int, sink: str) -> None:
    settings = Settings(data=data)
    door = HttpDoor(sink)
    async with rooms(settings, Bell(), [door]) as all_rooms:
        config = uvicorn.Config(app(all_rooms, door), log_config=None, access_log=False)
        with socket.create_server(("127.0.0.1", port)) as bound:
            await serve(all_rooms, (Server(config), bound))


if __name__ == "__main__":
    logs.set_up("warning")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
