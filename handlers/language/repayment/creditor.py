"""Whom it is owed to, as the person names it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_FUNCTION = (
    "我你他她它您们欠跟和与同还给把在向借找的了是有那这对就从每共分为到以已被将让叫想要能个月"
    "号日期元块先后约谈拿用打转交付笔家钱各再其余剩和谁说按于因且而并都也只才很第各啊吧呢嗯呃款账额息本"
)
_AFTER = "协商谈约停办申讲议达恢复延银一二三四五六七八九十百千万零两半"
"""What begins the next word behind a name."""
_SEMI = frozenset("和同有对打家转花付借分钱")
"""Function characters that also stand in names."""
_HAN = r"[\u4e00-\u9fff]"
_TITLE = r"(?:总|姐|哥|叔|老师|律师|先生|女士|老板|经理|师傅|阿姨|嫂|婶|伯|爷)"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文"
)
_PREP = r"(?:跟|和|与|同|向|欠了?|借了?|还给|还|找|问|给|答应|对|转给|打给|付给)"


@dataclass(frozen=True, slots=True)
class Named:
    """A creditor and where the name stands."""

    name: str
    start: int
    end: int


class _Words:
    """The patterns of `creditors.toml`."""

    def __init__(self) -> None:
        raw = files("handlers.language.repayment").joinpath("creditors.toml").read_text("utf-8")
        rows: dict[str, list[str]] = tomllib.loads(raw)
        self.generic = frozenset(rows["generic"])
        self.known = tuple(rows["known"])
        ends, places = _either(rows["endings"]), _either(rows["places"])
        self.some = re.compile(
            rf"(?P<n>[^\W\d_{_FUNCTION}]{{0,3}}某+[^\W\d_{_FUNCTION}]{{0,4}}?(?:{ends}|{places})"
            rf"|[^\W\d_{_FUNCTION}]{{0,1}}某+"
            rf"(?:分期(?![\d一二三四五六七八九十还])|钱[花罐包]?|[^\W\d_{_FUNCTION}{_AFTER}]{{0,3}}))"
        )
        strong = _either([end for end in rows["endings"] if len(end) > 1])
        plain = f"[^\\W_{_FUNCTION}]"
        han = f"(?![{_FUNCTION}□]){_HAN}"
        one = f"(?:{han})"
        self.rules = (
            re.compile(r"[【\[(（「《](?P<n>[^\W\d_]{0,4}某[^\W\d_]{0,5})[】\])）」》]"),
            re.compile(
                r"(?:(?<=[欠在把还])(?=[借分拿])|(?<=[欠在把])(?=还)|(?<![^\s，,：:。；])(?=[分拿]))"
                r"(?P<n>[借分还拿]某+(?:[呗钱条贷花乐吧]|去花|期乐))"
            ),
            self.some,
            re.compile(
                rf"(?<![\d¥.])(?<![慢就再先能得要来期月年天次后钱都](?=还呗))(?P<n>(?:{_either(rows['known'])}))(?![元块万千百])"
            ),
            re.compile(rf"(?P<n>{plain}{{1,8}}?(?:{strong}))"),
            re.compile(
                rf"(?:{_either(rows['people'])})(?P<n>(?:[老小阿]|大(?![概约家致多部])){one}|{one}(?!的){_TITLE})"
            ),
            re.compile(rf"(?<![对官双甲乙])(?P<n>[{_SURNAMES}](?:{_either(rows['titles'])}))"),
            re.compile(rf"(?:我|俺|咱)?(?:家|那个?|们)?(?P<n>{_either(rows['people'])})"),
            re.compile(rf"(?P<n>[老小阿](?!年|板|师|贷|额|时|心|公|婆|家){one})(?!{_HAN}?贷)"),
            re.compile(rf"{_PREP}(?P<n>{one}{{1,2}}{_TITLE})"),
            re.compile(rf"^(?P<n>{one}{{1,2}}{_TITLE})"),
            re.compile(
                rf"(?:^|[\s，,：:。跟欠还]){{1}}(?P<n>(?!信用|消费|装修|助学|现金|房|车|网){one}{{1,5}}(?:[贷呗花]|借(?![了的])(?<!跟..借)(?<!跟...借)))(?=[\s，,：:。的那这欠¥\d一二两三四五六七八九]|$)"
            ),
            re.compile(
                rf"{_PREP}(?P<n>{one}{{2,3}})(?=的?\s*[¥\d一二两三四五六七八九]|的钱|那边|商量|谈|说好|约好)"
            ),
            re.compile(rf"(?:跟|和|与|同|向|找|问)(?P<n>{one}{{2,3}})(?:那[里儿]?)?借(?![呗条钱])"),
            re.compile(
                rf"^(?P<n>(?![一二两三四五六七八九十几]){one}{{2,5}})(?=\s*[：:]?\s*(?:欠|¥|\d|\s[一二两三四五六七八九]|的?[一二两三四五六七八九]+[百千万]))"
            ),
        )


def _either(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words()


_NOT_NAMES = re.compile(
    r"计划|方案|分期|还款|协商|本金|利息|欠|总|合计|定金|订金|押金|金额|款|每|下|明|后|今|最|剩|首|尾|前面|后面|工资|元旦|春节|国庆|大概|大约|月|周|年|季|号|块|期|一|二|三|四|五|六|七|八|九|十|百|千|万|账单|逾期|贷款|延期|到|起|本人|上|银行|平台|记|提醒|人民币|港币|改|不|全|债|商量|法院|法庭|调解|原来|之前|以前|现在|目前|原本|恢复|打算|准备|[阳阴农公新旧]历|结清|减免|打折|优惠|别人|网上|外面|家里|好多|很多|哪|谁|亲友|熟人"
)
_PERSON = re.compile(rf"(?!周[一二三四五六日])[{_SURNAMES}]{_HAN}{{1,2}}")
_NUMBERED = re.compile(rf"(?!周)[{_SURNAMES}][三四五六七八九]")
"""张三, 李四: a numeral behind a surname is a given name."""
_PAYS = re.compile(
    r"[^，,。；;！!？?□]{0,10}?(?:发(?:了|下来?)?(?:工资|薪水?|奖金)|[开领拿结](?:了|到)?(?:工资|薪水?)"
    r"|[帮替][我俺咱]们?[^，,。；;！!？?□]{0,6}?[还付垫交])"
)
"""Behind a name: whose wages pay for it, or who pays in the person's stead; he is owed nothing."""
_OWED = re.compile(rf"{_PREP}[我俺咱]?$|[的是：:]$")
_SHY = 12
"""Index of the first rule that goes by position alone and therefore needs a second look."""


