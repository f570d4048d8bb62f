"""Take away, redate or renumber any provision: whatever leaned on it is refused."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from handlers.counsel.book import QUESTIONS, QuestionBook, check_leaning, reviewed_law
from handlers.counsel.counsel import Counsel
from handlers.counsel.wording import Rules
from handlers.law.book import LawBook
from handlers.law.errors import LawDataWrong
from handlers.law.provision import Provision
from handlers.law.routes import RouteBook
from handlers.verdicts import ProvisionId


class Mutated(LawBook):
    """A law book without one provision, or with another one in its place."""

    def __init__(self, law: LawBook, gone: ProvisionId, instead: Provision | None) -> None:
        known = {p.id: p for p in law.provisions if p.id != gone}
        super().__init__(known if instead is None else {**known, gone: instead}, law.hash)


def changes(provision: Provision) -> list[Provision | None]:
    day = timedelta(days=1)
    return [
        None,
        dataclasses.replace(provision, since=provision.since + day),
        dataclasses.replace(provision, until=date(2030, 1, 1)),
        dataclasses.replace(provision, short=provision.short + "之一"),
    ]


def test_every_provision_is_missed_by_those_who_lean_on_it(
    counsel: Counsel, law: LawBook, routes: RouteBook
) -> None:
    reviewed = reviewed_law(QUESTIONS / "leaning.txt")
    leaned = {name for matter in counsel.book.matters for name in matter.provisions}
    assert len(leaned) > 50
    rules = Rules.of(law, routes)
    for name in sorted(leaned):
        leaning = [m for m in counsel.book.matters if name in m.provisions]
        without = dataclasses.replace(rules, provisions=rules.provisions - {name})
        for matter in leaning:
            with pytest.raises(LawDataWrong, match=name):
                without.check("f.toml", matter)
        for change in changes(law.provision(name))[1:]:
            other = Mutated(law, ProvisionId(name), change)
            with pytest.raises(LawDataWrong, match="重新审阅"):
                check_leaning("f.toml", leaning[0], other, reviewed)


@pytest.mark.parametrize("at", range(4))
def test_the_whole_loader_refuses_too(at: int, law: LawBook, routes: RouteBook) -> None:
    change = changes(law.provision("CC-1033"))[at]
    with pytest.raises(LawDataWrong, match="CC-1033"):
        QuestionBook.load(Mutated(law, ProvisionId("CC-1033"), change), routes)
