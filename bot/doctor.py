"""`wenzhu doctor`: every setting and every part, tried for real, with ok or why not."""

from __future__ import annotations

import asyncio
import importlib.metadata
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.clock import SystemClock
from bot.desk import build_desk
from bot.errors import SettingsWrong
from bot.reading.parent import ChildReader
from bot.settings import Settings, table
from bot.telegram.checking import telegram
from bot.troubles import sentence
from handlers.beijing import beijing_day
from handlers.law.errors import LawDataWrong
from handlers.law.rates import OWN_FILE, RateBook
from storage.errors import StorageError
from storage.store import Store

DATABASE = "wenzhu.db"


@dataclass(frozen=True, slots=True)
class Check:
    """One part: its Chinese name, and why it does not work, or None."""

    name: str
    trouble: str | None
    detail: str = ""


def run(environment: Mapping[str, str], out: TextIO) -> int:
    """Print the table; 1 if something is wrong."""
    try:
        settings = Settings.read(environment)
    except SettingsWrong as error:
        out.write(f"不行  设置：{error}\n")
        return 1
    out.write("设置\n")
    out.writelines(
        f"  {name} = {value}  （{meaning}）\n" for name, value, meaning in table(settings)
    )
    out.write("部件\n")
    wrong = 0
    for check in checks(settings):
        wrong |= check.trouble is not None
        state = "不行" if check.trouble else "正常"
        note = check.trouble or check.detail
        out.write(f"  {state}  {check.name}{'：' if note else ''}{note}\n")
    return wrong


def checks(settings: Settings) -> Iterator[Check]:
    """Every part, one after the other; none of them changes anything that is kept."""
    yield Check("Python", _python(), sys.version.split()[0])
    yield Check("数据文件夹", _folder(settings.data), str(settings.data))
    yield Check("磁盘空间", _disk(settings), _free(settings.data))
    yield Check("数据库和主密钥", *_store(settings))
    yield Check("做法清单、法条、文案", _said(lambda: build_desk(settings)))
    yield Check("LPR", *_rates(settings.data))
    yield Check("图片识别", asyncio.run(_reader(settings)), _version("rapidocr"))
    yield Check("Telegram", *asyncio.run(telegram(settings)))
    yield Check("聊天页端口", _port(settings), f"{settings.host}:{settings.port}")


def _python() -> str | None:
    return None if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新版本。"


def _nearest(folder: Path) -> Path:
    """The folder, or the closest one above it that exists."""
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder


def _folder(folder: Path) -> str | None:
    place = _nearest(folder)
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return "不能写入。请检查路径和权限，或用 --data 换一个文件夹。"
    return None


def _free(folder: Path) -> str:
    return f"剩余 {shutil.disk_usage(_nearest(folder)).free // 1_000_000} MB"


def _disk(settings: Settings) -> str | None:
    free = shutil.disk_usage(_nearest(settings.data)).free
    if free < settings.low_water:
        return f"剩余空间低于 {settings.low_water_mb} MB，新的文件会被拒收。请清理磁盘。"
    return None


def _store(settings: Settings) -> tuple[str | None, str]:
    """Open the store if there is one, else a throw-away one, so that nothing is created."""
    if (settings.data / DATABASE).exists():
        return asyncio.run(_opened(settings.data, settings.key_file)), "已有数据"
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_opened(Path(folder), None)), "还没有数据，第一次启动时创建"


async def _opened(folder: Path, key_file: Path | None) -> str | None:
    try:
        async with (
            await Store.open(folder, key_file=key_file, low_water=0) as store,
            store.snapshot() as view,
        ):
            await view.counts()
    except StorageError as error:
        return sentence(error)
    except OSError as error:
        return f"打不开（{type(error).__name__}）。"
    return None


def _rates(folder: Path) -> tuple[str | None, str]:
    """Whether the rates can be read, and up to when they were confirmed."""
    try:
        book = RateBook.load(folder / OWN_FILE)
    except (LawDataWrong, OSError) as error:
        return str(error), ""
    today = beijing_day(SystemClock().now())
    late = "；已超过 45 天，请用 wenzhu law rates confirm 或 add 更新" if book.stale(today) else ""
    return None, f"核实到 {book.confirmed}{late}"


def _said(attempt: Callable[[], object]) -> str | None:
    try:
        attempt()
    except (ValueError, OSError, LawDataWrong) as error:
        return str(error)
    return None


async def _reader(settings: Settings) -> str | None:
    async with ChildReader(
        threads=settings.ocr_threads,
        seconds=settings.ocr_seconds,
        memory_mb=settings.ocr_memory_mb,
    ) as reader:
        return None if await reader.warm() else "识别进程启动不了；图片会保存，但读不出文字。"


def _version(package: str) -> str:
    return f"{package} {importlib.metadata.version(package)}"


def _port(settings: Settings) -> str | None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return "已被占用（也许服务正在运行），或不能使用这个地址。"
    return None
