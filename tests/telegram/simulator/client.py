"""What tests hold in their hands: one method for each thing the control side can do."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import httpx

from tests.telegram.simulator.refusals import ControlMistake
from tests.telegram.simulator.shapes import Json


class Simulator:
    """A running simulator; an async context manager that closes its connections."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self.token = token
        self._client = httpx.AsyncClient(
            base_url=f"{address}/_control", timeout=90.0, trust_env=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    @property
    def base_url(self) -> str:
        """For python-telegram-bot's `base_url`."""
        return f"{self.address}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.address}/file/bot"

    # What people do

    async def inject(self, *orders: Json) -> list[Json]:
        """Several orders at once; gives the updates that were made."""
        made: list[Json] = await self._post("/updates", list(orders))
        return made

    async def message(self, chat: int, kind: str = "text", **order: Any) -> Json:
        """One message of a person; gives its update."""
        return (await self.inject({"kind": kind, "chat_id": chat, **order}))[0]

    async def text(self, chat: int, text: str, **order: Any) -> Json:
        return await self.message(chat, text=text, **order)

    async def album(self, chat: int, *parts: Json, **order: Any) -> list[Json]:
        return await self.inject({"kind": "album", "chat_id": chat, "parts": list(parts), **order})

    async def edit(self, chat: int, message: int, **order: Any) -> Json:
        return await self.message(chat, "edit", message_id=message, **order)

    async def press(self, chat: int, message: int, data: str, **order: Any) -> Json:
        return await self.message(chat, "callback", message_id=message, data=data, **order)

    async def block(self, chat: int) -> Json:
        return await self.message(chat, "member", status="kicked")

    async def unblock(self, chat: int) -> Json:
        return await self.message(chat, "member", status="member")

    async def raw(self, update: Json, chat: int = 0) -> Json:
        return (await self.inject({"kind": "raw", "update": update, "chat_id": chat}))[0]

    async def meet(self, chat: int, **order: Any) -> Json:
        """Make a chat known without a message."""
        shape: Json = await self._post("/people", {"chat_id": chat, **order})
        return shape

    async def upload(self, content: bytes, name: str = "", mime: str = "") -> str:
        """Prepare a file; the answer goes into an order as `upload`."""
        answer = await self._client.post(
            "/files", params={"name": name, "mime": mime}, content=content
        )
        number: str = answer.json()["upload"]
        return number

    # How updates arrive

    async def again(self, update: int, times: int = 1) -> None:
        await self._post("/again", {"update_id": update, "times": times})

    async def release(self, *updates: int) -> None:
        """Deliver updates that were injected with hold=True, in this order."""
        await self._post("/release", {"update_ids": list(updates)})

    # What goes wrong

    async def fault(self, kind: str, method: str = "", **order: Any) -> Json:
        shape: Json = await self._post("/faults", {"kind": kind, "method": method, **order})
        return shape

    async def flood(self, method: str, seconds: int, times: int = 1, **order: Any) -> Json:
        return await self.fault(
            "error", method, status=429, retry_after=seconds, times=times, **order
        )

    async def clear_faults(self) -> None:
        await self._client.delete("/faults")

    async def rates(self, **order: Any) -> None:
        await self._post("/rates", order)

    async def settings(self, **order: Any) -> None:
        await self._post("/settings", order)

    # What happened

    async def sent(self, chat: int = 0, *, count: int = 0, wait: float = 0.0) -> list[Json]:
        """What the bot sent, to one chat or to all; waits until there are `count`."""
        found: list[Json] = await self._get(
            "/sent", {"chat_id": str(chat), "count": str(count), "wait": str(wait)}
        )
        return found

    async def calls(self, method: str = "") -> list[Json]:
        found: list[Json] = await self._get("/calls", {"method": method})
        return found

    async def callbacks(self) -> list[Json]:
        found: list[Json] = await self._get("/callbacks", {})
        return found

    async def updates(self) -> list[Json]:
        found: list[Json] = await self._get("/updates", {})
        return found

    async def statistics(self) -> Json:
        found: Json = await self._get("/statistics", {})
        return found

    async def reset(self) -> None:
        await self._post("/reset", {})

    async def _get(self, path: str, query: dict[str, str]) -> Any:
        return self._read(await self._client.get(path, params=query))

    async def _post(self, path: str, body: object) -> Any:
        return self._read(await self._client.post(path, json=body))

    def _read(self, answer: httpx.Response) -> Any:
        if answer.is_success:
            return answer.json()
        raise ControlMistake(answer.text)
