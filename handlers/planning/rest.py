"""What is still open of a plan, agreed anew without naming it: 剩下的分三期还, 他们同意分24期.

It is taken for that of the only plan it can be about and shown so, and it is asked on the spot
whether it takes the place of that plan; as a plan of its own it would be owed twice.
"""

from __future__ import annotations

import re
from typing import Final

from handlers.messages import Look, Reply, Segment
from handlers.money.fen import yuan
from handlers.planning.draft import Draft
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

_REST: Final = re.compile(
    r"剩下|剩余|余下|剩的|余款|余额|尾款|还剩|(?:还没|没有?|未)(?:还|付)完?(?:清)?的"
)
_AGREED: Final = re.compile(
    r"同意|答应|批准?了|允许|让我|给我(?:重新)?分|可以分|能分|重新|再次?(?:谈|协商|商量)"
    r"|又[谈协商]|减免|结清|新的?(?:约定|方案|协议|安排)|二次协商"
)
_PAID: Final = re.compile(
    r"[还付转打交结](?:清|完|掉|上|好)?(?:了|过)|(?:还|转|打)过去了|已经?[还付转结]|刚[还付转]"
)
"""还了600，剩下的过几天 tells of a payment first."""


def names_rest(text: str) -> bool:
    """Whether words speak of what is left of a debt that is known."""
    return _REST.search(text) is not None and _PAID.search(text) is None


def agreed_anew(text: str) -> bool:
    """Whether words may tell what was agreed for a debt that is known."""
    anew = _REST.search(text) or _AGREED.search(text)
    return anew is not None and _PAID.search(text) is None


def doubtful(texts: Texts, draft: Draft, number: int, reply: Reply) -> Reply:
    """A question about such a plan, with the way on where another debt is meant."""
    apart = button(texts, "plan_apart", f"plan-apart:{draft.stamp}")
    segments = (*reply.segments[:1], doubt(texts, draft, number), *reply.segments[1:])
    return Reply(segments, (*reply.buttons[:-1], apart, *reply.buttons[-1:]))


def doubt(texts: Texts, draft: Draft, number: int) -> Segment:
    """For which plan it is taken, and what is still open of that."""
    base = draft.base
    return said(
        texts,
        "agree.guessed",
        look=Look.FINDING,
        number=str(number),
        creditor=(base.creditor if base else None) or texts.say("plan.someone"),
        money=yuan(base.sum) if base else "",
    )
