"""What a person answers to the reminder of a legal deadline."""

from __future__ import annotations

from typing import Final

from handlers import account, deadlines
from handlers.calls import Call
from handlers.messages import Look, Reply
from handlers.texts.paragraphs import said
from storage.planned import PlanId
from storage.records import ItemId

_ID: Final = 32
"""Characters of a plan's id."""


async def press_done(call: Call, plan: str) -> Reply:
    """已办好: nothing more is said of it; pressed again nothing changes."""
    row = call.change.plans.plan(PlanId(ItemId(plan))) if len(plan) == _ID else None
    if row is None or row.person != call.row.person or row.kind != deadlines.KIND:
        return account.stale_button(call.desk.texts)
    key = f"done:{row.plan}"
    await deadlines.done(call.change, row, key=key, at=call.row.received_at)
    texts = call.desk.texts
    return Reply((said(texts, "papers.done"), said(texts, "papers.proof", look=Look.SMALL)))
