"""Whether a sentence tells a repayment plan at all."""

from __future__ import annotations

import re

from handlers.language.repayment.dressing import reach
from handlers.language.repayment.sentence import Sentence
from handlers.language.repayment.tokens import Kind
from handlers.language.repayment.understood import Missing, Understood
from handlers.repayment.plan import Frequency

_ASKS = re.compile(
    r"[?？]|吗|怎么|怎样|能不能|可不可以|是不是|会不会|如何|算不算|咋|为什么|多久|几天|哪|什么|合法|有没有"
)
_ORDERS = re.compile(
    r"提醒|推迟到|改到|取消|停止|暂停|别再|导出|打包|删|撤回|截图|录音|短信|电话|催收|【|转发|发给你|起诉|传票|爆通讯录"
)
_REPORTED = re.compile(
    r"(?:催收|对方|他们|那边|客服)[^，,。]{0,8}(?:说(?!好|定|妥|分|了|随意|随便|可以|都行|行|没问题|同意|减免|减到)|让|叫|逼|要求|威胁)|不还|再不|否则"
    r"|[您你]|坐席|\[(?i:asr)"
)
_AGREED = re.compile(r"(?:跟|和|与|同)[^，,。]{1,8}(?:谈|商量|说|约|协商|讲)(?:好|妥|成|定)")
_PAYS_IT = re.compile(r"(?:还|付|结|给|打|转|扣)[^，,。]{0,4}[\d一二两三四五六七八九几]")
_SPLITS = re.compile(r"分[成做]?(?:\d+|[一二两三四五六七八九十]+)(?:期|个月|次|年)")
_WILL_PAY = re.compile(r"清了|清掉|(?<!已)(?<!已经)(?<!不)(?<!没)还(?!了|过|没|不|有|是|在|得|会)")
_NO_PLAN = (Kind.RHYTHM, Kind.EACH, Kind.SPLIT, Kind.ONCE, Kind.CLEAR, Kind.DOWN, Kind.REST)
_OVERDUE = re.compile(r"逾期")


def _only_overdue(said: Sentence) -> bool:
    """12月10号开始逾期，欠5000: he tells of being overdue, not of what is to be paid."""
    if not _OVERDUE.search(said.text) or any(said.has(kind) for kind in _NO_PLAN):
        return False
    return _WILL_PAY.search(said.text) is None and _SPLITS.search(said.text) is None


_PRESSED = re.compile(r"[您你]|否则|再不|不然|起诉|威胁|要求|逼|【|催收")


def _settles(text: str, said: Sentence) -> bool:
    """客服打电话说减免后一次性8800结清，月底前: an offer that is told, not a demand passed on."""
    if _PRESSED.search(text) or _ASKS.search(text):
        return False
    return said.has(Kind.SETTLED) and said.has(Kind.ONCE)


_PAYS = re.compile(
    r"还|付|分期|分[\d一二三四五六七八九十两]|每期|首付|结[清掉]|结了(?!婚)|债|欠|扣款|月供|期|扣|给|打"
)


def is_repayment(
    text: str, said: Sentence, understood: Understood, *, several: bool = False
) -> bool:
    """Whether the sentence tells what is to be paid and when.

    A witness, not a judge: questions, orders about reminders and quoted messages say no unless
    they fix a whole schedule.
    """
    if len(text) > reach(text) or _only_overdue(said):
        return False
    rhythm = any(said.has(kind) for kind in (Kind.RHYTHM, Kind.COUNT, Kind.ORDINAL))
    when = said.has(Kind.WHEN) or said.has(Kind.PAYDAY) or said.has(Kind.OPEN_DAY)
    amount, split = said.has(Kind.MONEY), said.has(Kind.SPLIT)
    parts = sum((rhythm, when, amount, split))
    rows = understood.rows
    many = rows is not None and len(rows) > 1
    by_months = understood.frequency is Frequency.CUSTOM and (understood.installments or 0) > 1
    many = many or (by_months and understood.missing == (Missing.DUE_DAY,))
    if any(signs.search(text) for signs in (_ASKS, _ORDERS, _REPORTED)):
        agreed = _AGREED.search(text) is not None and _ASKS.search(text) is None
        return many or ((agreed or _settles(text, said)) and rows is not None)
    pays = _PAYS.search(text) is not None
    return (
        several
        or (amount and when and (rhythm or many or (pays and said.has(Kind.ONCE))))
        or (amount and _WILL_PAY.search(said.text) is not None)
        or (pays and amount and _PAYS_IT.search(said.text) is not None)
        or (pays and (parts >= 2 or "分期还" in said.text))
        or (pays and said.has(Kind.VAGUE) and said.has(Kind.START))
        or (pays and _SPLITS.search(said.text) is not None)
    )
