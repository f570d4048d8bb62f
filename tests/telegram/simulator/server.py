"""The Bot API over HTTP: token, method, faults, answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tests.telegram.simulator import changing, profile, receiving, sending
from tests.telegram.simulator.call import Call, read_call
from tests.telegram.simulator.faults import Fault
from tests.telegram.simulator.receiving import Told
from tests.telegram.simulator.refusals import Refusal
from tests.telegram.simulator.shapes import Json
from tests.telegram.simulator.world import World

Method = Callable[[World, Call], Awaitable[Any]]
METHODS: dict[str, Method] = {
    "getme": profile.get_me,
    "getchat": profile.get_chat,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "setmydescription": profile.set_my_description,
    "getmydescription": profile.get_my_description,
    "setmyshortdescription": profile.set_my_short_description,
    "getmyshortdescription": profile.get_my_short_description,
    "getupdates": receiving.get_updates,
    "setwebhook": receiving.set_webhook,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.get_webhook_info,
    "getfile": receiving.get_file,
    "sendmessage": sending.send_message,
    "sendchataction": sending.send_chat_action,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "editmessagetext": changing.edit_message_text,
    "editmessagereplymarkup": changing.edit_message_reply_markup,
    "deletemessage": changing.delete_message,
    "answercallbackquery": changing.answer_callback_query,
}
"""Names are compared without their capitals, as the real server does."""


class CuttableProtocol(HttpToolsProtocol):
    """A connection that a fault can end in the middle of a call."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["state"]["cut"] = self.transport.abort


class ApiServer(uvicorn.Server):
    """Ends at once: a poll that waits must not hold up a test."""

    def __init__(self, app: Any) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=CuttableProtocol,
                ws="none",
                log_level="warning",
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=1,
                timeout_keep_alive=75,
            )
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call leads to."""

    status: int
    body: Json

    def response(self) -> Response:
        return JSONResponse(self.body, self.status)


def refused(refusal: Refusal) -> Outcome:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return Outcome(refusal.code, body)


async def _perform(world: World, call: Call) -> Outcome:
    method = METHODS.get(call.method)
    if method is None:
        return refused(Refusal(404, "Not Found: method not found"))
    try:
        result = await method(world, call)
    except Refusal as refusal:
        return refused(refusal)
    if isinstance(result, Told):
        told: Json = {"ok": True, "result": result.result, "description": result.description}
        return Outcome(200, told)
    return Outcome(200, {"ok": True, "result": result})


def _broken(fault: Fault, request: Request) -> Response:
    """The answer of a fault that has one, or the end of the connection."""
    if fault.kind == "cut":
        request.scope["state"]["cut"]()
        return Response(status_code=500)
    if fault.kind == "garbage":
        return Response('{"ok":tru', media_type="application/json")
    if fault.status in (502, 503, 504):
        return Response("<html><h1>Bad Gateway</h1></html>", fault.status, media_type="text/html")
    after = {"retry_after": fault.retry_after} if fault.retry_after else {}
    return refused(Refusal(fault.status, fault.wording, **after)).response()


async def _with_fault(world: World, call: Call, fault: Fault, request: Request) -> Response:
    if fault.kind == "slow":
        if fault.effect:
            outcome = await _perform(world, call)
            await asyncio.sleep(fault.seconds)
        else:
            await asyncio.sleep(fault.seconds)
            outcome = await _perform(world, call)
        return outcome.response()
    if fault.effect:
        await _perform(world, call)
    await asyncio.sleep(fault.seconds)
    return _broken(fault, request)


async def answer(world: World, request: Request) -> Response:
    """One call of a method."""
    name = request.path_params["method"]
    if request.path_params["token"] != world.token:
        return refused(Refusal(401, "Unauthorized")).response()
    began = time.time()
    try:
        call = await read_call(request, name.lower())
    except Refusal as refusal:
        return refused(refusal).response()
    fault = world.faults.take(call.method, call.chat)
    record: Json = {"at": began, "method": name, "chat_id": call.chat, "values": dict(call.values)}
    record |= {"fault": fault.kind if fault else None, "status": None, "description": ""}
    world.calls.append(record)
    if fault is not None:
        response = await _with_fault(world, call, fault, request)
        record["status"] = 0 if fault.kind == "cut" else response.status_code
    else:
        outcome = await _perform(world, call)
        response = outcome.response()
        record |= {"status": outcome.status, "description": outcome.body.get("description", "")}
    record["seconds"] = time.time() - began
    world.touch()
    return response


async def download(world: World, request: Request) -> Response:
    """The bytes of a file."""
    if request.path_params["token"] != world.token:
        return refused(Refusal(401, "Unauthorized")).response()
    fault = world.faults.take("download", None)
    if fault is not None and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    elif fault is not None:
        return _broken(fault, request)
    stored = world.files.by_path.get(request.path_params["path"])
    if stored is None:
        return refused(Refusal(404, "Not Found")).response()
    return Response(stored.content, media_type="application/octet-stream")


async def nowhere(_request: Request) -> Response:
    return refused(Refusal(404, "Not Found")).response()
