"""The citation gate: what the data hold passes, what they do not hold is not said."""

from __future__ import annotations

import pytest

from bot.desk import build_desk
from bot.settings import Settings
from handlers.citations import CALCULATED, Fault, Gate, Matter
from handlers.desk import Desk
from handlers.law.book import LawBook
from handlers.messages import Look, Reply, Segment, Voice
from handlers.replies import to_bytes
from handlers.texts.texts import Texts

LAW = LawBook.load()


@pytest.fixture(scope="module")
def desk() -> Desk:
    return build_desk(Settings.read({}))


@pytest.fixture(scope="module")
def gate(desk: Desk) -> Gate:
    return desk.gate


def filled(texts: Texts, key: str) -> str:
    return texts.say(key, **{name: texts.samples[name] for name in texts.blanks(key)})


def matters(gate: Gate, text: str, *sources: str) -> list[Matter]:
    return [fault.matter for fault in gate.faults(Segment(text, sources=sources))]


@pytest.mark.parametrize(
    "text",
    [
        "《民法典》第1033条：不得以电话侵扰他人的私人生活安宁。",
        "《治安管理处罚法》第50条第1款第5项可以用来报警。",
        "《治安管理处罚法》第50条也说到了。",
        "《治安管理处罚法》（2012年修正）第42条。",
        "《中华人民共和国民法典》第188条和第195条。",
        "《人民法院在线诉讼规则》第17条。",
        "最高法《诉讼时效规定》第3条。",
        "先打110，再打12378；受惊吓可以打 12356。",
        "总计超过年利率24%的部分，可以请求调减。",
        "借了12000元，还剩11000块，分12期，每期1100元。",
        "2026年11月25日 10:12 收到，编号 E-0112。",
    ],
)
def test_what_the_data_hold_passes(gate: Gate, text: str) -> None:
    assert gate.faults(Segment(text)) == ()


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("《催收管理法》规定不得这样。", Matter.LAW),
        ("《民法典》第1999条可以用。", Matter.ARTICLE),
        ("《治安管理处罚法》第50条第9款。", Matter.ARTICLE),
        ("《治安管理处罚法》第50条第1款第8项。", Matter.ARTICLE),
        ("公约第16条说得很清楚。", Matter.ARTICLE),
        ("《刑法》第293条之二。", Matter.ARTICLE),
        ("《人民法院在线诉讼规则》第18至20条。", Matter.ARTICLE),
        ("可以打 12399 投诉。", Matter.HOTLINE),
        ("请拨95599问。", Matter.HOTLINE),
        ("超过15.7%就违法。", Matter.PERCENTAGE),
        ("不得超过百分之十七点三。", Matter.PERCENTAGE),
    ],
)
def test_what_they_do_not_hold_is_found(gate: Gate, text: str, matter: Matter) -> None:
    assert matters(gate, text) == [matter]


def test_an_article_belongs_to_the_law_named_before_it(gate: Gate) -> None:
    assert matters(gate, "《民法典》第293条之一。") == [Matter.ARTICLE]
    assert matters(gate, "《民法典》第1033条，《刑法》第293条之一。") == []


def test_words_of_others_pass(gate: Gate) -> None:
    invented = "根据《催收法》第3条，违约金80%，请拨 12399"
    assert gate.faults(Segment(invented, voice=Voice.QUOTED)) == ()
    assert gate.faults(Segment(f"对方说“{invented}”。")) == ()
    assert len(gate.faults(Segment(invented))) == 4


def test_what_was_worked_out_of_his_own_numbers_may_name_a_percentage(gate: Gate) -> None:
    assert matters(gate, "按您说的数字，年化约 61.3%。", CALCULATED) == []
    assert matters(gate, "按《高利贷法》，年化约 61.3%。", CALCULATED) == [Matter.LAW]


def test_a_false_citation_gives_way_to_one_sentence_and_the_receipt_stays(desk: Desk) -> None:
    receipt = Segment("已保存，编号 E-0007。", look=Look.LEAD)
    invented = Segment("《催收法》第3条。"), Segment("请打 12399。")
    shown = desk.reply(to_bytes(Reply((receipt, *invented), number=7)))
    assert [segment.text for segment in shown.segments] == [
        receipt.text,
        desk.texts.say("citation.held"),
    ]
    assert shown.number == 7


def test_a_sound_reply_is_not_touched(desk: Desk) -> None:
    reply = Reply((Segment("《民法典》第1033条。", sources=("CC-1033",)),))
    assert desk.reply(to_bytes(reply)) == reply


def test_every_sentence_of_ours_passes(desk: Desk) -> None:
    faults = {
        key: found
        for key in desk.texts.sentences
        if (found := desk.gate.faults(Segment(filled(desk.texts, key))))
    }
    assert faults == {}


def test_everything_the_data_say_passes(desk: Desk) -> None:
    told = [f"{p.short}：{p.gist}{p.consequence}" for p in LAW.provisions]
    told += [f"{r.name}：{r.line}{''.join(r.details)}" for r in desk.routes.routes]
    told += [f"{lender.name}：{lender.tell}{lender.note}" for lender in desk.routes.lenders]
    told += [f"{words.step}{words.sendable}" for words in desk.texts.practices.values()]
    assert [text for text in told if desk.gate.faults(Segment(text))] == []


def test_a_provision_taken_away_takes_its_citation_along() -> None:
    shorts = [p.short for p in LAW.provisions if p.id != "CC-1033"]
    poorer = Gate(cited=shorts, told=(), hotlines=(), rates=())
    assert poorer.faults(Segment("《民法典》第1033条。")) == (Fault(Matter.ARTICLE, "民法典 1033"),)
