"""Telegram's HTML and keyboards, as the simulator reads them."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.simulator.keyboard import callbacks, parse_markup
from tests.telegram.simulator.markup import KINDS, parse_html
from tests.telegram.simulator.refusals import Refusal
from tests.telegram.simulator.shapes import utf16


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("<b>粗</b>体", "粗体", [("bold", 0, 1)]),
        ("😀<i>斜</i>", "😀斜", [("italic", 2, 1)]),
        ("<blockquote expandable>第一条</blockquote>", "第一条", [("expandable_blockquote", 0, 3)]),
        ("<blockquote>第一条</blockquote>", "第一条", [("blockquote", 0, 3)]),
        ("<tg-spoiler>脏话</tg-spoiler>", "脏话", [("spoiler", 0, 2)]),
        ('<span class="tg-spoiler">脏话</span>', "脏话", [("spoiler", 0, 2)]),
        ("<b>甲<u>乙</u></b>", "甲乙", [("bold", 0, 2), ("underline", 1, 1)]),
        ("1 &lt; 2 &amp;&amp; &quot;3&quot; &#20320;", '1 < 2 && "3" 你', []),
        ("&nbsp; & &hearts;", "&nbsp; & &hearts;", []),
        ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
        ('<a href="https://example.org/?a=1&amp;b=2">这里</a>', "这里", [("text_link", 0, 2)]),
        ("  <b> 两端 </b>  ", "两端", [("bold", 0, 2)]),
        ("<b></b>空", "空", []),
        ("<code>甲<b>乙</b></code>", "甲乙", [("code", 0, 2)]),
        ("<B>大写</B>", "大写", [("bold", 0, 2)]),
    ],
)
def test_what_people_see(source: str, text: str, kinds: list[tuple[str, int, int]]) -> None:
    found = parse_html(source)
    assert found.text == text
    assert [(one["type"], one["offset"], one["length"]) for one in found.entities] == kinds


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("价格 < 3 元", 'Unsupported start tag "" at byte offset 7'),
        ("<p>段</p>", 'Unsupported start tag "p"'),
        ("<div>", "Unsupported start tag"),
        ("<b>没完", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>错</b></i>", 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"'),
        ("多了</b>", "Unexpected end tag at byte offset 6"),
        ("<b", "Unclosed start tag"),
        ("<b>x</b", "Unclosed end tag"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
        ("<a href>x</a>", "Expected equal sign"),
        ("<a href=https://x.cn/a>x</a>", "Unexpected end of name token"),
    ],
)
def test_what_is_refused(source: str, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_html(source)
    assert caught.value.code == 400
    assert caught.value.description.startswith("Bad Request: can't parse entities: ")
    assert reason in caught.value.description


@given(st.text())
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)).text == text.strip()


@given(st.text(alphabet="<>/&; bia=\"'甲😀"))
def test_whatever_is_written_is_parsed_or_refused(text: str) -> None:
    try:
        found = parse_html(text)
    except Refusal:
        return
    for entity in found.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16(found.text)


@given(st.sampled_from(sorted(set(KINDS) - {"a", "span", "pre", "code"})), st.text("甲乙😀 x"))
def test_a_mark_covers_just_its_words(tag: str, words: str) -> None:
    found = parse_html(f"前<{tag}>{words}</{tag}>后")
    assert found.text == f"前{words}后"
    assert [(one["offset"], one["length"]) for one in found.entities] == (
        [(1, utf16(words))] if words else []
    )


def markup(*buttons: object) -> str:
    return json.dumps({"inline_keyboard": [list(buttons)]})


def test_a_keyboard_is_kept_as_it_is() -> None:
    found = parse_markup(markup({"text": "好", "callback_data": "甲" * 21 + "x"}))
    assert callbacks(found) == {"甲" * 21 + "x"}
    assert parse_markup("") is None
    assert parse_markup('{"inline_keyboard": [[], []]}') is None


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (markup({"text": "好", "callback_data": "甲" * 22}), "BUTTON_DATA_INVALID"),
        (markup({"text": "好", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (markup({"text": "", "callback_data": "x"}), "must be non-empty"),
        (markup({"text": " ", "callback_data": "x"}), "must be non-empty"),
        (markup({"text": "好"}), "Text buttons are unallowed"),
        (markup({"callback_data": "x"}), 'can\'t find field "text"'),
        (markup({"text": "好", "callback_data": 3}), "must be of type String"),
        (markup({"text": "好", "url": "javascript:x"}), "Wrong HTTP URL"),
        (markup({"text": "好", "url": "https://a.cn", "callback_data": "x"}), "BUTTON_TYPE"),
        (markup(*[{"text": "好", "callback_data": "x"}] * 101), "too long"),
        ('{"inline_keyboard": [{}]}', "Array of Arrays"),
        ('{"inline_keyboard": 3}', "must be an Array"),
        ("[]", "object expected"),
        ('{"x": 1}', "can't parse reply keyboard markup"),
        ("{", "can't parse reply keyboard markup"),
    ],
)
def test_a_keyboard_that_is_refused(raw: str, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_markup(raw)
    assert caught.value.code == 400
    assert reason in caught.value.description
