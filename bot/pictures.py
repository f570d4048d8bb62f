"""Pictures of replies, drawn when somebody shows them."""

from __future__ import annotations

import asyncio

import structlog

from handlers.drawing.progress import png
from handlers.picture import Picture

log = structlog.get_logger()


async def drawn(picture: Picture) -> bytes | None:
    """The picture as PNG; None when it cannot be drawn, for the words must go out all the same."""
    try:
        return await asyncio.to_thread(png, picture)
    except (OSError, ValueError) as error:
        log.warning("picture_failed", reason=type(error).__name__)
        return None
