"""The parts of a repayment sentence and the words that show them, one pattern a row."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers.language.dates import number
from handlers.language.repayment.tokens import (
    Count,
    Kind,
    Measure,
    Ordinal,
    Rhythm,
    Share,
    Value,
)
from handlers.repayment.plan import Frequency

_N = r"(?:\d{1,3}|[一二两三四五六七八九十百廿卅俩仨]{1,4})"
_WD = r"(?:周|星期|礼拜)[一二三四五六日天1-7](?![百千万十块元\d个])"
_DAYLESS = r"(?![一二三四五六日天])"
_U = (
    r"(?:个半?月|月(?![底末])|个?季度?|年半?"
    rf"|个?周{_DAYLESS}|个?星期{_DAYLESS}|个?礼拜{_DAYLESS}|天|日|期|次|笔|回)"
)
_UNIT = rf"(?P<u>{_U})"
_ORDER = r"(?P<u>个月|个?季度?|年|周|期|次|笔|回)"
_MEASURES = {
    "月": Measure.MONTHS,
    "季": Measure.QUARTERS,
    "度": Measure.QUARTERS,
    "年": Measure.YEARS,
    "周": Measure.WEEKS,
    "期": Measure.TIMES,
    "拜": Measure.WEEKS,
    "天": Measure.DAYS,
    "日": Measure.DAYS,
    "次": Measure.TIMES,
    "笔": Measure.TIMES,
    "回": Measure.TIMES,
}
_FORTNIGHT = 15
"""半个月 as an interval, as people count it."""

Maker = Callable[[re.Match[str]], Value]


def _measure(unit: str) -> Measure:
    if unit.endswith("星期"):
        return Measure.WEEKS
    return _MEASURES[unit[-1]] if unit else Measure.TIMES


def _count(match: re.Match[str]) -> Value:
    unit, split = match["u"], bool(match["split"])
    amount = number(match["n"])
    if amount == 0:
        return None
    if unit == "年半":
        return Count(amount * 12 + 6, Measure.MONTHS, split)
    return Count(amount, _measure(unit), split)


def _half(match: re.Match[str]) -> Value:
    return Count(6, Measure.MONTHS, bool(match["split"]))


def _ordinal(match: re.Match[str]) -> Value:
    found = match.groupdict()
    measure = _measure(found.get("u2") or match["u"])
    first = number(match["n"])
    last: int | None = number(found["n2"]) if found.get("n2") else first
    return Ordinal(first, None if found.get("on") else last, measure)


def _head(match: re.Match[str]) -> Value:
    return Ordinal(1, number(match["n"]), _measure(match["u"]))


def _tail(match: re.Match[str]) -> Value:
    return Ordinal(0, number(match["n"]), _measure(match["u"]))


def _step(months: int) -> Rhythm:
    names = {1: Frequency.MONTHLY, 3: Frequency.QUARTERLY}
    return Rhythm(names.get(months, Frequency.CUSTOM), months)


def _weeks(match: re.Match[str]) -> Value:
    step = number(match["n"] or match["n2"])
    if step == 2:
        return Rhythm(Frequency.BIWEEKLY, 2)
    return Rhythm(Frequency.WEEKLY if step == 1 else Frequency.CUSTOM, step)


def _delay(match: re.Match[str]) -> Value:
    if match["n"] == "半":
        return Count(6, Measure.MONTHS) if match["u"] == "年" else None
    return Count(number(match["n"]), _measure(match["u"]))


def _months(match: re.Match[str]) -> Value:
    return _step(number(match["n"] or match["n2"]))


def _share(match: re.Match[str]) -> Value:
    return Share(number(match["num"]), number(match["den"]))


def _tenths(match: re.Match[str]) -> Value:
    return Share(number(match["num"]), 10)


def _percent(match: re.Match[str]) -> Value:
    return Share(int(match["num"] or match["num2"]), 100)


def _always(value: Value = None) -> Maker:
    return lambda _: value


_MONTHLY = _always(Rhythm(Frequency.MONTHLY, 1))
_QUARTERLY = _always(Rhythm(Frequency.QUARTERLY, 3))
_WEEKLY = _always(Rhythm(Frequency.WEEKLY, 1))
_OF = r"(?:还|付|交|给|来)?一(?:次|期|笔|回|还|结|付)"

RULES: tuple[tuple[Kind, re.Pattern[str], Maker], ...] = tuple(
    (kind, re.compile(pattern), maker)
    for kind, pattern, maker in (
        # Rhythms
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
            _always(Rhythm(Frequency.QUARTERLY, 3)),
        ),
        (
            Kind.RHYTHM,
            rf"(?:双周|隔周|隔一?个?(?:星期|礼拜)|每隔一?个?(?:周|星期|礼拜))(?:{_OF})?",
            _always(Rhythm(Frequency.BIWEEKLY, 2)),
        ),
        (
            Kind.RHYTHM,
            rf"(?:每隔?)(?P<n>{_N})个?(?:周|星期|礼拜)(?:{_OF})?|(?P<n2>{_N})个?(?:周|星期|礼拜){_OF}",
            _weeks,
        ),
        (
            Kind.RHYTHM,
            rf"(?:每隔?)(?:半个月|半月)(?:{_OF})?|半个?月{_OF}",
            _always(Rhythm(Frequency.EVERY_N_DAYS, _FORTNIGHT)),
        ),
        (Kind.RHYTHM, rf"(?:隔月|每隔一?个?月|隔一个月)(?:{_OF})?", _always(_step(2))),
        (
            Kind.RHYTHM,
            rf"每隔?(?P<n>{_N})个月(?:{_OF})?|(?P<n2>{_N})个月{_OF}",
            lambda m: _step(number(m["n"] or m["n2"])),
        ),
        (Kind.RHYTHM, rf"每半年(?:{_OF})?|半年{_OF}", _always(_step(6))),
        (Kind.RHYTHM, rf"每一?年(?:{_OF})?|一年{_OF}", _always(_step(12))),
        (
            Kind.RHYTHM,
            rf"(?:每隔一?天|隔天|隔日)(?:{_OF})?",
            _always(Rhythm(Frequency.EVERY_N_DAYS, 2)),
        ),
        (
            Kind.RHYTHM,
            rf"每隔?(?P<n>{_N})[天日](?:{_OF})?|(?P<n2>{_N})天{_OF}",
            lambda m: Rhythm(Frequency.EVERY_N_DAYS, number(m["n"] or m["n2"])),
        ),
        (
            Kind.RHYTHM,
            rf"(?:每天|每日|天天|按天|按日|逐日|一天{_OF})(?:{_OF})?",
            _always(Rhythm(Frequency.DAILY, 1)),
        ),
        (
            Kind.EACH,
            r"每一?期|每一?次|每一?笔|每回|各自?还?|单期|期供|都是?还?(?=\d|[一二两三四五六七八九])|均还?|一期(?=还|付|\d|[一二两三四五六七八九十]+[百千万])",
            _always(),
        ),
        (
            Kind.RHYTHM,
            r"月供|月还款?额?|月付(?=\d|[一二两三四五六七八九])|一个月(?:还|付|给|交)?(?=\d|¥|[一二两三四五六七八九十]+[百千万])",
            _MONTHLY,
        ),
        (Kind.RHYTHM, r"每旬(?:还)?(?:一次)?", _always(Rhythm(Frequency.EVERY_N_DAYS, 10))),
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
        (
            Kind.OPEN_DAY,
            (
                rf"{_N}[号日]?(?:或者?|要么|还是){_N}[号日]|(?:每个?月|当月)?(?:月初|月中|上旬|中旬|下旬)"
                rf"|{_N}[号日](?:左右|上下|前后)|过段时间|过几天|过阵子|以后再"
            ),
            _always(),
        ),
        (Kind.RHYTHM, r"隔一周(?:还)?(?:一次)?", _always(Rhythm(Frequency.BIWEEKLY, 2))),
        (Kind.RHYTHM, rf"(?P<n>[俩两仨三])月{_OF}|每(?P<n2>[俩两仨三])个?月", _months),
        (Kind.RHYTHM, r"一年(?=(?:还|付|给|交)(?!清|完|掉|款|[,，。]))", _always(_step(12))),
        (
            Kind.ORDINAL,
            rf"(?<![第\d分成共还])(?P<n>{_N})\s*(?P<u>期?)\s*(?:到|至|[-~—–])\s*(?P<n2>{_N})\s*(?P<u2>期|个月)",
            _ordinal,
        ),
        (
            Kind.ORDINAL,
            rf"过了?(?:半年|{_N}个月)(?:以后|之后|后)?(?=每)",
            _always(Ordinal(0, None)),
        ),
        (
            Kind.ASIDE,  # a range of instalments says no number
            rf"(?:分|共|还|分成){_N}\s*(?:到|至|[-~—–])\s*{_N}\s*(?:期|个月|次)",
            _always(),
        ),
        (Kind.DENIED, r"不是(?=\s*[\d一二三四五六七八九十两])", _always()),
        (
            Kind.GROWTH,
            r"(?:多还|多付|多交|递增|增加|往上加|加|涨)(?=\s*[\d一二三四五六七八九十两])",
            _always(),
        ),
        (Kind.SHARE, r"(?P<den>[二三四五六七八九十])分之(?P<num>[一二三四五六七八九])", _share),
        (Kind.SHARE, r"一半", _always(Share(1, 2))),
        (Kind.SHARE, r"(?P<num>[一二三四五六七八九])成(?!功|了)", _tenths),
        (
            Kind.SHARE,
            r"(?P<num>\d{1,2})\s*[%％](?=先|首付|,|，)|(?<=先还)(?P<num2>\d{1,2})[%％]",
            _percent,
        ),
        (Kind.REST, r"(?:剩下?|剩余|余下|另外?|其余|后)的?(?:那)?一半", _always()),
        # Counts
        (
            Kind.ONCE,
            r"一次性|一把|一口气|一笔(?:还|付|结)清?|一次(?=还清|结清|付清|还完)|全额",
            _always(),
        ),
        (
            Kind.ORDINAL,
            r"最后的?(?:这|那)?(?:一?[期笔次回]|一个月)|末期|尾期|末一期",
            _always(Ordinal(-1, -1)),
        ),
        (Kind.COUNT, rf"(?P<split>$.)?期数(?:是|为|[:：])?\s*(?P<n>{_N})(?P<u>期?)", _count),
        (
            Kind.COUNT,
            rf"(?P<split>分(?:成|做|作|为|了|摊)?|拆成|分开)?(?:总共|一共|共|它)?\s*(?P<n>{_N})\s*{_UNIT}",
            _count,
        ),
        (Kind.COUNT, r"(?P<split>分(?:成|做|作|为|了)?)?半年(?!后|之后|以后)", _half),
        (Kind.ASIDE, r"(?:还|付)?一次(?!性)(?=[,，;；。\s]|$|每)", _always()),
        (
            Kind.ORDINAL,
            rf"第(?P<n>{_N})\s*{_UNIT}?\s*(?:到|至|[-~—–])\s*第?(?P<n2>{_N})\s*(?P<u2>{_U})",
            _ordinal,
        ),
        (
            Kind.ORDINAL,
            rf"(?:从|自)?第(?P<n>{_N})\s*{_ORDER}(?P<on>起|开始|以后|之后|往后|后)?",
            _ordinal,
        ),
        (
            Kind.ORDINAL,
            rf"(?:前面?|头|先|最初|开始的?)(?P<n>{_N})\s*{_ORDER}(?!后|之后|以后|性)",
            _head,
        ),
        (
            Kind.ORDINAL,
            rf"(?:后面?|之后|后边|接下来|接着|往后|然后|随后|再|剩下|剩余|余下|其余|还剩下?|最后)的?(?P<n>{_N})\s*{_ORDER}",
            _tail,
        ),
        (Kind.ORDINAL, r"前半年|头半年", _always(Ordinal(1, 6, Measure.MONTHS))),
        (Kind.ORDINAL, r"(?:后|再|之后|接下来)半年", _always(Ordinal(0, 6, Measure.MONTHS))),
        (
            Kind.ORDINAL,
            r"首期|首笔|首次|头一?期|头一?笔|头一个月|首月|第一个月",
            _always(Ordinal(1, 1)),
        ),
        (
            Kind.ORDINAL,
            r"(?:其余|其他|剩下|剩余|余下|之后|以后|后面|往后|此后|后续)的?(?:钱|款|部分)?的?(?:都|就)?(?=每(?!隔)|各|都是|按)",
            _always(Ordinal(0, None)),
        ),
        (
            Kind.ORDINAL,
            r"(?:其余|其他|剩下|剩余|余下)的?(?:几期|期数|各期|的都)",
            _always(Ordinal(0, None)),
        ),
        # Roles
        (
            Kind.DOWN,
            r"首付款?|首期款|头款|[定订]金|诚意金|先(?:期|行|给?他?还|付|给|交|打|转|拿|出|偿还|支付)(?:对方|他们?|她|平台|银行)?(?:掉|了|个|上|一笔|一部分|出)?(?:首付款?)?",
            _always(),
        ),
        (
            Kind.REST,
            r"(?:剩下?|剩余|余下|余|其余|还剩|下剩)(?:的?(?:部分|钱|款|本金|欠款)?)?|尾款|余额",
            _always(),
        ),
        (
            Kind.TOTAL,
            r"一共|总共|共计|合计|总计|总额|总数|总金额|总欠款?|共(?:还|欠|是)?|统共|拢共|(?:还|总|共)?欠(?:了|款|着|下|债|的)?|本金|本息|债务|还差|还有|还剩|全款|全部|总的?",
            _always(),
        ),
        (
            Kind.CLEAR,
            r"(?:全部|一起|都|彻底)?(?:还清|结清|还完|付清|清账|清零|清掉|还光|了结|两清|付完|结完|平账)(?:掉|了)?",
            _always(),
        ),
        (
            Kind.START,
            r"从|自(?!己)|打(?=下|明|这|\d|[一二三])|起(?!诉)|开始|起还|首还|算起",
            _always(),
        ),
        (
            Kind.UNTIL,
            r"(?:一直)?(?:还|付|交)?(?:到|至)(?!账|期|时|了)|直到|截止到?|截至|为止",
            _always(),
        ),
        (Kind.BEFORE, r"之前|以前|前(?!面|期|天|半|一|两|三|\d)", _always()),
        (
            Kind.PAYDAY,
            r"(?:发|开)(?:了)?(?:工资|薪水?|饷|钱)(?:那天|当天|日|的?时候|后|了|就)?|工资(?:日|一?到|下来|发下?来?|卡)?(?:账|那天)?|薪资|发薪日",
            _always(),
        ),
        (
            Kind.DELAY,
            rf"(?:延期|延后|延|宽限|缓|推迟|暂停|停|顺延|缓交)(?:了|还款?|还)?(?P<split>$.)?(?P<n>{_N}|半)(?P<u>个月|年|天|周)",
            _delay,
        ),
        (
            Kind.CORRECTION,
            r"(?:哦|噢|啊|呃)?不对(?:不对)?|说错了?|写错了?|打错了?|记错了?|搞错了?|错了|哦不|不不不?|更正(?:一下)?|纠正|应该是",
            _always(),
        ),
        (Kind.SPLIT, r"分期(?!乐|付)|分几期|分批|分次|按期", _always()),
        (
            Kind.SETTLED,
            (
                r"(?:打折|打完折|减免?|降|协商|谈|谈妥|谈成|砍|优惠|商量|折算?)(?:到|成|为|后|完|下来)+(?:只?要?还)?"
                r"|只(?:需|要|用)?还|实际?还|减免后|同意还|最后定了?"
            ),
            _always(),
        ),
        (
            Kind.RHYTHM,
            r"一个?(?:周|星期|礼拜)(?:还|付|给|交)?(?=\d|¥|[一二两三四五六七八九十]+[百千万])",
            _WEEKLY,
        ),
        (
            Kind.VAGUE,
            r"看情况|有多少还多少|尽量|尽快|再说|慢慢还?|有钱了?就?|能还多少|不确定|到时候",
            _always(),
        ),
        (Kind.PAY, r"还款?|付款?|给|交|打(?:款|给|过去)|转(?:账|给)?|支付|偿还", _always()),
        # What carries numbers of no concern
        (
            Kind.ASIDE,
            r"尾号\d+|\d{1,2}[:：]\d{2}|\d+(?:\.\d+)?\s*[%％‰]|百分之[一二三四五六七八九十]+|(?:\d|[一二三四五六七八九])(?:\.\d)?折|[年月日]?(?:利率|化|息)\s*[\d.]+\s*[%分厘]?|\d{11,}|(?:(?:上午|下午|晚上|早上|中午)(?:\d{1,2}|[一二三四五六七八九十]{1,2})点(?:钟|半|前|整)?|(?:\d{1,2}|[一二三四五六七八九十]{1,2})点[钟半整]|\d{1,2}点)",
            _always(),
        ),
        (Kind.BREAK, r"[,，。；;:：!！?？\n()()、\[\]【】~～…|/]|\.(?!\d)", _always()),
        (
            Kind.ITEM,
            r"[①-⑳]|(?<![\d.])\d{1,2}[)）](?!\d)|[(（](?:\d{1,2}|[一二三四五六七八九十])[)）]",
            _always(),
        ),
    )
)
