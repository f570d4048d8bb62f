"""Several files sent at once and put to a plan: every part of them, late ones too, shown once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from handlers.messages import Reply
from storage.verify import verify
from tests.whole.house import house
from tests.whole.test_plan_records import last_with, shown
from tests.whole.test_repayment_talk import NOW, Hands, Somebody, action, kept, saved

pytestmark = pytest.mark.asyncio(loop_scope="module")
OTHER = "跟星某消金谈好了，欠6000，分6期，每月20号还1000"
WORDS = "这几段录音是跟某某银行协商的"
LISTED = "E-0001 至 E-0003 2026年11月25日星期三（语音）"


async def part(home: Somebody, number: int, text: str = "", group: str = "g") -> list[Reply]:
    content = b"OggS" + bytes(64) + bytes([number])
    more = {"text": text} if text else {}
    return await home.house.send(
        content, f"{number}.ogg", person=home.name, id=str(100 + number), group=group, **more
    )


async def album(home: Somebody, *numbers: int) -> list[Reply]:
    return [reply for number in numbers for reply in await part(home, number)]


async def attached(home: Somebody) -> Sequence[int]:
    """How much belongs to each of the person's plans."""
    return [len(one.state.attached) for one in await kept(home)]


@pytest.mark.parametrize("named", [1, 2, 3])
async def test_words_that_come_with_one_part_mean_all(home: Somebody, named: int) -> None:
    await saved(home)
    replies = [
        reply
        for number in (1, 2, 3)
        for reply in await part(home, number, WORDS if number == named else "")
    ]
    (done,) = [one for one in replies if "放到计划 1（某某银行）里了" in one.text]
    assert "其他几份，到了也会放在一起" in done.text
    assert (await shown(home)).count("E-00") == 2  # one line, from the first to the last
    assert LISTED in await shown(home)
    assert await attached(home) == [3]


async def test_words_afterwards_mean_all(home: Somebody) -> None:
    await saved(home)
    await album(home, 1, 2, 3)
    (done,) = await home.say("这些录音是跟某某银行协商的，记到计划里")
    assert done.text.startswith("E-0001 至 E-0003 放到计划 1")
    assert "其他几份" not in done.text
    assert LISTED in await shown(home)
    (again,) = await home.say("记到计划里")
    assert "E-0001 至 E-0003 已经在计划 1 里了" in again.text


async def test_the_button_means_all_and_so_does_taking_them_away(home: Somebody) -> None:
    await saved(home)
    put = last_with(await album(home, 1, 2), "plan-attach")
    (done,) = await home.press(put)
    assert done.text.startswith("E-0001 至 E-0002 放到计划 1")
    await album(home, 3)
    assert LISTED in await shown(home)
    (taken,) = await home.press(action(done, "plan-detach"))
    assert "E-0001 至 E-0003 从计划 1 里取下了" in taken.text
    assert await attached(home) == [0]
    await album(home, 4)
    assert await attached(home) == [0]  # what was taken away brings nothing back
    assert len(await home.originals()) == 4


async def test_with_several_plans_all_go_to_the_chosen_one(home: Somebody) -> None:
    await saved(home)
    await saved(home, OTHER)
    (which,) = await home.press(last_with(await album(home, 1, 2), "plan-attach"))
    assert "E-0001 至 E-0002 放到哪个计划里" in which.text
    await home.press(which.buttons[1].action)
    await album(home, 3)
    assert await attached(home) == [0, 3]
    assert LISTED in await shown(home, 2)


async def test_a_part_that_is_named_goes_alone(home: Somebody) -> None:
    await saved(home)
    await album(home, 1, 2)
    (done,) = await home.say("E-2 放到计划 1 里")
    assert done.text.startswith("E-0002 放到计划 1")
    await album(home, 3)
    assert await attached(home) == [1]
    assert "E-0002 2026年" in await shown(home)
    await home.press(last_with(await part(home, 4), "plan-attach"))
    assert "E-0001 至 E-0004 2026年" in await shown(home)
    await home.press(action(done, "plan-detach"))
    assert await attached(home) == [3]
    assert "E-0001、E-0003、E-0004 2026年" in await shown(home)


async def test_other_albums_do_not_follow(home: Somebody) -> None:
    await saved(home)
    await part(home, 1, WORDS)
    await part(home, 2, group="h")
    await part(home, 3, group="h")
    assert await attached(home) == [1]


async def test_a_part_that_comes_again_is_put_there_once(home: Somebody) -> None:
    await saved(home)
    await part(home, 1, WORDS)
    await part(home, 2)
    await part(home, 2)
    assert await attached(home) == [2]


async def test_when_the_first_is_erased_the_others_stay(home: Somebody, folder: Path) -> None:
    await saved(home)
    await part(home, 1, WORDS)
    await album(home, 2)
    first = (await home.originals())[-1]
    async with home.house.rooms.store.transaction() as change:
        await change.erase(first.ledger, first.seq, NOW)
    text = await shown(home)
    assert "E-0002 2026年" in text
    assert "E-0001" not in text
    await album(home, 3)
    assert "E-0002 至 E-0003 2026年" in await shown(home)
    assert (await verify(folder / "wenzhu.db")).exit_code() == 0


async def test_late_parts_after_a_restart(tmp_path: Path) -> None:
    for life in range(2):
        async with house(tmp_path, Hands()) as place:
            home = Somebody(place, Hands(), "late")
            if life == 0:
                await saved(home)
                await part(home, 1, WORDS)
            else:
                await album(home, 2, 3)
                assert LISTED in await shown(home)
    assert (await verify(tmp_path / "wenzhu.db")).exit_code() == 0
