"""The story's own ground: its clock is moved, and its days follow each other."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta

from tests.story.chapters import FORTY_DAYS, on
from tests.story.life import ROOT


def test_the_program_lives_on_another_day() -> None:
    shift = (on("2031-05-01 12:00") - on("2026-11-26 12:00")).total_seconds()
    told = subprocess.run(
        [
            *(sys.executable, "-m", "tests.story.program", str(shift)),
            *("plan", "欠某某银行3000，分3期，每月15号还1000"),
        ],
        capture_output=True,
        check=True,
        text=True,
        cwd=ROOT,
    ).stdout
    first = re.search(r"1\s+(\d+)年(\d+)月(\d+)日", told)
    assert first is not None, told
    assert date(*map(int, first.groups())) >= date(2031, 1, 1)


def test_forty_days_in_order() -> None:
    days = [chapter.at for chapter in FORTY_DAYS]
    assert days == sorted(days)
    assert (days[-1].date() - days[0].date()) == timedelta(days=39)
    assert sum(chapter.picture is not None for chapter in FORTY_DAYS) >= 3
