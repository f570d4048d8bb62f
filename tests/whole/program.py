"""Starting and killing the real program, and a sink that records what it says."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Program:
    """The service with the HTTP door, as a process that can be killed and started again."""

    data: Path
    port: int
    sink: str
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.doors.httpdoor",
                    str(self.data),
                    str(self.port),
                    self.sink,
                ],
                cwd=ROOT,
                stderr=log,
                stdout=log,
                env={**os.environ, "PYTHONWARNINGS": "default"},
            )

    def wait_open(self, patience: float = 30.0) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(f"the program ended:\n{self.log.read_text()[-2000:]}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError("the program does not listen")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@dataclass(slots=True)
class Heard:
    """Everything the sink was told."""

    said: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def by_key(self) -> dict[str, list[dict[str, Any]]]:
        with self.lock:
            found: dict[str, list[dict[str, Any]]] = {}
            for one in self.said:
                found.setdefault(one["key"], []).append(one)
            return found


@contextmanager
def listening() -> Iterator[tuple[str, Heard]]:
    """A sink on a free port: its address, and what it heard."""
    heard = Heard()

    class Sink(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with heard.lock:
                heard.said.append({**json.loads(body), "heard_at": time.monotonic()})
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet: the test speaks."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A killed program cuts its connections; that is the test, not an error."""

    server = Server(("127.0.0.1", 0), Sink)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