def find(text: str, *, sure: bool = False) -> Named | None:
    """The creditor's name; None if none is named (平台, 银行 and 车贷 name nobody).

    Args:
        sure: only names that show it themselves, not those that merely stand where one would.
    """
    for number, rule in enumerate(_words().rules[: _SHY if sure else None]):
        for match in rule.finditer(text):
            name = match["n"]
            shy = number >= _SHY and not _NUMBERED.fullmatch(name)
            if shy and _NOT_NAMES.search(name):
                continue
            if _pays(text, match.start("n"), match.end("n")):
                continue
            if name and name not in _words().generic and name != "某":
                return Named(name, match.start("n"), match.end("n"))
    return None


def _pays(text: str, start: int, end: int) -> bool:
    """Whether the name is of somebody who pays: 老公15号发工资还1000."""
    return _PAYS.match(text, end) is not None and not _OWED.search(text[:start])


def personal(name: str) -> bool:
    """Whether a name looks like a person's: a surname and what follows, and no known lender."""
    known = _words().known
    return bool(_PERSON.fullmatch(name)) and not any(one.startswith(name) for one in known)


def hide(text: str, named: Named | None) -> str:
    """The text with the name blanked out, so that 还呗 and 360 are not read as words of a plan."""
    if named is None:
        return text
    return text[: named.start] + "□" * (named.end - named.start) + text[named.end :]
