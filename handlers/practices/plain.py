"""Frozen dataclasses as tuples of plain values, and back.

What comes out holds nothing but texts, numbers, None, bytes, and tuples, dictionaries and frozen
sets of them, which `marshal` keeps as they are. What goes back in makes objects of the named kinds
and of no others. What is worked out at making
(``init=False``) is made again; a last field that says ``kept=False`` in its metadata comes back as
its default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from typing import Any

_TUPLE, _TABLE, _SET, _AS_IT_IS, _FIRST = range(5)
_BARE = (str, int, float, bool, bytes, type(None))


class Plain:
    """Takes apart and puts together objects of some kinds; one that is met twice stays one."""

    def __init__(self, kinds: Sequence[type]) -> None:
        self._number = {kind: number for number, kind in enumerate(kinds, start=_FIRST)}
        self._make: list[Callable[..., object]] = [tuple, dict, frozenset, tuple]
        self._make += [_maker(kind) for kind in kinds]

    def apart(self, value: object) -> Any:
        """A value as plain ones.

        Raises:
            TypeError: it holds something of another kind.
        """
        return self._apart(value, {})

    def _apart(self, value: object, met: dict[int, tuple[object, ...]]) -> object:
        if type(value) in _BARE:
            return value
        parts = met.get(id(value))
        if parts is None:
            if _bare(value):
                parts = (_AS_IT_IS, value)
            else:
                number, *rest = self._parts(value)
                parts = (number, *(self._apart(part, met) for part in rest))
            met[id(value)] = parts
        return parts

    def _parts(self, value: object) -> tuple[object, ...]:
        number = self._number.get(type(value))
        if number is not None and isinstance(value, Enum):
            return (number, value.value)
        if number is not None and isinstance(value, date | time):
            return (number, value.isoformat())
        if number is not None and is_dataclass(value):
            kept = [one for one in fields(value) if one.init and one.metadata.get("kept", True)]
            return (number, *(getattr(value, one.name) for one in kept))
        if isinstance(value, tuple):
            return (_TUPLE, *value)
        if isinstance(value, frozenset):
            return (_SET, *sorted(value))
        if isinstance(value, Mapping):
            return (_TABLE, *value.keys(), *value.values())
        raise TypeError(f"{type(value).__name__} is no plain kind")

    def together(self, plain: object) -> Any:
        """What `apart` was given, for a caller who knows what that was.

        Raises:
            TypeError, ValueError, LookupError: nothing that `apart` made.
        """
        return self._together(plain, {})

    def _together(self, plain: object, met: dict[int, object]) -> object:
        if type(plain) is not tuple:
            return plain
        made = met.get(id(plain))
        if made is None:
            number, *parts = plain
            if number == _AS_IT_IS:
                return parts[0]
            values = [self._together(part, met) if type(part) is tuple else part for part in parts]
            made = met[id(plain)] = self._made(number, values)
        return made

    def _made(self, number: int, values: list[Any]) -> object:
        if number == _TABLE:
            half = len(values) // 2
            return dict(zip(values[:half], values[half:], strict=True))
        if number < _FIRST:
            return self._make[number](values)
        return self._make[number](*values)


def _bare(value: object) -> bool:
    """Whether a value is plain already, all the way down."""
    if isinstance(value, tuple | frozenset) and type(value) in {tuple, frozenset}:
        return all(map(_bare, value))
    if isinstance(value, dict) and type(value) is dict:
        return all(map(_bare, value)) and all(map(_bare, value.values()))
    return type(value) in _BARE


def _maker(kind: type) -> Callable[..., object]:
    if issubclass(kind, date | time):
        return kind.fromisoformat
    return kind
