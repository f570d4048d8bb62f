"""How often: 每月, 隔周, 每季度, 一个月一次, one pattern a row."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers.language.repayment.tokens import Kind, Rhythm, Value
from handlers.language.when import number
from handlers.repayment.plan import Frequency

N = (
    r"(?:\d{1,3}|(?![一二两三四五六七八九]百[一二两三四五六七八九](?!十))"
    r"[一二两三四五六七八九十百廿卅俩仨]{1,4})"
)
"""A small number in either script, for the inside of a pattern."""
_WD = r"(?:周|星期|礼拜)[一二三四五六日天1-7](?![百千万十块元\d个])"
_OF = r"(?:还|付|交|给|来)?一(?:次|期|笔|回|还|结|付)"
_WEEK = 7
_FORTNIGHT = 15
"""半个月 as an interval, as people count it."""

Maker = Callable[[re.Match[str]], Value]
"""What a match of a pattern means."""


def always(value: Value = None) -> Maker:
    """The same whatever stood there."""
    return lambda _: value


def _step(months: int) -> Rhythm:
    names = {1: Frequency.MONTHLY, 3: Frequency.QUARTERLY}
    return Rhythm(names.get(months, Frequency.CUSTOM), months)


def _interval(match: re.Match[str]) -> int:
    """The number in 每隔 10 天; 0 is no rhythm."""
    return number(match["n"] or match["n2"])


def _weeks(match: re.Match[str]) -> Value:
    step = _interval(match)
    if step == 0:
        return None
    if step == 2:
        return Rhythm(Frequency.BIWEEKLY, 2)
    return Rhythm(Frequency.WEEKLY) if step == 1 else Rhythm(Frequency.EVERY_N_DAYS, _WEEK * step)


def _months(match: re.Match[str]) -> Value:
    step = _interval(match)
    return _step(step) if step else None


def _years(match: re.Match[str]) -> Value:
    step = number(match["n"])
    return _step(12 * step) if step else None


def _times_a_year(match: re.Match[str]) -> Value:
    return _step(12 // number(match["n"]))


def _days(match: re.Match[str]) -> Value:
    step = _interval(match)
    return Rhythm(Frequency.EVERY_N_DAYS, step) if step else None


_MONTHLY = always(Rhythm(Frequency.MONTHLY, 1))
_QUARTERLY = always(Rhythm(Frequency.QUARTERLY, 3))
_WEEKLY = always(Rhythm(Frequency.WEEKLY, 1))

RHYTHMS: tuple[tuple[Kind, re.Pattern[str], Maker], ...] = tuple(
    (kind, re.compile(pattern), maker)
    for kind, pattern, maker in (
        (
            Kind.RHYTHM,
            rf"每个?(?={_WD})|(?:每个?|按|逐)(?:周|星期|礼拜)(?:{_OF})?(?:的(?={_WD}))?|一个?(?:周|星期|礼拜){_OF}",
            _WEEKLY,
        ),
        (
            Kind.RHYTHM,
            rf"(?:每个?(?=月底|月末|月尾|月最后)|每个?月|每月|月月|按月|逐月|逢月|一个?月{_OF}|[每当]月份|每个自然月)(?:{_OF})?(?:的)?",
            _MONTHLY,
        ),
        (Kind.RHYTHM, r"逢(?=\d|[一二三])", _MONTHLY),
        (
            Kind.RHYTHM,
            rf"(?:每个?|按|逐|一个?)季度?(?:{_OF})?",
            always(Rhythm(Frequency.QUARTERLY, 3)),
        ),
        (
            Kind.RHYTHM,
            rf"(?:双周|隔周|隔一?个?(?:星期|礼拜)|每隔一?个?(?:周|星期|礼拜))(?:{_OF})?",
            always(Rhythm(Frequency.BIWEEKLY, 2)),
        ),
        (
            Kind.RHYTHM,
            rf"(?:每隔?)(?P<n>{N})个?(?:周|星期|礼拜)(?:{_OF})?|(?P<n2>{N})个?(?:周|星期|礼拜){_OF}",
            _weeks,
        ),
        (
            Kind.RHYTHM,
            rf"(?:每隔?)(?:半个月|半月)(?:{_OF})?|半个?月{_OF}",
            always(Rhythm(Frequency.EVERY_N_DAYS, _FORTNIGHT)),
        ),
        (Kind.RHYTHM, rf"(?:隔月|每隔一?个?月|隔一个月)(?:{_OF})?", always(_step(2))),
        (
            Kind.RHYTHM,
            rf"每隔?(?P<n>{N})个月(?:{_OF})?|(?P<n2>{N})个月{_OF}",
            _months,
        ),
        (Kind.RHYTHM, rf"每半年(?:{_OF})?|半年{_OF}", always(_step(6))),
        (
            Kind.RHYTHM,
            r"(?:一年|每年)(?:还|付|分|交)?(?P<n>[两二三四六2346])(?:次|回|笔)",
            _times_a_year,
        ),
        (Kind.RHYTHM, rf"每一?年(?:{_OF})?|一年{_OF}", always(_step(12))),
        (Kind.RHYTHM, rf"每隔?(?P<n>{N})年(?:{_OF})?", _years),
        (
            Kind.RHYTHM,
            rf"(?:每隔一?天|隔天|隔日)(?:{_OF})?",
            always(Rhythm(Frequency.EVERY_N_DAYS, 2)),
        ),
        (
            Kind.RHYTHM,
            rf"每隔?(?P<n>{N})[天日](?:{_OF})?|(?P<n2>{N})天{_OF}",
            _days,
        ),
        (
            Kind.RHYTHM,
            rf"(?:每天|每日|天天|按天|按日|逐日|一天{_OF})(?:{_OF})?",
            always(Rhythm(Frequency.DAILY, 1)),
        ),
        (
            Kind.RHYTHM,
            r"月供|月还款?额?|月付(?=\d|[一二两三四五六七八九])|一个月(?:还|付|给|交)?(?=\d|¥|[一二两三四五六七八九十]+[百千万])",
            _MONTHLY,
        ),
        (Kind.RHYTHM, r"每旬(?:还)?(?:一次)?", always(Rhythm(Frequency.EVERY_N_DAYS, 10))),
        (
            Kind.RHYTHM,
            r"(?:一个?月|每个?月|每月)(?:还|付|分)?[两二三四2-4](?:次|回)",
            _MONTHLY,
        ),
        (
            Kind.RHYTHM,
            r"(?:一周|每周|每个?星期|每个?礼拜|一个?星期|一个?礼拜)(?:还|付|分)?[两二三四2-4](?:次|回)",
            _WEEKLY,
        ),
        (Kind.RHYTHM, r"(?:每个?|按)?季度?的?(?=末|底)", _QUARTERLY),
        (Kind.RHYTHM, r"每个?季度?的?(?:第一个月|首月)的?", _QUARTERLY),
        (
            Kind.RHYTHM,
            (
                r"一个?月(?=(?:大概|大约|差不多|能|可以|最多|至多|就|只|得|要|我)*(?:还|付|给|交|拿)"
                r"(?!清|完|掉|款|[,，。]))"
            ),
            _MONTHLY,
        ),
        (Kind.RHYTHM, r"隔一周(?:还)?(?:一次)?", always(Rhythm(Frequency.BIWEEKLY, 2))),
        (Kind.RHYTHM, rf"(?P<n>[俩两仨三])月{_OF}|每(?P<n2>[俩两仨三])个?月", _months),
        (Kind.RHYTHM, r"一年(?=(?:还|付|给|交)(?!清|完|掉|款|[,，。]))", always(_step(12))),
        (Kind.RHYTHM, r"(?:每逢|逢|每个?)?单月", always(Rhythm(Frequency.CUSTOM, 2, 1))),
        (Kind.RHYTHM, r"(?:每逢|逢|每个?)?双月", always(Rhythm(Frequency.CUSTOM, 2, 0))),
        (
            Kind.RHYTHM,
            r"一天(?=(?:还|付|给|交)(?!清|完|掉|款|[,，。])|\s*[¥\d]|[一二两三四五六七八九十]+[百块元])",
            always(Rhythm(Frequency.DAILY, 1)),
        ),
        (
            Kind.RHYTHM,
            r"一个?(?:周|星期|礼拜)(?:还|付|给|交)?(?=\d|¥|[一二两三四五六七八九十]+[百千万])",
            _WEEKLY,
        ),
    )
)
