"""The short soak: two processes, killed again and again, lose nothing and say nothing twice."""

from __future__ import annotations

import subprocess
import sys


def test_nothing_is_lost_and_nothing_said_twice() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", "--short"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lost 0, said twice 0, otherwise than expected 0, dropped 0" in done.stdout
