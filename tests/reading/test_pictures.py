"""Real pictures through the real engine."""

import io

import numpy as np
import pytest
from PIL import Image

from bot.reading.parent import ChildReader
from tests.reading.drawing import (
    CHAT,
    SMS,
    bomb,
    chat,
    encoded,
    long_screen,
    medium,
    plain,
    see_through,
    sms,
    summons,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

_UPSIDE_DOWN, _SIDEWAYS = 3, 6
_ORIENTATION = 0x0112


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP", "BMP", "GIF"])
async def test_a_chat_is_read_in_order(reader: ChildReader, name: str) -> None:
    content = encoded(chat(), name)
    reading = await reader.read(medium(content), content)
    assert reading.failed is None
    assert plain(reading.text) == plain("逾期处理中心" + "".join(CHAT))
    assert reading.engine.startswith("rapidocr 3.")
    assert reading.turned == 0
    assert reading.seconds > 0


@pytest.mark.parametrize("picture", [chat(dark=True), chat(width=1080)])
async def test_dark_and_wide_screens_are_read(reader: ChildReader, picture: Image.Image) -> None:
    content = encoded(picture)
    reading = await reader.read(medium(content), content)
    assert plain(reading.text) == plain("逾期处理中心" + "".join(CHAT))


@pytest.mark.parametrize("ink", ["#111111", "#f4f4f4"])
async def test_letters_on_a_transparent_ground_are_read(reader: ChildReader, ink: str) -> None:
    content = encoded(see_through(ink))
    reading = await reader.read(medium(content), content)
    assert plain(reading.text) == plain("".join(SMS))


@pytest.mark.parametrize("mode", ["I;16", "L", "1", "P", "CMYK", "LA"])
async def test_pictures_of_every_mode_are_read(reader: ChildReader, mode: str) -> None:
    grey = sms().convert("L")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    picture = deep if mode == "I;16" else grey.convert("RGB").convert(mode)
    content = encoded(picture, "JPEG" if mode == "CMYK" else "PNG")
    reading = await reader.read(medium(content), content)
    assert plain("".join(SMS)) in plain(reading.text)


async def test_a_phones_jpeg_with_several_pictures_inside_is_read(reader: ChildReader) -> None:
    content = encoded(sms(), "MPO", save_all=True, append_images=[sms().resize((100, 50))])
    reading = await reader.read(medium(content), content)
    assert plain("".join(SMS)) in plain(reading.text)


async def test_lines_carry_their_place_and_confidence(reader: ChildReader) -> None:
    content = encoded(sms())
    reading = await reader.read(medium(content), content)
    assert [plain(line.text) for line in reading.lines[1:]] == [plain(line) for line in SMS]
    for at, line in enumerate(reading.lines[1:]):
        (left, top), (right, _), (_, bottom), _ = line.box
        assert left == pytest.approx(60, abs=25)
        assert top < 120 + 90 * at + 35 < bottom
        assert right <= 1080
        assert line.confidence > 0.9


@pytest.mark.parametrize(
    ("picture", "degrees"),
    [(sms(), 90), (sms(), 180), (sms(), 270), (chat(), 180), (chat(dark=True), 90)],
)
async def test_a_picture_held_wrongly_is_turned(
    reader: ChildReader, picture: Image.Image, degrees: int
) -> None:
    upright = plain((await reader.read(medium(b""), encoded(picture))).text)
    content = encoded(picture.rotate(degrees, expand=True))
    reading = await reader.read(medium(content), content)
    assert reading.turned == degrees
    assert plain(reading.text) == upright
    assert all(0 <= x <= picture.width for line in reading.lines for x, _ in line.box)


@pytest.mark.parametrize(("orientation", "turn"), [(_UPSIDE_DOWN, 180), (_SIDEWAYS, 90)])
async def test_the_cameras_word_is_taken(reader: ChildReader, orientation: int, turn: int) -> None:
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    content = encoded(sms().rotate(turn, expand=True), "JPEG", exif=exif, quality=90)
    reading = await reader.read(medium(content), content)
    assert reading.turned == 0
    assert plain("".join(SMS)) in plain(reading.text)


async def test_a_long_screenshot_loses_and_repeats_no_line(reader: ChildReader) -> None:
    picture, lines = long_screen(100)
    assert picture.height > 6000
    content = encoded(picture)
    reading = await reader.read(medium(content), content)
    assert [plain(line) for line in reading.text.splitlines()] == [plain(line) for line in lines]
    last = reading.lines[-1]
    assert min(y for _, y in last.box) == pytest.approx(20 + 60 * 99, abs=25)


async def test_a_wide_long_screenshot_keeps_its_own_coordinates(reader: ChildReader) -> None:
    picture, lines = long_screen(45)
    picture = picture.resize((1440, round(picture.height * 1440 / 828)))
    content = encoded(picture)
    reading = await reader.read(medium(content), content)
    assert [plain(line) for line in reading.text.splitlines()] == [plain(line) for line in lines]
    assert max(y for _, y in reading.lines[-1].box) > picture.height - 120


async def test_the_label_of_a_wrapped_cell_comes_before_its_words(reader: ChildReader) -> None:
    content = encoded(summons(seal=False))
    reading = await reader.read(medium(content), content)
    assert plain("注意事项一、必须准时到达") in plain(reading.text)
    assert plain("本传票由被传唤人携带来院报到") in plain(reading.text)


async def test_what_stands_under_a_red_seal_is_read(reader: ChildReader) -> None:
    content = encoded(summons(seal=True))
    reading = await reader.read(medium(content), content)
    assert plain("六年二月") in plain(reading.text)


async def test_red_words_and_buttons_are_no_seals(reader: ChildReader) -> None:
    content = encoded(sms(ink="#e02020"))
    reading = await reader.read(medium(content), content)
    assert plain("".join(SMS)) in plain(reading.text)
    content = encoded(sms(ink="#ffffff", ground="#e02020"))
    reading = await reader.read(medium(content), content)
    assert plain("".join(SMS)) in plain(reading.text)


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3), (700, 700)])
async def test_a_picture_without_words_is_read_as_empty(
    reader: ChildReader, size: tuple[int, int]
) -> None:
    content = encoded(Image.new("RGB", size, "#88aacc"))
    reading = await reader.read(medium(content), content)
    assert (reading.text, reading.lines, reading.failed) == ("", (), None)


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
async def test_half_a_picture_is_damaged(reader: ChildReader, name: str, share: float) -> None:
    content = encoded(chat(), name)
    content = content[: int(share * len(content))]
    assert (await reader.read(medium(content), content)).failed == "damaged"


