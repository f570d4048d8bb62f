"""The whole program with Telegram: what people send, what they get, what goes wrong."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.reading.drawing import chat as drawn_chat
from tests.reading.drawing import encoded
from tests.telegram.service import PATIENCE, Service, service, until
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.process import BOT
from tests.telegram.simulator.shapes import Json

pytest_plugins = ["tests.telegram.simulator.fixtures"]

ANNA, BERT, GROUP = 1001, 1002, -100_500
THREAT = "再不还钱就把你欠款的事群发给你通讯录里所有人"
PLANTED = "赵钱孙李周吴郑王"
SECRET = BOT.partition(":")[2]


@pytest.fixture
async def running(simulator: Simulator, tmp_path: Path) -> AsyncIterator[Service]:
    """The service; afterwards neither the token nor anybody's words stand in its log."""
    with service(tmp_path, simulator.address) as one:
        one.wait_up()
        yield one
    assert SECRET not in one.logged()
    assert PLANTED not in one.logged()


async def told(simulator: Simulator, chat: int, count: int) -> list[Json]:
    """The messages somebody got, as soon as there are so many."""
    found = await simulator.sent(chat, count=count, wait=PATIENCE)
    assert len(found) >= count, [one["text"] for one in found]
    return found


async def saying(simulator: Simulator, chat: int, words: str) -> Json:
    """The message in which those words stand."""

    async def look() -> list[Json]:
        return [one for one in await simulator.sent(chat) if words in one["text"]]

    return (await until(look))[-1]


def rows(running: Service, table: str) -> int:
    with sqlite3.connect(running.data / "wenzhu.db") as connection:
        count: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    connection.close()
    return count


async def test_from_the_first_word_to_a_verdict(simulator: Simulator, running: Service) -> None:
    await simulator.text(ANNA, "/start case-17_from_a_very_long_link_that_carries_more_than_a_word")
    (welcome,) = await told(simulator, ANNA, 1)
    assert "谁能看到" in welcome["text"]
    origin = {"type": "hidden_user", "name": "某某外访", "date": 1_763_900_000}
    await simulator.text(ANNA, f"{PLANTED}，{THREAT}", forward=origin)
    verdict = (await told(simulator, ANNA, 2))[1]
    assert verdict["text"].startswith("E-0001 已保存")
    assert "转发自：某某外访。对方隐藏了账号" in verdict["text"]
    assert "2025年11月23日" in verdict["text"]
    kinds = {entity["type"] for entity in verdict["entities"]}
    assert {"bold", "spoiler", "expandable_blockquote", "code"} <= kinds
    await simulator.text(ANNA, "/evidence")
    assert "E-0001" in (await told(simulator, ANNA, 3))[2]["text"]
    await simulator.text(ANNA, "/privacy")
    assert "保存什么" in (await told(simulator, ANNA, 4))[3]["text"]
    assert running.stop() == 0


async def test_it_introduces_itself_in_chinese(simulator: Simulator, running: Service) -> None:
    async def introduced() -> list[Json]:
        return await simulator.calls("setMyShortDescription")

    (short,) = await until(introduced)
    assert "催收" in short["values"]["short_description"]
    (commands,) = await simulator.calls("setMyCommands")
    assert '"start"' in commands["values"]["commands"]
    (described,) = await simulator.calls("setMyDescription")
    assert len(described["values"]["description"]) <= 512
    assert running.logged().count("level=error") == 0


async def test_a_picture_is_fetched_kept_read_and_its_receipt_becomes_the_verdict(
    simulator: Simulator, running: Service
) -> None:
    await simulator.fault("error", "getFile", status=502, times=2)
    upload = await simulator.upload(encoded(drawn_chat()), "screen.png", "image/png")
    await simulator.message(ANNA, "photo", upload=upload)
    receipt = await saying(simulator, ANNA, "编号 E-0001")
    verdict = await saying(simulator, ANNA, "看到")
    while len(verdict["versions"]) < 2:
        verdict = await saying(simulator, ANNA, "E-0001 已保存")
        await asyncio.sleep(0.2)
    assert verdict["message_id"] == receipt["message_id"]
    assert "用“文件”方式再发一次" in verdict["text"]
    hail = await saying(simulator, ANNA, "请看上面那条消息")
    assert hail["reply_to"] == verdict["message_id"]
    actions = await simulator.calls("sendChatAction")
    assert actions
    assert actions[0]["values"]["action"] == "typing"
    assert running.stop() == 0


