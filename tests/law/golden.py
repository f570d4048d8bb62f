"""All law data as pages a lawyer can read: `python -m tests.law.golden` writes them anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from handlers.law.book import LawBook, Provision
from handlers.law.routes import Route, RouteBook

FOLDER = Path(__file__).with_name("golden")


def provisions_page(law: LawBook) -> str:
    """Every provision, grouped by law."""
    return "\n".join(_provisions(law)) + "\n"


def routes_page(routes: RouteBook) -> str:
    """Every channel, kind of lender and first call."""
    return "\n".join(_routes(routes)) + "\n"


def pages() -> dict[str, str]:
    """File name to content, from the real data."""
    law = LawBook.load()
    return {
        "provisions.md": provisions_page(law),
        "routes.md": routes_page(RouteBook.load(law)),
    }


def _provisions(law: LawBook) -> Iterator[str]:
    yield f"# 法条（{len(law.ids)} 条）"
    for name, group in groupby(law.provisions, key=lambda p: p.law):
        yield f"\n## {name}"
        for provision in group:
            yield from _provision(provision)


def _provision(provision: Provision) -> Iterator[str]:
    period = f"{provision.since} 起" + (f"，至 {provision.until}" if provision.until else "")
    yield f"\n### {provision.short}\n"
    yield f"- {provision.id} · {provision.kind} · {provision.layer} · {period}"
    if provision.succeeds:
        yield f"- 接替：{'、'.join(provision.succeeds)}"
    yield f"- 说什么：{provision.gist}"
    yield f"- 有什么用：{provision.consequence}"
    yield f"- 核实：{provision.verified}，{provision.source}；{provision.reviewed} 复核"
    if provision.remark:
        yield f"- 备注：{provision.remark}"


def _routes(routes: RouteBook) -> Iterator[str]:
    yield "# 投诉渠道\n\n## 怎样弄清出借人\n"
    yield from (f"- {step}" for step in routes.finding_out)
    yield f"\n## 渠道（{len(routes.ids)} 个）"
    for route in routes.routes:
        yield f"\n### {route.name}（{route.id}）\n"
        yield f"- {route.line}"
        yield from (f"- {detail}" for detail in route.details)
        yield f"- 依据：{'、'.join(route.basis) or '无'}；核实：{route.verified}，{route.source}"
    yield "\n## 出借人类型"
    for lender in routes.lenders:
        yield f"\n### {lender.name}（{lender.id}）\n"
        yield f"- 怎么看出来：{lender.tell}"
        yield f"- 注意：{lender.note}"
        yield f"- 依据：{'、'.join(lender.basis)}"
        yield f"- 顺序：{_names(routes.for_case((), severity_is_danger=False, lender=lender.id))}"
    yield "\n## 每种做法（还不知道出借人时）\n"
    for practice in sorted(routes.practices):
        first = routes.for_case((practice,), severity_is_danger=False, lender=None)
        yield f"- {practice}：{_names(first)}"


def _names(routes: tuple[Route, ...]) -> str:
    return " → ".join(route.name for route in routes)


if __name__ == "__main__":
    for file, content in pages().items():
        (FOLDER / file).write_text(content, encoding="utf-8")
        print(file)
