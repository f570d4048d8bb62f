"""What is agreed otherwise of single instalments: 这期改成500, 第2期推迟一周, 剩下的下期一起还.

Rows of which nothing is said stay as they are. So everything of the words has to be understood:
where one clause is not, none is, and it is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.language.amounts import amounts
from handlers.language.numbers import whole
from handlers.language.repayment import creditor
from handlers.language.repayment.rows import ALL, ANY, N
from handlers.repayment.plan import Fen

LONGEST: Final = 120
"""Characters; whoever writes more tells a story."""


class Goes(StrEnum):
    """Where what one instalment lacks is paid."""

    NEXT = "next"
    LAST = "last"
    EXTRA = "extra"
    SPREAD = "spread"
    FORGIVEN = "forgiven"
    NAMED = "named"
    DAY = "day"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the instalments that are named.

    Attributes:
        which: the words that name them.
        amount: of each from now on.
        by: or how much more or less than before; `half` of it.
        day: the words for the day on which it is due from now on.
        late: that day is said to be later.
        shift: or how many days it moves; `months` how many months.
        gone: nothing of it is paid at its time.
        forgiven: nor ever.
    """

    which: tuple[str, ...]
    amount: Fen | None = None
    by: Fen | None = None
    day: str | None = None
    late: bool = False
    shift: int = 0
    months: int = 0
    half: bool = False
    gone: bool = False
    forgiven: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """Where what is lacking goes, and how much that is where it was said.

    Attributes:
        which: the words for the instalment or the day.
    """

    goes: Goes
    which: str = ""
    amount: Fen | None = None


@dataclass(frozen=True, slots=True)
class Alteration:
    """All that a text says of single instalments.

    Attributes:
        kept: it says that all others stay as they are, so nothing is left open.
    """

    changes: tuple[Change, ...]
    rest: Rest | None = None
    kept: bool = False


