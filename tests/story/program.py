"""`wenzhu` as it is, on another day: every look at the clock is moved by so many seconds.

python -m tests.story.program SECONDS ARGUMENTS OF WENZHU
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from bot.__main__ import main
from bot.clock import SystemClock


def moved(by: timedelta) -> None:
    """Set the one place that asks what time it is."""

    def now(self: SystemClock) -> datetime:  # noqa: ARG001 -- as the method it stands for
        return datetime.now(UTC) + by

    SystemClock.now = now  # type: ignore[method-assign]  # the clock alone is not real here


if __name__ == "__main__":
    moved(timedelta(seconds=float(sys.argv[1])))
    sys.exit(main(sys.argv[2:]))
