"""Backups: one sealed file, taken from a store in use, tried before it counts."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import recovery
from storage.archive import Archive, ArchiveKey
from storage.backup import Made, back_up
from storage.errors import (
    Busy,
    DataFolderInUse,
    EarlierMissing,
    KeyMissing,
    Missing,
    NotABackup,
    Occupied,
    StorageError,
    Tampered,
    Unfinished,
    WrongCode,
    WrongKey,
)
from storage.folder import DataFolder
from storage.keys import KEY
from storage.records import Seq
from storage.report import Topic
from storage.restore import Restored, restore
from storage.store import Store
from storage.verify import verify
from tests.storage import damage
from tests.storage.builders import LATER, NOW, kept
from tests.storage.child import NAME, SENTENCE


def master_of(folder: Path) -> bytes:
    return (folder / "master.key").read_bytes()


async def made(folder: Path, target: Path, since: Path | None = None) -> Made:
    return await back_up(DataFolder.at(folder), target, at=NOW, made_by="test", since=since)


async def back(target: Path, folder: Path, master: bytes) -> Restored:
    return await restore(target, folder, master=master)


async def checked(folder: Path, key: Path | None = None) -> int:
    return (await verify(folder / "wenzhu.db", key)).exit_code()


def names(folder: Path, pattern: str = "*") -> list[str]:
    return sorted(path.name for path in folder.glob(pattern))


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def a_writer(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.child", "write", str(folder), "m", "400"],
        stdout=subprocess.PIPE,
        text=True,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in damage.blobs(folder)}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return damage.template(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture(scope="module")
def whole(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("whole") / "a.backup"
    asyncio.run(made(template, target))
    return target


async def test_what_was_backed_up_comes_back(template: Path, tmp_path: Path) -> None:
    result = await made(template, tmp_path / "a.backup")
    assert result.report.exit_code() == 0, "\n".join(result.report.lines())
    assert stat.S_IMODE(result.path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["a.backup"]
    restored = await back(result.path, tmp_path / "new", master_of(template))
    assert restored.report.exit_code() == 0
    assert damage.entries(tmp_path / "new") == damage.entries(template)
    assert contents(tmp_path / "new") == contents(template)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert not (tmp_path / "new" / ".restoring").exists()
    async with await Store.open(tmp_path / "new") as store, store.snapshot() as view:
        found = await view.identity("local", "borrower")
        assert found is not None
        (newest, *_) = await view.originals(found[1], 10)
        row = (await view.inbox_of(found[1], 100))[-1]
        assert await view.payload(row) == b"first"
        assert not newest.erased or newest.kind.value == "original"


async def test_a_backup_shows_nothing_and_holds_no_key(tmp_path: Path) -> None:
    async with await Store.open(tmp_path / "data") as store:
        await kept(store, SENTENCE.encode(), address=NAME, picture=SENTENCE.encode() * 3000)
    result = await made(tmp_path / "data", tmp_path / "a.backup")
    content = result.path.read_bytes()
    assert len(content) > 100_000
    for planted in (SENTENCE.encode(), NAME.encode(), master_of(tmp_path / "data"), b"SQLite"):
        assert planted not in content


async def test_an_existing_file_is_never_overwritten(template: Path, whole: Path) -> None:
    before = everything(whole.parent)
    with pytest.raises(Occupied):
        await made(template, whole)
    assert everything(whole.parent) == before


async def test_no_database_or_no_key_is_said(tmp_path: Path, template: Path) -> None:
    with pytest.raises(Missing):
        await made(tmp_path, tmp_path / "a.backup")
    folder = damage.copy(template, tmp_path / "data")
    key = tmp_path / "other.key"
    key.write_bytes(os.urandom(KEY))
    with pytest.raises(WrongKey):
        await back_up(DataFolder.at(folder, key), tmp_path / "a", at=NOW, made_by="test")
    (folder / "master.key").unlink()
    with pytest.raises(KeyMissing):
        await made(folder, tmp_path / "a.backup")
    assert names(tmp_path) == ["data", "other.key"]


async def test_a_restore_never_touches_what_is_there(whole: Path, template: Path) -> None:
    before = everything(template)
    with pytest.raises(Occupied):
        await back(whole, template, master_of(template))
    assert everything(template) == before


async def test_a_folder_with_the_key_alone_is_filled(
    whole: Path, template: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(template / "master.key", new)
    await back(whole, new, master_of(template))
    assert await checked(new) == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "master.key").write_bytes(os.urandom(KEY))
    with pytest.raises(Occupied):
        await back(whole, other, master_of(template))
    assert names(other) == ["master.key"]


async def test_a_key_kept_elsewhere_is_not_copied(
    whole: Path, template: Path, tmp_path: Path
) -> None:
    master = master_of(template)
    elsewhere = template / "master.key"
    await restore(whole, tmp_path / "new", master=master, key_file=elsewhere)
    assert not (tmp_path / "new" / "master.key").exists()
    assert await checked(tmp_path / "new", elsewhere) == 0


async def test_the_wrong_key_leaves_nothing(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongKey):
        await back(whole, tmp_path / "new", os.urandom(KEY))
    assert names(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"wenzhu-backup/", b"wenzhu-backup/2\n", b"x" * 5000])
async def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(content)
    with pytest.raises(NotABackup):
        await back(other, tmp_path / "new", os.urandom(KEY))
    with pytest.raises(Missing):
        await back(tmp_path / "absent", tmp_path / "new", os.urandom(KEY))
    assert not (tmp_path / "new").exists()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found(
    whole: Path, template: Path, tmp_path: Path, where: float, bit: int
) -> None:
    content = bytearray(whole.read_bytes())
    content[int(where * len(content))] ^= 1 << bit
    _refused(bytes(content), template, tmp_path)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(where=st.floats(0, 1, exclude_max=True))
def test_any_cut_is_found(whole: Path, template: Path, tmp_path: Path, where: float) -> None:
    content = whole.read_bytes()
    _refused(content[: int(where * len(content))], template, tmp_path)


def test_appended_bytes_are_found(whole: Path, template: Path, tmp_path: Path) -> None:
    _refused(whole.read_bytes() + b"x", template, tmp_path)


@pytest.mark.parametrize("at", range(0, 115, 7))
def test_every_part_of_the_head_counts(
    whole: Path, template: Path, tmp_path: Path, at: int
) -> None:
    content = bytearray(whole.read_bytes())
    content[at] ^= 1
    _refused(bytes(content), template, tmp_path)


def _refused(content: bytes, template: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "damaged", tmp_path / "new"
    file.write_bytes(content)
    with pytest.raises((Tampered, NotABackup, WrongKey)):
        asyncio.run(back(file, new, master_of(template)))
    assert not new.exists()


async def test_a_backup_may_lean_on_an_earlier_one(tmp_path: Path, template: Path) -> None:
    folder = damage.copy(template, tmp_path / "data")
    names = [tmp_path / f"{name}.backup" for name in "abc"]
    first = await made(folder, names[0])
    async with await Store.open(folder) as store:
        await kept(store, b"later", picture=os.urandom(300_000), message="later")
    second = await made(folder, names[1], since=names[0])
    async with await Store.open(folder) as store:
        await kept(store, b"last", picture=os.urandom(200_000), message="last")
    third = await made(folder, names[2], since=names[1])
    here = [sum(blob.here for blob in one.manifest.blobs) for one in (first, second, third)]
    assert here == [len(first.manifest.blobs), 1, 1]
    assert second.size < first.size
    await back(names[2], tmp_path / "new", master_of(folder))
    assert contents(tmp_path / "new") == contents(folder)
    assert await checked(tmp_path / "new") == 0

    names[0].rename(tmp_path / "away")
    for one in names[1:]:
        with pytest.raises(EarlierMissing, match=r"a\.backup"):
            await back(one, tmp_path / "other", master_of(folder))
    await made(folder, names[0])  # another one under the same name
    with pytest.raises(EarlierMissing):
        await back(names[2], tmp_path / "other", master_of(folder))
    assert not (tmp_path / "other").exists()


async def test_leaning_on_what_cannot_be_leant_on(
    tmp_path: Path, template: Path, whole: Path
) -> None:
    target = tmp_path / "b.backup"
    with pytest.raises(Occupied):
        await made(template, target, since=whole)  # in another folder
    earlier = tmp_path / "a.backup"
    (content,) = everything(whole.parent).values()
    earlier.write_bytes(content[:-1])
    with pytest.raises(Tampered):
        async with await Store.open(template):
            await made(template, target, since=earlier)
    earlier.write_bytes(b"nothing of ours")
    with pytest.raises(NotABackup):
        await made(template, target, since=earlier)
    assert names(tmp_path) == ["a.backup"]


async def test_what_was_erased_stays_erased(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with await Store.open(folder) as store:
        row, result = await kept(store, SENTENCE.encode(), picture=os.urandom(200_000))
        await kept(store, b"stays", message="2")
        await made(folder, tmp_path / "a.backup")
        async with store.transaction() as change:
            await change.erase(row.ledger, Seq(result.entry.seq), LATER)
        second = await made(folder, tmp_path / "b.backup", since=tmp_path / "a.backup")
    assert second.manifest.blobs == ()
    restored = await back(tmp_path / "b.backup", tmp_path / "new", master_of(folder))
    assert restored.report.exit_code() == 0
    assert damage.blobs(tmp_path / "new") == []
    async with await Store.open(tmp_path / "new") as store, store.snapshot() as view:
        newest, oldest = await view.originals(row.ledger, 10)
    assert (newest.erased, oldest.erased) == (False, True)


async def test_erasing_while_a_backup_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with await Store.open(folder) as store:
        many = [
            await kept(store, b"%d" % number, picture=os.urandom(400_000), message=str(number))
            for number in range(12)
        ]
        writing = asyncio.create_task(made(folder, tmp_path / "a.backup"))
        for row, result in reversed(many[4:]):
            await asyncio.sleep(0.01)
            async with store.transaction() as change:
                await change.erase(row.ledger, Seq(result.entry.seq), LATER)
        finished = await writing
    assert finished.report.exit_code() == 0, "\n".join(finished.report.lines())
    restored = await back(finished.path, tmp_path / "new", master_of(folder))
    assert restored.report.exit_code() == 0


async def test_data_that_were_damaged_before_are_saved_all_the_same(
    tmp_path: Path, template: Path
) -> None:
    folder = damage.copy(template, tmp_path / "data")
    lost, rotten, *_ = damage.blobs(folder)
    lost.unlink()
    rotten.write_bytes(damage.flipped(rotten.read_bytes(), 99_999))
    result = await made(folder, tmp_path / "a.backup")
    assert result.report.exit_code() == 1
    assert {fault.topic for fault in result.report.faults} >= {Topic.PARTS}
    restored = await back(result.path, tmp_path / "new", master_of(folder))
    assert restored.report.exit_code() == 1
    assert damage.entries(tmp_path / "new") == damage.entries(folder)


async def test_a_store_in_use_by_another_process(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    acknowledged: list[str] = []
    with a_writer(folder) as writer:
        try:
            assert writer.stdout is not None
            while len(acknowledged) < 20:
                line = await asyncio.to_thread(writer.stdout.readline)
                acknowledged += [line.split()[1]] if line.startswith("kept ") else []
            result = await made(folder, tmp_path / "a.backup")
            assert writer.poll() is None, "the writer was through before the backup was"
        finally:
            writer.kill()
    assert result.report.exit_code() == 0, "\n".join(result.report.lines())
    await back(result.path, tmp_path / "new", master_of(folder))
    async with await Store.open(tmp_path / "new") as store, store.snapshot() as view:
        (ledger,) = await view.ledgers()
        there = {row.delivery_id for row in await view.inbox_of(ledger, 10_000)}
        assert set(acknowledged) <= there
        assert len(await view.originals(ledger, 10_000)) >= len(acknowledged)


async def test_two_backups_at_once_into_one_folder(template: Path, tmp_path: Path) -> None:
    both = [made(template, tmp_path / name) for name in ("a.backup", "b.backup")]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert [type(one) for one in results if isinstance(one, Exception)] == [Busy]
    assert len(names(tmp_path)) == 1


async def test_an_interrupted_restore_is_refused_and_begun_again(
    whole: Path, template: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    (new / ".restoring").mkdir(parents=True)
    (new / ".restoring" / "wenzhu.db").write_bytes(b"half")
    (new / "blobs").mkdir()
    with pytest.raises(Unfinished):
        await Store.open(new)
    assert not (new / "wenzhu.db").exists()
    await back(whole, new, master_of(template))
    assert await checked(new) == 0


async def test_two_restores_at_once(whole: Path, template: Path, tmp_path: Path) -> None:
    both = [back(whole, tmp_path / "new", master_of(template)) for _ in range(2)]
    results = await asyncio.gather(*both, return_exceptions=True)
    refused = [result for result in results if isinstance(result, StorageError)]
    assert [type(error) for error in refused] == [DataFolderInUse]
    assert await checked(tmp_path / "new") == 0


async def test_the_manifest_says_what_is_there(whole: Path, template: Path) -> None:
    with Archive(whole, ArchiveKey.of(master_of(template))) as archive:
        manifest = archive.manifest
    assert {blob.cipher for blob in manifest.blobs} <= contents(template).keys()
    assert manifest.at == NOW
    assert "secret" not in repr(ArchiveKey.of(b"x" * KEY))


@given(master=st.binary(min_size=KEY, max_size=KEY))
def test_a_recovery_code_is_the_key(master: bytes) -> None:
    code = recovery.write(master)
    assert recovery.read(code) == master
    typed = code.lower().replace("\n", "").replace(" ", "-").replace("o", "0").replace("b", "8")
    assert recovery.read(typed) == master
    assert all(len(group) == 4 for group in code.split())


@given(
    master=st.binary(min_size=KEY, max_size=KEY),
    at=st.integers(0, 55),
    letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
)
def test_one_wrong_letter_is_found(master: bytes, at: int, letter: str) -> None:
    code = recovery.letters(recovery.write(master))
    wrong = code[:at] + letter + code[at + 1 :]
    if wrong != code:
        with pytest.raises(WrongCode):
            recovery.read(wrong)


@given(typed=st.text(max_size=80))
def test_anything_else_is_no_code(typed: str) -> None:
    with pytest.raises(WrongCode):
        recovery.read(typed)
