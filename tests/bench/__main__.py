"""`make bench`: every benchmark, printed; with --write also into docs/performance.md."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from pathlib import Path

from tests.bench import judging, reminders, service, telegram

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def main() -> None:
    served = [*asyncio.run(service.run()), *asyncio.run(telegram.run())]
    ratios = [*served, *judging.run(), *asyncio.run(reminders.run())]
    rows = [ratio.row() for ratio in ratios]
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
    machine += f"Python {platform.python_version()}"
    figures = "\n".join(
        [
            f"Machine: {machine}.",
            "",
            "| figure | here | floor | ratio |",
            "|---|---|---|---|",
            *rows,
        ]
    )
    print(figures)
    if "--write" in sys.argv:
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(BEGIN)
        after = rest.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{figures}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
