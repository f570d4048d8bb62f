"""Sessions, tokens, passwords and our own addresses, without a server."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.places import Places, qr_terminal
from bot.console.sessions import LIFETIME, Password, Sessions, Token, session_key
from bot.settings import Secret, Settings

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass
class Watch:
    """A clock set by hand."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


def test_a_session_ends_after_its_time_and_with_its_key() -> None:
    watch = Watch()
    sessions = Sessions(b"k" * 32, watch)
    cookie = sessions.issue()
    assert sessions.valid(cookie)
    assert not Sessions(b"l" * 32, watch).valid(cookie)
    watch.at = NOON + LIFETIME - timedelta(seconds=1)
    assert sessions.valid(cookie)
    watch.at = NOON + LIFETIME
    assert not sessions.valid(cookie)
    watch.at = NOON - timedelta(days=1)
    assert not sessions.valid(cookie), "issued in the future: the clock was turned back"


@given(st.text())
def test_no_invented_cookie_is_a_session(cookie: str) -> None:
    assert not Sessions(b"k" * 32, Watch()).valid(cookie)


def test_the_key_belongs_to_the_folder_and_the_password(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    plain = session_key(tmp_path, None)
    assert session_key(tmp_path, None) == plain
    keys = {
        plain,
        session_key(tmp_path, Secret("a")),
        session_key(tmp_path, Secret("b")),
        session_key(tmp_path / "other", None),
    }
    assert len(keys) == 4
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["session.key"]


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    keys: list[bytes] = []
    start = threading.Barrier(8)

    def draw() -> None:
        start.wait()
        keys.append(session_key(tmp_path, None))

    threads = [threading.Thread(target=draw) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_token_opens_once() -> None:
    token = Token()
    assert len(token.value) >= 43
    assert not token.use("")
    assert not token.use(token.value[:-1])
    assert token.use(token.value)
    assert not token.use(token.value)
    assert Token().value != token.value


def test_guessing_gets_slow_for_the_one_who_guesses_and_ends() -> None:
    watch = Watch()
    password = Password(Secret("right"), watch)
    for _ in range(Password.TRIES):
        assert password.wait("guesser") == timedelta()
        assert not password.right("wrong", "guesser")
    assert password.wait("guesser") == Password.WINDOW
    assert password.wait("owner") == timedelta()
    assert password.right("right", "owner")
    watch.at += Password.WINDOW
    assert password.wait("guesser") == timedelta()


def test_many_guessers_together_get_slow_too() -> None:
    password = Password(Secret("right"), Watch())
    for number in range(Password.TRIES_OVERALL):
        password.right("wrong", f"guesser {number}")
    assert password.wait("somebody else") > timedelta()


@pytest.mark.parametrize(
    ("settings", "home", "phone"),
    [
        (Settings(), "http://127.0.0.1:8734", None),
        (Settings(host="localhost"), "http://127.0.0.1:8734", None),
        (Settings(host="::1"), "http://[::1]:8734", None),
        (
            Settings(host="192.0.2.7", password=Secret("x")),
            "http://192.0.2.7:8734",
            "http://192.0.2.7:8734",
        ),
        (
            Settings(host="0.0.0.0", password=Secret("x"), allowed_hosts=("house.example",)),
            "http://127.0.0.1:8734",
            "http://house.example:8734",
        ),
    ],
)
def test_where_the_page_is_opened(settings: Settings, home: str, phone: str | None) -> None:
    places = Places.of(settings, 8734)
    assert (places.home, places.phone) == (home, phone)
    for address in (home, phone):
        if address is not None:
            assert address.removeprefix("http://") in places.hosts
            assert places.knows_origin(address)


def test_bound_to_this_machine_only_its_names_are_known() -> None:
    names = {"127.0.0.1:8734", "localhost:8734", "[::1]:8734"}
    assert Places.of(Settings(), 8734).hosts == names
    assert Places.of(Settings(), 80).hosts == {
        name for full in names for name in (full.replace(":8734", ":80"), full[:-5])
    }


@given(st.text())
def test_no_invented_origin_is_ours(origin: str) -> None:
    assert not Places.of(Settings(), 8734).knows_origin(origin)


def test_the_code_in_the_terminal_is_square_and_quiet_at_its_edge() -> None:
    rows = qr_terminal("http://192.0.2.7:8734").splitlines()
    assert len({len(row) for row in rows}) == 1
    assert len(rows) * 2 in {len(rows[0]), len(rows[0]) + 1}
    assert set(rows[0]) == {"█"}
    assert all(row.startswith("██") and row.endswith("██") for row in rows[:-1])
