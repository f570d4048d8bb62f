"""From a questions file to its questions, each checked by itself.

One file per topic; its head says ``topic``, ``title`` and the day it was ``reviewed``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handlers.counsel.matter import Matter, MatterId, Role
from handlers.law.route import LenderId, RouteId
from handlers.law.rows import Row, parse, row_id
from handlers.verdicts import PracticeId, ProvisionId

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
MOST_PROVISIONS = 6
LONGEST_TITLE = 24
"""Characters that fit on a button."""
FEWEST_WORDINGS = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """One file: what its questions have in common."""

    name: str
    title: str
    reviewed: date
    matters: tuple[Matter, ...]


def read_topic(file: str, content: bytes) -> Topic:
    """All questions of one file, in its order.

    Raises:
        LawDataWrong: something is missing, unknown, misspelt or too long; names file and id.
    """
    top = Row(file, "", parse(file, content))
    name, title, reviewed = top.text("topic"), top.text("title"), top.day("reviewed")
    tables = top.tables("question")
    top.finish()
    rows = [Row(file, row_id(file, at, table, ID), table) for at, table in enumerate(tables, 1)]
    matters = tuple(_matter(row, name, reviewed) for row in rows)
    return Topic(name, title, reviewed, matters)


def _matter(row: Row, topic: str, reviewed: date) -> Matter:
    asks = row.texts("asks")
    matter = Matter(
        id=MatterId(row.text("id")),
        topic=topic,
        title=asks[0],
        asks=asks,
        answer=row.text("answer"),
        provisions=tuple(map(ProvisionId, row.texts("provisions"))),
        channels=tuple(map(RouteId, row.texts("channels", required=False))),
        points=row.texts("points"),
        avoid=row.texts("avoid"),
        conditions=row.text_or_none("conditions"),
        premise=row.text_or_none("premise"),
        roles=tuple(_role(row, word) for word in row.texts("role", required=False)),
        lenders=tuple(map(LenderId, row.texts("lender", required=False))),
        practices=tuple(map(PracticeId, row.texts("practices", required=False))),
        asks_last=row.flag("asks_last"),
        follows=tuple(map(MatterId, row.texts("follows"))),
        reviewed=row.day_or_none("reviewed") or reviewed,
    )
    row.finish()
    _check_sizes(row, matter)
    return matter


def _role(row: Row, word: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        raise row.wrong(f"role 不认识“{word}”，只能是 {'、'.join(Role)}") from None


def _check_sizes(row: Row, matter: Matter) -> None:
    if len(matter.provisions) > MOST_PROVISIONS:
        raise row.wrong(f"provisions 有 {len(matter.provisions)} 条，最多 {MOST_PROVISIONS} 条")
    if len(matter.title) > LONGEST_TITLE:
        raise row.wrong(f"第一个问法有 {len(matter.title)} 个字，按钮上最多 {LONGEST_TITLE} 个")
    if len(matter.asks) < FEWEST_WORDINGS:
        raise row.wrong(f"asks 只有 {len(matter.asks)} 种，至少 {FEWEST_WORDINGS} 种")
    if matter.id in matter.follows:
        raise row.wrong("follows 里有它自己")
