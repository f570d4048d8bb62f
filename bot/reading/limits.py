"""What reading one medium may cost."""

from __future__ import annotations

from dataclasses import dataclass

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that hold for every medium; whoever exceeds one gets an answer, not an exception.

    Attributes:
        content: bytes of a file that is handed to the child at all.
        pixels: width times height of a picture, looked at before it is decoded.
        side: longest side of a picture in pixels.
        memory: bytes the child may use; its engine alone takes about 350 MB.
        seconds: time for one picture or one page of a paper.
        seconds_per_megabyte: added for each megabyte of the file.
        seconds_in_all: time for a whole paper.
        start_seconds: time for the child to load its engine.
        pages: pages of a paper that are read.
        characters: characters of a text file or a text layer that are kept.
        threads: threads of the engine.
    """

    content: int = 60 * _MEGABYTE
    pixels: int = 40 * _MEGABYTE
    side: int = 32_000
    memory: int = 3_000 * _MEGABYTE
    seconds: float = 30.0
    seconds_per_megabyte: float = 2.0
    seconds_in_all: float = 180.0
    start_seconds: float = 60.0
    pages: int = 20
    characters: int = 200_000
    threads: int = 2

    def time_for(self, size: int) -> float:
        """Seconds that one picture out of a file of this many bytes may take."""
        return self.seconds + self.seconds_per_megabyte * size / _MEGABYTE
