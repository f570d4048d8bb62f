"""What was prepared judges as its sources do, and is worth nothing once anything differs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot import catalogue
from handlers import kept, prepared
from handlers.practices.classifier import HOME
from handlers.practices.plain import Plain
from handlers.prepared import Knowledge
from handlers.verdicts import Channel, Passage
from tests.practices.materials import EXAM, labelled

SOURCE = prepared.source()
READ = Knowledge.load()
CONTENT = prepared.write(READ, SOURCE)
PASSAGES = [
    *(row.passage for row in labelled([EXAM])),
    Passage("傳票已下 cui shou 你家人", Channel.SMS),
    Passage("代办停息挂账、征信修复，先收费，加微信"),
    Passage("你好"),
]


def test_the_same_verdicts_come_out() -> None:
    kept = prepared.read(CONTENT, SOURCE)
    assert kept is not None
    for passage in PASSAGES:
        assert kept.catalogue.judge.judge(passage) == READ.catalogue.judge.judge(passage)


def test_everything_that_is_asked_for_elsewhere_comes_back() -> None:
    kept = prepared.read(CONTENT, SOURCE)
    assert kept is not None
    assert kept.catalogue.hash == READ.catalogue.hash
    assert (kept.law.hash, kept.law.provisions) == (READ.law.hash, READ.law.provisions)
    assert list(kept.catalogue.practices) == list(READ.catalogue.practices)
    for identifier, practice in READ.catalogue.practices.items():
        same = kept.catalogue.practices[identifier]
        assert (same.examples, same.near_misses) == (practice.examples, practice.near_misses)
        assert same.provisions == practice.provisions
        assert [sign.id for sign in same.signs] == [sign.id for sign in practice.signs]
    assert kept.catalogue.judge.parts[2] == READ.catalogue.judge.parts[2]


def test_every_weight_comes_back() -> None:
    kept = prepared.read(CONTENT, SOURCE)
    assert kept is not None
    mine, read = kept.catalogue.judge.model, READ.catalogue.judge.model
    assert mine is not None
    assert read is not None
    assert (mine.hash, mine.labels, mine.bias) == (read.hash, read.labels, read.bias)
    assert dict(mine.rows) == read.rows
    assert mine.marks == read.marks


@pytest.mark.parametrize("part", [0.0, 0.00001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99999])
def test_one_wrong_bit_anywhere_and_it_is_left_aside(part: float) -> None:
    damaged = bytearray(CONTENT)
    damaged[int(len(damaged) * part)] ^= 1
    assert prepared.read(bytes(damaged), SOURCE) is None


@pytest.mark.parametrize("length", [0, 10, 60, 90, 5000])
def test_cut_short_it_is_left_aside(length: int) -> None:
    assert prepared.read(CONTENT[:length], SOURCE) is None


def test_made_from_other_sources_it_is_left_aside(tmp_path: Path) -> None:
    home = shutil.copytree(HOME, tmp_path / "catalogue")
    assert prepared.source(home) == SOURCE
    insult = home / "insult.toml"
    insult.write_text(insult.read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    other = prepared.source(home)
    assert other != SOURCE
    assert prepared.read(CONTENT, other) is None


def test_other_weights_are_another_source(tmp_path: Path) -> None:
    home = shutil.copytree(HOME, tmp_path / "catalogue")
    with (home / "weights.json").open("ab") as file:
        file.write(b"\n")
    assert prepared.source(home) != SOURCE


def test_all_code_that_has_a_part_in_it_is_a_source() -> None:
    script = """
import sys, handlers.prepared
print(*(m.__file__ for name, m in sys.modules.items() if name.startswith("handlers.")), sep="\\n")
"""
    told = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    known = {str(path) for path in prepared.code()}
    assert [path for path in told.stdout.splitlines() if path not in known] == []


def test_it_is_put_in_place_whole(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    catalogue.keep_in(place, CONTENT)
    assert place.read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert catalogue.kept_in(place, SOURCE, prepared.read) is not None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    place = tmp_path / "missing" / "kept"
    catalogue.keep_in(place, CONTENT)
    assert catalogue.kept_in(place, SOURCE, prepared.read) is None


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="Path"):
        Plain(()).apart((Path("x"),))


def test_what_does_not_fit_the_code_of_today_is_made_anew(tmp_path: Path) -> None:
    """A program upgraded while it ran wrote what it held in memory below the new files' digest."""
    place = tmp_path / "knowledge"
    place.write_bytes(CONTENT)

    def older(_: bytes, __: bytes) -> Knowledge:
        raise TypeError("Sentence takes two arguments, three were given")

    assert catalogue.kept_in(place, SOURCE, older) is None


def test_another_version_of_what_cuts_texts_is_another_source(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cutters = {name.partition("-")[0] for name in kept.installed()}
    assert cutters == {"rjieba", "opencc", "ahocorasick_rs"}
    (tmp_path / "rjieba-99.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert prepared.source() != SOURCE
