"""What a person can put into a message, as Telegram hands it to a bot."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

from tests.telegram.simulator.refusals import ControlMistake, Refusal
from tests.telegram.simulator.shapes import Json, utf16
from tests.telegram.simulator.world import World


@dataclass(frozen=True, slots=True)
class Given:
    """The file of an order: prepared before by upload, or made up here."""

    name: str
    mime: str
    content: bytes
    size: int | None


def given_file(world: World, order: Json, *, name: str, mime: str) -> Given:
    size = order.get("size")
    upload = order.get("upload")
    if upload is None:
        content = f"内容 {order.get('name', name)}".encode()
        return Given(order.get("name", name), order.get("mime", mime), content, size)
    if upload not in world.uploads:
        raise ControlMistake(f"upload {upload} is unknown")
    held_name, held_mime, content = world.uploads[upload]
    return Given(
        order.get("name") or held_name or name,
        order.get("mime") or held_mime or mime,
        content,
        size,
    )


def blank_picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (1200, 900), "white").save(held, "JPEG")
    return held.getvalue()


def text(_world: World, order: Json) -> Json:
    said = order.get("text", "你好")
    shape: Json = {"text": said}
    command = said.split(maxsplit=1)[0] if said.startswith("/") else ""
    if command:
        shape["entities"] = [{"type": "bot_command", "offset": 0, "length": utf16(command)}]
    return shape


def photo(world: World, order: Json) -> Json:
    file = given_file(world, order, name="photo.jpg", mime="image/jpeg")
    content = file.content if order.get("upload") else blank_picture()
    try:
        return {"photo": world.files.photo(content, size=file.size)}
    except Refusal:
        raise ControlMistake("a photo needs a picture") from None


def _file(kind: str, name: str, mime: str, **more: Any) -> Callable[[World, Json], Json]:
    """A content that is one file with a few fields about it."""

    def build(world: World, order: Json) -> Json:
        file = given_file(world, order, name=name, mime=mime)
        dot = file.name.rfind(".")
        suffix = file.name[dot:] if dot > 0 else ""
        stored = world.files.keep(kind, file.content, suffix, size=file.size)
        shape: Json = {**stored.shape, "mime_type": file.mime, **more}
        if kind in ("document", "audio", "video"):
            shape["file_name"] = file.name
        if "duration" in more and "seconds" in order:
            shape["duration"] = order["seconds"]
        return {kind: shape}

    return build


def sticker(world: World, order: Json) -> Json:
    file = given_file(world, order, name="sticker.webp", mime="image/webp")
    stored = world.files.keep("sticker", file.content, ".webp", size=file.size)
    about = {"type": "regular", "width": 512, "height": 512, "is_animated": False}
    return {"sticker": {**stored.shape, **about, "is_video": False, "emoji": "😀"}}


def location(_world: World, order: Json) -> Json:
    return {
        "location": {
            "latitude": order.get("latitude", 31.23),
            "longitude": order.get("longitude", 121.47),
        }
    }


def venue(world: World, order: Json) -> Json:
    place = location(world, order)
    about = {"title": order.get("title", "某某大厦"), "address": order.get("address", "某路1号")}
    return {**place, "venue": {**place, **about}}


def contact(_world: World, order: Json) -> Json:
    return {
        "contact": {
            "phone_number": order.get("phone", "+8613800000000"),
            "first_name": order.get("first_name", "某人"),
        }
    }


def unknown(_world: World, order: Json) -> Json:
    return {order.get("field", "hologram"): {"depth": 3, "emitter": "一种以后才有的东西"}}


CONTENTS: dict[str, Callable[[World, Json], Json]] = {
    "text": text,
    "photo": photo,
    "document": _file("document", "文件.pdf", "application/pdf"),
    "voice": _file("voice", "voice.ogg", "audio/ogg", duration=4),
    "audio": _file("audio", "录音.mp3", "audio/mpeg", duration=30),
    "video": _file("video", "video.mp4", "video/mp4", duration=9, width=640, height=480),
    "video_note": _file("video_note", "note.mp4", "video/mp4", duration=5, length=240),
    "animation": _file("animation", "a.mp4", "video/mp4", duration=2, width=320, height=240),
    "sticker": sticker,
    "location": location,
    "venue": venue,
    "contact": contact,
    "unknown": unknown,
}
CAPTIONED = ("photo", "document", "voice", "audio", "video", "animation")


def content(world: World, order: Json) -> Json:
    """The fields of one message, caption included."""
    kind = order.get("kind", "text")
    builder = CONTENTS.get(kind)
    if builder is None:
        raise ControlMistake(f"a message is one of {sorted(CONTENTS)}")
    shape = builder(world, order)
    if "caption" in order:
        if kind not in CAPTIONED:
            raise ControlMistake(f"{kind} has no caption")
        shape["caption"] = order["caption"]
    if kind == "animation":
        shape["document"] = shape["animation"]
    return shape
