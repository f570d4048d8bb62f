"""A real Chromium in front of the running page."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.console.house import House

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READING = 60_000
"""Milliseconds a picture may take: it is really read, the first one while the reader starts."""
NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path is not None, "no Chromium: run `make setup-tests`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Window:
    """One page, with everything that went wrong on it."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.origin = origin
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(f"dialog {dialog.message}"))
        self.page.on(
            "console",
            lambda line: self.faults.append(line.text) if line.type == "error" else None,
        )
        self.page.on("request", lambda request: self._seen(request.url))

    def _seen(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:")):
            self.elsewhere.append(url)

    def open(self) -> Page:
        self.page.goto(f"{self.origin}/")
        self.page.wait_for_selector("#wz-input")
        self.page.wait_for_selector(".wz-log > li, .wz-first")
        return self.page

    def say(self, text: str) -> None:
        self.page.fill("#wz-input", text)
        self.page.press("#wz-input", "Enter")
        expect(self.page.locator("#wz-input")).to_have_value("")

    def say_and_judge(self, text: str) -> None:
        """Say it and wait until it is judged; the text must be new."""
        self.say(text)
        bubble = self.page.locator(".wz-his", has_text=text).last
        bubble.locator("[data-state=judged]").wait_for()


@contextlib.contextmanager
def window(
    browser: Browser, running: House, cookies: Mapping[str, str], **options: Any
) -> Iterator[Window]:
    """A window with a session; at its end nothing may have gone wrong in it."""
    chosen = {"viewport": {"width": 375, "height": 740}, "locale": "zh-CN", **options}
    context = browser.new_context(**chosen)
    context.set_default_timeout(15_000)
    context.add_cookies(
        [{"name": name, "value": value, "url": running.origin} for name, value in cookies.items()]
    )
    shown = Window(context, running.origin)
    try:
        yield shown
        assert shown.faults == []
        assert shown.elsewhere == []
    finally:
        context.close()
