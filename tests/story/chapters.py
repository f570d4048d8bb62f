"""Forty days of 李女士: what happens, and what must be true after each chapter.

A chapter does something as she would and reads what is answered; it returns its line in the diary.
Its checks are about what the person sees, and at the end about what the data folder proves.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from storage.verify import verify
from tests.reading.drawing import encoded, sms
from tests.story.life import CHAT, Life

BEIJING: Final = ZoneInfo("Asia/Shanghai")
THREAT: Final = (
    "【安逸金服】李某，你欠的8600今天再不还，明天就带人打断你的腿，再把你欠钱的事群发给通讯录里的人"
)
SCREENS: Final = (
    ("再不还钱就去你单位找你领导", "让同事都知道你欠钱"),
    ("你的通讯录我们都有", "今晚八点开始挨个打电话"),
    ("你女儿几点放学我们也知道", "自己掂量"),
)
OLD, NEW = "《治安管理处罚法》（2012年修正）第42条", "《治安管理处罚法》第50条"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A day of hers.

    Attributes:
        at: when the program is started for it, Beijing time.
        live: what she does and what must come of it; gives the line of the diary.
        picture: name of the screenshot of the page at its end, if there is one.
    """

    at: datetime
    live: Callable[[Life], Awaitable[str]]
    picture: str | None = None


def on(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=BEIJING)


async def threatened(life: Life) -> str:
    """The first threat, forwarded in the last days of the old numbering."""
    await forwarded(life, THREAT, on("2025-12-28 21:31"))
    verdict = await life.hears("E-0001", "暴力")
    assert OLD in verdict["text"]
    assert "原消息时间：2025年12月28日" in verdict["text"]
    return f"把催收的短信转发给机器人。存成 E-0001，依据是当天有效的{OLD}。"


async def new_year(life: Life) -> str:
    """The same words in the new year; and those of New Year's Eve, forwarded only now."""
    await forwarded(life, THREAT + "，最后一次通知", on("2026-01-01 08:05"))
    today = await life.hears("E-0002")
    assert NEW in today["text"]
    assert OLD not in today["text"]
    await forwarded(life, THREAT + "，别装看不见", on("2025-12-31 20:10"))
    before = await life.hears("E-0003")
    assert OLD in before["text"]
    assert NEW not in before["text"]
    return f"元旦收到的按{NEW}说，除夕前收到、今天才转来的仍按旧法说：按发出那天的法律。"


async def killed(life: Life) -> str:
    """An album arrives, and the plug is pulled while it is being kept."""
    parts = [
        {"upload": await life.simulator.upload(encoded(sms(lines)), f"{number}.png")}
        for number, lines in enumerate(SCREENS)
    ]
    await life.simulator.album(CHAT, *parts)
    await life.kill()
    assert life.originals() <= 3 + len(SCREENS)
    await life.begin(on("2026-01-03 19:40"))
    await life.hears("E-0004 至 E-0006", "看到")
    assert life.originals() == 3 + len(SCREENS)
    return "一次转来三张截图，正存着，停电了。再开机，三张各存一份，没有多也没有少。"


async def edited(life: Life) -> str:
    """She types what was said on the phone and corrects it: both versions stay."""
    words = "再不还钱，明天就派人上你家门口泼油漆，让邻居都看看你欠钱不还"
    update = await life.simulator.text(CHAT, words)
    await life.hears("E-0007")
    number = update["message"]["message_id"]
    await life.simulator.edit(CHAT, number, text=words + "，你女儿我们也认识")
    await life.hears("E-0007", "改")
    return "把电话里听到的话打下来，又补了半句。原来的和改后的都留着，都有时间。"


async def agreed(life: Life) -> str:
    """What was negotiated, told in one sentence on the page at home."""
    await life.says("和安逸金服谈好了，一共欠8600，减免后还4500，分3期，从1月9号开始每两周还1500")
    table = await life.reads("分 3 期，合计 4500 元", "2026年1月9日星期五", "还没有保存")
    assert "2026年2月6日星期五" in table
    await life.clicks("保存")
    await life.reads("已保存为计划 1")
    return "和对方谈好分期，在家里的电脑上一句话说给机器人，看过日期和星期再保存。"


