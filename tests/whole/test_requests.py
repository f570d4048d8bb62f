"""What is asked in free words, through the real route."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.crisis import Danger
from handlers.messages import Reply
from tests.whole.house import house

DOUBTFUL = "我真的没办法了，这个月房租都交不上"
THREAT = "再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友，看你还有没有脸做人。"


def pressed(reply: Reply) -> list[str]:
    return [button.action.split(":")[0] for button in reply.buttons]


async def test_deleting_and_exporting_in_free_words(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.say(THREAT)
        (everything,) = await home.say("根据个保法我有权要求删除")
        assert "erase-all" in pressed(everything)
        (latest,) = await home.say("上一条发错了，删掉")
        assert "erase" in pressed(latest)
        (part,) = await home.say("删除还款计划")
        assert "还不能" in part.text
        (export,) = await home.say("把证据打包发我，我要给律师")
        assert "还没有做好" in export.text
        assert len(await home.originals()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "你不还钱，我们就把你的数据打包发给你全家，删除也没用",
        "撤回你的投诉，否则我们今晚就上你家门口等着",
    ],
)
async def test_a_collectors_words_are_no_wish(tmp_path: Path, text: str) -> None:
    async with house(tmp_path) as home:
        replies = await home.say(text)
        assert all("erase-all" not in pressed(reply) for reply in replies)
        assert all("还没有做好" not in reply.text for reply in replies)


async def test_a_doubt_is_asked_about_and_the_message_handled_all_the_same(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        assert home.rooms.desk.crisis.weigh(DOUBTFUL) is Danger.DOUBT
        replies = await home.say(DOUBTFUL)
        assert [reply for reply in replies if "您现在安全吗" in reply.text]
        assert [reply for reply in replies if "您现在安全吗" not in reply.text]
