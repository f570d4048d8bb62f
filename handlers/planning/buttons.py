"""What the buttons of plans do, by the verb of their action."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from handlers.calls import Call
from handlers.messages import Reply
from handlers.planning import (
    adjourned,
    besides,
    conversing,
    delays,
    handing,
    listing,
    mistakes,
    muting,
    noting,
    offering,
    papers,
    payments,
    receipts,
    reminding,
    repeated,
    saving,
    within,
)

ACTS: Final[Mapping[str, Callable[[Call, str], Awaitable[Reply | None]]]] = {
    "plan-say": conversing.press_say,
    "plan-edit": conversing.press_edit,
    "plan-table": conversing.press_table,
    "plan-save": saving.press_save,
    "plan-drop": conversing.press_drop,
    "plan-beside": besides.press,
    "plan-apart": besides.press_apart,
    "plan-from": offering.press_from,
    "plans": listing.press_list,
    "plan-show": listing.press_show,
    "plan-hand": handing.press,
    "plan-new": listing.press_new,
    "plan-stop": listing.press_stop,
    "plan-settle": listing.press_settle,
    "plan-changed": listing.press_changed,
    "plan-paid": payments.press_paid,
    "plan-more": payments.press_more,
    "plan-same": repeated.press_same,
    "plan-part": mistakes.press_part,
    "plan-undo": mistakes.press_undo,
    "plan-fix": mistakes.press_fix,
    "plan-right": mistakes.press_right,
    "plan-later": delays.press_later,
    "plan-cannot": delays.press_cannot,
    "plan-receipt": receipts.press,
    "plan-attach": noting.press_attach,
    "plan-detach": noting.press_detach,
    "plan-wish": reminding.press,
    "plan-mute": muting.press_mute,
    "plan-unmute": muting.press_unmute,
    "deadline-done": papers.press_done,
    "deadline-back": papers.press_back,
    "deadline-off": adjourned.press_off,
    "deadline-from": within.press_from,
}
