"""Who may talk to the page, and who may not."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from tests.console.house import Guest, House, asked, guest, house

COOKIE = "wenzhu_session"
SPOKEN = "秘密 long & safe"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_own_names_are_known(running: House, name: str) -> None:
    status, _ = asked(running, "/healthz", [("Host", f"{name}:{running.port}")])
    assert status == 200


@pytest.mark.parametrize(
    "host", ["evil.example:{port}", "127.0.0.1.evil.example:{port}", "127.0.0.1", "127.0.0.1:1", ""]
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/enter", "/api/history"])
def test_another_host_is_refused_everywhere(running: House, host: str, path: str) -> None:
    status, text = asked(running, path, [("Host", host.format(port=running.port))])
    assert status == 403
    assert "不在允许的名单里" in text


def test_two_hosts_are_refused(running: House) -> None:
    good = ("Host", f"127.0.0.1:{running.port}")
    status, _ = asked(running, "/healthz", [good, ("Host", "evil.example")])
    assert status in {400, 403}


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "file://", "127.0.0.1"])
@pytest.mark.parametrize("path", ["/api/say", "/api/press", "/api/files/x1", "/login"])
def test_what_changes_something_needs_our_origin(
    running: House, visitor: Guest, origin: str, path: str
) -> None:
    headers = {"Origin": origin, "Cookie": f"{COOKIE}={visitor.client.cookies[COOKIE]}"}
    answer = httpx.post(f"{running.origin}{path}", headers=headers, json={"id": "a", "text": "b"})
    assert answer.status_code == 403
    assert answer.json()["error"] == "wrong_origin"


def test_without_an_origin_nothing_is_changed(running: House, visitor: Guest) -> None:
    cookies = {COOKIE: visitor.client.cookies[COOKIE]}
    with httpx.Client(cookies=cookies) as client:
        answer = client.post(f"{running.origin}/api/say", json={"id": "no-origin", "text": "x"})
    assert answer.status_code == 403
    assert "no-origin" not in {m.get("id") for m in visitor.messages()}


@pytest.mark.parametrize("origin", ["http://evil.example", None])
def test_a_websocket_of_another_page_is_refused(
    running: House, visitor: Guest, origin: str | None
) -> None:
    headers = [
        ("Host", f"127.0.0.1:{running.port}"),
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Cookie", f"{COOKIE}={visitor.client.cookies[COOKIE]}"),
    ]
    if origin is not None:
        headers.append(("Origin", origin))
    status, _ = asked(running, "/_nicegui_ws/socket.io/?EIO=4&transport=websocket", headers)
    assert status == 403


@pytest.mark.parametrize(
    "path",
    ["/api/history", "/api/evidence", "/api/news", "/api/originals/1", "/api/thumbnails/1", "/x"],
)
def test_without_a_session_nothing_is_told(running: House, path: str) -> None:
    with running.stranger() as client:
        answer = client.get(path)
    assert answer.status_code == 401
    assert answer.json()["say"]


def test_without_a_session_the_page_says_how_to_get_in(running: House) -> None:
    with running.stranger() as client:
        answer = client.get("/")
    assert answer.status_code == 401
    assert "看一下运行稳住的窗口" in answer.text
    assert running.token not in answer.text


def test_a_forged_or_altered_cookie_is_no_session(running: House, visitor: Guest) -> None:
    good = visitor.client.cookies[COOKIE]
    issued, nonce, signature = good.split(".")
    forged = [
        f"{int(issued) + 1}.{nonce}.{signature}",
        f"{issued}.{nonce}.{'A' * len(signature)}",
        f"{issued}.{nonce}",
        "..",
        "签名.签.名",
    ]
    for cookie in forged:
        headers = [
            (b"Host", f"127.0.0.1:{running.port}".encode()),
            (b"Cookie", f"{COOKIE}={cookie}".encode()),
        ]
        assert httpx.get(f"{running.origin}/api/history", headers=headers).status_code == 401


def test_an_odd_cookie_of_another_program_does_not_hide_ours(
    running: House, visitor: Guest
) -> None:
    cookie = f'other={{"a": 1}}; =x; {COOKIE}={visitor.client.cookies[COOKIE]}'
    answer = httpx.get(f"{running.origin}/api/history", headers={"Cookie": cookie})
    assert answer.status_code == 200


def test_the_token_is_good_once(tmp_path: Path) -> None:
    with house(tmp_path / "data") as running, running.stranger() as first:
        with running.stranger() as guessing:
            assert guessing.get("/enter", params={"token": "guess"}).status_code == 403
            assert guessing.get("/enter").status_code == 403
        entered = first.get("/enter", params={"token": running.token})
        assert entered.status_code == 200
        cookie = entered.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert first.get("/api/history").status_code == 200
        assert first.get("/enter", params={"token": running.token}).status_code == 200
        with running.stranger() as second:
            again = second.get("/enter", params={"token": running.token})
            assert again.status_code == 403
            assert "已经用过" in again.text
            assert second.get("/api/history").status_code == 401


def test_a_session_outlives_a_restart_but_not_another_folder(tmp_path: Path) -> None:
    with house(tmp_path / "data") as running, guest(running) as visitor:
        cookies = {COOKIE: visitor.client.cookies[COOKIE]}
        first_link = running.link
    with house(tmp_path / "data") as running:
        assert running.link != first_link
        with httpx.Client(cookies=cookies) as client:
            assert client.get(f"{running.origin}/api/history").status_code == 200
        assert (tmp_path / "data" / "session.key").stat().st_mode & 0o777 == 0o600
    with house(tmp_path / "other") as running, httpx.Client(cookies=cookies) as client:
        assert client.get(f"{running.origin}/api/history").status_code == 401


def test_another_address_needs_the_password_and_shows_the_phone_its_way(tmp_path: Path) -> None:
    with house(tmp_path / "data", host="0.0.0.0", password=SPOKEN) as running:
        with running.stranger() as client:
            assert 'name="password"' in client.get("/").text
            wrong = client.post("/login", data={"password": "guess"})
            assert wrong.status_code == 403
            assert "密码不对" in wrong.text
            right = client.post("/login", data={"password": SPOKEN})
            assert right.status_code == 303
            assert client.get("/api/history").status_code == 200
            page = client.get("/").text
        assert "data:image/svg+xml" in page
        with running.stranger() as guessing:
            answers = [guessing.post("/login", data={"password": str(n)}) for n in range(6)]
            assert [answer.status_code for answer in answers] == [403] * 4 + [429] * 2
            assert int(answers[-1].headers["retry-after"]) > 60
            still = guessing.post("/login", data={"password": SPOKEN})
            assert still.status_code == 429, "guessing must not be told apart from knowing"
        printed = running.last_words()
        assert "手机请扫码" in printed
        assert "█" in printed
        assert "秘密" not in printed + running.log() + page


def test_an_allowed_name_is_ours_and_only_that(tmp_path: Path) -> None:
    with house(tmp_path / "data", allowed_hosts="chat.example,other.example:8443") as running:
        for host, status in [
            ("chat.example", 200),
            (f"Chat.Example:{running.port}", 200),
            ("other.example:8443", 200),
            ("other.example", 403),
            ("sub.chat.example", 403),
        ]:
            assert asked(running, "/healthz", [("Host", host)])[0] == status, host


def test_every_answer_carries_the_policy(visitor: Guest) -> None:
    for path in [
        "/",
        "/healthz",
        "/readyz",
        "/login",
        "/enter",
        "/api/history",
        "/api/evidence",
        "/nowhere",
    ]:
        answer = visitor.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-eval" not in policy
        assert "script-src 'self' 'unsafe-inline'" not in policy
        assert "http" not in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


def test_the_page_names_no_other_machine(visitor: Guest) -> None:
    page = visitor.client.get("/").text
    for scheme in ("https://", "http://", "//cdn", "//fonts"):
        for place in page.split(scheme)[1:]:
            assert place.startswith(("www.w3.org/", "stackoverflow")), place[:60]


def test_health_needs_no_session(running: House) -> None:
    assert httpx.get(f"{running.origin}/healthz").json() == {"alive": True}
    answer = httpx.get(f"{running.origin}/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "parts": {"database": True, "disk": True, "worker": True},
    }


def test_an_open_news_stream_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with house(tmp_path / "data") as running, guest(running) as visitor:
        with visitor.client.stream("GET", "/api/news") as stream:
            assert stream.status_code == 200
            started = time.monotonic()
            running.stop()
        assert time.monotonic() - started < 5


def test_nothing_of_nicegui_is_written_to_disk(running: House, visitor: Guest) -> None:
    assert visitor.client.get("/").status_code == 200
    assert not list(running.data.rglob(".nicegui"))
    assert not (Path.cwd() / ".nicegui").exists()


def test_what_is_nowhere_is_said_calmly(visitor: Guest) -> None:
    for path in ("/nowhere", "/api", "/api/unknown", "/docs", "/openapi.json", "/enter/x"):
        answer = visitor.client.get(path)
        assert answer.status_code == 404, path
        assert "没有这个页面" in answer.text


def test_a_wrong_method_changes_nothing(visitor: Guest) -> None:
    before = len(visitor.messages())
    for method, path in [("GET", "/api/say"), ("DELETE", "/api/originals/1"), ("PUT", "/login")]:
        assert visitor.client.request(method, path).status_code in {404, 405}, path
    assert len(visitor.messages()) == before
