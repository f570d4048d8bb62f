"""`wenzhu keep`: hand things in on the command line, exactly as if forwarded by that person."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot import clidoor
from bot.bell import Bell
from bot.build import Rooms, rooms
from bot.judging import describe
from bot.reading.kinds import sniff
from bot.settings import Settings
from bot.troubles import sentence
from handlers import opinions
from handlers.bodies import original_in
from handlers.verdicts import Channel, Verdict
from storage.errors import StorageError
from storage.records import BODY, Entry, InboxRow, ItemId, SealedPart, StepState

CHUNK = 1 << 20
HEAD = 4096


class NotKept(Exception):
    """One line could not be kept; the message is the sentence printed for it."""


Refused = tuple[object, str]
"""The id of a line that cannot be understood, and the sentence that says so."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One thing to keep, from a file name or a JSON line.

    Attributes:
        given: the id as it stood there, a number perhaps; said again in the answer.
    """

    id: str
    named: bool
    given: object = None
    text: str = ""
    file: Path | None = None
    sent_at: datetime | None = None
    channel: Channel | None = None
    sender: str | None = None


def from_files(files: Iterable[str]) -> Iterator[Handed | Refused]:
    """Files named on the command line; text files are kept as the text they hold."""
    for name in files:
        shown = os.fsencode(name).decode("utf-8", "replace")
        yield Handed(id=shown, named=False, given=shown, file=Path(name))


def from_lines(lines: Iterable[str]) -> Iterator[Handed | Refused]:
    """JSON lines; a line that cannot be understood becomes (id, sentence)."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _from_line(number, line)


def _from_line(number: int, line: str) -> Handed | Refused:
    try:
        shape = json.loads(line)
    except (ValueError, RecursionError):
        return f"line-{number}", "这一行不是 JSON。"
    if not isinstance(shape, dict) or "id" not in shape:
        return f"line-{number}", "这一行要是带 id 的 JSON 对象。"
    identity = shape["id"]
    if not all(_is_text(shape.get(name)) for name in ("text", "file", "from")):
        return identity, "text、file、from 要是能写成 UTF-8 的字符串。"
    try:
        return _handed(identity, shape)
    except (ValueError, TypeError):
        return (
            identity,
            "sent_at 要带时区（如 2026-01-02T09:30:00+08:00），channel 要是已知的渠道。",
        )


def _is_text(value: object) -> bool:
    """Whether it is absent, or words that can be kept; half a character cannot."""
    if not isinstance(value, str):
        return value is None
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _handed(identity: object, shape: dict[str, Any]) -> Handed | Refused:
    text, file = shape.get("text"), shape.get("file")
    if not text and not file:
        return identity, "text 和 file 至少要有一个。"
    sent = shape.get("sent_at")
    sent_at = datetime.fromisoformat(sent) if sent else None
    if sent_at is not None and sent_at.tzinfo is None:
        raise ValueError(sent)
    return Handed(
        id=str(identity),
        named=True,
        given=shape["id"],
        text=text or "",
        file=Path(file) if file else None,
        sent_at=sent_at,
        channel=Channel(shape["channel"]) if shape.get("channel") else None,
        sender=shape.get("from"),
    )


def run(settings: Settings, owner: str, things: Iterable[Handed | Refused], out: TextIO) -> int:
    """Keep everything in order, one JSON line each; 1 if any line could not be kept."""
    return asyncio.run(_run(settings, owner, things, out))


async def _run(
    settings: Settings, owner: str, things: Iterable[Handed | Refused], out: TextIO
) -> int:
    failed = 0
    async with rooms(settings, Bell(), [clidoor.CliDoor()]) as all_rooms:
        for thing in things:
            line = await _line(all_rooms, owner, thing)
            failed |= "error" in line
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
        await all_rooms.deliverer.deliver_due()
    return int(failed)


async def _line(all_rooms: Rooms, owner: str, thing: Handed | Refused) -> dict[str, Any]:
    if isinstance(thing, tuple):
        return {"id": thing[0], "error": thing[1]}
    try:
        row = await _hand_in(all_rooms, owner, thing)
        return {"id": thing.given, **await _result(all_rooms, row)}
    except NotKept as error:
        return {"id": thing.given, "error": str(error)}
    except StorageError as error:
        return {"id": thing.given, "error": sentence(error)}
    except OSError:
        return {"id": thing.given, "error": "文件打不开，没有保存。请检查路径和权限。"}


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that lies sealed in the data folder, with what its first bytes say it is."""

    item: ItemId
    part: SealedPart
    name: str
    mime: str
    kind: str


async def _hand_in(all_rooms: Rooms, owner: str, thing: Handed) -> InboxRow:
    if thing.file is None:
        return await _receive(all_rooms, owner, thing, None)
    if not thing.file.is_file():
        raise NotKept("找不到这个文件，没有保存。")
    async with all_rooms.store.uploading(clidoor.NAME, owner) as upload:
        await upload.begin()
        with thing.file.open("rb") as source:
            head = source.read(HEAD)
            if not head:
                raise NotKept("这个文件是空的，没有保存。")
            await upload.write(head)
            while chunk := source.read(CHUNK):
                await upload.write(chunk)
        kind, mime = sniff(head, thing.file.name)
        part = await upload.finish()
        file = SealedFile(upload.item, part, thing.file.name, mime, kind.value)
        return await _receive(all_rooms, owner, thing, file)


async def _receive(
    all_rooms: Rooms, owner: str, thing: Handed, file: SealedFile | None
) -> InboxRow:
    """Into the inbox: the same file, or the same id with the same words, is the same."""
    digest = file.part.plain if file else hashlib.sha256(thing.text.encode()).hexdigest()
    message = thing.id if thing.named else digest
    same = (digest,) if file else (message, digest)
    row = await all_rooms.reception.receive(
        door=clidoor.NAME,
        delivery_id=json.dumps([owner, *same]),
        address=owner,
        payload=clidoor.payload(
            message=message,
            text=thing.text,
            sent_at=thing.sent_at,
            channel=thing.channel,
            sender=thing.sender,
            file={"name": file.name, "mime": file.mime, "kind": file.kind} if file else None,
        ),
        item=file.item if file else None,
        uploads=(file.part,) if file else (),
    )
    await all_rooms.worker.keep(row)
    return row


async def _result(all_rooms: Rooms, row: InboxRow) -> dict[str, Any]:
    async with all_rooms.store.snapshot() as view:
        entry = await view.original_of(row.ledger, row.item)
        step = None if entry is None else await view.step_of(row.ledger, entry.seq)
    if entry is None:
        raise NotKept("同一个 id 已经存过别的内容，或者它已被删除；这次没有保存。")
    if step is not None and step.state is StepState.WAITING:
        await all_rooms.worker.examine(step)
    return await _printed(all_rooms, row, entry)


def _described(verdict: Verdict) -> dict[str, Any]:
    """As `wenzhu judge` prints it, without an id of its own."""
    return {key: value for key, value in describe(None, verdict).items() if key != "id"}


async def _printed(all_rooms: Rooms, row: InboxRow, entry: Entry) -> dict[str, Any]:
    async with all_rooms.store.snapshot() as view:
        original = original_in(await view.part(entry.item, BODY))
        verdict = await opinions.latest_verdict(view, entry)
    return {
        "receipt": {
            "number": entry.number,
            "sha256": original.digest,
            "received_at": original.received_at.isoformat(),
            "new": row.new,
        },
        "verdict": None if verdict is None else _described(verdict),
    }
