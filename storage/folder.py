"""The data folder: where things lie in it, the master key's file, the service's lock."""

from __future__ import annotations

import fcntl
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage.errors import DataFolderInUse, KeyMissing, Missing, Unfinished, WrongKey, from_os
from storage.keys import KEY

DATABASE = "wenzhu.db"
BLOBS = "blobs"
MASTER_KEY = "master.key"
LOCK = "service.lock"
RESTORING = ".restoring"
"""Where a restore gathers everything before any of it is put in place, the database last."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths of one data folder."""

    root: Path
    key_file: Path

    @classmethod
    def at(cls, root: Path, key_file: Path | None = None) -> DataFolder:
        """The folder at a path, its key in it unless it is kept elsewhere."""
        return cls(root, key_file or root / MASTER_KEY)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / DATABASE

    @property
    def blobs(self) -> Path:
        """Where large sealed parts lie."""
        return self.root / BLOBS

    @property
    def unfinished(self) -> bool:
        """Whether a restore was interrupted here before it could put the database in place."""
        return (self.root / RESTORING).exists() and not self.database.exists()

    def create(self) -> None:
        """Make the folders and the file, for the owner only.

        Raises:
            Unfinished: a restore was interrupted; beginning afresh would hide what it brought.
        """
        if self.unfinished:
            raise Unfinished
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.blobs.mkdir(mode=0o700, exist_ok=True)
            os.close(os.open(self.database, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise from_os(error) from error


def read_key(path: Path) -> bytes | None:
    """The master key, None when there is no such file.

    Raises:
        WrongKey: what is there is not 32 bytes long.
    """
    try:
        master = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise from_os(error) from error
    if len(master) != KEY:
        raise WrongKey
    return master


def _create_key(path: Path) -> bytes:
    """Draw a master key and put it in place durably, for the owner only."""
    master = os.urandom(KEY)
    unfinished = path.with_name(path.name + ".new")
    try:
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, master)
            os.fsync(handle)
        finally:
            os.close(handle)
        unfinished.rename(path)  # whole or not at all: half a key would lock everybody out
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except FileNotFoundError:
        raise Missing from None  # the folder it should lie in
    except OSError as error:
        raise from_os(error) from error
    return master


def master_key(
    path: Path, *, persons: bool, check: str | None, check_of: Callable[[bytes], str]
) -> bytes:
    """The master key: read, compared with what the database knows, created for the first time.

    Args:
        path: where it lies.
        persons: whether the database holds any; then a key is never created.
        check: the key check that stands in the database.
        check_of: gives the key check of a key.

    Raises:
        KeyMissing: there are persons but no key.
        Missing: the folder where a new one should lie is not there.
        WrongKey: it is not the key of this database.
    """
    master = read_key(path)
    if master is None:
        if persons:
            raise KeyMissing
        return _create_key(path)
    matches = check is not None and hmac.compare_digest(check, check_of(master))
    if persons and not matches:
        raise WrongKey
    return master


class ServiceLock:
    """Held by the one service on a data folder; the kernel lets go when the process dies."""

    __slots__ = ("_handle", "_path")

    def __init__(self, folder: DataFolder) -> None:
        self._path = folder.root / LOCK
        self._handle: int | None = None

    def take(self) -> None:
        """Take it, or keep it if it is ours.

        Raises:
            DataFolderInUse: another service has it.
        """
        if self._handle is not None:
            return
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise DataFolderInUse from None
        self._handle = handle

    def release(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
