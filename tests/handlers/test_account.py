"""Understanding the few words that ask the bot for something, and answering them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import account
from handlers.account import Command, Verb, understand
from handlers.messages import Button
from handlers.texts.texts import Texts

MATERIAL = Path(__file__).parents[1] / "texts" / "material"
TEXTS = Texts.load()

COMMANDS = {
    "删除一条": Command(Verb.DELETE_ONE),
    "删除": Command(Verb.DELETE_ONE),
    "删除 E-0003": Command(Verb.DELETE_ONE, 3),
    "删除E3": Command(Verb.DELETE_ONE, 3),
    "删除 e－０００３。": Command(Verb.DELETE_ONE, 3),
    "删除第3条": Command(Verb.DELETE_ONE, 3),
    "删除第 12 条": Command(Verb.DELETE_ONE, 12),
    "删除第三条": Command(Verb.DELETE_ONE, 3),
    "删掉第十二条": Command(Verb.DELETE_ONE, 12),
    "删除第二十条": Command(Verb.DELETE_ONE, 20),
    "删除第九十九号": Command(Verb.DELETE_ONE, 99),
    "删除第十条": Command(Verb.DELETE_ONE, 10),
    "删除第两条": Command(Verb.DELETE_ONE, 2),
    "请帮我删除证据 E-0040": Command(Verb.DELETE_ONE, 40),
    "删除 E-0000": Command(Verb.DELETE_ONE, 0),
    "/delete 3": Command(Verb.DELETE_ONE, 3),
    "/delete": Command(Verb.DELETE_ONE),
    "/delete@wenzhu_bot 5": Command(Verb.DELETE_ONE, 5),
    "删除全部": Command(Verb.DELETE_ALL),
    "全部删除！": Command(Verb.DELETE_ALL),
    "删除所有证据": Command(Verb.DELETE_ALL),
    "请删除我的个人信息": Command(Verb.DELETE_ALL),
    "清空": Command(Verb.DELETE_ALL),
    "/delete all": Command(Verb.DELETE_ALL),
    "撤回": Command(Verb.WITHDRAW),
    " 撤 回 ": Command(Verb.WITHDRAW),
    "撤回 E-0003": Command(Verb.WITHDRAW, 3),
    "帮助": Command(Verb.HELP),
    "帮助。": Command(Verb.HELP),
    "/help": Command(Verb.HELP),
    "／ＨＥＬＰ": Command(Verb.HELP),
    "怎么用？": Command(Verb.HELP),
    "隐私": Command(Verb.PRIVACY),
    "/privacy": Command(Verb.PRIVACY),
    "证据": Command(Verb.LIST),
    "我的证据": Command(Verb.LIST),
    "取消": Command(Verb.CANCEL),
    "/cancel": Command(Verb.CANCEL),
    "/start": Command(Verb.START),
    "/start case_17": Command(Verb.START),
    "谈好了分期": Command(Verb.NEW_PLAN),
    "我跟银行已经协商好还款方案了": Command(Verb.NEW_PLAN),
    "记一下我的还款计划": Command(Verb.NEW_PLAN),
}

MESSAGES = [
    "",
    "。",
    "/",
    "你再不还钱我就删除",
    "已经把你通讯录全部删除备份好了",
    "删除通讯录",
    "删除第十十条",
    "删除 E-0003 和 E-0004",
    "删除一条命",
    "撤回我刚才发的那条录音",
    "撤回起诉要交三千",
    "谈好了分期又反悔了",
    "谈好了还款他们还打电话",
    "证据确凿，等着坐牢",
    "证据都在我们手里",
    "帮助你解决逾期",
    "隐私信息我们都有",
    "取消高铁资格",
    "取消\n你的账户",
    "全部还清",
    "清空你的银行卡",
    "开始催收流程",
    "不想活了",
    "/etc/passwd",
    "删除" * 30,
]


@pytest.mark.parametrize("typed", COMMANDS)
def test_a_command_is_understood(typed: str) -> None:
    assert understand(typed) == COMMANDS[typed]


@pytest.mark.parametrize("typed", MESSAGES)
def test_a_message_is_not_a_command(typed: str) -> None:
    assert understand(typed) is None


def test_nobodys_message_is_mistaken_for_a_command() -> None:
    lines = (MATERIAL / "ordinary.txt").read_text(encoding="utf-8").splitlines()
    lines += (MATERIAL / "crisis.txt").read_text(encoding="utf-8").splitlines()
    taken = {line for line in lines if understand(line) is not None}
    assert taken == {"删除全部", "帮助"}


@given(
    st.sampled_from(sorted(COMMANDS)),
    st.text(alphabet="还钱坐牢通讯录你妈家人公司一二三，。", min_size=3, max_size=40),
)
def test_a_command_inside_a_message_is_a_message(command: str, rest: str) -> None:
    if rest.strip("，。"):
        assert understand(f"再不还{rest}{command}") is None


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    command = understand(text)
    assert command is None or command.verb in Verb


@given(st.integers(min_value=1, max_value=999_999))
def test_every_number_is_read_back(number: int) -> None:
    assert understand(f"删除 E-{number:04d}") == Command(Verb.DELETE_ONE, number)
    assert understand(f"撤回第{number}条") == Command(Verb.WITHDRAW, number)


def test_first_contact_is_three_lines_with_kept_readers_and_delete() -> None:
    reply = account.welcome(TEXTS, operator="王律师")
    lines = reply.text.splitlines()
    assert len(lines) == 3
    assert "保存" in lines[0]
    assert "王律师" in lines[1]
    assert "全部内容他都能读到" in lines[1]
    assert "删除" in lines[2]
    words = [word for word in ("删除一条", "删除全部") if word in lines[2]]
    assert [understand(word) is not None for word in words] == [True, True]


def test_every_word_the_help_names_is_understood() -> None:
    line = TEXTS.say("help.words")
    named = line.partition("：")[2].rstrip("。").split("、")
    assert len(named) >= 7
    for word in named:
        assert understand(word.partition("（")[0]) is not None, word


def test_deleting_asks_first() -> None:
    one = account.delete_one(TEXTS, number=7, seq=12)
    assert one.buttons == (Button("确认删除", "erase:12"), Button("取消", "cancel"))
    assert "E-0007" in one.segments[0].text
    everything = account.delete_all(TEXTS)
    assert [button.action for button in everything.buttons] == ["erase-all", "cancel"]


def test_the_list_shows_number_beijing_time_and_what_it_is() -> None:
    at = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    lines = [account.Listed(8, at, "picture"), account.Listed(7, at)]
    shown = account.list_evidence(TEXTS, lines).text
    assert "E-0008　2026年11月23日星期一 00:30（北京时间）　图片" in shown
    assert "E-0007　2026年11月23日星期一 00:30（北京时间）　文字" in shown
    assert understand(shown.rpartition("例如：")[2]) == Command(Verb.DELETE_ONE, 8)


def test_no_evidence_and_unknown_numbers_get_a_sentence() -> None:
    assert "还没有" in account.list_evidence(TEXTS, []).text
    assert "E-0099" in account.no_such_evidence(TEXTS, 99).text
    assert account.no_such_evidence(TEXTS, None).text
    assert "E-0007" in account.deleted(TEXTS, number=7).text
    for reply in (
        account.deleted_all(TEXTS),
        account.cancelled(TEXTS),
        account.stale_button(TEXTS),
        account.usage(TEXTS),
        account.privacy(TEXTS, operator="王律师"),
    ):
        assert reply.text
