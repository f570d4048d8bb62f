"""Which provision follows which when a law is renumbered.

A row that says ``succeeds = ["PS12-42"]`` is the same rule under its new number. The old one
must end on the day before the new one begins: an overlap would show two numbers for one rule,
a gap none. Several may succeed one (an article that was split), and one may succeed several.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from handlers.law.errors import LawDataWrong
from handlers.law.provision import Provision
from handlers.verdicts import ProvisionId


def followers(
    provisions: Mapping[ProvisionId, Provision],
) -> dict[ProvisionId, tuple[ProvisionId, ...]]:
    """For each provision those that succeed it, in the book's order."""
    lines: dict[ProvisionId, tuple[ProvisionId, ...]] = {}
    for provision in provisions.values():
        for old in provision.succeeds:
            lines[old] = (*lines.get(old, ()), provision.id)
    return lines


def check_succession(
    provisions: Mapping[ProvisionId, Provision], homes: Mapping[ProvisionId, str]
) -> None:
    """Refuse links that lead nowhere, overlap or leave a gap, and twins.

    Args:
        homes: the file each provision stands in, for the message.

    Raises:
        LawDataWrong: names the newer of the two.
    """
    for provision in provisions.values():
        for old in provision.succeeds:
            fault = _fault(provision, provisions.get(old), old)
            if fault:
                raise LawDataWrong(homes[provision.id], provision.id, fault)
    _check_twins(provisions, homes)


def _fault(new: Provision, old: Provision | None, name: str) -> str:
    """What is wrong with this link; "" when nothing is. Periods that meet allow no circle."""
    if old is None:
        return f"succeeds 指向不存在的 {name}"
    if old.until is None:
        return f"{name} 没有 until，和本条的有效期重叠"
    if old.until >= new.since:
        return f"{name} 到 {old.until} 才失效，和本条（{new.since} 起）的有效期重叠"
    if old.until + timedelta(days=1) != new.since:
        return f"{name} 在 {old.until} 失效，到本条 {new.since} 生效之间有空档"
    return ""


def _check_twins(
    provisions: Mapping[ProvisionId, Provision], homes: Mapping[ProvisionId, str]
) -> None:
    """Two that are cited alike at the same time are one rule pasted twice."""
    cited: dict[str, Provision] = {}
    for provision in provisions.values():
        twin = cited.setdefault(provision.short, provision)
        if twin is not provision and _overlap(twin, provision):
            what = f"short 和 {twin.id} 相同，读的人分不清"
            raise LawDataWrong(homes[provision.id], provision.id, what)


def _overlap(one: Provision, other: Provision) -> bool:
    """Two periods meet exactly when one of them covers the other's first day."""
    return one.covers(other.since) or other.covers(one.since)
