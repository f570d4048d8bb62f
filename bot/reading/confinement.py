"""What the child gives up before it looks at a stranger's bytes.

A decoder with a hole in it is the one place where a collector's picture could run code. So
the process that decodes has no environment, cannot write a file, cannot open one (nor a
socket) once its engine is loaded, leaves no core dump, and dies with its parent.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Final

_SET_PARENT_DEATH_SIGNAL: Final = 1
_SET_DUMPABLE: Final = 4
_SET_NO_NEW_PRIVILEGES: Final = 38
_NICENESS: Final = 5
"""Reading waits for receipts, never the other way round."""


def confine_at_start(parent: int) -> None:
    """Limits that even loading the engine can live with."""
    if sys.platform == "linux":
        control = ctypes.CDLL(None).prctl
        control(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        control(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        control(_SET_DUMPABLE, 0, 0, 0, 0)
    if os.getppid() != parent:
        # The parent died before it could be watched.
        os._exit(1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(_NICENESS)


def confine_for_reading(memory: int) -> None:
    """Bound the memory; and no file or socket can be opened from here on.

    What the loaded engine has mapped without touching it (libraries, stacks of threads) comes
    on top of the memory, so that the limit is one of memory used.
    """
    if sys.platform == "linux":
        mapped, resident = (int(n) for n in Path("/proc/self/statm").read_text().split()[:2])
        bound = memory + (mapped - resident) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    highest = os.dup(0)
    os.close(highest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest, highest))
