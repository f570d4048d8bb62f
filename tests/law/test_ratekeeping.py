"""`wenzhu law rates` as an operator meets it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from bot import doctor, ratekeeping
from bot.ratekeeping import Publication
from handlers.law.rates import OWN_FILE, RateBook

TODAY = date(2026, 11, 25)


def _list(folder: Path) -> str:
    out = StringIO()
    assert ratekeeping.run_list(folder, TODAY, out, out) == 0
    return out.getvalue()


def test_the_list_shows_every_rate_and_warns(tmp_path: Path) -> None:
    shown = _list(tmp_path)
    for rate in RateBook.load().rates:
        assert f"{rate.since} — {rate.until or '至今'}  {rate.percent}" in shown
    assert "LPR 只核实到2026年8月20日" in shown
    assert not list(tmp_path.iterdir())


def test_adding_and_confirming_write_the_own_file_whole(tmp_path: Path) -> None:
    out, folder = StringIO(), tmp_path / "new"
    seen = Publication("2026-09-21", "2.9", "")
    assert ratekeeping.run_add(folder, seen, TODAY, out, out) == 0
    assert ratekeeping.run_confirm(folder, "2026-11-20", TODAY, out, out) == 0
    assert [path.name for path in folder.iterdir()] == [OWN_FILE]
    shown = _list(folder)
    assert "2.90  四倍 11.60  自己加的" in shown
    assert "最后核实到 2026-11-20" in shown
    assert "只核实到" not in shown


def test_the_same_rate_again_is_a_confirmation(tmp_path: Path) -> None:
    out = StringIO()
    seen = Publication("2026-11-20", "3.0", "央行网站")
    assert ratekeeping.run_add(tmp_path, seen, TODAY, out, out) == 0
    assert "和现行的一样，记为核实到 2026-11-20。" in out.getvalue()


@pytest.mark.parametrize(
    ("day", "percent", "said"),
    [("昨天", "2.9", "日期写成"), ("2026-11-20", "9", "不像"), ("2027-01-20", "2.9", "还没有到")],
)
def test_nonsense_changes_nothing(tmp_path: Path, day: str, percent: str, said: str) -> None:
    errors = StringIO()
    seen = Publication(day, percent, "")
    assert ratekeeping.run_add(tmp_path, seen, TODAY, StringIO(), errors) == 1
    assert said in errors.getvalue()
    assert "没有改动任何数据" in errors.getvalue()
    assert not list(tmp_path.iterdir())


def test_a_broken_own_file_is_named_and_kept(tmp_path: Path) -> None:
    (tmp_path / OWN_FILE).write_text("confirmed = 1", encoding="utf-8")
    errors = StringIO()
    assert ratekeeping.run_confirm(tmp_path, "2026-11-20", TODAY, StringIO(), errors) == 1
    assert "rates.toml" in errors.getvalue()
    assert (tmp_path / OWN_FILE).read_text(encoding="utf-8") == "confirmed = 1"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    errors = StringIO()
    assert ratekeeping.run_confirm(tmp_path / "file", "2026-11-20", TODAY, StringIO(), errors) == 1
    assert "写不了" in errors.getvalue()


def test_the_command_line_lists_adds_and_refuses(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", "law", "rates", *words, "--data", str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert "2019-08-20" in run().stdout
    refused = run("add", "2020-01-20", "4.0")
    assert refused.returncode == 1
    assert "不能改这以前的" in refused.stderr
    assert run("add").returncode == 64


def test_a_reader_who_has_had_enough_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "law", "rates", "--data", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 1


def test_doctor_says_up_to_when_the_rates_are_confirmed(tmp_path: Path) -> None:
    trouble, detail = doctor._rates(tmp_path)
    assert trouble is None
    assert "核实到 2026-08-20" in detail
    (tmp_path / OWN_FILE).write_text("confirmed = 1", encoding="utf-8")
    trouble, _ = doctor._rates(tmp_path)
    assert trouble is not None
    assert "confirmed" in trouble
