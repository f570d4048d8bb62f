"""E-mail as a door that only speaks: reminders where nobody looks, and the code that joins it.

The subject is neutral: it stands on locked screens and in notifications of other programs. The
message id is made of the reply's key, so that a second copy after a crash can be recognised.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from email.message import EmailMessage
from enum import StrEnum
from typing import Final

import aiosmtplib

from bot.errors import DeliveryFailed, TryLater, Undeliverable, Unreadable
from bot.settings import Settings
from handlers.messages import Incoming, Reply
from handlers.reach import EMAIL
from handlers.texts.texts import Texts
from storage.records import InboxRow, OutboxRow

PATIENCE: Final = 30.0
"""Seconds for one message."""
AGAIN: Final = timedelta(minutes=5)
_FINAL: Final = range(500, 600)


class Safety(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class EmailDoor:
    """Hands replies to one mail server."""

    def __init__(self, settings: Settings, texts: Texts) -> None:
        self._settings = settings
        self._texts = texts

    @property
    def name(self) -> str:
        """The door's name in identities and the outbox."""
        return EMAIL

    def translate(self, row: InboxRow, payload: bytes) -> Incoming:
        """Nothing arrives by e-mail.

        Raises:
            Unreadable: always.
        """
        del row, payload
        raise Unreadable

    async def deliver(self, address: str, row: OutboxRow, reply: Reply) -> None:
        """Send one reply; returning means that the server has taken it.

        Raises:
            Undeliverable: the server refuses it for good.
            TryLater: the server cannot be reached or is busy.
        """
        message = self._message(address, row, reply)
        try:
            await self._send(message)
        except (TimeoutError, OSError, aiosmtplib.SMTPException) as error:
            raise translated(error) from None

    def _message(self, address: str, row: OutboxRow, reply: Reply) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._settings.smtp_from
        message["To"] = address
        message["Subject"] = self._texts.say("mail.subject")
        name = hashlib.sha256(row.key.encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{name}@{self._settings.smtp_from.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(f"{reply.text}\n\n{self._texts.say('mail.foot')}\n")
        return message

    async def _send(self, message: EmailMessage) -> None:
        settings = self._settings
        secret = settings.smtp_password
        await aiosmtplib.send(
            message,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=None if secret is None else secret.reveal(),
            use_tls=settings.smtp_safety == Safety.TLS,
            start_tls=settings.smtp_safety == Safety.STARTTLS,
            timeout=PATIENCE,
        )


def mails(settings: Settings) -> tuple[EmailDoor, ...]:
    """The door, where a mail server is set."""
    return (EmailDoor(settings, Texts.load()),) if settings.smtp_host else ()


def translated(error: Exception) -> DeliveryFailed:
    """What a failure of the mail library means for the reply."""
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return TryLater("mail_password", AGAIN)
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        codes = [refused.code for refused in error.recipients]
        return _answered(max(codes, default=0))
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _answered(error.code)
    return TryLater("mail_server", AGAIN)


def _answered(code: int) -> DeliveryFailed:
    return Undeliverable("mail_refused") if code in _FINAL else TryLater("mail_busy", AGAIN)
