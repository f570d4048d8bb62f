"""Serve until stopped: `python -m tests.telegram.simulator --port 8081 --token 1:secret`.

By hand, from another terminal:

    curl -d '{"chat_id": 7, "text": "你好"}' http://127.0.0.1:8081/_control/updates
    curl 'http://127.0.0.1:8081/_control/sent?chat_id=7&count=1&wait=10'
    curl http://127.0.0.1:8081/_control/          # everything there is
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import sys

from tests.telegram.simulator.app import application
from tests.telegram.simulator.server import ApiServer


def main() -> None:
    parser = argparse.ArgumentParser(prog="simulator", description="A strict Telegram Bot API.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default="123456:TEST-token", help="the only token it accepts")
    parser.add_argument("--username", default="wenzhu_test_bot")
    chosen = parser.parse_args()
    number = chosen.token.split(":", 1)[0]
    if not number.isdigit() or ":" not in chosen.token:
        parser.error("a token is a number, a colon and a secret")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", chosen.port))
        listener.listen(512)
        sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            ApiServer(application(chosen.token, chosen.username)).run(sockets=[listener])


if __name__ == "__main__":
    main()
