"""Reading the tables of a TOML file strictly: each field asked for once, none left over."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from handlers.law.errors import LawDataWrong

Choice = TypeVar("Choice", bound=StrEnum)

_ABSENT = object()


def parse(file: str, content: bytes) -> dict[str, object]:
    """The tables of one file.

    Raises:
        LawDataWrong: it is not UTF-8 or not TOML; the parser's line number is in the message.
    """
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LawDataWrong(file, "", f"不是有效的 TOML 文件（{error}）") from error


class Row:
    """One table being read. What is missing falls back to the defaults of the file's head."""

    def __init__(
        self,
        file: str,
        name: str,
        table: Mapping[str, object],
        defaults: Mapping[str, object] | None = None,
    ) -> None:
        self.file = file
        self.name = name
        self._table = table
        self._defaults = defaults or {}
        self._asked: set[str] = set()

    def wrong(self, what: str) -> LawDataWrong:
        """The error that names this file and row."""
        return LawDataWrong(self.file, self.name, what)

    def has(self, field: str) -> bool:
        """Whether the field is given, here or in the head."""
        return field in self._table or field in self._defaults

    def text(self, field: str) -> str:
        """A field that must be there and not be empty."""
        value = self._take(field)
        if value is _ABSENT:
            raise self.wrong(f"缺少 {field}")
        if not isinstance(value, str):
            raise self.wrong(f"{field} 应是一段文字")
        if not value.strip():
            raise self.wrong(f"{field} 是空的")
        if value != value.strip() or "\n" in value:
            raise self.wrong(f"{field} 首尾有空白或中间换行")
        return value

    def text_or_none(self, field: str) -> str:
        """A field that may be left out; "" then."""
        if self.has(field):
            return self.text(field)
        self._asked.add(field)
        return ""

    def texts(self, field: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of words, none empty, none twice."""
        value = self._take(field)
        if value is _ABSENT:
            if required:
                raise self.wrong(f"缺少 {field}")
            return ()
        if not isinstance(value, list):
            raise self.wrong(f"{field} 应是一个列表")
        words = [word for word in value if isinstance(word, str) and word.strip()]
        if len(words) != len(value):
            raise self.wrong(f"{field} 里有空的或不是文字的项")
        if len(set(words)) != len(words):
            raise self.wrong(f"{field} 里有重复的项")
        return tuple(words)

    def day(self, field: str) -> date:
        """A calendar day, written without quotes."""
        day = self.day_or_none(field)
        if day is None:
            raise self.wrong(f"缺少 {field}")
        return day

    def day_or_none(self, field: str) -> date | None:
        """A calendar day that may be left out."""
        value = self._take(field)
        if value is _ABSENT:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(f"{field} 不是日期，应写成 2026-01-01 的样子，不加引号")
        return value

    def flag(self, field: str) -> bool:
        """Whether a ``true`` stands there; a field that is left out means no."""
        value = self._take(field)
        if value is _ABSENT:
            return False
        if not isinstance(value, bool):
            raise self.wrong(f"{field} 只能是 true 或 false，不加引号")
        return value

    def choice(self, field: str, choices: type[Choice]) -> Choice:
        """One of a fixed set of words."""
        word = self.text(field)
        try:
            return choices(word)
        except ValueError:
            known = "、".join(choices)
            raise self.wrong(f"{field} 不认识“{word}”，只能是 {known}") from None

    def table(self, field: str) -> Mapping[str, object]:
        """One `[field]` table that must be there."""
        value = self._take(field)
        if not isinstance(value, dict):
            raise self.wrong(f"缺少 [{field}]")
        return value

    def tables(self, field: str) -> tuple[Mapping[str, object], ...]:
        """The `[[field]]` tables of a file, at least one."""
        value = self._take(field)
        if not isinstance(value, list) or not value:
            raise self.wrong(f"没有一条 [[{field}]]")
        for table in value:
            if not isinstance(table, dict):
                raise self.wrong(f"{field} 应写成 [[{field}]]")
        return tuple(value)

    def set_aside(self, *fields: str) -> None:
        """Fields that are known here but read elsewhere, as the defaults of a file's head."""
        self._asked.update(fields)

    def finish(self) -> None:
        """Refuse fields nobody asked for: a misspelt one would otherwise be lost in silence."""
        unknown = sorted(self._table.keys() - self._asked)
        if unknown:
            raise self.wrong(f"不认识的字段 {'、'.join(unknown)}")

    def _take(self, field: str) -> object:
        self._asked.add(field)
        return self._table.get(field, self._defaults.get(field, _ABSENT))


def row_id(file: str, position: int, table: Mapping[str, object], shape: re.Pattern[str]) -> str:
    """The row's id, checked for its shape; needed first, since every message names it.

    Args:
        position: counted from 1, to point at a row that has no usable id.
    """
    value = table.get("id")
    place = f"第 {position} 条"
    if value is None:
        raise LawDataWrong(file, place, "缺少 id")
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise LawDataWrong(file, place, f"id {value!r} 的写法不对")
    return value
