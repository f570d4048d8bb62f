"""From a provisions file to provisions, each checked by itself."""

from __future__ import annotations

import re
from datetime import date

from handlers.law.provision import MARKS, Kind, Layer, Provision, Verified
from handlers.law.rows import Row, parse, row_id
from handlers.verdicts import ProvisionId

ID = re.compile(r"[A-Z][A-Z0-9]*(-([A-Z]+|p?[0-9]+))*")
"""Ids look like CC-1033, CL-293-1, PS25-50-p2, JI-XZ-1, COST26."""

SHARED = ("layer", "since", "until", "verified", "source", "reviewed")
"""What the head of a file may say once for all of its rows."""


def read_provisions(file: str, content: bytes) -> tuple[Provision, ...]:
    """All provisions of one file, in its order.

    Raises:
        LawDataWrong: something is missing, unknown, misspelt or contradicts itself.
    """
    head = parse(file, content)
    top = Row(file, "", head)
    law, kind = top.text("law"), top.choice("kind", Kind)
    tables = top.tables("provision")
    defaults = {field: head[field] for field in SHARED if field in head}
    rows = (
        Row(file, row_id(file, place, table, ID), table, defaults)
        for place, table in enumerate(tables, start=1)
    )
    provisions = tuple(_provision(row, law, kind) for row in rows)
    top.set_aside(*SHARED)
    top.finish()
    return provisions


def _provision(row: Row, law: str, kind: Kind) -> Provision:
    provision = Provision(
        id=ProvisionId(row.text("id")),
        law=law,
        kind=kind,
        article=row.text_or_none("article"),
        short=row.text("short"),
        layer=row.choice("layer", Layer),
        since=row.day("since"),
        until=row.day_or_none("until"),
        gist=row.text("gist"),
        consequence=row.text("consequence"),
        source=row.text("source"),
        verified=row.choice("verified", Verified),
        reviewed=row.day("reviewed"),
        succeeds=tuple(map(ProvisionId, row.texts("succeeds", required=False))),
        remark=row.text_or_none("remark"),
    )
    row.finish()
    _check_period(row, provision.since, provision.until)
    _check_citation(row, provision)
    return provision


def _check_period(row: Row, since: date, until: date | None) -> None:
    if until is not None and since > until:
        raise row.wrong(f"since {since} 晚于 until {until}")


def _check_citation(row: Row, provision: Provision) -> None:
    """A reader must be able to look it up, and must not take a notice for a statute."""
    if not provision.article and provision.verified is Verified.PRIMARY:
        raise row.wrong("缺少 article（只有二手核实的才可以不写条号）")
    if provision.article not in provision.short:
        raise row.wrong(f"short 里没有 article“{provision.article}”")
    mark = MARKS.get(provision.kind, "")
    if mark not in provision.short:
        raise row.wrong(f"kind 是 {provision.kind}，short 里要写明“{mark}”")
