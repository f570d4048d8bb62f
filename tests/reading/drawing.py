"""Pictures and papers for the tests, drawn as phones and offices make them."""

import io
import subprocess
import unicodedata
import zlib
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from handlers.messages import Media, MediaKind
from storage.records import SealedPart, Sha256, Slot

CHAT = (
    "你今天再不还钱，我们就去你单位找你领导",
    "你的通讯录我们都有，挨个打电话",
    "我没有不还，能不能分期",
    "晚上八点之前必须还2000元",
)
SMS = (
    "【某某金融】您的借款已逾期35天",
    "请于今日18时前结清欠款12836.50元",
    "逾期将移交法务处理，后果自负",
)


def medium(content: bytes, name: str = "") -> Media:
    """A medium as the store would describe it, with a claimed kind that is wrong."""
    nothing = Sha256("")
    part = SealedPart(Slot("2"), cipher=nothing, mac="", plain=nothing, size=len(content))
    return Media(MediaKind.OTHER, name, "application/octet-stream", part)


def plain(text: str) -> str:
    """Text as compared here: the width of punctuation and white space do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The Chinese font that the test set-up installs."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans CJK SC:lang=zh-cn"],
        check=True,
        capture_output=True,
        text=True,
    )
    return ImageFont.truetype(found.stdout, size)


def chat(lines: Sequence[str] = CHAT, *, dark: bool = False, width: int = 828) -> Image.Image:
    """A chat screen: bubbles left and right, grey times, wrapped lines."""
    ground, ink = ("#111111", "#e8e8e8") if dark else ("#ededed", "#111111")
    bubbles = ("#2c2c2c", "#3eb575") if dark else ("#ffffff", "#95ec69")
    picture = Image.new("RGB", (width, 200 + 190 * len(lines)), ground)
    draw = ImageDraw.Draw(picture)
    draw.text((width // 2, 60), "逾期处理中心", ink, font(36), anchor="mm")
    for number, line in enumerate(lines):
        top = 150 + 190 * number
        rows = [line[at : at + 14] for at in range(0, len(line), 14)]
        left = 110 if number % 3 != 2 else width - 110 - 34 * 14 - 40
        box = (left, top, left + 34 * min(14, len(line)) + 40, top + 30 + 50 * len(rows))
        draw.rounded_rectangle(box, 14, bubbles[number % 3 == 2])
        for at, row in enumerate(rows):
            draw.text((left + 20, top + 12 + 50 * at), row, ink, font(34))
    return picture


def sms(lines: Sequence[str] = SMS, ink: str = "#111111", ground: str = "#ffffff") -> Image.Image:
    """A text message, one sentence a line."""
    picture = Image.new("RGB", (1080, 160 + 90 * len(lines)), ground)
    draw = ImageDraw.Draw(picture)
    draw.text((540, 50), "10690000123456", ink, font(40), anchor="mm")
    for at, line in enumerate(lines):
        draw.text((60, 120 + 90 * at), line, ink, font(44))
    return picture


def see_through(ink: str) -> Image.Image:
    """Letters of one colour on nothing at all."""
    picture = Image.new("RGBA", (1080, 400), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for at, line in enumerate(SMS):
        draw.text((60, 40 + 90 * at), line, ink, font(44))
    return picture


def long_screen(count: int) -> tuple[Image.Image, list[str]]:
    """A screenshot of many numbered lines, and the lines; about 60 pixels each."""
    lines = [f"第{number}条 请尽快还款{number * 37 + 1000}元" for number in range(1, count + 1)]
    picture = Image.new("RGB", (828, 60 * count + 40), "#ffffff")
    draw = ImageDraw.Draw(picture)
    for at, line in enumerate(lines):
        draw.text((40, 20 + 60 * at), line, "#111111", font(34))
    return picture, lines


def summons(*, seal: bool) -> Image.Image:
    """A paper with a table whose last cell is wrapped, and with a red seal over its date."""
    picture = Image.new("RGB", (1080, 700), "#ffffff")
    draw = ImageDraw.Draw(picture)
    draw.text((540, 70), "某某区人民法院", "#111111", font(48), anchor="mm")
    for at, (label, words) in enumerate((("案由", "金融借款合同纠纷"), ("被传唤人", "李某某"))):
        draw.text((110, 160 + 72 * at), label, "#111111", font(26))
        draw.text((280, 160 + 72 * at), words, "#111111", font(26))
    draw.text((110, 322), "注意事项", "#111111", font(26))
    draw.text((280, 304), "一、必须准时到达应到处所。二、本传票由被传唤人", "#111111", font(26))
    draw.text((280, 340), "携带来院报到。三、拒不到庭的可以缺席判决。", "#111111", font(26))
    draw.text((800, 560), "二〇二六年二月", "#111111", font(30))
    if seal:
        draw.ellipse((740, 380, 970, 610), outline="#e02020", width=9)
    return picture


def encoded(picture: Image.Image, name: str = "PNG", **options: object) -> bytes:
    """The picture as a file."""
    target = io.BytesIO()
    picture.save(target, name, **options)
    return target.getvalue()


def scanned_pdf(pages: Sequence[Image.Image]) -> bytes:
    """A paper whose pages are pictures."""
    first, *rest = pages
    return encoded(first, "PDF", save_all=True, append_images=rest, resolution=100.0)


def text_pdf(pages: Sequence[Sequence[str]], *, locked: bool = False) -> bytes:
    """A paper with a text layer in a Chinese font that is named and not embedded."""
    font_number, pages_number = 3, 2
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        font_number: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]>>",
        4: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>",
        5: b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    }
    kids = []
    for at, lines in enumerate(pages):
        page, stream = 6 + 2 * at, 7 + 2 * at
        kids.append(b"%d 0 R" % page)
        drawn = b"\n".join(
            b"1 0 0 1 60 %d Tm <%s> Tj" % (780 - 30 * row, line.encode("utf-16-be").hex().encode())
            for row, line in enumerate(lines)
        )
        drawn = b"BT /F1 16 Tf\n" + drawn + b"\nET"
        objects[page] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % stream
        )
        objects[stream] = b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)
    objects[pages_number] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _pdf(objects, locked=locked)


def _pdf(objects: dict[int, bytes], *, locked: bool) -> bytes:
    body = b"%PDF-1.4\n"
    offsets = {}
    for number in sorted(objects):
        offsets[number] = len(body)
        body += b"%d 0 obj%s\nendobj\n" % (number, objects[number])
    count = max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(objects))
    # No password opens this one: its check value belongs to none.
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (
        b"11" * 32,
        b"22" * 32,
    )
    trailer = b"<</Size %d/Root 1 0 R%s>>" % (count, lock if locked else b"")
    return b"%sxref\n0 %d\n0000000000 65535 f \n%strailer%s\nstartxref\n%d\n%%%%EOF\n" % (
        body,
        count,
        table,
        trailer,
        len(body),
    )


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(100_000), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data).to_bytes(4, "big")
    return len(data).to_bytes(4, "big") + name + data + check


PAID = (
    ("付款方式", "储蓄卡"),
    ("收款方", "某某消费金融有限公司"),
    ("付款时间", "2026-11-25 09:12:33"),
)


def receipt(amount: str = "1,000.00") -> Image.Image:
    """What a wallet shows after a payment: the amount large, then labels with their values."""
    picture = Image.new("RGB", (828, 620), "#ffffff")
    draw = ImageDraw.Draw(picture)
    draw.text((414, 90), "支付成功", "#1677ff", font(40), anchor="mm")
    draw.text((414, 200), f"¥{amount}", "#111111", font(72), anchor="mm")
    for at, (label, value) in enumerate(PAID):
        draw.text((50, 320 + 90 * at), label, "#888888", font(32))
        draw.text((280, 320 + 90 * at), value, "#111111", font(32))
    return picture
