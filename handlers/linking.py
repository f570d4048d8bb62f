"""Joining doors: a code shown in one place is sent from the other, and both are one person.

Whoever is talked into sending somebody else's code would give his plans into that person's hands.
So the other side is asked once more, with a warning, and a code holds for ten minutes and once.
"""

from __future__ import annotations

import dataclasses
import re
import secrets
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from handlers import intake, plans, wishes
from handlers.calls import Call
from handlers.messages import Look, Reply, Segment
from handlers.planning import reminding
from handlers.reach import EMAIL, place
from handlers.repayment.reminding import Moment
from handlers.replies import to_bytes
from handlers.texts.paragraphs import button, said
from handlers.wishes import Wishes
from storage.errors import Conflict
from storage.planned import PlanRow
from storage.records import Draft, PersonId

LINK: Final = "link"
MAIL: Final = "mail"
HOLDS: Final = timedelta(minutes=10)
LENGTH: Final = 8
_LETTERS: Final = "bcdfghjkmnpqrtvwxz23456789"
"""Without those that are mistaken for one another, and without words: no vowel, no s."""
CODE: Final = re.compile(rf"(?:/link|连接|绑定)\s*([{_LETTERS}]{{{LENGTH}}})", re.IGNORECASE)
ADDRESS: Final = re.compile(
    r"(?:/mail|邮箱|电子邮箱)[:：\s]*([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24})"
)


def new_code() -> str:
    """A code of about forty bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


async def show(call: Call) -> Reply:
    """A code to be sent from the other place."""
    code = new_code()
    until = call.row.received_at + HOLDS
    await call.change.issue_token(call.row.person, LINK, code, until)
    texts = call.desk.texts
    return Reply(
        (
            said(texts, "link.code"),
            Segment(texts.say("link.line", code=code.upper())),
            said(texts, "link.warning", look=Look.SMALL),
        )
    )


async def take(call: Call, code: str) -> Reply:
    """A code that was sent: of an e-mail address of his own, or of another place."""
    texts, code = call.desk.texts, code.lower()
    if await _holder(call, MAIL, code) == call.row.person:
        return await _mail_confirmed(call)
    other = await _holder(call, LINK, code)
    if other is None:
        return Reply((said(texts, "link.unknown"),))
    if other == call.row.person:
        return Reply((said(texts, "link.same"),))
    return Reply(
        (said(texts, "link.ask"), said(texts, "link.warning", look=Look.SMALL)),
        (button(texts, "link", f"link:{code}"), button(texts, "cancel", "cancel")),
    )


async def confirm(call: Call, code: str) -> Reply:
    """He has confirmed: what he has here belongs from now on to the person who has the code."""
    texts = call.desk.texts
    other = await _holder(call, LINK, code)
    if other is None or other == call.row.person:
        return Reply((said(texts, "link.unknown"),))
    await call.change.revoke_token(other, LINK)
    wanted = await _both_want(call, other)
    brought = call.change.plans.of_person(call.row.person)
    await call.change.join_persons(call.row.person, other)
    doors = dict.fromkeys(door for _, door in call.change.doors(other))
    places = "、".join(place(texts, door) for door in doors)
    joined = (said(texts, "link.joined", place=places), *_renumbered(call, brought))
    if wanted is None:
        return Reply(joined)
    at = call.row.received_at
    await plans.wish(call.change, call.row.ledger, other, wanted, at=at)
    holds = Segment("\n".join(reminding.lines(texts, wanted)))
    settings = button(texts, "plan_wishes", "plan-wish")
    return Reply((*joined, said(texts, "link.wishes"), holds), (settings,))


def _renumbered(call: Call, brought: Sequence[PlanRow]) -> Iterator[Segment]:
    """Which of the plans that he brings have another number now."""
    lines = [
        call.desk.texts.say("link.renumbered", number=str(one.number), plan=str(now.number))
        for one in brought
        if (now := call.change.plans.plan(one.plan)) is not None
        and now.number != one.number
        and one.kind == plans.KIND
    ]
    if lines:
        yield Segment("\n".join(lines))


async def _both_want(call: Call, staying: PersonId) -> Wishes | None:
    """How he is reminded from now on; None where he has never said anything about it.

    There is one set of wishes for one person. The hours are those of the place that stays, but
    nothing grows silent and nothing is shown openly that was not before.
    """
    here = await wishes.told(call.change, call.row.person)
    there = await wishes.told(call.change, staying)
    if here is None or there is None:
        return there or here
    return dataclasses.replace(
        there,
        moments=tuple(one for one in Moment if one in {*here.moments, *there.moments}),
        neutral=here.neutral or there.neutral,
        mail=here.mail or there.mail,
        door=there.door or here.door,
    )


async def mail(call: Call, address: str) -> Reply:
    """Send a code to an address; reminders go there once it comes back."""
    texts, row, change = call.desk.texts, call.row, call.change
    if not call.desk.rules.mail:
        return Reply((said(texts, "link.no_mail"),))
    sent = Reply((said(texts, "link.mail_sent"),))
    try:
        ledger = await change.add_door(row.person, EMAIL, address.lower())
    except Conflict:
        return sent  # not even this is told to whoever tries addresses
    code = new_code()
    await change.issue_token(row.person, MAIL, code, row.received_at + HOLDS)
    letter = Reply((said(texts, "link.mail_code", code=code.upper()),))
    draft = Draft(f"mail:{row.id}", to_bytes(letter))
    await change.say(ledger, row.item, draft, row.received_at)
    return sent


async def answer(call: Call, text: str) -> bool:
    """Answer a message that is a code or an address; False for everything else."""
    words = text.strip()
    code, address = CODE.fullmatch(words), ADDRESS.fullmatch(words)
    if code is not None:
        reply = await take(call, code[1])
    elif address is not None:
        reply = await mail(call, address[1])
    else:
        return False
    await intake.answer(call.change, call.row, reply)
    return True


def asks(text: str) -> bool:
    """Whether a whole message is a code or an address to be joined."""
    words = text.strip()
    return bool(CODE.fullmatch(words) or ADDRESS.fullmatch(words))


async def _mail_confirmed(call: Call) -> Reply:
    await call.change.revoke_token(call.row.person, MAIL)
    wanted = await wishes.of(call.change, call.row.person)
    await wishes.write(call.change, call.row.ledger, dataclasses.replace(wanted, mail=True))
    return Reply((said(call.desk.texts, "link.mail_joined"),))


async def _holder(call: Call, purpose: str, code: str) -> PersonId | None:
    return await call.change.token_holder(purpose, code, call.row.received_at)
