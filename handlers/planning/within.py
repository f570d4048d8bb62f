"""News of a court inside a long message of his own: a sentence of it is offered to be noted.

In a story much may be said of papers that is over or belongs to somebody else, so nothing is kept
before he has pressed. Short news is taken at once, `handlers/planning/served.py`.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from handlers import account, actions, intake, keys
from handlers.calls import Call
from handlers.messages import Reply
from handlers.planning import adjourned, news, served
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

LONGEST: Final = 2000
"""Characters of a message that is looked through."""
_SENTENCE = re.compile("[^。！!？?；;\n]+[。！!？?；;\n]?")
_COURT = re.compile("开庭|庭审|传票|诉状|起诉书|应诉通知|举证通知|支付令")
_SIGNED = re.compile("【|尊敬的|贵方|我司|我部|本中心")
_OWN = "我"


def sentence(text: str, now: datetime) -> str | None:
    """What is said of a court in a text too long to be nothing else; None where nothing is."""
    if not news.LONGEST < len(text) <= LONGEST or _OWN not in text or _SIGNED.search(text):
        return None
    sentences = [one.group() for one in _SENTENCE.finditer(text)]
    for number, one in enumerate(sentences):
        if _COURT.search(one):
            longer = "".join(sentences[number : number + 2])
            best = max((one, longer), key=lambda words: _weight(words, now))
            if _weight(best, now):
                return best.strip()
    return None


def _weight(words: str, now: datetime) -> int:
    """How many days can be kept after it; that a hearing is off counts for one."""
    if adjourned.heard(words, now) is not None:
        return 1
    told = news.heard(words, now)
    return 0 if told is None else len(told.served)


async def offer(call: Call) -> bool:
    """Ask whether it is to be noted; False where the message says nothing of the kind."""
    words = sentence(call.incoming.text, call.row.received_at)
    if words is None:
        return False
    reply = await _asked(call, words)
    if reply is not None:
        await intake.say(call.change, call.row, keys.served(call.row.id), reply)
    return reply is not None


async def _asked(call: Call, words: str) -> Reply | None:
    off = adjourned.heard(words, call.row.received_at)
    if off is not None:
        return await adjourned.note(call, off)
    return offered(call.desk.texts, words, call.row.id)


def offered(texts: Texts, words: str, delivery: int) -> Reply:
    """The sentence that was found, and the button that has it noted."""
    return Reply(
        (said(texts, "papers.within", words=words.rstrip("。；;")),),
        (button(texts, "papers_note", f"deadline-from:{delivery}"),),
        grave=True,
    )


async def press_from(call: Call, delivery: str) -> Reply:
    """记下来: the days of that sentence, as they were on the day it was said."""
    told = await actions.delivered(call, delivery)
    if told is None:
        return account.stale_button(call.desk.texts)
    words = sentence(told.text, told.at)
    found = None if words is None else news.heard(words, told.at)
    return (
        account.stale_button(call.desk.texts) if found is None else await served.take(call, found)
    )
