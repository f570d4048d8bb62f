"""还不上 of somebody who has no plan here: the reviewed answer, a sentence to send, and one way on.

With a plan it is about one instalment of it: `handlers/planning/delays.py`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.counsel import saying
from handlers.counsel.matter import MatterId
from handlers.messages import Look, Reply
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

MATTER: Final = MatterId("hardship-cannot")
"""The reviewed question that says what it is, in law, not to be able to pay."""


def answer(call: Call) -> Reply:
    """What is told to whoever says no more than that he cannot pay."""
    desk = call.desk
    told = desk.counsel.about(desk.counsel.book.matter(MATTER), beijing_day(call.row.received_at))
    return with_way_on(desk.texts, saying.reply(desk.texts, told))


def with_way_on(texts: Texts, reply: Reply) -> Reply:
    """The answer with the sentence he may send, and a plan of what he can pay as the way on."""
    lead, rest = reply.segments[:1], reply.segments[1:]
    return replace(
        reply,
        segments=(
            *lead,
            said(texts, "hardship.means"),
            said(texts, "hardship.say"),
            said(texts, "sendable.hardship", look=Look.SENDABLE),
            *rest,
            said(texts, "hardship.danger", look=Look.SMALL),
        ),
        buttons=(button(texts, "plan_means", "plan-new"), *reply.buttons),
    )
