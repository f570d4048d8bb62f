"""Where large sealed parts lie: a folder now, an object store some day, one interface.

A blob is named by the SHA-256 of its (sealed) bytes and is never changed. It is in place only
after its bytes and its name are on the disk and were read back; whoever commits a row that
names it may rely on that.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from io import FileIO
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from storage.errors import DiskLow, Missing, Tampered, Unusable, from_os
from storage.records import Sha256

READ = 1 << 20
P = ParamSpec("P")
R = TypeVar("R")

TEMPORARY = "tmp-"
ORPHAN_SECONDS = 3600


class BlobWriter(Protocol):
    """One blob on its way in."""

    async def write(self, sealed: bytes) -> None:
        """More bytes."""
        ...

    async def finish(self) -> Sha256:
        """Put it in place durably, read it back, and say its name."""
        ...

    async def abandon(self) -> None:
        """Leave nothing behind; harmless after ``finish``."""
        ...


class Blobs(Protocol):
    """Keeps sealed bytes under their digest."""

    def room(self, size: int) -> None:
        """Refuse with DiskLow when so many bytes more would go below the low-water mark."""
        ...

    async def writer(self) -> BlobWriter:
        """Begin a blob of unknown length."""
        ...

    async def put(self, sealed: bytes) -> Sha256:
        """Put a blob that is already in memory."""
        ...

    async def holds(self, cipher: Sha256) -> bool:
        """Whether there is such a blob."""
        ...

    def read(self, cipher: Sha256) -> AsyncIterator[bytes]:
        """Its bytes, piece by piece; Missing when there is none."""
        ...

    async def remove(self, ciphers: Collection[Sha256]) -> None:
        """Remove blobs; those that are gone already are no error."""
        ...

    async def sweep(self, referenced: Callable[[], Awaitable[Collection[Sha256]]]) -> int:
        """Remove what has been lying there unfinished or unreferenced for more than an hour."""
        ...


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> Sha256:
    """SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return Sha256(hashlib.file_digest(file, "sha256").hexdigest())


class FolderWriter:
    """One blob on its way into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / (TEMPORARY + os.urandom(16).hex())
        self._file: FileIO | None = None
        self._digest = hashlib.sha256()

    def open(self) -> None:
        """Create the temporary file."""
        self._file = self._path.open("xb", buffering=0)

    def add(self, sealed: bytes) -> None:
        """More bytes."""
        if self._file is None:
            raise Unusable("finished")
        rest = memoryview(sealed)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._digest.update(sealed)

    def place(self) -> Sha256:
        """Durable, under its name, and read back."""
        if self._file is None:
            raise Unusable("finished")
        os.fsync(self._file.fileno())
        self._file.close()
        self._file = None
        name = Sha256(self._digest.hexdigest())
        target = self._folder / name[:2] / name
        if not target.parent.is_dir():
            target.parent.mkdir(exist_ok=True)
            _sync_folder(self._folder)
        self._path.rename(target)
        _sync_folder(target.parent)
        if digest_of(target) != name:
            raise Tampered
        return name

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._file is not None:
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)

    async def write(self, sealed: bytes) -> None:
        """More bytes, without holding up the others."""
        if sealed:
            await _in_thread(self.add, sealed)

    async def finish(self) -> Sha256:
        """Durable, under its name, and read back."""
        return await _in_thread(self.place)

    async def abandon(self) -> None:
        """Leave nothing behind; harmless after ``finish``."""
        await _in_thread(self.discard)


class FolderBlobs:
    """Blobs as files: blobs/aa/<digest>."""

    def __init__(self, folder: Path, low_water: int) -> None:
        self._folder = folder
        self._low_water = low_water

    def room(self, size: int) -> None:
        """Refuse with DiskLow when so many bytes more would go below the low-water mark."""
        try:
            free = shutil.disk_usage(self._folder).free
        except OSError:
            raise Unusable from None
        if free - size < self._low_water:
            raise DiskLow

    def path(self, cipher: Sha256) -> Path:
        """Where a blob lies."""
        return self._folder / cipher[:2] / cipher

    async def writer(self) -> FolderWriter:
        """Begin a blob of unknown length."""
        writer = FolderWriter(self._folder)
        await _in_thread(writer.open)
        return writer

    async def put(self, sealed: bytes) -> Sha256:
        """Put a blob that is already in memory."""
        return await _in_thread(self._put, sealed)

    def _put(self, sealed: bytes) -> Sha256:
        writer = FolderWriter(self._folder)
        writer.open()
        try:
            writer.add(sealed)
            return writer.place()
        finally:
            writer.discard()

    async def holds(self, cipher: Sha256) -> bool:
        """Whether there is such a blob."""
        return await _in_thread(self.path(cipher).is_file)

    async def read(self, cipher: Sha256) -> AsyncIterator[bytes]:
        """Its bytes, piece by piece; Missing when there is none."""
        file = await _in_thread(self.path(cipher).open, "rb")
        try:
            while piece := await _in_thread(file.read, READ):
                yield piece
        finally:
            file.close()

    async def remove(self, ciphers: Collection[Sha256]) -> None:
        """Remove blobs; those that are gone already are no error."""
        if ciphers:
            await _in_thread(self._remove, ciphers)

    def _remove(self, ciphers: Collection[Sha256]) -> None:
        for cipher in ciphers:
            self.path(cipher).unlink(missing_ok=True)
        for folder in {self.path(cipher).parent for cipher in ciphers}:
            if folder.is_dir():
                _sync_folder(folder)

    async def sweep(self, referenced: Callable[[], Awaitable[Collection[Sha256]]]) -> int:
        """Remove what has been lying there unfinished or unreferenced for more than an hour."""
        old = await _in_thread(self._old)
        if not old:
            return 0
        kept = set(await referenced())
        orphans = [path for path in old if path.name not in kept]
        await _in_thread(_unlink, orphans)
        return len(orphans)

    def _old(self) -> list[Path]:
        # age by the file system's own clock, which is the one that dated the files
        probe = self._folder / (TEMPORARY + os.urandom(16).hex())
        probe.touch()
        before = probe.stat().st_mtime - ORPHAN_SECONDS
        probe.unlink()
        return [path for path, dated in _files(self._folder) if dated < before]


def _unlink(paths: Collection[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[tuple[Path, float]]:
    """Every blob and rest of one with its date, but for those that vanish while we look."""
    for path in folder.iterdir():
        inner = path.iterdir() if path.is_dir() else [path]
        for file in inner:
            with contextlib.suppress(FileNotFoundError):
                yield file, file.stat().st_mtime


async def _in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """File work beside the loop; its errors leave as ours."""
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except FileNotFoundError:
        raise Missing from None
    except OSError as error:
        raise from_os(error) from error
