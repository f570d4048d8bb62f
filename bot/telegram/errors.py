"""Everything the library raises becomes one of ours, in exactly one function."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.errors import DeliveryFailed, SettingsWrong, TryLater, Undeliverable, Unreachable

LEAST_PAUSE = timedelta(seconds=1)


class TokenRefused(SettingsWrong):
    """Telegram does not know the token; the message never shows it."""

    def __init__(self) -> None:
        super().__init__("WENZHU_TELEGRAM_TOKEN 不被 Telegram 接受。请向 @BotFather 核对后再启动。")


class TokenTaken(SettingsWrong):
    """Another process answers for the same bot."""

    def __init__(self) -> None:
        super().__init__(
            "同一个机器人令牌已有另一个程序在收消息，这一个先停下。"
            "请只运行一个，或在 @BotFather 另建一个机器人。"
        )


class Unchanged(Undeliverable):
    """An edit would change nothing: it is there already."""


class Gone(Undeliverable):
    """The message to be edited is not there, or may not be edited any more."""


_REASONS: Mapping[type[TelegramError], str] = {
    BadRequest: "refused",
    ChatMigrated: "moved",
    Conflict: "conflict",
    EndPointNotFound: "endpoint",
    Forbidden: "blocked",
    InvalidToken: "token",
    NetworkError: "network",
    PassportDecryptionError: "passport",
    RetryAfter: "flood",
    TelegramError: "answer",
    TimedOut: "timeout",
}
"""Every class the library has; a test fails when it gets a new one."""

_NO_SUCH_CHAT = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
_NO_SUCH_MESSAGE = (
    "message to edit not found",
    "message can't be edited",
    "no text in the message",
)


def known(kind: type[TelegramError]) -> bool:
    """Whether `translated` has decided about this class."""
    return kind in _REASONS


def translated(error: TelegramError) -> DeliveryFailed:
    """What the caller does next; nothing of the library's message is carried along."""
    reason = _REASONS.get(type(error), "unknown")
    match error:
        case RetryAfter():
            return TryLater(reason, max(_seconds(error), LEAST_PAUSE))
        case Forbidden() | ChatMigrated():
            return Unreachable(reason)
        case BadRequest():
            return _of_bad_request(str(error).lower(), reason)
        case _:
            return DeliveryFailed(reason)


def _seconds(error: RetryAfter) -> timedelta:
    wanted = error.retry_after
    return wanted if isinstance(wanted, timedelta) else timedelta(seconds=wanted)


def _of_bad_request(said: str, reason: str) -> DeliveryFailed:
    """The Bot API tells kinds of bad requests apart by wording only."""
    if "message is not modified" in said:
        return Unchanged("unchanged")
    if any(words in said for words in _NO_SUCH_MESSAGE):
        return Gone("gone")
    if any(words in said for words in _NO_SUCH_CHAT):
        return Unreachable("no_chat")
    if "file is too big" in said:
        return Undeliverable("too_large")
    return Undeliverable(reason)
