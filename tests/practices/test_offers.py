"""Paid services for debtors are recognised as what they are; warnings and lenders are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handlers.law.book import LawBook
from handlers.practices.classifier import HOME, Catalogue
from handlers.practices.errors import CatalogueError
from handlers.practices.loading import OFFERS, load
from handlers.verdicts import Channel, Outcome, Passage, Verdict

CATALOGUE = Catalogue.load(LawBook.load().ids)


def judge(text: str, channel: Channel | None = None) -> Verdict:
    return CATALOGUE.judge.judge(Passage(text, channel))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("还在被催？反催收一对一指导，教您怎么说，学员价 599", "anti_collection"),
        ("反催收互助群，入群先付 200，代接催收电话一单 300", "anti_collection"),
        ("𝙤专业反·催·收，加薇：abc123，不成功不收", "anti_collection"),
        ("專業反催收團隊，收費合理，加我微信", "anti_collection"),
        ("逾期代办找我，专业谈分期，加 v 详聊", "agency"),
        ("退息退费，平台利息能退，成功后付费三成，扫码咨询", "agency"),
        ("代理投诉银行，材料包、话术都给你准备好，先交定金", "agency"),
        ("信用卡停息挂账，最快三天，服务费 10%，私信", "suspension"),
        ("停 息 挂 账 60 期，包过，名额不多，联系我", "suspension"),
        ("我帮你做停息分期，病历我来弄，你先付 2000", "suspension"),
        ("征信洗白，百分百成功，先付一半", "credit_repair"),
        ("想买房征信有逾期？征信优化顾问帮您消逾期，加微信", "credit_repair"),
        ("信用修复培训班，教程 1680，学会可接单", "credit_repair"),
        ("债务整合成一笔，垫资结清再放款，收 6 个点服务费，加微信评估，当天办", "restructuring"),
        ("负债优化团队，帮您规划上岸，免费咨询，私信领取方案", "restructuring"),
        ("【债务优化】专业团队帮您处理网贷，回复1咨询，拒收请回复R", "restructuring"),
    ],
)
@pytest.mark.parametrize("channel", [None, Channel.SMS])
def test_an_offer_is_recognised(text: str, kind: str, channel: Channel | None) -> None:
    verdict = judge(text, channel)
    assert verdict.offer == kind
    assert verdict.outcome is Outcome.NOT_COLLECTION
    assert not verdict.findings
    assert not verdict.possible


@pytest.mark.parametrize(
    "text",
    [
        "停息挂账是什么意思",
        "反催收合法吗？",
        "【某某银行】近期有不法中介以代理维权为名收取服务费，请勿轻信。",
        "公安机关通报：一团伙以征信修复为名收费，涉嫌诈骗，已立案侦查。",
        "【某某消金】您有困难可自行联系官方客服办理延期，任何代办停息挂账的都是骗局。",
        "公司与债权人达成债务重组，年报里写了方案。",
        "法院：失信人履行后可以申请信用修复，办理请到立案窗口。",
        "你欠的钱今天必须还，别想着找人办停息挂账，收费的都没用",
        "再不还就上门，找什么反催收、代理维权都没用，加我微信处理",
        "坐席：您好，我这里是某某消金，您的借款可以停息分期，我帮您办理，加我微信。",
        "专业团队免费咨询装修，加微信报名",
        "今天下班一起吃饭吗",
        "",
    ],
)
def test_what_is_no_offer(text: str) -> None:
    assert judge(text).offer is None


def test_a_collector_who_threatens_is_judged_by_what_he_says() -> None:
    text = "再不还钱就打断你的腿，要么找我们办停息挂账，先交三千定金，加微信"
    verdict = judge(text)
    assert verdict.offer is None
    assert "violence_threat" in verdict.practices


def test_every_kind_has_what_a_reader_needs() -> None:
    kinds = CATALOGUE.judge.offers.kinds
    assert len(kinds) >= 5
    assert all(kind.name and kind.provisions for kind in kinds)
    assert CATALOGUE.judge.offers.kind(kinds[0].id) is kinds[0]


@pytest.mark.parametrize(
    ("old", "new", "row", "problem"),
    [
        ('id = "agency"', 'id = "suspension"', "file", "an id twice"),
        ('id = "agency"', 'id = "agency"\nnote = "x"', "offers.agency", "'note'"),
        ('"PI-10", "CL-253-1"', '"PI-10", "CL-999"', "offers.agency", "'CL-999'"),
        ('"{harm}"', '"{harmm}"', "file", "{harmm} is not a concept"),
        ('  "网贷代理维权，', '  "谨防网贷代理维权，', "offers.agency", "'examples' 1 does not"),
        ('  "想自己投诉平台，', '  "加我微信，收费投诉平台，', "offers.agency", "'near_misses' 2"),
    ],
)
def test_a_wrong_row_is_refused_and_named(
    tmp_path: Path, old: str, new: str, row: str, problem: str
) -> None:
    home = tmp_path / "catalogue"
    shutil.copytree(HOME, home)
    text = (home / OFFERS).read_text(encoding="utf-8")
    assert old in text
    (home / OFFERS).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        load(home, LawBook.load().ids)
    assert refused.value.file == OFFERS
    assert refused.value.row == row
    assert problem in refused.value.problem
