"""What the loader refuses, each time with file, id and fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.counsel.book import LEANING, QUESTIONS, QuestionBook, standing
from handlers.counsel.wording import percentages, sentences
from handlers.law.book import LawBook
from handlers.law.errors import LawDataWrong
from handlers.law.routes import RouteBook

GOOD = """
topic = "calls"
title = "电话"
reviewed = 2026-11-25

[[question]]
id = "calls-some"
asks = ["打得太多怎么办", "一天几十个", "手机没电了"]
answer = "可以要求停止（{CC-1033}）。先向放贷机构投诉，骚扰号码报12321。"
provisions = ["CC-1033", "GBT-FREQ"]
channels = ["12321"]
points = ["可以要求停止"]
avoid = ["说一定违法"]
follows = ["calls-others"]

[[question]]
id = "calls-others"
asks = ["打给我妈怎么办", "我妈被打了电话", "老人吓坏了"]
answer = "不该打给老人。请她保存来电记录。"
provisions = ["GBT-OBJ"]
points = ["不该打"]
avoid = ["说绝对不能"]
follows = ["calls-some"]
"""


@pytest.fixture
def folder(tmp_path: Path, law: LawBook) -> Path:
    names = ("CC-1033", "GBT-FREQ", "GBT-OBJ", "PS25-50-5", "CC-1032")
    lines = [f"{name} {standing(law.provision(name))}" for name in names]
    (tmp_path / LEANING).write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def load(folder: Path, content: str, law: LawBook, routes: RouteBook) -> QuestionBook:
    (folder / "calls.toml").write_text(content, encoding="utf-8")
    return QuestionBook.load(law, routes, folder, practices={"insult"})


def test_a_good_file_loads(folder: Path, law: LawBook, routes: RouteBook) -> None:
    book = load(folder, GOOD, law, routes)
    assert book.ids == {"calls-some", "calls-others"}
    assert book.matter("calls-some").title == "打得太多怎么办"


FAULTS = {
    "a provision nobody knows": ('"CC-1033", "GBT-FREQ"', '"CC-1033", "CC-9999"', "CC-9999"),
    "a channel nobody knows": ('["12321"]', '["12321", "99999"]', "99999"),
    "a hotline that is not declared": ('channels = ["12321"]', "channels = []", "12321"),
    "an article typed by hand": ("可以要求停止", "按第1033条可以要求停止", "第1033条"),
    "an article in words": ("可以要求停止", "按第一千零三十三条可以要求停止", "条号"),
    "a law typed by hand": ("可以要求停止", "民法典说可以要求停止", "民法典"),
    "a law in brackets": ("可以要求停止", "《某某法》说可以要求停止", "《"),
    "the law of public order by its short name": ("可以要求停止", "治安法管这个", "治安法"),
    "a forbidden word": ("可以要求停止", "你可以要求停止", "你"),
    "a promise": ("可以要求停止", "肯定能停下来", "肯定能"),
    "a percentage of its own": ("可以要求停止", "超过17.3%的不用管", "17.3%"),
    "a citation that is not leaned on": ("{CC-1033}", "{CC-1032}", "CC-1032"),
    "a brace that does not close": ("{CC-1033}", "{CC-1033", "花括号"),
    "one sentence": ("。先向放贷机构投诉，骚扰号码报12321", "，骚扰号码报12321", "1 句"),
    "six sentences": ("可以要求停止", "好。好。好。好。可以要求停止", "6 句"),
    "seven provisions": (
        '"CC-1033", "GBT-FREQ"',
        '"CC-1033", "GBT-FREQ", "GBT-OBJ", "CC-1032", "PS25-50-5", "CC-1024", "CC-990"',
        "最多 6 条",
    ),
    "a follow-up that does not exist": ('follows = ["calls-others"]', 'follows = ["a-b"]', "a-b"),
    "a follow-up to itself": ('follows = ["calls-others"]', 'follows = ["calls-some"]', "它自己"),
    "a wording of two questions": ("打给我妈怎么办", "打得太多，怎么办？", "已经有了"),
    "an id twice": (
        'follows = ["calls-some"]\n',
        'follows = ["calls-others"]\n'.replace("others", "a") + GOOD[GOOD.index("[[") :],
        "重复",
    ),
    "a title too long for a button": ("打得太多怎么办", "打" * 25, "按钮"),
    "too few wordings": (', "手机没电了"', "", "至少"),
    "a field nobody reads": ('points = ["可以要求停止"]', 'point = ["可以"]', "points"),
    "a role nobody knows": ('avoid = ["说一定违法"]', 'avoid = ["x"]\nrole = ["judge"]', "judge"),
    "a lender nobody knows": ('avoid = ["说一定违法"]', 'avoid = ["x"]\nlender = ["vip"]', "vip"),
    "a practice nobody knows": (
        'avoid = ["说一定违法"]',
        'avoid = ["x"]\npractices = ["sing"]',
        "sing",
    ),
    "a flag in quotes": ('avoid = ["说一定违法"]', 'avoid = ["x"]\nasks_last = "yes"', "true"),
    "no points": ('points = ["可以要求停止"]\n', "", "points"),
    "a provision never reviewed": ('"CC-1033", "GBT-FREQ"', '"CC-1033", "CC-990"', "重新审阅"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_and_id(
    fault: str, folder: Path, law: LawBook, routes: RouteBook
) -> None:
    old, new, said = FAULTS[fault]
    assert old in GOOD
    with pytest.raises(LawDataWrong) as raised:
        load(folder, GOOD.replace(old, new, 1), law, routes)
    assert raised.value.file == "calls.toml"
    assert raised.value.row.startswith("calls-")
    assert said in raised.value.what


def test_quoted_words_may_say_anything(folder: Path, law: LawBook, routes: RouteBook) -> None:
    quoting = GOOD.replace("可以要求停止（", "“你肯定能赢！第5条”不对（", 1)
    assert load(folder, quoting, law, routes).ids


def test_a_folder_without_questions_is_refused(
    tmp_path: Path, law: LawBook, routes: RouteBook
) -> None:
    with pytest.raises(LawDataWrong):
        QuestionBook.load(law, routes, tmp_path)


def test_a_folder_nobody_reviewed_is_refused(folder: Path, law: LawBook, routes: RouteBook) -> None:
    (folder / LEANING).unlink()
    with pytest.raises(LawDataWrong, match=LEANING):
        load(folder, GOOD, law, routes)


def test_what_was_reviewed_is_what_is_leaned_on(law: LawBook, routes: RouteBook) -> None:
    """No line of the list is left over from an answer that is gone."""
    book = QuestionBook.load(law, routes)
    names = {line.split()[0] for line in (QUESTIONS / LEANING).read_text("utf-8").splitlines()}
    assert names == {name for matter in book.matters for name in matter.provisions}


def test_sentences_end_outside_quotes() -> None:
    assert sentences("他说“还。不还？”，这不对。先报警！再说") == (
        "他说“还。不还？”，这不对。",
        "先报警！",
        "再说",
    )


def test_percentages_in_figures_and_words() -> None:
    assert percentages("24%、15.40％、百分之三十六、百分之二十、百分之十五点四") == (
        *("24", "15.4", "36", "20"),
        "15.4",
    )
