"""The process that looks at strangers' bytes: `python -m bot.reading.child`.

It is started by `bot.reading.process` with an empty environment and speaks frames on its
standard input and output. Content comes in and goes out through the pipes and touches no disk.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import BinaryIO

from bot.reading.confinement import confine_at_start, confine_for_reading
from bot.reading.frames import LENGTHS, header_of, packed
from bot.reading.limits import Limits

Request = tuple[dict[str, object], bytes]


def main(limits: Limits, parent: int) -> None:
    """Answer requests until the parent closes the pipe."""
    confine_at_start(parent)
    source, target = _pipes()
    # Loaded only now: the libraries start threads, and these inherit the confinement.
    from bot.reading.work import Work  # noqa: PLC0415 - the reason stands above

    work = Work(limits, lambda: _send(target, {"progress": True}))
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    work.warm()
    threading.Thread(target=_listen, args=(source, requests), daemon=True).start()
    confine_for_reading(limits.memory)
    _send(target, {"ready": work.name})
    while True:
        header, content = requests.get()
        answer = work.answer(str(header.get("do")), content)
        _send(target, {**answer.header, "exhausted": answer.exhausted}, answer.content)
        del header, content, answer


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes; whatever a library prints goes nowhere and spoils no frame."""
    target = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return os.fdopen(0, "rb", closefd=False), target


def _listen(source: BinaryIO, requests: queue.SimpleQueue[Request]) -> None:
    """Take in requests; a closed pipe ends the process even in the middle of a picture."""
    while True:
        lengths = source.read(LENGTHS.size)
        if len(lengths) < LENGTHS.size:
            os._exit(0)
        header_size, content_size = LENGTHS.unpack(lengths)
        header = source.read(header_size)
        content = source.read(content_size)
        if len(content) < content_size:
            os._exit(0)
        requests.put((header_of(header), content))


def _send(target: BinaryIO, header: dict[str, object], content: bytes = b"") -> None:
    rest = memoryview(packed(header, len(content)) + content)
    while rest:
        rest = rest[target.write(rest) :]


if __name__ == "__main__":
    main(Limits(**json.loads(sys.argv[1])), int(sys.argv[2]))
