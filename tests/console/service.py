"""The chat page as a program, answered by a small worker whose replies a test knows in advance.

    python -m tests.console.service DATA

Store, reception, door and page are the real ones, settings come from the environment. A text
with 催收 or a file is kept and judged; a button "erase:n" erases; 定时 stays being read.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import uvicorn
from PIL import Image, UnidentifiedImageError

from bot.bell import INBOX, Bell, ledger_topic, rung
from bot.clock import SystemClock
from bot.console.console import Console, Parts
from bot.console.door import LocalDoor
from bot.reception import Reception
from bot.settings import Settings
from bot.web import web_app
from handlers import bodies
from handlers.messages import (
    Button,
    Incoming,
    Look,
    MediaKind,
    Reply,
    Segment,
    Stage,
    Voice,
)
from handlers.replies import to_bytes
from handlers.texts.texts import Texts
from storage.records import (
    THUMBNAIL,
    Draft,
    Entry,
    InboxRow,
    Number,
    Seq,
    Source,
    StepState,
)
from storage.store import Change, Store

SLOW = "定时"


class SmallWorker:
    """Keeps, judges and answers in the manner of the real one, with fixed words."""

    def __init__(self, store: Store, bell: Bell, door: LocalDoor) -> None:
        self._store = store
        self._bell = bell
        self._door = door
        self._clock = SystemClock()

    async def run(self) -> None:
        with self._bell.listen(INBOX) as event:
            while True:
                async with self._store.snapshot() as view:
                    rows = await view.inbox_waiting(20)
                for row in rows:
                    await self._work(row)
                if not rows:
                    await rung(event, 0.5)

    async def _work(self, row: InboxRow) -> None:
        async with self._store.snapshot() as view:
            incoming = self._door.translate(row, await view.payload(row))
        async with self._store.transaction() as change:
            entry = await self._answer(change, row, incoming)
            await change.inbox_done(row)
        self._bell.ring(ledger_topic(row.ledger))
        if entry is None or SLOW in incoming.text:
            return
        await asyncio.sleep(0.3)
        await self._judge(row, incoming, entry)
        self._bell.ring(ledger_topic(row.ledger))

    async def _answer(self, change: Change, row: InboxRow, incoming: Incoming) -> Entry | None:
        verb, _, argument = (incoming.button or "").partition(":")
        if verb == "erase":
            entry = await change.erase(row.ledger, Seq(int(argument)), row.received_at)
            await self._say(change, row, "answer", talk(f"已删除，收据编号 {entry.refers}。"))
            return None
        if verb:
            await self._say(change, row, "answer", talk(f"收到按钮 {incoming.button}"))
            return None
        if not incoming.media and "催收" not in incoming.text:
            await self._say(change, row, "answer", talk("请把催收发来的内容粘贴到这里。"))
            return None
        kept = await change.keep(
            row,
            source=Source(incoming.door, incoming.chat, incoming.message),
            content=bodies.content_of(incoming),
            body=bodies.original_out(bodies.original_of(incoming)),
            at=row.received_at,
            media=[medium.part for medium in incoming.media],
        )
        await change.add_step(row.ledger, kept.entry.seq, row.received_at)
        number = kept.entry.number or Number(0)
        await self._say(change, row, f"receipt:{kept.entry.seq}", receipt(number))
        return kept.entry

    async def _judge(self, row: InboxRow, incoming: Incoming, entry: Entry) -> None:
        picture = None
        if incoming.media and incoming.media[0].kind is MediaKind.PICTURE:
            async with self._store.snapshot() as view:
                picture = small(await view.part(entry.item, incoming.media[0].part.slot))
        async with self._store.transaction() as change:
            step = await change.step_of(row.ledger, entry.seq)
            if step is None or (await change.entry(row.ledger, entry.seq)).erased:
                return
            if picture:
                await change.seal(entry.item, THUMBNAIL, picture)
            await change.step_mark(step, StepState.DONE)
            reply = verdict(entry, incoming)
            await self._say(
                change, row, f"verdict:{entry.seq}", reply, replaces=f"receipt:{entry.seq}"
            )

    async def _say(
        self, change: Change, row: InboxRow, name: str, reply: Reply, replaces: str | None = None
    ) -> None:
        key = f"{row.id}:{name}" if name == "answer" else f"{row.ledger}:{name}"
        earlier = None if replaces is None else f"{row.ledger}:{replaces}"
        draft = Draft(key=key, body=to_bytes(reply), replaces=earlier)
        await change.say(row.ledger, row.item, draft, row.received_at)


def talk(text: str) -> Reply:
    return Reply((Segment(text),))


def receipt(number: int) -> Reply:
    said = f"已存为证据 E-{number:04d}，收到时间 11月23日 星期一 21:40（北京时间）。"
    return Reply(
        (
            Segment(said, look=Look.LEAD),
            Segment("正在看有没有违规，结果马上发您。"),
            Segment("原件摘要 4f9c2a1e", look=Look.SMALL),
        ),
        buttons=(Button("撤回", f"withdraw:{number}"),),
        stage=Stage.KEPT,
        number=number,
    )


def verdict(entry: Entry, incoming: Incoming) -> Reply:
    words = incoming.text or "再不还钱就让你全村都知道"
    return Reply(
        (
            Segment("发现 2 处催收违规，最重的是威胁。证据已存好。", look=Look.LEAD),
            Segment("有人上门威胁时，先到安全的地方，再打 110。"),
            Segment("威胁公开您的隐私：对方说要让无关的人知道欠款。", look=Look.FINDING),
            Segment(words, voice=Voice.QUOTED, folded=True),
            Segment(
                "《治安管理处罚法》：散布他人隐私的，可处拘留或罚款。\n《民法典》第一千零三十二条：自然人享有隐私权。",
                look=Look.LAW,
                folded=True,
            ),
            Segment(
                "1. 别删聊天记录，别换手机。\n2. 把原图作为文件再发一次。\n"
                "3. 告诉被骚扰的家人：不用回复，截图留存。",
                look=Look.STEPS,
            ),
            Segment("请说明您的姓名、工号、所属机构及委托方。", look=Look.SENDABLE),
            Segment("投诉：先向出借平台客服投诉，再打 12378。", look=Look.PLAIN),
            Segment("仅供参考，不代替律师意见。", look=Look.SMALL),
        ),
        buttons=(
            Button("更多依据", f"more:{entry.seq}"),
            Button("不是催收消息", f"notdebt:{entry.seq}"),
            Button("判断不对", f"wrong:{entry.seq}"),
            Button("撤回", f"withdraw:{entry.seq}"),
        ),
        stage=Stage.JUDGED,
        number=entry.number,
    )


def small(content: bytes) -> bytes | None:
    try:
        picture = Image.open(io.BytesIO(content)).convert("RGB")
    except UnidentifiedImageError:
        return None
    picture.thumbnail((320, 320))
    target = io.BytesIO()
    picture.save(target, "WEBP")
    return target.getvalue()


class Server(uvicorn.Server):
    """Ends the open news streams first, as the real service does."""

    def __init__(self, config: uvicorn.Config, console: Console) -> None:
        super().__init__(config)
        self._console = console

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._console.close()
        super().handle_exit(sig, frame)


async def ready() -> Mapping[str, bool]:
    return {"database": True, "worker": True}


async def serve(data: Path) -> None:
    settings = Settings.read(os.environ, data=data)
    bell, clock = Bell(), SystemClock()
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.create_server((settings.host, settings.port), family=family) as listening:
        # accepted sockets inherit it; asyncio sets it only on those made with a protocol number
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        port = listening.getsockname()[1]
        async with await Store.open(settings.data, low_water=settings.low_water) as store:
            reception = Reception(store, bell, clock, lambda _: None)
            console = Console(
                Parts(store, reception, bell, clock, settings, Texts.load(), port=port)
            )
            config = uvicorn.Config(
                web_app(console, ready), log_config=None, access_log=False, server_header=False
            )
            server = Server(config, console)
            working = asyncio.create_task(SmallWorker(store, bell, LocalDoor(bell)).run())
            print(json.dumps({"link": console.link, "port": port}), flush=True)
            print(console.announcement(), file=sys.stderr, flush=True)
            try:
                await server.serve(sockets=[listening])
            finally:
                working.cancel()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
