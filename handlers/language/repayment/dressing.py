"""Takes off what hides a sentence: width, script, pinyin, fillers, slips of the keyboard."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from handlers.language.normal import Simplifier, identity
from handlers.language.repayment import pinyin
from handlers.language.repayment.rhythms import N
from handlers.language.when import number

LONGEST = 400
"""Characters that are read of ordinary words: what is longer is a paper."""
LONGEST_LIST = 6000
"""Characters of a list that says each instalment with its day: thirty years of months."""
_DAYS_OF_A_LIST = 6
_N = "[0-9一二三四五六七八九十]{1,3}"
_DAY = re.compile(rf"{_N}月{_N}[日号]?|[0-9]{{1,2}}[./-][0-9]{{1,2}}(?![0-9])|{_N}[日号]")
_ENDLESS = re.compile(r"[0-9零一二三四五六七八九十百千万]{25}")
"""A numeral that means nothing and takes long to be found out."""
_KEPT = "，。；：！？（）、…～①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳￥"
_FILLERS = re.compile(
    r"(?:嗯+|呃+|额(?=[，,、\s…]|那|就)|唔+|哎呀?|诶|欸|啊+(?!不)|呀|嘛|呢|哈+|噢+|哦+(?!不)|吧|咯|啦|喽|嘞|哇"
    r"|那个(?=[，,、…\s]|就|我|每|分|嗯|然后)|就是说|就是(?!每)|怎么说|的话|反正|其实|这样子?(?=[，,。\s]|$)|差不多就这样)"
    r"[，,、…\s]*"
)
_STREWN = re.compile(
    r"(?<=[\u4e00-\u9fff])[*★☆·•_^~]+(?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])[*★☆•_^]+(?=\d)|(?<=\d)[*★☆•_^]+(?=[\u4e00-\u9fff])"
)
_SLIPS = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        (r"[没美妹毎][个個]?(?=月|期|周|笔|次)", "每"),
        (r"(?<=每)(?:越|约(?!\d))|(?<=[一二两三四五六七八九十\d]个)越", "月"),
        (r"(?<=[一二两三四五六七八九])佰(?=[块元])", "百"),
        (r"(?<=[\d一二三四五六七八九十])\s*[好耗](?=还|前|之前|开始|起|[，,。\s]|$)", "号"),
        (r"(?<=\d)\s*[園园圓圆員员](?!区)", "元"),
        (r"(?<=\d)\s*曰", "日"),
        (r"(?<=[\d每分])\s*棋", "期"),
        (r"分其|份期|分棋", "分期"),
        (r"(?<=[\d一二三四五六七八九十])\s*其(?=[，,。\s每]|$)", "期"),
        (r"[胜圣省乘]下", "剩下"),
        (r"首[副富府傅]", "首付"),
        (r"(?<=剩下|剩余|余下)的(?=一次[性还付])", "，"),
        (r"(?<=[谈商量聊])了?一次(?=[，,、])", "了"),
        (r"环(?=清|完|款|\d)", "还"),
        (r"元月(?=\D)", "1月"),
        (r"(?<=[隔双])周(?=[二三四五六日天]|一(?![次回期笔还结付]))", "周周"),
        (r"(?<=[分还])(\d{1,2}|[一二两三四五六七八九十]{1,3})起(?=每)", r"\1期，"),
        (r"(?<=\d)\s*[*x×]\s*(?=\d{1,3}\s*(?:期|个月|次|笔))", "每期，"),
    )
)


_TIMES = re.compile(r"(\d)\s*[*x×]\s*(\d{1,3})(?=\s*(?:[,，。;；\s]|$))")
"""1000x12: so much so many times."""
_PLUS = re.compile(
    r"(\d+(?:\.\d{1,2})?)(?:元|块钱?)?\s*(?:\+|加上?)\s*(?:利息|手续费|服务费|息)\s*(\d+(?:\.\d{1,2})?)"
)
"""本金1000+利息50: one instalment of both."""
_MADE_OF = re.compile(
    r"(?P<lead>(?:每一?[月期次笔周]|每个月|月还|一期|一个月)[^，,。；;\d]{0,6})"
    r"本金(?P<one>\d+(?:\.\d{1,2})?)(?:元|块钱?)?[，,、和跟加+]?利息(?P<other>\d+(?:\.\d{1,2})?)(?:元|块钱?)?(?![\d.万千百%])"
    r"(?:[，,]?(?:共|一共|总共|合计|等于|=)(?P<sum>\d+(?:\.\d{1,2})?)(?:元|块钱?)?)?"
)
"""每月还本金500利息50: an instalment is both."""
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_FORMAL_RUN = re.compile(
    r"[壹贰叁肆伍陆柒捌玖拾佰仟零万]{2,}|[壹贰叁肆伍陆柒捌玖拾](?=[元圆块期号月个次日])"
)


def lists_days(text: str) -> bool:
    """Whether it says several instalments one by one, each with its day."""
    plain = text[:LONGEST_LIST]
    return _ENDLESS.search(plain) is None and len(_DAY.findall(plain)) >= _DAYS_OF_A_LIST


def reach(text: str) -> int:
    """How many characters of a text are read."""
    return LONGEST_LIST if len(text) > LONGEST and lists_days(text) else LONGEST


def dress(text: str) -> str:
    """The sentence in plain simplified Chinese with ASCII digits, as the lexer wants it."""
    folded = "".join(
        one if one in _KEPT else unicodedata.normalize("NFKC", one)
        for one in text[: reach(text)]
        if unicodedata.category(one) not in {"Cf", "Mn"}
    ).lower()
    folded = folded.replace("￥", "¥")
    if not _plain(folded):
        folded = Simplifier()(identity(folded)).text
    folded = _MADE_OF.sub(_added, folded)
    folded = _PLUS.sub(lambda match: f"{Decimal(match[1]) + Decimal(match[2])}", folded)
    folded = _TIMES.sub(r"\1每期，\2期", folded)
    folded = pinyin.to_hanzi(folded)
    folded = _FORMAL_RUN.sub(lambda match: match.group().translate(_FORMAL), folded)
    folded = _STREWN.sub("", folded)
    for pattern, right in _SLIPS:
        folded = pattern.sub(right, folded)
    folded = _PAST.sub("", _FILLERS.sub(_pause, folded))
    return _next_day(_OUTGROWN.sub("", folded))


def _added(match: re.Match[str]) -> str:
    """An instalment for its parts; a sum that is another one is left for whoever reads on."""
    both = Decimal(match["one"]) + Decimal(match["other"])
    if match["sum"] and Decimal(match["sum"]) != both:
        return match[0]
    return f"{match['lead']}{both}元"


def made_of(text: str) -> tuple[Decimal, Decimal] | None:
    """Principal and interest of an instalment in yuan, where it was told as both."""
    match = _MADE_OF.search(unicodedata.normalize("NFKC", text))
    if match is None or _added(match) == match[0]:
        return None
    return Decimal(match["one"]), Decimal(match["other"])


def _pause(match: re.Match[str]) -> str:
    """Nothing for a filler, but a comma where two numbers would become one: 还700哈，14号."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    behind = match.string[match.end() : match.end() + 1]
    return "，" if _NUMERAL.match(before) and _NUMERAL.match(behind) else ""


