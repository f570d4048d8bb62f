"""Whether words can only be the person's own, of his debts and of what he plans to do about them.

欠我爸5万，每年还1万 is short and speaks of a debt and of kin, which is what weights know of
collectors who tell a family; 花呗和借呗 are lenders by their names, and no advice to borrow there.
Somebody who collects speaks to somebody, or presses: where neither is heard and all that is said
are parts of a plan, or names of lenders, he tells it himself.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handlers.language.repayment import creditor, reading
from handlers.verdicts import Finding, PracticeId, Verdict

LONGEST: Final = 60
"""Characters such words have at most."""
ENOUGH: Final = 0.7
"""Share of the letters that are parts of a plan."""
_BORROWS: Final = PracticeId("induce_new_borrowing")
"""Seen in lenders' names alone; nobody is induced where nobody is spoken to."""
_SPOKEN_TO: Final = re.compile(r"[你您【]|贵方|本人|尊敬|请|[?？]")
_PRESSES: Final = re.compile(
    "必须|务必|立即|立刻|马上|赶紧|赶快|尽快|限|日内|天内|今天|今日|今晚|否则|不然|后果|告诉|通知|联系|转告"
    "|起诉|法院|上门|家人|家属|单位|曝光|公开|群里|催|骂|(?<!还)(?<!要)[不没]还|拒不|逃|赖|骗|失信|征信|报警|坐牢"
    "|还不还|还钱|欠钱|人呢|到底|套现|套出|别的平台|借一笔|借点|借个|再借|另借|他们|她们|下款|口子"
)
_OWES: Final = re.compile("[欠借还分]")
_MEANS_TO: Final = re.compile("^我(?:打算|准备|想|计划|要)(?:先|把|等)")
"""How somebody begins who says in which order he pays."""
_NAMED: Final = re.compile(
    r"(?:[和跟与、，,及 ]|还有|加起来|一共|总共|共|合计|加上|两家|三家|[的那这]|计划|取消|停掉"
    r"|删掉|不要|了|[0-9.]+|[一二两三四五六七八九十百千万半]+|[wWkK元块])*"
)
"""What may stand between and behind lenders' names that are only counted up."""
_MOST_NAMES: Final = 8


def tells(text: str, today: date) -> bool:
    """Whether a short text can only be the person's own words about his debts."""
    plain = text.strip()
    if not 0 < len(plain) <= LONGEST or _SPOKEN_TO.search(plain) or _PRESSES.search(plain):
        return False
    if only_names(plain) or (_MEANS_TO.search(plain) and creditor.find(plain) is not None):
        return True
    return _OWES.search(plain) is not None and reading.told(plain, today).share >= ENOUGH


def only_names(text: str) -> bool:
    """Whether lenders are named, with sums perhaps, and nothing else is said."""
    rest = text
    for _ in range(_MOST_NAMES):
        named = creditor.find(rest)
        if named is None:
            break
        rest = rest[: named.start] + rest[named.end :]
    return rest != text and _NAMED.fullmatch(rest) is not None


def only_sounds_alike(verdict: Verdict) -> bool:
    """Whether all that was found may as well be somebody's own words; never what endangers him."""
    seen = (*verdict.findings, *verdict.possible)
    return not verdict.severity.is_danger and all(_excusable(one) for one in seen)


def _excusable(finding: Finding) -> bool:
    return finding.guessed or finding.practice == _BORROWS
