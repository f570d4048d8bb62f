"""`wenzhu read IMAGE…`: what stands in files, one JSON object per line."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.reading.errors import ReadingUnavailable
from bot.reading.limits import Limits
from bot.reading.parent import ChildReader
from handlers.messages import Media, MediaKind
from handlers.ports import Reading
from storage.records import SealedPart, Sha256, Slot

OK: Final = 0
FAULT: Final = 1
USAGE: Final = 64

_USAGE: Final = "用法：wenzhu read 图片或文件…\n"
_SENTENCES: Final = {
    "absent": "找不到这个文件，或没有权限读它。",
    "empty": "这个文件是空的。",
    "too_large": "文件太大，没有识别。",
    "timeout": "识别用的时间太长，已经停下。",
    "damaged": "文件打不开，可能坏了。",
    "encrypted": "文件加了密码，打不开。",
    "convert": "这种图片格式读不了，请存成 JPEG 或 PNG。",
    "not_readable": "这种文件里的字读不了。",
    "speech": "语音和视频暂不能听写。",
    "unavailable": "识别进程启动不了。请运行 wenzhu doctor 查看。",
}


def run(arguments: list[str]) -> int:
    """Read each file in turn; 0 when all were read, 1 when not, 64 when none is named.

    Args:
        arguments: names of files, options already taken out.
    """
    if not arguments:
        sys.stderr.write(_USAGE)
        return USAGE
    return asyncio.run(_read_all(arguments))


async def _read_all(names: Sequence[str]) -> int:
    limits = Limits()
    code = OK
    async with ChildReader(limits=limits) as reader:
        for name in names:
            shape = await _read_one(reader, name, limits)
            if "error" in shape:
                code = FAULT
            sys.stdout.write(json.dumps(shape, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return code


async def _read_one(reader: ChildReader, name: str, limits: Limits) -> dict[str, object]:
    content, failed = _content(Path(name), limits.content)
    if failed is not None:
        return _failure(name, failed)
    try:
        reading = await reader.read(_unsealed(Path(name).name, len(content)), content)
    except ReadingUnavailable:
        return _failure(name, "unavailable")
    if reading.failed is not None:
        return _failure(name, reading.failed)
    return _shape(name, reading)


def _content(path: Path, most: int) -> tuple[bytes, str | None]:
    """The bytes of a file, or the key of why there are none."""
    try:
        if path.stat().st_size > most:
            return b"", "too_large"
        content = path.read_bytes()
    except (OSError, ValueError):
        return b"", "absent"
    return content, None if content else "empty"


def _shape(name: str, reading: Reading) -> dict[str, object]:
    shape: dict[str, object] = {
        "file": name,
        "text": reading.text,
        "lines": [
            {"text": line.text, "box": line.box, "confidence": line.confidence}
            for line in reading.lines
        ],
        "seconds": reading.seconds,
    }
    if reading.turned:
        shape["turned"] = reading.turned
    if reading.pages:
        shape |= {"pages": reading.pages, "pages_read": reading.pages_read}
    if reading.cut:
        shape["cut"] = True
    return shape


def _failure(name: str, key: str) -> dict[str, object]:
    return {"file": name, "error": _SENTENCES[key]}


def _unsealed(name: str, size: int) -> Media:
    """A file that is only looked at: it is in no store, so its digests are empty."""
    nothing = Sha256("")
    part = SealedPart(Slot("2"), cipher=nothing, mac="", plain=nothing, size=size)
    return Media(MediaKind.OTHER, name, "", part)
