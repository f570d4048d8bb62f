"""All questions as pages a lawyer can read: `python -m tests.counsel.review` writes them anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handlers.counsel.book import QuestionBook
from handlers.counsel.citing import cite
from handlers.counsel.matter import Matter
from handlers.counsel.reading import Topic
from handlers.law.book import LawBook
from handlers.law.routes import RouteBook

FOLDER = Path(__file__).parents[2] / "docs" / "review"


def pages() -> dict[str, str]:
    """File name to content, a page for each topic, from the real data."""
    law = LawBook.load()
    book = QuestionBook.load(law, RouteBook.load(law))
    return {f"{t.name}.md": "\n".join(_topic(t, book, law)) + "\n" for t in book.topics}


def _topic(topic: Topic, book: QuestionBook, law: LawBook) -> Iterator[str]:
    yield f"# {topic.title}（{len(topic.matters)} 问，{topic.reviewed} 审阅）"
    for matter in topic.matters:
        yield from _matter(matter, book, law)


def _matter(matter: Matter, book: QuestionBook, law: LawBook) -> Iterator[str]:
    cited = cite(matter, law, matter.reviewed)
    yield f"\n## {matter.title}\n\n{cited.text}\n"
    if matter.premise:
        yield f"- 要纠正的前提：{matter.premise}"
    if matter.conditions:
        yield f"- 另有条件：{matter.conditions}"
    if matter.roles or matter.lenders:
        yield f"- 只对：{'、'.join((*matter.roles, *matter.lenders))}"
    for provision in map(law.provision, matter.provisions):
        until = f"至 {provision.until}" if provision.until else "至今"
        yield f"- 依据：{provision.short}（{provision.since} {until}，{provision.verified}）"
    yield f"- 要点：{'；'.join(matter.points)}"
    yield f"- 不能说：{'；'.join(matter.avoid)}"
    yield f"- 接着问：{'；'.join(book.matter(name).title for name in matter.follows)}"
    yield f"- 问法 {len(matter.asks)} 种；编号 {matter.id}"


def write() -> None:
    """Write every page, and remove those of topics that are gone."""
    FOLDER.mkdir(exist_ok=True)
    current = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in current:
            old.unlink()
    for name, content in current.items():
        (FOLDER / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    write()
