"""The main job in a real Chromium against the real program."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.console.browser import Window, chromium, window
from tests.console.house import House, house, wait_until
from tests.reading.drawing import encoded, sms
from tests.whole.program import ROOT

THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友，看你还有没有脸做人。"
ON_SCREEN = (
    "【某某资产】最后通知",
    "今晚八点前不还款",
    "就给你父母和单位同事打电话",
    "让他们都知道你欠钱不还",
)
DROP = """([name, data]) => {
  const transfer = new DataTransfer();
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  transfer.items.add(new File([bytes], name, { type: "image/png" }));
  document.querySelector(".wz").dispatchEvent(
    new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }),
  );
}"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path / "data") as started:
        yield started


@pytest.fixture
def shown(running: House) -> Iterator[Window]:
    with running.stranger() as client:
        assert client.get("/enter", params={"token": running.token}).status_code == 200
        cookies = dict(client.cookies)
    with chromium() as browser, window(browser, running, cookies) as opened:
        yield opened


def blobs(data: Path) -> list[Path]:
    return [path for path in (data / "blobs").rglob("*") if path.is_file()]


expect.set_options(timeout=60_000)


def test_paste_drop_reload_delete(running: House, shown: Window) -> None:
    page = shown.open()
    shown.say(THREAT)
    log = page.locator(".wz-log")
    expect(log).to_contain_text("E-0001")
    expect(log).to_contain_text("被禁止的催收做法")
    expect(log).to_contain_text("《民法典》")

    picture = base64.b64encode(encoded(sms(ON_SCREEN))).decode()
    page.evaluate(DROP, ["截图.png", picture])
    expect(log).to_contain_text("E-0002")
    page.locator(".wz-his [data-state=judged]").nth(1).wait_for(timeout=60_000)
    answer = log.locator("li", has_text="E-0002").last
    expect(answer).to_contain_text("被禁止的催收做法")
    assert blobs(running.data), "a picture lies sealed in its own file"

    page.reload()
    expect(log).to_contain_text("E-0001")
    expect(log).to_contain_text("E-0002")

    shown.say("删除 E-0002")
    page.locator(".wz-log button", has_text="删除").last.click()
    wait_until(lambda: not blobs(running.data))
    verified = subprocess.run(
        [sys.executable, "-m", "bot", "verify", str(running.data / "wenzhu.db")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stdout
    page.reload()
    expect(log).to_contain_text("E-0001")
    assert running.stop() == 0
