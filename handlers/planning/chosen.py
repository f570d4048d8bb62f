"""The answer to which plan or instalment is meant, in words: 2, 第二个, 大姐的, 计划 2.

Buttons carry what was said before, so an answer loses none of it; what does not decide it asks
again below the same buttons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from handlers import plans
from handlers.calls import Call
from handlers.language.numbers import whole
from handlers.language.repayment.payees import same
from handlers.messages import Button, Reply
from handlers.repayment.states import RowState
from handlers.replies import from_bytes
from handlers.texts.paragraphs import said
from storage.records import OutboxRow

LONGEST: Final = 24
"""Characters of an answer."""
_LASTS: Final = timedelta(days=3)
_LOOKED_BACK: Final = 8
_MOST: Final = 99
"""What is more is an amount."""
_VERBS: Final = frozenset(
    {"plan-paid", "plan-cannot", "plan-later", "plan-changed", "plan-mute", "plan-unmute"}
)
_N: Final = "[0-9]{1,4}|[一二两三四五六七八九十]{1,3}"
_HEAD: Final = re.compile(
    r"^(?:我?(?:说的|指的|还的|付的|选的?)|我|应该|就|那|是|选|还给|还(?!呗)|给|付|交)+"
)
_TAIL: Final = re.compile(
    r"(?:(?:的?(?:[那这]一?[个笔期家]|[那这]边)|的(?:计划|那)?|计划|吧|了|啊|呀|嘛))+$"
)
_NUMBER: Final = re.compile(rf"(?P<first>计划|第)?(?P<n>{_N})(?P<unit>[个号笔家]|期)?(?:计划)?")
_PLACES: Final = (
    (0, re.compile(r"(?:前|上|头|前面|上面|最前面?)(?:面|边)?(?:[那这]?一?[个笔家])?|[前上]者")),
    (-1, re.compile(r"(?:后|下|后面|下面|末尾|最后)(?:面|边)?(?:[那这]?一?[个笔家])?|后者")),
)
_ALL: Final = re.compile(
    r"(?:[两三四五六几][个笔家期]?|全部|所有|这些|一起)?的?(?:都|全)(?:部)?(?:是|要|有|算|还|付|交)?(?:清|完)?了?"
    r"|[两三四五六][个笔家]|全部|所有"
)
_OPEN: Final = re.compile(r"[这本当上下]一?期|最近(?:的)?一?[期个]|不知道|不清楚|都不是|随便|都行")


@dataclass(frozen=True, slots=True)
class Offered:
    """One of those that were offered.

    Attributes:
        plan: its number.
        row: the instalment, None where a whole plan is asked for.
        labelled: whether its label says the number.
    """

    action: str
    plan: int
    creditor: str | None
    row: RowState | None
    labelled: bool


async def chosen(call: Call) -> str | Reply | None:
    """The action of the button that is meant, or the question again; None for other words."""
    words = _plain(call.incoming.text)
    if not 0 < len(words) <= LONGEST or words.endswith(("?", "吗", "呢")):
        return None
    asked = await _asked(call)
    if asked is None:
        return None
    offered = [one for button in asked if (one := await _offered(call, button)) is not None]
    if len({(one.plan, one.row and one.row.id) for one in offered}) < 2:
        return None
    found = _meant(offered, words)
    if found is not None:
        return found.action
    again = _undecided(offered, words)
    return None if again is None else Reply((said(call.desk.texts, again),), tuple(asked))


async def _asked(call: Call) -> Sequence[Button] | None:
    """What was offered last, where it asks which one is meant."""
    rows = await call.change.outbox_of(call.row.ledger, _LOOKED_BACK)
    said_of = ((row, reply) for row in rows if (reply := _said(row)) is not None and reply.buttons)
    latest = next(said_of, None)
    if latest is None or call.row.received_at - latest[0].created_at > _LASTS:
        return None
    asked = [one for one in latest[1].buttons if one.action.partition(":")[0] in _VERBS]
    verbs = {one.action.partition(":")[0] for one in asked}
    return asked if len(asked) > 1 and len(verbs) == 1 else None


def _said(row: OutboxRow) -> Reply | None:
    """What was said; None for a damaged one."""
    try:
        return from_bytes(row.body) if row.body else None
    except (ValueError, KeyError):
        return None


async def _offered(call: Call, button: Button) -> Offered | None:
    _, name, row_id, *_ = (*button.action.split(":"), "", "")
    row = await plans.named(call.change, call.row.person, name)
    if row is None:
        return None
    state = (await plans.read(call.change, row)).state
    numbered = str(row.number) in button.label.partition(state.plan.creditor or " ")[0]
    return Offered(button.action, row.number, state.plan.creditor, state.row(row_id), numbered)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s。.，,！!~～、：:“”\"]+", "", plain)


def _meant(offered: Sequence[Offered], words: str) -> Offered | None:
    """The only one that the words name."""
    for place, sign in _PLACES:
        if sign.fullmatch(words) and (place == 0 or len(offered) == 2 or "最后" in words):
            return offered[place]
    bare = _TAIL.sub("", _HEAD.sub("", words))
    for one in (words, bare):
        match = _NUMBER.fullmatch(one)
        if match is not None:
            return _numbered(offered, match)
    return _only([one for one in offered if one.creditor and _names(one.creditor, words, bare)])


def _names(creditor: str, words: str, bare: str) -> bool:
    """Whether words say no more than that name, or what it is short for."""
    if len(bare) > 1 and len(bare) <= len(creditor) + 2 and same(creditor, bare):
        return creditor not in bare or not _rest(creditor, bare)
    return creditor in words and not _rest(creditor, words)


def _rest(creditor: str, words: str) -> str:
    """What else they say."""
    before, _, after = words.partition(creditor)
    return _HEAD.sub("", before) + _TAIL.sub("", after)


def _numbered(offered: Sequence[Offered], match: re.Match[str]) -> Offered | None:
    number = _value(match["n"])
    if number is None or number > _MOST:
        return None
    if match["unit"] == "期":
        return _only([one for one in offered if one.row and one.row.number == number])
    if match["unit"] == "号":
        due = [one for one in offered if one.row and one.row.instalment.due.day == number]
        if len(due) == 1:
            return due[0]
    by_plan = match["first"] == "计划" or any(one.labelled for one in offered)
    if by_plan and match["first"] != "第":
        return _only([one for one in offered if one.plan == number])
    return offered[number - 1] if 0 < number <= len(offered) else None


def _value(words: str) -> int | None:
    return int(words) if words.isdecimal() else whole(words)


def _only(found: Sequence[Offered]) -> Offered | None:
    return found[0] if len(found) == 1 else None


def _undecided(offered: Sequence[Offered], words: str) -> str | None:
    """What is said to an answer that does not decide it; None for words that are none."""
    bare = _TAIL.sub("", _HEAD.sub("", words))
    if _ALL.fullmatch(words) or _ALL.fullmatch(bare):
        return "controls.one_each"
    match = _NUMBER.fullmatch(words) or _NUMBER.fullmatch(bare)
    number = None if match is None else _value(match["n"])
    several = [one for one in offered if one.creditor and _names(one.creditor, words, bare)]
    if several or _OPEN.fullmatch(words) or (number is not None and number <= _MOST):
        return "controls.again"
    return None
