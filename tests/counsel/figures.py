"""Figures on a yardstick of questions: `python -m tests.counsel.figures FILE.json`.

The file holds ``items`` with ``id``, ``question_zh``, ``provisions`` that would be right and
``must_avoid_zh``. Claims to avoid are looked for as strings: what somebody is said to say ("说…")
is a fault where it stands in the answer without being denied or quoted.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bot.knowledge import ask_now

_SAID = re.compile("^(?:说|建议|只|把|用)?")
_QUOTED = re.compile("“[^”]*”")
_DENIED = re.compile("(?:不|没有|别|并非|不是|不能|不要)[^，。；]{0,8}$")


def claims(answer: str, avoid: str) -> bool:
    """Whether the claim stands in the answer as the answer's own."""
    plain, claim = _QUOTED.sub("", answer), _SAID.sub("", avoid)
    return any(
        not _DENIED.search(plain[: match.start()]) for match in re.finditer(re.escape(claim), plain)
    )


def main(file: Path) -> int:
    """Print hits, claims, confidence and time; 1 when a claim to avoid was found."""
    items: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["items"]
    answer = ask_now()
    missed, claimed, seconds, sure, most = [], [], [], 0, 0
    for item in items:
        started = time.perf_counter()
        said = answer(item["question_zh"], None)
        seconds.append(time.perf_counter() - started)
        sure += said.confident
        most = max(most, len(said.provisions))
        if not {*said.provisions} & {*item["provisions"]}:
            missed.append(item["id"])
        bad = [claim for claim in item["must_avoid_zh"] if claims(said.answer, claim)]
        claimed += [f"{item['id']} {claim}" for claim in bad]
    middle = 1000 * statistics.median(seconds)
    print(f"questions: {len(items)}, confident {sure}, at most {most} provisions each")
    print(f"a right provision among those cited: {len(items) - len(missed)}; missed {missed}")
    print(f"claims to avoid found: {len(claimed)} {claimed}")
    print(f"median {middle:.1f} ms a question")
    return 1 if claimed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
