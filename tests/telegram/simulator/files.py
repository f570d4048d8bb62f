"""Files that came from people or were sent by the bot."""

from __future__ import annotations

import functools
import hashlib
import io
import itertools
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

from tests.telegram.simulator.refusals import bad_request
from tests.telegram.simulator.shapes import Json

DOWNLOAD_LIMIT = 20 * 1024 * 1024
PHOTO_SIDES = (90, 320, 800, 1280)
PHOTO_SUM = 10_000
"""Width and height of a photo together."""
PHOTO_RATIO = 20
FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "audio": "music"}


Area = tuple[int, int]


@functools.lru_cache(maxsize=16)
def scaled(content: bytes) -> tuple[Area, tuple[tuple[Area, bytes], ...]]:
    """How large a picture is, and its smaller sizes; a burst of the same one is scaled once."""
    with Image.open(io.BytesIO(content)) as opened:
        if sum(opened.size) > PHOTO_SUM or max(opened.size) > PHOTO_RATIO * min(opened.size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        picture = opened.convert("RGB")
    smaller: list[tuple[Area, bytes]] = []
    for side in PHOTO_SIDES:
        if side >= max(picture.size):
            break
        small = picture.copy()
        small.thumbnail((side, side))
        held = io.BytesIO()
        small.save(held, "JPEG", quality=80)
        smaller.append((small.size, held.getvalue()))
    return picture.size, tuple(smaller)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file the bot can ask for by its id."""

    file_id: str
    unique: str
    path: str
    content: bytes
    size: int
    """What Telegram says; a test may claim more than there is."""

    @property
    def shape(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique, "file_size": self.size}


@dataclass(slots=True)
class Files:
    """All files of one bot."""

    by_id: dict[str, Stored] = field(default_factory=dict)
    by_path: dict[str, Stored] = field(default_factory=dict)
    _count: itertools.count[int] = field(default_factory=itertools.count)

    def keep(self, kind: str, content: bytes, suffix: str, *, size: int | None = None) -> Stored:
        number = next(self._count)
        unique = "AQAD" + hashlib.sha256(content + bytes([number % 251])).hexdigest()[:12]
        stored = Stored(
            file_id=f"{kind.upper()[:2]}ACAgIAAxkBAAI{number}-{unique}",
            unique=unique,
            path=f"{FOLDERS.get(kind, 'documents')}/file_{number}{suffix}",
            content=content,
            size=len(content) if size is None else size,
        )
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        return stored

    def photo(self, content: bytes, *, size: int | None = None) -> list[Json]:
        """The sizes of a photo, smallest first; the largest has the bytes as they came."""
        try:
            area, smaller = scaled(content)
        except UnidentifiedImageError:
            raise bad_request("IMAGE_PROCESS_FAILED") from None
        shapes = [self._size(self.keep("photo", held, ".jpg"), small) for small, held in smaller]
        largest = self.keep("photo", content, ".jpg", size=size)
        return [*shapes, self._size(largest, area)]

    def _size(self, stored: Stored, area: tuple[int, int]) -> Json:
        return {**stored.shape, "width": area[0], "height": area[1]}

    def described(self, file_id: str) -> Json:
        """The answer of getFile."""
        if not file_id:
            raise bad_request("file_id not specified")
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if stored.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return {**stored.shape, "file_path": stored.path}
