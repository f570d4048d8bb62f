"""Joining doors: a code shown in one place is sent from the other, and both are one person.

Whoever is talked into sending somebody else's code would give his plans into that person's hands.
So the other side is asked once more, with a warning, and a code holds for ten minutes and once.
"""

from __future__ import annotations

import dataclasses
import re
import secrets
from datetime import timedelta
from typing import Final

from handlers import intake, wishes
from handlers.calls import Call
from handlers.messages import Look, Reply, Segment
from handlers.reach import EMAIL, place
from handlers.replies import to_bytes
from handlers.texts.paragraphs import button, said
from storage.errors import Conflict
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
    await call.change.join_persons(call.row.person, other)
    doors = dict.fromkeys(door for _, door in call.change.doors(other))
    places = "、".join(place(texts, door) for door in doors)
    return Reply((said(texts, "link.joined", place=places),))


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
