"""Builds docs/review/*.md out of the reviewed data: `python -m tests.review.pages` (`make review`).

One page for each topic of questions, each question with its answer as it reads on the day of the
pages, what it leans on with days, source and verification, and what it must and must not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from handlers.counsel.book import QuestionBook
from handlers.counsel.citing import cite
from handlers.counsel.matter import Matter
from handlers.counsel.reading import Topic
from handlers.crisis import Crisis, answer
from handlers.law.book import LawBook
from handlers.law.provision import Provision, Verified
from handlers.law.routes import RouteBook
from handlers.texts.texts import Texts

FOLDER = Path(__file__).parents[2] / "docs" / "review"
DAY = date(2026, 11, 25)
"""The day whose law the pages show."""
_SHOWN_ASKS = 5
_VERIFIED = {Verified.PRIMARY: "读过原文", Verified.SECONDARY: "可靠转述，未见原件"}


def pages() -> Mapping[str, str]:
    """Every page by its file name."""
    law = LawBook.load()
    routes = RouteBook.load(law)
    book = QuestionBook.load(law, routes)
    found = {f"{topic.name}.md": _topic(topic, law, routes) for topic in book.topics}
    found["provisions.md"] = _leant_on(book, law)
    found["crisis.md"] = _crisis()
    return {"README.md": _contents(book), **found}


def _contents(book: QuestionBook) -> str:
    rows = [
        f"| [{topic.title}]({topic.name}.md) | {len(topic.matters)} "
        f"| {sum(len(matter.asks) for matter in topic.matters)} | {topic.reviewed} |"
        for topic in book.topics
    ]
    whole = len(book.matters), sum(len(matter.asks) for matter in book.matters)
    lines = [
        "# 请律师审阅的内容",
        "",
        "这里的每一页都由程序从数据生成（`make review`），一个字也不手写；数据一改，页面不跟着改，",
        "测试就不通过。改内容请改 `handlers/counsel/questions/`、`handlers/law/`，不要改这里。",
        "说的是法律信息，不是法律意见。",
        "",
        f"法律按 {DAY} 这一天。共 {whole[0]} 个问题，{whole[1]} 种问法。",
        "",
        "| 主题 | 问题 | 问法 | 上次审阅 |",
        "|---|---|---|---|",
        *rows,
        "",
        (
            "另有：[答案依据的法条](provisions.md) · [危机回答](crisis.md) · "
            "[投诉对话](../../tests/texts/golden/complaints.md) · "
            "[全部法条](../../tests/law/golden/provisions.md) · "
            "[全部渠道](../../tests/law/golden/routes.md)"
        ),
    ]
    return _page(lines)


def _topic(topic: Topic, law: LawBook, routes: RouteBook) -> str:
    lines = [f"# {topic.title}", "", f"上次审阅：{topic.reviewed}。法律按 {DAY}。"]
    for matter in topic.matters:
        lines += ["", *_matter(matter, law, routes)]
    return _page(lines)


def _matter(matter: Matter, law: LawBook, routes: RouteBook) -> Iterator[str]:
    cited = cite(matter, law, DAY)
    yield f"## {matter.title}"
    yield ""
    yield f"`{matter.id}`　也这样问：" + "；".join(matter.asks[1:_SHOWN_ASKS])
    yield ""
    yield f"> {cited.text}"
    yield ""
    yield from _row("要纠正的误解", [matter.premise] if matter.premise else [])
    yield from _row("什么时候不一样", [matter.conditions] if matter.conditions else [])
    yield from _row("只对", [*matter.roles, *matter.lenders])
    yield from _row("必须说到", matter.points)
    yield from _row("不能说", matter.avoid)
    yield from _row("先问", ["上一次还款或答应还款是哪天"] if matter.asks_last else [])
    yield from _row("渠道", [routes.route(name).name for name in matter.channels])
    yield from _row("依据", [p.short for p in cited.provisions])
    yield from _row("这一天还没有或已经没有的", [p.short for p in cited.missing])
    yield from _row("接着会问", matter.follows)


def _row(head: str, values: Iterable[str]) -> Iterator[str]:
    found = [str(value) for value in values]
    if found:
        yield f"- {head}：{'；'.join(found)}"


def _leant_on(book: QuestionBook, law: LawBook) -> str:
    users: dict[str, list[str]] = {}
    for matter in book.matters:
        for name in matter.provisions:
            users.setdefault(name, []).append(matter.id)
    lines = ["# 答案依据的法条", "", "每一条后面是依据它的问题。"]
    for provision in law.provisions:
        if provision.id in users:
            lines += ["", *_provision(provision, users[provision.id])]
    return _page(lines)


def _provision(provision: Provision, users: Iterable[str]) -> Iterator[str]:
    until = provision.until or "今"
    yield f"## {provision.short}"
    yield ""
    yield f"`{provision.id}`　{provision.since} 至{until}　{_VERIFIED[provision.verified]}"
    yield ""
    yield f"- 内容：{provision.gist}"
    yield f"- 有什么用：{provision.consequence}"
    yield f"- 来源：{provision.source}（{provision.reviewed} 核对）"
    yield f"- 用在：{'、'.join(f'`{name}`' for name in users)}"


def _crisis() -> str:
    crisis = Crisis.read()
    lines = ["# 危机回答", "", "听到这些意思时，先说人和电话，不说法律：", ""]
    lines += [f"> {line}" for line in answer(Texts.load()).text.split("\n") if line]
    lines += ["", "## 听得出的说法（每种一例）", ""]
    lines += [f"- {shape.examples[0]}" for shape in crisis.shapes.rows if shape.examples]
    lines += ["", "## 不当作危机的说法（每种一例）", ""]
    lines += [f"- {shape.near_misses[0]}" for shape in crisis.shapes.rows if shape.near_misses]
    return _page(lines)


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def build(folder: Path = FOLDER) -> None:
    """Write every page and remove what is left of topics that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build()
