"""The golden files show a lawyer every complete reply; `python -m tests.texts.gallery` builds."""

from __future__ import annotations

import pytest

from bot.telegram.rendering import DATA_LIMIT, callback_data
from handlers.messages import Look, Voice
from handlers.texts.texts import Texts
from storage.records import LedgerId
from tests.texts.gallery import GOLDEN, Gallery, gallery, page

LONG = 100
"""Characters from which a paragraph of ours may be folded."""


@pytest.fixture(scope="module")
def replies() -> Gallery:
    return gallery(Texts.load())


def test_replies_are_what_was_reviewed(replies: Gallery) -> None:
    for title, named in replies.items():
        reviewed = (GOLDEN / f"{title}.md").read_text(encoding="utf-8")
        assert page(title, named) == reviewed, f"{title}: look at it, then build the gallery"


def test_no_golden_file_is_left_behind(replies: Gallery) -> None:
    assert {path.stem for path in GOLDEN.glob("*.md")} == set(replies)


def test_every_reply_decides_early_and_says_nothing_empty(replies: Gallery) -> None:
    for named in replies.values():
        for name, reply in named.items():
            assert reply.segments, name
            assert all(segment.text.strip() for segment in reply.segments), name
            assert reply.segments[0].voice is Voice.OURS, name


def test_every_quote_is_folded_and_of_ours_only_what_is_long(replies: Gallery) -> None:
    for named in replies.values():
        for reply in named.values():
            for segment in reply.segments:
                if segment.voice is Voice.QUOTED:
                    assert segment.folded
                elif segment.folded:
                    assert len(segment.text) > LONG


def test_buttons_fit_the_narrowest_platform(replies: Gallery) -> None:
    room = DATA_LIMIT - len(callback_data(LedgerId("0" * 32), ""))
    for named in replies.values():
        for reply in named.values():
            assert len(reply.buttons) <= 8
            assert all(len(button.action.encode()) <= room for button in reply.buttons)
            actions = [button.action for button in reply.buttons]
            assert len(set(actions)) == len(actions)


def test_a_reply_has_at_most_one_sentence_to_send(replies: Gallery) -> None:
    for named in replies.values():
        for reply in named.values():
            assert sum(segment.look is Look.SENDABLE for segment in reply.segments) <= 1
