"""Everything people read while they talk about plans, for the golden files."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from handlers import notes, unable
from handlers.beijing import BEIJING
from handlers.calendar.holidays import Holidays
from handlers.counsel import saying
from handlers.counsel.book import QuestionBook
from handlers.counsel.citing import cite
from handlers.counsel.counsel import Told
from handlers.counsel.finding import Sure
from handlers.language.repayment import asking as questions
from handlers.language.repayment.correcting import Correction
from handlers.law.book import LawBook
from handlers.law.rates import RateBook
from handlers.law.routes import RouteBook
from handlers.messages import Button, MediaKind, Reply
from handlers.notes import Record
from handlers.planning import (
    asking,
    confirming,
    corrections,
    delays,
    handing,
    listing,
    mistakes,
    owing,
    payments,
    reminding,
    repeated,
    whose,
)
from handlers.planning import draft as drafts
from handlers.planning.about import About
from handlers.planning.corrections import Noted
from handlers.planning.draft import Ask, Draft
from handlers.planning.proofs import Proof
from handlers.planning.receipts import Choice, offered
from handlers.planning.warnings import warnings
from handlers.plans import KeptPlan
from handlers.repayment.events import Cancelled, Muted, Paid, Renegotiated, Settled, Undone
from handlers.repayment.paid import Payment
from handlers.repayment.plan import Fen
from handlers.repayment.receipts import Receipt
from handlers.texts.texts import Texts
from handlers.wishes import Wishes
from storage.planned import PlanId
from storage.records import ItemId, Sha256
from tests.texts.reminding import DUE, ROW, kept

AT = datetime(2026, 11, 25, 6, tzinfo=UTC)
TODAY = date(2026, 11, 25)
WHOLE = "跟某某银行谈好了，欠12000，分12期，每月15号还1000"


def talk(*told: str) -> Draft:
    draft = Draft(id=7, at=AT).but(Ask.SENTENCE, told[0], AT)
    for words in told[1:]:
        answered = drafts.answers(draft, words, AT)
        assert answered is not None, words
        draft = answered
    return draft


def plans(texts: Texts) -> Mapping[str, Reply]:
    return {**_asked(texts), **_tables(texts), **_listed(texts), **_answered(texts)}


def _asked(texts: Texts) -> Mapping[str, Reply]:
    def ask(*told: str) -> Reply:
        draft = talk(*told)
        return asking.question(texts, draft, drafts.drafted(draft), TODAY)

    def said(asks: Ask) -> Reply:
        draft = Draft(id=7, at=AT, asks=asks)
        return asking.question(texts, draft, drafts.drafted(draft), TODAY)

    def renewing(*told: str) -> Draft:
        draft = Draft(id=7, at=AT, renews="5555555555", base=drafts.drafted(talk(WHOLE)).plan)
        for words in told:
            draft = drafts.answers(draft, words, AT) or draft
        return draft

    half = talk("欠某某银行8000，每个月还1000")
    whole = talk(WHOLE)
    less, renewed = renewing("这期改成500"), renewing()
    return {
        "问每期还多少，知道总数": ask("欠某某银行8000，分期还"),
        "问每期还多少": ask("跟某某银行谈好分期还"),
        "问几期": ask("跟某某银行谈好每月还500"),
        "问几号": ask("欠某某银行8000，每个月还1000"),
        "问星期几": ask("跟某某银行谈好每周还200，还10次"),
        "问第一次哪天": ask("跟某某银行谈好每10天还200，还10次"),
        "问哪天": ask("欠某某银行5000，一次还清"),
        "问首付哪天": ask("某某银行，首付2000，剩下的一万分10个月，每月5号"),
        "问一共多少": ask("跟某某银行说好12月20号一次还清"),
        "问欠谁": ask("欠8000，每月15号还1000"),
        "问约好的方式": said(Ask.SENTENCE),
        "问哪里不一样": said(Ask.CHANGE),
        "没看懂答案": asking.misread(texts, half, drafts.drafted(half), TODAY, "32号"),
        "少还的怎么办": asking.question(texts, less, drafts.drafted(less), TODAY),
        "没看懂是哪一期": asking.misread(
            texts, renewed, drafts.drafted(renewed), TODAY, "第13期改成500"
        ),
        "每期还是一期": asking.misread(texts, renewed, drafts.drafted(renewed), TODAY, "改成500"),
        "别的事之后接着问": asking.recalled(texts, half, drafts.drafted(half), TODAY),
        "搁了七天没保存": asking.lapsed(texts, whole),
        "搁了七天没改": asking.lapsed(texts, less),
        "搁了七天没答还了多少": asking.lapsed(texts, Draft(id=7, at=AT, asks=Ask.PAID)),
        "没说哪天，只说几点": reminding.once_or_always(texts, "15:30"),
        "别的事之后接着看表": asking.recalled(texts, whole, drafts.drafted(whole), TODAY),
    }


def _tables(texts: Texts) -> Mapping[str, Reply]:
    def table(*told: str, same: bool = False) -> Reply:
        draft = talk(*told)
        stand = drafts.drafted(draft)
        assert stand.plan is not None
        return confirming.table(
            texts,
            Holidays.load(),
            draft,
            stand,
            stand.plan,
            warnings=warnings(texts, stand, draft.told, TODAY, RateBook.load()),
            same=kept() if same else None,
        )

    def renewed(*told: str) -> Reply:
        draft = Draft(id=7, at=AT, renews="5555555555", base=drafts.drafted(talk(WHOLE)).plan)
        for words in told:
            draft = drafts.answers(draft, words, AT) or draft
        stand = drafts.drafted(draft)
        assert stand.plan is not None
        return confirming.table(texts, Holidays.load(), draft, stand, stand.plan, renews=1)

    return {
        "只改一期": renewed("这期只还300，剩下的下期一起还"),
        "免掉一期": renewed("最后一期免了"),
        "最后加一期": renewed("第2期改到20号，只还700", "最后加一期"),
        "每期都改": renewed("改成每期500"),
        "减掉一部分": renewed("他们同意减免到10000"),
        "和原来一样": renewed("改成每月15号"),
        "十二期的表": table(WHOLE),
        "改了以后的表": table(WHOLE, "每期改成800", "从明年1月开始"),
        "一次还清": table("欠某某银行5000，12月1号一次还清"),
        "有首付": table("某某银行，首付2000，剩下的6000分3个月，每月5号", "明天"),
        "名字里有月付": table("美团月付500，还6期", "每月10号"),
        "跟同一方已有计划": table(WHOLE, same=True),
        "各种提醒": table(
            "欠某某银行8000，三年没还了，工资3000，要先交保证金，转到业务员个人微信，"
            "分2期还，每月15号还5000"
        ),
        "比法律保护的多，私人借款": table("去年3月跟朋友借了8000，谈好分6期，每月5号还1800"),
        "比法律保护的多，没说哪天借的": table("欠放贷的5000，没有牌照，分10期，每月5号还600"),
        "折成年利率偏高，机构借款": table("欠某某银行8000，分6期，每月15号还1800"),
        "工资不够还": table("工资3000，欠某某银行8000，分2期，每月15号还4000"),
        "日子已经过了": table("欠某某银行500，2026年11月1号还500"),
        "保存以后": confirming.saved(texts, kept(), Wishes(), renewed=False, today=TODAY),
        "改约定以后": confirming.saved(texts, kept(), Wishes(), renewed=True, today=TODAY),
        "今天就到期": _saved_on(texts, 10),
        "今天就到期，夜里保存": _saved_on(texts, 22),
    }


def _saved_on(texts: Texts, hour: int) -> Reply:
    """Saved at that hour of the day on which it is due."""
    at = datetime.combine(DUE, time(hour), tzinfo=BEIJING)
    plan = kept()
    today = dataclasses.replace(plan, state=dataclasses.replace(plan.state, since=at))
    return confirming.saved(texts, today, Wishes(), renewed=False, today=DUE)


def _listed(texts: Texts) -> Mapping[str, Reply]:
    part = kept(Paid("0.0", Fen(50000), DUE))
    done = kept(Paid("0.0", None, DUE), Paid("0.1", None, DUE))
    renewed = kept(Renegotiated(kept().state.plan))
    holidays, late = Holidays.load(), DUE + timedelta(days=3)
    several = [
        dataclasses.replace(
            one,
            row=dataclasses.replace(one.row, number=number, plan=PlanId(ItemId(str(number) * 32))),
        )
        for number, one in enumerate((part, done, renewed, kept(Cancelled(), creditor=None)), 1)
    ]
    return {
        "没有计划": listing.overview(texts, [], TODAY),
        "几个计划": listing.overview(texts, several, TODAY),
        "都结清了": listing.overview(texts, [done], TODAY),
        "一个计划": listing.details(texts, holidays, part, TODAY),
        "一个计划，有协商记录": listing.details(
            texts,
            holidays,
            part,
            TODAY,
            records=notes.shown(
                texts,
                [
                    Record((7, 8), AT, MediaKind.VOICE),
                    Record((9,), AT + timedelta(days=1), MediaKind.TEXT),
                ],
            ),
        ),
        "有过期的": listing.details(texts, holidays, part, late),
        "先不提醒的计划": listing.details(texts, holidays, kept(Muted()), TODAY),
        "结清的计划": listing.details(texts, holidays, done, TODAY),
        **{
            f"问：{words}": owing.told(texts, several[:1], asked, TODAY)
            for words in ("还剩多少", "这个月要还多少", "下次什么时候还", "我还了多少", "还有几期")
            if (asked := questions.heard(words, TODAY))
        },
        "提醒设置": reminding.state(texts, Wishes()),
        "提醒设置，都关了": reminding.state(
            texts,
            Wishes(
                zone="Europe/London",
                moments=(),
                quiet_from=time(0),
                quiet_until=time(0),
                neutral=True,
            ),
        ),
    }


def hand_over(texts: Texts) -> Mapping[str, Reply]:
    file = (Sha256("ab12" * 16), Sha256("90cd" * 16))
    receipt = Proof("k2", 3, MediaKind.PICTURE, AT - timedelta(hours=1), file[:1])
    note = Proof("", 7, MediaKind.VOICE, AT, file)
    gone = Proof("", 8, MediaKind.DOCUMENT, AT, file[:1], gone=True)
    part = kept(Paid("0.0", Fen(50000), DUE, 3))
    renewed = kept(
        Paid("0.0", None, DUE),
        Paid("0.1", None, DUE),
        Undone("k3"),
        Renegotiated(kept(day=DUE + timedelta(days=60)).state.plan),
        Paid("1.0", Fen(100), DUE + timedelta(days=60)),
    )
    settled = kept(Paid("0.0", None, DUE), Settled(DUE + timedelta(days=1)))
    unnamed = kept(Cancelled(), creditor=None)
    numbered = kept(creditor="王某13800001234")
    late = AT + timedelta(days=400)
    return {
        "先想一想": handing.thought(texts, ROW),
        "有凭证和录音": handing.handed(texts, part, [receipt, note, gone], AT),
        "改过约定，有一笔记错": handing.handed(texts, renewed, [], AT),
        "记为结清": handing.handed(texts, settled, [], AT),
        "已取消，没说欠谁的": handing.handed(texts, unnamed, [], late),
        "名字里有号码": handing.handed(texts, numbered, [], AT),
    }


def _answered(texts: Texts) -> Mapping[str, Reply]:
    fresh, part = kept(), kept(Paid("0.0", Fen(50000), DUE))
    done = kept(Paid("0.0", None, DUE), Paid("0.1", Fen(128400), DUE))
    first = fresh.state.rows[0]
    receipt = Receipt(Fen(128365), TODAY, "某某银行股份有限公司")
    said = Payment("event:9:paid", "0.0", TODAY, AT, Fen(50000))
    same = dataclasses.replace(said, fen=Fen(128365))
    other = Button("王姐 2026年12月1日星期二 300 元", "plan-paid:2222222222:0.0:30000:9")
    pressed = Reply((), (other,))
    return {
        "已还，全部": payments.noted(
            texts, kept(Paid("0.0", None, DUE)), first, Fen(128365), delivery=9
        ),
        "已还，说是昨天": payments.noted(
            texts,
            kept(Paid("0.0", None, DUE)),
            first,
            Fen(128365),
            delivery=9,
            on=DUE - timedelta(days=1),
        ),
        "已还，一部分": payments.noted(texts, part, first, Fen(50000), delivery=9),
        "全部还清，还多了": payments.noted(
            texts, done, done.state.rows[1], Fen(128400), proof="E-0007"
        ),
        "几分钟里又说还了一笔": repeated.asked(
            texts, About(part, first), said, Fen(50000), "plan-more:1111111111:0.0:50000:9"
        ),
        "改过的一笔": payments.noted(texts, part, first, Fen(50000), delivery=9, corrected=True),
        "撤掉的一笔": mistakes.taken_back(texts, fresh, first),
        "说记错了，要问改成多少": _corrected(texts, part, said, Correction(amount=Fen(30000))),
        "说没还，要问撤不撤": _corrected(texts, part, said, Correction(nothing=True)),
        "只说不对": _corrected(texts, part, said, Correction()),
        "付给没有计划的一方": whose.stranger(texts, "花呗", pressed, over=None, today=TODAY),
        "付给已经结清的一方": whose.stranger(texts, "某某银行", pressed, over=done, today=TODAY),
        "还不上，到日子以前": delays.hardship(texts, About(fresh, first), before=True),
        "还不上，过了日子": delays.hardship(texts, About(fresh, first), before=False),
        "还不上，没有计划": _unable(texts),
        "像是付款凭证": offered(texts, receipt, [Choice(fresh, first)], number=7, seq=12),
        "像是付款凭证，那一期记过一笔": offered(
            texts,
            receipt,
            [Choice(part, first, more=True), Choice(part, first, said)],
            number=7,
            seq=12,
        ),
        "像是付款凭证，同样的数记过": offered(
            texts,
            receipt,
            [Choice(part, first, same), Choice(part, first, more=True)],
            number=7,
            seq=12,
        ),
    }


def _corrected(texts: Texts, kept: KeptPlan, payment: Payment, what: Correction) -> Reply:
    """What is offered for the payment that was put down last."""
    place = next(i for i, one in enumerate(kept.happened) if isinstance(one.event, Paid))
    found = dataclasses.replace(payment, key=kept.happened[place].key)
    return corrections.offered(texts, Noted(kept, kept.state.rows[0], found), what)


def _unable(texts: Texts) -> Reply:
    law = LawBook.load()
    matter = QuestionBook.load(law, RouteBook.load(law)).matter(unable.MATTER)
    cited = cite(matter, law, TODAY)
    told = Told(TODAY, matter, cited, tuple(cited.provisions), Sure.YES, ())
    return unable.with_way_on(texts, saying.reply(texts, told))
