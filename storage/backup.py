"""Taking a backup: one sealed file, made while the service runs, and tried before it counts.

 1 one consistent copy of the database (SQLite's online backup)
 2 the blobs that this copy refers to; those that an earlier backup has are only named
 3 both sealed into one file in a working folder beside the place where it is wanted
 4 the file is opened again and restored into that folder: digests, migrations, verification
 5 only then it is renamed into its place

Killed at any moment, it leaves nothing under the wanted name; the next backup into the same
folder removes what lies about. The master key is never part of a backup.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select

from storage import archive, schema
from storage.archive import Archive, ArchiveKey, Earlier, Held, Manifest
from storage.blobs import digest_of
from storage.connections import translated
from storage.database import copy_database, open_read_only
from storage.errors import Busy, KeyMissing, Missing, Occupied, Tampered, WrongKey
from storage.folder import DataFolder, read_key
from storage.keys import Keyring
from storage.persons import random_id
from storage.records import Sha256
from storage.report import Report
from storage.restore import file_errors, rehearse, sync_folder

ATTEMPTS: Final = 5
"""How often a backup begins again because something was erased while it was written."""
WORKING: Final = ".wenzhu-backup-"
_COPY: Final = "copy.db"


class _VanishedError(Exception):
    """A blob was erased after the database was copied: the copy is out of date."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup.

    Attributes:
        size: of the file.
        report: what verification says about the data in it; the file itself is whole.
    """

    path: Path
    manifest: Manifest
    size: int
    report: Report


async def back_up(
    place: DataFolder, target: Path, *, at: datetime, made_by: str, since: Path | None = None
) -> Made:
    """Write a backup of a data folder, which may be in use, and try it.

    Args:
        target: the file to write; it must not exist.
        at: now.
        made_by: the program's version.
        since: an earlier backup in the same folder as the target; what it has is left out.

    Raises:
        Missing: there is no database.
        KeyMissing, WrongKey: the master key is not there or not the right one.
        Occupied: the target exists.
        EarlierMissing: the earlier backup lies in another folder, or one that it leans on is gone.
        NotABackup, Tampered: the earlier backup cannot be leant on.
        Busy: another backup is being written into this folder.
    """
    if not place.database.is_file():
        raise Missing
    master = read_key(place.key_file)
    if master is None:
        raise KeyMissing
    key = ArchiveKey.of(master)
    earlier = None if since is None else await asyncio.to_thread(_lean, since, target, key)
    with file_errors(), _working_folder(target) as work:
        draft = _Draft(place, work, key, Keyring(master).check, at, made_by, earlier)
        manifest = await asyncio.to_thread(draft.write)
        report = await rehearse(
            draft.file, work / "restored", key=key, key_file=place.key_file, beside=target.parent
        )
        size = draft.file.stat().st_size
        draft.file.rename(target)
        sync_folder(target.parent)
    return Made(target, manifest, size, report)


def _lean(since: Path, target: Path, key: ArchiveKey) -> tuple[Earlier, Mapping[Sha256, Held]]:
    """What an earlier backup has. That it is whole is found out by the rehearsal."""
    if since.absolute().parent != target.absolute().parent:
        raise Occupied("elsewhere")
    with Archive(since, key) as found:
        manifest = found.manifest
    return Earlier(manifest.id, since.name), {blob.cipher: blob for blob in manifest.blobs}


@contextlib.contextmanager
def _working_folder(target: Path) -> Iterator[Path]:
    """A folder for the owner only, beside the target; what died before is removed first."""
    parent = target.absolute().parent
    handle = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        if target.exists():
            raise Occupied
        for left in parent.glob(WORKING + "*"):
            shutil.rmtree(left)
        work = Path(tempfile.mkdtemp(prefix=WORKING, dir=parent))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A backup on its way."""

    place: DataFolder
    work: Path
    key: ArchiveKey
    check: str
    at: datetime
    made_by: str
    earlier: tuple[Earlier, Mapping[Sha256, Held]] | None

    @property
    def file(self) -> Path:
        return self.work / "backup"

    def write(self) -> Manifest:
        """Write the file durably.

        Raises:
            Busy: something was erased during every attempt.
        """
        given_up: set[Sha256] = set()
        for _ in range(ATTEMPTS):
            copy = self._copied()
            wanted = self._wanted(copy)
            held, missing = self._look(wanted)
            if missing - given_up:
                # erased since the copy was made, or lost: the next copy tells which
                given_up = missing
                continue
            manifest = Manifest(
                id=random_id(),
                made_by=self.made_by,
                at=self.at,
                size=copy.stat().st_size,
                digest=digest_of(copy),
                blobs=tuple(held),
                since=None if self.earlier is None else self.earlier[0],
            )
            with contextlib.suppress(_VanishedError):
                self._seal(manifest, copy)
                return manifest
        raise Busy

    def _copied(self) -> Path:
        copy = self.work / _COPY
        copy.unlink(missing_ok=True)
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        copy_database(self.place.database, copy)
        return copy

    def _wanted(self, copy: Path) -> list[Sha256]:
        """The blobs a copy refers to.

        Raises:
            WrongKey: the master key is not the one of this database.
        """
        parts, facts = schema.parts.c, schema.facts.c
        engine = open_read_only(copy, still=True)
        try:
            with translated(), engine.connect() as connection:
                check = connection.execute(
                    select(facts.value).where(facts.name == schema.KEY_CHECK)
                ).scalar()
                if check != self.check:
                    raise WrongKey
                rows = connection.execute(
                    select(parts.cipher).where(parts.sealed.is_(None)).distinct()
                ).all()
        finally:
            engine.dispose()
        return sorted(Sha256(str(row.cipher)) for row in rows)

    def _look(self, wanted: list[Sha256]) -> tuple[list[Held], set[Sha256]]:
        """Where each blob is to be had, and which are nowhere."""
        before = {} if self.earlier is None else self.earlier[1]
        held: list[Held] = []
        missing: set[Sha256] = set()
        for cipher in wanted:
            known = before.get(cipher)
            try:
                size = self._blob(cipher).stat().st_size if known is None else known.size
            except FileNotFoundError:
                missing.add(cipher)
            else:
                held.append(Held(cipher, size, here=known is None))
        return held, missing

    def _blob(self, cipher: Sha256) -> Path:
        return self.place.blobs / cipher[:2] / cipher

    def _seal(self, manifest: Manifest, copy: Path) -> None:
        handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            archive.write(file, self.key, manifest, self._contents(manifest, copy))
            file.flush()
            os.fsync(file.fileno())
        copy.unlink()

    def _contents(self, manifest: Manifest, copy: Path) -> Iterator[bytes]:
        yield from _bytes_of(copy, manifest.size)
        for blob in manifest.blobs:
            if blob.here:
                try:
                    yield from _bytes_of(self._blob(blob.cipher), blob.size)
                except FileNotFoundError:
                    raise _VanishedError from None


def _bytes_of(path: Path, size: int) -> Iterator[bytes]:
    """Exactly so many bytes of a file that never changes."""
    with path.open("rb") as file:
        while size:
            piece = file.read(min(size, archive.READ))
            if not piece:
                raise Tampered
            size -= len(piece)
            yield piece