async def reminded(life: Life) -> str:
    """The day before."""
    await life.reads("明天（1月9日星期五）", "1500 元")
    return "前一天早上九点提醒。"


async def paid(life: Life) -> str:
    """The day itself."""
    await life.reads("今天（1月9日星期五）")
    await life.clicks("已还")
    await life.reads("还了 1500 元", "全部还差 3000 元")
    return "当天提醒，还了，点“已还”，还差 3000 元。"


async def joined(life: Life) -> str:
    """She will be away: the page at home and the chat become one person."""
    await life.says("连接")
    shown = await life.reads("连接 ")
    await life.simulator.text(CHAT, next(one for one in shown.splitlines() if one[:3] == "连接 "))
    await life.press(await life.hears("连成一个人"), "确认连接")
    await life.hears("连好了")
    return "要出门打工，把家里电脑的网页和 Telegram 连成一个人，提醒两处都能到。"


async def missed(life: Life) -> str:
    """The day has passed without a payment."""
    reminder = await life.hears("约好1月23日星期五还", "还没有记到已还")
    await life.press(reminder, "还不上")
    await life.hears("12378", "我近期收入受到影响")
    return "过了日子没还上。机器人没有责备，给了一句可以发给对方的话和可以打的电话。"


async def renegotiated(life: Life) -> str:
    """The rest at once, two weeks later."""
    await life.press(await life.hears("12378", "我近期收入受到影响"), "谈好了新的")
    await life.hears("哪里不一样")
    await life.simulator.text(CHAT, "剩下的3000改成2月5号一次还清")
    table = await life.hears("2026年2月5日星期四", "3000 元", "还没有保存")
    await life.press(table, "保存")
    await life.hears("已按新的约定保存")
    return "重新谈好：剩下的 3000 元 2 月 5 日一次还清。"


async def settled(life: Life) -> str:
    """The last day: paid, settled, and what to see to."""
    await life.hears("今天（2月5日星期四）", "3000 元")
    await life.simulator.text(CHAT, "3000已经还了")
    await life.hears("还了 3000 元", "结清证明", "征信")
    return "最后一天还清。机器人列出要办的：结清证明、征信更新，三十天后再提醒去查。"


async def looked_back(life: Life) -> str:
    """At home again: the same plan stands on the page."""
    await life.says("计划")
    await life.reads("已结清")
    return "回到家，网页上也是还清的。"


async def proven(life: Life) -> str:
    """What a stranger can check afterwards."""
    await life.stop()
    found = await verify(life.data / "wenzhu.db")
    assert found.exit_code() == 0
    return f"核对全部证据：{life.originals()} 份原件，一份不少，没有改动。"


async def forwarded(life: Life, text: str, at: datetime) -> None:
    origin = {"kind": "hidden_user", "name": "客服", "date": int(at.timestamp())}
    await life.simulator.text(CHAT, text, forward=origin)


FORTY_DAYS: Final = (
    Chapter(on("2025-12-28 21:40"), threatened),
    Chapter(on("2026-01-01 08:20"), new_year),
    Chapter(on("2026-01-03 19:30"), killed),
    Chapter(on("2026-01-04 12:10"), edited),
    Chapter(on("2026-01-05 10:15"), agreed, "agreed"),
    Chapter(on("2026-01-08 09:00:02"), reminded),
    Chapter(on("2026-01-09 09:00:02"), paid, "paid"),
    Chapter(on("2026-01-10 18:00"), joined),
    Chapter(on("2026-01-24 09:00:02"), missed),
    Chapter(on("2026-01-24 18:00"), renegotiated),
    Chapter(on("2026-02-05 09:00:02"), settled),
    Chapter(on("2026-02-05 19:00"), looked_back, "settled"),
    Chapter(on("2026-02-05 20:00"), proven),
)