_SUM: Final = (
    r"(?:[0-9][0-9,.]*[万千百wk]?(?:[0-9]{1,3}|[一二三四五六七八九])?"
    r"|[零一二两三四五六七八九十百千万]+)(?:元|块钱?)?"
)
_DAY: Final = (
    r"(?P<day>(?:(?:今年|明年|(?:20)?[0-9]{2}年)的?)?"
    r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?的?"
    rf"(?:{N}[号日]|底|末)|(?:这个?|本|当|下下?个?)月的?(?:{N}[号日]|底|末)|{N}[号日]|月[底末]|年底"
    r"|明天|大?后天|下?下?(?:周|星期|礼拜)[一二三四五六日天]|[0-9]{1,2}[/.-][0-9]{1,2}(?![0-9]))"
)
_THEY: Final = r"(?:他们?|她们?|对方|人家|银行|平台|客服|催收|债主|□+)"
_FILL: Final = (
    rf"(?:[跟和]?{_THEY}(?:那边)?(?:都|也|已经?|又)*"
    r"(?:说好|谈好|商量好|约好|讲好|谈妥|谈定|协商好|同意|答应|说|允许|让)?了?|说好了?|谈好了?|商量好了?|约好了?"
    r"|那么?|请|麻烦|帮我|给我|把|我们?|想|要|可以|能|只能|就|先|得|都|各|每期|分别|也|还是|是"
    r"|实际|重新|现在|暂时|的|金额|钱数?|日子|日期|时间|还款日)*"
)
_TAIL: Final = (
    r"(?:就行|就好|就可以|即可|可以|就够|了|吧|啊|呀|哈|的|来|一下|先|好|钱|还款?|付|交)*"
)
_SET: Final = (
    r"(?P<set>(?:(?:改|变|换|减少?|降低?|调整?|增?加|涨|减免|变更|更改|推迟|延后|延迟|延期|延|推|拖|挪|移"
    r"|顺延|提前|提|放|缓|定|还)(?:成|为|到|至|在)|只[用要]?|仅|先|改|每期|各|还款?|付|交|按|于|在)*)"
)
_AFTER_DAY: Final = r"(?:之?前|那天|当天|再|去|才|先|只|一起)*(?:还款?|付|交)?"
_ON: Final = re.compile(
    rf"{_FILL}{_SET}(?:{_DAY}{_AFTER_DAY})?(?:(?P<sum>{_SUM})|(?P<half>一半))?{_TAIL}"
)
_BY: Final = re.compile(
    rf"{_FILL}(?:(?P<less>少还|少付|少交|减少|减掉|减免|免掉?|少|减|降低?)|多还|多付|多交|多|增加|加|涨)"
    rf"(?P<sum>{_SUM}){_TAIL}"
)
_LATER: Final = r"推迟|推后|延后|延迟|延期|延长|延|晚|迟|往后[推拖挪移延]?|顺延|拖|缓|后移"
_SHIFT: Final = re.compile(
    rf"{_FILL}(?:(?P<late>{_LATER})|提前|提早|早)(?:了|个|还)*(?P<n>{N})个?"
    rf"(?P<unit>天|日|周|星期|礼拜|月)(?:再|才)?{_TAIL}"
)
_GONE: Final = re.compile(
    rf"{_FILL}(?:(?P<free>全免|免掉|免除|免还|免|减免|不收|豁免)|不用再?[还付]|不必[还付]|不[还付]"
    rf"|跳过|停(?:还|一期|一次)?|空着|取消)(?:了|掉)*{_TAIL}"
)
_FORGIVEN: Final = (
    r"(?:全部?|都)*(?:免掉?|免除|免还|减免|不用再?还|不用付|不要|不收|豁免|勾销|算)(?:了|掉)*"
)
_LACK: Final = (
    r"(?:剩下?|剩余|余下|其余|余款|差额|差|欠下?|另外?的?一半|另外的?(?=[0-9一二两三四五六七八九])|不足|不够|没还|少还?|少掉)(?:的|了)*(?:还)?(?:那)?"
    r"(?:部分|金额|钱|款)*(?:的)?"
)
_PUT: Final = (
    r"(?:全部?|都|就|再|也|一起|一并|统统|平均|另外)*"
    r"(?:放|并|加|挪|移|算|分摊|摊|推|留|归|添|合并|顺延|延|拖|分|补)?(?:到|在|进|入|给|跟|和|与|于)*"
)
_DONE: Final = (
    r"(?:里面?|去|上|中|的|时候?|后|来|再|都|才|也|就|一起|一块|一道|一并|一次性?|平均|分摊|合并)*"
    r"(?:还清|还款?|付|补上|补齐|补足|补|结清|摊|交|加上|加)*(?:上|了|吧|就行|就好|啊|即可)*"
)
_EXTRA: Final = (
    r"(?:在?最后|末尾|后面|往后)*(?:再|另外?|多|单独)*(?:加|添|增加|另|多还)(?:上)?一?期"
)
_TO: Final = (
    rf"(?:(?P<next>下一?(?:期|次|笔|回))|(?P<extra>{_EXTRA})"
    r"|(?P<spread>(?:后面|以后|之后|后续|往后)的?(?:各|几|每|所有)?(?:期|个月)?|各期)"
    rf"|(?P<last>最后一?(?:期|次|笔)|最后|末期|尾期)|{_DAY}|(?P<which>{ANY}))"
)
_REST: Final = re.compile(
    rf"{_FILL}(?:{_LACK}(?P<sum>{_SUM})?(?:的)?)?{_FILL}"
    rf"(?:{_PUT}{_TO}{_DONE}(?P<also>{_SUM})?|(?P<free>{_FORGIVEN})(?:吧|啊)*)"
)
_OTHERS: Final = (
    rf"(?:其他|其它|其余|别的|后面|后边|剩下|余下|以后|之后|另外|剩余|下面|前面|(?:从)?(?:{ANY})(?:起|开始)?|(?:从)?以后起?"
    r"|金额|钱数?|日子|日期)"
)
_KEPT: Final = re.compile(
    rf"{_OTHERS}(?:的)?(?:[几各每]|所有|{N})*(?:期|个月|笔)?(?:的)?(?:金额|钱|日子|日期)?"
    r"(?:也|都|还是|仍然?|就|还|全部?|保持|再|继续)*"
    r"(?:不变|不动|没变|不改|照旧|照样|照常|照原来的?|原样|一样|按原来的?|按原计划|按旧的"
    r"|[跟和]原来一样|原计划|恢复(?:原来的?|正常|原样)?|正常)(?:还款?|来)?(?:了|吧|啊)?"
)
_WHOLE: Final = re.compile(
    r"每(?:个?月|周|星期|天|两|季|半|隔)|分[0-9一二两三四五六七八九十]+[期个次笔]|分期|从|(?<!一)起|开始"
    r"|总[额共数]|一共|一次性?(?:还|结|付)?清"
    r"|(?:后面?|以后|之后|剩下|其余|余下|往后)的?(?:[0-9一二三四五六七八九十]+期)?(?:都|就)?(?:每期|各还)"
)
"""The whole plan is told anew, whatever else is named."""
_NAMES: Final = re.compile(ANY)
_BEGINS: Final = re.compile(rf"(?:{_FILL})(?P<which>{ANY}(?:[、和跟与及]{ANY})*)")
_RESTING: Final = re.compile(
    rf"^{_FILL}(?:剩|余|差|欠|另外?的?一半|另外|不足|没还)|补|一起|一块|一并|分摊|勾销"
)
_TURNED: Final = re.compile(rf"^({_FILL})(跳过|免掉|免除|取消|推迟|延后|缓)((?:{ANY}))")
_TOLD: Final = re.compile(
    r"改|变|换|减|降|调|加|涨|推|延|拖|挪|移|提前|免|不用|不还|跳过|少|多|只|先|补|还|付|交|晚|迟|缓|停|取消|[0-9]{3,}"
)
_ENDS: Final = re.compile(r"[。!;~…]+|,(?![0-9]{3}(?![0-9]))|、(?![0-9一二三四五六七八九十第])")
_ALONE: Final = re.compile(
    rf"{_FILL}(?:(?:后面|以后|之后|往后|其余|剩下)(?:的|各期|几期|都|全)*)?"
    rf"(?:(?:改|变|换|减|降|调整?)(?:成|为|到)(?:还|了)?|只用?[还付]|[还付])(?P<sum>{_SUM}){_TAIL}"
)
_ALL: Final = re.compile(
    r"(?:把|各期|每期|所有|全部|整个|整体|后面|还款|计划|日子|日期|时间|统一|全|都|往后|的)*"
)
"""In front of 推迟一个月: it is said of all that is open."""
_SPACED: Final = re.compile(
    r"(?<=[0-9])\s+(?=[期号日月年元块天周个万千百笔])|(?<=[^\s0-9])\s+(?=[0-9])"
)
_WAIVED: Final = "(?:利息|罚息|违约金|滞纳金)(?:减免|免掉?|不要)了?"
_JOINT: Final = re.compile(
    r"(?<=[0-9元块])(?=剩下|剩余|余下|其余|其他|其它|差的|后面|下一?期|下个?月|另外)"
)


