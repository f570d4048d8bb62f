"""What operators read when the data folder cannot be used: one sentence for each trouble."""

from __future__ import annotations

from collections.abc import Mapping

from storage.errors import (
    Busy,
    DataFolderInUse,
    DiskLow,
    KeyMissing,
    Missing,
    NotABackup,
    Occupied,
    StorageError,
    Unfinished,
    UnknownSchema,
    WrongKey,
)

SENTENCES: Mapping[type[StorageError], str] = {
    Busy: "数据库或备份文件夹正被另一个进程占用。请稍后重试。",
    DataFolderInUse: "这个数据文件夹已有一个服务在运行。请先停掉它，或用 --data 换一个文件夹。",
    DiskLow: "磁盘空间不足，没有保存。请清理后重试。",
    KeyMissing: (
        "数据库里已有用户，但找不到主密钥。请把 master.key 放回数据文件夹，"
        "或用 WENZHU_KEY_FILE 指出它在哪里。程序不会另造一把。"
    ),
    Missing: "找不到要用的文件或文件夹。请检查路径；数据文件夹用 --data 指定。",
    NotABackup: "这个文件不是稳住的备份，或由更新的版本写成。",
    Occupied: "那里已经有东西，不会覆盖。请换一个文件名，或换一个空文件夹。",
    Unfinished: "上次恢复没有做完。请重新运行 wenzhu restore，它会从头再来。",
    UnknownSchema: "这个数据库由更新的版本建立。请升级程序后再打开。",
    WrongKey: "主密钥和这个数据库不配。请换回原来的密钥文件。",
}


def sentence(error: StorageError) -> str:
    """What to do about it, in Chinese."""
    known = SENTENCES.get(type(error))
    return known or f"数据打不开（{error.code}）。请运行 wenzhu doctor 看原因。"
