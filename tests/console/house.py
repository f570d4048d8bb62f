"""The chat page as a running program, and a client that may talk to it."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 60.0
THREAT = "再不还钱就让你全村都知道"
"""What a collector writes; a practice is found in it, whatever stands around it."""
T = TypeVar("T")


@dataclass(slots=True)
class House:
    """One running service.

    Attributes:
        link: the address with the token, as printed.
        data: its data folder.
    """

    process: subprocess.Popen[str]
    link: str
    port: int
    data: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return self.link.partition("token=")[2]

    def stranger(self) -> httpx.Client:
        """A client without a session that otherwise behaves like our page."""
        return httpx.Client(base_url=self.origin, headers={"Origin": self.origin}, timeout=30)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def last_words(self) -> str:
        """Stop it, and give what it printed after its address."""
        assert self.process.stdout is not None
        assert self.stop() == 0
        return self.process.stdout.read()

    def log(self) -> str:
        return self.data.with_suffix(".log").read_text(encoding="utf-8")


@contextlib.contextmanager
def house(data: Path, temporary: Path | None = None, **settings: str) -> Iterator[House]:
    """Start `wenzhu run` as a process, and kill it at the end if it still runs.

    Args:
        temporary: its folder for temporary files, when the test looks into it.
        settings: of the service, without their prefix.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("WENZHU_")},
        **({} if temporary is None else {"TMPDIR": str(temporary)}),
        "WENZHU_PORT": "0",
        "WENZHU_LOW_WATER_MB": "1",
        **{f"WENZHU_{name.upper()}": value for name, value in settings.items()},
    }
    with data.with_suffix(".log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "--data", str(data), "run"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
            cwd=REPOSITORY,
        )
        with process:
            try:
                link = _printed_link(process)
                running = House(process, link, urlsplit(link).port or 0, data)
                wait_until(lambda: listens(running.origin))
                yield running
            finally:
                process.kill()


def _printed_link(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if "token=" in line:
            return line.strip()
    raise AssertionError("the service ended before it printed its address")


def asked(
    running: House, path: str, headers: list[tuple[str, str]], method: str = "GET"
) -> tuple[int, str]:
    """A request with exactly these headers, Host included."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, text


def listens(origin: str) -> bool:
    try:
        return httpx.get(f"{origin}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def wait_until(look: Callable[[], T]) -> T:
    """What ``look`` gives, as soon as it is true."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.03)
    return found


class Guest:
    """Somebody with a session, speaking our interface."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self._count = 0

    def new_id(self) -> str:
        self._count += 1
        return f"guest-{id(self)}-{self._count}"

    def say(self, text: str, its_id: str | None = None) -> httpx.Response:
        return self.client.post("/api/say", json={"id": its_id or self.new_id(), "text": text})

    def press(self, action: str, label: str = "") -> httpx.Response:
        shape = {"id": self.new_id(), "action": action, "label": label}
        return self.client.post("/api/press", json=shape)

    def upload(self, content: bytes, name: str, its_id: str | None = None) -> httpx.Response:
        query = {"name": name}
        path = f"/api/files/{its_id or self.new_id()}"
        return self.client.post(path, params=query, content=content)

    def history(self, **query: str) -> dict[str, Any]:
        answer = self.client.get("/api/history", params=query)
        assert answer.status_code == 200, answer.text
        shape: dict[str, Any] = answer.json()
        return shape

    def messages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.history(limit="300")["messages"]
        return found

    def message(self, its_id: str) -> Mapping[str, Any]:
        return next(m for m in self.messages() if m.get("id") == its_id)

    def evidence(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.client.get("/api/evidence").json()["evidence"]
        return rows

    def judged(self, its_id: str) -> Mapping[str, Any]:
        """The message, once it has been judged."""
        return self._once(its_id, {"judged"})

    def settled(self, its_id: str) -> Mapping[str, Any]:
        """The message, once nothing more is done about it, whether words were found or not."""
        return self._once(its_id, {"judged", "unread"})

    def _once(self, its_id: str, states: set[str]) -> Mapping[str, Any]:
        wait_until(lambda: self.message(its_id)["state"] in states)
        return self.message(its_id)


@contextlib.contextmanager
def guest(running: House) -> Iterator[Guest]:
    """Enter with the printed address; good once per house."""
    with running.stranger() as client:
        assert client.get("/enter", params={"token": running.token}).status_code == 200
        yield Guest(client)
