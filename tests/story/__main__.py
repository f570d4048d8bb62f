"""`make story`: forty days of one borrower through the real program, told in docs/story.md.

python -m tests.story [--write]
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tests.console.browser import ARGUMENTS, NAMES
from tests.story.chapters import FORTY_DAYS, Chapter
from tests.story.life import Life
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.process import BOT, running

DOCS = Path(__file__).resolve().parents[2] / "docs"
HEAD = """# 四十天

由 `make story` 写成：真的程序、真的浏览器、严格模拟的 Telegram，只有钟是拨过的。
每一步都核对了屏幕上的话和数据文件夹里的证据。

"""
WEEKDAYS = "一二三四五六日"


async def lived(folder: Path, pictures: Path) -> str:
    """All chapters; the diary in Markdown."""
    chromium = next(path for name in NAMES if (path := shutil.which(name)))
    diary = [HEAD]
    with running() as address:
        async with Simulator(address, BOT) as simulator, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            life = Life(simulator, browser, folder)
            try:
                diary += [await _lived(life, chapter, pictures) for chapter in FORTY_DAYS]
            finally:
                if life.process is not None:
                    await life.kill()
                await browser.close()
    return "".join(diary)


async def _lived(life: Life, chapter: Chapter, pictures: Path) -> str:
    await life.begin(chapter.at)
    line = await chapter.live(life)
    number = (chapter.at.date() - FORTY_DAYS[0].at.date()).days + 1
    weekday = WEEKDAYS[chapter.at.weekday()]
    told = f"**第 {number} 天，{chapter.at:%Y-%m-%d}，星期{weekday}**　{line}\n\n"
    print(told.strip(), flush=True)
    if chapter.picture is None:
        return told
    picture = pictures / f"story-{chapter.picture}.png"
    await life.photographs(picture)
    return f"{told}![{line}](screenshots/{picture.name})\n\n"


def main() -> None:
    """Live the forty days; with --write keep the diary and its pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/story.md and its pictures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        pictures = DOCS / "screenshots" if given.write else place
        diary = asyncio.run(lived(place, pictures))
    if given.write:
        (DOCS / "story.md").write_text(diary.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
