"""What was written or chosen is never lost on the way, and never doubled."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Route, expect

from tests.console.browser import Window, window
from tests.console.house import THREAT, guest, house, wait_until


def test_what_is_written_outlives_an_outage_and_arrives_once(
    browser: Browser, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with house(data) as running, guest(running) as visitor:
        cookies = dict(visitor.client.cookies)
        port = running.port
        with window(browser, running, cookies) as shown:
            page = shown.open()
            running.stop()
            expect(page.locator(".wz-banner")).to_contain_text("正在重连")
            words = f"{THREAT}。断线时写的"
            page.fill("#wz-input", words)
            page.press("#wz-input", "Enter")
            expect(page.locator(".wz-note")).to_contain_text("会自动再试")
            expect(page.locator("#wz-input")).to_have_value(words)
            with house(data, port=str(port)) as again:
                bubble = page.locator(".wz-his", has_text="断线时写的")
                expect(bubble.locator("[data-state=judged]")).to_be_visible()
                expect(bubble).to_have_count(1)
                expect(page.locator("#wz-input")).to_have_value("")
                expect(page.locator(".wz-banner")).to_have_count(0)
                assert page.url == f"{again.origin}/"
            shown.faults.clear()  # refused connections are what this test is about


def test_an_answer_that_got_lost_does_not_make_it_two(shown: Window) -> None:
    page = shown.open()
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append("lost")
        route.fetch()
        route.abort("connectionrefused")

    page.route("**/api/say", lose_first)
    shown.say_and_judge(f"{THREAT}。回执丢了")
    assert lost
    expect(page.locator(".wz-his", has_text="回执丢了")).to_have_count(1)
    shown.faults.clear()  # the lost answer is reported by the browser


def test_too_large_is_said_before_anything_is_sent(browser: Browser, tmp_path: Path) -> None:
    with (
        house(tmp_path / "data", upload_mb="1") as running,
        guest(running) as visitor,
        window(browser, running, dict(visitor.client.cookies)) as shown,
    ):
        page = shown.open()
        file = tmp_path / "大文件.bin"
        file.write_bytes(b"x" * 1_000_001)
        page.set_input_files("input[type=file]", [file])
        expect(page.locator(".wz-notes")).to_contain_text("“大文件.bin”超过 1 MB")
        assert visitor.messages() == []


def test_unsent_words_are_not_left_behind_silently(shown: Window) -> None:
    page = shown.open()
    page.fill("#wz-input", "还没发")
    asks = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert page.evaluate(asks) is True
    page.fill("#wz-input", "")
    wait_until(lambda: page.evaluate(asks) is False)
