"""What was prepared, as bytes that are worth exactly what they were made from.

A head names a digest of the sources and one of the content; where either differs from what is
found, nothing was kept. decisions/0018-prepared.md.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from handlers.practices.model import Model
from handlers.practices.shelves import Shelves, Store

HANDLERS = Path(__file__).parent
_MAGIC = b"wenzhu prepared 2\n"
_DIGEST = hashlib.sha256().digest_size


_CUTTERS = ("rjieba", "opencc", "ahocorasick_rs")
"""Libraries that take texts apart: what another version of them cut is not what this one cuts."""


def digest(paths: Iterable[Path]) -> bytes:
    """A digest of files, in the order given, of the Python that runs, and of what cuts texts."""
    found = hashlib.sha256("\0".join((sys.version, *installed())).encode())
    for path in paths:
        if path.exists():
            content = path.read_bytes()
            found.update(f"{path.name}\0{len(content)}\0".encode())
            found.update(content)
    return found.digest()


def installed() -> tuple[str, ...]:
    """The libraries that take texts apart, by the names of their records: name and version.

    `importlib.metadata` says the same, and takes longer to import than all of this.
    """
    rooms = {Path(entry) for entry in sys.path if entry}
    names = {
        path.name.lower()
        for room in rooms
        for library in _CUTTERS
        for path in room.glob(f"[{library[0]}{library[0].upper()}]*.dist-info")
        if path.name.lower().startswith(library)
    }
    return tuple(sorted(names))


def code(*rooms: str) -> tuple[Path, ...]:
    """The files of code in some folders of handlers, "." for handlers itself."""
    return tuple(path for room in rooms for path in sorted((HANDLERS / room).glob("*.py")))


def closed(plain: Any, source: bytes) -> bytes:
    """Plain values as bytes.

    Args:
        source: the digest that was taken before they were made.
    """
    payload = marshal.dumps(plain)
    return _MAGIC + source + hashlib.sha256(payload).digest() + payload


def opened(content: bytes, source: bytes) -> Any:
    """The plain values; None where they are damaged, or were made from other sources."""
    head = len(_MAGIC) + len(source)
    if content[:head] != _MAGIC + source:
        return None
    payload = memoryview(content)[head + _DIGEST :]
    if content[head : head + _DIGEST] != hashlib.sha256(payload).digest():
        return None
    return marshal.loads(payload)  # noqa: S302 -- what we wrote, as the digest shows


def weights(model: Model) -> tuple[Any, ...]:
    """A model as plain values."""
    store = Store.of(model.rows)
    rest = (dict(model.marks), model.bias, model.step, model.mark_step)
    return (store.content, dict(store.places), model.hash, model.labels, *rest)


def model(content: Any, places: Any, digest: Any, labels: Any, *rest: Any) -> Model:
    """A model from plain values."""
    return Model(digest, labels, Shelves(Store(content, places)), *rest)
