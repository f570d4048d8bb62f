"""Every way of being wrong is refused, and the message says where and what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from handlers.law.book import LawBook
from handlers.law.errors import LawDataWrong
from handlers.law.routes import RouteBook
from tests.law import sheets


@dataclass(frozen=True, slots=True)
class Break:
    """One edit of a good file, and what must be said about it."""

    file: str
    row: str
    what: str
    old: str
    new: str


PROVISIONS = [
    Break(
        "new.toml",
        "NEW-56",
        "不认识的字段 gits",
        'gist = "新增的。"',
        'gits = "新增的。"\ngist = "x"',
    ),
    Break("new.toml", "", "不认识的字段 aproved", 'kind = "law"', 'kind = "law"\naproved = true'),
    Break("new.toml", "NEW-56", "缺少 gist", 'gist = "新增的。"\n', ""),
    Break("new.toml", "NEW-56", "gist 是空的", 'gist = "新增的。"', 'gist = " "'),
    Break("new.toml", "NEW-56", "gist 应是一段文字", 'gist = "新增的。"', "gist = 3"),
    Break("new.toml", "NEW-56", "首尾有空白", 'gist = "新增的。"', 'gist = " 新增的。"'),
    Break("new.toml", "NEW-56", "中间换行", 'gist = "新增的。"', 'gist = "新增\\n的。"'),
    Break("new.toml", "NEW-56", "缺少 consequence", 'consequence = "新增的后果。"\n', ""),
    Break("new.toml", "NEW-50-1", "缺少 source", 'source = "文本"\n', ""),
    Break("new.toml", "NEW-50-1", "缺少 since", "since = 2026-01-01\n", ""),
    Break("new.toml", "NEW-50-1", "缺少 reviewed", "reviewed = 2026-11-23\n", ""),
    Break("new.toml", "", "缺少 law", 'law = "某法（2025年）"\n', ""),
    Break("new.toml", "NEW-50-1", "since 不是日期", "since = 2026-01-01", 'since = "2026-01-01"'),
    Break("new.toml", "NEW-50-1", "since 不是日期", "2026-01-01", "2026-01-01T00:00:00+08:00"),
    Break("new.toml", "", "不是有效的 TOML", "since = 2026-01-01", "since = 2026-02-30"),
    Break("new.toml", "", "不是有效的 TOML", "[[provision]]", "[[provision"),
    Break(
        "old.toml", "OLD-42", "since 2026-03-01 晚于 until 2025-12-31", "2006-03-01", "2026-03-01"
    ),
    Break("new.toml", "NEW-50-1", "layer 不认识“civic”", '"administrative"', '"civic"'),
    Break("new.toml", "", "kind 不认识“statute”", 'kind = "law"', 'kind = "statute"'),
    Break("new.toml", "NEW-50-1", "verified 不认识“weak”", '"primary"', '"weak"'),
    Break("new.toml", "OLD-42", "id 重复，new.toml", 'id = "NEW-56"', 'id = "OLD-42"'),
    Break("new.toml", "NEW-50-1", "id 重复，new.toml", 'id = "NEW-56"', 'id = "NEW-50-1"'),
    Break("new.toml", "第 3 条", "缺少 id", 'id = "NEW-56"\n', ""),
    Break("new.toml", "第 3 条", "写法不对", 'id = "NEW-56"', 'id = "new 56"'),
    Break("new.toml", "第 3 条", "写法不对", 'id = "NEW-56"', 'id = "NEW-"'),
    Break("new.toml", "第 3 条", "写法不对", 'id = "NEW-56"', "id = 56"),
    Break("new.toml", "NEW-50-1", "指向不存在的 OLD-43", '["OLD-42"]', '["OLD-43"]'),
    Break("new.toml", "NEW-50-1", "succeeds 应是一个列表", '["OLD-42"]', '"OLD-42"'),
    Break("new.toml", "NEW-50-1", "重复的项", '["OLD-42"]', '["OLD-42", "OLD-42"]'),
    Break("new.toml", "NEW-50-1", "空的或不是文字", '["OLD-42"]', '["OLD-42", ""]'),
    Break("old.toml", "NEW-50-1", "没有 until，和本条的有效期重叠", "until = 2025-12-31\n", ""),
    Break("old.toml", "NEW-50-1", "到 2026-01-01 才失效", "2025-12-31", "2026-01-01"),
    Break("old.toml", "NEW-50-1", "有空档", "until = 2025-12-31", "until = 2025-12-30"),
    Break("new.toml", "NEW-56", "缺少 article", 'article = "第56条"\n', ""),
    Break("new.toml", "NEW-56", "short 里没有 article", '"《某法》第56条"', '"《某法》第57条"'),
    Break("new.toml", "NEW-50-5", "short 和 NEW-50-1 相同", "第50条第5项", "第50条第1项"),
    Break("norm.toml", "STD", "short 里要写明“国标”", "推荐性国标（时间）", "标准（时间）"),
    Break("norm.toml", "", "没有一条 [[provision]]", "[[provision]]", "[other]"),
    Break(
        "norm.toml", "", "应写成 [[provision]]", sheets.NORM, 'law="a"\nkind="law"\nprovision=[1]'
    ),
]

CHANNELS = [
    Break("routes.toml", "110", "缺少 line", 'line = "现在就打。"\n', ""),
    Break(
        "routes.toml", "110", "不认识的字段 liner", 'line = "现在就打。"', 'line = "x"\nliner = "y"'
    ),
    Break("routes.toml", "", "不认识的字段 extra", "finding_out", "extra = 1\nfinding_out"),
    Break("routes.toml", "", "缺少 finding_out", 'finding_out = ["看合同。"]\n', ""),
    Break("routes.toml", "", "缺少 [labels]", "[labels]", "[labelled]"),
    Break("routes.toml", "labels", "handles 里要有一处 {text}", "管：{text}", "管："),
    Break("routes.toml", "labels", "不能有别的花括号", "管：{text}", "管：{text}{name}"),
    Break("routes.toml", "110", "step 不认识“now”", '"danger"', '"now"'),
    Break("routes.toml", "110", "basis 里的 NEW-99 不在法条里", '"NEW-50-1"', '"NEW-99"'),
    Break("routes.toml", "110", "verified 不认识“sure”", '"primary"', '"sure"'),
    Break("routes.toml", "110", "空的或不是文字", '["记录", "清单"]', '["记录", 3]'),
    Break("routes.toml", "第 1 条", "写法不对", 'id = "110"', 'id = "1 1 0"'),
    Break("routes.toml", "110", "id 重复", 'id = "lender_complaint"', 'id = "110"'),
    Break(
        "routes.toml", "unknown", "channels 里的 bank 不是渠道", '["lender_complaint"]', '["bank"]'
    ),
    Break("routes.toml", "unknown", "channels 是空的", '["lender_complaint"]', "[]"),
    Break("routes.toml", "unknown", "basis 里的 NO 不在法条里", '"STD"', '"NO"'),
    Break("routes.toml", "", "缺少出借人类型 unknown", 'id = "unknown"', 'id = "bank"'),
    Break(
        "routes.toml",
        "insult",
        "没有 later 句子",
        'later = ["110"]',
        'later = ["lender_complaint"]',
    ),
    Break("routes.toml", "insult", "later 里的 113 不是渠道", 'later = ["110"]', 'later = ["113"]'),
    Break("routes.toml", "insult", "不认识的字段 then", 'later = ["110"]', 'then = ["110"]'),
]


def _broken(text: str, edit: Break) -> str:
    assert edit.old in text, "the edit must change something"
    return text.replace(edit.old, edit.new)


@pytest.mark.parametrize("edit", PROVISIONS, ids=lambda edit: f"{edit.row} {edit.what}")
def test_a_wrong_provisions_file_is_refused(tmp_path: Path, edit: Break) -> None:
    files = sheets.FILES | {edit.file: _broken(sheets.FILES[edit.file], edit)}
    folder = sheets.write(tmp_path, files)
    with pytest.raises(LawDataWrong) as caught:
        LawBook.load(folder)
    error = caught.value
    assert edit.what in error.what
    assert error.row == edit.row
    assert error.file in files
    assert str(error).startswith(error.file)
    assert edit.row in str(error)


@pytest.mark.parametrize("edit", CHANNELS, ids=lambda edit: f"{edit.row} {edit.what}")
def test_a_wrong_routes_file_is_refused(tmp_path: Path, edit: Break) -> None:
    with pytest.raises(LawDataWrong) as caught:
        sheets.routes(tmp_path, _broken(sheets.ROUTES, edit))
    assert edit.what in caught.value.what
    assert caught.value.row == edit.row
    assert caught.value.file == "routes.toml"


def test_a_route_that_is_both_first_and_later_is_refused(tmp_path: Path) -> None:
    text = sheets.ROUTES.replace(
        'channels = ["lender_complaint"]\nlater', 'channels = ["110"]\nlater'
    )
    with pytest.raises(LawDataWrong, match="insult：110 同时写在 channels 和 later 里"):
        sheets.routes(tmp_path, text)


@pytest.mark.parametrize("since", ["2010-01-01", "2026-01-01", "2030-01-01"])
def test_twins_are_refused_whichever_began_first(tmp_path: Path, since: str) -> None:
    row = sheets.NEW[sheets.NEW.index('[[provision]]\nid = "NEW-56"') :]
    twin = row.replace("NEW-56", "NEW-57") + f"since = {since}\n"
    folder = sheets.write(tmp_path, sheets.FILES | {"new.toml": sheets.NEW + twin})
    with pytest.raises(LawDataWrong, match="NEW-57：short 和 NEW-56 相同"):
        LawBook.load(folder)


def test_the_same_citation_at_another_time_is_no_twin(tmp_path: Path) -> None:
    row = sheets.NEW[sheets.NEW.index('[[provision]]\nid = "NEW-56"') :]
    past = row.replace("NEW-56", "NEW-57") + "since = 2010-01-01\nuntil = 2025-12-31\n"
    assert "NEW-57" in sheets.book(tmp_path, new=sheets.NEW + past).ids


def test_the_good_files_are_accepted(tmp_path: Path) -> None:
    assert sheets.routes(tmp_path).ids == {"110", "lender_complaint"}


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = sheets.write(tmp_path, sheets.FILES)
    (folder / "new.toml").write_bytes(sheets.NEW.encode("gbk"))
    with pytest.raises(LawDataWrong, match=r"^new\.toml：不是有效的 TOML"):
        LawBook.load(folder)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawDataWrong, match="没有任何法条文件"):
        LawBook.load(tmp_path)


@pytest.mark.parametrize(
    ("practices", "row"),
    [({"insult", "stalking"}, "stalking"), ({"stalking"}, "stalking"), (set(), "insult")],
)
def test_routes_and_catalogue_must_name_the_same_practices(
    tmp_path: Path, practices: set[str], row: str
) -> None:
    file = tmp_path / "routes.toml"
    file.write_text(sheets.ROUTES, encoding="utf-8")
    law = sheets.book(tmp_path)
    with pytest.raises(LawDataWrong) as caught:
        RouteBook.load(law, file, practices)
    assert caught.value.row == row
