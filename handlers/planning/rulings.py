"""Papers of a court whose days are not counted here, as he says himself that he has them.

昨天收到判决，判我还12000 tells no plan, and 昨天收到执行通知书 is no forged paper in his hands:
he is told what stands in the reviewed answer, first of all how long he has.
"""

from __future__ import annotations

import re
from typing import Final

from handlers.beijing import beijing_day
from handlers.calls import Call
from handlers.counsel import saying
from handlers.counsel.matter import MatterId
from handlers.messages import Reply

LONGEST: Final = 60
"""Characters; a longer text is the paper itself, or a story."""
_HELD: Final = (
    r"(?:(?:收|拿|领|接)到(?:了)?|签收(?:了)?|[收领拿取](?:了|的)|收下|下来(?:了)?"
    r"|(?:发|寄|送)(?:来|到)(?:了)?|到(?:手)?了)"
)
PAPERS: Final = (
    (
        MatterId("court-enforcement-starts"),
        "(?:法院)?的?(?:强制)?执行(?:通知书?|裁定书?)|财产报告令|报告财产令",
    ),
    (MatterId("court-frozen-account"), "(?:财产保全|保全|查封|冻结)(?:的)?裁定书?"),
    (MatterId("court-mediation"), "调解书"),
    (MatterId("forged-arbitration"), "仲裁(?:的)?(?:裁决书?|通知书?)|裁决书"),
    (MatterId("court-appeal"), "判决书?|裁定书"),
)
"""What to know of which paper; the first that fits counts."""
_JUDGED: Final = re.compile(
    r"^(?:法院|一审|二审|那边|案子|法官|已经|，)*判决?(?:书|了|下来|说|，)*(?:让|叫|要|令)?我(?:要|得|还|付|给)"
)
_LETTER: Final = re.compile(
    "【|您|你|贵方|再不|不还|将|就(?:寄|发|送)|我司|我部|本中心|否则|立即|如果|要是|假如|催收|他们说|请"
    r"|[?？吗]|怎么|咋|如何|能不能|可不可以|可以|要不要|会不会|是不是|多久|真假"
)
_HAS: Final = tuple(
    (matter, re.compile(rf"{_HELD}.{{0,14}}?(?:{paper})|(?:{paper}).{{0,14}}?{_HELD}"))
    for matter, paper in PAPERS
)


def heard(text: str) -> MatterId | None:
    """What is to be known by whoever says that he has such a paper; None for all other words."""
    plain = text.strip()
    if not 0 < len(plain) <= LONGEST or _LETTER.search(plain) or "开庭" in plain:
        return None
    found = next((matter for matter, sign in _HAS if sign.search(plain)), None)
    if found is None and _JUDGED.search(plain):
        return MatterId("court-appeal")
    return found


def answer(call: Call, matter: MatterId) -> Reply:
    """The reviewed answer."""
    desk = call.desk
    day = beijing_day(call.row.received_at)
    return saying.reply(
        desk.texts, desk.counsel.about(desk.counsel.book.matter(matter), day), keepable=True
    )
