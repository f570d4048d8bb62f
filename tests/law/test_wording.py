"""What the provisions say to a frightened person, and what they must never say."""

from __future__ import annotations

import re
from datetime import date

import pytest

from handlers.law.book import LawBook, Provision
from handlers.law.provision import MARKS, Kind, Layer, Verified

LAW = LawBook.load()

PROMISES = ("一定会", "必然", "肯定", "保证", "包赢", "必胜", "绝对", "稳赢", "必须赔", "马上抓")
"""Words that promise an outcome; nobody can."""

WORN = ("银保监会", "地方金融监督管理局", "自然债务", "两线三区", "公约", "36%红线", "停息挂账")
"""Names and ideas that are outdated or were never law."""

GUARANTEE = re.compile("(?:一般|连带(?:责任)?|哪种)保证|保证(?:人|期间|债务|的范围)")
"""The guarantee of the civil code, which promises nobody an outcome."""

each = pytest.mark.parametrize("provision", LAW.provisions, ids=lambda p: p.id)


def said(provision: Provision) -> str:
    """Everything a borrower reads of it, the citation apart."""
    return provision.gist + provision.consequence


@each
def test_the_citation_names_the_article(provision: Provision) -> None:
    assert provision.article in provision.short
    assert re.search(r"第[0-9一二三四五六七八九十]", provision.short) or not provision.article


@each
def test_a_text_that_is_no_statute_says_so(provision: Provision) -> None:
    assert MARKS.get(provision.kind, "") in provision.short
    if provision.layer is Layer.NORM:
        assert provision.kind in {Kind.STANDARD, Kind.GUIDELINE}
        assert re.search(r"标准|行业自律", provision.consequence)


@each
def test_the_gist_is_short_and_whole(provision: Provision) -> None:
    assert provision.gist.endswith("。")
    assert provision.consequence.endswith("。")
    assert provision.gist.count("。") <= 2
    assert len(provision.gist) <= 90
    assert len(provision.consequence) <= 90


@each
def test_nothing_is_promised_and_nothing_worn_out_is_said(provision: Provision) -> None:
    plain = GUARANTEE.sub("", said(provision))
    for word in (*PROMISES, *WORN):
        assert word not in plain


@each
def test_the_day_of_review_is_after_the_first_day(provision: Provision) -> None:
    assert provision.reviewed >= provision.since
    assert date(2026, 1, 1) <= provision.reviewed


def test_crimes_against_the_debtor_are_only_possible_ones() -> None:
    """Only a court says what is a crime; killing and wounding are named as what they are."""
    plain = {"CL-232", "CL-234", "CL-266"}
    for provision in LAW.provisions:
        if provision.id.startswith("CL-") and provision.id not in plain:
            assert re.search(r"可能|才|要有", provision.gist), provision.id


def test_the_two_articles_293_are_kept_apart() -> None:
    quarrel, collecting = LAW.provision("CL-293"), LAW.provision("CL-293-1")
    assert "五年以下" in quarrel.consequence
    assert "骚扰" not in quarrel.gist
    assert "情节恶劣" in quarrel.gist
    assert "三年以下" in collecting.consequence
    assert "非法债务" in collecting.gist
    assert "合法贷款" in collecting.consequence


def test_interest_caps_say_for_whom_they_are() -> None:
    cap, practice = LAW.provision("JI-MJ-25"), LAW.provision("JO-24")
    assert "合同成立时" in cap.gist
    assert "民间借贷" in cap.gist
    assert "小贷公司不适用" in cap.consequence
    assert "15.4" not in cap.gist
    assert "不是固定的15.4%" in cap.consequence
    assert "请求" in practice.gist
    assert "不是自动" in practice.consequence
    assert not [p.id for p in LAW.provisions if "15.4" in said(p) and p.id != "JI-MJ-25"]


def test_what_is_no_right_is_not_called_one() -> None:
    for name in ("MICROCOST", "CFC20"):
        assert re.search(r"不能", LAW.provision(name).consequence)
    assert "不是必须" in LAW.provision("CARD-70").consequence
    assert LAW.provision("GBT-FREQ").consequence.endswith("不是法律上的违法次数线。")


def test_what_was_not_verified_stays_out() -> None:
    weak = {"CP-41", "CFC", "MICRO", "GBT-VISIT", "CBA-ID", "NIFA18", "NPL"}
    assert not weak & LAW.ids
    assert all(p.verified in set(Verified) for p in LAW.provisions)
    for provision in LAW.provisions:
        if provision.id.startswith(("GBT-", "NETLOAN", "COMPLAINT")):
            assert not provision.article, "its clause number was never verified"