async def test_what_is_over_the_limit_is_not_even_fetched(
    tmp_path: Path, simulator: Simulator
) -> None:
    upload = await simulator.upload(encoded(drawn_chat()), "screen.png", "image/png")
    server = simulator.base_url.removesuffix("/bot")
    with service(tmp_path, server, WENZHU_QUOTA_MESSAGES="1") as program:
        await simulator.text(ANNA, THREAT)
        await told(simulator, ANNA, 2)
        await simulator.message(ANNA, "photo", upload=upload, caption="帮助")
        refused = (await told(simulator, ANNA, 3))[2]
        assert "1 条" in refused["text"]
        assert await simulator.calls("getFile") == []
        assert program.stop() == 0


async def test_what_cannot_be_had_is_said_and_the_message_kept(
    simulator: Simulator, running: Service
) -> None:
    await simulator.message(ANNA, "document", name="长录像.mp4", size=30_000_000)
    large = await saying(simulator, ANNA, "E-0001")
    assert "超过 20 MB" in large["text"]
    assert "打开聊天页上传" in large["text"]
    assert await simulator.calls("getFile") == []
    await simulator.fault("error", "getFile", status=400)
    await simulator.message(ANNA, "document", name="a.pdf", caption=THREAT)
    gone = await saying(simulator, ANNA, "E-0002")
    assert "没能从 Telegram 取到" in gone["text"]
    assert "看到" in gone["text"]
    await simulator.message(ANNA, "sticker")
    assert "没法存成证据" in (await told(simulator, ANNA, 4))[3]["text"]
    assert rows(running, "steps") == 0


async def test_an_album_is_one_receipt(simulator: Simulator, running: Service) -> None:
    await simulator.album(ANNA, {}, {}, {"caption": "一起的"})
    receipt = await saying(simulator, ANNA, "E-0001 至 E-0003")
    assert len(receipt["versions"]) >= 2
    assert rows(running, "cases") == 3


async def test_an_album_belongs_to_its_plan_with_all_its_parts(
    simulator: Simulator, running: Service
) -> None:
    await simulator.text(ANNA, "跟某某银行谈好了，欠12000，分12期，每月15号还1000")
    await press(simulator, await saying(simulator, ANNA, "还没有保存"), "保存")
    await saying(simulator, ANNA, "已保存为计划 1")
    await simulator.album(ANNA, {"caption": "这些截图是跟某某银行协商的"}, {}, {})
    put = await saying(simulator, ANNA, "放到计划 1（某某银行）里了")
    await saying(simulator, ANNA, "E-0001 至 E-0003")
    await press(simulator, put, "看详情")
    plan = await saying(simulator, ANNA, "协商记录，原件都存着")
    assert "E-0001 至 E-0003" in plan["text"]
    assert rows(running, "plan_events") == 5  # agreed, confirmed, three parts


async def press(simulator: Simulator, message: Json, label: str) -> None:
    """Press the button of that label."""
    (data,) = [
        one["callback_data"]
        for row in message["markup"]["inline_keyboard"]
        for one in row
        if one["text"] == label
    ]
    await simulator.press(ANNA, message["message_id"], data)


async def test_an_edit_is_kept_beside_the_first_version(
    simulator: Simulator, running: Service
) -> None:
    first = await simulator.text(ANNA, THREAT)
    await saying(simulator, ANNA, "E-0001 已保存")
    await simulator.edit(ANNA, first["message"]["message_id"], text=f"{THREAT}，今晚就上门")
    changed = await saying(simulator, ANNA, "改过")
    assert "E-0001" in changed["text"]
    assert rows(running, "entries") >= 3


async def test_buttons_are_answered_and_never_die_silently(
    simulator: Simulator, running: Service
) -> None:
    await simulator.text(ANNA, THREAT)
    verdict = await saying(simulator, ANNA, "E-0001 已保存")
    buttons = {
        one["text"]: one["callback_data"]
        for row in verdict["markup"]["inline_keyboard"]
        for one in row
    }
    await simulator.press(ANNA, verdict["message_id"], buttons["更多依据"])
    await saying(simulator, ANNA, "可能的后果")
    await simulator.press(ANNA, verdict["message_id"], "00000000~erase:1", stale=True)
    await saying(simulator, ANNA, "这个按钮已经不能用了")
    await simulator.press(ANNA, verdict["message_id"], buttons["撤回"], inaccessible=True)
    asked = await saying(simulator, ANNA, "要删除 E-0001 吗")
    erase = asked["markup"]["inline_keyboard"][0][0]["callback_data"]
    await simulator.press(ANNA, asked["message_id"], erase)
    await saying(simulator, ANNA, "E-0001 已删除")

    async def answered() -> list[Json]:
        return [one for one in await simulator.callbacks() if one["answered"]]

    assert len(await until(answered, 4)) == 4
    assert running.stop() == 0


