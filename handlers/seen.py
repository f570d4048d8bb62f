"""A first look at what arrived: what its words ask for, tell, or are.

Pure; which handler takes it is decided in `handlers/route.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handlers import account, consult, linking, own, requests
from handlers.beijing import beijing_day
from handlers.counsel.finding import Heard
from handlers.counsel.matter import MatterId
from handlers.desk import Desk
from handlers.intents.intent import Intent, Understood
from handlers.judging import Judgement
from handlers.language.repayment import altering, asking, dressing, lateness, reading
from handlers.messages import Incoming
from handlers.planning import (
    adjourned,
    conversing,
    corrections,
    news,
    noting,
    papers,
    reminder_orders,
    rulings,
)
from handlers.planning import orders as plan_orders
from handlers.planning.silences import Slots
from handlers.verdicts import OfferId, Outcome, Passage, PracticeId

_RHYTHM = re.compile("每|期|分.{0,4}[次个月]|[月周]底|qi", re.IGNORECASE)
"""What several instalments are told with; nearly no threat has any of it."""
_AGREED = re.compile(
    r"^[我俺咱]?(?:欠|跟|和|同|与)|(?:谈|说|商量|约|讲)[好妥定成]|协商|商量|同意|答应|我"
)
"""How somebody begins who tells what he owes and has agreed on."""
_FORGED = frozenset({PracticeId("forged_legal_document")})
"""What a judge sees in the names of papers."""
LONGEST_PLAN = 300
"""Characters a sentence that tells a plan may have; a longer one that lists no days is kept."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What arrived, with what a first look at its words says.

    Attributes:
        command: a whole short message that asks the bot for something.
        judgement: of the words, typed or forwarded; None when there are none to judge.
        asks: what is heard in a question to us, in the person's own words; None in all else.
        request: what he asks the bot to do with what it keeps, in his own words.
        in_danger: the words speak of the person's own self-harm; already answered.
    """

    incoming: Incoming
    command: account.Command | None
    judgement: Judgement | None
    in_danger: bool
    asks: Heard | None = None
    request: Understood | None = None

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the first look, None without words."""
        return None if self.judgement is None else self.judgement.verdict.outcome

    @property
    def offer(self) -> OfferId | None:
        """The paid service for debtors that is offered in them, None when none is."""
        return None if self.judgement is None else self.judgement.verdict.offer


def look(desk: Desk, incoming: Incoming, *, released: bool = False) -> Seen:
    """Read the words once: a command, a person in danger, a collector's message.

    Args:
        released: he has said that no collector sent them.
    """
    typed = incoming.text.strip() and incoming.button is None
    if not typed:
        return Seen(incoming, None, None, in_danger=False)
    command = None if incoming.media or incoming.absent else account.understand(incoming.text)
    passage = Passage(incoming.text, incoming.channel, incoming.sent)
    judgement = None if command else desk.judge.judge(passage, incoming.received_at)
    danger = desk.crisis.look(incoming.text)
    if judgement is not None and not danger and (released or _is_told(incoming, judgement)):
        judgement = replace(judgement, verdict=desk.judge.ended(judgement.verdict), provisions=())
    may_ask = judgement is not None and not danger and _may_ask(incoming)
    asks = consult.asks(desk.counsel, incoming.text, judgement) if may_ask else None
    if asks is not None and own.only_names(incoming.text):
        asks = None
    request = None if danger or judgement is None else _request(desk, incoming, judgement)
    return Seen(incoming, command, judgement, in_danger=danger, asks=asks, request=request)


def _is_told(incoming: Incoming, judgement: Judgement) -> bool:
    """Typed words that only sound like a collector's: he tells of his own debts and plans."""
    if _may_ask(incoming) and lateness.heard(incoming.text) is not None:
        return True
    if not _may_ask(incoming) or not own.only_sounds_alike(judgement.verdict):
        return False
    return own.tells(incoming.text, beijing_day(incoming.received_at))


