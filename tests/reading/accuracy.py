"""How well and how fast pictures are read: `python -m tests.reading.accuracy FOLDER`.

The folder holds pictures and a ``truth.jsonl`` with ``{"file", "kind", "lines"}`` for each.
Errors are counted per character without white space, once exactly and once with full-width
and half-width punctuation taken as the same.
"""

import asyncio
import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.reading.parent import ChildReader
from tests.reading.drawing import medium


def distance(first: str, second: str) -> int:
    """Insertions, deletions and replacements between two texts."""
    row = list(range(len(second) + 1))
    for at, one in enumerate(first, 1):
        above, row = row, [at]
        for to, other in enumerate(second, 1):
            row.append(min(above[to] + 1, row[-1] + 1, above[to - 1] + (one != other)))
    return row[-1]


def joined(lines: Iterable[str], *, folded: bool) -> str:
    """The words without white space."""
    text = "".join("".join(lines).split())
    return unicodedata.normalize("NFKC", text) if folded else text


async def measure(folder: Path, truth: list[dict[str, Any]]) -> None:
    """Read every picture and print the figures per kind."""
    figures: dict[str, list[float]] = defaultdict(lambda: [0.0] * 5)
    async with ChildReader() as reader:
        await reader.warm()
        for shape in truth:
            content = (folder / str(shape["file"])).read_bytes()
            reading = await reader.read(medium(content), content)
            lines = [str(line) for line in shape["lines"]]
            for name in (str(shape["kind"]), "all"):
                row = figures[name]
                for at, folded in enumerate((False, True)):
                    wanted = joined(lines, folded=folded)
                    row[at] += distance(joined([reading.text], folded=folded), wanted)
                row[2] += len(joined(lines, folded=False))
                row[3] += reading.seconds
                row[4] += 1
    print(f"{'kind':14}{'exact':>8}{'folded':>8}{'s/picture':>11}{'pictures':>10}")
    for name, (exact, folded_errors, length, seconds, count) in figures.items():
        print(
            f"{name:14}{exact / length:8.2%}{folded_errors / length:8.2%}"
            f"{seconds / count:11.2f}{count:10.0f}"
        )


def main() -> int:
    """Measure the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.stderr.write("python -m tests.reading.accuracy FOLDER\n")
        return 64
    folder = Path(sys.argv[1])
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text().splitlines()]
    asyncio.run(measure(folder, truth))
    return 0


if __name__ == "__main__":
    sys.exit(main())
