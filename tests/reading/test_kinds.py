"""What a file is, by its first bytes."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.reading.kinds import HEAD_BYTES, encoding, sniff
from bot.reading.plain import decoded
from handlers.messages import MediaKind
from tests.reading.drawing import encoded, scanned_pdf

WORDS = "你今天再不还钱，我们就去你单位。\nTel 13900001111，共 2,000 元。\n"


def office(folder: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("BMP", "image/bmp"),
        ("TIFF", "image/tiff"),
        ("AVIF", "image/avif"),
    ],
)
def test_pictures(name: str, mime: str) -> None:
    content = encoded(Image.new("RGB", (40, 30), "#88aacc"), name)
    assert sniff(content[:HEAD_BYTES], "evil.txt") == (MediaKind.PICTURE, mime)


@pytest.mark.parametrize(
    ("head", "kind", "mime"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", MediaKind.PICTURE, "image/heic"),
        (b"\0\0\0\x1cftypmp42\0\0\0\0isom", MediaKind.VIDEO, "video/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", MediaKind.VIDEO, "video/quicktime"),
        (b"\0\0\0\x1cftypM4A \0\0\0\0", MediaKind.VOICE, "audio/mp4"),
        (b"OggS\0\x02", MediaKind.VOICE, "audio/ogg"),
        (b"#!AMR\n\x3c", MediaKind.VOICE, "audio/amr"),
        (b"\x02#!SILK_V3\x0c", MediaKind.VOICE, "audio/silk"),
        (b"#!SILK_V3\x0c", MediaKind.VOICE, "audio/silk"),
        (b"ID3\x04\0\0", MediaKind.VOICE, "audio/mpeg"),
        (b"\xff\xfb\x90\x44\0\0", MediaKind.VOICE, "audio/mpeg"),
        (b"RIFF\x24\0\0\0WAVEfmt ", MediaKind.VOICE, "audio/wav"),
        (b"RIFF\x24\0\0\0AVI LIST", MediaKind.VIDEO, "video/x-msvideo"),
        (b"junk\n%PDF-1.7\n", MediaKind.DOCUMENT, "application/pdf"),
        (b"\x7fELF\x02\x01\x01" + bytes(9), MediaKind.OTHER, "application/octet-stream"),
        (b"", MediaKind.OTHER, "application/octet-stream"),
    ],
)
def test_heads(head: bytes, kind: MediaKind, mime: str) -> None:
    assert sniff(head, "声音.jpg") == (kind, mime)


def test_a_recorder_that_calls_its_sound_mp4_is_known_by_its_ending() -> None:
    head = b"\0\0\0\x1cftypmp42\0\0\0\0isom"
    assert sniff(head, "通话录音.M4A") == (MediaKind.VOICE, "audio/mp4")


def test_papers_and_archives() -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert sniff(office("word"), "a.zip") == (MediaKind.DOCUMENT, word)
    assert sniff(office("other"), "a.docx") == (MediaKind.OTHER, "application/zip")
    paper = scanned_pdf([Image.new("RGB", (40, 30))])
    assert sniff(paper[:HEAD_BYTES], "") == (MediaKind.DOCUMENT, "application/pdf")


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
@pytest.mark.parametrize("times", [1, 300])
def test_text_in_the_encodings_people_have(codec: str, found: str, times: int) -> None:
    content = (WORDS * times).encode(codec)
    head = content[:HEAD_BYTES]
    assert sniff(head, "x.png") == (MediaKind.TEXT, "text/plain")
    assert encoding(head) == found
    assert decoded(content, 1_000_000) == (WORDS * times, False)


@given(st.text(st.sampled_from("还款逾期今天必须，。！abc 123\n元"), min_size=1), st.integers(0, 8))
def test_a_head_cut_inside_a_character_is_still_text(text: str, cut: int) -> None:
    head = text.encode()
    head = head[: max(3, len(head) - cut)]
    assert sniff(head, "")[0] is MediaKind.TEXT


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_have_a_kind(head: bytes, name: str) -> None:
    kind, mime = sniff(head, name)
    assert isinstance(kind, MediaKind)
    assert mime.count("/") == 1


@given(st.binary(min_size=64, max_size=400))
def test_bytes_called_text_can_be_decoded_and_hold_no_control_characters(head: bytes) -> None:
    if sniff(head, "")[0] is MediaKind.TEXT:
        found = decoded(head, 10_000)
        assert found is not None
        assert "\x00" not in found[0]


def test_a_long_text_is_cut_and_says_so() -> None:
    content = ("字" * 250_000).encode("gb18030")
    assert decoded(content, 200_000) == ("字" * 200_000, True)
    assert decoded(("字" * 200_000).encode(), 200_000) == ("字" * 200_000, False)


def test_old_line_ends_become_new_ones() -> None:
    assert decoded("还\r\n款\r日".encode(), 100) == ("还\n款\n日", False)
