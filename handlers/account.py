"""The person and the bot: first contact, help, privacy, lists, deleting.

And understanding the few words that ask for these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.messages import Look, Reply, Segment
from handlers.texts.dates import evidence, moment
from handlers.texts.folding import squeeze
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts

LONGEST_COMMAND = 24
"""Folded characters a command may have; longer is a message, whatever it begins with."""


class Verb(StrEnum):
    """What a person can ask for in words."""

    START = "start"
    HELP = "help"
    PRIVACY = "privacy"
    LIST = "list"
    COMPLAIN = "complain"
    PLANS = "plans"
    NEW_PLAN = "new_plan"
    DELETE_ONE = "delete_one"
    DELETE_ALL = "delete_all"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    CALENDAR = "calendar"
    CALENDAR_STOP = "calendar_stop"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Command:
    """A whole short message that asks the bot for something.

    Attributes:
        number: the evidence number it names, None if it names none.
    """

    verb: Verb
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the evidence list; `media` is the value of a MediaKind, None for text."""

    number: int
    at: datetime
    media: str | None = None


_POLITE = "(?:请|请帮我|帮我|我想|我要|麻烦)?"
_UNIT = "(?:条|号|个)"
_CHINESE = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_NUMBER = (
    rf"(?:e(?P<e>\d{{1,6}})|第?(?P<n>\d{{1,6}}){_UNIT}?"
    rf"|第(?P<zh>{_CHINESE}){_UNIT})"
)
_DELETE = "(?:删除|删掉|删去|删了|删|/delete)"
_ALL = "(?:全部|所有|一切)(?:的)?(?:证据|内容|数据|记录|资料|信息|个人信息)?"
_PATTERNS: tuple[tuple[Verb, str], ...] = (
    (Verb.START, r"/start[a-z0-9]{0,64}|开始|start"),
    (Verb.HELP, r"/help|help|帮助|怎么用|使用说明|菜单|说明|[你您]能做什么"),
    (Verb.PRIVACY, r"/privacy|privacy|隐私|隐私说明|隐私政策|谁能看到"),
    (Verb.LIST, r"/evidence|/list|证据|证据列表|证据清单|我的证据|看证据|查看证据|清单"),
    (
        Verb.COMPLAIN,
        r"/complain|/投诉|(?:我要|我想|怎么|(?:去|到)?(?:哪里?|哪儿|哪个部门))?投诉",
    ),
    (Verb.CALENDAR, r"/calendar|日历|日历文件|日历地址|订阅日历"),
    (Verb.CALENDAR_STOP, r"停用日历|停掉日历|作废日历|取消日历"),
    (Verb.LINK, r"/link|连接|连接聊天|绑定"),
    (
        Verb.PLANS,
        r"/plans?|/计划|(?:看|查看|看看|我的)?(?:还款)?计划(?:列表|清单)?|我的(?:还款|分期)计划|还款进度",
    ),
    (
        Verb.PLANS,
        "期限|(?:我的|我?有哪些|我?有什么|查?看看?)(?:法院|开庭|答辩)?的?(?:期限|截止日期?)",
    ),
    (
        Verb.NEW_PLAN,
        (
            r"我?[跟和与]?(?:他们|对方|银行|平台|催收)?(?:已经?)?都?(?:谈|协商|商量|说|讲)[好妥成定]了?"
            r"(?:分期|还款(?:计划|方案)?)了?|我?要?[记存建](?:一下)?(?:我的)?还款(?:计划|安排)"
        ),
    ),
    (
        Verb.NEW_PLAN,
        rf"/newplan|{_POLITE}(?:新建|新增|新的|加一个|记一个|做一个|定一个)(?:还款)?计划|新计划",
    ),
    (Verb.CANCEL, r"/cancel|cancel|取消|取消删除|不删了|算了|不记了|取消计划"),
    (Verb.DELETE_ALL, rf"{_POLITE}{_DELETE}(?:我的|我)?{_ALL}|/deleteall"),
    (Verb.DELETE_ALL, rf"{_POLITE}(?:全部|全都|全)(?:删除|删掉|删了)"),
    (Verb.DELETE_ALL, rf"{_POLITE}删除我的(?:数据|资料|信息|个人信息)"),
    (Verb.DELETE_ALL, r"清空(?:全部|所有)?(?:证据|记录)?"),
    (Verb.DELETE_ONE, rf"{_POLITE}{_DELETE}(?:一条|1条|一个)?(?:证据)?"),
    (Verb.DELETE_ONE, rf"{_POLITE}{_DELETE}(?:证据)?{_NUMBER}(?:证据)?"),
    (Verb.WITHDRAW, rf"{_POLITE}(?:撤回|/withdraw)(?:证据)?(?:{_NUMBER})?"),
)
_DEEP_LINK = re.compile(r"/start(@\w+)?\s+[A-Za-z0-9_-]{1,64}")
"""How Telegram says that he came by a link; what the link carried is not a command."""
_ADDRESSED = re.compile(r"@\w+")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