_NUMERAL = re.compile(r"[\d一二两三四五六七八九十百千万零]")


_PAST = re.compile(
    r"(?:我|咱)?(?:(?:之前|以前|原来|原本|原先|本来)(?:是|说好|说|定的|约定|都是|说的|按|(?=每))|原[定约])"
    r"(?:[^，,。；;]*[，,。；;]){1,3}?(?=[^，,。；;]*(?:现在|如今|改|变成|延长[到至成]))"
)
"""What used to hold and no longer does."""
_OUTGROWN = re.compile(
    rf"从{N}(?:期|个月)?(?=(?:延|延长|改|变|增加?|加|拉长|缩短|减)(?:到|至|成|为){N}(?:期|个月))"
)
"""从12期延到24期: the first number holds no more."""
_DAY_AFTER = re.compile(
    r"(?P<d>[0-3]?\d|[一二三]?十?[一二三四五六七八九十])(?P<u>[号日])"
    r"(?P<w>(?:(?:发|开)(?:工资|薪水?|饷)|(?<=工资\d[号日])发|(?<=工资\d\d[号日])发)[^\d，,。]{0,4}[，,]?)(?:第二天|次日|隔天|后一天)"
)


def _next_day(text: str) -> str:
    """28号发工资，第二天还: the day is the 29th."""
    return _DAY_AFTER.sub(lambda m: f"{number(m['d']) + 1}{m['u']}{m['w']}", text)


def _plain(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return not any("\u4e00" <= one <= "\u9fff" and not _known(one) for one in text)
    return True


def _known(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
