"""How much one person may use on one day, so that one cannot crowd out the others.

Days are Beijing days, by the time of receipt. Commands, buttons and danger never count. Words
and files over the limit are not kept, and said to be not; reading is only put off.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from handlers import bodies, intake, keys
from handlers.beijing import BEIJING, beijing_day
from handlers.calls import Call
from handlers.desk import Desk
from handlers.messages import Look, Reply, Stage
from handlers.ports import Reading
from handlers.replies import to_bytes
from handlers.rules import Rules
from handlers.subjects import first_version
from handlers.texts.dates import evidence, moment
from handlers.texts.paragraphs import said
from storage.records import BODY, Draft, InboxRow, Spent, Step, StepState
from storage.store import Change, Store, View

MEGABYTE = 1_000_000


def renewal(at: datetime) -> datetime:
    """When the limits begin anew: the next midnight in Beijing."""
    return datetime.combine(beijing_day(at) + timedelta(days=1), time(), BEIJING)


async def stops(call: Call) -> bool:
    """Count a message; whether it is over a limit, and then answered and emptied."""
    rules, row = call.desk.rules, call.row
    if row.door in rules.free or not (rules.messages or rules.size):
        return False
    day = beijing_day(row.received_at)
    incoming = call.incoming
    size = len(incoming.text.encode()) + sum(medium.part.size for medium in incoming.media)
    spent = await call.change.spent(row.person, day)
    if rules.messages and spent.messages >= rules.messages:
        await _refuse(call, "quota.messages", str(rules.messages))
        return True
    if rules.size and (spent.size + size > rules.size or spent.size >= rules.size):
        await _refuse(call, "quota.size", f"{rules.size / MEGABYTE:g}")
        return True
    await call.change.spend(row.person, day, Spent(messages=1, size=size))
    return False


async def is_used_up(view: View, rules: Rules, row: InboxRow) -> bool:
    """Whether nothing more of this person is kept today, however small it is."""
    if row.door in rules.free or not (rules.messages or rules.size):
        return False
    spent = await view.spent(row.person, beijing_day(row.received_at))
    no_more = rules.messages and spent.messages >= rules.messages
    return bool(no_more or (rules.size and spent.size >= rules.size))


async def _refuse(call: Call, key: str, limit: str) -> None:
    texts = call.desk.texts
    later = moment(texts, renewal(call.row.received_at))
    reply = Reply(
        (
            said(texts, key, "quota.again", look=Look.LEAD, limit=limit, moment=later),
            said(texts, "quota.otherwise"),
        ),
        stage=Stage.FAILED,
    )
    await intake.answer(call.change, call.row, reply)
    await intake.let_go(call)


async def puts_off(desk: Desk, store: Store, step: Step, now: datetime) -> bool:
    """Whether today's time for reading is used up; then the step waits for tomorrow."""
    limit = desk.rules.reading_ms
    if not limit:
        return False
    async with store.snapshot() as view:
        spent = await view.spent(step.person, beijing_day(now))
        if spent.reading_ms < limit or await _is_free(desk, view, step):
            return False
        if not bodies.original_in(await view.part(step.item, BODY)).media:
            return False
    async with store.transaction() as change:
        await _put_off(desk, change, step, now)
    return True


async def _is_free(desk: Desk, view: View, step: Step) -> bool:
    door, _ = await view.address(step.ledger)
    return door in desk.rules.free


async def _put_off(desk: Desk, change: Change, step: Step, now: datetime) -> None:
    current = await change.step_of(step.ledger, step.seq)
    if current is None or current.state is not StepState.WAITING:
        return
    again = renewal(now)
    await change.step_mark(step, StepState.WAITING, reason="quota", not_before=again)
    entry = await first_version(change, await change.entry(step.ledger, step.seq))
    reply = Reply(
        (
            said(
                desk.texts,
                "quota.reading",
                look=Look.LEAD,
                number=evidence(entry.number or 0),
                moment=moment(desk.texts, again),
            ),
            said(desk.texts, "quota.now"),
        ),
        stage=Stage.READING,
        number=entry.number,
    )
    day = beijing_day(now).isoformat()
    draft = Draft(key=keys.postponed(step.ledger, step.seq, day), body=to_bytes(reply))
    await change.say(step.ledger, step.item, draft, now)


async def count_reading(
    desk: Desk, change: Change, step: Step, readings: Iterable[Reading], now: datetime
) -> None:
    """Count how long the media of one original were read."""
    used = round(sum(reading.seconds for reading in readings) * 1000)
    if desk.rules.reading_ms and used:
        await change.spend(step.person, beijing_day(now), Spent(reading_ms=used))