def understand(text: str) -> Command | None:
    """The command a whole short message is, None for everything else.

    Width, spaces, dashes and full stops do not matter. Only the whole message counts: a
    collector's message that contains such a word is a message.
    """
    if _DEEP_LINK.fullmatch(text.strip()):
        return Command(Verb.START)
    if len(text) > 4 * LONGEST_COMMAND:
        return None
    slash = text.strip().startswith(("/", "／"))
    plain = "/" + squeeze(_ADDRESSED.sub("", text)) if slash else squeeze(text)
    if not plain or len(plain) > LONGEST_COMMAND:
        return None
    for verb, pattern in _PATTERNS:
        match = re.fullmatch(pattern, plain)
        if match is not None:
            return Command(verb, _number(match))
    return None


def _number(match: re.Match[str]) -> int | None:
    """The evidence number in a command, None if there is none."""
    groups = match.groupdict()
    digits = groups.get("e") or groups.get("n")
    if digits:
        return int(digits)
    chinese = groups.get("zh")
    return _chinese(chinese) if chinese else None


def _chinese(words: str) -> int:
    """一 to 九十九."""
    tens, ten, ones = words.rpartition("十")
    value = _DIGITS.get(ones, 0)
    return value + 10 * _DIGITS.get(tens, 1) if ten else value


def welcome(texts: Texts, *, operator: str, days: int = 0) -> Reply:
    """First contact in three lines: what is kept, who can read it, how to delete.

    Args:
        days: how long media are kept, 0 for ever; said too when it is not.
    """
    keys = ("welcome.kept", "welcome.readers", "welcome.delete")
    return Reply((said(texts, *keys, look=Look.LEAD, operator=operator), *_retention(texts, days)))


def _retention(texts: Texts, days: int) -> tuple[Segment, ...]:
    """For how long media are kept, where there is an end to it."""
    return (said(texts, "retention.note", days=str(days)),) if days else ()


def usage(texts: Texts) -> Reply:
    """What can be done here, and with which words."""
    return Reply(
        (
            said(texts, "help.lead", "help.send", look=Look.LEAD),
            said(texts, "help.words"),
            said(texts, "help.limits", "help.danger", look=Look.SMALL),
        )
    )


def privacy(texts: Texts, *, operator: str, days: int = 0) -> Reply:
    """What is kept, who can read it, what deleting does."""
    return Reply(
        (
            said(texts, "privacy.kept"),
            *_retention(texts, days),
            said(texts, "privacy.readers", operator=operator),
            said(texts, "privacy.chat"),
            said(texts, "privacy.delete"),
        )
    )


def delete_one(texts: Texts, *, number: int, seq: int) -> Reply:
    """Asks before one original is erased."""
    return Reply(
        (
            said(texts, "delete.one", look=Look.LEAD, number=evidence(number)),
            said(texts, "delete.one_warning", look=Look.SMALL),
        ),
        (button(texts, "erase", f"erase:{seq}"), button(texts, "cancel", "cancel")),
        number=number,
    )


def delete_all(texts: Texts, places: Sequence[str] = ()) -> Reply:
    """Asks before everything of this person is erased.

    Args:
        places: what the other doors are called on which he is the same person.
    """
    linked = [texts.say("delete.all_doors", place="、".join(places))] if places else []
    return Reply(
        (
            Segment("\n".join([texts.say("delete.all"), *linked]), look=Look.LEAD),
            said(texts, "delete.all_warning", look=Look.SMALL),
        ),
        (button(texts, "erase_all", "erase-all"), button(texts, "cancel", "cancel")),
    )


def deleted(texts: Texts, *, number: int) -> Reply:
    """One original is erased."""
    return Reply((said(texts, "delete.deleted", number=evidence(number)),))


def deleted_all(texts: Texts, *, elsewhere: bool = False) -> Reply:
    """Everything of this person is erased.

    Args:
        elsewhere: he asked for it on another door.
    """
    return Reply((said(texts, "delete.deleted_elsewhere" if elsewhere else "delete.deleted_all"),))


def cancelled(texts: Texts) -> Reply:
    """Nothing was changed."""
    return Reply((said(texts, "delete.cancelled"),))


def stale_button(texts: Texts) -> Reply:
    """A button whose matter is gone: never silence."""
    return Reply((said(texts, "delete.stale"),))


def no_such_evidence(texts: Texts, number: int | None) -> Reply:
    """The number he named is not there, or nothing is."""
    if number is None:
        return Reply((said(texts, "delete.nothing"),))
    return Reply((said(texts, "delete.none", number=evidence(number)),))


def list_evidence(texts: Texts, lines: Sequence[Listed]) -> Reply:
    """What is kept, as handed in: newest first."""
    if not lines:
        return Reply((said(texts, "evidence.empty"),))
    rows = [
        texts.say(
            "evidence.row",
            number=evidence(line.number),
            moment=moment(texts, line.at),
            media=texts.word("media", line.media or "text"),
        )
        for line in lines
    ]
    return Reply(
        (
            Segment("\n".join([texts.say("evidence.head"), *rows])),
            said(texts, "evidence.foot", look=Look.SMALL, number=evidence(lines[0].number)),
        )
    )
