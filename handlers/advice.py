"""What we answer to one message: receipt, verdict, the rest of the law, and short notices.

Pure functions: data in, `Reply` out. Every sentence comes out of the texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from handlers import offered
from handlers.judged import Judged, ProvisionLike, buttons, law_day, paper_words, paragraphs
from handlers.messages import Button, Look, Reply, Segment, Stage
from handlers.questions import ANSWERS, Answer, Question
from handlers.texts.dates import evidence, moment
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts
from handlers.verdicts import OfferId, Paper, Sent, Severity

DIGEST_SHOWN = 12
"""Hex digits of the SHA-256 in a receipt; the evidence list and the pack have all of them."""

FAULTS: Mapping[str, str] = {
    "clean": "wrong_clean",
    "missed": "wrong_missed",
    "other": "wrong_other",
}
"""How a verdict can be wrong, with the label of its button: nothing is wrong in the message,
something was missed, it is another practice."""

_SPEECH = "speech"
_GRAVE = frozenset({Severity.HIGH, Severity.CRITICAL})


class ReceiptData(TypedDict):
    """What a receipt tells; `media` is the value of a MediaKind, None for typed text."""

    number: int
    seq: int
    received_at: datetime
    sha256: str
    media: str | None
    withdrawable: bool
    reading: bool


def receipt(texts: Texts, **data: Unpack[ReceiptData]) -> Reply:
    """It is kept, under this number; what happens next."""
    facts = said(
        texts,
        "receipt.facts",
        look=Look.SMALL,
        media=texts.word("media", data["media"] or "text"),
        moment=moment(texts, data["received_at"]),
        digest=data["sha256"][:DIGEST_SHOWN],
    )
    take_back = (button(texts, "withdraw", f"withdraw:{data['seq']}"),)
    return Reply(
        segments=(
            said(texts, "receipt.kept", look=Look.LEAD, number=evidence(data["number"])),
            said(texts, "receipt.reading" if data["reading"] else "receipt.judging"),
            facts,
        ),
        buttons=take_back if data["withdrawable"] else (),
        stage=Stage.READING,
        number=data["number"],
    )


def verdict(texts: Texts, **case: Unpack[Judged]) -> Reply:
    """The answer to one judged message."""
    return Reply(
        segments=tuple(paragraphs(texts, case)),
        buttons=tuple(buttons(texts, case)),
        stage=Stage.JUDGED,
        number=case["number"],
        grave=case["verdict"].severity in _GRAVE,
    )


def more(
    texts: Texts,
    *,
    number: int,
    provisions: Sequence[ProvisionLike],
    day: date,
    day_is_receipt: bool,
) -> Reply:
    """Every provision, with what it may lead to."""
    if not provisions:
        return Reply((said(texts, "law.none"),), number=number)
    laws = tuple(
        Segment(
            texts.say(
                "law.full",
                short=provision.short,
                layer=texts.word("layer", provision.layer),
                gist=provision.gist,
                consequence=provision.consequence,
            ),
            look=Look.LAW,
            sources=(provision.id,),
        )
        for provision in provisions
    )
    head = Segment(law_day(texts, Sent(), day, day_is_receipt=day_is_receipt), look=Look.LEAD)
    return Reply((head, *laws, said(texts, "law.caution", look=Look.SMALL)), number=number)


def unread(texts: Texts, *, number: int, seq: int, reason: str) -> Reply:
    """A medium could not be read: it is kept, why, and what helps.

    A reason without a sentence is told as "not_readable": a reply never fails over a code.
    """
    key = reason if texts.has("unread", reason) else "not_readable"
    return Reply(
        segments=(
            said(texts, "unread.kept", look=Look.LEAD, number=evidence(number)),
            said(texts, f"unread.{key}"),
        ),
        buttons=(button(texts, "withdraw", f"withdraw:{seq}"),),
        stage=Stage.KEPT if key == _SPEECH else Stage.FAILED,
        number=number,
    )


def offer_to_keep(texts: Texts, asked: Question) -> Reply:
    """Typed words that may be a collector's: not kept yet; the answer keeps them, or does not."""
    segments = (
        said(texts, "offer.lead", look=Look.LEAD),
        said(texts, f"ask.{asked}", "offer.then"),
    )
    return Reply(segments, tuple(_to_keep(texts, answer) for answer in ANSWERS[asked]))


