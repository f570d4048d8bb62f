"""Nothing a person wrote is readable in the data folder, in temporary files or in any output."""

from __future__ import annotations

import base64
from pathlib import Path

from tests.console.house import guest, house, wait_until
from tests.reading.drawing import encoded, sms

NAME = "王秀英娥"
NUMBER = "13987654321"
THREAT = f"{NAME}，再不还钱就把你欠钱的事群发给通讯录里所有人，电话{NUMBER}，种在这里的一句话。"
CHAT = f"我叫{NAME}，种在这里的另一句话"
DANGER = f"我是{NAME}，我不想活了，种在这里的第三句话"
FILE_NAME = "种下的文件名-秀英娥.png"
PLANTED = (NAME, NUMBER, "种在这里的", "种下的文件名", "群发给通讯录")


def marks(picture: bytes) -> list[bytes]:
    found = [picture[100:160], base64.b64encode(picture[99:159])]
    for word in PLANTED:
        found += [word.encode(), word.encode("utf-16-le"), word.encode("gb18030")]
        found.append(word.encode("unicode_escape"))
    return [mark for mark in found if len(mark) >= 8]


def readable(picture: bytes, *folders: Path) -> list[str]:
    return [
        f"{path.name}: {mark!r}"
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        for mark in marks(picture)
        if mark in path.read_bytes()
    ]


def test_nothing_readable_anywhere_after_a_kill(tmp_path: Path) -> None:
    picture = encoded(sms((NAME, "今晚还钱", "不然群发给通讯录")))
    data, temporary = tmp_path / "run" / "data", tmp_path / "temporary"
    for folder in (data.parent, temporary):
        folder.mkdir()
    with house(data, temporary) as running, guest(running) as visitor:
        assert visitor.say(CHAT).status_code == 200
        assert visitor.say(DANGER).status_code == 200
        assert visitor.say(THREAT, "threat").status_code == 200
        visitor.judged("threat")
        assert visitor.upload(picture, FILE_NAME, "picture").status_code == 200
        wait_until(lambda: visitor.message("picture")["state"] == "judged")
        assert visitor.upload(b"\x89PNG\r\n\x1a\n" + NAME.encode() * 50, "x.png").status_code == 200
        assert visitor.press(f"nonsense:{NAME}").status_code == 200
        assert visitor.client.post("/api/say", content=THREAT.encode()).status_code == 400
        assert visitor.client.get(f"/{NAME}").status_code in {200, 404}
        wait_until(lambda: len(visitor.evidence()) == 3)
        running.process.kill()
        running.process.wait()
        printed = running.process.stdout.read() if running.process.stdout else ""
    assert all(word not in printed for word in PLANTED)
    assert list(data.glob("wenzhu.db-wal")), "killed, so the log is still there"
    assert readable(picture, data.parent, temporary) == []
    log = data.with_suffix(".log").read_text()
    assert log.count("event=incoming") >= 5
    assert "token" not in log
