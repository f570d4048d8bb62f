"""`wenzhu run`: the service in the foreground, until it is told to stop."""

from __future__ import annotations

import asyncio
import sys

import uvicorn
import uvloop

from bot import logs
from bot.bell import Bell
from bot.build import Rooms, rooms, serve
from bot.console.door import LocalDoor
from bot.errors import SettingsWrong
from bot.settings import Settings
from storage.errors import KeyMissing, StorageError, WrongKey

FAULT = 1


def run(settings: Settings) -> int:
    """Serve; returns the exit code."""
    logs.set_up(settings.log_level)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(settings))
    except KeyMissing:
        return _stop("数据库里已有用户，但找不到主密钥。请把 master.key 放回，或设置 WENZHU_KEY_FILE。")
    except WrongKey:
        return _stop("主密钥和这个数据库不配。请换回原来的密钥文件。")
    except StorageError as error:
        return _stop(f"数据打不开（{type(error).__name__}）。请运行 wenzhu doctor 看原因。")
    return 0


def _stop(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return FAULT