def _request(desk: Desk, incoming: Incoming, judgement: Judgement) -> Understood | None:
    """Only where nobody collects: a collector too may speak of deleting and of evidence."""
    shown = judgement.verdict.outcome in {Outcome.FOUND, Outcome.LAWFUL}
    if not _may_ask(incoming):
        return None
    if requests.hands_over(incoming.text) and (not shown or "我" in incoming.text):
        return Understood(Intent.EXPORT, {})
    if shown:
        return None
    understood = desk.understanding.surely(incoming.text, incoming.received_at)
    return understood if understood and understood.intent in requests.REQUESTS else None


def _may_ask(incoming: Incoming) -> bool:
    """Only plain typed words ask; whatever came along or was forwarded is evidence."""
    nothing_else = not incoming.media and not incoming.absent and incoming.origin is None
    return nothing_else and incoming.edits is None


def may_be_a_label(seen: Seen) -> bool:
    """Typed words that may stand on a button; of commands only 取消…, which may name a plan."""
    if seen.incoming.button is not None or seen.in_danger or not _may_ask(seen.incoming):
        return False
    return seen.command is None or seen.command.verb is account.Verb.CANCEL


def is_evidence(seen: Seen) -> bool:
    """Something came along, or was forwarded."""
    incoming = seen.incoming
    return bool(incoming.media or incoming.absent) or incoming.origin is not None


def _addresses(text: str) -> bool:
    """Signed as senders of short messages sign, or speaking to somebody: not his own words."""
    return "【" in text or "您" in text


def _may_tell_a_plan(text: str) -> bool:
    """A short text with a word of paying: nearly all others need not be read."""
    if len(text) > LONGEST_PLAN and not (
        len(text) <= dressing.LONGEST_LIST and dressing.lists_days(text) and _AGREED.search(text)
    ):
        return False
    if "欠" in text and _RHYTHM.search(text):  # 欠邻居一万五，分十个月给他
        return True
    return any(word in text for word in "还還付环期其hH")


def tells_a_plan(seen: Seen) -> bool:
    """He tells what he has agreed on; what a collector wrote is evidence first."""
    text = seen.incoming.text
    if seen.in_danger or not _may_tell_a_plan(text):
        return False
    if seen.outcome is Outcome.FOUND and not _is_his_own(seen):
        return False
    if seen.outcome is Outcome.LAWFUL and _addresses(text):
        return False
    return reading.read(text, seen.incoming.received_at).repayment


def _is_his_own(seen: Seen) -> bool:
    """What sounds like a practice to the weights alone is a whole plan in his own words.

    逾期没还 and what follows it sounds alike from either side; nobody is spoken to here.
    """
    text = seen.incoming.text
    findings = () if seen.judgement is None else seen.judgement.verdict.findings
    if _addresses(text) or "你" in text or not all(one.guessed for one in findings):
        return False
    agreed = _AGREED.search(text) is not None and not is_evidence(seen)
    return agreed and reading.read(text, seen.incoming.received_at).plan() is not None


def fixes_a_plan(seen: Seen) -> bool:
    """Kept words in which a whole plan of several instalments stands."""
    text = seen.incoming.text
    if not _may_tell_a_plan(text) or not _RHYTHM.search(text):
        return False
    plan = reading.read(text, seen.incoming.received_at).plan()
    return plan is not None and len(plan.instalments) > 1


def asked_of_a_plan(seen: Seen) -> plan_orders.Order | None:
    """What he wants of one plan or instalment; nobody else's words, and no danger."""
    if seen.in_danger or seen.outcome is Outcome.FOUND or is_evidence(seen):
        return None
    return plan_orders.heard(seen.incoming.text)


def is_late(seen: Seen) -> lateness.Said | None:
    """He says of an instalment that it is not paid in time."""
    text = seen.incoming.text
    if seen.in_danger or is_evidence(seen) or altering.read(text) is not None:
        return None  # 这期先不还 is what was agreed of it
    return lateness.heard(text)


def asks_of_plans(seen: Seen) -> asking.Question | None:
    """He asks what is left of his plans, or due when."""
    if seen.in_danger or is_evidence(seen):
        return None
    return asking.heard(seen.incoming.text, beijing_day(seen.incoming.received_at))