def names_rows(text: str) -> bool:
    """Whether something is said of single instalments, be it understood or not."""
    clauses = [one for one in _clauses(text) if not _KEPT.fullmatch(one)]
    if _together(clauses) is not None:
        return True
    plain = ",".join(clauses)
    if not plain or len(plain) > LONGEST or _WHOLE.search(plain):
        return False
    return bool(_NAMES.search(plain) and _TOLD.search(plain))


def amount_alone(text: str) -> Fen | None:
    """The amount in 改成500, which may be that of one instalment or of each; None for all else."""
    clauses = _clauses(text)
    match = _ALONE.fullmatch(clauses[0]) if len(clauses) == 1 and "每" not in text else None
    return (_fen(match["sum"]) or None) if match else None


def read(text: str) -> Alteration | None:
    """What becomes of the instalments that are named; None where any of it is not understood."""
    if not names_rows(text) or text.rstrip().endswith(("?", "？", "吗", "呢", "么")):
        return None
    all_of_them = _together(_clauses(text))
    if all_of_them is not None:
        return Alteration((all_of_them,))
    changes: list[Change] = []
    rest: Rest | None = None
    kept = False
    which: tuple[str, ...] = ()
    for clause in _clauses(text):
        if _KEPT.fullmatch(clause):
            kept = True
            continue
        if changes and rest is None and _RESTING.search(clause):
            rest = _lacking(clause) or Rest(Goes.UNCLEAR)
            continue
        named, said = _apart(clause)
        change = _changed(named or which, said) if (named or which) and said else None
        if change is not None:
            which = change.which
            changes = [one for one in changes if not (one.gone and one.which == which)]
            changes.append(change)
        elif changes and rest is None and (goes := _lacking(clause)) is not None:
            rest = goes
        elif named or not _idle(clause):
            return None
    return Alteration(tuple(changes), rest, kept) if changes else None