def _to_keep(texts: Texts, answer: Answer) -> Button:
    """The button of an answer about words that are not kept yet."""
    return button(texts, answer, "letgo" if answer is Answer.NO else f"keep:{answer}")


def service_offered(texts: Texts, offer: OfferId, name: str) -> Reply:
    """Typed words that sell a way out of debt: a warning at once; nothing is kept yet."""
    lead = offered.lead(texts, called=None, name=name)
    segments = (lead, *offered.warning(texts, offer))
    return Reply(segments, (button(texts, "keep", "keep"),))


def let_go(texts: Texts) -> Reply:
    """Words that no collector sent: not kept."""
    return Reply((said(texts, "offer.let_go"),))


def chat_hint(texts: Texts) -> Reply:
    """Typed words that are not about a debt: what can be done here."""
    return Reply(
        (said(texts, "hint.lead", "hint.law", "hint.keep"),), (button(texts, "keep", "keep"),)
    )


def not_kept(texts: Texts, *, reason: str) -> Reply:
    """Something could not be kept: never silently."""
    key = reason if texts.has("lost", reason) else "other"
    return Reply(
        segments=(
            said(texts, "lost.lead", look=Look.LEAD),
            said(texts, f"lost.{key}", "lost.operator"),
        ),
        stage=Stage.FAILED,
    )


def disk_low(texts: Texts) -> Reply:
    """No room for new media; refused whole, nothing half kept."""
    return not_kept(texts, reason="disk_low")


def withdrawn(texts: Texts, *, number: int) -> Reply:
    """What he took back is gone."""
    return Reply((said(texts, "done.withdrawn", number=evidence(number)),))


def feedback_thanks(texts: Texts, *, number: int, seq: int, asks: bool = False) -> Reply:
    """His view stands beside the original now.

    Args:
        asks: he said that the verdict is wrong, and may say in which way.
    """
    keys = ("done.feedback", "done.feedback_kept", *(("done.which",) if asks else ()))
    faults = FAULTS.items() if asks else ()
    ways = [button(texts, label, f"wrong:{seq}:{fault}") for fault, label in faults]
    return Reply(
        (said(texts, *keys, number=evidence(number)),),
        (*ways, button(texts, "withdraw", f"withdraw:{seq}")),
        number=number,
    )


def ended(texts: Texts, *, number: int, seq: int, paper: Paper | None) -> Reply:
    """He said that no collector sent it: nothing more is judged, a paper is still to be checked."""
    lead = said(texts, "done.ended", "done.feedback_kept", look=Look.LEAD, number=evidence(number))
    take_back = (button(texts, "withdraw", f"withdraw:{seq}"),)
    return Reply((lead, *paper_words(texts, paper)), take_back, Stage.JUDGED, number)


def already_answered(texts: Texts, *, number: int) -> Reply:
    """The same answer again changes nothing."""
    return Reply((said(texts, "done.answered", number=evidence(number)),), number=number)


def already_kept(texts: Texts, *, number: int) -> Reply:
    """The same message again: the old number."""
    return Reply((said(texts, "done.already_kept", number=evidence(number)),), number=number)


def duplicate_erased(texts: Texts) -> Reply:
    """A redelivery of what he deleted never brings it back."""
    return Reply((said(texts, "done.erased_before"),))


def conflict(texts: Texts) -> Reply:
    """The same message id with other content: the first one stands."""
    return Reply((said(texts, "done.conflict"),), stage=Stage.FAILED)
