"""The route book: where to turn to, in which order, for which practices and which lender."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from handlers.law.book import LawBook
from handlers.law.errors import LawDataWrong, UnknownId
from handlers.law.route import FirstCall, Lender, LenderId, Move, Route, RouteId
from handlers.law.route_reading import RouteTables, read_routes
from handlers.verdicts import PracticeId

__all__ = ["Route", "RouteBook"]

ROUTES = Path(__file__).with_name("routes.toml")

Key = TypeVar("Key", bound=str)
Value = TypeVar("Value")

UNKNOWN = LenderId("unknown")
"""The lender type that stands for not knowing; the file must declare it."""

_BY_LENDER = frozenset({Move.LENDER, Move.REGULATOR})
"""Moves that only the kind of lender decides: a practice alone does not say who supervises."""


class RouteBook:
    """Complaint channels. Immutable once loaded; safe to share between threads."""

    def __init__(self, tables: RouteTables, digest: str) -> None:
        self._now = {route.id: route for route in tables.now}
        self._later = {route.id: route for route in tables.later}
        self._lenders = {lender.id: lender for lender in tables.lenders}
        self._calls = {call.practice: call for call in tables.calls}
        self._finding_out = tables.finding_out
        self._hash = digest

    @classmethod
    def load(
        cls, law: LawBook, file: Path = ROUTES, practices: Collection[str] | None = None
    ) -> RouteBook:
        """Read and check the routes file.

        Args:
            law: every provision a route leans on must be in it.
            practices: the ids every one of which needs a first call, when they are known.

        Raises:
            LawDataWrong: something in it is wrong; the message names row and fault.
        """
        content = file.read_bytes()
        tables = read_routes(file.name, content, law.ids)
        if UNKNOWN not in {lender.id for lender in tables.lenders}:
            raise LawDataWrong(file.name, "", f"缺少出借人类型 {UNKNOWN}")
        if practices is not None:
            _check_practices(file.name, tables.calls, practices)
        return cls(tables, hashlib.sha256(content).hexdigest())

    @property
    def hash(self) -> str:
        """SHA-256 over the file: which routes answered."""
        return self._hash

    @property
    def ids(self) -> frozenset[RouteId]:
        """All channels that may be named."""
        return frozenset(self._now)

    @property
    def routes(self) -> tuple[Route, ...]:
        """All channels, in the file's order."""
        return tuple(self._now.values())

    @property
    def lenders(self) -> tuple[Lender, ...]:
        """All kinds of lender, in the file's order."""
        return tuple(self._lenders.values())

    @property
    def practices(self) -> frozenset[PracticeId]:
        """The practices that have a first call."""
        return frozenset(self._calls)

    @property
    def finding_out(self) -> tuple[str, ...]:
        """How to find out who the lender is, in order."""
        return self._finding_out

    def route(self, wanted: str) -> Route:
        """The channel with this id.

        Raises:
            UnknownId: the file does not declare it.
        """
        return _one(self._now, RouteId(wanted), "渠道")

    def lender(self, wanted: str) -> Lender:
        """The kind of lender with this id.

        Raises:
            UnknownId: the file does not declare it.
        """
        return _one(self._lenders, LenderId(wanted), "出借人类型")

    def for_case(
        self, practices: Sequence[str], *, severity_is_danger: bool, lender: str | None
    ) -> tuple[Route, ...]:
        """Where to turn to, in the order of the moves, each once.

        Safety first; then whether the paper is real; the lender and his regulator as the kind
        of lender says; then what the practices ask for besides; at last what is only for when
        it goes on.

        Args:
            practices: ids of the practices found, the gravest first.
            severity_is_danger: somebody may be hurt; police come first whatever the practice.
            lender: id of the kind of lender, None when nobody knows.

        Raises:
            UnknownId: of a practice or a kind of lender.
        """
        kind = self.lender(UNKNOWN if lender is None else lender)
        calls = [_one(self._calls, PracticeId(name), "催收做法") for name in practices]
        now = [name for call in calls for name in call.channels if self._is_practices_own(name)]
        now += kind.channels
        if severity_is_danger:
            now += [r.id for r in self._now.values() if r.step is Move.DANGER]
        later = [*(name for call in calls for name in call.later), *kind.later]
        first = self._in_order(now)
        seen = {route.id for route in first}
        last = [self._later[name] for name in dict.fromkeys(later) if name not in seen]
        return (*first, *last)

    def _is_practices_own(self, name: RouteId) -> bool:
        return self._now[name].step not in _BY_LENDER

    def _in_order(self, names: Iterable[RouteId]) -> tuple[Route, ...]:
        moves = list(Move)
        routes = [self._now[name] for name in dict.fromkeys(names)]
        return tuple(sorted(routes, key=lambda route: moves.index(route.step)))


def _one(table: Mapping[Key, Value], wanted: Key, what: str) -> Value:
    found = table.get(wanted)
    if found is None:
        raise UnknownId(what, wanted)
    return found


def _check_practices(file: str, calls: Sequence[FirstCall], practices: Collection[str]) -> None:
    """Every practice needs a first call, and none may be left over from an old catalogue."""
    known = {str(call.practice) for call in calls}
    for name in sorted(set(practices) - known):
        raise LawDataWrong(file, name, "这种做法没有写先找谁（[[practice]]）")
    for name in sorted(known - set(practices)):
        raise LawDataWrong(file, name, "催收做法目录里没有这个 id")
