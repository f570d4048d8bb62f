"""Three floors, one direction, no circles: every import counts, wherever it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("storage", "handlers", "bot")
"""From the ground up; a floor may import itself and those before it."""
CLOCK_READERS = {"now", "utcnow", "today"}


def modules() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Every module of ours that a file imports, inside functions and type guards too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            known = [name for name in inner if name in MODULES]
            names = known if len(known) == len(inner) else [node.module, *known]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in FLOORS)


def test_imports_only_go_down() -> None:
    upward = [
        f"{module} imports {name}"
        for module, path in MODULES.items()
        for name in imported(path)
        if FLOORS.index(name.split(".")[0]) > FLOORS.index(module.split(".")[0])
    ]
    assert upward == []


def test_no_circles_between_files() -> None:
    edges = {
        module: {name for name in imported(path) if name != module and name in MODULES}
        for module, path in MODULES.items()
    }
    done: set[str] = set()

    def walk(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join([*trail[trail.index(module) :], module])
        if module in done:
            return
        for name in edges.get(module, ()):
            walk(name, (*trail, module))
        done.add(module)

    for module in edges:
        walk(module, ())


@pytest.mark.parametrize("module", MODULES)
def test_nothing_hides_under_type_checking(module: str) -> None:
    names = {node.id for node in ast.walk(tree_of(MODULES[module])) if isinstance(node, ast.Name)}
    assert "TYPE_CHECKING" not in names


def test_only_the_clock_asks_the_time() -> None:
    askers = [
        f"{module}:{node.lineno}"
        for module, path in MODULES.items()
        if module != "bot.clock"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCK_READERS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "time"}
    ]
    assert askers == []


def test_only_settings_reads_the_environment() -> None:
    readers = {
        module
        for module, path in MODULES.items()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers <= {"bot.settings", "bot.__main__"}


@pytest.mark.parametrize(
    ("floor", "foreign"),
    [
        (
            "storage",
            ("telegram", "wechatpy", "nicegui", "starlette", "aiohttp", "httpx", "apscheduler"),
        ),
        (
            "handlers",
            (
                "telegram",
                "wechatpy",
                "nicegui",
                "starlette",
                "aiohttp",
                "httpx",
                "apscheduler",
                "sqlalchemy",
            ),
        ),
    ],
)
def test_lower_floors_know_no_platform(floor: str, foreign: tuple[str, ...]) -> None:
    seen = {
        alias.name.split(".")[0]
        for module, path in MODULES.items()
        if module.split(".")[0] == floor
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        node.module.split(".")[0]
        for module, path in MODULES.items()
        if module.split(".")[0] == floor
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert not seen & set(foreign)


@pytest.mark.parametrize("module", MODULES)
def test_files_stay_readable(module: str) -> None:
    lines = MODULES[module].read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{module} has {lines} lines: can it be two rooms with better names?"


@pytest.mark.parametrize("module", MODULES)
def test_functions_stay_small(module: str) -> None:
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1})"
        for node in ast.walk(tree_of(MODULES[module]))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > 60
    ]
    assert long == []
