"""Verification finds and names what was done to a data folder, and nothing else."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from storage import evidence, verify_texts
from storage.records import Kind, Seq
from storage.report import Report, State, Topic
from storage.store import Store
from storage.verify import verify
from tests.storage import damage
from tests.storage.builders import NOW, a_delivery, kept

BIT = st.integers(0, 10_000_000)
PICK = st.integers(0, 1000)
PROPERTY = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return damage.template(tmp_path_factory.mktemp("whole") / "data")


@pytest.fixture(scope="module")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spare") / "data"


def named(report: Report, ledger: str, seq: int) -> bool:
    return any(
        fault.place is not None and (fault.place.ledger, fault.place.seq) == (ledger, seq)
        for fault in report.faults
    )


def test_an_untouched_store_is_fine_and_stays_untouched(whole: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in whole.rglob("*")}
    report = damage.check(whole)
    assert report.faults == ()
    assert report.exit_code() == 0
    assert [remark.code for remark in report.remarks] == ["never-stamped"]
    assert [check.number for check in report.checks] == list(range(1, 15))
    assert {path: path.stat().st_mtime_ns for path in whole.rglob("*")} == before


@PROPERTY
@given(pick=PICK, bit=BIT)
def test_a_flipped_bit_in_canonical_bytes(whole: Path, spare: Path, pick: int, bit: int) -> None:
    folder = damage.copy(whole, spare)
    rows = damage.entries(folder)
    row = rows[pick % len(rows)]
    with damage.behind_its_back(folder) as connection:
        damage.flip(connection, "entries", row.rowid, "canonical", bit)
    report = damage.check(folder)
    assert report.exit_code() == 1
    assert named(report, row.ledger, row.seq)


@PROPERTY
@given(pick=PICK, bit=BIT, column=st.sampled_from(damage.INDEX))
def test_a_changed_index_column(whole: Path, spare: Path, pick: int, bit: int, column: str) -> None:
    folder = damage.copy(whole, spare)
    rows = damage.entries(folder)
    row = rows[pick % len(rows)]
    with damage.behind_its_back(folder) as connection:
        try:
            damage.flip(connection, "entries", row.rowid, column, bit)
        except sqlite3.IntegrityError:
            assume(False)  # another row has that value; the file refuses it
    report = damage.check(folder)
    assert report.exit_code() == 1
    assert named(report, row.ledger, row.seq)


@PROPERTY
@given(pick=PICK, bit=BIT)
def test_a_flipped_bit_in_an_inline_part(whole: Path, spare: Path, pick: int, bit: int) -> None:
    folder = damage.copy(whole, spare)
    with damage.behind_its_back(folder) as connection:
        rows = connection.execute(
            "SELECT rowid, item, slot FROM parts WHERE sealed IS NOT NULL ORDER BY item, slot"
        ).fetchall()
        rowid, item, slot = rows[pick % len(rows)]
        damage.flip(connection, "parts", rowid, "sealed", bit)
    report = damage.check(folder)
    assert report.exit_code() == 1
    assert any(f"密封件 {slot} 被改动" in fault.sentence for fault in report.faults)
    owners = [row for row in damage.entries(folder) if row.item == item]
    assert not owners or any(named(report, row.ledger, row.seq) for row in owners)


@PROPERTY
@given(
    pick=PICK,
    bit=BIT,
    where=st.sampled_from(
        [
            ("parts", "cipher"),
            ("items", "wrapped"),
            ("identities", "sealed_address"),
            ("identities", "address_key"),
            ("facts", "value"),
            ("inbox", "delivery_key"),
            ("ledgers", "head"),
            ("ledgers", "length"),
            ("ledgers", "numbers"),
        ]
    ),
)
def test_a_flipped_bit_beside_the_chain(
    whole: Path, spare: Path, pick: int, bit: int, where: tuple[str, str]
) -> None:
    folder = damage.copy(whole, spare)
    table, column = where
    with damage.behind_its_back(folder) as connection:
        living = " WHERE item IN (SELECT item FROM items)" if table == "inbox" else ""
        rows = connection.execute(f"SELECT rowid FROM {table}{living} ORDER BY rowid").fetchall()
        damage.flip(connection, table, rows[pick % len(rows)][0], column, bit)
    report = damage.check(folder)
    assert report.exit_code() == 1


@PROPERTY
@given(pick=PICK, bit=BIT, how=st.sampled_from(["flip", "cut", "longer", "remove"]))
def test_a_damaged_blob(whole: Path, spare: Path, pick: int, bit: int, how: str) -> None:
    folder = damage.copy(whole, spare)
    files = damage.blobs(folder)
    blob = files[pick % len(files)]
    content = blob.read_bytes()
    if how == "remove":
        blob.unlink()
    elif how == "flip":
        blob.write_bytes(damage.flipped(content, bit))
    else:
        blob.write_bytes(content[: bit % len(content)] if how == "cut" else content + b"\0")
    report = damage.check(folder)
    assert report.exit_code() == 1
    with contextlib.closing(sqlite3.connect(folder / "wenzhu.db")) as connection:
        (item,) = connection.execute(
            "SELECT item FROM parts WHERE cipher = ?", (blob.name,)
        ).fetchone()
    assert any(
        named(report, row.ledger, row.seq) for row in damage.entries(folder) if row.item == item
    )
    assert any("密封件 2" in fault.sentence for fault in report.faults)


@PROPERTY
@given(pick=PICK)
def test_a_removed_entry(whole: Path, spare: Path, pick: int) -> None:
    folder = damage.copy(whole, spare)
    rows = damage.entries(folder)
    row = rows[pick % len(rows)]
    with damage.behind_its_back(folder) as connection:
        connection.execute("DELETE FROM entries WHERE rowid = ?", (row.rowid,))
    report = damage.check(folder)
    assert report.exit_code() == 1
    assert named(report, row.ledger, row.seq)


@PROPERTY
@given(one=PICK, two=PICK)
def test_swapped_entries(whole: Path, spare: Path, one: int, two: int) -> None:
    folder = damage.copy(whole, spare)
    rows = damage.entries(folder)
    first, second = rows[one % len(rows)], rows[two % len(rows)]
    assume(first != second)
    move = "UPDATE entries SET ledger = ?, seq = ? WHERE rowid = ?"
    with damage.behind_its_back(folder) as connection:
        connection.execute("DROP INDEX ix_entries_ledger_refers")
        connection.execute("UPDATE entries SET number = -rowid WHERE number IS NOT NULL")
        connection.execute(move, (first.ledger, -1, first.rowid))
        connection.execute(move, (first.ledger, first.seq, second.rowid))
        connection.execute(move, (second.ledger, second.seq, first.rowid))
        numbers = "json_extract(canonical, '$.number')"
        with contextlib.suppress(sqlite3.IntegrityError):
            connection.execute(f"UPDATE entries SET number = {numbers}")
        connection.execute("CREATE INDEX ix_entries_ledger_refers ON entries (ledger, refers)")
    report = damage.check(folder)
    assert report.exit_code() == 1
    assert named(report, first.ledger, first.seq)
    assert named(report, second.ledger, second.seq)


@PROPERTY
@given(pick=PICK, copied=st.booleans())
def test_an_added_entry(whole: Path, spare: Path, pick: int, *, copied: bool) -> None:
    folder = damage.copy(whole, spare)
    rows = damage.entries(folder)
    row = rows[pick % len(rows)]
    with damage.behind_its_back(folder) as connection:
        last, canonical = connection.execute(
            "SELECT seq, canonical FROM entries WHERE ledger = ? ORDER BY seq DESC", (row.ledger,)
        ).fetchone()
        if not copied:
            claim = evidence.decode(canonical)
            canonical = evidence.encode(
                evidence.Claim(
                    ledger=claim.ledger,
                    seq=Seq(last + 1),
                    kind=Kind.NOTE,
                    at=NOW,
                    item=claim.item,
                    prev=evidence.digest(canonical),
                    refers=Seq(last),
                    label="verdict",
                )
            )
        connection.execute(
            "INSERT INTO entries (ledger, seq, kind, item, at, refers, label, digest, canonical)"
            " SELECT ledger, ?, 'note', item, ?, ?, 'verdict', ?, ?"
            " FROM entries WHERE ledger = ? AND seq = ?",
            (
                *(last + 1, "2026-11-23T06:40:00.123456Z", last),
                *(evidence.digest(canonical), canonical, row.ledger, last),
            ),
        )
    report = damage.check(folder)
    assert report.exit_code() == 1
    assert named(report, row.ledger, last + 1)


@PROPERTY
@given(pick=PICK)
def test_a_destroyed_key_without_a_tombstone(whole: Path, spare: Path, pick: int) -> None:
    folder = damage.copy(whole, spare)
    with damage.behind_its_back(folder) as connection:
        items = [row[0] for row in connection.execute("SELECT item FROM items ORDER BY item")]
        owned = {row.item: row for row in damage.entries(folder) if row.kind != "note"}
        living = [item for item in items if item in owned]
        item = living[pick % len(living)]
        connection.execute("DELETE FROM parts WHERE item = ?", (item,))
        connection.execute("DELETE FROM items WHERE item = ?", (item,))
    report = damage.check(folder)
    (fault,) = report.faults
    assert (fault.code, fault.state) == ("destroyed", State.MISSING)
    assert named(report, owned[item].ledger, owned[item].seq)


def test_a_tombstone_whose_key_is_still_there(whole: Path, spare: Path) -> None:
    folder = damage.copy(whole, spare)
    (stone, *_) = [row for row in damage.entries(folder) if row.kind == "erased"]
    with damage.behind_its_back(folder) as connection:
        connection.execute(
            "INSERT INTO items SELECT ?, person, ledger, wrapped FROM items LIMIT 1", (stone.item,)
        )
    report = damage.check(folder)
    assert report.exit_code() == 1
    assert "still-there" in {fault.code for fault in report.faults}


def test_a_part_that_pretends_to_be_evidence(whole: Path, spare: Path) -> None:
    folder = damage.copy(whole, spare)
    with damage.behind_its_back(folder) as connection:
        connection.execute(
            "INSERT INTO parts SELECT item, '7', cipher, sealed FROM parts WHERE slot = '1' LIMIT 1"
        )
    report = damage.check(folder)
    assert report.exit_code() == 1
    assert {fault.topic for fault in report.faults} == {Topic.EXTRA, Topic.CONTENT}


def test_files_nobody_refers_to_are_a_remark(whole: Path, spare: Path) -> None:
    folder = damage.copy(whole, spare)
    (folder / "blobs" / "tmp-0").write_bytes(b"rest")
    report = damage.check(folder)
    assert report.exit_code() == 0
    assert [remark.code for remark in report.remarks] == ["orphans", "never-stamped"]


def test_missing_and_changed_triggers(whole: Path, spare: Path) -> None:
    folder = damage.copy(whole, spare)
    with contextlib.closing(sqlite3.connect(folder / "wenzhu.db")) as connection:
        connection.execute("DROP TRIGGER entries_refuse_update")
        connection.execute("DROP TRIGGER entries_refuse_delete")
        connection.execute(
            "CREATE TRIGGER entries_refuse_delete BEFORE DELETE ON entries BEGIN SELECT 1; END"
        )
        connection.execute("CREATE TRIGGER own AFTER INSERT ON inbox BEGIN SELECT 1; END")
    report = damage.check(folder)
    assert [fault.code for fault in report.faults] == [
        "trigger-missing",
        "trigger-altered",
        "trigger-unknown",
    ]


def test_without_the_right_key_contents_are_unverifiable(
    whole: Path, spare: Path, tmp_path: Path
) -> None:
    folder = damage.copy(whole, spare)
    key = tmp_path / "aside.key"
    shutil.move(folder / "master.key", key)
    assert damage.check(folder).exit_code() == 2
    assert damage.check(folder, key).exit_code() == 0
    (folder / "master.key").write_bytes(os.urandom(32))
    report = damage.check(folder)
    assert report.exit_code() == 2
    states = {check.topic: check.state for check in report.checks}
    assert states[Topic.CONTENT] is states[Topic.KEY] is State.UNVERIFIABLE
    assert states[Topic.PARTS] is State.OK
    damage.blobs(folder)[0].unlink()
    assert damage.check(folder).exit_code() == 1


@PROPERTY
@given(bits=st.lists(BIT, min_size=1, max_size=40))
def test_whatever_happens_to_the_file_there_is_a_report(
    whole: Path, spare: Path, bits: list[int]
) -> None:
    folder = damage.copy(whole, spare)
    content = (folder / "wenzhu.db").read_bytes()
    for bit in bits:
        content = damage.flipped(content, bit * 7919)
    (folder / "wenzhu.db").write_bytes(content)
    assert damage.check(folder).lines()


def test_what_is_not_a_database(tmp_path: Path, whole: Path, spare: Path) -> None:
    assert damage.check(tmp_path).exit_code() == 1
    (tmp_path / "wenzhu.db").write_bytes(b"something else entirely" * 100)
    assert damage.check(tmp_path).exit_code() == 1
    (tmp_path / "wenzhu.db").write_bytes(b"")
    assert damage.check(tmp_path).exit_code() == 1
    folder = damage.copy(whole, spare)
    with damage.behind_its_back(folder) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    report = damage.check(folder)
    assert (report.exit_code(), report.faults[0].code) == (2, "unknown-schema")


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_it_works_beside_a_running_service(store: Store, data: Path) -> None:
    await kept(store, b"one", picture=os.urandom(70_000))
    names = listing(data)
    assert (await verify(data / "wenzhu.db")).exit_code() == 0
    await store.deliver(a_delivery())
    assert (await verify(data / "wenzhu.db")).exit_code() == 0
    assert listing(data) == names


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "storage.verify", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0"},
        check=False,
    )


def test_the_command(whole: Path, spare: Path) -> None:
    done = command(whole / "wenzhu.db", "--key", whole / "master.key")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == verify_texts.ALL_FINE
    folder = damage.copy(whole, spare)
    damage.blobs(folder)[0].unlink()
    done = command(folder / "wenzhu.db")
    assert done.returncode == 1
    assert re.search(r"E-000[13]（账 [0-9a-f]{8} 第 [04] 条）：密封件 2 不见了。", done.stdout)
    assert command().returncode == 64


def test_every_sentence_can_be_filled() -> None:
    for sentences in (verify_texts.FAULTS, verify_texts.REMARKS, verify_texts.FINE):
        assert all(sentence.endswith(("。", "{detail}")) for sentence in sentences.values())
    assert set(verify_texts.FINE) == set(verify_texts.TITLES) == {str(topic) for topic in Topic}
