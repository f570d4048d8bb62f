"""The law of the day: twenty days from 2019 to 2026, for every answer."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.citations import Gate
from handlers.counsel.citing import cite
from handlers.counsel.counsel import Counsel
from handlers.counsel.reading import MOST_PROVISIONS
from handlers.counsel.saying import plain, reply
from handlers.law.book import LawBook
from handlers.law.routes import RouteBook
from handlers.texts.texts import Texts

DAYS = [
    *(date(2019, 3, 1), date(2019, 10, 21), date(2020, 5, 1), date(2020, 8, 20)),
    *(date(2020, 12, 31), date(2021, 1, 1), date(2021, 11, 1), date(2021, 12, 31)),
    *(date(2022, 1, 1), date(2023, 6, 30), date(2023, 12, 31), date(2024, 1, 1)),
    *(date(2024, 5, 15), date(2025, 2, 27), date(2025, 2, 28), date(2025, 12, 31)),
    *(date(2026, 1, 1), date(2026, 1, 30), date(2026, 8, 1), date(2026, 11, 25)),
]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_only_what_was_in_force_is_cited(day: date, counsel: Counsel, law: LawBook) -> None:
    texts = Texts.load()
    for matter in counsel.book.matters:
        told = counsel.about(matter, day)
        assert len(told.provisions) <= MOST_PROVISIONS
        assert all(provision.covers(day) for provision in told.provisions), matter.id
        assert told.cited is not None
        said = plain(texts, told)
        for provision in told.cited.missing:
            assert not provision.covers(day)
            assert provision.short in said.splitlines()[-1], matter.id
        for provision in law.provisions:
            if provision.short in told.cited.text and not provision.covers(day):
                assert provision in told.cited.missing, (matter.id, provision.id)


def test_the_number_of_the_day(counsel: Counsel, law: LawBook) -> None:
    leaning = [m for m in counsel.book.matters if "{PS25-50-5}" in m.answer]
    assert leaning
    for matter in leaning:
        before = cite(matter, law, date(2025, 12, 31)).text
        after = cite(matter, law, date(2026, 1, 1)).text
        assert "第42条" in before
        assert "第50条第1款" not in before
        assert "第50条第1款第5项" in after


def test_a_basis_that_did_not_exist_is_named(counsel: Counsel, law: LawBook) -> None:
    matter = next(m for m in counsel.book.matters if "CBA-TIME" in m.provisions)
    cited = cite(matter, law, date(2024, 6, 1))
    assert "CBA-TIME" in {provision.id for provision in cited.missing}
    assert "CBA-TIME" not in {provision.id for provision in cited.provisions}
    assert not cite(matter, law, date(2026, 6, 1)).missing


def test_nothing_at_all_was_law(counsel: Counsel) -> None:
    for matter in counsel.book.matters:
        told = counsel.about(matter, date(1990, 1, 1))
        assert told.provisions == ()


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 11, 25)], ids=str)
def test_every_answer_passes_the_citation_gate(
    day: date, counsel: Counsel, law: LawBook, routes: RouteBook
) -> None:
    gate, texts = Gate.of(law, routes), Texts.load()
    for matter in counsel.book.matters:
        for segment in reply(texts, counsel.about(matter, day)).segments:
            assert gate.faults(segment) == (), matter.id
