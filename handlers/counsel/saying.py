"""Puts an answer into words: one text for the command line, paragraphs and buttons for the chat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from handlers.counsel.citing import Cited
from handlers.counsel.counsel import Told
from handlers.counsel.finding import SHOWN, Sure
from handlers.counsel.matter import Matter
from handlers.law.provision import Provision
from handlers.messages import Button, Look, Reply, Segment
from handlers.texts.dates import calendar_day, evidence
from handlers.texts.paragraphs import button, listed, said
from handlers.texts.texts import Texts

ASK = "ask"
OTHER = "other"
_BUTTONS = 3


def paragraphs(texts: Texts, told: Told, own: Sequence[int] = ()) -> tuple[Segment, ...]:
    """The answer, paragraph by paragraph; the first sentence decides.

    Args:
        own: numbers of his own evidence that shows what the answer is about.
    """
    if told.computed is not None:
        return told.computed.segments
    if told.matter is None or told.cited is None:
        return _unknown(texts, told.near)
    matter = told.matter
    sources = (*(p.id for p in told.cited.provisions), *matter.channels)
    sources += tuple(p.id for p in told.cited.missing)
    found = [Segment(told.cited.text, look=Look.LEAD, sources=tuple(dict.fromkeys(sources)))]
    if told.besides is not None and told.second is not None:
        found.append(_besides(texts, told.second, told.besides))
    if matter.asks_last or (told.besides and told.second and told.second.asks_last):
        found.append(said(texts, "counsel.last"))
    if own:
        numbers = "、".join(evidence(number) for number in own)
        found.append(said(texts, "counsel.evidence", numbers=numbers))
    if told.cited.missing:
        found.append(_not_yet(texts, told.cited.missing, told.day))
    if told.sure is Sure.MAYBE:
        found.append(said(texts, "counsel.meant", look=Look.SMALL, words=matter.title))
    return tuple(found)


def plain(texts: Texts, told: Told) -> str:
    """The answer as one text, without what only a chat has."""
    return "\n".join(segment.text for segment in paragraphs(texts, told))


def reply(texts: Texts, told: Told, own: Sequence[int] = (), *, keepable: bool = False) -> Reply:
    """The answer in chat: what it leans on under it, what people ask next as buttons.

    Args:
        keepable: the words were typed and may be kept as evidence after all.
    """
    segments = list(paragraphs(texts, told, own))
    if told.known and told.provisions:
        segments.append(_basis(texts, told))
    keep = (button(texts, "keep", "keep"),) if keepable else ()
    return Reply(tuple(segments), (*_buttons(texts, told), *keep))


def others(texts: Texts, near: Sequence[Matter]) -> Reply:
    """He says that something else was meant: what else it may be, and who can be asked."""
    head = texts.say("counsel.chosen")
    return Reply(
        (
            listed(texts, head, [matter.title for matter in near], look=Look.LEAD),
            said(texts, "counsel.reword", "counsel.people"),
        ),
        tuple(_to_ask(near)),
    )


def source_rows(provisions: Iterable[Provision]) -> tuple[Mapping[str, str | None], ...]:
    """What an answer leans on, for whoever checks it: citation, days in force, how verified."""
    return tuple(
        {
            "id": provision.id,
            "citation": provision.short,
            "since": provision.since.isoformat(),
            "until": provision.until.isoformat() if provision.until else None,
            "verified": provision.verified.value,
            "source": provision.source,
            "reviewed": provision.reviewed.isoformat(),
        }
        for provision in provisions
    )


def _unknown(texts: Texts, near: Sequence[Matter]) -> tuple[Segment, ...]:
    lead = said(texts, "counsel.unknown", "counsel.people", look=Look.LEAD)
    if not near:
        return (lead, said(texts, "counsel.reword"))
    nearest = listed(texts, texts.say("counsel.nearest"), [matter.title for matter in near])
    return (lead, nearest, said(texts, "counsel.reword", look=Look.SMALL))


def _besides(texts: Texts, matter: Matter, cited: Cited) -> Segment:
    """The second of two questions in short; its button brings the whole answer."""
    leaning = (*cited.provisions, *cited.missing)
    return Segment(
        texts.say("counsel.besides", words=matter.title) + cited.text,
        sources=(*(provision.id for provision in leaning), *matter.channels),
    )


def _not_yet(texts: Texts, missing: Sequence[Provision], day: date) -> Segment:
    names = "；".join(provision.short for provision in missing)
    return Segment(
        texts.say("counsel.not_yet", day=calendar_day(texts, day), names=names),
        sources=tuple(provision.id for provision in missing),
    )


def _basis(texts: Texts, told: Told) -> Segment:
    names = "；".join(provision.short for provision in told.provisions)
    return Segment(
        texts.say("counsel.based", day=calendar_day(texts, told.day), names=names),
        look=Look.SMALL,
        sources=tuple(provision.id for provision in told.provisions),
    )


def _buttons(texts: Texts, told: Told) -> Iterable[Button]:
    if told.matter is None:
        return _to_ask(told.near)
    return (*_to_ask(next_ones(told)), button(texts, "other", f"{OTHER}:{told.matter.id}"))


def next_ones(told: Told) -> Sequence[Matter]:
    """What he may ask next: what he asked besides, then what nearly fitted."""
    if told.matter is None:
        return told.near
    wanted = [told.second, *(told.near if told.sure is Sure.MAYBE else ()), *told.follows]
    chosen = {matter.id: matter for matter in wanted if matter is not None}
    chosen.pop(told.matter.id, None)
    return tuple(chosen.values())[:_BUTTONS]


def _to_ask(matters: Iterable[Matter]) -> tuple[Button, ...]:
    return tuple(Button(matter.title, f"{ASK}:{matter.id}") for matter in matters)[:SHOWN]
