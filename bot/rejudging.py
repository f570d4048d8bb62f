"""`wenzhu rejudge --dry-run`: what today's catalogue would say about evidence judged before."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from bot import lines
from bot.desk import build_desk
from bot.opening import existing
from bot.settings import Settings
from bot.troubles import sentence
from handlers import dossiers, pseudonyms, rejudging
from handlers.desk import Desk
from handlers.rejudging import Comparison
from handlers.verdicts import PracticeId
from storage.errors import StorageError
from storage.records import Entry
from storage.store import View

USAGE = 64
REFUSED = """没有改动任何记录。判断过、告诉过本人的结论不会被改写，所以这个命令只看差别：
请用 wenzhu rejudge --dry-run。
"""
DONE = "看过 {seen} 件证据：{changed} 件现在会判得不同，{same} 件一样，{never} 件没有判断过。\n"
BROKEN = "另有 {broken} 件读不出来，见输出里的 error。\n"
MOVED = "  {name}：多出 {came} 件，少了 {went} 件\n"
UNTOUCHED = "没有改动任何记录。\n"


@dataclass(slots=True)
class Tally:
    """What the summary counts."""

    seen: int = 0
    changed: int = 0
    never: int = 0
    broken: int = 0
    came: Counter[PracticeId] = field(default_factory=Counter)
    went: Counter[PracticeId] = field(default_factory=Counter)

    def count(self, comparison: Comparison | None) -> None:
        """One more piece of evidence."""
        self.seen += 1
        self.never += comparison is None
        if comparison is not None and comparison.differs:
            self.changed += 1
            self.came.update(comparison.came)
            self.went.update(comparison.went)


def run(settings: Settings, target: Path | None, out: TextIO, *, dry: bool) -> int:
    """Write every difference as a line; 64 without dry, 1 if something could not be read."""
    if not dry:
        sys.stderr.write(REFUSED)
        return USAGE
    return asyncio.run(_run(settings, target, out))


async def _run(settings: Settings, target: Path | None, out: TextIO) -> int:
    desk, tally = build_desk(settings), Tally()
    async with await existing(settings) as store, store.snapshot() as view:
        with lines.sink(target, out) as sink:
            async for entry in dossiers.entries(view):
                await _compare(view, desk, entry, tally, sink)
    sys.stderr.writelines(_summary(desk, tally))
    return int(tally.broken > 0)


async def _compare(view: View, desk: Desk, entry: Entry, tally: Tally, sink: TextIO) -> None:
    try:
        dossier = await dossiers.open_dossier(view, entry)
        comparison = await rejudging.compare(view, desk, dossier)
    except StorageError as error:
        tally.broken += 1
        name = pseudonyms.evidence_name(entry)
        lines.write(sink, {"id": name, "error": sentence(error)})
        return
    tally.count(comparison)
    if comparison is not None and comparison.differs:
        lines.write(sink, comparison.shape)


def _summary(desk: Desk, tally: Tally) -> list[str]:
    same = tally.seen - tally.changed - tally.never
    said = [
        DONE.format(seen=tally.seen, changed=tally.changed, same=same, never=tally.never),
        *(
            MOVED.format(name=desk.judge.name(one), came=tally.came[one], went=tally.went[one])
            for one in sorted(tally.came.keys() | tally.went.keys())
        ),
    ]
    if tally.broken:
        said.append(BROKEN.format(broken=tally.broken))
    return [*said, UNTOUCHED]
