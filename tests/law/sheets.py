"""Small law files to be broken in one place, and books made from them."""

from __future__ import annotations

from pathlib import Path

from handlers.law.book import LawBook
from handlers.law.routes import RouteBook

OLD = """
law = "某法（2012年）"
kind = "law"
layer = "administrative"
since = 2006-03-01
until = 2025-12-31
verified = "primary"
reviewed = 2026-11-23
source = "文本"

[[provision]]
id = "OLD-42"
article = "第42条"
short = "《某法》（2012年）第42条"
gist = "旧的说法。"
consequence = "旧的后果。"
"""

NEW = """
law = "某法（2025年）"
kind = "law"
layer = "administrative"
since = 2026-01-01
verified = "primary"
reviewed = 2026-11-23
source = "文本"

[[provision]]
id = "NEW-50-1"
article = "第50条第1项"
short = "《某法》第50条第1项"
succeeds = ["OLD-42"]
gist = "新的说法。"
consequence = "新的后果。"

[[provision]]
id = "NEW-50-5"
article = "第50条第5项"
short = "《某法》第50条第5项"
succeeds = ["OLD-42"]
gist = "另一项。"
consequence = "另一个后果。"
remark = "给维护的人看。"

[[provision]]
id = "NEW-56"
article = "第56条"
short = "《某法》第56条"
gist = "新增的。"
consequence = "新增的后果。"
"""

NORM = """
law = "某标准"
kind = "standard"
layer = "norm"
since = 2025-02-28
verified = "secondary"
reviewed = 2026-11-23
source = "转载"

[[provision]]
id = "STD"
short = "推荐性国标（时间）"
gist = "夜里不催。"
consequence = "不是法律。"
"""

ROUTES = """
finding_out = ["看合同。"]

[labels]
handles = "管：{text}"
preconditions = "先：{text}"
materials = "带：{text}"
expected = "后：{text}"
handover = "说：{text}"

[[channel]]
id = "110"
name = "派出所"
step = "danger"
line = "现在就打。"
later = "再去报案。"
handles = "暴力。"
preconditions = "六个月。"
materials = ["记录", "清单"]
expected = "回执。"
handover = "请登记。"
basis = ["NEW-50-1"]
verified = "primary"
source = "文本"

[[channel]]
id = "lender_complaint"
name = "客服"
step = "lender"
line = "先投诉。"
handles = "投诉。"
preconditions = "官方号码。"
materials = ["合同"]
expected = "十五日。"
handover = "我投诉。"
verified = "secondary"
source = "转载"

[[lender]]
id = "unknown"
name = "不知道"
channels = ["lender_complaint"]
tell = "没说。"
note = "先弄清。"
basis = ["STD"]

[[practice]]
id = "insult"
channels = ["lender_complaint"]
later = ["110"]
"""

FILES = {"old.toml": OLD, "new.toml": NEW, "norm.toml": NORM}


def write(folder: Path, files: dict[str, str]) -> Path:
    """The files in a folder of their own."""
    home = folder / "provisions"
    home.mkdir()
    for name, text in files.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def book(folder: Path, **changed: str) -> LawBook:
    """A book from the small files; ``old``, ``new`` and ``norm`` replace one."""
    files = FILES | {f"{name}.toml": text for name, text in changed.items()}
    return LawBook.load(write(folder, files))


def routes(folder: Path, text: str = ROUTES) -> RouteBook:
    """A route book over the small law book."""
    file = folder / "routes.toml"
    file.write_text(text, encoding="utf-8")
    return RouteBook.load(book(folder), file)
