"""The HTTP interface over real HTTP: say, press, files, history, originals, news."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.console.house import THREAT, Guest, House, asked, guest, house, wait_until
from tests.reading.drawing import encoded, sms

MEGABYTE = 1_000_000


def picture(width: int = 90, height: int = 160) -> bytes:
    """One without a word in it."""
    target = io.BytesIO()
    Image.new("RGB", (width, height), (200, 220, 240)).save(target, "PNG")
    return target.getvalue()


def replies_about(visitor: Guest, number: int) -> list[dict[str, Any]]:
    return [m for m in visitor.messages() if m["side"] == "ours" and m["number"] == number]


def blobs(running: House) -> set[Path]:
    return {path for path in (running.data / "blobs").rglob("*") if path.is_file()}


def test_said_is_durable_and_a_repetition_is_recognised(visitor: Guest) -> None:
    first = visitor.say(THREAT, "same-id")
    assert first.json() == {"id": "same-id", "new": True}
    assert visitor.message("same-id")["text"] == THREAT
    again = visitor.say(THREAT, "same-id")
    assert again.json() == {"id": "same-id", "new": False}
    assert sum(m.get("id") == "same-id" for m in visitor.messages()) == 1


def test_the_states_of_a_message_follow_its_way(visitor: Guest) -> None:
    visitor.upload(encoded(sms((THREAT,))), "截图.png", "gets-read")
    states: list[str] = []

    def is_judged() -> bool:
        states.append(visitor.message("gets-read")["state"])
        return states[-1] == "judged"

    wait_until(is_judged)
    assert [s for s in dict.fromkeys(states) if s != "kept"] == ["reading", "judged"]
    visitor.say(f"{THREAT}，你等着", "judged-at-once")
    assert visitor.judged("judged-at-once")["number"] > visitor.message("gets-read")["number"]
    visitor.say("你好", "mere-talk")
    wait_until(lambda: visitor.messages()[-1]["side"] == "ours")
    assert visitor.message("mere-talk")["state"] is None


def test_words_get_one_reply(visitor: Guest) -> None:
    visitor.say(f"{THREAT}，只答一次", "one-reply")
    number = visitor.judged("one-reply")["number"]
    assert [reply["stage"] for reply in replies_about(visitor, number)] == ["judged"]


def test_an_edited_reply_is_one_reply_in_its_old_place(visitor: Guest) -> None:
    visitor.upload(encoded(sms((THREAT,))), "截图.png", "edited")
    wait_until(lambda: visitor.message("edited")["state"] == "reading")
    number = visitor.message("edited")["number"]
    (receipt,) = replies_about(visitor, number)
    assert receipt["stage"] == "reading"
    visitor.say("后面一句", "later")
    visitor.judged("edited")
    (verdict,) = replies_about(visitor, number)
    assert (verdict["stage"], verdict["key"]) == ("judged", receipt["key"])
    assert verdict["version"] > receipt["version"]
    places = {m.get("id", m["key"]): place for place, m in enumerate(visitor.messages())}
    assert places["edited"] < places[verdict["key"]] < places["later"]


def test_history_is_in_order_and_comes_in_pieces(tmp_path: Path) -> None:
    with house(tmp_path / "data") as running, guest(running) as visitor:
        assert visitor.history() == {"book": None, "messages": [], "older": None}
        for number in range(23):
            visitor.say(f"第 {number} 句", f"n-{number}")
        wait_until(lambda: len(visitor.messages()) == 46)
        whole = visitor.messages()
        his = [m["text"] for m in whole if m["side"] == "his"]
        assert his == [f"第 {number} 句" for number in range(23)]
        assert [m["at"] for m in whole] == sorted(m["at"] for m in whole)
        pieces: list[str] = []
        query = {"limit": "7"}
        while True:
            page = visitor.history(**query)
            pieces = [m["key"] for m in page["messages"]] + pieces
            if page["older"] is None:
                break
            query = {"limit": "7", "before": page["older"]}
        assert pieces == [m["key"] for m in whole]


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        ({"text": "x"}, "bad_id"),
        ({"id": "", "text": "x"}, "bad_id"),
        ({"id": "../x", "text": "x"}, "bad_id"),
        ({"id": "a" * 65, "text": "x"}, "bad_id"),
        ({"id": 7, "text": "x"}, "bad_id"),
        ({"id": "a"}, "no_text"),
        ({"id": "a", "text": " \n"}, "no_text"),
        ({"id": "a", "text": 7}, "bad_request"),
        ({"id": "a", "text": None}, "bad_request"),
        ([], "bad_request"),
        ("text", "bad_request"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    visitor: Guest, shape: object, error: str
) -> None:
    answer = visitor.client.post("/api/say", json=shape)
    assert answer.status_code == 400
    assert answer.json()["error"] == error
    assert len(answer.json()["say"]) > 5
    assert answer.headers["cache-control"] == "no-store"


def test_broken_json_and_half_characters_are_refused(visitor: Guest) -> None:
    deep = b'{"id":"deep","text":' + b"[" * 100_000
    for content in (b"{", b"\xff", rb'{"id":"half","text":"\ud83d"}', b"", deep):
        answer = visitor.client.post("/api/say", content=content)
        assert answer.status_code == 400, content


def test_an_endless_text_is_refused(visitor: Guest) -> None:
    answer = visitor.say("长" * 400_000)
    assert answer.status_code == 413
    assert answer.json()["error"] == "text_too_long"


def test_markup_stays_text(visitor: Guest) -> None:
    text = f'{THREAT} <script>alert(1)</script> <img src=x onerror=alert(2)> "&amp;'
    visitor.say(text, "markup")
    assert visitor.message("markup")["text"] == text
    page = visitor.client.get("/").text
    assert "onerror" not in page


def test_a_button_is_kept_with_its_words(visitor: Guest) -> None:
    visitor.say(f"{THREAT}，按一下", "has-buttons")
    number = visitor.judged("has-buttons")["number"]
    (verdict,) = replies_about(visitor, number)
    more = next(b for b in verdict["buttons"] if b["action"].startswith("more:"))
    assert visitor.press(more["action"], more["label"]).status_code == 200
    wait_until(lambda: len(replies_about(visitor, number)) == 2)
    pressed, reply = visitor.messages()[-2:]
    assert (pressed["kind"], pressed["text"]) == ("button", more["label"])
    assert (reply["side"], reply["number"]) == ("ours", number)
    assert "law" in {segment["look"] for segment in reply["segments"]}
    assert visitor.press("").status_code == 400
    assert visitor.press("长" * 30).status_code == 400


def test_a_picture_is_kept_listed_and_given_back_unchanged(visitor: Guest) -> None:
    content = picture()
    assert visitor.upload(content, "微信截图 1.png", "shot").json() == {"id": "shot", "new": True}
    message = visitor.settled("shot")
    assert message["file"] == {"name": "微信截图 1.png", "media": "picture", "size": len(content)}
    number = message["number"]
    row = next(row for row in visitor.evidence() if row["number"] == number)
    assert (row["kind"], row["thumbnail"], row["erased"]) == ("picture", True, False)
    original = visitor.client.get(f"/api/originals/{number}")
    assert original.content == content
    disposition = original.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert f"E-{number:04d}_%E5%BE%AE%E4%BF%A1" in disposition
    assert original.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in original.headers["content-security-policy"]
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["cache-control"] == "no-store"
    thumbnail = visitor.client.get(f"/api/thumbnails/{number}")
    assert thumbnail.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(thumbnail.content)).size == (90, 160)
    assert visitor.upload(content, "微信截图 1.png", "shot").json()["new"] is False


def test_a_text_is_given_back_as_it_was_pasted(visitor: Guest) -> None:
    text = f"{THREAT}。\r\n  明天\u3000上门 <b>\u200b</b>"
    visitor.say(text, "pasted")
    number = visitor.judged("pasted")["number"]
    original = visitor.client.get(f"/api/originals/{number}")
    assert original.content.decode() == text
    assert original.headers["content-disposition"].startswith("attachment;")
    assert visitor.client.get(f"/api/thumbnails/{number}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "/etc/passwd",
        "a\r\nSet-Cookie: x=1",
        "<script>alert(1)</script>.png",
        'x"; filename="evil.exe',
        "\u202egnp.exe",
        "",
        "." * 300,
        "长" * 300,
    ],
)
def test_a_name_leads_nowhere(running: House, visitor: Guest, name: str) -> None:
    before = {path for path in running.data.rglob("*") if path.parent != running.data / "blobs"}
    its_id = visitor.new_id()
    assert visitor.upload(encoded(sms((THREAT,))), name, its_id).status_code == 200
    number = visitor.judged(its_id)["number"]
    assert visitor.message(its_id)["file"]["name"] == name[:255]
    original = visitor.client.get(f"/api/originals/{number}")
    assert original.status_code == 200
    assert "set-cookie" not in original.headers
    shown = original.headers["content-disposition"]
    assert shown.count('"') == 2
    for bad in ("/", "\\", "..", "\r", "%2F", "%5C", "%0D", "%22", "%E2%80%AE", "<"):
        assert bad not in shown, bad
    after = {path for path in running.data.rglob("*") if path.parent != running.data / "blobs"}
    assert {path.name for path in after - before if "blobs" not in path.parts} <= {
        "wenzhu.db-wal",
        "wenzhu.db-shm",
    }


def test_a_file_above_the_limit_is_refused_before_and_while_it_comes(
    running: House, visitor: Guest
) -> None:
    known = len(visitor.evidence())
    headers = [
        ("Host", f"127.0.0.1:{running.port}"),
        ("Origin", running.origin),
        ("Cookie", f"wenzhu_session={visitor.client.cookies['wenzhu_session']}"),
        ("Content-Length", str(50 * MEGABYTE + 1)),
    ]
    status, said = asked(running, "/api/files/big-1", headers, "POST")
    assert status == 413
    assert "50 MB" in said

    def stream() -> Iterator[bytes]:
        for _ in range(50):
            yield b"x" * MEGABYTE
        yield b"x"

    while_coming = visitor.client.post("/api/files/big-2", content=stream())
    assert while_coming.status_code == 413
    assert while_coming.json()["error"] == "too_large"
    ids = {m.get("id") for m in visitor.messages()}
    assert not ids & {"big-1", "big-2"}
    assert len(visitor.evidence()) == known


def test_a_file_of_exactly_the_limit_is_taken(tmp_path: Path) -> None:
    with house(tmp_path / "data", upload_mb="2") as running, guest(running) as visitor:
        content = b"\x00\x01" * MEGABYTE
        assert visitor.upload(content, "exact.bin", "exact").status_code == 200
        assert visitor.upload(content + b"x", "over.bin", "over").status_code == 413
        number = visitor.settled("exact")["number"]
        with visitor.client.stream("GET", f"/api/originals/{number}") as answer:
            assert answer.headers["content-length"] == str(2 * MEGABYTE)
            assert b"".join(answer.iter_bytes()) == content


def test_an_empty_file_is_refused(visitor: Guest) -> None:
    answer = visitor.upload(b"", "nothing.png", "nothing")
    assert answer.status_code == 400
    assert answer.json()["error"] == "empty_file"

    def nothing() -> Iterator[bytes]:
        yield from ()

    chunked = visitor.client.post("/api/files/nothing-2", content=nothing())
    assert chunked.status_code == 400


def test_a_connection_cut_in_the_middle_leaves_nothing(running: House, visitor: Guest) -> None:
    before = blobs(running)
    known = {m.get("id") for m in visitor.messages()}
    head = (
        f"POST /api/files/cut-1?name=a.png HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n"
        f"Origin: {running.origin}\r\nContent-Length: 3000000\r\n"
        f"Cookie: wenzhu_session={visitor.client.cookies['wenzhu_session']}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", running.port)) as cut:
        cut.sendall(head.encode() + picture() + b"x" * MEGABYTE)
        wait_until(lambda: blobs(running) != before)
    wait_until(lambda: blobs(running) == before)
    assert {m.get("id") for m in visitor.messages()} == known
    assert visitor.upload(picture(), "a.png", "cut-1").json()["new"] is True


def test_a_full_disk_is_said_plainly(tmp_path: Path) -> None:
    with house(tmp_path / "data", low_water_mb="900000") as running, guest(running) as visitor:
        answer = visitor.upload(picture(), "a.png", "low")
        assert answer.status_code == 507
        assert "磁盘空间不够" in answer.json()["say"]
        assert not blobs(running)
        assert visitor.evidence() == []


def test_deleted_is_gone_from_everywhere(tmp_path: Path) -> None:
    words = "今晚群发你通讯录里的每一个人"
    with house(tmp_path / "data") as running, guest(running) as visitor:
        visitor.say(words, "to-delete")
        number = visitor.judged("to-delete")["number"]
        (row,) = visitor.evidence()
        (verdict,) = replies_about(visitor, number)
        quotes = [one["text"] for one in verdict["segments"] if one["voice"] == "quoted"]
        assert quotes
        visitor.press(f"erase:{row['seq']}", "删除 E-0001")
        wait_until(lambda: visitor.evidence()[0]["erased"])
        assert set(visitor.evidence()[0]) == {"number", "seq", "at", "erased"}
        assert [m["kind"] for m in visitor.messages() if m["side"] == "his"] == [
            "erased",
            "button",
        ]
        left = str(visitor.messages())
        assert not [text for text in (words, *quotes) if text in left]
        gone = visitor.client.get(f"/api/originals/{number}")
        assert gone.status_code == 410
        assert "已按您的要求删除" in gone.json()["say"]


def test_after_everything_is_deleted_only_the_goodbye_is_shown(tmp_path: Path) -> None:
    with house(tmp_path / "data") as running, guest(running) as visitor:
        visitor.say(THREAT, "to-delete")
        visitor.judged("to-delete")
        visitor.press("erase-all", "确认全部删除")
        wait_until(lambda: len(visitor.messages()) == 1)
        (goodbye,) = visitor.messages()
        assert goodbye["side"] == "ours"
        assert "已删除" in goodbye["segments"][0]["text"]


@pytest.mark.parametrize(
    "path", ["/api/originals/999", "/api/thumbnails/999", f"/api/originals/{'9' * 20}"]
)
def test_what_is_not_there_is_said(visitor: Guest, path: str) -> None:
    answer = visitor.client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"] == "not_found"


@pytest.mark.parametrize("before", ["x", "1", "1-2-3", "-1-", "a-b", f"{'9' * 20}-"])
def test_an_invented_place_in_history_is_refused(visitor: Guest, before: str) -> None:
    answer = visitor.client.get("/api/history", params={"before": before})
    assert answer.status_code == 400


def test_news_ring_when_something_changes_even_before_the_first_message(tmp_path: Path) -> None:
    with house(tmp_path / "data") as running, guest(running) as visitor:
        cookies = dict(visitor.client.cookies)
        rings: list[int] = []
        ready = threading.Event()

        def listen() -> None:
            with (
                httpx.Client(base_url=running.origin, cookies=cookies, timeout=30) as client,
                client.stream("GET", "/api/news") as stream,
            ):
                assert stream.headers["content-type"].startswith("text/event-stream")
                assert stream.headers["cache-control"] == "no-store"
                ready.set()
                rings.extend(1 for line in stream.iter_lines() if line == "event: news")

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        assert ready.wait(10)
        visitor.say(THREAT, "first")
        wait_until(lambda: len(rings) >= 2)
        visitor.judged("first")
        before = len(rings)
        visitor.say("你好", "second")
        wait_until(lambda: len(rings) > before)
        running.stop()
        listener.join(10)
        assert not listener.is_alive()


def test_two_files_at_once_do_not_mix(visitor: Guest) -> None:
    contents = {f"par-{n}": bytes([n]) * (300_000 + n) for n in range(1, 5)}
    threads = [
        threading.Thread(target=visitor.upload, args=(content, f"{name}.bin", name))
        for name, content in contents.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for name, content in contents.items():
        number = visitor.settled(name)["number"]
        assert visitor.client.get(f"/api/originals/{number}").content == content


def test_a_picture_is_drawn_for_its_own_page_alone(visitor: Guest, running: House) -> None:
    visitor.say("跟某某银行谈好了，欠12000，分12期，每月15号还1000", "a-plan")
    wait_until(lambda: any(m.get("buttons") for m in visitor.messages()[-1:]))
    (save,) = (b for b in visitor.messages()[-1]["buttons"] if b["label"] == "保存")
    visitor.client.post("/api/press", json={"id": "saves", "action": save["action"]})
    visitor.say("计划", "lists")
    wait_until(lambda: visitor.messages()[-1].get("picture") is not None)
    picture = visitor.messages()[-1]["picture"]
    assert "某某银行" in picture["words"]
    answer = visitor.client.get(picture["address"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.headers["cache-control"] == "no-store"
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert shown.width == 720
    other = visitor.messages()[-2]["key"].removeprefix("out:")
    for address in (f"/api/pictures/{other}", "/api/pictures/nobody", "/api/pictures/"):
        assert visitor.client.get(address).status_code == 404
    with running.stranger() as stranger:
        assert stranger.get(picture["address"]).status_code in {401, 403}
