"""Every error of the library has been thought about, and none carries words along."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from telegram import error as library
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.errors import DeliveryFailed, TryLater, Undeliverable, Unreachable
from bot.telegram.errors import Gone, Unchanged, known, translated

CLASSES = [
    one for _, one in inspect.getmembers(library, inspect.isclass) if issubclass(one, TelegramError)
]


@pytest.fixture(autouse=True)
def durations_as_they_will_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_of_the_library_is_decided_about(kind: type[TelegramError]) -> None:
    assert known(kind)


def test_the_list_of_classes_is_not_empty() -> None:
    assert len(CLASSES) >= 10


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Unreachable, "blocked"),
        (ChatMigrated(5), Unreachable, "moved"),
        (BadRequest("Chat not found"), Unreachable, "no_chat"),
        (BadRequest("Message is not modified: specified new"), Unchanged, "unchanged"),
        (BadRequest("Message to edit not found"), Gone, "gone"),
        (BadRequest("Message can't be edited"), Gone, "gone"),
        (BadRequest("File is too big"), Undeliverable, "too_large"),
        (BadRequest("Can't parse entities: secret words"), Undeliverable, "refused"),
        (TimedOut(), DeliveryFailed, "timeout"),
        (NetworkError("https://x/bot1:TOKEN/send"), DeliveryFailed, "network"),
        (Conflict("other"), DeliveryFailed, "conflict"),
        (InvalidToken("1:TOKEN"), DeliveryFailed, "token"),
    ],
)
def test_what_the_caller_does_next(
    error: TelegramError, kind: type[DeliveryFailed], reason: str
) -> None:
    trouble = translated(error)
    assert type(trouble) is kind
    assert trouble.reason == reason
    assert str(trouble) == reason


@pytest.mark.parametrize(("wanted", "given"), [(17, 17.0), (0, 1.0)])
def test_a_flood_says_how_long(wanted: int, given: float) -> None:
    trouble = translated(RetryAfter(wanted))
    assert isinstance(trouble, TryLater)
    assert trouble.reason == "flood"
    assert trouble.after == timedelta(seconds=given)
