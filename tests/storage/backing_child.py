"""A backup or a restore as a process to be killed.

    python -m tests.storage.backing_child MODE …

    backup DATA FILE
    restore FILE DATA KEY

It says "begun" when everything is imported and "done" at the end.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from storage.backup import back_up
from storage.folder import DataFolder
from storage.restore import restore
from tests.storage.builders import NOW
from tests.storage.child import say


def main(mode: str, first: str, second: str, key: str = "") -> None:
    say("begun")
    if mode == "backup":
        place = DataFolder.at(Path(first))
        asyncio.run(back_up(place, Path(second), at=NOW, made_by="test"))
    else:
        asyncio.run(restore(Path(first), Path(second), master=Path(key).read_bytes()))
    say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
