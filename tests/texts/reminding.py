"""Every reminder people will read, for the golden files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.calendar.holidays import Holidays
from handlers.deadlines import Served, Step, deadlines
from handlers.messages import Reply, Segment
from handlers.phrases import Phrases
from handlers.planning import adjourned, within
from handlers.plans import KeptPlan
from handlers.ports import Chance
from handlers.reach import Way, foretold
from handlers.reminding import Matter, reminder
from handlers.repayment.events import Confirmed, Created, Event, Happened, Paid
from handlers.repayment.plan import Fen, Frequency, Instalment, Plan
from handlers.repayment.states import state
from handlers.repayment.summary import summary
from handlers.texts.texts import Texts
from handlers.wishes import Wishes
from storage.planned import PlanId, PlanRow
from storage.records import ItemId, LedgerId, PersonId

DUE = date(2026, 12, 10)
MADE = datetime(2026, 11, 25, 13, tzinfo=UTC)
ROW = PlanRow(
    PlanId(ItemId("5" * 32)), PersonId("1" * 32), LedgerId("2" * 32), "repayment", 1, open=True
)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(1), tzinfo=UTC)


def kept(*events: Event, day: date = DUE, creditor: str | None = "某某银行") -> KeptPlan:
    rows = tuple(
        Instalment(day + timedelta(days=31 * number), Fen(amount))
        for number, amount in enumerate((128365, 128370))
    )
    told = (Created(Plan(creditor, None, rows, Frequency.MONTHLY)), Confirmed(), *events)
    happened = tuple(Happened(f"k{n}", MADE, event) for n, event in enumerate(told))
    return KeptPlan(ROW, state(happened), happened)


def row(plan: KeptPlan, *, late: datetime | None = None) -> Matter:
    known = summary(plan.state)
    return Matter(ROW, known, known.row("0.0"), late)


def reminders(texts: Texts) -> Mapping[str, Reply]:
    phrases, usual = Phrases(texts, Holidays.load()), Wishes()

    def one(matter: Matter, ahead: int, wishes: Wishes = usual) -> Reply:
        now = morning(matter.day - timedelta(days=ahead))
        return reminder(phrases, [matter], wishes, now)

    part = kept(Paid("0.0", Fen(50000), DUE))
    paid = kept(Paid("0.0", None, DUE), Paid("0.1", None, DUE))
    several = [row(kept()), row(kept(creditor=None, day=DUE + timedelta(days=2)))]
    return {
        "提前三天": one(row(kept()), 3),
        "前一天，已还一部分": one(row(part), 1),
        "当天早上，没说欠谁的": one(row(kept(creditor=None)), 0),
        "过了一天还没还": one(row(kept()), -1),
        "晚到": one(row(kept(), late=morning(DUE - timedelta(days=1))), 0),
        "春节里": one(row(kept(day=date(2026, 2, 17))), 1),
        "周末": one(row(kept(day=date(2026, 12, 12))), 1),
        "调休上班的周六": one(row(kept(day=date(2026, 2, 28))), 1),
        "放假安排还没有公布": one(row(kept(day=date(2027, 2, 10))), 1),
        "几件一起": reminder(phrases, several, usual, morning(DUE)),
        "人在洛杉矶": one(row(kept()), 0, Wishes(zone="America/Los_Angeles")),
        "锁屏不露": one(row(kept()), 0, Wishes(neutral=True)),
        "还清满三十天": one(Matter(ROW, summary(paid.state)), -30),
    }


def legal(texts: Texts) -> Mapping[str, Reply]:
    holidays = Holidays.load()
    phrases = Phrases(texts, holidays)

    def one(served: Served, ahead: int) -> Reply:
        (deadline, *_) = deadlines(served, holidays)
        now = morning(deadline.last - timedelta(days=ahead))
        return reminder(phrases, [Matter(ROW, deadline)], Wishes(), now)

    def together(wishes: Wishes) -> Reply:
        served = Served(Step.ANSWER, date(2026, 11, 25), hearing=date(2026, 12, 20), papers=2)
        rows = [replace(ROW, plan=PlanId(ItemId(digit * 32))) for digit in "67"]
        found = zip(rows, deadlines(served, holidays), strict=True)
        matters = [Matter(kept_as, one) for kept_as, one in found]
        return reminder(phrases, [row(kept()), *matters], wishes, morning(DUE))

    def off() -> Reply:
        (deadline,) = deadlines(Served(Step.HEARING, hearing=date(2026, 12, 20)), holidays)
        return adjourned.asked(phrases, [Matter(ROW, deadline)], date(2026, 12, 10))

    return {
        "答辩，还有七天": one(Served(Step.ANSWER, date(2026, 11, 24)), 7),
        "答辩，遇春节顺延": one(Served(Step.ANSWER, date(2026, 2, 2)), 1),
        "支付令，最后一天": one(Served(Step.OBJECTION, date(2026, 11, 24)), 0),
        "支付令，放假安排还没有公布": one(Served(Step.OBJECTION, date(2027, 1, 22)), 2),
        "开庭，明天": one(Served(Step.HEARING, hearing=date(2026, 12, 20)), 1),
        "已经过了": one(Served(Step.ANSWER, date(2026, 11, 24)), -1),
        "开庭取消，先问": off(),
        "长话里的一句": within.offered(texts, "昨天收到传票，12月20日开庭。", 9),
        "和还款一起": together(Wishes()),
        "锁屏不露": together(Wishes(neutral=True)),
    }


def places(texts: Texts) -> Mapping[str, Reply]:
    def way(door: str, chance: Chance) -> Segment:
        return foretold(texts, [Way(LedgerId("2" * 32), door, chance)])

    ledger = LedgerId("2" * 32)
    both = foretold(texts, [Way(ledger, "local", Chance.OPEN), Way(ledger, "telegram", Chance.NOW)])
    return {
        "能提醒到": Reply((way("telegram", Chance.NOW),)),
        "网页会弹出来": Reply((way("local", Chance.OPEN),)),
        "网页会弹出来，也连了别处": Reply((both,)),
        "要打开才看得到": Reply((way("local", Chance.UNSEEN),)),
        "别处也要打开才看得到": Reply((way("cli", Chance.UNSEEN),)),
        "哪里也提醒不到": Reply((way("cli", Chance.NEVER),)),
    }
