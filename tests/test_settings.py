"""Settings: read once, explained, never printed when secret."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.errors import SettingsWrong
from bot.settings import Secret, Settings, table
from handlers.rules import Access


def test_every_field_has_a_meaning() -> None:
    for field in dataclasses.fields(Settings):
        assert field.metadata["help"]
        assert field.metadata["accepts"]


def test_defaults_need_no_environment() -> None:
    settings = Settings.read({})
    assert settings.host == "127.0.0.1"
    assert settings.is_local


def test_environment_is_read() -> None:
    settings = Settings.read(
        {"WENZHU_PORT": "9000", "WENZHU_DATA": "elsewhere", "WENZHU_ALLOWED_HOSTS": "A.lan, b.lan"}
    )
    assert (settings.port, settings.data) == (9000, Path("elsewhere"))
    assert settings.allowed_hosts == ("a.lan", "b.lan")


def test_given_wins_over_environment() -> None:
    assert Settings.read({"WENZHU_PORT": "9000"}, port=9001).port == 9001
    assert Settings.read({"WENZHU_PORT": "9000"}, port=None).port == 9000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WENZHU_PORT", "many-secret-words"),
        ("WENZHU_PORT", "70000"),
        ("WENZHU_HOST", "not a host"),
        ("WENZHU_LOG_LEVEL", "loud"),
        ("WENZHU_UPLOAD_MB", "-77"),
        ("WENZHU_ACCESS", "friends"),
        ("WENZHU_ALLOWED", "12345"),
        ("WENZHU_INVITES", "orange-piano-42,short"),
        ("WENZHU_RETENTION_DAYS", "-30"),
    ],
)
def test_a_wrong_value_is_named_but_not_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsWrong) as caught:
        Settings.read({name: value})
    assert name in str(caught.value)
    assert value not in str(caught.value)


def test_the_operators_rules() -> None:
    rules = Settings.read(
        {
            "WENZHU_ACCESS": "invite",
            "WENZHU_ALLOWED": "Telegram: 12345, wechat:oAbC",
            "WENZHU_INVITES": "orange-piano-42,second-code-7",
            "WENZHU_QUOTA_MB": "20",
            "WENZHU_QUOTA_OCR_SECONDS": "90",
        }
    ).rules
    assert rules.access is Access.INVITE
    assert rules.allowed == (("telegram", "12345"), ("wechat", "oAbC"))
    assert rules.invites == ("orange-piano-42", "second-code-7")
    assert (rules.size, rules.reading_ms, rules.messages) == (20_000_000, 90_000, 0)
    assert "local" in rules.free
    assert "orange" not in repr(rules)


def test_invitations_need_codes() -> None:
    with pytest.raises(SettingsWrong, match="WENZHU_INVITES"):
        Settings.read({"WENZHU_ACCESS": "invite"})


def test_another_address_needs_a_password() -> None:
    with pytest.raises(SettingsWrong, match="WENZHU_PASSWORD"):
        Settings.read({"WENZHU_HOST": "0.0.0.0"})
    settings = Settings.read({"WENZHU_HOST": "0.0.0.0", "WENZHU_PASSWORD": "correct horse"})
    assert not settings.is_local


def test_secrets_never_show() -> None:
    settings = Settings.read({"WENZHU_PASSWORD": "correct horse"})
    shown = repr(settings) + str(table(settings)) + f"{settings.password}"
    assert "correct horse" not in shown
    assert isinstance(settings.password, Secret)
    assert settings.password.reveal() == "correct horse"
