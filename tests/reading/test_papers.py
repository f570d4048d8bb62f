"""PDFs, text files and everything that is not read."""

import io

import pytest
from PIL import Image

from bot.reading.parent import ChildReader
from tests.reading.drawing import (
    SMS,
    encoded,
    medium,
    plain,
    scanned_pdf,
    sms,
    summons,
    text_pdf,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = (
    "律师函",
    "李某某：您与某某金融的借款合同已逾期三十五天。",
    "请于收到本函之日起七日内清偿本金及利息共12836.50元。",
)


async def test_the_text_layer_is_taken_as_it_is(reader: ChildReader) -> None:
    content = text_pdf([PAGE])
    reading = await reader.read(medium(content), content)
    assert reading.engine == "pdf text"
    assert plain(reading.text) == plain("".join(PAGE))
    assert (reading.pages, reading.pages_read, reading.cut) == (1, 1, False)


async def test_scanned_pages_are_read_as_pictures(reader: ChildReader) -> None:
    content = scanned_pdf([sms(), summons(seal=True)])
    reading = await reader.read(medium(content), content)
    assert reading.failed is None
    assert reading.engine.startswith("pdf, rapidocr")
    assert plain("".join(SMS)) in plain(reading.text)
    assert plain("注意事项一、必须准时到达") in plain(reading.text)
    assert reading.text.index("逾期35天") < reading.text.index("人民法院")


async def test_a_scanned_page_held_sideways_is_turned(reader: ChildReader) -> None:
    content = scanned_pdf([sms().rotate(90, expand=True)])
    reading = await reader.read(medium(content), content)
    assert plain("".join(SMS)) in plain(reading.text)


async def test_a_page_with_only_a_watermark_is_looked_at(reader: ChildReader) -> None:
    content = text_pdf([("扫描全能王",)])
    reading = await reader.read(medium(content), content)
    assert plain("扫描全能王") in plain(reading.text)


async def test_pages_beyond_the_limit_are_counted_and_not_read(reader: ChildReader) -> None:
    content = text_pdf([PAGE, PAGE, ("这一页没有人读",) * 9])
    reading = await reader.read(medium(content), content)
    assert (reading.pages, reading.pages_read, reading.cut) == (3, 2, True)
    assert "没有人读" not in reading.text


async def test_characters_beyond_the_limit_are_cut(reader: ChildReader) -> None:
    content = text_pdf([[f"第{n}行" + "字" * 40 for n in range(25)]] * 2)
    reading = await reader.read(medium(content), content)
    assert reading.cut
    assert len(reading.text) == 1000


async def test_a_locked_paper_says_so(reader: ChildReader) -> None:
    content = text_pdf([PAGE], locked=True)
    assert (await reader.read(medium(content), content)).failed == "encrypted"
    assert await reader.thumbnail(content) is None


async def test_a_broken_paper_is_damaged(reader: ChildReader) -> None:
    for content in (b"%PDF-1.7\n" + b"x" * 900, b"%PDF-", scanned_pdf([sms()])[:400]):
        assert (await reader.read(medium(content), content)).failed == "damaged"


async def test_a_paper_has_a_thumbnail_of_its_first_page(reader: ChildReader) -> None:
    small = await reader.thumbnail(scanned_pdf([Image.new("RGB", (400, 800), "#ff0000"), sms()]))
    assert small is not None
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.size == (160, 320)
        bands = picture.convert("RGB").resize((1, 1)).split()
        red, green, blue = (band.getextrema()[0] for band in bands)
    assert red == pytest.approx(255, abs=40)
    assert (green, blue) == pytest.approx((0, 0), abs=40)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
async def test_text_files_are_decoded(reader: ChildReader, codec: str) -> None:
    content = "\r\n".join(SMS).encode(codec)
    reading = await reader.read(medium(content, "短信.txt"), content)
    assert (reading.text, reading.engine) == ("\n".join(SMS), "text")


@pytest.mark.parametrize(
    ("content", "failed"),
    [
        (b"OggS\0\x02" + bytes(100), "speech"),
        (b"#!AMR\n" + bytes(100), "speech"),
        (b"\0\0\0\x1cftypmp42" + bytes(100), "speech"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "convert"),
        (encoded(Image.new("RGB", (9, 9)), "TIFF"), "convert"),
        (b"PK\x03\x04" + bytes(100), "not_readable"),
        (bytes(range(256)), "not_readable"),
        (b"", "not_readable"),
    ],
)
async def test_what_is_not_read_has_a_reason(
    reader: ChildReader, content: bytes, failed: str
) -> None:
    reading = await reader.read(medium(content, "截图.png"), content)
    assert (reading.failed, reading.text) == (failed, "")
