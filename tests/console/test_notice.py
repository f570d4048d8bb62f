"""A reminder calls for attention where the person has asked for it, and says no more than he wants.

In a real Chromium, with its real notifications; what is recorded of them is what the page gave.
"""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bot.bell import Bell, heard_topic, ledger_topic, notice_topic
from bot.console.door import ADDRESS, DOOR, LocalDoor
from bot.reach import DoorReach
from handlers import plans
from handlers.calendar.holidays import Holidays
from handlers.phrases import Phrases
from handlers.ports import Chance
from handlers.reminding import Matter, reminder
from handlers.repayment.summary import summary
from handlers.replies import to_bytes
from handlers.texts.texts import Texts
from handlers.wishes import Wishes
from storage.records import Draft, LedgerId
from storage.store import Store
from tests.console.browser import Window, window
from tests.console.house import Guest, House, wait_until

RECORDING = """
window.given = [];
window.Notification = class extends window.Notification {
  constructor(title, options) {
    super(title, options);
    window.given.push({ title, body: options.body, tag: options.tag, notice: this });
  }
};
"""
CRIPPLED = """
const unable = sessionStorage.getItem("unable");
if (unable === "insecure") Object.defineProperty(window, "isSecureContext", { value: false });
if (unable === "unknown") delete window.Notification;
if (unable === "denied") Object.defineProperty(Notification, "permission", { value: "denied" });
"""
UNABLE = {"insecure": "不是 https", "unknown": "这个浏览器不能弹提醒", "denied": "拒绝过了"}
AWAY = """(away) => {
  Object.defineProperty(document, "visibilityState", {
    configurable: true, get: () => (away ? "hidden" : "visible"),
  });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
GIVEN = "() => window.given.map(({ title, body, tag }) => [title, body, tag])"
PLAN = "跟某某银行谈好了，欠2000，分2期，每月15号还1000"
SAVE = re.compile("^(另外一笔，)?保存$")
LEDGER = LedgerId("2" * 32)


async def _remind(data: Path, key: str, wishes: Wishes) -> None:
    """What the clockwork does when an instalment is due, from another process."""
    store = await Store.open(data, low_water=1)
    async with store, store.transaction() as change:
        known = await change.identity(DOOR, ADDRESS)
        assert known is not None
        kept = (await plans.listed(change, known[0]))[0]
        due = summary(kept.state)
        matter = Matter(kept.row, due, due.row(kept.state.rows[0].id))
        now = datetime.combine(matter.day, datetime.min.time(), tzinfo=UTC)
        reply = reminder(Phrases(Texts.load(), Holidays.load()), [matter], wishes, now)
        draft = Draft(key, to_bytes(reply))
        assert await change.say(known[1], kept.row.plan, draft, datetime.now(UTC))


def remind(running: House, key: str, *, neutral: bool = False) -> None:
    """Playwright has this thread's loop."""
    with ThreadPoolExecutor(1) as hand:
        hand.submit(asyncio.run, _remind(running.data, key, Wishes(neutral=neutral))).result()


def given(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(GIVEN)
    return found


def agree(shown: Window) -> str:
    """A plan, saved; what is said of where he will be reminded."""
    shown.say(PLAN)
    last = shown.page.locator(".wz-ours").last
    expect(last).to_contain_text("还没有保存")
    last.get_by_role("button", name=SAVE).click()
    expect(last).to_contain_text("已保存为计划")
    return last.inner_text()


def test_asked_for_by_a_button_it_calls_when_nobody_looks(
    browser: Browser, running: House, visitor: Guest
) -> None:
    with window(browser, running, dict(visitor.client.cookies)) as shown:
        shown.context.grant_permissions(["notifications"], origin=running.origin)
        shown.page.add_init_script(RECORDING)
        page = shown.open()
        assert "要您打开才看得到" in agree(shown)
        page.evaluate(AWAY, True)
        remind(running, "remind:before")
        expect(page.locator(".wz-stage-reminder")).to_have_count(1)
        assert given(page) == []  # allowed by the browser, but not asked for here

        page.get_by_role("button", name="浏览器提醒").click()
        page.get_by_role("button", name="开启浏览器提醒").click()
        expect(page.locator(".wz-notice")).to_contain_text("已经开启")
        page.keyboard.press("Escape")
        said = agree(shown)  # what is said of the page is what it can do
        assert "到日子在这台电脑的网页（页面开着时）提醒您" in said
        assert "要您打开才看得到" not in said
        remind(running, "remind:open")
        wait_until(lambda: given(page))
        remind(running, "remind:discreet", neutral=True)
        wait_until(lambda: len(given(page)) == 2)
        (title, plain, tag), (_, hidden, _) = given(page)
        assert (title, tag) == ("稳住", "out:remind:open")
        assert "某某银行" in plain
        assert "1000 元" in plain
        assert hidden == "您有一件约好的事到日子了。点开看详情。"

        page.evaluate("window.focus = () => (window.focused = true)")
        page.evaluate("window.given[0].notice.onclick()")
        assert page.evaluate("window.focused") is True
        page.evaluate(AWAY, False)
        remind(running, "remind:seen")
        expect(page.locator(".wz-stage-reminder")).to_have_count(4)
        assert len(given(page)) == 2  # whoever looks needs no call

        page.reload()
        page.wait_for_selector(".wz-stage-reminder")
        page.get_by_role("button", name="浏览器提醒").click()
        page.get_by_role("button", name="关掉浏览器提醒").click()
        expect(page.get_by_role("button", name="开启浏览器提醒")).to_be_visible()
        assert given(page) == []


def test_where_it_cannot_be_it_says_so(browser: Browser, running: House, visitor: Guest) -> None:
    with window(browser, running, dict(visitor.client.cookies)) as shown:
        shown.page.add_init_script(CRIPPLED)
        shown.open()
        for name, words in UNABLE.items():
            shown.page.evaluate("(name) => sessionStorage.setItem('unable', name)", name)
            page = shown.open()
            page.get_by_role("button", name="浏览器提醒").click()
            expect(page.locator(".wz-notice")).to_contain_text(words)
            expect(page.get_by_role("button", name="开启浏览器提醒")).to_have_count(0)


def test_presence_is_one_of_three(visitor: Guest) -> None:
    answer = visitor.client.get("/api/news", params={"presence": "maybe"})
    assert answer.status_code == 400


class Hands:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2026, 11, 25, tzinfo=UTC)


def test_who_is_reached_on_the_page() -> None:
    bell, now = Bell(), Hands().now()
    reach, tomorrow = DoorReach({DOOR: LocalDoor(bell)}, Hands()), now + timedelta(days=1)

    def chances() -> tuple[Chance, Chance]:
        return reach.chance(DOOR, LEDGER, now), reach.chance(DOOR, LEDGER, tomorrow)

    assert chances() == (Chance.UNSEEN, Chance.UNSEEN)
    with bell.listen(ledger_topic(LEDGER)):  # open in the background, and silent
        assert chances() == (Chance.UNSEEN, Chance.UNSEEN)
        with bell.listen(heard_topic(LEDGER)):
            assert chances() == (Chance.NOW, Chance.UNSEEN)
            with bell.listen(notice_topic(LEDGER)):
                assert chances() == (Chance.NOW, Chance.OPEN)
    assert reach.chance("telegram", LEDGER, now) is Chance.NEVER
