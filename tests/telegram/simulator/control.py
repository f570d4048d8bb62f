"""The other side: what a test tells the simulator, and asks it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram.simulator.incoming import inject
from tests.telegram.simulator.refusals import ControlMistake
from tests.telegram.simulator.shapes import Json
from tests.telegram.simulator.updates import Waiting, kind_of
from tests.telegram.simulator.world import World

Handler = Callable[["Control", Request], Awaitable[Any]]


@dataclass(slots=True)
class Control:
    """Holds the world, so that a test can begin with a new one."""

    world: World

    async def reset(self, _request: Request) -> Json:
        await self.world.webhook.end()
        self.world.updates.evict("terminated by other getUpdates request")
        self.world = World(self.world.token, self.world.username)
        return {}

    async def meet(self, request: Request) -> Json:
        order = await self._order(request)
        number = int(order["chat_id"])
        kind = order.get("type") or ("private" if number > 0 else "supergroup")
        return self.world.meet(number, kind, order.get("name", "")).shape

    async def upload(self, request: Request) -> Json:
        name, mime = request.query_params.get("name", ""), request.query_params.get("mime", "")
        number = f"u{len(self.world.uploads) + 1}"
        self.world.uploads[number] = (name, mime, await request.body())
        return {"upload": number}

    async def inject(self, request: Request) -> list[Json]:
        orders = await self._json(request)
        orders = orders if isinstance(orders, list) else [orders]
        return [one.update for order in orders for one in inject(self.world, order)]

    async def release(self, request: Request) -> Json:
        self.world.updates.release((await self._order(request))["update_ids"])
        return {}

    async def again(self, request: Request) -> Json:
        order = await self._order(request)
        for _ in range(order.get("times", 1)):
            self.world.updates.again(order["update_id"])
        return {}

    async def updates(self, _request: Request) -> list[Json]:
        return [delivery(one) for one in self.world.updates.every]

    async def fault(self, request: Request) -> Json:
        return asdict(self.world.faults.add(await self._order(request)))

    async def faults(self, _request: Request) -> list[Json]:
        return [asdict(fault) for fault in self.world.faults.plan]

    async def clear_faults(self, _request: Request) -> Json:
        self.world.faults.plan.clear()
        return {}

    async def rates(self, request: Request) -> Json:
        order, rates = await self._order(request), self.world.rates
        rates.on = bool(order.get("on", True))
        rates.overall = int(order.get("overall", rates.overall))
        rates.per_chat = int(order.get("per_chat", rates.per_chat))
        rates.group_minute = int(order.get("group_minute", rates.group_minute))
        return {"on": rates.on, "overall": rates.overall, "per_chat": rates.per_chat}

    async def settings(self, request: Request) -> Json:
        order, world = await self._order(request), self.world
        world.webhook.delay = float(order.get("webhook_delay", world.webhook.delay))
        world.callback_seconds = float(order.get("callback_seconds", world.callback_seconds))
        return {"webhook_delay": world.webhook.delay, "callback_seconds": world.callback_seconds}

    async def sent(self, request: Request) -> list[Json]:
        """What the bot sent; with count and wait, as soon as there are so many."""
        count = int(request.query_params.get("count", "0"))
        chat = int(request.query_params.get("chat_id", "0"))
        deadline = time.monotonic() + float(request.query_params.get("wait", "0"))
        while True:
            changed = self.world.changed
            remaining = deadline - time.monotonic()
            if self._said(chat) >= count or remaining <= 0:
                mine = (one for one in self.world.sent if chat in (0, one.shape["chat"]["id"]))
                return [one.record() for one in mine]
            try:
                async with asyncio.timeout(remaining):
                    await changed.wait()
            except TimeoutError:
                continue

    def _said(self, chat: int) -> int:
        if chat == 0:
            return len(self.world.sent)
        known = self.world.chats.get(chat)
        return 0 if known is None else sum(one.by_bot for one in known.messages.values())

    async def calls(self, request: Request) -> list[Json]:
        method = request.query_params.get("method", "").lower()
        return [call for call in self.world.calls if method in ("", call["method"].lower())]

    async def callbacks(self, _request: Request) -> list[Json]:
        return [{"id": number, **asdict(one)} for number, one in self.world.pressed.items()]

    async def statistics(self, _request: Request) -> Json:
        world, hook = self.world, self.world.webhook
        methods: dict[str, int] = {}
        statuses: dict[str, int] = {}
        for call in world.calls:
            methods[call["method"]] = methods.get(call["method"], 0) + 1
            statuses[str(call["status"])] = statuses.get(str(call["status"]), 0) + 1
        every = world.updates.every
        return {
            "methods": methods,
            "statuses": statuses,
            "injected": len(every),
            "served": sum(bool(one.served) for one in every),
            "servings": sum(len(one.served) for one in every),
            "done": sum(one.done is not None for one in every),
            "waiting": len(world.updates.waiting),
            "held": len(world.updates.held),
            "sent": len(world.sent),
            "rate_refused": world.rates.refused,
            "webhook": {
                "delivered": hook.delivered,
                "failed": hook.failed,
                "busiest": hook.busiest,
                "last_error": hook.last_error,
            },
        }

    async def help(self, _request: Request) -> Json:
        return {path: sorted(handlers) for path, handlers in PATHS.items()}

    async def _json(self, request: Request) -> Any:
        try:
            return json.loads(await request.body() or b"{}")
        except ValueError:
            raise ControlMistake("the body is no JSON") from None

    async def _order(self, request: Request) -> Json:
        order = await self._json(request)
        if not isinstance(order, dict):
            raise ControlMistake("the body is no JSON object")
        return order

    def routes(self) -> list[Route]:
        return [
            Route(f"/_control{path}", self._endpoint(handlers), methods=list(handlers))
            for path, handlers in PATHS.items()
        ]

    def _endpoint(self, handlers: dict[str, Handler]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            handler = handlers["GET" if request.method == "HEAD" else request.method]
            try:
                return JSONResponse(await handler(self, request))
            except ControlMistake as mistake:
                return JSONResponse({"error": str(mistake)}, 400)
            except (KeyError, TypeError, ValueError) as wrong:
                return JSONResponse({"error": f"{type(wrong).__name__}: {wrong}"}, 400)

        return endpoint


PATHS: dict[str, dict[str, Handler]] = {
    "/": {"GET": Control.help},
    "/reset": {"POST": Control.reset},
    "/people": {"POST": Control.meet},
    "/files": {"POST": Control.upload},
    "/updates": {"POST": Control.inject, "GET": Control.updates},
    "/release": {"POST": Control.release},
    "/again": {"POST": Control.again},
    "/faults": {"POST": Control.fault, "GET": Control.faults, "DELETE": Control.clear_faults},
    "/rates": {"POST": Control.rates},
    "/settings": {"POST": Control.settings},
    "/sent": {"GET": Control.sent},
    "/calls": {"GET": Control.calls},
    "/callbacks": {"GET": Control.callbacks},
    "/statistics": {"GET": Control.statistics},
}


def delivery(one: Waiting) -> Json:
    """What became of one delivery of an update."""
    return {
        "update_id": one.number,
        "kind": kind_of(one.update),
        "lane": one.lane,
        "created": one.created,
        "served": one.served,
        "done": one.done,
    }
