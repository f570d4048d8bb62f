"""Who may come in. A stranger gets one calm sentence, and nothing of his is kept.

Danger is answered before anybody looks at this, and what somebody kept here stays his: he can
always see and delete it, whatever the operator decides later.
"""

from __future__ import annotations

import hmac

from handlers import account, intake, keys
from handlers.account import Command, Verb
from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.messages import Look, Reply
from handlers.rules import Access, Rules
from handlers.texts.paragraphs import said
from storage.records import InboxRow, Spent
from storage.store import View

TRIES = 20
"""How often a day a stranger is answered, and may try a code."""
_OWN_BUTTONS = frozenset({"withdraw", "erase", "erase-case", "cancel", "more"})
_OWN_VERBS = frozenset({Verb.PRIVACY, Verb.LIST, Verb.DELETE_ONE, Verb.WITHDRAW, Verb.CANCEL})
_START = "/start"


async def stops(call: Call, command: Command | None, *, in_danger: bool) -> bool:
    """Whether this delivery ends here; if so it is answered and emptied."""
    if await _may_pass(call, command):
        return False
    tries = await _count(call)
    if not in_danger and tries <= TRIES:
        if call.desk.rules.access is Access.INVITE and _is_invited(call):
            await _admit(call)
        else:
            await intake.answer(call.change, call.row, _refusal(call))
    await intake.let_go(call)
    return True


async def admits(view: View, rules: Rules, row: InboxRow) -> bool:
    """Whether whoever sent this may come in; a stranger's files need not even be fetched."""
    if rules.access is Access.OPEN or row.door in rules.free:
        return True
    if await view.is_among(row.ledger, rules.allowed):
        return True
    return rules.access is Access.INVITE and await view.is_guest(row.person)


async def _may_pass(call: Call, command: Command | None) -> bool:
    if await admits(call.change, call.desk.rules, call.row):
        return True
    return await _is_about_his_own(call, command)


async def _is_about_his_own(call: Call, command: Command | None) -> bool:
    verb = (call.incoming.button or "").partition(":")[0]
    if verb == "erase-all" or (command is not None and command.verb is Verb.DELETE_ALL):
        return True
    if verb not in _OWN_BUTTONS and (command is None or command.verb not in _OWN_VERBS):
        return False
    return bool(await call.change.originals(call.row.ledger, 1))


async def _count(call: Call) -> int:
    """How often he has come today, this time included."""
    day = beijing_day(call.row.received_at)
    await call.change.spend(call.row.person, day, Spent(messages=1))
    return (await call.change.spent(call.row.person, day)).messages


def _is_invited(call: Call) -> bool:
    """Whether his words are one of the codes, alone or after /start; compared blind to time."""
    said_ = call.incoming.text.strip()
    code = said_.removeprefix(_START).strip().encode()
    matching = [hmac.compare_digest(code, one.encode()) for one in call.desk.rules.invites]
    return True in matching


async def _admit(call: Call) -> None:
    change, row, texts = call.change, call.row, call.desk.texts
    await change.admit(row.person, row.received_at)
    await intake.answer(change, row, Reply((said(texts, "guard.admitted"),)))
    greeting = account.welcome(
        texts, operator=call.desk.operator, days=call.desk.rules.retention_days
    )
    await intake.say(change, row, keys.welcome(row.ledger), greeting)


def _refusal(call: Call) -> Reply:
    key = "guard.invite" if call.desk.rules.access is Access.INVITE else "guard.list"
    return Reply(
        (
            said(call.desk.texts, key, operator=call.desk.operator),
            said(call.desk.texts, "guard.urgent", look=Look.SMALL),
        )
    )
