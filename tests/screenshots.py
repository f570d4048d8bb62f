"""`make screenshot`: the pictures in the README, taken from the running program.

python -m tests.screenshots
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.console.browser import chromium, window
from tests.console.house import House, house

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
THREAT = (
    "【某某资产】张先生，您的借款已逾期23天。今晚八点前不处理，"
    "我们就把您欠款的情况群发给通讯录里的亲戚朋友，明天再派人去您单位找领导谈。"
)
SIZE = {"width": 480, "height": 2300}
PLANS = {"width": 480, "height": 900}


def main() -> None:
    """Start the program on an empty folder, have the exchange, take the picture."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, house(Path(folder) / "data") as running:
        take(running)


def take(running: House) -> None:
    with running.stranger() as client:
        client.get("/enter", params={"token": running.token}).raise_for_status()
        cookies = dict(client.cookies)
    with chromium() as browser:
        _exchange(browser, running, cookies)
        _plans(browser, running, cookies)


def _exchange(browser: Browser, running: House, cookies: Mapping[str, str]) -> None:
    """A collector's message and what the program says to it."""
    with window(browser, running, cookies, viewport=SIZE) as shown:
        page = shown.open()
        shown.say(THREAT)
        expect(page.locator(".wz-log")).to_contain_text("可以找的地方")
        _first_quote(page).click()
        page.evaluate("document.querySelector('.wz-log').scrollTop = 0; scrollTo(0, 0)")
        page.screenshot(path=FOLDER / "exchange.png")


def _plans(browser: Browser, running: House, cookies: Mapping[str, str]) -> None:
    """A plan under way, with two instalments paid."""
    with window(browser, running, cookies, viewport=PLANS) as shown:
        page = shown.open()
        shown.say("跟某某银行谈好了，欠12000，分12期，每月15号还1000")
        page.get_by_role("button", name="保存", exact=True).last.click()
        last = page.locator(".wz-ours").last
        expect(last).to_contain_text("已保存为计划")
        for number in (1, 2):
            shown.say("计划")
            last.get_by_role("button", name="计划 1 某某银行").click()
            expect(last).to_contain_text(f"下一次是第 {number} 期")
            last.get_by_role("button", name="已还", exact=True).click()
            expect(last).to_contain_text(f"第 {number} 期还了 1000 元")
        shown.say("计划")
        picture = last.get_by_role("img", name="还款进度图")
        expect(picture).to_be_visible()
        picture.evaluate("image => image.decode()")
        page.screenshot(path=FOLDER / "plans.png")


def _first_quote(page: Page) -> Locator:
    return page.locator(".wz-log summary", has_text="展开对方原话").first


if __name__ == "__main__":
    main()
