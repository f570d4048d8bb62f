r"""The file of a backup: what stands in it, and how it is sealed.

    file     = "wenzhu-backup/1\n" || key check (64 hex) || "\n" || id (32 hex) || "\n" || sealed
    sealed   = a sealed part (see `sealing`) with the id as item and "backup" as slot
    plain    = length of the manifest (8 bytes, big endian) || manifest || database || blob || …

The blobs follow in the order of the manifest, those only that are not in an earlier backup. The
key check tells a wrong key from a damaged file and is derived one way from the master key.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from storage import instants
from storage.errors import NotABackup, Tampered, WrongKey, from_os
from storage.keys import derived
from storage.records import ItemId, Sha256, Slot
from storage.sealing import Opener, Sealer

FORMAT: Final = "wenzhu-backup/1"
READ: Final = 1 << 20
_SLOT: Final = Slot("backup")
_LENGTH: Final = 8
_LONGEST_MANIFEST: Final = 1 << 30
_CHECK: Final = 64
_ID: Final = 32


@dataclass(frozen=True, slots=True)
class ArchiveKey:
    """What seals backups, and what tells in the clear whose key it was."""

    secret: bytes = field(repr=False)
    check: str

    @classmethod
    def of(cls, master: bytes) -> ArchiveKey:
        """The one that belongs to a master key."""
        return cls(derived(master, "backup"), derived(master, "backup-check").hex())


@dataclass(frozen=True, slots=True)
class Held:
    """One blob that a backup answers for; ``here`` unless an earlier backup has it."""

    cipher: Sha256
    size: int
    here: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """The backup that one leans on: its id, and the file name it had."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in a backup.

    Attributes:
        id: 32 hex digits drawn at random.
        made_by: version of the program.
        at: when the backup was begun.
        size: of the database.
        digest: of the database.
        blobs: everything the database refers to, in the order in which it follows.
        since: the earlier backup that has the blobs which are not here.
    """

    id: str
    made_by: str
    at: datetime
    size: int
    digest: Sha256
    blobs: tuple[Held, ...]
    since: Earlier | None = None

    def to_bytes(self) -> bytes:
        """As it stands in the file."""
        shape = {
            "format": FORMAT,
            "id": self.id,
            "made_by": self.made_by,
            "at": instants.write(self.at),
            "database": {"size": self.size, "sha256": self.digest},
            "blobs": [[blob.cipher, blob.size, blob.here] for blob in self.blobs],
            "since": None if self.since is None else [self.since.id, self.since.name],
        }
        return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Manifest:
        """Read again.

        Raises:
            NotABackup: written in a form that this version does not know.
        """
        try:
            shape: dict[str, Any] = json.loads(raw)
            if shape["format"] != FORMAT:
                raise NotABackup
            since = shape["since"]
            return cls(
                id=str(shape["id"]),
                made_by=str(shape["made_by"]),
                at=instants.read(shape["at"]),
                size=int(shape["database"]["size"]),
                digest=Sha256(shape["database"]["sha256"]),
                blobs=tuple(Held(Sha256(c), int(size), bool(h)) for c, size, h in shape["blobs"]),
                since=None if since is None else Earlier(str(since[0]), str(since[1])),
            )
        except (KeyError, TypeError, ValueError):
            raise NotABackup from None


def write(file: BinaryIO, key: ArchiveKey, manifest: Manifest, contents: Iterable[bytes]) -> None:
    """Write a whole backup: the manifest, then the database and the blobs as they come."""
    file.write(f"{FORMAT}\n{key.check}\n{manifest.id}\n".encode())
    sealer = Sealer(key.secret, ItemId(manifest.id), _SLOT)
    file.write(sealer.header)
    head = manifest.to_bytes()
    file.write(sealer.update(len(head).to_bytes(_LENGTH, "big") + head))
    file.writelines(sealer.update(piece) for piece in contents)
    file.write(sealer.finish())


class Archive:
    """A backup opened for reading, from the front to the end. Use as a context manager.

    Raises:
        NotABackup: it is no file of ours.
        WrongKey: it was sealed under another master key.
        Tampered: from any reading, when the file was changed or cut.
    """

    def __init__(self, path: Path, key: ArchiveKey) -> None:
        self.path = path
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise from_os(error) from error
        try:
            self.manifest = self._begin(key)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        """Open already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._file.close()

    def _begin(self, key: ArchiveKey) -> Manifest:
        if self._file.readline(len(FORMAT) + 1) != f"{FORMAT}\n".encode():
            raise NotABackup
        check = self._file.readline(_CHECK + 1).rstrip(b"\n")
        identity = self._file.readline(_ID + 1).rstrip(b"\n")
        if not hmac.compare_digest(check, key.check.encode()):
            raise WrongKey if _hexadecimal(check, _CHECK) else Tampered
        if not _hexadecimal(identity, _ID):
            raise Tampered
        item = ItemId(identity.decode())
        self._opener = Opener(key.secret, item, _SLOT)
        self._ready = bytearray()
        self._ended = False
        size = int.from_bytes(self._exactly(_LENGTH), "big")
        if size > _LONGEST_MANIFEST:
            raise NotABackup
        manifest = Manifest.from_bytes(self._exactly(size))
        if manifest.id != item:
            raise Tampered
        return manifest

    def database(self) -> Iterator[bytes]:
        """The database; to be read to its end before the blobs."""
        return self._pieces(self.manifest.size)

    def blobs(self) -> Iterator[tuple[Held, Iterator[bytes]]]:
        """Every blob that is here; each to be read to its end before the next.

        After the last one the file must be at its end.
        """
        for blob in self.manifest.blobs:
            if blob.here:
                yield blob, self._pieces(blob.size)
        if next(self._more(), None) is not None or self._ready:
            raise Tampered

    def skip(self, pieces: Iterator[bytes]) -> None:
        """Read past something that is not wanted."""
        for _ in pieces:
            pass

    def _more(self) -> Iterator[bytes]:
        """Proven plain bytes, as they come."""
        while not self._ended:
            sealed = self._file.read(READ)
            plain = self._opener.update(sealed)
            if not sealed:
                plain += self._opener.finish()
                self._ended = True
            if plain:
                yield plain

    def _pieces(self, size: int) -> Iterator[bytes]:
        while size:
            if not self._ready:
                fresh = next(self._more(), None)
                if fresh is None:
                    raise Tampered
                self._ready += fresh
            piece = bytes(self._ready[:size])
            del self._ready[:size]
            size -= len(piece)
            yield piece

    def _exactly(self, size: int) -> bytes:
        return b"".join(self._pieces(size))


def _hexadecimal(digits: bytes, length: int) -> bool:
    return len(digits) == length and all(digit in b"0123456789abcdef" for digit in digits)
