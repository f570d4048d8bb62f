"""Bringing a backup back: never over anything, tried before it is in place, safe to be killed.

Everything is gathered in DATA/.restoring, brought to the newest schema and verified there; then
it is moved up, the database last. A folder with .restoring and no database is an interrupted
restore: the service refuses it (`Unfinished`), and restoring again begins from the front.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.archive import Archive, ArchiveKey, Manifest
from storage.errors import EarlierMissing, Missing, NotABackup, Occupied, Tampered, from_os
from storage.folder import (
    BLOBS,
    DATABASE,
    LOCK,
    MASTER_KEY,
    RESTORING,
    DataFolder,
    ServiceLock,
    read_key,
)
from storage.records import Sha256
from storage.report import Report
from storage.store import Store
from storage.verify import verify

__all__ = ["Restored", "file_errors", "put_key_back", "rehearse", "restore", "sync_folder"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and what verification says about it."""

    manifest: Manifest
    report: Report


@contextlib.contextmanager
def file_errors() -> Iterator[None]:
    """Errors of the file system leave as ours."""
    try:
        yield
    except OSError as error:
        raise from_os(error) from error


def sync_folder(folder: Path) -> None:
    """Make what was created, renamed or removed in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def restore(
    path: Path, root: Path, *, master: bytes, key_file: Path | None = None
) -> Restored:
    """Bring a backup into a folder that is empty or does not exist.

    Args:
        path: the backup; earlier ones that it leans on lie beside it.
        root: the data folder to be.
        master: the master key.
        key_file: where the service will read the key instead of in the folder; if it holds this
            very key, none is written into the folder.

    Raises:
        Occupied: something lies in the folder.
        WrongKey: the backup belongs to another key.
        NotABackup, Tampered, EarlierMissing: nothing can be brought back from this file.
        UnknownSchema: a newer version made the backup.
    """
    key = ArchiveKey.of(master)
    with file_errors():
        with Archive(path, key):
            pass  # a wrong key or file is said before anything is created
        with _claimed(root, master) as place:
            return await _bring(path, place, master, key, key_file)


@contextlib.contextmanager
def _claimed(root: Path, master: bytes) -> Iterator[DataFolder]:
    """The folder to be filled, held like a service holds it; left as it was when that fails."""
    fresh = not root.exists()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = DataFolder.at(root)
    _refuse_occupied(place, master)
    lock = ServiceLock(place)
    lock.take()
    try:
        _refuse_occupied(place, master)
        yield place
    except BaseException:
        if (root / RESTORING / BLOBS).exists():  # nothing has been moved up yet
            shutil.rmtree(root / RESTORING)
        raise
    finally:
        lock.release()
        if not place.database.exists():
            (root / LOCK).unlink(missing_ok=True)
        if fresh:
            with contextlib.suppress(OSError):
                root.rmdir()  # only if nothing is in it


def _refuse_occupied(place: DataFolder, master: bytes) -> None:
    """Only what an interrupted restore leaves, and the right key, may lie there."""
    may = {LOCK, MASTER_KEY, RESTORING, "lost+found"} | ({BLOBS} if place.unfinished else set())
    if {path.name for path in place.root.iterdir()} - may:
        raise Occupied
    if read_key(place.root / MASTER_KEY) not in {None, master}:
        raise Occupied


async def _bring(
    path: Path, place: DataFolder, master: bytes, key: ArchiveKey, key_file: Path | None
) -> Restored:
    staging = place.root / RESTORING
    _begin(staging, place)
    where = _key_place(place, staging, master, key_file)
    manifest = await asyncio.to_thread(_unpack, path, staging, key, path.parent)
    report = await _settle(staging, where)
    await asyncio.to_thread(_put_in_place, staging, place)
    return Restored(manifest, report)


def _begin(staging: Path, place: DataFolder) -> None:
    if place.unfinished:
        shutil.rmtree(place.blobs, ignore_errors=True)
        shutil.rmtree(staging)
    staging.mkdir(mode=0o700)


def _key_place(place: DataFolder, staging: Path, master: bytes, key_file: Path | None) -> Path:
    """Where this master key lies; written among what is restored if it lies nowhere yet."""
    for known in (key_file, place.key_file):
        if known is not None and read_key(known) == master:
            return known
    written = staging / MASTER_KEY
    _write(written, [master])
    return written


async def put_key_back(place: DataFolder, master: bytes) -> None:
    """Write the master key of a data folder that has lost its own.

    Raises:
        Missing: there is no database.
        Occupied: a key lies there; it is never overwritten.
        WrongKey: it is not the key of this database.
    """
    with file_errors():
        draft = _key_draft(place, master)
        try:
            async with await Store.open(place.root, draft, low_water=0):
                pass
            draft.rename(place.key_file)
            sync_folder(place.key_file.parent)
        finally:
            draft.unlink(missing_ok=True)


def _key_draft(place: DataFolder, master: bytes) -> Path:
    if not place.database.is_file():
        raise Missing
    if place.key_file.exists():
        raise Occupied
    draft = place.key_file.with_name(place.key_file.name + ".import")
    draft.unlink(missing_ok=True)
    _write(draft, [master])
    return draft


async def rehearse(
    path: Path, into: Path, *, key: ArchiveKey, key_file: Path, beside: Path
) -> Report:
    """Restore into a folder to be thrown away as `restore` would, and verify what came out.

    Args:
        beside: where earlier backups lie.
    """
    with file_errors():
        await asyncio.to_thread(_unpack, path, into, key, beside)
        return await _settle(into, key_file)


async def _settle(folder: Path, key_file: Path) -> Report:
    """Run the migrations that are missing, then every check."""
    async with await Store.open(folder, key_file, low_water=0):
        pass
    return await verify(folder / DATABASE, key_file)


def _unpack(path: Path, into: Path, key: ArchiveKey, beside: Path) -> Manifest:
    """Database and blobs of a backup, the latter also from those it leans on.

    Raises:
        Tampered: the file was changed or cut.
        EarlierMissing: another backup is needed and not there, or not the one that was meant.
    """
    into.mkdir(mode=0o700, exist_ok=True)
    (into / BLOBS).mkdir(mode=0o700)
    with Archive(path, key) as archive:
        manifest = archive.manifest
        if _write(into / DATABASE, archive.database()) != manifest.digest:
            raise Tampered
        wanted = {blob.cipher for blob in manifest.blobs}
        _take_blobs(archive, wanted, into / BLOBS)
    since = manifest.since
    while wanted and since is not None:
        with _earlier(beside, since.id, since.name, key) as archive:
            archive.skip(archive.database())
            _take_blobs(archive, wanted, into / BLOBS)
            since = archive.manifest.since
    if wanted:
        raise Tampered
    return manifest


def _earlier(beside: Path, identity: str, name: str, key: ArchiveKey) -> Archive:
    if Path(name).name != name:
        raise NotABackup
    try:
        archive = Archive(beside / name, key)
    except Missing:
        raise EarlierMissing(name) from None
    if archive.manifest.id != identity:
        archive.__exit__(None, None, None)
        raise EarlierMissing(name)
    return archive


def _take_blobs(archive: Archive, wanted: set[Sha256], into: Path) -> None:
    """Put what is wanted into the blob folder; take it off the list."""
    for blob, pieces in archive.blobs():
        if blob.cipher not in wanted:
            archive.skip(pieces)
            continue
        folder = into / blob.cipher[:2]
        folder.mkdir(mode=0o700, exist_ok=True)
        _write(folder / blob.cipher, pieces)  # its digest is looked at by verification
        wanted.discard(blob.cipher)


def _write(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a file durably, for the owner only; give its digest."""
    digest = hashlib.sha256()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _put_in_place(staging: Path, place: DataFolder) -> None:
    """Move everything up, the database last: from then on the folder is a data folder."""
    for folder in (place.root / RESTORING / BLOBS).iterdir():
        sync_folder(folder)
    sync_folder(staging / BLOBS)
    sync_folder(staging)
    for path in staging.iterdir():
        if path.name != DATABASE:
            path.rename(place.root / path.name)
    sync_folder(place.root)
    (staging / DATABASE).rename(place.database)
    staging.rmdir()
    sync_folder(place.root)
