"""Writes settings.example.env from bot/settings.py.

    python deploy/settings_example.py

A test compares the file with what this writes; run it after every change of a setting.
"""

from __future__ import annotations

import dataclasses
import sys
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.settings import PREFIX, Secret, Settings  # noqa: E402 - found beside this folder

TARGET = Path(__file__).with_name("settings.example.env")
HEAD = """\
# 稳住的全部设置。每行去掉开头的 # 并填上自己的值才生效；没写的用默认值。
# 值里有空格或 # 时用英文双引号括起来。改完后：systemctl restart wenzhu
# 本文件由 deploy/settings_example.py 写出，与程序逐项一致。
"""


def shown(default: object) -> str:
    """A default as it is written in the file; nothing for what is not set."""
    if default is None or default == () or isinstance(default, Secret):
        return ""
    if isinstance(default, Enum):
        return str(default.value)
    text = str(default)
    return f'"{text}"' if not text.isascii() else text


def example() -> str:
    """The whole file."""
    blocks = [HEAD]
    for field in dataclasses.fields(Settings):
        value = shown(field.default)
        blocks.append(
            f"# {field.metadata['help']}\n"
            f"# 可填：{field.metadata['accepts']}。默认：{value.strip(chr(34)) or '不设'}\n"
            f"#{PREFIX}{field.name.upper()}={value}\n"
        )
    return "\n".join(blocks)


if __name__ == "__main__":
    TARGET.write_text(example(), encoding="utf-8")
