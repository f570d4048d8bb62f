"""`wenzhu cases`: what people said about verdicts, as redacted test cases."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TextIO

from bot import lines
from bot.catalogue import load_catalogue
from bot.opening import existing
from bot.settings import Settings
from bot.troubles import sentence
from handlers import cases, dossiers, pseudonyms
from handlers.judging import Judge
from handlers.redaction.redact import Redactor
from storage.errors import StorageError

DONE = """{count} 个测试案例，其中 {changed} 个去掉个人信息后判断变了（unchanged 为 false）。
案例只在这台电脑上，没有发给任何人。去除是按规则做的，可能漏掉名字：交给别人之前，请逐条读一遍。
"""


def run(settings: Settings, target: Path | None, out: TextIO) -> int:
    """Write every case as a line; 1 if a piece of evidence could not be read."""
    return asyncio.run(_run(settings, target, out))


async def _run(settings: Settings, target: Path | None, out: TextIO) -> int:
    judge, redactor = Judge(*load_catalogue()), Redactor.load()
    count = changed = failed = 0
    async with await existing(settings) as store, store.snapshot() as view:
        with lines.sink(target, out) as sink:
            async for entry in dossiers.entries(view):
                try:
                    dossier = await dossiers.open_dossier(view, entry)
                    case = await cases.case_of(view, dossier, judge, redactor)
                except StorageError as error:
                    failed += 1
                    name = pseudonyms.evidence_name(entry)
                    lines.write(sink, {"id": name, "error": sentence(error)})
                    continue
                if case is not None:
                    count, changed = count + 1, changed + (not case.unchanged)
                    lines.write(sink, case.shape)
    sys.stderr.write(DONE.format(count=count, changed=changed))
    return int(failed > 0)
