"""Whatever we say becomes HTML that Telegram takes, in messages it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.rendering import (
    DATA_LIMIT,
    LIMIT,
    Piece,
    action_of,
    callback_data,
    keyboard,
    pieces,
    units,
)
from handlers.messages import Button, Look, Reply, Segment, Voice
from handlers.texts.texts import Texts
from storage.records import LedgerId
from tests.telegram.simulator.markup import parse_html
from tests.telegram.simulator.shapes import utf16
from tests.texts.gallery import gallery

LEDGER = LedgerId("0123456789abcdef" * 2)

SEGMENTS = st.builds(
    Segment,
    text=st.text(st.characters(), max_size=400),
    voice=st.sampled_from(Voice),
    look=st.sampled_from(Look),
    folded=st.booleans(),
)


def shown(piece: Piece) -> str:
    """What a person sees, if Telegram takes it at all."""
    return parse_html(piece.html).text


def letters(text: str) -> str:
    return "".join(text.split())


@given(st.lists(SEGMENTS, max_size=8), st.integers(min_value=20, max_value=300))
def test_any_text_is_valid_html_within_the_limit(segments: list[Segment], limit: int) -> None:
    for piece in pieces(Reply(tuple(segments)), limit):
        assert 0 < utf16(shown(piece)) <= limit
        assert units(piece.plain) <= limit


@given(st.lists(SEGMENTS, max_size=8), st.integers(min_value=20, max_value=300))
def test_nothing_is_lost_or_added_by_cutting(segments: list[Segment], limit: int) -> None:
    whole = pieces(Reply(tuple(segments)), 1_000_000)
    parts = pieces(Reply(tuple(segments)), limit)
    assert letters("".join(map(shown, parts))) == letters("".join(map(shown, whole)))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=200))
def test_words_arrive_as_they_are(text: str) -> None:
    (piece, *more) = pieces(Reply((Segment(f"“{text}”"),)))
    assert shown(piece) == f"“{text}”"
    assert more == []


def test_a_long_text_is_cut_after_a_sentence() -> None:
    sentence = "他说今天不还就上门，我已经截图了。"
    first, second = pieces(Reply((Segment(sentence * 300),)))
    assert first.plain.endswith("。")
    assert first.plain + second.plain == sentence * 300
    assert LIMIT - len(sentence) < units(first.plain) <= LIMIT


def test_a_pair_of_two_units_is_never_cut() -> None:
    parts = pieces(Reply((Segment("\N{GRINNING FACE}" * 5000),)))
    assert [units(part.plain) for part in parts] == [4096, 4096, 1808]


def test_the_collectors_words_are_hidden_and_the_law_is_folded() -> None:
    reply = Reply(
        (
            Segment("结论", look=Look.LEAD),
            Segment("打断<腿>", voice=Voice.QUOTED, look=Look.FINDING, folded=True),
            Segment("依据：", look=Look.LAW),
            Segment("第50条", look=Look.LAW),
            Segment("请停止。", look=Look.SENDABLE),
        )
    )
    (piece,) = pieces(reply)
    kinds = {entity["type"] for entity in parse_html(piece.html).entities}
    assert kinds == {"bold", "blockquote", "spoiler", "expandable_blockquote", "code"}
    assert "打断&lt;腿&gt;" in piece.html
    assert piece.plain == "结论\n\n打断<腿>\n\n依据：\n第50条\n\n请停止。"


REPLIES = {
    f"{page}: {title}": reply
    for page, replies in gallery(Texts.load()).items()
    for title, reply in replies.items()
}


@pytest.mark.parametrize("name", REPLIES)
def test_everything_we_say_fits(name: str) -> None:
    reply = REPLIES[name]
    for piece in pieces(reply):
        assert shown(piece)
    markup = keyboard(LEDGER, reply.buttons)
    rows = [] if markup is None else markup.inline_keyboard
    buttons = [button for row in rows for button in row]
    assert [button.text for button in buttons] == [button.label for button in reply.buttons]
    for one, button in zip(buttons, reply.buttons, strict=True):
        assert isinstance(one.callback_data, str)
        assert len(one.callback_data.encode()) <= DATA_LIMIT
        assert action_of(LEDGER, one.callback_data) == button.action


@pytest.mark.parametrize("data", ["erase:3", "", "~erase:3", "89abcdef~erase:3", "01234567"])
def test_a_button_of_another_ledger_does_nothing(data: str) -> None:
    """Everything was erased and begun anew: the old erase:3 must not mean the new third one."""
    assert action_of(LEDGER, data) is None


def test_an_action_too_long_for_telegram_takes_only_its_button() -> None:
    markup = keyboard(LEDGER, (Button("好", "x" * 60), Button("行", "more:1")))
    assert markup is not None
    ((button,),) = markup.inline_keyboard
    assert button.callback_data == callback_data(LEDGER, "more:1") == "01234567~more:1"
    assert keyboard(LEDGER, ()) is None
