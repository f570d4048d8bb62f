"""What a verdict says, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import advice
from handlers.messages import Look, Reply, Stage, Voice
from handlers.questions import Question
from handlers.sendable import Lint
from handlers.texts.texts import Texts
from handlers.verdicts import (
    Finding,
    Outcome,
    Paper,
    Sent,
    SentSource,
    Severity,
    Verdict,
)
from tests.texts.samples import (
    DAY,
    NAMES,
    PROVISIONS,
    RECEIVED,
    ROUTES,
    SHA256,
    answer,
    at,
    finding,
    judgement,
)

TEXTS = Texts.load(NAMES)
LINT = Lint.load()


def _texts(reply: Reply, look: Look) -> list[str]:
    return [segment.text for segment in reply.segments if segment.look is look]


def _actions(reply: Reply) -> list[str]:
    return [button.action for button in reply.buttons]


def test_danger_comes_before_everything() -> None:
    found = [finding("insult"), finding("violence_threat", because="说要伤害身体")]
    reply = answer(TEXTS, judgement(severity=Severity.CRITICAL, findings=found))
    assert "110" in reply.segments[0].text
    assert "安全的地方" in reply.segments[0].text
    assert "E-0007" in reply.segments[1].text
    assert "特别严重" in reply.segments[1].text
    assert "先不要回复" in reply.text


def test_anything_critical_is_danger_even_when_the_practice_is_not() -> None:
    reply = answer(TEXTS, judgement(severity=Severity.CRITICAL, findings=[finding("insult")]))
    assert reply.segments[0].sources == ("110",)
    calm = answer(TEXTS, judgement(severity=Severity.MEDIUM, findings=[finding("insult")]))
    assert "E-0007" in calm.segments[0].text


def test_incitement_is_answered_gently_first() -> None:
    found = [finding("self_harm_incitement", "你怎么不去死")]
    reply = answer(TEXTS, judgement(severity=Severity.CRITICAL, findings=found))
    assert "12356" in reply.segments[0].text
    assert "错不在您" in reply.segments[0].text


def test_each_finding_has_its_words_folded_and_quoted() -> None:
    found = [
        finding("insult", "废物", "甲"),
        finding("third_party_contact", "打给你妈", "乙"),
        finding("insult", "垃圾", "丙"),
        finding("insult", "白眼狼", "丁"),
    ]
    reply = answer(TEXTS, judgement(findings=found))
    shown = [s for s in reply.segments if s.look is Look.FINDING]
    assert [s.text for s in shown] == ["辱骂侮辱：甲", "废物", "垃圾", "骚扰第三方：乙", "打给你妈"]
    assert [s.voice is Voice.QUOTED for s in shown] == [False, True, True, False, True]
    assert all(s.folded is (s.voice is Voice.QUOTED) for s in shown)


def test_the_collectors_words_stand_only_in_quotes() -> None:
    marker = "看门狗都比你强"
    reply = answer(TEXTS, judgement(findings=[finding("insult", marker, "用侮辱人的话称呼")]))
    ours = [s.text for s in reply.segments if s.voice is Voice.OURS]
    assert not any(marker in text for text in ours)


def test_a_finding_without_words_is_shown_without_quote() -> None:
    reply = answer(TEXTS, judgement(findings=[finding("night_contact", None, "夜里发来")]))
    assert [s.voice for s in reply.segments if s.look is Look.FINDING] == [Voice.OURS]


def test_forged_papers_are_only_suspected_and_treated_as_genuine_first() -> None:
    found = [finding("forged_legal_document", because="要求先付款再撤传票")]
    reply = answer(TEXTS, judgement(findings=found, paper=Paper.COURT))
    assert "疑似伪造法律文书：要求先付款再撤传票" in _texts(reply, Look.FINDING)
    assert "先按真的对待" in reply.text
    assert "12368" in reply.text
    assert "15 天" in reply.text
    assert "是假的" not in reply.text
    positions = [reply.text.index(words) for words in ("先按真的对待", "疑似", "现在可以这样做")]
    assert positions == sorted(positions)


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("paper", list(Paper))
def test_a_paper_is_treated_as_genuine_whatever_the_outcome(outcome: Outcome, paper: Paper) -> None:
    found = [finding("insult")] if outcome is Outcome.FOUND else []
    reply = answer(TEXTS, judgement(outcome, Severity.NONE, findings=found, paper=paper))
    assert "先按真的对待" in reply.text
    assert "15 天" in reply.text
    assert any("CPL-128" in segment.sources for segment in reply.segments)


def test_three_provisions_at_once_the_rest_on_a_button() -> None:
    reply = answer(TEXTS, judgement(findings=[finding("insult")]))
    sources = [s.sources for s in reply.segments if s.look is Look.LAW and s.sources]
    assert sources == [("P-1",), ("P-2",), ("P-3",)]
    assert "more:12" in _actions(reply)
    bare = answer(TEXTS, judgement(findings=[finding("insult")]), provisions=())
    assert "more:12" not in _actions(bare)
    assert _texts(bare, Look.LAW) == []


def test_more_shows_every_provision_with_its_consequence() -> None:
    reply = advice.more(TEXTS, number=7, provisions=PROVISIONS, day=DAY, day_is_receipt=False)
    assert [s.sources for s in reply.segments if s.sources] == [(p.id,) for p in PROVISIONS]
    assert all(p.consequence in reply.text and p.gist in reply.text for p in PROVISIONS)
    assert "刑事" in reply.text


@pytest.mark.parametrize(
    ("sent", "day_is_receipt", "words"),
    [
        (Sent(), True, "按收到当天"),
        (at(SentSource.PLATFORM), False, "按消息发出当天"),
        (at(SentSource.FORWARD), False, "按消息发出当天"),
        (at(SentSource.PRINTED), False, "按画面里的时间"),
        (at(SentSource.STATED), False, "按您说的时间"),
        (at(SentSource.STATED), True, "按收到当天"),
    ],
)
def test_the_law_says_whose_day_it_is(sent: Sent, *, day_is_receipt: bool, words: str) -> None:
    verdict = judgement(findings=[finding("insult")])
    reply = answer(TEXTS, verdict, sent=sent, day_is_receipt=day_is_receipt)
    assert words in reply.text
    assert "2026年11月22日" in reply.text


def test_steps_ask_for_a_better_copy_only_when_there_is_one() -> None:
    verdict = judgement(findings=[finding("insult")])
    plain = answer(TEXTS, verdict).text
    assert "别换手机" in plain
    assert "“文件”方式" not in plain
    assert "“文件”方式" in answer(TEXTS, verdict, recompressed=True).text
    assert "粘贴的文字" in answer(TEXTS, verdict, pasted=True).text
    assert "粘贴的文字" not in plain


def test_at_most_four_places_with_their_ids() -> None:
    reply = answer(TEXTS, judgement(findings=[finding("insult")]))
    last = next(s for s in reversed(reply.segments) if s.look is Look.STEPS)
    assert last.sources == tuple(route.id for route in ROUTES[:4])
    assert ROUTES[4].line not in reply.text


def test_the_hour_is_asked_for_once_and_only_when_unknown() -> None:
    verdict = judgement(findings=[finding("insult")], asks_when=True)
    asked = answer(TEXTS, verdict)
    assert {"when:12:day", "when:12:night"} <= set(_actions(asked))
    assert "几点收到" in asked.text
    stated = answer(TEXTS, verdict, sent=at(SentSource.STATED))
    assert not any(action.startswith("when:") for action in _actions(stated))
    assert "几点收到" not in stated.text


def test_nothing_found_is_not_a_clean_bill() -> None:
    reply = answer(TEXTS, judgement(Outcome.LAWFUL, Severity.NONE), provisions=())
    first = reply.segments[0].text
    assert "未发现禁止的做法" in first
    assert "不等于" in first
    assert not any(word in reply.text for word in ("合法的", "没问题", "正规"))
    assert _actions(reply) == ["notdebt:12", "wrong:12", "withdraw:12"]
    assert "核对金额" in reply.text


@pytest.mark.parametrize("outcome", [Outcome.UNSURE, Outcome.NOT_COLLECTION])
def test_the_unsure_ask_and_say_that_it_is_kept(outcome: Outcome) -> None:
    seen = [finding("home_visit_threat", "周末过去坐坐", "像是说要上门")]
    possible = seen if outcome is Outcome.UNSURE else []
    reply = answer(TEXTS, judgement(outcome, Severity.NONE, possible=possible))
    assert _actions(reply) == ["yes:12", "no:12", "withdraw:12"]
    assert "E-0007 已保存" in reply.text
    assert ("可能是威胁上门" in reply.text) is (outcome is Outcome.UNSURE)
    assert _texts(reply, Look.LAW) == []


def _findings() -> st.SearchStrategy[list[Finding]]:
    one = st.builds(
        finding,
        st.sampled_from(sorted(NAMES)),
        st.none() | st.text(min_size=1, max_size=200),
        st.just("这样判断的理由"),
    )
    return st.lists(one, min_size=1, max_size=8)


@given(
    findings=_findings(),
    severity=st.sampled_from([s for s in Severity if s is not Severity.NONE]),
    paper=st.none() | st.sampled_from(Paper),
    asks_when=st.booleans(),
)
def test_every_verdict_is_complete(
    findings: list[Finding], severity: Severity, paper: Paper | None, *, asks_when: bool
) -> None:
    verdict: Verdict = judgement(
        severity=severity, findings=findings, paper=paper, asks_when=asks_when
    )
    reply = answer(TEXTS, verdict)
    assert reply.stage is Stage.JUDGED
    assert reply.number == 7
    assert all(NAMES[practice] in reply.text for practice in verdict.practices)
    (sendable,) = _texts(reply, Look.SENDABLE)
    assert LINT.faults(sendable) == ()
    quotes = [s.text for s in reply.segments if s.voice is Voice.QUOTED]
    assert all(len(quote) <= 82 for quote in quotes)
    kept = {f.quote for f in findings if f.quote}
    assert all(any(q.startswith(quote.removesuffix("……")) for q in kept) for quote in quotes)
    if severity is Severity.CRITICAL:
        assert reply.segments[0].sources
    if paper is None:
        ours = [s for s in reply.segments if s.look is Look.LEAD]
        assert len(ours) <= 5  # three dangers, what was found, a paper it pretends to be


def _receipt(media: str | None, *, withdrawable: bool = False, reading: bool = False) -> Reply:
    return advice.receipt(
        TEXTS,
        number=7,
        seq=12,
        received_at=RECEIVED,
        sha256=SHA256,
        media=media,
        withdrawable=withdrawable,
        reading=reading,
    )


def test_a_receipt_says_number_beijing_time_digest_and_what_is_next() -> None:
    reply = _receipt("picture", reading=True)
    assert reply.stage is Stage.READING
    assert "E-0007" in reply.segments[0].text
    assert "2026年11月23日星期一 21:05（北京时间）" in reply.text
    assert SHA256[:12] in reply.text
    assert SHA256[:13] not in reply.text
    assert "读出" in reply.text
    assert "读出" not in _receipt(None).text


def test_only_a_pasted_text_can_be_withdrawn_from_the_receipt() -> None:
    assert _actions(_receipt(None, withdrawable=True)) == ["withdraw:12"]
    assert _actions(_receipt("picture")) == []


def test_a_receipt_names_the_weekday_of_beijing_not_of_greenwich() -> None:
    late = advice.receipt(
        TEXTS,
        number=10000,
        seq=1,
        received_at=datetime(2026, 2, 28, 16, 1, tzinfo=UTC),
        sha256=SHA256,
        media=None,
        withdrawable=False,
        reading=False,
    )
    assert "2026年3月1日星期日 00:01" in late.text
    assert "E-10000" in late.text


@pytest.mark.parametrize(
    "reason", ["too_large", "timeout", "damaged", "not_readable", "encrypted", "speech"]
)
def test_what_cannot_be_read_is_kept_and_explained(reason: str) -> None:
    reply = advice.unread(TEXTS, number=7, seq=12, reason=reason)
    assert "E-0007 的原件已保存" in reply.segments[0].text
    assert reply.segments[1].text == TEXTS.word("unread", reason)
    assert (reply.stage is Stage.KEPT) is (reason == "speech")


def test_an_unknown_reason_still_gets_a_sentence() -> None:
    unread = advice.unread(TEXTS, number=7, seq=12, reason="OSError")
    assert unread.segments[1].text == TEXTS.say("unread.not_readable")
    lost = advice.not_kept(TEXTS, reason="OSError")
    assert TEXTS.say("lost.other") in lost.text
    assert lost.stage is Stage.FAILED


def test_speech_is_kept_but_not_dictated() -> None:
    assert "已存，暂不能听写" in advice.unread(TEXTS, number=7, seq=12, reason="speech").text


def test_nothing_lost_is_silent() -> None:
    for reason in ("too_large", "disk_low", "broken", "other"):
        assert "没有保存" in advice.not_kept(TEXTS, reason=reason).text
    assert advice.disk_low(TEXTS) == advice.not_kept(TEXTS, reason="disk_low")


def test_typed_words_are_offered_to_be_kept() -> None:
    assert _actions(advice.offer_to_keep(TEXTS, Question.SENDER)) == ["keep:yes", "letgo"]
    whose = ["keep:mine", "keep:others", "letgo"]
    assert _actions(advice.offer_to_keep(TEXTS, Question.WHOSE)) == whose
    hint = advice.chat_hint(TEXTS)
    assert _actions(hint) == ["keep"]
    assert len(hint.text.splitlines()) == 3


def test_short_notices_name_what_they_are_about() -> None:
    assert "E-0007" in advice.withdrawn(TEXTS, number=7).text
    assert "E-0007" in advice.already_kept(TEXTS, number=7).text
    assert "E-0007" in advice.feedback_thanks(TEXTS, number=7, seq=12).text
    assert "删除过" in advice.duplicate_erased(TEXTS).text
    assert "不一样" in advice.conflict(TEXTS).text