async def test_old_buttons_mean_nothing_after_everything_was_deleted(
    simulator: Simulator, running: Service
) -> None:
    await simulator.text(ANNA, THREAT)
    verdict = await saying(simulator, ANNA, "E-0001 已保存")
    withdraw = verdict["markup"]["inline_keyboard"][-1][-1]["callback_data"]
    await simulator.text(ANNA, "/deleteall")
    asked = await saying(simulator, ANNA, "全部内容吗")
    everything = asked["markup"]["inline_keyboard"][0][0]["callback_data"]
    await simulator.press(ANNA, asked["message_id"], everything)
    await saying(simulator, ANNA, "全部内容已删除")
    await simulator.text(ANNA, f"新的：{THREAT}")
    await until(lambda: _saying_all(simulator, "E-0001 已保存"), 2)
    await simulator.press(ANNA, verdict["message_id"], withdraw)
    await saying(simulator, ANNA, "这个按钮已经不能用了")
    assert running.stop() == 0


async def _saying_all(simulator: Simulator, words: str) -> list[Json]:
    return [one for one in await simulator.sent(ANNA) if words in one["text"]]


async def test_a_flood_is_waited_for_also_across_a_restart(
    simulator: Simulator, running: Service
) -> None:
    await simulator.flood("sendMessage", 15, chat_id=ANNA)
    began = time.time()
    await simulator.text(ANNA, "/help")
    await until(lambda: simulator.calls("sendMessage"))
    await asyncio.sleep(1)
    running.kill()
    await simulator.text(BERT, "/help")
    running.start()
    await told(simulator, BERT, 2)
    assert await simulator.sent(ANNA) == []
    found = await told(simulator, ANNA, 2)
    assert found[0]["at"] >= began + 15
    assert "谁能看到" in found[0]["text"]


async def test_nobody_is_overtaken_within_the_limits(
    simulator: Simulator, running: Service
) -> None:
    await simulator.rates(on=True)
    await simulator.inject(*({"chat_id": ANNA, "text": f"{THREAT}{n}"} for n in range(4)))
    found = await told(simulator, ANNA, 5)
    heads = [one["text"].split(" ")[0] for one in found[1:]]
    assert heads == ["E-0001", "E-0002", "E-0003", "E-0004"]
    assert (await simulator.statistics())["rate_refused"] == 0
    assert running.stop() == 0


async def test_who_blocked_us_is_left_alone_until_he_speaks(
    simulator: Simulator, running: Service
) -> None:
    await simulator.text(ANNA, "/help")
    await told(simulator, ANNA, 2)
    await simulator.fault("error", "sendMessage", status=403, chat_id=ANNA)
    await simulator.text(ANNA, "/privacy")
    await until(lambda: _refused(simulator))
    await asyncio.sleep(5)
    assert len(await simulator.calls("sendMessage")) == 3
    await simulator.text(ANNA, "/evidence")
    texts = [one["text"] for one in await told(simulator, ANNA, 4)]
    assert "保存什么" in texts[2]
    assert "还没有保存过证据" in texts[3]
    await simulator.block(ANNA)
    await simulator.unblock(ANNA)
    await simulator.text(ANNA, "/help")
    await told(simulator, ANNA, 5)
    assert running.stop() == 0


async def _refused(simulator: Simulator) -> list[Json]:
    return [call for call in await simulator.calls("sendMessage") if call["status"] == 403]


async def test_groups_are_told_once_and_nothing_of_them_is_kept(
    simulator: Simulator, running: Service
) -> None:
    for number in range(3):
        await simulator.text(GROUP, f"{THREAT}{number}", from_id=ANNA)
    (said,) = await told(simulator, GROUP, 1)
    assert "私聊" in said["text"]
    await simulator.text(BERT, "/help")
    await told(simulator, BERT, 2)
    assert len(await simulator.sent(GROUP)) == 1
    assert rows(running, "inbox") == 1
    assert rows(running, "persons") == 1


async def test_danger_is_answered_first(simulator: Simulator, running: Service) -> None:
    await simulator.text(ANNA, "我不想活了，今晚就结束")
    assert "12356" in (await told(simulator, ANNA, 1))[0]["text"]
    assert running.stop() == 0


async def test_troubles_on_the_way_only_delay(simulator: Simulator, running: Service) -> None:
    for kind in ("garbage", "cut"):
        await simulator.fault(kind, "getUpdates")
    await simulator.fault("error", "getUpdates", status=502, times=2)
    await simulator.fault("error", "sendMessage", status=500)
    await simulator.text(ANNA, "/help")
    found = await told(simulator, ANNA, 2)
    assert "谁能看到" in found[0]["text"]
    assert running.stop() == 0
