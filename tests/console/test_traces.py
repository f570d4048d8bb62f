"""What streams in leaves nothing readable anywhere, also when the process dies in the middle."""

from __future__ import annotations

import base64
import socket
from pathlib import Path

from tests.console.house import THREAT, guest, house, wait_until

MARK = b"planted-in-the-middle-of-a-file"
MARKS = (MARK, base64.b64encode(MARK)[:32], MARK.decode().encode("utf-16-le"))
NAME = "planted-name"
WORDS = f"{THREAT}。种下的一句话"


def readable(*folders: Path) -> list[str]:
    marks = [*MARKS, NAME.encode(), WORDS.encode(), WORDS.encode("utf-16-le")]
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                found += [f"{path.name} {mark!r}" for mark in marks if mark in content]
    return found


def test_nothing_readable_is_left_after_a_kill_in_the_middle_of_a_file(tmp_path: Path) -> None:
    data, temporary = tmp_path / "data", tmp_path / "temporary"
    temporary.mkdir()
    with house(data, temporary=temporary) as running, guest(running) as visitor:
        visitor.say(WORDS, "planted-text")
        visitor.judged("planted-text")
        assert visitor.upload(MARK * 40_000, f"{NAME}.bin", "whole").status_code == 200
        visitor.judged("whole")
        head = (
            f"POST /api/files/half?name={NAME} HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n"
            f"Origin: {running.origin}\r\nContent-Length: 9000000\r\n"
            f"Cookie: wenzhu_session={visitor.client.cookies['wenzhu_session']}\r\n\r\n"
        )
        known = {path for path in (data / "blobs").rglob("*") if path.is_file()}
        with socket.create_connection(("127.0.0.1", running.port)) as half:
            half.sendall(head.encode() + MARK * 100_000)
            wait_until(lambda: {p for p in (data / "blobs").rglob("*") if p.is_file()} != known)
            running.process.kill()
            running.process.wait()
    assert list(data.rglob("*.db"))
    assert readable(data, temporary) == []
    assert list(temporary.iterdir()) == []
    with house(data) as again:
        cookies = {"wenzhu_session": visitor.client.cookies["wenzhu_session"]}
        with again.stranger() as client:
            client.cookies.update(cookies)
            history = client.get("/api/history").json()
    ids = {message.get("id") for message in history["messages"]}
    assert {"planted-text", "whole"} <= ids
    assert "half" not in ids
