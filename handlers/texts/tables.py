"""Reads the TOML files of the wording, and turns what is wrong with them into WordingError."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handlers.texts.errors import WordingError

FOLDER = Path(__file__).parent


def read(path: Path) -> dict[str, Any]:
    """The tables of one file.

    Raises:
        WordingError: it is missing, not UTF-8, or not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WordingError(f"{path.name}: cannot be read") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WordingError(f"{path.name}: is not valid TOML: {error}") from error


def words(where: str, table: Mapping[str, Any], field: str) -> str:
    """A field that must be a sentence."""
    value = table.get(field)
    if not isinstance(value, str) or not value.strip():
        raise WordingError(f"{where}: {field} must be a text that is not empty")
    return value


def rows(where: str, table: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """A field that must be a list of texts; an absent one is empty."""
    value = table.get(field, [])
    if not isinstance(value, list) or not all(isinstance(row, str) and row for row in value):
        raise WordingError(f"{where}: {field} must be a list of texts")
    return tuple(value)


def only(where: str, table: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Refuses fields nobody reads: a misspelt one would silently do nothing."""
    unknown = sorted(set(table) - allowed)
    if unknown:
        raise WordingError(f"{where}: unknown field {unknown[0]}")
