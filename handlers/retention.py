"""Media are kept for so many days, where the operator says so; everything else stays.

What is destroyed is marked in the chain, so that nobody takes it for damage or for a deletion.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import bodies
from handlers.rules import Rules
from storage.store import Store

AT_ONCE = 50
"""Entries in one transaction, so that nobody waits long behind it."""
REASON = "retention"


async def sweep(store: Store, rules: Rules, now: datetime) -> int:
    """Destroy media that are older than the rules allow; how many entries they belonged to."""
    if not rules.retention_days:
        return 0
    before = now - timedelta(days=rules.retention_days)
    body = bodies.pack({"why": REASON, "days": rules.retention_days})
    swept = 0
    while True:
        async with store.transaction() as change:
            old = await change.with_media(before, AT_ONCE)
            for entry in old:
                await change.retire(entry.ledger, entry.seq, body, now)
        swept += len(old)
        if len(old) < AT_ONCE:
            return swept