async def test_garbage_behind_a_true_head_is_damaged(reader: ChildReader) -> None:
    whole = encoded(sms())
    for content in (whole[:8] + b"\x00" * 500, whole[:60] + b"\xa5" * 500, b"\xff\xd8\xff" * 99):
        assert (await reader.read(medium(content), content)).failed == "damaged"


async def test_bombs_and_giants_are_refused_before_decoding(reader: ChildReader) -> None:
    giant = encoded(Image.new("1", (10_000, 6_000)))
    ribbon = encoded(Image.new("1", (33_000, 2)))
    for content in (bomb(50_000, 50_000), giant, ribbon):
        reading = await reader.read(medium(content), content)
        assert reading.failed == "too_large"
        assert reading.seconds < 5


async def test_a_file_beyond_the_limit_never_reaches_the_child(reader: ChildReader) -> None:
    content = encoded(sms()) + bytes(60_000_001)
    assert (await reader.read(medium(content), content)).failed == "too_large"


async def test_thumbnails_are_small_and_upright(reader: ChildReader) -> None:
    exif = Image.Exif()
    exif[_ORIENTATION] = _SIDEWAYS
    small = await reader.thumbnail(encoded(Image.new("RGB", (900, 600)), "JPEG", exif=exif))
    assert small is not None
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.format == "WEBP"
        assert picture.size == (213, 320)


@pytest.mark.parametrize("content", [b"", b"words", b"\x89PNG\r\n\x1a\n", bomb(50_000, 50_000)])
async def test_what_is_no_picture_has_no_thumbnail(reader: ChildReader, content: bytes) -> None:
    assert await reader.thumbnail(content) is None
