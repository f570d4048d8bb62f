"""What a receipt says about how something arrived: from whom it was forwarded, what is missing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from handlers.messages import Absent, Incoming, Look, Origin, OriginKind, Reply, Segment
from handlers.texts.dates import moment
from handlers.texts.paragraphs import said
from handlers.texts.texts import Texts
from handlers.verdicts import Sent

_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
MISSING: Final[Mapping[Absent, str]] = {
    Absent.TOO_LARGE: "arrival.too_large",
    Absent.UNAVAILABLE: "arrival.unavailable",
}


def remarks(texts: Texts, incoming: Incoming) -> tuple[Segment, ...]:
    """Paragraphs for the receipt; none for what was simply typed or sent."""
    return (*_missing(texts, incoming), *_origin(texts, incoming.origin, incoming.sent))


def unfit(texts: Texts) -> Reply:
    """A kind of message that can never be evidence: said, not kept."""
    return Reply((said(texts, "telegram.unfit"),))


def _missing(texts: Texts, incoming: Incoming) -> tuple[Segment, ...]:
    """Files that could not be had: never silently."""
    return tuple(said(texts, MISSING[reason]) for reason in dict.fromkeys(incoming.absent))


def _origin(texts: Texts, origin: Origin | None, sent: Sent) -> tuple[Segment, ...]:
    """Where a forward came from; a hidden account is a name and nothing more."""
    if origin is None or origin.name is None or sent.at is None:
        return ()
    key = "arrival.hidden" if origin.kind is OriginKind.HIDDEN else "arrival.forwarded"
    at = moment(texts, sent.at)
    return (said(texts, key, look=Look.SMALL, name=_shown(origin.name), moment=at),)


def _shown(name: str) -> str:
    """A name without the signs that would turn our own words round or hide a part of it."""
    return "".join(sign for sign in name if unicodedata.category(sign) not in _UNSEEN)
