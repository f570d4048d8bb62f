r"""One sealed part: AES-256-GCM in chunks, so that truncation and reordering are caught.

    sealed part = version (1 byte) || salt (32 bytes) || chunk*
    chunk       = AES-256-GCM(subkey, nonce, up to 1 MiB of plaintext, associated data)
    subkey      = HKDF-SHA256(item key, salt, "wenzhu/v1/part")
    nonce       = 7 zero bytes || counter (4 bytes, big endian) || last (1 byte: 0 or 1)
    associated  = "wenzhu/v1/part\n" || item || "\n" || slot

The subkey is used for this one part only, so a counter is a safe nonce. Every chunk but the
last holds exactly 1 MiB; an empty part is one empty last chunk.
"""

from __future__ import annotations

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import Tampered
from storage.records import ItemId, Slot

VERSION = b"\x01"
LABEL = b"wenzhu/v1/part"
SALT = 32
HEADER = len(VERSION) + SALT
TAG = 16
CHUNK = 1 << 20


def _nonce(counter: int, *, last: bool) -> bytes:
    return bytes(7) + counter.to_bytes(4, "big") + bytes((last,))


_ONLY: Final = _nonce(0, last=True)
"""The nonce of a part that is one chunk."""


def _subkey(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, LABEL).derive(key))


def _associated(item: ItemId, slot: Slot) -> bytes:
    return LABEL + b"\n" + item.encode() + b"\n" + slot.encode()


def sealed_size(plain: int) -> int:
    """How many bytes a part of so many plain bytes takes when sealed."""
    chunks = max(1, -(-plain // CHUNK))
    return HEADER + plain + chunks * TAG


class Sealer:
    """Seals one part while its bytes come in; holds back at most one chunk."""

    def __init__(self, key: bytes, item: ItemId, slot: Slot, salt: bytes | None = None) -> None:
        salt = os.urandom(SALT) if salt is None else salt
        self.header = VERSION + salt
        self._cipher = _subkey(key, salt)
        self._associated = _associated(item, slot)
        self._waiting = bytearray()
        self._counter = 0

    def _seal(self, chunk: bytes, *, last: bool) -> bytes:
        sealed = self._cipher.encrypt(_nonce(self._counter, last=last), chunk, self._associated)
        self._counter += 1
        return sealed

    def update(self, plain: bytes) -> bytes:
        """Take plain bytes, give the sealed ones that are ready."""
        self._waiting += plain
        ready = bytearray()
        # strictly more than a chunk: only then is it certain that this one is not the last
        while len(self._waiting) > CHUNK:
            ready += self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return bytes(ready)

    def finish(self) -> bytes:
        """The last chunk."""
        return self._seal(bytes(self._waiting), last=True)


class Opener:
    """Opens one part while its sealed bytes come in.

    Raises:
        Tampered: from any method, when a chunk is not what was sealed in this place.
    """

    def __init__(self, key: bytes, item: ItemId, slot: Slot) -> None:
        self._key = key
        self._associated = _associated(item, slot)
        self._waiting = bytearray()
        self._cipher: AESGCM | None = None
        self._counter = 0

    def _open(self, chunk: bytes, *, last: bool) -> bytes:
        if self._cipher is None:
            raise Tampered
        try:
            plain = self._cipher.decrypt(_nonce(self._counter, last=last), chunk, self._associated)
        except (InvalidTag, ValueError):
            raise Tampered from None
        self._counter += 1
        return plain

    def update(self, sealed: bytes) -> bytes:
        """Take sealed bytes, give the plain ones that are proven."""
        self._waiting += sealed
        if self._cipher is None and len(self._waiting) >= HEADER:
            if self._waiting[:1] != VERSION:
                raise Tampered
            self._cipher = _subkey(self._key, bytes(self._waiting[1:HEADER]))
            del self._waiting[:HEADER]
        plain = bytearray()
        while self._cipher is not None and len(self._waiting) > CHUNK + TAG:
            plain += self._open(bytes(self._waiting[: CHUNK + TAG]), last=False)
            del self._waiting[: CHUNK + TAG]
        return bytes(plain)

    def finish(self) -> bytes:
        """The last plain bytes; fails when the end is missing."""
        return self._open(bytes(self._waiting), last=True)


def seal(key: bytes, item: ItemId, slot: Slot, plain: bytes, salt: bytes | None = None) -> bytes:
    """Seal a part that is already in memory."""
    if len(plain) <= CHUNK:  # nearly all are: one last chunk, without a sealer's buffer
        salt = os.urandom(SALT) if salt is None else salt
        chunk = _subkey(key, salt).encrypt(_ONLY, plain, _associated(item, slot))
        return VERSION + salt + chunk
    sealer = Sealer(key, item, slot, salt)
    return sealer.header + sealer.update(plain) + sealer.finish()


def unseal(key: bytes, item: ItemId, slot: Slot, sealed: bytes) -> bytes:
    """Open a part that is already in memory."""
    if HEADER <= len(sealed) <= HEADER + CHUNK + TAG and sealed.startswith(VERSION):
        cipher = _subkey(key, sealed[len(VERSION) : HEADER])
        try:
            return cipher.decrypt(_ONLY, sealed[HEADER:], _associated(item, slot))
        except (InvalidTag, ValueError):
            raise Tampered from None
    opener = Opener(key, item, slot)
    return opener.update(sealed) + opener.finish()
