"""How something arrived, said without letting a name play tricks."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers import arrivals
from handlers.messages import Incoming, Origin, OriginKind
from handlers.texts.texts import Texts
from handlers.verdicts import Sent, SentSource
from storage.records import ItemId, LedgerId, PersonId

AT = datetime(2026, 11, 23, 6, 40, tzinfo=UTC)


def test_a_name_cannot_turn_our_words_round() -> None:
    incoming = Incoming(
        door="telegram",
        chat="1",
        message="2",
        person=PersonId("p"),
        ledger=LedgerId("l"),
        item=ItemId("i"),
        received_at=AT,
        sent=Sent(AT, SentSource.FORWARD),
        origin=Origin(OriginKind.HIDDEN, "催收\u202e员\u2066小\n王\u200b"),
    )
    (remark,) = arrivals.remarks(Texts.load(), incoming)
    assert "催收员小王" in remark.text
    assert "\u202e" not in remark.text
