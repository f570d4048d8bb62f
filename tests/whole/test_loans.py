"""A loan that is told bit by bit is remembered sealed, over a restart, for a day, and let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.loans import EXPIRES, SHEET
from storage.records import PersonId
from tests.whole.house import PERSON, House, house

FIRST = "借1万到手8500，12期每期1000"


@dataclass
class Hands:
    """A clock that is set by hand."""

    at: datetime = datetime(2026, 11, 26, 4, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


async def sheet(home: House) -> bytes | None:
    async with home.rooms.store.snapshot() as view:
        known = await view.identity("http", PERSON)
        assert known is not None
        person: PersonId = known[0]
        return await view.sheet(person, SHEET)


async def heard(home: House, words: str) -> str:
    return "\n".join(reply.text for reply in await home.say(words))


async def test_it_is_gone_on_with_after_a_restart(tmp_path: Path) -> None:
    clock = Hands()
    async with house(tmp_path, clock) as home:
        await home.say("你好")
        assert "哪一天成立" in await heard(home, FIRST)
    clock.at += EXPIRES
    async with house(tmp_path, clock) as home:
        assert "13.4%" in await heard(home, "2024年9月签的")
        clock.at += EXPIRES + timedelta(minutes=1)
        assert "8500" not in await heard(home, "是私人借的")
        assert await sheet(home) is None  # what has expired is destroyed, not only passed over


def files_with(folder: Path, words: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


async def test_nothing_of_it_lies_open_and_cancelling_destroys_it(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        await home.say(FIRST)
        assert FIRST.encode() in (await sheet(home) or b"")
        assert files_with(tmp_path, "到手8500".encode()) == []  # four digits stand in any digest
        await home.say("取消")
        assert await sheet(home) is None


async def test_everything_erased_takes_it_along(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say("你好")
        await home.say(FIRST)
        await home.press("erase-all")
        await home.say("你好")
        assert "13.4%" not in await heard(home, "2024年9月签的")
        assert await sheet(home) is None
