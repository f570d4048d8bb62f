"""Orders about reminders in words, and sentences that only sound like them."""

from __future__ import annotations

import pytest

from handlers.planning.reminder_orders import heard


@pytest.mark.parametrize(
    ("words", "slots"),
    [
        ("提前三天提醒我", {"action": "set_advance", "days": 3}),
        ("还款提醒改成提前1天", {"action": "set_advance", "days": 1}),
        ("停止所有提醒", {"action": "cancel"}),
        ("不要再提醒我了。", {"action": "cancel"}),
        ("恢复提醒", {"action": "resume"}),
        ("这期我已经还了", {"action": "mark_paid"}),
        ("我还了500", {"action": "mark_paid"}),
        ("我已经还了", {"action": "mark_paid"}),
        ("晚上十点以后不要发", {"action": "quiet_hours", "from_time": "22:00"}),
        ("晚上10点半以后别给我发消息", {"action": "quiet_hours", "from_time": "22:30"}),
        ("这个月还不上了", {"action": "cannot"}),
        ("晚一点再提醒我", {"action": "snooze"}),
        ("提醒设置", {"action": "list"}),
        ("把提醒都关了", {"action": "cancel"}),
        ("关闭提醒功能", {"action": "cancel"}),
        ("不要提醒我还钱", {"action": "cancel"}),
        ("取消免打扰", {"action": "quiet_off"}),
        ("晚上也可以提醒", {"action": "quiet_off"}),
        ("夜里不要提醒", {"action": "quiet_hours"}),
        ("9点以后别提醒", {"action": "quiet_hours", "from_time": "21:00"}),
        (
            "晚上8点到10点不要打扰",
            {"action": "quiet_hours", "from_time": "20:00", "to_time": "22:00"},
        ),
        (
            "晚上10到早上8点别提醒",
            {"action": "quiet_hours", "from_time": "22:00", "to_time": "08:00"},
        ),
        (
            "上午9点到12点不要提醒",
            {"action": "quiet_hours", "from_time": "09:00", "to_time": "12:00"},
        ),
        ("逾期后不要提醒", {"action": "moments", "on": [], "off": [-1], "only": False}),
        ("不要只在当天提醒", {"action": "unclear"}),
        ("周末晚上不要提醒", {"action": "unclear"}),
        ("别提醒招行的", {"action": "mute", "name": "招行"}),
        ("别提醒这个计划了", {"action": "mute"}),
        ("恢复这个计划的提醒", {"action": "unmute"}),
        ("京东的先不用提醒了", {"action": "mute", "name": "京东"}),
        ("招行那笔不要再提醒我了", {"action": "mute", "name": "招行"}),
        ("某某银行信用卡先别提醒了", {"action": "mute", "name": "某某银行"}),
        ("招商银行的提醒关掉", {"action": "mute", "name": "招商银行"}),
        ("取消京东的提醒", {"action": "mute", "name": "京东"}),
        ("计划2别提醒了", {"action": "mute", "plan": 2}),
        ("关掉第三个计划的提醒", {"action": "mute", "plan": 3}),
        ("恢复招行的提醒", {"action": "unmute", "name": "招行"}),
        ("继续提醒京东的", {"action": "unmute", "name": "京东"}),
        ("计划2可以再提醒了", {"action": "unmute", "plan": 2}),
        ("招行这期别提醒", {"action": "unclear"}),
        ("招行周末别提醒", {"action": "unclear"}),
        ("别提醒某某银行的", {"action": "mute", "name": "某某银行"}),
        ("每天早上7点半提醒我", {"action": "hour", "at": "07:30"}),
        ("到期当天早上8点提醒我", {"action": "set_advance", "days": 0, "at": "08:00"}),
        ("提醒太早了", {"action": "hours"}),
        ("换时区", {"action": "zones"}),
        ("换回北京时间", {"action": "zone", "zone": "Asia/Shanghai"}),
        ("改回中国时间吧", {"action": "zone", "zone": "Asia/Shanghai"}),
        ("取消夜间免打扰", {"action": "quiet_off"}),
        (
            "23:00-07:00免打扰",
            {"action": "quiet_hours", "from_time": "23:00", "to_time": "07:00"},
        ),
        (
            "晚上11:30到早上7:15不要提醒",
            {"action": "quiet_hours", "from_time": "23:30", "to_time": "07:15"},
        ),
        ("不写细节", {"action": "neutral_on"}),
        ("提醒里别写金额和名字", {"action": "neutral_on"}),
        ("提醒不要显示欠谁", {"action": "neutral_on"}),
        ("把银行名字隐藏起来", {"action": "neutral_on"}),
        ("还是写明金额吧", {"action": "neutral_off"}),
        ("提醒里要写对方", {"action": "neutral_off"}),
        ("12点到14点免打扰", {"action": "quiet_hours", "from_time": "12:00", "to_time": "14:00"}),
        ("9点到18点不要提醒", {"action": "quiet_hours", "from_time": "09:00", "to_time": "18:00"}),
        ("凌晨不要吵我", {"action": "quiet_hours"}),
        ("我不想被提醒", {"action": "cancel"}),
        ("下周提醒我", {"action": "snooze"}),
        ("过几天再提醒我", {"action": "snooze"}),
        ("晚上8点再提醒我", {"action": "snooze", "at": "20:00"}),
        ("下午3点再提醒我", {"action": "snooze", "at": "15:00"}),
        ("三点半再提醒我", {"action": "snooze", "at": "15:30"}),
        ("9点以后再提醒我", {"action": "snooze", "at": "09:00"}),
        ("能不能晚上8点提醒我", {"action": "snooze", "at": "20:00"}),
        ("晚上再提醒", {"action": "snooze"}),
        ("两小时后叫我", {"action": "snooze"}),
        ("以后都晚上8点提醒", {"action": "hour", "at": "20:00"}),
        ("每次都三点半提醒", {"action": "hour", "at": "15:30"}),
        ("提醒时间改成晚上8点", {"action": "hour", "at": "20:00"}),
    ],
)
def test_orders_are_heard(words: str, slots: dict[str, object]) -> None:
    assert heard(words) == slots


@pytest.mark.parametrize(
    "words",
    [
        "",
        "还了吗？",
        "这期还了没有",
        "温馨提醒：您的借款已逾期，请尽快处理，以免影响征信",
        "每月15号还1000，还10个月",
        "他们半夜给我打电话",
        "你好",
        "不要打扰我家人",
        "不要发我通讯录",
        "别忘了提醒我",
        "欠某某银行1000，按北京时间每月15号还",
        "当天催收就提醒单位",
        "每月10号提醒我还花呗500",
    ],
)
def test_other_words_are_not(words: str) -> None:
    assert heard(words) is None
