"""From the routes file to channels, lender types and first calls, each checked by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from handlers.law.errors import LawDataWrong
from handlers.law.route import FirstCall, Known, Lender, LenderId, Move, Route, RouteId
from handlers.law.rows import Row, parse, row_id
from handlers.verdicts import PracticeId, ProvisionId

ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*|[0-9]{3,5}")
"""Numbers one dials, or words such as lender_complaint."""

DETAILS = ("handles", "preconditions", "materials", "expected", "handover")
"""In the order a person needs them; each has a label in the file."""


@dataclass(frozen=True, slots=True)
class RouteTables:
    """The routes file, read.

    Attributes:
        now: every channel with its usual line.
        later: those that have one, with the line for when it goes on.
    """

    now: tuple[Route, ...]
    later: tuple[Route, ...]
    lenders: tuple[Lender, ...]
    calls: tuple[FirstCall, ...]
    finding_out: tuple[str, ...]


def read_routes(file: str, content: bytes, provisions: Collection[ProvisionId]) -> RouteTables:
    """The whole file, with every reference in it checked.

    Args:
        provisions: ids that may be leaned on.

    Raises:
        LawDataWrong: something is missing, unknown, misspelt or points nowhere.
    """
    top = Row(file, "", parse(file, content))
    labels = _labels(file, top.table("labels"))
    finding_out = top.texts("finding_out")
    pairs = [_channel(row, labels, provisions) for row in _rows(file, top, "channel")]
    now = tuple(route for route, _ in pairs)
    later = tuple(replace(route, line=line) for route, line in pairs if line)
    known = _Known({r.id for r in now}, {r.id for r in later})
    lenders = tuple(_lender(row, known, provisions) for row in _rows(file, top, "lender"))
    calls = tuple(_call(row, known) for row in _rows(file, top, "practice"))
    top.finish()
    return RouteTables(now, later, lenders, calls, finding_out)


@dataclass(frozen=True, slots=True)
class _Known:
    """Channels that may be referred to, and those that have a line for later."""

    now: Collection[RouteId]
    later: Collection[RouteId]


def _rows(file: str, top: Row, kind: str) -> Iterator[Row]:
    """The rows of one kind, no id twice."""
    seen: set[str] = set()
    for place, table in enumerate(top.tables(kind), start=1):
        name = row_id(file, place, table, ID)
        if name in seen:
            raise LawDataWrong(file, name, f"[[{kind}]] 的 id 重复")
        seen.add(name)
        yield Row(file, name, table)


def _labels(file: str, table: Mapping[str, object]) -> dict[str, str]:
    row = Row(file, "labels", table)
    labels = {field: row.text(field) for field in DETAILS}
    row.finish()
    for field, label in labels.items():
        if label.count("{text}") != 1 or label.replace("{text}", "").count("{"):
            raise row.wrong(f"{field} 里要有一处 {{text}}，不能有别的花括号")
    return labels


def _channel(
    row: Row, labels: Mapping[str, str], provisions: Collection[ProvisionId]
) -> tuple[Route, str]:
    """The channel, and its line for when it goes on ("" without one)."""
    texts = {
        "handles": row.text("handles"),
        "preconditions": row.text("preconditions"),
        "materials": "；".join(row.texts("materials")) + "。",
        "expected": row.text("expected"),
        "handover": row.text("handover"),
    }
    later = row.text_or_none("later")
    route = Route(
        id=RouteId(row.text("id")),
        name=row.text("name"),
        step=row.choice("step", Move),
        line=row.text("line"),
        details=tuple(labels[field].format(text=texts[field]) for field in DETAILS),
        handover=texts["handover"],
        basis=_basis(row, provisions),
        verified=row.choice("verified", Known),
        source=row.text("source"),
    )
    row.finish()
    return route, later


def _lender(row: Row, known: _Known, provisions: Collection[ProvisionId]) -> Lender:
    channels, later = _channels(row, known)
    lender = Lender(
        id=LenderId(row.text("id")),
        name=row.text("name"),
        channels=channels,
        later=later,
        tell=row.text("tell"),
        note=row.text("note"),
        basis=_basis(row, provisions),
    )
    row.finish()
    return lender


def _call(row: Row, known: _Known) -> FirstCall:
    channels, later = _channels(row, known)
    call = FirstCall(practice=PracticeId(row.text("id")), channels=channels, later=later)
    row.finish()
    return call


def _channels(row: Row, known: _Known) -> tuple[tuple[RouteId, ...], tuple[RouteId, ...]]:
    channels = tuple(map(RouteId, row.texts("channels")))
    later = tuple(map(RouteId, row.texts("later", required=False)))
    if not channels:
        raise row.wrong("channels 是空的")
    for name in channels:
        if name not in known.now:
            raise row.wrong(f"channels 里的 {name} 不是渠道")
    for name in later:
        if name not in known.later:
            raise row.wrong(f"later 里的 {name} 不是渠道，或者那个渠道没有 later 句子")
        if name in channels:
            raise row.wrong(f"{name} 同时写在 channels 和 later 里")
    return channels, later


def _basis(row: Row, provisions: Collection[ProvisionId]) -> tuple[ProvisionId, ...]:
    basis = tuple(map(ProvisionId, row.texts("basis", required=False)))
    for name in basis:
        if name not in provisions:
            raise row.wrong(f"basis 里的 {name} 不在法条里")
    return basis
