"""What a file is, by its first bytes; what it is called or claims to be decides nothing."""

from __future__ import annotations

import re
from typing import Final

from handlers.messages import MediaKind

HEAD_BYTES: Final = 4096
"""How much of a file is enough to know what it is."""

READABLE_PICTURES: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"}
)
"""Pictures the child decodes; any other picture is answered with 请发 JPEG 或 PNG."""

_PREFIXES: Final[tuple[tuple[bytes, MediaKind, str], ...]] = (
    (b"\xff\xd8\xff", MediaKind.PICTURE, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", MediaKind.PICTURE, "image/png"),
    (b"GIF87a", MediaKind.PICTURE, "image/gif"),
    (b"GIF89a", MediaKind.PICTURE, "image/gif"),
    (b"II*\x00", MediaKind.PICTURE, "image/tiff"),
    (b"MM\x00*", MediaKind.PICTURE, "image/tiff"),
    (b"OggS", MediaKind.VOICE, "audio/ogg"),
    (b"#!AMR", MediaKind.VOICE, "audio/amr"),
    (b"#!SILK_V3", MediaKind.VOICE, "audio/silk"),
    (b"\x02#!SILK_V3", MediaKind.VOICE, "audio/silk"),
    (b"ID3", MediaKind.VOICE, "audio/mpeg"),
    (b"fLaC", MediaKind.VOICE, "audio/flac"),
    (b"\x1aE\xdf\xa3", MediaKind.VIDEO, "video/webm"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", MediaKind.DOCUMENT, "application/x-ole-storage"),
    (b"7z\xbc\xaf\x27\x1c", MediaKind.OTHER, "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", MediaKind.OTHER, "application/vnd.rar"),
    (b"\x1f\x8b", MediaKind.OTHER, "application/gzip"),
)
_RIFF: Final = {
    b"WEBP": (MediaKind.PICTURE, "image/webp"),
    b"WAVE": (MediaKind.VOICE, "audio/wav"),
    b"AVI ": (MediaKind.VIDEO, "video/x-msvideo"),
}
_PICTURE_BRANDS: Final = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"avif": "image/avif",
    b"avis": "image/avif",
}
_OFFICE: Final = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_SOUND_ENDINGS: Final = (".m4a", ".3ga", ".aac", ".amr")
_PDF_WITHIN: Final = 1024
"""Readers accept a PDF whose header comes after some garbage; so do we."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffe\uffff\ufffd]")
_PLAIN: Final = re.compile(
    r"[\t\n\r\x20-\x7e\u00b7\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
)
_PLAIN_SHARE: Final = 0.85
"""Below this share of common characters, bytes that happen to decode are not called text."""
_MPEG_SYNC: Final = 0xE0


def sniff(head: bytes, name: str) -> tuple[MediaKind, str]:
    """Kind and type of a file.

    Args:
        head: its first bytes, `HEAD_BYTES` of them or all there are.
        name: its name as the sender gave it. It only tells sound from film when the
            container is the same for both, never what the bytes are.
    """
    found = (
        _by_prefix(head)
        or _RIFF.get(head[8:12] if head[:4] == b"RIFF" else b"")
        or (_iso_media(head, name) if head[4:8] == b"ftyp" else None)
        or _paper(head)
    )
    if found is not None:
        return found
    if encoding(head) is not None:
        return MediaKind.TEXT, "text/plain"
    if _is_bare_mpeg(head):
        return MediaKind.VOICE, "audio/mpeg"
    return MediaKind.OTHER, "application/octet-stream"


def _by_prefix(head: bytes) -> tuple[MediaKind, str] | None:
    for prefix, kind, mime in _PREFIXES:
        if head.startswith(prefix):
            return kind, mime
    # "BM" alone could open a sentence: the fields that are always zero decide.
    if head[:2] == b"BM" and head[6:10] == bytes(4) and head[15:18] == bytes(3):
        return MediaKind.PICTURE, "image/bmp"
    return None


def _paper(head: bytes) -> tuple[MediaKind, str] | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(head)
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return MediaKind.DOCUMENT, "application/pdf"
    return None


def encoding(head: bytes) -> str | None:
    """The encoding in which these first bytes are plain text, or None when they are not."""
    if not head:
        return None
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16" if _reads_as_text(head, "utf-16") else None
    for candidate in ("utf-8-sig", "gb18030"):
        if _reads_as_text(head, candidate):
            return candidate
    if b"\x00" in head:
        for candidate in ("utf-16-le", "utf-16-be"):
            if _reads_as_text(head, candidate):
                return candidate
    return None


def _reads_as_text(head: bytes, candidate: str) -> bool:
    text = _decoded(head, candidate)
    if text is None or _CONTROL.search(text):
        return False
    if candidate == "utf-8-sig":
        return True
    return len(_PLAIN.findall(text)) >= _PLAIN_SHARE * len(text)


def _decoded(head: bytes, candidate: str) -> str | None:
    # The head may end inside a character of up to four bytes.
    for cut in range(min(4, len(head))):
        try:
            return head[: len(head) - cut].decode(candidate)
        except UnicodeDecodeError as error:
            if error.start < len(head) - cut - 4:
                return None
    return None


def _iso_media(head: bytes, name: str) -> tuple[MediaKind, str]:
    brand = head[8:12]
    if brand in _PICTURE_BRANDS:
        return MediaKind.PICTURE, _PICTURE_BRANDS[brand]
    if brand.startswith((b"M4A", b"M4B")) or name.lower().endswith(_SOUND_ENDINGS):
        return MediaKind.VOICE, "audio/mp4"
    if brand == b"qt  ":
        return MediaKind.VIDEO, "video/quicktime"
    return MediaKind.VIDEO, "video/mp4"


def _archive(head: bytes) -> tuple[MediaKind, str]:
    for folder, mime in _OFFICE:
        if b"[Content_Types].xml" in head and folder in head:
            return MediaKind.DOCUMENT, mime
    return MediaKind.OTHER, "application/zip"


def _is_bare_mpeg(head: bytes) -> bool:
    return len(head) > 3 and head[0] == 0xFF and head[1] & _MPEG_SYNC == _MPEG_SYNC