def goes_to(text: str) -> Rest | None:
    """Where what is lacking goes, as the answer to just that; None for other words."""
    return _lacking("".join(_clauses(text)))


def _clauses(text: str) -> list[str]:
    """The parts between marks, without width, spaces and the name of whom it is owed to."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。.!~")
    plain = creditor.hide(plain, creditor.find(plain, sure=True))
    plain = _SPACED.sub("", plain)
    plain = _JOINT.sub(",", re.sub(r"\s+", ",", plain.replace(":", "")))
    return [_TURNED.sub(r"\1\3\2", one) for one in _ENDS.split(plain) if one]


def _together(clauses: Sequence[str]) -> Change | None:
    """推迟一个月, 都往后延一周: of all the open rows alike."""
    said = [one for one in clauses if not _idle(one)]
    match = _ALL.match(said[0]) if len(said) == 1 else None
    moved = _SHIFT.fullmatch(said[0][match.end() :]) if match else None
    return None if moved is None else _moved((ALL,), moved)


def _apart(clause: str) -> tuple[tuple[str, ...], str]:
    """The instalments that a clause names, and what it says of them."""
    match = _BEGINS.match(clause)
    if match is None:
        return (), clause
    words = re.findall(rf"(?:{ANY})", match["which"])
    return tuple(words), clause[match.end() :]


def _idle(clause: str) -> bool:
    """谈好了, 对方同意: it says nothing of any instalment."""
    return re.fullmatch(rf"{_FILL}(?:{_WAIVED})?", clause) is not None


def _changed(which: tuple[str, ...], said: str) -> Change | None:
    """What a clause says of the instalments that are named."""
    if match := _BY.fullmatch(said):
        fen, less = _fen(match["sum"]), match["less"] or ""
        by = Fen(-fen if less else fen) if fen else None
        return Change(which, by=by, forgiven="免" in less) if by else None
    if match := _SHIFT.fullmatch(said):
        return _moved(which, match)
    if match := _GONE.fullmatch(said):
        return Change(which, gone=True, forgiven=match["free"] is not None)
    match = _ON.fullmatch(said)
    return None if match is None else _as_said(which, match)


def _as_said(which: tuple[str, ...], match: re.Match[str]) -> Change | None:
    """The amount, the day, or both, that are named."""
    day, half = match["day"], match["half"] is not None
    fen = None if match["sum"] is None else _fen(match["sum"])
    if (match["sum"] and fen is None) or not (day or half or match["sum"]):
        return None
    late = re.search(_LATER, match["set"]) is not None
    return Change(which, fen or None, day=day, late=late, half=half, gone=fen == 0)


def _moved(which: tuple[str, ...], match: re.Match[str]) -> Change | None:
    number = _number(match["n"]) * (1 if match["late"] else -1)
    if not number:
        return None
    if match["unit"] == "月":
        return Change(which, months=number)
    return Change(which, shift=number * (1 if match["unit"] in {"天", "日"} else 7))


def _lacking(clause: str) -> Rest | None:
    """Where a clause says that what is lacking goes."""
    match = _REST.fullmatch(clause)
    if match is None:
        return None
    said = match["sum"] or match["also"]
    amount = None if said is None else _fen(said)
    if said is not None and not amount:
        return None
    if match["free"]:
        return Rest(Goes.FORGIVEN, amount=amount)
    if match["day"] or match["which"]:
        goes = Goes.DAY if match["day"] else Goes.NAMED
        return Rest(goes, match["day"] or match["which"], amount)
    goes = next(one for one in _PLACES if match[one.value])
    return Rest(goes, amount=amount)


_PLACES: Final = (Goes.NEXT, Goes.EXTRA, Goes.SPREAD, Goes.LAST)


def _fen(words: str) -> Fen | None:
    """An amount that is plain, None for another."""
    found = amounts(words)
    if len(found) != 1 or found[0].fen is None or (found[0].start, found[0].end) != (0, len(words)):
        return None
    return Fen(found[0].fen)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else whole(words) or 0
