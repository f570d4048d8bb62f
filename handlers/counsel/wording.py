"""What an answer may say: no law, number or hotline of its own, and nothing we never say.

The words between “ and ” are somebody else's, quoted to be corrected; they may say anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from handlers.counsel.matter import Matter
from handlers.law.book import LawBook
from handlers.law.errors import LawDataWrong
from handlers.law.routes import RouteBook
from handlers.texts import tables

FEWEST_SENTENCES = 2
MOST_SENTENCES = 5
MOST_PLACEHOLDERS = 3
LONGEST = 420
"""Characters an answer may have before its placeholders are filled."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_QUOTED = re.compile(r"“[^”]*”")
_ARTICLE = re.compile(r"第[0-9一二三四五六七八九十百千零〇两]+条")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]|百分之([零〇一二三四五六七八九十百点]+)")
_HOTLINE = re.compile(r"(?<![\d.])(?:1[12]0|119|12\d{3}|9[56]\d{3})(?![\d.年元条万])")
_AMBULANCE = "120"
_CALLED = ("治安法", "个保法", "民诉法", "消保法")
"""Names people give to laws; their own names come from the law book."""
_LEAST_NAME = 2
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Rules:
    """What every answer is compared with.

    Attributes:
        forbidden: words no sentence of ours contains.
        names: names of laws, which only a placeholder may bring in.
        percentages: every percentage that stands in the law data.
    """

    provisions: frozenset[str]
    routes: frozenset[str]
    lenders: frozenset[str]
    forbidden: tuple[str, ...]
    names: tuple[str, ...]
    percentages: frozenset[str]

    @classmethod
    def of(cls, law: LawBook, routes: RouteBook) -> Rules:
        """Rules from the law data and the forbidden words of the texts."""
        file = tables.FOLDER / "forbidden.toml"
        data = tables.read(file)
        words = tuple(word for group in data for word in tables.rows(file.name, data, group))
        said = [f"{p.gist} {p.consequence} {p.short}" for p in law.provisions]
        said += [f"{lender.note} {lender.tell}" for lender in routes.lenders]
        return cls(
            provisions=frozenset(law.ids),
            routes=frozenset(routes.ids),
            lenders=frozenset(lender.id for lender in routes.lenders),
            forbidden=words,
            names=_names(p.law for p in law.provisions),
            percentages=frozenset(n for text in said for n in percentages(text)),
        )

    def check(self, file: str, matter: Matter) -> None:
        """Refuse an answer that leans on what is not there or says what we never say.

        Raises:
            LawDataWrong: names file, id and the first fault.
        """
        for fault in self._faults(matter):
            raise LawDataWrong(file, matter.id, fault)

    def _faults(self, matter: Matter) -> Iterable[str]:
        yield from _unknown("法条", matter.provisions, self.provisions)
        yield from _unknown("渠道", matter.channels, self.routes)
        yield from _unknown("出借人类型", matter.lenders, self.lenders)
        yield from self._law_faults(matter)
        yield from self._number_faults(matter)
        plain = ours(matter.answer)
        yield from (f"answer 里有禁用的词“{word}”" for word in self.forbidden if word in plain)
        count = len(sentences(matter.answer))
        if not FEWEST_SENTENCES <= count <= MOST_SENTENCES:
            yield f"answer 有 {count} 句，应是 {FEWEST_SENTENCES} 到 {MOST_SENTENCES} 句"
        if len(matter.answer) > LONGEST:
            yield f"answer 有 {len(matter.answer)} 个字，最多 {LONGEST} 个"

    def _law_faults(self, matter: Matter) -> Iterable[str]:
        cited = PLACEHOLDER.findall(matter.answer)
        if len(cited) > MOST_PLACEHOLDERS:
            yield f"answer 引了 {len(cited)} 处法条，最多 {MOST_PLACEHOLDERS} 处"
        for name in cited:
            if name not in matter.provisions:
                yield f"answer 引了 {{{name}}}，provisions 里没有它"
        bare = PLACEHOLDER.sub("", matter.answer)
        if "{" in bare or "}" in bare:
            yield "answer 里的花括号不成对"
        bare = ours(bare)
        for match in _ARTICLE.findall(bare):
            yield f"answer 里手写了条号“{match}”，应写成花括号里的 id"
        if "《" in bare:
            yield "answer 里手写了法律名称（《…》），应写成花括号里的 id"
        yield from (f"answer 里手写了法律名称“{name}”" for name in self.names if name in bare)

    def _number_faults(self, matter: Matter) -> Iterable[str]:
        plain = ours(matter.answer)
        for number in percentages(plain):
            if number not in self.percentages:
                yield f"answer 里的 {number}% 在法条数据里没有"
        for line in _HOTLINE.findall(PLACEHOLDER.sub("", matter.answer)):
            if line not in matter.channels and line != _AMBULANCE:
                yield f"answer 里的 {line} 没有写进 channels"


def ours(text: str) -> str:
    """The text without what it quotes."""
    return _QUOTED.sub("", text)


def sentences(text: str) -> tuple[str, ...]:
    """Its sentences; a full stop inside a quotation ends none."""
    marked = _QUOTED.sub(lambda quote: quote.group().translate(_NO_STOPS), text)
    ends = [match.end() for match in re.finditer("[。？！]", marked)]
    starts = [0, *ends]
    found = [text[a:b].strip() for a, b in zip(starts, [*ends, len(text)], strict=True)]
    return tuple(sentence for sentence in found if sentence)


def percentages(text: str) -> tuple[str, ...]:
    """Every percentage in a text, as digits without idle noughts."""
    return tuple(
        f"{float(digits):g}" if digits else f"{_spoken(words):g}"
        for digits, words in _PERCENT.findall(text)
    )


def _spoken(words: str) -> float:
    """百分之二十四 means 24; 十五点四 means 15.4."""
    whole, _, rest = words.partition("点")
    tens, ten, ones = whole.rpartition("十")
    value = float(_DIGITS.get(ones, 0))
    if ten:
        value += 10 * _DIGITS.get(tens, 1)
    return value + sum(_DIGITS.get(digit, 0) * 0.1**at for at, digit in enumerate(rest, start=1))


_NO_STOPS = str.maketrans("。？！", "，，，")


def _unknown(what: str, ids: Iterable[str], known: Collection[str]) -> Iterable[str]:
    return (f"没有这个{what}：{name}" for name in ids if name not in known)


def _names(laws: Iterable[str]) -> tuple[str, ...]:
    """What laws are called, without the country's name and what stands in brackets."""
    found = dict.fromkeys(_CALLED)
    for law in laws:
        name = re.sub(r"[（(《].*?[）)》]", "", law).removeprefix("中华人民共和国").strip()
        if len(name) >= _LEAST_NAME and not name.endswith("协会"):
            found[name] = None
    return tuple(found)
