"""The parts of a repayment sentence and the words that show them, one pattern a row."""

from __future__ import annotations

import re

from handlers.language.repayment.rhythms import RHYTHMS, Maker, N, always
from handlers.language.repayment.tokens import (
    Count,
    Kind,
    Measure,
    Ordinal,
    Share,
    Value,
)
from handlers.language.when import number

_DAYLESS = r"(?![一二三四五六日天])"
_U = (
    r"(?:个半?月|月(?![底末尾头初中])|个?季度?|年半?"
    rf"|个?周{_DAYLESS}|个?星期{_DAYLESS}|个?礼拜{_DAYLESS}|天|日|期|次|笔|回|份)"
)
_UNIT = rf"(?P<u>{_U})"
_ORDER = r"(?P<u>个月|(?<=[俩仨])月|个?季度?|年|周|期|次|笔|回)"
PAID_COUNT = (
    rf"(?:已经?(?:还|付|交)(?:清|了|过|完|掉)*|(?<!先)(?:还|付|交)[了过])\s*{N}\s*(?:个月|期|次|笔)(?!后|之后|以后)了?"
    rf"|前{N}[期次笔](?:都|已经?)+(?:还|付|交)(?:清|了|过|完|掉)*+(?!\s*[\d¥一二两三四五六七八九])"
    rf"|第{N}[期次笔](?:已经?|都)(?:还|付|交)(?:清|了|过|完|掉)*+(?!\s*[\d¥一二两三四五六七八九])"
)
"""已经还了3期: no number of instalments that are to come."""
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
    "份": Measure.TIMES,
}


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


def _delay(match: re.Match[str]) -> Value:
    if match["n"] == "半":
        return Count(6, Measure.MONTHS) if match["u"] == "年" else None
    return Count(number(match["n"]), _measure(match["u"]))


def _years_and_months(match: re.Match[str]) -> Value:
    months = number(match["n"]) * 12 + number(match["m"])
    return Count(months, Measure.MONTHS, bool(match["split"]))


def _whole_year(_: re.Match[str]) -> Value:
    return Count(12, Measure.MONTHS)


def _share(match: re.Match[str]) -> Value:
    return Share(number(match["num"]), number(match["den"]))


def _tenths(match: re.Match[str]) -> Value:
    return Share(number(match["num"]), 10)


def _percent(match: re.Match[str]) -> Value:
    return Share(number(match["num"] or match["num2"]), 100)


