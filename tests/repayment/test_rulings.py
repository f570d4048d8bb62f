"""A court's papers whose days are not counted here, as he tells of them."""

from __future__ import annotations

import pytest

from handlers.counsel.book import QuestionBook
from handlers.law.book import LawBook
from handlers.law.routes import RouteBook
from handlers.planning import rulings


@pytest.mark.parametrize(
    ("words", "matter"),
    [
        ("昨天收到判决，判我还12000", "court-appeal"),
        ("判决书我20号拿到的", "court-appeal"),
        ("一审判决下来了，要我十天内还清", "court-appeal"),
        ("法院判了，让我还本金一万二加利息", "court-appeal"),
        ("昨天收到执行通知书", "court-enforcement-starts"),
        ("收到财产报告令", "court-enforcement-starts"),
        ("昨天收到财产保全裁定", "court-frozen-account"),
        ("收到法院调解书了", "court-mediation"),
        ("今天收到仲裁裁决书", "forged-arbitration"),
    ],
)
def test_what_has_to_be_known(words: str, matter: str) -> None:
    assert rulings.heard(words) == matter


@pytest.mark.parametrize(
    "words",
    [
        "",
        "您的执行通知书已送到，请今日处理",
        "再不还，执行通知书就寄到了",
        "他们说判决下来了",
        "如果收到判决",
        "收到判决书能不能上诉",
        "判决和调解有什么区别",
        "昨天收到判决和传票，12月20日开庭",
        "法院判了他三年",
        "欠某某银行6000，分6期还",
    ],
)
def test_other_words(words: str) -> None:
    assert rulings.heard(words) is None


def test_every_matter_is_reviewed() -> None:
    law = LawBook.load()
    book = QuestionBook.load(law, RouteBook.load(law))
    for matter, _ in rulings.PAPERS:
        assert book.matter(matter).id == matter
