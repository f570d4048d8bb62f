"""`wenzhu law rates`: the LPR as the program knows it, and the operator's own additions to it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from handlers.law.errors import LawDataWrong
from handlers.law.rates import OWN_FILE, RateBook
from handlers.texts.dates import calendar_day
from handlers.texts.texts import Texts

OK, FAULT = 0, 1
SOURCE = "运行程序的人自己核实"
HEAD = "一年期 LPR（%），只列变动的日子；四倍是民间借贷合同在那段时间成立时的上限\n"
NEXT = (
    "核实后：wenzhu law rates confirm 日期（没有变），或 wenzhu law rates add 日期 数字（变了）\n"
)
DONE = "写好了：{file}。服务重新启动后用上。\n"
SAME = "和现行的一样，记为核实到 {day}。\n"
NOT_A_DAY = "日期写成 2026-11-20 的样子。没有改动任何数据。\n"
REFUSED = "{why}\n没有改动任何数据。\n"
IDLE = "不再起作用：{since} 起 {percent}%（程序自带的数据已核实到更晚的日子）\n"


@dataclass(frozen=True, slots=True)
class Publication:
    """What the operator read: day, per cent and where, as typed."""

    day: str
    percent: str
    source: str


def run_list(folder: Path, today: date, out: TextIO, errors: TextIO) -> int:
    """Print every rate, and the warning when the last confirmation is old."""
    return _with_book(folder, errors, lambda book: _list(book, today, out))


def run_add(folder: Path, seen: Publication, today: date, out: TextIO, errors: TextIO) -> int:
    """Add one publication to the operator's own file; 1 if it cannot be right."""

    def add(book: RateBook) -> int:
        before = book.rates[-1].percent
        source = seen.source.strip() or SOURCE
        content = book.added(_day(seen.day), seen.percent, source, today)
        after = _put(folder, content)
        if after.rates[-1].percent == before:
            out.write(SAME.format(day=after.confirmed))
        out.write(DONE.format(file=folder / OWN_FILE))
        return OK

    return _with_book(folder, errors, add)


def run_confirm(folder: Path, day: str, today: date, out: TextIO, errors: TextIO) -> int:
    """Note that the last rate still held on a day; 1 if that cannot be."""

    def confirm(book: RateBook) -> int:
        _put(folder, book.confirmed_on(_day(day), today))
        out.write(DONE.format(file=folder / OWN_FILE))
        return OK

    return _with_book(folder, errors, confirm)


def _with_book(folder: Path, errors: TextIO, work: Callable[[RateBook], int]) -> int:
    try:
        return work(RateBook.load(folder / OWN_FILE))
    except LawDataWrong as error:
        errors.write(REFUSED.format(why=error))
    except ValueError:
        errors.write(NOT_A_DAY)
    except BrokenPipeError:  # whoever reads has had enough; that is no fault of the file
        raise
    except OSError as error:
        errors.write(REFUSED.format(why=f"{folder / OWN_FILE} 写不了（{type(error).__name__}）。"))
    return FAULT


def _day(written: str) -> date:
    return date.fromisoformat(written)


def _list(book: RateBook, today: date, out: TextIO) -> int:
    texts = Texts.load()
    out.write(HEAD)
    for rate in book.rates:
        mark = "  自己加的" if rate.own else ""
        until = rate.until or "至今"
        out.write(f"  {rate.since} — {until}  {rate.percent}  四倍 {rate.four_times}{mark}\n")
    for rate in book.idle:
        out.write(IDLE.format(since=rate.since, percent=rate.percent))
    out.write(f"最后核实到 {book.confirmed}\n")
    if book.stale(today):
        out.write(texts.say("rates.stale", day=calendar_day(texts, book.confirmed)) + "\n")
        out.write(NEXT)
    return OK


def _put(folder: Path, content: str) -> RateBook:
    """Write the own file whole or not at all, after reading it back as the program will."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=OWN_FILE, dir=folder)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        book = RateBook.load(draft)
        draft.replace(folder / OWN_FILE)
    finally:
        draft.unlink(missing_ok=True)
    _sync(folder)
    return book


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
