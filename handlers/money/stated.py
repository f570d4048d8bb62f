"""Rates as people say them: 年化36, 月息2分, 三分利, 日息万五, 一万一天10块, 每期手续费0.75%.

Customs of the trade: 月息1分 is 1 % a month, 1厘 0.1 %; 年息1分 10 % a year, 1厘 1 %. For days 分
and 厘 are used in more than one sense and are left alone: whoever reads it has to ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from handlers.language.numbers import whole
from handlers.money.loan import StatedRate, Unit

_CN = "[〇零一二三四五六七八九十两百]"
_NUM = rf"(?:\d+(?:\.\d+)?|{_CN}+(?:点{_CN}+)?)"
_FILL = (
    r"(?:利率|利息|费率|息费|的|是|为|就|都|达到?|高达|大概|大约|差不多|约|超过?了?|按|算|写着?|[:,(]"
    r"|才|只有|有|要|收|给|他|她|对方|平台|说)*"
)
_YEARLY = re.compile(
    rf"(?:年化(?:利率|率|利息|综合成本|成本)?|综合年化|年利率?|年息|年费率|综合成本|综合融资成本|apr|irr){_FILL}"
    rf"(?:百分之(?P<p>{_NUM})|(?P<n>{_NUM})(?P<u>%|个点|个百分点|分(?P<f>{_NUM}厘?)?|厘)?)"
)
_BEFORE = re.compile(
    rf"(?:百分之(?P<p>{_NUM})|(?P<n>\d+(?:\.\d+)?)%)的?(?:年化|年利|年息|综合成本|利率|利息)"
)
_BARE = re.compile(
    rf"(?<![月日周天期])(?:利率|利息|息费){_FILL}(?:百分之(?P<p>{_NUM})|(?P<n>\d+(?:\.\d+)?)%)"
)
_MONTHLY = re.compile(
    rf"(?:月息|月利[率息]?|月化|月费率|每个?月(?:的)?利[息率]|一个?月(?:的)?利[息率]){_FILL}"
    rf"(?:百分之(?P<p>{_NUM})|(?P<n>{_NUM})(?P<u>%|个点|个百分点|分(?P<f>{_NUM}厘?)?|厘))"
)
_INTEREST = re.compile(
    rf"(?P<n>{_CN}|\d(?:\.\d)?)分(?P<f>[一二三四五六七八九]|\d)?厘?(?:的)?(?:利息?|息)"
)
_DAILY = re.compile(
    rf"(?:日息|日利[率息]?|日化|日费率|每[天日](?:的)?利[息率]|一天(?:的)?利[息率]|每[天日]|一天|按[天日]){_FILL}"
    rf"(?:(?P<base>万|千|百)分之(?P<p>{_NUM})|(?P<short>[万千])(?P<s>\d+(?:\.\d+)?|[一二三四五六七八九])(?!\d|[元块百千万天期个])"
    rf"|(?P<n>\d+(?:\.\d+)?)(?P<u>%|‰))"
)
_PER = re.compile(
    r"(?:百分之(?P<p>[一二三四五六七八九十点零]+)|(?P<n>\d+(?:\.\d+)?)%)(?:每|/|一)个?(?P<u>天|日|月|年)"
)
_LIMIT = re.compile(
    r"(?:%|超过?百分之[一二三四五六七八九十]+)(?:的?部分|以上|以下|以内|怎么办|才|红线|那条线)"
)
_FEE = re.compile(
    rf"(?:每期|每个?月|月)(?:的)?(?:手续费|服务费|费率|分期费){_FILL}(?:率)?{_FILL}(?:百分之(?P<p>{_NUM})|(?P<n>\d+(?:\.\d+)?)%)"
)
_PERIODS = {"天": Unit.DAY, "日": Unit.DAY, "月": Unit.MONTH, "年": Unit.YEAR}
_BASES = {"万": 10_000, "千": 1000, "百": 100}
_MOST = Decimal(100_000)


def stated_rate(text: str) -> StatedRate | None:
    """The rate a normalised text states, the most exact wording first; None when it states none.

    A rate that is named as a limit (超过36%的部分) is nobody's rate.
    """
    if _LIMIT.search(text):
        return None
    for pattern, read in _READERS:
        match = pattern.search(text)
        if match:
            return read(match)
    return None


def stated_fee(text: str) -> Decimal | None:
    """A charge for each period, per cent of the first principal."""
    match = _FEE.search(text)
    return None if match is None else _decimal(match["p"] or match["n"])


def _rate(match: re.Match[str], unit: Unit) -> StatedRate | None:
    if match["p"]:
        return _made(_decimal(match["p"]), unit)
    said = match["u"] or ""
    number = _decimal(match["n"])
    if number is None:
        return None
    if said.startswith("分"):
        tenths = _tenths(match["n"], (match["f"] or "").removesuffix("厘") or None)
        number = None if tenths is None else tenths * (10 if unit is Unit.YEAR else 1)
    elif said == "厘":
        number = number if unit is Unit.YEAR else number / 10
    return _made(number, unit)


def _daily(match: re.Match[str]) -> StatedRate | None:
    base = match["base"] or match["short"]
    if base:
        number = _decimal(match["p"] or match["s"])
        return _made(None if number is None else number * 100 / _BASES[base], Unit.DAY)
    number = _decimal(match["n"])
    return _made(None if number is None else number / (10 if match["u"] == "‰" else 1), Unit.DAY)


def _tenths(units: str, tenths: str | None) -> Decimal | None:
    """一分五 is 1.5."""
    whole_part, part = _decimal(units), _decimal(tenths) if tenths else Decimal(0)
    return None if whole_part is None or part is None else whole_part + part / 10


def _decimal(words: str | None) -> Decimal | None:
    """A number in either script."""
    if not words:
        return None
    try:
        return Decimal(words) if words[0].isdecimal() else _spoken(words)
    except InvalidOperation:
        return None


def _spoken(words: str) -> Decimal | None:
    head, _, tail = words.partition("点")
    value = whole(head)
    digits = [whole(digit) for digit in tail]
    if value is None or None in digits:
        return None
    return Decimal(f"{value}.{''.join(map(str, digits)) or 0}")


def _made(percent: Decimal | None, unit: Unit) -> StatedRate | None:
    if percent is None or not 0 < percent <= _MOST:
        return None
    return StatedRate(percent, unit)


def _per(match: re.Match[str]) -> StatedRate | None:
    """0.05%每天."""
    return _made(_decimal(match["p"] or match["n"]), _PERIODS[match["u"]])


def _of_year(match: re.Match[str]) -> StatedRate | None:
    return _made(_decimal(match["p"] or match["n"]), Unit.YEAR)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], StatedRate | None]], ...] = (
    (_PER, _per),
    (_YEARLY, lambda match: _rate(match, Unit.YEAR)),
    (_MONTHLY, lambda match: _rate(match, Unit.MONTH)),
    (_DAILY, _daily),
    (_INTEREST, lambda match: _made(_tenths(match["n"], match["f"]), Unit.MONTH)),
    (_BEFORE, _of_year),
    (_BARE, _of_year),
)
"""The most exact wording first."""
