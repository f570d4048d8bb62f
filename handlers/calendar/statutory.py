"""The statutory holidays of a year whose arrangement nobody has published yet.

国务院《全国年节及纪念日放假办法》 as amended with effect from 2025-01-01: New Year's day; New
Year's Eve of the lunar year and its first three days; Qingming; 1 and 2 May; Dragon Boat; Mid
Autumn; 1 to 3 October. Which weekends are worked for it is decided year by year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Lunar, Solar

_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def statutory(year: int) -> Mapping[date, str]:
    """The statutory holidays of a year, by day."""
    new_year = _lunar(year, 1, 1)
    spring = [new_year + number * _DAY for number in range(-1, 3)]
    return {
        date(year, 1, 1): "元旦",
        **dict.fromkeys(spring, "春节"),
        _qingming(year): "清明节",
        date(year, 5, 1): "劳动节",
        date(year, 5, 2): "劳动节",
        _lunar(year, 5, 5): "端午节",
        _lunar(year, 8, 15): "中秋节",
        **{date(year, 10, day): "国庆节" for day in (1, 2, 3)},
    }


def _lunar(year: int, month: int, day: int) -> date:
    return _date(Lunar.fromYmd(year, month, day).getSolar())


def _qingming(year: int) -> date:
    return _date(Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()["清明"])


def _date(solar: Solar) -> date:
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
