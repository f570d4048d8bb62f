"""Sample data for replies: one of everything that can be answered."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from handlers import advice
from handlers.judged import RouteLike
from handlers.messages import Reply
from handlers.practices.classifier import HOME
from handlers.texts.texts import Texts
from handlers.verdicts import (
    Finding,
    OfferId,
    Outcome,
    Paper,
    PracticeId,
    Sent,
    SentSource,
    Severity,
    Verdict,
)

NAMES = {
    PracticeId(key): name
    for key, name in {
        "violence_threat": "暴力或人身威胁",
        "unlawful_detention": "非法拘禁",
        "self_harm_incitement": "教唆自杀自残",
        "sexual_humiliation": "性羞辱",
        "extortion": "敲诈勒索",
        "stalking": "跟踪、围堵",
        "trespass": "闯入、堵门或滞留住宅",
        "impersonating_authority": "冒充公检法等机关",
        "forged_legal_document": "伪造法律文书",
        "false_criminal_threat": "虚假刑责恐吓",
        "death_curse": "死亡诅咒",
        "debt_disclosure": "泄露债务和个人信息",
        "workplace_harassment": "骚扰单位",
        "third_party_contact": "骚扰第三方",
        "home_visit_threat": "威胁上门",
        "insult": "辱骂侮辱",
        "frequency_harassment": "高频骚扰",
        "night_contact": "夜间催收",
        "false_credit_threat": "虚假征信、失信说法",
        "illegal_interest_or_fee": "违法息费",
        "induce_new_borrowing": "诱导借新还旧",
        "private_account_payment": "要求打入个人账户",
        "unidentified_collector": "不表明身份",
        "wrong_person": "向非债务人催收",
        "impersonating_lawyer": "冒充律师",
        "illegal_data_acquisition": "非法获取个人信息",
    }.items()
}
for path in sorted(HOME.glob("*.toml")):  # those added since, so that nobody edits a test
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    if "id" in table:
        NAMES.setdefault(PracticeId(table["id"]), table["name"])
RECEIVED = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
DAY = date(2026, 11, 22)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@dataclass(frozen=True)
class SampleProvision:
    id: str
    short: str
    gist: str
    consequence: str
    layer: str


@dataclass(frozen=True)
class SampleRoute:
    id: str
    name: str
    line: str


PROVISIONS = tuple(
    SampleProvision(f"P-{n}", f"《示例法》第{n}条", f"示例要旨{n}。", f"示例后果{n}。", layer)
    for n, layer in enumerate(("administrative", "civil", "criminal", "norm", "procedure"), 1)
)
ROUTES = (
    SampleRoute("110", "110", "有危险或被威胁时打，说清时间、号码和原话。"),
    SampleRoute("lender_complaint", "放贷机构官方客服", "要求停止并换人联系，留下工单号。"),
    SampleRoute("12378", "12378", "银行、消费金融的违规催收，先向机构投诉过再打。"),
    SampleRoute("local_finance", "省级地方金融管理局", "小额贷款公司找它。"),
    SampleRoute("12321", "12321", "骚扰电话和垃圾短信。"),
)


def finding(
    practice: str,
    quote: str | None = "示例原话",
    because: str = "这里写为什么",
    *,
    told: bool = False,
) -> Finding:
    end = None if quote is None else len(quote)
    start = None if quote is None else 0
    return Finding(PracticeId(practice), because, "sample", 0.9, quote, start, end, told)


def judgement(
    outcome: Outcome = Outcome.FOUND,
    severity: Severity = Severity.HIGH,
    findings: Sequence[Finding] = (),
    possible: Sequence[Finding] = (),
    *,
    paper: Paper | None = None,
    asks_when: bool = False,
    offer: str | None = None,
) -> Verdict:
    return Verdict(
        outcome=outcome,
        severity=severity,
        catalogue="sample",
        findings=tuple(findings),
        possible=tuple(possible),
        paper=paper,
        asks_when=asks_when,
        offer=OfferId(offer) if offer else None,
    )


def answer(
    texts: Texts,
    verdict: Verdict,
    *,
    provisions: Sequence[SampleProvision] = PROVISIONS,
    routes: Sequence[RouteLike] = ROUTES,
    day_is_receipt: bool = True,
    sent: Sent | None = None,
    recompressed: bool = False,
    pasted: bool = False,
    service: str = "",
) -> Reply:
    return advice.verdict(
        texts,
        number=7,
        seq=12,
        verdict=verdict,
        names=NAMES,
        provisions=provisions,
        routes=routes,
        day=DAY,
        day_is_receipt=day_is_receipt,
        sent=sent or Sent(),
        recompressed=recompressed,
        pasted=pasted,
        service=service,
    )


def at(source: SentSource) -> Sent:
    return Sent(datetime(2026, 11, 22, 15, 30, tzinfo=UTC), source)
