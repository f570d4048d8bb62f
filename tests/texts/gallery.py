"""Every complete reply people will read, by file and title, for the golden files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from handlers import account, advice, complaints, crisis, requests
from handlers.law.book import LawBook
from handlers.law.routes import RouteBook
from handlers.messages import Reply, Segment, Voice
from handlers.questions import Question
from handlers.texts.texts import Texts
from handlers.verdicts import OfferId, Outcome, Paper, SentSource, Severity
from tests.texts import planning, reminding
from tests.texts.samples import (
    DAY,
    NAMES,
    PROVISIONS,
    RECEIVED,
    SHA256,
    answer,
    at,
    finding,
    judgement,
)

GOLDEN = Path(__file__).parent / "golden"
OPERATOR = "某某法律援助站"
Gallery = Mapping[str, Mapping[str, Reply]]


def gallery(texts: Texts) -> Gallery:
    return {
        "receipts": _receipts(texts),
        "found": _found(texts),
        "practices": {
            name: answer(texts, judgement(severity=Severity.MEDIUM, findings=[finding(practice)]))
            for practice, name in NAMES.items()
        },
        "lawful-unsure-papers": _others(texts),
        "services": _services(texts),
        "notices": _notices(texts),
        "complaints": _complaints(texts),
        "account": _account(texts),
        "reminders": reminding.reminders(texts),
        "deadlines": reminding.legal(texts),
        "places": reminding.places(texts),
        "requests": {
            "按种类删除": requests.delete_part(texts),
            "导出": requests.no_export_yet(texts),
        },
        "plans": planning.plans(texts),
        "plans-handed-over": planning.hand_over(texts),
        "crisis": {
            "本人或家人处在危险中": crisis.answer(texts),
            "听着像，但说不准": crisis.asked(texts),
        },
    }


def _receipts(texts: Texts) -> Mapping[str, Reply]:
    def one(media: str | None, *, withdrawable: bool, reading: bool) -> Reply:
        return advice.receipt(
            texts,
            number=7,
            seq=12,
            received_at=RECEIVED,
            sha256=SHA256,
            media=media,
            withdrawable=withdrawable,
            reading=reading,
        )

    return {
        "粘贴的文字": one(None, withdrawable=True, reading=False),
        "图片": one("picture", withdrawable=False, reading=True),
        "语音": one("voice", withdrawable=False, reading=True),
    }


def _found(texts: Texts) -> Mapping[str, Reply]:
    several = [
        finding("violence_threat", "明天就打断你的腿", "话里说要伤害身体"),
        finding("third_party_contact", "你爸妈你同事一个个打", "说要联系家人和同事"),
        finding("third_party_contact", "通讯录挨个发", "说要联系通讯录里的人"),
        finding("insult", "废物" * 60, "用侮辱人的话称呼"),
    ]
    critical = judgement(severity=Severity.CRITICAL, findings=several)
    mind = judgement(severity=Severity.CRITICAL, findings=[finding("self_harm_incitement")])
    night = judgement(
        severity=Severity.LOW,
        findings=[finding("night_contact", None, "发送时间在夜里 22 点到早上 8 点之间")],
    )
    asks = judgement(severity=Severity.MEDIUM, findings=[finding("insult")], asks_when=True)
    forged = judgement(findings=[finding("forged_legal_document")], paper=Paper.COURT)
    child = judgement(severity=Severity.CRITICAL, findings=[finding("insult")])
    told = judgement(
        severity=Severity.MEDIUM, findings=[finding("home_visit_threat", told=True)], asks_when=True
    )
    sent = {source: at(source) for source in SentSource if source is not SentSource.UNKNOWN}
    return {
        "几种做法，有人身危险，粘贴的文字": answer(texts, critical, pasted=True),
        "叫人去死的话": answer(texts, mind),
        "夜里催收，按画面里的时间，图片被压缩过": answer(
            texts, night, day_is_receipt=False, sent=sent[SentSource.PRINTED], recompressed=True
        ),
        "按平台给出的时间": answer(
            texts, night, day_is_receipt=False, sent=sent[SentSource.PLATFORM]
        ),
        "按本人说的时间": answer(texts, night, day_is_receipt=False, sent=sent[SentSource.STATED]),
        "不知道几点收到": answer(texts, asks),
        "疑似假文书": answer(texts, forged),
        "对孩子的威胁使程度升高": answer(texts, child),
        "不能确定的，本人说是催收": answer(texts, told),
        "没有可列的依据和去处": answer(texts, asks, provisions=(), routes=()),
        "更多依据": advice.more(
            texts, number=7, provisions=PROVISIONS, day=DAY, day_is_receipt=False
        ),
        "更多依据，一条也没有": advice.more(
            texts, number=7, provisions=(), day=DAY, day_is_receipt=True
        ),
    }


def _others(texts: Texts) -> Mapping[str, Reply]:
    def one(outcome: Outcome, paper: Paper | None = None, *, asks_when: bool = False) -> Reply:
        seen = [finding("home_visit_threat")] if outcome is Outcome.UNSURE else []
        verdict = judgement(outcome, Severity.NONE, possible=seen, paper=paper, asks_when=asks_when)
        return answer(texts, verdict, provisions=())

    whose = judgement(Outcome.UNSURE, Severity.NONE, possible=[finding("wrong_person")])
    return {
        "未发现禁止的做法": one(Outcome.LAWFUL),
        "未发现，但要问时间": one(Outcome.LAWFUL, asks_when=True),
        "自称法院的文书，未发现": one(Outcome.LAWFUL, Paper.COURT),
        "自称律师的信，未发现": one(Outcome.LAWFUL, Paper.LAWYER),
        "不能确定": one(Outcome.UNSURE),
        "不能确定，要问是谁的债": answer(texts, whose, provisions=()),
        "不像催收消息": one(Outcome.NOT_COLLECTION),
        "不像催收消息，但自称法院": one(Outcome.NOT_COLLECTION, Paper.COURT),
    }


def _services(texts: Texts) -> Mapping[str, Reply]:
    def kept(kind: str, name: str) -> Reply:
        verdict = judgement(Outcome.NOT_COLLECTION, Severity.NONE, offer=kind)
        return answer(texts, verdict, service=name)

    return {
        "打进来的字，没有保存": advice.service_offered(texts, OfferId("agency"), "代理维权"),
        "转发来的，停息挂账": kept("suspension", "代办停息挂账"),
        "转发来的，征信修复": kept("credit_repair", "征信修复、征信洗白"),
    }


def _notices(texts: Texts) -> Mapping[str, Reply]:
    reasons = sorted(key.removeprefix("unread.") for key in texts.family("unread"))
    lost = sorted(key.removeprefix("lost.") for key in texts.family("lost"))
    unread = {
        f"读不出：{reason}": advice.unread(texts, number=7, seq=12, reason=reason)
        for reason in reasons
        if reason != "kept"
    }
    not_kept = {
        f"没有保存：{reason}": advice.not_kept(texts, reason=reason)
        for reason in lost
        if reason not in {"lead", "operator"}
    }
    return {
        **unread,
        **not_kept,
        "问要不要保存": advice.offer_to_keep(texts, Question.SENDER),
        "问要不要保存，要问是谁的债": advice.offer_to_keep(texts, Question.WHOSE),
        "本人说不是，没有保存": advice.let_go(texts),
        "本人说不是催收": advice.ended(texts, number=7, seq=12, paper=None),
        "本人说不是催收，但自称法院": advice.ended(texts, number=7, seq=12, paper=Paper.COURT),
        "同样的回答又点了一次": advice.already_answered(texts, number=7),
        "闲聊": advice.chat_hint(texts),
        "撤回": advice.withdrawn(texts, number=7),
        "谢谢反馈": advice.feedback_thanks(texts, number=7, seq=12),
        "判断不对，再问是哪里": advice.feedback_thanks(texts, number=7, seq=12, asks=True),
        "重复": advice.already_kept(texts, number=7),
        "空间不够": advice.disk_low(texts),
        "删过的又来了": advice.duplicate_erased(texts),
        "同一条内容不同": advice.conflict(texts),
    }


def _complaints(texts: Texts) -> Mapping[str, Reply]:
    law = LawBook.load()
    routes = RouteBook.load(law)

    def told(lender: str) -> Reply:
        places = routes.for_case([], severity_is_danger=False, lender=lender)
        kind = routes.lender(lender)
        bound = law.in_force(kind.basis, DAY)
        more = complaints.seldom(texts, routes) if lender == "unknown" else ()
        return complaints.told(texts, kind, places, bound, day=DAY, more=more)

    threat = routes.for_case(["violence_threat"], severity_is_danger=True, lender="bank")
    bank = routes.lender("bank")
    return {
        "问是谁放的款": complaints.ask(texts, routes),
        **{kind.name: told(kind.id) for kind in routes.lenders},
        "有证据的": complaints.told(texts, bank, threat, (), day=DAY, number=7),
    }


def _account(texts: Texts) -> Mapping[str, Reply]:
    lines = [account.Listed(8, RECEIVED, "picture"), account.Listed(7, RECEIVED)]
    return {
        "第一次": account.welcome(texts, operator=OPERATOR),
        "帮助": account.usage(texts),
        "隐私": account.privacy(texts, operator=OPERATOR),
        "证据清单": account.list_evidence(texts, lines),
        "证据清单，空": account.list_evidence(texts, []),
        "删除一条，确认": account.delete_one(texts, number=7, seq=12),
        "删除全部，确认": account.delete_all(texts),
        "删除全部，两处相连，确认": account.delete_all(texts, ["Telegram"]),
        "已删除": account.deleted(texts, number=7),
        "已全部删除": account.deleted_all(texts),
        "在另一处全部删除": account.deleted_all(texts, elsewhere=True),
        "取消": account.cancelled(texts),
        "按钮过期": account.stale_button(texts),
        "没有这个编号": account.no_such_evidence(texts, 99),
        "没有可删的": account.no_such_evidence(texts, None),
    }


def page(title: str, replies: Mapping[str, Reply]) -> str:
    """One golden file."""
    parts = [f"# {title}", *(_shown(name, reply) for name, reply in replies.items())]
    return "\n\n".join(parts) + "\n"


def _shown(name: str, reply: Reply) -> str:
    buttons = "、".join(f"{button.label}（`{button.action}`）" for button in reply.buttons)
    shown = [f"## {name}", *_picture(reply), *(_segment(segment) for segment in reply.segments)]
    return "\n\n".join([*shown, f"按钮：{buttons}"] if buttons else shown)


def _picture(reply: Reply) -> list[str]:
    """What a picture shows, for those who do not see it, and what is written in it."""
    if reply.picture is None:
        return []
    words = [reply.picture.words, *(panel.next for panel in reply.picture.panels)]
    return ["> " + "  \n> ".join("\n".join(words).splitlines()) + "\n\n<sub>图</sub>"]


def _segment(segment: Segment) -> str:
    marks = [segment.look.value]
    if segment.voice is Voice.QUOTED:
        marks.append("对方原话")
    if segment.folded:
        marks.append("折叠")
    if segment.sources:
        marks.append("依据 " + " ".join(segment.sources))
    lines = segment.text.replace("\n", "  \n> ")
    return f"> {lines}\n\n<sub>{' · '.join(marks)}</sub>"


def build(folder: Path = GOLDEN) -> None:
    """Write every golden file."""
    folder.mkdir(exist_ok=True)
    for title, replies in gallery(Texts.load()).items():
        (folder / f"{title}.md").write_text(page(title, replies), encoding="utf-8")


if __name__ == "__main__":
    build()
