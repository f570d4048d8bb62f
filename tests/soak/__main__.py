"""`make soak`: three years of reminders; `--short` is what the tests run."""

from __future__ import annotations

import sys

from tests.soak.life import Size, live

FULL = Size(days=3 * 365, persons=200, plans=1000, kill=0.01)
SHORT = Size(days=60, persons=8, plans=30, kill=0.08)


def main() -> int:
    report = live(SHORT if "--short" in sys.argv else FULL)
    print("\n".join(report.lines()))
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
