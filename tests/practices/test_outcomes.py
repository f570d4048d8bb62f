"""The four answers, who speaks, the clock, papers, disguises: what a borrower will notice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.practices.classifier import Catalogue, Classifier
from handlers.verdicts import Channel, Outcome, Paper, Passage, Sent, SentSource, Severity, Verdict

CLASSIFIER = Classifier(Catalogue.load())
NIGHT = Sent(datetime(2026, 5, 1, 15, 0, tzinfo=UTC), SentSource.PLATFORM)  # 23:00 in Beijing
DAY = Sent(datetime(2026, 5, 1, 2, 0, tzinfo=UTC), SentSource.PLATFORM)
POLITE = "【某某分期】您的借款已逾期3天，请尽快还款。"


def judge(text: str, channel: Channel | None = None, sent: Sent | None = None) -> Verdict:
    return CLASSIFIER.judge(Passage(text, channel, sent or Sent()))


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("不还钱就打断你的腿", Outcome.FOUND),
        (POLITE, Outcome.LAWFUL),
        ("【某某银行】您的贷款已逾期，我行将依法向人民法院提起诉讼。", Outcome.LAWFUL),
        ("你家住几楼来着", Outcome.UNSURE),
        ("【某某外卖】骑手已到楼下，请取餐。", Outcome.NOT_COLLECTION),
        ("催收员说不还钱就打断我的腿，我该怎么办？", Outcome.NOT_COLLECTION),
        ("律师：他说过“不还就弄死你”吗？\n当事人：说过，我录音了。", Outcome.NOT_COLLECTION),
        (
            "警方通报：近日，一催收团伙因泼油漆、拘禁欠款人被抓获，犯罪嫌疑人已落网。",
            Outcome.NOT_COLLECTION,
        ),
        ("这把再送我打断你的腿，赶紧上线排位，王者等你", Outcome.NOT_COLLECTION),
        ("", Outcome.NOT_COLLECTION),
    ],
)
def test_outcomes(text: str, outcome: Outcome) -> None:
    verdict = judge(text, sent=DAY)
    assert verdict.outcome is outcome
    assert bool(verdict.findings) == (outcome is Outcome.FOUND)
    assert bool(verdict.possible) == (outcome is Outcome.UNSURE)
    assert (verdict.severity is Severity.NONE) == (outcome is not Outcome.FOUND)
    assert verdict.provisions == ()
    assert verdict.catalogue


def test_seven_hundred_and_fourteen_may_be_an_amount() -> None:
    """The slang for a loan of seven or fourteen days is more than its number."""
    assert (
        judge("【某某银行】您尾号0714的贷款本期应还4714元，请按时还款。", sent=DAY).practices == ()
    )
    assert "illegal_interest_or_fee" in judge("你借的714口子再不还就翻倍", sent=DAY).practices


def test_only_the_collectors_words_count() -> None:
    said = "坐席：您好，某某消金，工号12，您的借款逾期了。\n客户：你们这些废物骗子，再打我砍死你！"
    verdict = judge(said, Channel.CALL, DAY)
    possible = {finding.practice for finding in verdict.possible}
    assert verdict.practices == ()
    assert not possible & {"insult", "violence_threat"}
    turned = "坐席：你这个废物，欠钱不还，某某消金记住你了。\n客户：您说话客气点。"
    assert judge(turned, Channel.CALL, DAY).practices == ("insult",)


@pytest.mark.parametrize(
    ("text", "channel", "nameless"),
    [
        ("我：您是哪个平台的？\n对方：你管我哪个，借了就得还", Channel.WECHAT, True),
        ("我：您是哪个平台的？\n对方：某某消金，工号18，您的借款逾期了", Channel.WECHAT, False),
        ("客户：你哪家的？\n坐席：别问我哪家，欠款今天必须还。", Channel.CALL, True),
        ("【客服】您的借款已逾期，请立即还清。", Channel.SMS, True),
        ("【某某银行客服】您的借款已逾期，请立即还清。", Channel.SMS, False),
        ("【案件管理组】您的欠款今日必须结清。", Channel.SMS, True),
        ("还款告知\n欠款已逾期，限三日内还清。\n某某消费金融公司", Channel.LETTER, False),
    ],
)
def test_who_collects_is_said_or_not(text: str, channel: Channel, *, nameless: bool) -> None:
    assert ("unidentified_collector" in judge(text, channel, DAY).practices) is nameless


def test_a_denial_is_not_the_act() -> None:
    assert (
        "third_party_contact"
        not in judge("【某某消金】我司不会联系您的家人，请放心还款。").practices
    )
    assert "third_party_contact" in judge("【某某消金】欠款不还，马上联系您的家人。").practices


@pytest.mark.parametrize(
    ("channel", "sent", "found", "asks"),
    [
        (Channel.SMS, NIGHT, True, False),
        (Channel.SMS, DAY, False, False),
        (Channel.SMS, Sent(), False, True),
        (Channel.SMS, Sent(NIGHT.at, SentSource.STATED), True, False),
        (Channel.OCR, NIGHT, False, True),
        (Channel.OCR, Sent(NIGHT.at, SentSource.STATED), True, False),
    ],
)
def test_night_by_the_clock_and_its_source(
    *, channel: Channel, sent: Sent, found: bool, asks: bool
) -> None:
    verdict = judge(POLITE, channel, sent)
    assert ("night_contact" in verdict.practices) == found
    assert verdict.asks_when == asks
    for finding in verdict.findings:
        assert finding.practice != "night_contact" or finding.quote is None


@pytest.mark.parametrize(
    ("clock", "found"), [("23:40", True), ("07:59", True), ("08:00", False), ("21:59", False)]
)
def test_night_by_the_time_printed_in_a_picture(*, clock: str, found: bool) -> None:
    verdict = judge(f"某某分期\n{clock} 您好，您的借款已逾期，请还款", Channel.OCR, NIGHT)
    assert ("night_contact" in verdict.practices) == found
    assert not verdict.asks_when
    assert [f.quote for f in verdict.findings if f.practice == "night_contact"] == [clock] * found


def test_the_most_polite_reminder_is_still_one_at_night() -> None:
    text = "【禾润银行】您本期账单1280元已逾期，请登录APP还款，如有困难可申请协商。"
    assert judge(text, Channel.SMS, NIGHT).practices == ("night_contact",)
    assert not judge(text, Channel.SMS, DAY).findings


def test_who_is_collecting() -> None:
    nameless = "最后通知：你的欠款今日必须还清！法务部"
    assert judge(nameless, Channel.SMS, DAY).practices == ("unidentified_collector",)
    assert judge(nameless, Channel.WECHAT, DAY).outcome is Outcome.LAWFUL
    assert judge("【诉讼保全】你的欠款今日必须还清！", Channel.SMS, DAY).findings
    assert not judge("【某某银行】您的欠款今日必须还清！", Channel.SMS, DAY).findings
    posing = judge("【市公安局经侦支队】你的欠款涉嫌诈骗，今日必须还清", Channel.SMS, DAY)
    assert "impersonating_authority" in posing.practices
    assert "unidentified_collector" not in posing.practices


def test_a_threat_to_a_child_is_critical() -> None:
    text = "我们知道你女儿几点放学，哪条路回家，还钱"
    verdict = judge(text, Channel.WECHAT, DAY)
    assert "stalking" in verdict.practices
    assert verdict.severity is Severity.CRITICAL
    assert judge("我在你楼下蹲了两天，还钱", Channel.WECHAT, DAY).severity is Severity.HIGH


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("【某某区人民法院】案号（2026）某0102民初3号，承办人赵法官，请签收传票。", Paper.COURT),
        ("律师函\n某某律师事务所受某某银行委托就您的借款致函\n律师 钱某", Paper.LAWYER),
        (POLITE, None),
    ],
)
def test_papers_are_noticed_genuine_or_not(text: str, paper: Paper | None) -> None:
    assert judge(text).paper is paper


def test_a_real_court_message_shows_nothing_forbidden() -> None:
    text = (
        "【某某区人民法院】案号（2026）某0102民初3号，定于12月8日开庭，书记员小陈，可拨12368核实。"
    )
    assert judge(text, Channel.SMS, NIGHT).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "不还钱就把你的通 讯 录全群*发",
        "不還錢就爆妳通訊錄",
        "不还钱就爆你txl",
        "不还qian就爆你通xun录",
        "不还钱就爆你通\u200b讯\u200b录",
        "不还钱就爆你通迅录",
    ],
)  # fmt: skip
def test_disguised_words_are_read_and_quoted_as_written(text: str) -> None:
    verdict = judge(text, Channel.WECHAT, DAY)
    assert "debt_disclosure" in verdict.practices
    for finding in verdict.findings:
        assert finding.quote == text[finding.start : finding.end]


def test_disguises_without_a_debt_mean_nothing() -> None:
    assert judge("帮我查一下txl怎么备份").outcome is Outcome.NOT_COLLECTION


WORDS = st.lists(
    st.one_of(
        st.sampled_from([
            "还钱", "逾期", "通讯录", "群发", "坐席：", "客户：", "\n", "23:10 ", "【某某银行】",
            "，", "。", "打断", "你", "腿", "第12个", "电话", "不会", "律师函", "傳票", "妳", "txl",
            "每", "5", "分钟", "*", "“", "”",
        ]),
        st.text(max_size=6),
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(WORDS, st.sampled_from([None, *Channel]), st.sampled_from([Sent(), NIGHT, DAY]))
def test_any_text_gets_a_verdict_that_holds_together(
    text: str, channel: Channel | None, sent: Sent
) -> None:
    verdict = judge(text, channel, sent)
    assert verdict == judge(text, channel, sent)
    assert (verdict.outcome is Outcome.FOUND) == bool(verdict.findings)
    ranks = [CLASSIFIER.practices[f.practice].severity.rank for f in verdict.findings]
    assert ranks == sorted(ranks, reverse=True)
    assert verdict.severity.rank >= max(ranks, default=0)
    for finding in verdict.findings + verdict.possible:
        assert 0 < finding.confidence <= 1
        if finding.quote is not None:
            assert finding.quote == text[finding.start : finding.end] != ""


def test_a_long_text_takes_time_in_proportion() -> None:
    text = "您的借款已逾期，不会请还款，通讯录群发朋友圈打断你的腿"
    started = perf_counter()
    verdict = judge(text * 800)
    assert perf_counter() - started < 5  # quadratic work would take minutes
    assert verdict.outcome is Outcome.FOUND
    assert len(verdict.findings) < 80


def test_threads_agree() -> None:
    texts = [POLITE, "不还钱就打断你的腿", "今晚去你家坐坐，还钱"] * 30
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(judge, texts)) == [judge(text) for text in texts]
