"""`make screenshot`: the pictures in the README, taken from the running program.

python -m tests.screenshots
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.console.browser import chromium, window
from tests.console.house import House, house

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
THREAT = (
    "【某某资产】张先生，您的借款已逾期23天。今晚八点前不处理，"
    "我们就把您欠款的情况群发给通讯录里的亲戚朋友，明天再派人去您单位找领导谈。"
)
SIZE = {"width": 480, "height": 2300}


def main() -> None:
    """Start the program on an empty folder, have the exchange, take the picture."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, house(Path(folder) / "data") as running:
        take(running)


def take(running: House) -> None:
    with running.stranger() as client:
        client.get("/enter", params={"token": running.token}).raise_for_status()
        cookies = dict(client.cookies)
    with chromium() as browser, window(browser, running, cookies, viewport=SIZE) as shown:
        page = shown.open()
        shown.say(THREAT)
        expect(page.locator(".wz-log")).to_contain_text("可以找的地方")
        _first_quote(page).click()
        page.evaluate("document.querySelector('.wz-log').scrollTop = 0; scrollTo(0, 0)")
        page.screenshot(path=FOLDER / "exchange.png")


def _first_quote(page: Page) -> Locator:
    return page.locator(".wz-log summary", has_text="展开对方原话").first


if __name__ == "__main__":
    main()
