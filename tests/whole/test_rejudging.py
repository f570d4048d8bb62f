"""Old evidence judged again with today's catalogue: differences are listed, nothing is written."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from handlers import answers, dossiers, opinions, rejudging, subjects
from handlers.judging import Judge
from handlers.law.book import LawBook
from handlers.practices.classifier import HOME, Catalogue
from handlers.verdicts import Outcome
from storage.records import Entry
from tests.whole.house import House, house
from tests.whole.test_commands import lines, wenzhu
from tests.whole.test_dialogue import REMINDER, THREAT, action
from tests.whole.test_questions import UNSURE

INSULT = "欠钱不还，你这个废物，赶紧还款"


def catalogue_without(folder: Path, practice: str) -> Judge:
    """A judge with an older catalogue, that did not know a practice yet."""
    home = folder / "old"
    shutil.copytree(HOME, home)
    (home / f"{practice}.toml").unlink()
    for path in home.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        for old in (f'"{practice}", ', f', "{practice}"', f'"{practice}"'):
            text = text.replace(old, "")
        path.write_text(text, encoding="utf-8")
    book = LawBook.load()
    return Judge(Catalogue.load(book.ids, home=home), book)


async def note_with(home: House, judge: Judge, entry: Entry) -> None:
    """As if that catalogue had judged it last."""
    store = home.rooms.store
    async with store.transaction() as change:
        subject = await subjects.subject_of(change, entry)
        words = await subjects.words_of(change, subject)
        judgement = judge.judge(words, subject.original.received_at)
        await opinions.note_verdict(change, subject, judgement, home.rooms.clock.now())


def everything(data: Path) -> list[tuple[object, ...]]:
    """Every row of what is kept and said."""
    rows: list[tuple[object, ...]] = []
    with sqlite3.connect(data / "wenzhu.db") as connection:
        for table in ("entries", "parts", "items", "inbox", "outbox", "steps"):
            rows += connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()
    connection.close()
    return rows


async def test_only_what_differs_is_listed_and_nothing_is_written(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with house(data) as home:
        for text in (INSULT, THREAT, REMINDER):
            await home.say(text, forwarded=True)
        oldest = (await home.originals())[-1]
        older = catalogue_without(tmp_path, "insult")
        await note_with(home, older, oldest)
    before = everything(data)
    done = wenzhu("rejudge", "--dry-run", data=data)
    assert done.returncode == 0
    (line,) = lines(done)
    assert (line["number"], line["version"]) == (1, None)
    assert line["came"] == ["insult"]
    assert line["went"] == []
    assert "insult" not in line["old"]["practices"]
    assert "insult" in line["new"]["practices"]
    assert line["old"]["catalogue"] != line["new"]["catalogue"] == Catalogue.load().hash
    assert not {oldest.ledger, "somebody"} & {str(value) for value in line.values()}
    summary = done.stderr.decode()
    assert "看过 3 件证据：1 件现在会判得不同，2 件一样" in summary
    assert "辱骂侮辱：多出 1 件" in summary
    assert everything(data) == before


async def test_into_a_file(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        await home.say(THREAT, forwarded=True)
    target = tmp_path / "differences.jsonl"
    done = wenzhu("rejudge", "--dry-run", "-o", str(target), data=tmp_path / "data")
    assert (done.returncode, done.stdout) == (0, b"")
    assert target.read_bytes() == b""
    assert "没有改动任何记录" in done.stderr.decode()


def test_without_a_dry_run_it_refuses(tmp_path: Path) -> None:
    done = wenzhu("rejudge", data=tmp_path / "data")
    assert done.returncode == 64
    assert "--dry-run" in done.stderr.decode()
    assert not (tmp_path / "data").exists()


async def test_what_the_person_answered_counts_in_both(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        (_, asked) = await home.say(UNSURE, forwarded=True)
        (answer,) = await home.press(action(asked, "yes"))
        await home.press(next(b.action for b in answer.buttons if b.action.endswith(":night")))
        async with home.rooms.store.snapshot() as view:
            found = [
                await rejudging.compare(
                    view, home.rooms.desk, await dossiers.open_dossier(view, entry)
                )
                async for entry in dossiers.entries(view)
            ]
        (comparison,) = found
        assert comparison is not None
        assert comparison.new.outcome is Outcome.FOUND
        assert comparison.new == comparison.old
        assert not comparison.differs


async def test_every_version_and_no_erased_one_is_looked_at(tmp_path: Path) -> None:
    async with house(tmp_path / "data") as home:
        await home.say(THREAT, id="1", forwarded=True)
        await home.say(THREAT + INSULT, id="1", edits="1")
        await home.say(REMINDER, id="2", forwarded=True)
        seq = (await home.originals())[0].seq
        await home.press(f"erase:{seq}")
        async with home.rooms.store.snapshot() as view:
            found = [entry async for entry in dossiers.entries(view)]
        assert [(entry.number, entry.refers) for entry in found] == [(1, None), (1, 0)]
        async with home.rooms.store.snapshot() as view:
            given = await answers.given(view, found[1])
        assert given == answers.Answers()
