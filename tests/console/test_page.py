"""The page in a real Chromium: what a person sees and does."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.browser import READING, Window, window
from tests.console.house import THREAT, Guest, House, guest, house, wait_until
from tests.reading.drawing import encoded, sms

HOSTILE = f"{THREAT} <script>alert(1)</script><img src=x onerror=alert(2)>"
DROP = """([target, type, files]) => {
  const transfer = new DataTransfer();
  for (const [name, kind, data] of files) {
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: kind }));
  }
  const place = document.querySelector(target);
  const options = { bubbles: true, cancelable: true };
  place.dispatchEvent(
    type === "paste"
      ? new ClipboardEvent(type, { ...options, clipboardData: transfer })
      : new DragEvent(type, { ...options, dataTransfer: transfer }),
  );
}"""
CONTRAST = """() => {
  const parse = (value) => (value.match(/[0-9.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  let seen = 0;
  for (const element of document.querySelectorAll(".wz *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility() || element.disabled) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    seen += 1;
    if (ratio < 4.5) poor.push(`${element.className} ${ratio.toFixed(2)}`);
  }
  return { seen, poor };
}"""


def picture(name: str) -> tuple[str, str, str]:
    """A screenshot of a threat, as the page drops it."""
    return (name, "image/png", base64.b64encode(encoded(sms((name, THREAT)))).decode())


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_from_the_printed_address_to_the_first_screen(browser: Browser, tmp_path: Path) -> None:
    with house(tmp_path / "data") as running, window(browser, running, {}) as shown:
        shown.page.goto(running.link)
        expect(shown.page.locator(".wz-first li")).to_have_count(3)
        expect(shown.page.locator("#wz-input")).to_be_focused()
        assert "token" not in shown.page.url
        assert shown.page.title() == "稳住"
        assert shown.page.evaluate("document.documentElement.lang") == "zh-CN"
        shown.page.reload()
        expect(shown.page.locator(".wz-first")).to_be_visible()


def test_a_pasted_text_is_kept_then_judged_and_survives_a_reload(shown: Window) -> None:
    shown.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = shown.open()
    text = "再不还钱\n就让你全村都知道"
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator("#wz-input").press("Control+V")
    expect(page.locator("#wz-input")).to_have_value(text)
    page.locator("#wz-input").press("Enter")
    bubble = page.locator(".wz-his", has_text="全村").last
    expect(bubble.locator("[data-state=judged]")).to_be_visible()
    expect(bubble).to_contain_text("E-0")
    expect(page.locator("#wz-input")).to_have_value("")
    count = page.locator(".wz-log > li").count()
    expect(bubble.locator(".wz-text")).to_be_visible()
    page.reload()
    expect(page.locator(".wz-log > li")).to_have_count(count)
    words = bubble.locator(".wz-text")
    expect(words).not_to_be_visible()
    bubble.locator("summary", has_text="展开已存的原话").click()
    expect(words).to_have_text(text)
    expect(words).to_be_visible()


def test_the_verdict_starts_at_its_first_line_with_the_words_folded(shown: Window) -> None:
    page = shown.open()
    words = f"{THREAT}。折叠起来的原话"
    shown.say_and_judge(words)
    card = page.locator(".wz-ours").last
    lead = card.locator(".wz-look-lead")
    expect(lead).to_be_in_viewport()
    quotes = card.locator("blockquote")
    said = quotes.all_text_contents()
    assert said
    assert all(quote in words for quote in said)
    for quote in quotes.all():
        expect(quote).not_to_be_visible()
    card.locator("summary", has_text="展开对方原话").first.click()
    expect(quotes.first).to_be_visible()
    spoken = page.locator("[aria-live=polite]", has_text="有新回复")
    expect(spoken).to_contain_text(lead.inner_text())


def test_the_sentence_to_send_is_copied(shown: Window) -> None:
    shown.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = shown.open()
    shown.say_and_judge(f"{THREAT}。抄一句")
    sendable = page.locator(".wz-ours").last.locator(".wz-look-sendable")
    sentence = sendable.locator(".wz-text").inner_text()
    sendable.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == sentence != ""


def test_markup_of_a_collector_is_shown_as_text(shown: Window) -> None:
    page = shown.open()
    shown.say_and_judge(HOSTILE)
    assert page.locator(".wz-his .wz-text").last.inner_text() == HOSTILE
    assert page.locator(".wz-log script, .wz-log .wz-text img").count() == 0
    name = "<img src=x onerror=alert(3)>.png"
    page.evaluate(DROP, [".wz-main", "drop", [picture(name)]])
    expect(page.locator(".wz-his .wz-name", has_text="onerror=alert(3)").last).to_be_visible()
    page.get_by_role("button", name="证据", exact=True).click()
    expect(page.locator(".wz-evidence .wz-name", has_text="onerror=alert(3)")).to_be_visible()
    page.wait_for_timeout(200)


def test_several_files_are_dropped_at_once(shown: Window) -> None:
    page = shown.open()
    page.evaluate(DROP, [".wz-main", "dragenter", [picture("a.png")]])
    expect(page.locator(".wz-veil")).to_be_visible()
    names = [f"截图-{number}.png" for number in range(1, 4)]
    page.evaluate(DROP, [".wz-main", "drop", [picture(name) for name in names]])
    expect(page.locator(".wz-veil")).to_have_count(0)
    for name in names:
        row = page.locator(".wz-his:not(.wz-going)", has_text=name)
        expect(row.locator("[data-state=judged]")).to_be_visible(timeout=READING)
    order = page.locator(".wz-his .wz-name").all_inner_texts()
    assert [name for name in order if name.startswith("截图-")] == names
    expect(page.locator(".wz-going")).to_have_count(0)


def test_a_picture_in_the_clipboard_is_taken(shown: Window) -> None:
    page = shown.open()
    page.evaluate(DROP, ["#wz-input", "paste", [picture("粘贴来的.png")]])
    row = page.locator(".wz-his:not(.wz-going)", has_text="粘贴来的.png")
    expect(row.locator("[data-state=judged]")).to_be_visible(timeout=READING)
    expect(page.locator(".wz-ours").last).to_have_class(re.compile("wz-stage-judged"))
    expect(page.locator("#wz-input")).to_have_value("")


def test_everything_works_with_the_keyboard_alone(shown: Window) -> None:
    page = shown.open()
    expect(page.locator("#wz-input")).to_be_focused()
    page.keyboard.type(f"{THREAT}，第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    expect(page.locator("#wz-input")).to_have_value(f"{THREAT}，第一行\n第二行")
    page.keyboard.press("Enter")
    bubble = page.locator(".wz-his", has_text="第二行").last
    expect(bubble.locator("[data-state=judged]")).to_be_visible()
    expect(page.locator("#wz-input")).to_be_focused()
    page.reload()
    page.wait_for_selector(".wz-log > li")
    page.evaluate("document.querySelector('.wz-skip').focus()")
    names = []
    for _ in range(4):
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", names
        page.keyboard.press("Tab")
    assert names[:3] == ["跳到输入框", "证据", "手机"]
    page.get_by_role("button", name="证据", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".wz-drawer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".wz-drawer")).not_to_be_visible()
    expect(page.get_by_role("button", name="证据", exact=True)).to_be_focused()


def test_enter_that_chooses_a_word_sends_nothing(shown: Window) -> None:
    page = shown.open()
    page.fill("#wz-input", "cuishou")
    page.evaluate(
        """() => document.getElementById("wz-input").dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }))"""
    )
    page.wait_for_timeout(300)
    expect(page.locator("#wz-input")).to_have_value("cuishou")
    assert page.locator(".wz-his", has_text="cuishou").count() == 0
    page.fill("#wz-input", "")


@pytest.mark.parametrize("wide", [320, 375, 768])
def test_nothing_scrolls_sideways(shown: Window, wide: int) -> None:
    page = shown.open()
    page.set_viewport_size({"width": wide, "height": 640})
    shown.say_and_judge(f"{THREAT}{wide}" + "长" * 80 + "x" * 400)
    assert width(page) <= wide
    assert page.evaluate("document.querySelector('.wz-main').scrollWidth") <= wide
    page.get_by_role("button", name="证据", exact=True).click()
    expect(page.locator(".wz-evidence li").first).to_be_visible()
    assert page.evaluate("document.querySelector('.wz-drawer').scrollWidth") <= wide
    box = page.locator(".wz-drawer").bounding_box()
    assert box is not None
    assert box["x"] >= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(
    browser: Browser, running: House, visitor: Guest, scheme: str
) -> None:
    cookies = dict(visitor.client.cookies)
    with window(browser, running, cookies, color_scheme=scheme) as shown:
        page = shown.open()
        shown.say_and_judge(f"{THREAT}。对比度 {scheme}")
        its_id = visitor.new_id()
        visitor.upload(b"\x00\x01broken", f"{scheme}.bin", its_id)
        assert visitor.settled(its_id)["state"] == "unread"
        row = page.locator(".wz-his", has_text=f"{scheme}.bin")
        expect(row.locator(".wz-odd")).to_be_visible()
        for fold in page.locator("details").all():
            fold.evaluate("fold => fold.open = true")
        found = page.evaluate(CONTRAST)
        assert found["seen"] > 20
        assert found["poor"] == []
        page.get_by_role("button", name="证据", exact=True).click()
        expect(page.locator(".wz-evidence li").first).to_be_visible()
        assert page.evaluate(CONTRAST)["poor"] == []


def test_dark_follows_the_system_until_chosen_and_is_remembered(
    browser: Browser, running: House, visitor: Guest
) -> None:
    cookies = dict(visitor.client.cookies)
    ground = "getComputedStyle(document.querySelector('.wz')).backgroundColor"
    with window(browser, running, cookies, color_scheme="dark") as shown:
        page = shown.open()
        dark = page.evaluate(ground)
        page.get_by_role("button", name="切换到浅色").click()
        light = page.evaluate(ground)
        assert dark != light
        page.reload()
        page.wait_for_selector("#wz-input")
        assert page.evaluate(ground) == light
        page.get_by_role("button", name="切换到深色").click()
        assert page.evaluate(ground) == dark


def test_evidence_is_blurred_until_touched_downloaded_and_deleted(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        house(tmp_path / "data") as running,
        guest(running) as visitor,
        window(browser, running, dict(visitor.client.cookies)) as shown,
    ):
        page = shown.open()
        page.evaluate(DROP, [".wz-main", "drop", [picture("要删的图.png")]])
        page.locator("[data-state=judged]").wait_for(timeout=READING)
        data = visitor.client.get("/api/originals/1").content
        page.get_by_role("button", name="证据", exact=True).click()
        thumb = page.locator(".wz-thumb")
        blur = "image => getComputedStyle(image).filter"
        assert "blur" in thumb.locator("img").evaluate(blur)
        loaded = "image => image.complete && image.naturalWidth > 0"
        wait_until(lambda: thumb.locator("img").evaluate(loaded))
        thumb.click()
        assert thumb.locator("img").evaluate(blur) == "none"
        with page.expect_download() as download:
            page.get_by_role("link", name="下载原件").click()
        assert download.value.suggested_filename == "E-0001_要删的图.png"
        assert Path(download.value.path()).read_bytes() == data
        page.get_by_role("button", name="删除 E-0001").click()
        confirm = page.locator(".wz-confirm")
        expect(confirm).to_contain_text("不能恢复")
        page.keyboard.press("Escape")
        expect(confirm).not_to_be_visible()
        assert visitor.evidence()[0]["erased"] is False
        page.get_by_role("button", name="删除 E-0001").click()
        confirm.get_by_role("button", name="删除").click()
        expect(page.locator(".wz-evidence .wz-gone")).to_contain_text("已删除")
        page.keyboard.press("Escape")
        expect(page.locator(".wz-his .wz-gone")).to_contain_text("已按您的要求删除")
        expect(page.locator(".wz-log")).not_to_contain_text("要删的图")


def test_a_button_of_a_reply_is_answered(shown: Window) -> None:
    page = shown.open()
    shown.say_and_judge(f"{THREAT}。按一下按钮")
    verdict = page.locator(".wz-ours").last
    number = verdict.locator(".wz-who span").last.inner_text()
    assert number.startswith("E-")
    before = page.locator(".wz-ours").count()
    verdict.get_by_role("button", name="更多依据").click()
    expect(page.locator(".wz-pressed").last).to_have_text("您点了“更多依据”")
    expect(page.locator(".wz-ours")).to_have_count(before + 1)
    answer = page.locator(".wz-ours").last
    expect(answer.locator(".wz-who")).to_contain_text(number)
    expect(answer.locator(".wz-look-law").first).to_be_attached()


def test_plans_come_with_a_picture_and_all_its_words(shown: Window) -> None:
    page = shown.open()
    shown.say("跟某某银行谈好了，欠12000，分12期，每月15号还1000")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator(".wz-ours").last).to_contain_text("已保存为计划")
    shown.say("计划")
    card = page.locator(".wz-ours").last
    picture = card.get_by_role("img", name="还款进度图")
    wait_until(lambda: picture.evaluate("image => image.complete && image.naturalWidth === 720"))
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] <= 360
    expect(card).to_contain_text("还差 12000 元")
    expect(card.get_by_role("button", name="新计划")).to_be_visible()
    assert width(page) <= 375
    wait_until(lambda: page.locator(".wz-picture").last.evaluate("img => img.naturalWidth > 0"))
    page.wait_for_timeout(200)
    log, ours = (
        page.locator(".wz-main").bounding_box(),
        page.locator(".wz-ours").last.bounding_box(),
    )
    assert log is not None
    assert ours is not None
    # it came late and pushed its words down: shown from the first line all the same
    assert 0 <= ours["y"] - log["y"] < log["height"] / 4


def test_a_calendar_is_a_link_with_its_whole_address(shown: Window) -> None:
    shown.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = shown.open()
    shown.say("日历")
    links = page.locator(".wz-ours").last.locator(".wz-look-link")
    expect(links).to_have_count(2)
    feed, file = links.all()
    address = feed.get_by_role("link").get_attribute("href") or ""
    assert re.fullmatch(rf"{shown.origin}/calendar/[\w-]+\.ics", address)
    expect(feed.get_by_role("link")).to_have_text(address)
    feed.get_by_role("button", name="复制").click()
    expect(feed.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    with page.expect_download() as download:
        file.get_by_role("link").click()
    assert download.value.suggested_filename.endswith(".ics")
    assert Path(download.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert width(page) <= 375


def test_the_phone_is_told_how_when_it_cannot(shown: Window) -> None:
    page = shown.open()
    page.get_by_role("button", name="手机", exact=True).click()
    expect(page.locator(".wz-phone")).to_contain_text("WENZHU_PASSWORD")
    page.keyboard.press("Escape")
    expect(page.locator(".wz-phone")).not_to_be_visible()


def test_a_password_lets_a_browser_in(browser: Browser, tmp_path: Path) -> None:
    words = "正确 password"
    with (
        house(tmp_path / "data", password=words) as running,
        window(browser, running, {}) as shown,
    ):
        page = shown.page
        page.goto(running.origin)
        page.fill("#password", "wrong")
        page.press("#password", "Enter")
        expect(page.get_by_role("alert")).to_contain_text("密码不对")
        page.fill("#password", words)
        page.press("#password", "Enter")
        expect(page.locator(".wz-first")).to_be_visible()
        shown.faults.clear()  # browsers report 401 and 403 of pages as errors