def corrects_a_payment(seen: Seen) -> corrections.Told | None:
    """He says that a payment was put down wrongly; nobody else's words, and no danger."""
    if seen.in_danger or seen.incoming.button is not None or is_evidence(seen):
        return None
    return corrections.heard(seen.incoming.text)


def changes_a_plan(seen: Seen) -> bool:
    """He says what is agreed otherwise now (每期改成800); nothing of reminders."""
    if seen.in_danger or seen.outcome is Outcome.FOUND or is_evidence(seen):
        return False
    return conversing.heard_change(seen.incoming.text, seen.incoming.received_at)


def orders(seen: Seen) -> Slots | None:
    """What he wants of his reminders, by its wording or as it is understood."""
    heard = reminder_orders.heard(seen.incoming.text)
    if heard is None and seen.request and seen.request.intent is Intent.REMINDER:
        return seen.request.slots
    return heard


def news_of(seen: Seen) -> news.News | None:
    """Court papers he says he has received; two of them in a sentence are no forgery."""
    found = seen.judgement.verdict.practices if seen.judgement else ()
    if seen.in_danger or not _FORGED.issuperset(found):
        return None
    return news_beside(seen) if found else _news(seen)


def news_beside(seen: Seen) -> news.News | None:
    """The papers of which he himself tells beside what a collector does."""
    text, now = seen.incoming.text, seen.incoming.received_at
    return _news(seen) if not is_evidence(seen) and news.is_own(text, now) else None


def news_on_a_picture(seen: Seen) -> news.News | None:
    """The papers he tells of in words that came with a picture of his own."""
    incoming = seen.incoming
    if seen.in_danger or not incoming.media or incoming.origin is not None:
        return None
    own = seen.outcome is not Outcome.FOUND or news.is_own(incoming.text, incoming.received_at)
    return _news(seen) if own else None


def _news(seen: Seen) -> news.News | None:
    return news.heard(seen.incoming.text, seen.incoming.received_at)


def is_served(seen: Seen) -> bool:
    """He says that a court's paper has reached him."""
    return news_of(seen) is not None


def is_ruled(seen: Seen) -> MatterId | None:
    """He says that he has a court's paper whose days are not counted here."""
    found = seen.judgement.verdict.practices if seen.judgement else ()
    if seen.in_danger or is_evidence(seen) or not _FORGED.issuperset(found):
        return None
    return rulings.heard(seen.incoming.text)


def is_off(seen: Seen) -> adjourned.Off | None:
    """He says that a hearing is off or put off."""
    found = seen.judgement.verdict.practices if seen.judgement else ()
    if seen.in_danger or is_evidence(seen) or not _FORGED.issuperset(found):
        return None
    return adjourned.heard(seen.incoming.text, seen.incoming.received_at)


def says_done(seen: Seen) -> bool:
    """He says that what a court expects of him is done."""
    return not is_evidence(seen) and papers.heard(seen.incoming.text) is not None


def noted(seen: Seen) -> noting.Heard | None:
    """Something to be put to a plan; what tells a plan of its own is read as that."""
    if seen.in_danger or seen.outcome is Outcome.FOUND or is_evidence(seen):
        return None
    wish = noting.heard(seen.incoming.text)
    return None if wish is None or tells_a_plan(seen) else wish


def is_control(seen: Seen) -> bool:
    """He orders something of his reminders, by its wording."""
    plain = seen.outcome in {Outcome.NOT_COLLECTION, Outcome.UNSURE} and not seen.in_danger
    if altering.read(seen.incoming.text) is not None:
        return False  # 这期不用还了 is no payment
    return plain and reminder_orders.heard(seen.incoming.text) is not None


def seems_control(seen: Seen) -> bool:
    """Nothing of its wording says so, only the intent: 改成 may as well correct a plan."""
    return not seen.in_danger and orders(seen) is not None


def joins(seen: Seen) -> bool:
    """He asks to join two doors, or brings the code for it."""
    return not is_evidence(seen) and linking.asks(seen.incoming.text)
