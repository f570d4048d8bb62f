"""E-mail over a real SMTP conversation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import DeliveryFailed, SettingsWrong, TryLater, Undeliverable, Unreadable
from bot.mail import EmailDoor, mails
from bot.settings import Settings
from handlers.messages import Reply, Segment
from handlers.texts.texts import Texts
from storage.records import (
    InboxRow,
    InboxState,
    ItemId,
    LedgerId,
    OutboxRow,
    OutboxState,
    PersonId,
)
from tests.doors.smtp import MailServer, mail_server

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ROW = OutboxRow(
    id=1,
    key="remind:1",
    person=PersonId("1" * 32),
    ledger=LedgerId("2" * 32),
    item=ItemId("3" * 32),
    door="email",
    body=b"",
    replaces=None,
    state=OutboxState.SENDING,
    not_before=NOW,
    created_at=NOW,
    attempts=1,
    urgent=False,
)
REPLY = Reply((Segment("明天要还某某银行第 1 期：1283.65 元。"),))


def door(port: int) -> EmailDoor:
    settings = Settings(
        smtp_host="127.0.0.1", smtp_port=port, smtp_safety="none", smtp_from="bot@example.org"
    )
    (made,) = mails(settings)
    return made


async def sent(server: MailServer) -> None:
    await door(server.port).deliver("a@example.org", ROW, REPLY)


async def test_a_letter_arrives_with_a_neutral_subject() -> None:
    async with mail_server() as server:
        await sent(server)
        await sent(server)
    (to, letter), (_, again) = server.letters
    assert to == "a@example.org"
    assert letter["Subject"] == "有一件约好的事"
    assert "1283.65" in letter.get_content()
    assert "某某" not in str(letter["Subject"])
    assert letter["Message-ID"] == again["Message-ID"]
    assert "remind" not in letter["Message-ID"]


@pytest.mark.parametrize(
    ("recipient", "letter", "error"),
    [
        ("550 nobody", "250 ok", Undeliverable),
        ("450 later", "250 ok", TryLater),
        ("250 ok", "554 no", Undeliverable),
        ("250 ok", "451 busy", TryLater),
        ("421 closing", "250 ok", TryLater),
    ],
)
async def test_refusals_are_cut_by_what_happens_next(
    recipient: str, letter: str, error: type[DeliveryFailed]
) -> None:
    async with mail_server() as server:
        server.recipient, server.letter = recipient, letter
        with pytest.raises(error):
            await sent(server)
    assert server.letters == []


async def test_no_server_is_tried_later() -> None:
    async with mail_server() as server:
        port = server.port
    with pytest.raises(TryLater):
        await door(port).deliver("a@example.org", ROW, REPLY)


def test_nothing_arrives_by_mail() -> None:
    row = InboxRow(
        1, "email", "d", ROW.person, ROW.ledger, ROW.item, NOW, InboxState.WAITING, 0, False, True
    )
    with pytest.raises(Unreadable):
        EmailDoor(Settings(), Texts.load()).translate(row, b"")


def test_settings_that_contradict_each_other() -> None:
    host = {"WENZHU_SMTP_HOST": "mail.example.org"}
    for wrong in (
        host,
        {"WENZHU_SMTP_SAFETY": "maybe"},
        host | {"WENZHU_SMTP_FROM": "a@b.org", "WENZHU_SMTP_SAFETY": "none"},
    ):
        with pytest.raises(SettingsWrong):
            Settings.read(wrong)
    assert mails(Settings()) == ()
    assert Settings.read(host | {"WENZHU_SMTP_FROM": "a@b.org"}).rules.mail
