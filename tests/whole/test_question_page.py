"""The question, its answers and the warning on the chat page, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.console.browser import Window, chromium, window
from tests.console.house import house
from tests.whole.test_questions import UNSURE

OFFER = "停息挂账最长60期，专业办理，先付一半定金，加微信咨询"


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Window]:
    with house(tmp_path / "data") as running:
        with running.stranger() as client:
            assert client.get("/enter", params={"token": running.token}).status_code == 200
            cookies = dict(client.cookies)
        with chromium() as browser, window(browser, running, cookies) as opened:
            yield opened
        assert running.stop() == 0


expect.set_options(timeout=60_000)


def test_the_question_is_asked_once_and_its_answer_used(shown: Window) -> None:
    page = shown.open()
    shown.say(UNSURE)
    log = page.locator(".wz-log")
    expect(log).to_contain_text("这是催收发来的吗")
    log.get_by_role("button", name="是催收发来的", exact=True).click()
    expect(log).to_contain_text("这样看，有")
    expect(log).to_contain_text("几点收到的")
    night = log.get_by_role("button", name="夜里 22 点到 8 点")
    night.click()
    expect(log).to_contain_text("夜间催收")
    night.first.click()
    expect(log).to_contain_text("已经记下")
    page.reload()
    expect(log).to_contain_text("夜间催收")


def test_a_paid_service_is_warned_of(shown: Window) -> None:
    page = shown.open()
    shown.say(OFFER)
    log = page.locator(".wz-log")
    expect(log).to_contain_text("先别付钱")
    expect(log).to_contain_text("12378")
    log.get_by_role("button", name="存为证据").click()
    expect(log).to_contain_text("E-0001 已保存。它不是催收")