RULES: tuple[tuple[Kind, re.Pattern[str], Maker], ...] = RHYTHMS + tuple(
    (kind, re.compile(pattern), maker)
    for kind, pattern, maker in (
        (
            Kind.EACH,
            r"每一?期|/\s*(?:每?一?期|个?月|次|周)(?![底末初\d])|当期|每份|每一?次|每一?笔|每回|各自?还?|单期|期供|都是?还?(?=\d|[一二两三四五六七八九])|均还?|一期(?=还|付|\d|[一二两三四五六七八九十]+[百千万])",
            always(),
        ),
        (
            Kind.OPEN_DAY,
            (
                rf"{N}[号日]?(?:或者?|要么|还是){N}[号日]|(?:每个?月|当月)?(?:月初|月头(?![一二三两几])|月中|上旬|中旬|下旬)(?!\s*{N}[号日])"
                rf"|{N}[号日](?:左右|上下|前后)|工作日|过段时间|过几天|过阵子|以后再"
            ),
            always(),
        ),
        (
            Kind.OPEN_DAY,
            rf"(?:发|开)(?:工资|薪水?|饷)(?:之|以)?后\s*{N}天(?:之|以)?内?",
            always(),
        ),
        (
            Kind.OPEN_DAY,
            rf"(?:月[末底]的?)?倒数第?{N}天",
            always(),
        ),
        (
            Kind.OPEN_DAY,
            rf"(?:大概|大约|差不多|估计|约莫|可能|也许)(?:是|在|每?个?月|下个?月)*(?:{N}月(?:份)?)?{N}[号日]",
            always(),
        ),
        (Kind.ASIDE, rf"月[初头中](?=\s*{N}[号日])", always()),
        (
            Kind.OPEN_DAY,
            rf"(?<![\d一二三四五六七八九十]月)(?<![\d一二三四五六七八九十第]){N}[号日]?\s*(?:到|至|[-~—–])\s*{N}[号日](?:之间|期间|前后)?",
            always(),
        ),
        (
            Kind.ASIDE,
            rf"逾期(?:已经?|了|满|快|都|有)*\s*{N}\s*个?多?(?:月|天|年|期|日)",
            always(),
        ),
        (
            Kind.ASIDE,  # how long nothing was paid is no term
            (
                rf"{N}\s*(?:个半?月|年|天|个?星期|周)[多来]?(?:都|一直|就)?(?:没有?|未)(?:还|付|交)(?!完|清)"
                rf"|(?:欠|借|拖)了\s*{N}\s*(?:个月|年|天)[多来]?了?"
            ),
            always(),
        ),
        (Kind.VAGUE, r"只(?:用|需|要)?[还付](?:利)?息(?!\s*[\d¥一二两三四五六七八九十])", always()),
        (
            Kind.ORDINAL,
            rf"(?<![第\d分成共还])(?P<n>{N})\s*(?P<u>期?)\s*(?:到|至|[-~—–])\s*(?P<n2>{N})\s*(?P<u2>期|个月)",
            _ordinal,
        ),
        (
            Kind.ORDINAL,
            rf"过了?(?:半年|{N}个月)(?:以后|之后|后)?(?=每)",
            always(Ordinal(0, None)),
        ),
        (
            Kind.ASIDE,  # a range of instalments says no number
            (
                rf"(?:分|共|还|分成){N}\s*(?:到|至|[-~—–])\s*{N}\s*(?:期|个月|次)"
                rf"|分?{N}\s*(?:期|个月|次)?\s*(?:还是|或者?|要么)\s*{N}\s*(?:期|个月|次)"
            ),
            always(),
        ),
        (
            Kind.TOTAL,
            r"(?:还|打|转|付|交|凑|存)?(?:够|满)(?=\s*[\d¥一二两三四五六七八九])",
            always(),
        ),
        (
            Kind.COUNT,
            rf"(?P<split>分)?(?P<n>{N})年[零又]?(?P<m>{N})个月",
            _years_and_months,
        ),
        (Kind.COUNT, r"(?P<split>$.)?(?P<n>全年|一?整年)", _whole_year),
        (
            Kind.EACH,
            r"一次(?:还|付)?(?=\s*[\d¥]|[一二两三四五六七八九十]+[百千万])(?![^，,。]*(?:还清|结清|付清))",
            always(),
        ),
        (Kind.SPLIT, r"分几[次笔回]", always()),
        (
            Kind.CORRECTION,
            r"(?:啊|哦|噢|呃|额|欸|诶)不(?=[,，\s\d一二三四五六七八九十])",
            always(),
        ),
        (Kind.DENIED, r"不是(?=\s*(?:每个?月)?[\d一二三四五六七八九十两])", always()),
        (
            Kind.GROWTH,
            r"(?:比上[个一]?[月期次]多(?:还)?|多还|多付|多交|递增|增加|往上加|加|涨|递减|(?:逐[月期]|依次|每[月期次])(?:减少?|少还))(?=\s*[\d一二三四五六七八九十两])",
            always(),
        ),
        (Kind.SHARE, r"(?P<den>[二三四五六七八九十])分之(?P<num>[一二三四五六七八九])", _share),
        (Kind.SHARE, r"(?<![减免降])(?<!减免)(?<!减少)(?<!减掉)(?<!免掉)一半", always(Share(1, 2))),
        (Kind.SHARE, r"(?P<num>[1-9一二三四五六七八九])成(?!功|了)", _tenths),
        (
            Kind.SHARE,
            r"(?P<num>\d{1,2})\s*[%％](?=先|首付|,|，)|(?:(?<=先[还付给交])|(?<=首付))(?P<num2>\d{1,2})[%％]",
            _percent,
        ),
        (
            Kind.SHARE,
            rf"(?:(?<=先[还付给交])|(?<=首付))百分之(?P<num>{N})|百分之(?P<num2>{N})(?=先|首付|定金)",
            _percent,
        ),
        (Kind.REST, r"(?:剩下?|剩余|余下|另外?|其余|后)的?(?:那)?一半", always()),
        # Counts
        (
            Kind.ONCE,
            r"一次性|一把|一口气|一笔(?:还|付|结)清?|一次(?=还清|结清|付清|还完)|全额|(?:全部|一次性?|一起|一把|都|全)补(?:上|齐|清|缴|完)",
            always(),
        ),
        (
            Kind.ORDINAL,
            r"最后的?(?:这|那)?(?:一?[期笔次回]|一个月)|末期|尾期|末一期",
            always(Ordinal(-1, -1)),
        ),
        (Kind.COUNT, rf"(?P<split>$.)?期数(?:是|为|[:：])?\s*(?P<n>{N})(?P<u>期?)", _count),
        (
            Kind.COUNT,
            rf"(?!\s)(?P<split>分(?:成|做|作|为|了|摊)?|拆成|分开)?(?:总共|一共|共|它)?\s*(?P<n>{N})\s*{_UNIT}",
            _count,
        ),
        (Kind.COUNT, r"(?P<split>分(?:成|做|作|为|了)?)?半年(?!后|之后|以后)", _half),
        (Kind.ASIDE, r"(?:还|付)?一次(?!性)(?=[,，;；。\s]|$|每)", always()),
        (
            Kind.ORDINAL,
            rf"第(?P<n>{N})\s*{_UNIT}?\s*(?:到|至|[-~—–])\s*第?(?P<n2>{N})\s*(?P<u2>{_U})",
            _ordinal,
        ),
        (
            Kind.ORDINAL,
            rf"(?:从|自)?第(?P<n>{N})\s*{_ORDER}(?P<on>起|开始|以后|之后|往后|后)?",
            _ordinal,
        ),
        (
            Kind.ORDINAL,
            rf"(?:前面?(?!一次(?:性|还清|结清|付清|还完))|头|先|最初|开始的?|先(?:还|付|给)(?=[^年周]{{1,3}}(?:个月|期)))(?P<n>{N})\s*{_ORDER}(?!后|之后|以后|性)",
            _head,
        ),
        (
            Kind.ORDINAL,
            rf"(?:中间的?|后面?|之后|后边|接下来|接着|往后|然后|随后|再(?:还|付|给)?|剩下|剩余|余下|其余|其他|还剩下?|最后)的?(?P<n>{N})\s*{_ORDER}",
            _tail,
        ),
        (Kind.ORDINAL, r"前半年|头半年", always(Ordinal(1, 6, Measure.MONTHS))),
        (Kind.ORDINAL, r"(?:后|再|之后|接下来)半年", always(Ordinal(0, 6, Measure.MONTHS))),
        (
            Kind.ORDINAL,
            r"首期|首笔|首次|头一?期|头一?笔|头一个月|首月|第一个月",
            always(Ordinal(1, 1)),
        ),
        (
            Kind.ORDINAL,
            r"(?:其余|其他|剩下|剩余|余下|之后|以后|后面|往后|此后|后续)的?(?:钱|款|部分)?的?(?:都|就)?(?=每(?!隔)|各|都是|按)",
            always(Ordinal(0, None)),
        ),
        (
            Kind.ORDINAL,
            r"(?:其余|其他|剩下|剩余|余下)的?(?:几期|期数|各期|的都)",
            always(Ordinal(0, None)),
        ),
        # Roles
        (
            Kind.DOWN,
            r"首付款?|首期款|头款|[定订]金|诚意金|先(?:期|行|给?他?还|付|给|交|打|转|拿|出|偿还|支付)(?:对方|他们?|她|平台|银行)?(?:掉|了|个|上|一笔|一部分|出)?(?:首付款?)?",
            always(),
        ),
        (
            Kind.REST,
            r"(?:剩下?|剩余|余下|余|其余|还剩|下剩)(?:的?(?:部分|钱|款|本金|欠款)?)?|尾款|余额",
            always(),
        ),
        (
            Kind.TOTAL,
            r"一共|总共|共计|合计|总计|总额|总数|总金额|总欠款?|共(?:还|欠|是)?|统共|拢共|(?:还|总|共)?欠(?:了|款|着|下|债|的)?|本金|本息|债务|还差|还有|还剩|全款|全部|总的?",
            always(),
        ),
        (
            Kind.CLEAR,
            r"(?:全部|一起|都|彻底)?(?:还清|结清|还完|付清|清账|清零|清掉|还光|了结|两清|付完|结完|结掉|平账)(?:掉|了)?",
            always(),
        ),
        (
            Kind.START,
            r"从|自(?!己)|打(?=下|明|这|\d|[一二三])|起(?!诉)|开始|起还|首还|算起",
            always(),
        ),
        (
            Kind.UNTIL,
            r"(?:一直)?(?:还|付|交)?(?:到|至)(?!账|期|时|了)|直到|截止到?|截至|为止",
            always(),
        ),
        (Kind.BEFORE, r"之前|以前|前(?!面|期|天|半|一|两|三|\d)", always()),
        (
            Kind.PAYDAY,
            r"(?:发|开)(?:了)?(?:工资|薪水?|饷|钱)(?:那天|当天|日|的?时候|后|了|就)?|工资(?:日|一?到|下来|发下?来?|卡)?(?:账|那天)?|薪资|发薪日",
            always(),
        ),
        (
            Kind.DELAY,
            rf"(?P<split>$.)?(?P<n>{N}|半)(?P<u>个月|年|天|周)(?:之后|以后|后)(?=的?每)",
            _delay,
        ),
        (
            Kind.DELAY,
            rf"(?:延期|延后|延|宽限|缓|推迟|暂停|停|顺延|缓交)(?:了|还款?|还)?(?P<split>$.)?(?P<n>{N}|半)(?P<u>个月|年|天|周)",
            _delay,
        ),
        (
            Kind.CORRECTION,
            r"(?:哦|噢|啊|呃)?不对(?:不对)?|说错了?|写错了?|打错了?|记错了?|搞错了?|错了|哦不|不不不?|更正(?:一下)?|改[成为到]|改(?=\s*\d+(?:期|个月|号))|(?<=[，,])不(?=[，,])|换成|调[成到]|调整[为到成]|纠正|应该是",
            always(),
        ),
        (Kind.SPLIT, r"分期(?!乐|付)|分几期|分批|分次|按期", always()),
        (
            Kind.SETTLED,
            (
                r"(?:打折|打完折|减免?|降|协商|谈|谈妥|谈成|砍|优惠|商量|折算?)(?:到|成|为|后|完|下来)+(?:只?要?还)?"
                r"|打(?:[一二三四五六七八九]|\d)(?:\.\d|[一二三四五六七八九])?折(?:后|下来|完|就?是|只要?|只?还)*(?=\s*[\d¥一二两三四五六七八九])"
                r"|减免?掉?\s*\d{1,2}\s*[%％](?:之|以)?后?(?:只?还)?"
                r"|只(?:需|要|用)?还|实际?还|减免后|同意还|最后定了?"
            ),
            always(),
        ),
        (
            Kind.VAGUE,
            r"(?:一半|半个月|三分之[一二]|[一二三四五六七八九]成)的?(?:工资|收入|薪水)|(?:工资|收入|薪水)的?(?:一半|三分之[一二]|[一二三四五六七八九]成)|看情况|有多少还多少|尽量|尽快|再说|慢慢还?|有钱了?就?|能还多少|不确定|到时候",
            always(),
        ),
        (Kind.PAY, r"还款?|付款?|给|交|打(?:款|给|过去)|转(?:账|给)?|支付|偿还", always()),
        # What carries numbers of no concern
        (
            Kind.ASIDE,
            PAID_COUNT,
            always(),
        ),
        (
            Kind.ASIDE,
            r"(?:记|添|加|存|录|补|登记)(?:上|下|了)?一[笔个条]|[有这那]一笔|尾号\d+(?:[-—]\d+)*|\d{1,2}[:：]\d{2}|\d+(?:\.\d+)?\s*[%％‰]|百分之[一二三四五六七八九十]+|(?:\d|[一二三四五六七八九])(?:\.\d)?折|[年月日]?(?:利率|化|息)\s*\d{1,2}(?:\.\d+)?(?![\d.,千万百])\s*[%分厘]?|\d{11,}|(?:(?:上午|下午|晚上|早上|中午)(?:\d{1,2}|[一二三四五六七八九十]{1,2})点(?:钟|半|前|整)?|(?:\d{1,2}|[一二三四五六七八九十]{1,2})点[钟半整]|\d{1,2}点)",
            always(),
        ),
        (Kind.BREAK, r"[,，。；;:：!！?？\n()()、\[\]【】~～…|/]|\.(?!\d)", always()),
        (
            Kind.ITEM,
            r"[①-⑳]|(?<![\d.])\d{1,2}[)）](?!\d)|[(（](?:\d{1,2}|[一二三四五六七八九十])[)）]",
            always(),
        ),
    )
)
