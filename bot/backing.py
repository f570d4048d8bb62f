"""`wenzhu backup`, `wenzhu restore` and `wenzhu keys export`, for those who look after the data."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot import __version__
from bot.settings import MEGABYTE, Settings
from storage import recovery
from storage.backup import back_up
from storage.errors import EarlierMissing, KeyMissing, Occupied, Tampered, WrongCode, WrongKey
from storage.folder import DataFolder, read_key
from storage.report import Report
from storage.restore import put_key_back, restore

MADE = """备份已写好：{path}
  {size} MB，数据库和 {blobs} 个密封文件（其中 {here} 个在本文件里）
  已重新打开、试着恢复并核对：{verdict}
备份里没有主密钥。请确认恢复码（wenzhu keys export）另外保管在别处；没有它，备份打不开。
"""
LEANS = "  其余密封文件在较早的备份 {name} 里：两个文件要放在一起，缺一不可。\n"
RESTORED = """已恢复到：{folder}
  备份时间 {at}（UTC），当时的版本 {made_by}
  核对结果：{verdict}
下一步：wenzhu --data {folder} doctor，然后启动服务。
"""
FAULTS = "文件本身完整，但里面的数据有问题，多半在备份之前就有。逐项如下：\n"
SOURCE_FAULTS = "请对正在使用的数据运行 wenzhu verify，并保留更早的备份。\n"
BROKEN = "备份文件已损坏、被截断或被改动，没有恢复任何东西。请换一份备份。\n"
BROKEN_SOURCE = (
    "要备份的数据或所依据的较早备份读不完整，没有写下备份。请运行 wenzhu verify 看原因。\n"
)
WRONG_KEY = "主密钥和这份备份不配。请换成做备份时用的那一把，或它的恢复码。\n"
EARLIER = (
    "这份备份依据较早的备份 {name}，旁边没有它（或不是原来那一份）。请把它放到同一个文件夹。\n"
)
ASK = "请输入恢复码（56 个字母和数字，空格和换行不计，输完按回车）：\n"
NO_CODE = "恢复码不对：少了、多了或写错了字符。请对照纸上逐组核对。\n"
KEY_THERE = "主密钥文件还在，没有改动它。\n"
IMPORTED = "主密钥已放回：{path}，与这个数据库相符。\n"
NO_KEY_FILE = "找不到这个主密钥文件。\n"
CODE = """稳住 主密钥恢复码

{code}

· 这 56 个字符就是主密钥本身。拿到它和数据（或备份）的人能读出全部内容。
· 请抄写或打印，放在和数据、备份不同的地方（例如信封里锁好）。不要拍照上传，不要发给别人。
· 只含字母 A 到 Z 和数字 2 到 7，没有 0、1、8；大小写和空格都不计，写错会被发现。
· 电脑坏了、master.key 丢了时：准备好备份文件，运行
    wenzhu restore 备份文件 --data 新文件夹
  然后按提示输入恢复码。主密钥和恢复码都丢了，谁也无法再读出内容。
"""


def run_backup(
    settings: Settings, target: Path, since: Path | None, now: datetime, out: TextIO
) -> int:
    """Write a backup; 1 when what is in it does not verify."""
    if target.is_dir():
        target /= f"wenzhu-{now:%Y%m%d-%H%M%S}Z.backup"
    place = DataFolder.at(settings.data, settings.key_file)
    try:
        made = asyncio.run(back_up(place, target, at=now, made_by=__version__, since=since))
    except EarlierMissing as error:
        sys.stderr.write(EARLIER.format(name=error))
        return 1
    except Tampered:
        sys.stderr.write(BROKEN_SOURCE)
        return 1
    blobs = made.manifest.blobs
    out.write(
        MADE.format(
            path=made.path,
            size=round(made.size / MEGABYTE, 1),
            blobs=len(blobs),
            here=sum(blob.here for blob in blobs),
            verdict=_verdict(made.report),
        )
    )
    if made.manifest.since is not None:
        out.write(LEANS.format(name=made.manifest.since.name))
    return _faults(made.report, SOURCE_FAULTS)


def run_restore(
    settings: Settings, file: Path, key: Path | None, typed: TextIO, out: TextIO
) -> int:
    """Bring a backup back into the data folder of the settings; 1 when that cannot be."""
    try:
        master = _master(settings, key, typed)
        restored = asyncio.run(
            restore(file, settings.data, master=master, key_file=settings.key_file)
        )
    except WrongCode:
        sys.stderr.write(NO_CODE)
        return 1
    except KeyMissing:
        sys.stderr.write(NO_KEY_FILE)
        return 1
    except WrongKey:
        sys.stderr.write(WRONG_KEY)
        return 1
    except EarlierMissing as error:
        sys.stderr.write(EARLIER.format(name=error))
        return 1
    except Tampered:
        sys.stderr.write(BROKEN)
        return 1
    out.write(
        RESTORED.format(
            folder=settings.data,
            at=f"{restored.manifest.at:%Y-%m-%d %H:%M:%S}",
            made_by=restored.manifest.made_by,
            verdict=_verdict(restored.report),
        )
    )
    return _faults(restored.report, "")


def run_export(settings: Settings, out: TextIO) -> int:
    """Print the recovery code of the master key.

    Raises:
        KeyMissing: there is none; it is never created here.
    """
    master = read_key(DataFolder.at(settings.data, settings.key_file).key_file)
    if master is None:
        raise KeyMissing
    indented = "\n".join(f"    {line}" for line in recovery.write(master).splitlines())
    out.write(CODE.format(code=indented))
    return 0


def run_import(settings: Settings, typed: TextIO, out: TextIO) -> int:
    """Write the master key again from its recovery code, where it was lost."""
    place = DataFolder.at(settings.data, settings.key_file)
    try:
        asyncio.run(put_key_back(place, _typed(typed)))
    except WrongCode:
        sys.stderr.write(NO_CODE)
        return 1
    except Occupied:
        sys.stderr.write(KEY_THERE)
        return 1
    out.write(IMPORTED.format(path=place.key_file))
    return 0


def _master(settings: Settings, key: Path | None, typed: TextIO) -> bytes:
    """The master key: of the named file, of where the service would look, or typed in.

    Raises:
        KeyMissing: the named file is not there.
        WrongCode: what was typed is no recovery code.
    """
    if key is not None:
        named = read_key(key)
        if named is None:
            raise KeyMissing
        return named
    found = read_key(DataFolder.at(settings.data, settings.key_file).key_file)
    return _typed(typed) if found is None else found


def _typed(typed: TextIO) -> bytes:
    """A code over one line or several; an empty line or the end of the input ends it."""
    sys.stderr.write(ASK)
    sys.stderr.flush()
    code = ""
    while len(recovery.letters(code)) < recovery.LENGTH:
        line = typed.readline()
        if not line.strip():
            break
        code += line
    return recovery.read(code)


def _verdict(report: Report) -> str:
    return report.lines()[-1].removeprefix("结论：")


def _faults(report: Report, advice: str) -> int:
    if report.exit_code() == 0:
        return 0
    sys.stderr.write(FAULTS)
    sys.stderr.writelines(f"{line}\n" for line in report.lines())
    sys.stderr.write(advice)
    return 1
