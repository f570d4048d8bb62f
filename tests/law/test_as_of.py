"""Which law is shown for which day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.law.book import LawBook
from handlers.law.errors import NoVersionKnown, UnknownId
from tests.law import sheets

THREAT = ("PS25-50-1", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME", "CBA-BAN", "COST26", "CREDITFIX")
"""Citations whose first days lie far apart."""

DAYS = [
    ("2019-06-01", ["PS12-42"]),
    ("2020-12-31", ["PS12-42"]),
    ("2021-01-01", ["PS12-42", "CC-1033"]),
    ("2021-02-28", ["PS12-42", "CC-1033"]),
    ("2021-03-01", ["PS12-42", "CL-293-1", "CC-1033"]),
    ("2021-10-31", ["PS12-42", "CL-293-1", "CC-1033"]),
    ("2021-11-01", ["PS12-42", "CL-293-1", "CC-1033", "PI-25"]),
    ("2024-05-14", ["PS12-42", "CL-293-1", "CC-1033", "PI-25"]),
    ("2024-05-15", ["PS12-42", "CL-293-1", "CC-1033", "PI-25", "NIFA24"]),
    ("2025-02-27", ["PS12-42", "CL-293-1", "CC-1033", "PI-25", "NIFA24"]),
    ("2025-02-28", ["PS12-42", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME"]),
    ("2025-12-31", ["PS12-42", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME"]),
    ("2026-01-01", ["PS25-50-1", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME", "CREDITFIX"]),
    ("2026-01-29", ["PS25-50-1", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME", "CREDITFIX"]),
    (
        "2026-01-30",
        ["PS25-50-1", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME", "CBA-BAN", "CREDITFIX"],
    ),
    (
        "2026-03-31",
        ["PS25-50-1", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME", "CBA-BAN", "CREDITFIX"],
    ),
    ("2026-04-01", ["PS25-50-1", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME", "CBA-BAN"]),
    ("2026-07-31", ["PS25-50-1", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME", "CBA-BAN"]),
    ("2026-08-01", ["PS25-50-1", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME", "CBA-BAN", "COST26"]),
    ("2026-11-23", ["PS25-50-1", "CL-293-1", "CC-1033", "PI-25", "GBT-TIME", "CBA-BAN", "COST26"]),
]

RENUMBERED = [
    ("PS25-8", "PS12-8"),
    ("PS25-25", "PS12-22"),
    ("PS25-30", "PS12-26"),
    ("PS25-47", "PS12-40"),
    ("PS25-50-1", "PS12-42"),
    ("PS25-50-2", "PS12-42"),
    ("PS25-50-5", "PS12-42"),
    ("PS25-50-6", "PS12-42"),
    ("PS25-51", "PS12-43"),
    ("PS25-58", "PS12-49"),
    ("PS25-59", "PS12-49"),
    ("PS25-62", "PS12-51"),
    ("PS25-63", "PS12-52"),
    ("PS25-80", "PS12-68"),
    ("PS25-90", "PS12-78"),
    ("PS25-118", "PS12-99"),
    ("CS25-44", "CS16-42"),
    ("CS25-46", "CS16-44"),
    ("CS25-48", "CS16-46"),
]

LAST_OLD, FIRST_NEW = date(2025, 12, 31), date(2026, 1, 1)


@pytest.fixture(scope="module")
def law() -> LawBook:
    return LawBook.load()


def ids(law: LawBook, wanted: tuple[str, ...], day: date) -> list[str]:
    return [provision.id for provision in law.in_force(wanted, day)]


@pytest.mark.parametrize(("day", "expected"), DAYS)
def test_a_day_shows_its_own_law(law: LawBook, day: str, expected: list[str]) -> None:
    assert ids(law, THREAT, date.fromisoformat(day)) == expected


@pytest.mark.parametrize(("new", "old"), RENUMBERED)
def test_a_new_number_becomes_the_old_one_before_2026(law: LawBook, new: str, old: str) -> None:
    assert ids(law, (new,), LAST_OLD) == [old]
    assert ids(law, (new,), FIRST_NEW) == [new]
    assert new in ids(law, (old,), FIRST_NEW)
    assert ids(law, (old,), LAST_OLD) == [old]


@pytest.mark.parametrize(("new", "old"), RENUMBERED)
@pytest.mark.parametrize("swapped", [False, True])
def test_citing_both_numbers_shows_the_one_of_the_day(
    law: LawBook, new: str, old: str, *, swapped: bool
) -> None:
    both = (old, new) if swapped else (new, old)
    assert ids(law, both, LAST_OLD) == [old]
    assert ids(law, both, FIRST_NEW) == [new]


@pytest.mark.parametrize("new", ["PS25-50-p2", "PS25-56"])
def test_what_2026_added_has_no_counterpart_before(law: LawBook, new: str) -> None:
    assert ids(law, (new,), LAST_OLD) == []
    assert ids(law, (new,), FIRST_NEW) == [new]


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("CPL-227", "CPL21-223"),
        ("CPL-241", "CPL21-237"),
        ("CPL-250", "CPL21-246"),
        ("CPL-254", "CPL21-250"),
    ],
)
def test_civil_procedure_was_renumbered_from_article_194_on(
    law: LawBook, new: str, old: str
) -> None:
    assert ids(law, (new,), date(2023, 12, 31)) == [old]
    assert ids(law, (new,), date(2024, 1, 1)) == [new]
    assert ids(law, ("CPL-147",), date(2023, 12, 31)) == ["CPL-147"]


def test_an_old_article_alone_brings_all_its_parts(law: LawBook) -> None:
    parts = ["PS25-50-1", "PS25-50-2", "PS25-50-5", "PS25-50-6"]
    assert ids(law, ("PS12-42",), FIRST_NEW) == parts


def test_an_old_article_brings_only_the_parts_that_are_listed(law: LawBook) -> None:
    wanted = ("CC-1024", "PS12-42", "CL-246", "PS25-50-2")
    assert ids(law, wanted, FIRST_NEW) == ["CC-1024", "PS25-50-2", "CL-246"]


def test_two_new_numbers_of_one_old_article_show_it_once(law: LawBook) -> None:
    wanted = ("PS25-50-5", "CC-1033", "PS25-50-6")
    assert ids(law, wanted, LAST_OLD) == ["PS12-42", "CC-1033"]


def test_several_practices_give_their_main_provisions_first(law: LawBook) -> None:
    cited = {
        "insult": ["PS25-50-2", "CL-246", "CC-1024"],
        "frequency_harassment": ["CC-1033", "PS25-50-5"],
        "night_contact": ["CBA-TIME", "CC-1033", "GBT-TIME"],
    }
    merged = [p.id for p in law.for_practices(cited, FIRST_NEW)]
    assert merged == ["PS25-50-2", "CC-1033", "CL-246", "PS25-50-5", "GBT-TIME", "CC-1024"]
    before = [p.id for p in law.for_practices(cited, LAST_OLD)]
    assert before == ["PS12-42", "CC-1033", "CL-246", "GBT-TIME", "CC-1024"]


def test_no_practice_cites_nothing(law: LawBook) -> None:
    assert law.for_practices({}, FIRST_NEW) == ()
    assert law.for_practices({"insult": []}, FIRST_NEW) == ()


def test_a_single_question_before_the_first_version_is_refused(law: LawBook) -> None:
    with pytest.raises(NoVersionKnown, match="PI-25：2021-10-31 的版本未收录"):
        law.as_of("PI-25", date(2021, 10, 31))
    with pytest.raises(NoVersionKnown):
        law.as_of("PS25-50-1", date(2006, 2, 28))


def test_a_day_before_the_whole_book_is_refused(law: LawBook) -> None:
    first = min(law.provisions, key=lambda p: p.since)
    assert law.in_force((first.id,), first.since)
    with pytest.raises(NoVersionKnown):
        law.in_force((first.id, "CC-1033"), first.since - timedelta(days=1))
    with pytest.raises(NoVersionKnown):
        law.for_practices({"insult": ["CC-1033"]}, date(1990, 1, 1))


def test_what_ended_for_good_is_gone(law: LawBook) -> None:
    assert law.as_of("CREDITFIX", date(2026, 4, 1)) == ()
    assert [p.id for p in law.as_of("CREDITFIX", date(2026, 3, 31))] == ["CREDITFIX"]


def test_unknown_ids_are_refused_by_name(law: LawBook) -> None:
    with pytest.raises(UnknownId) as caught:
        law.provision("CC-9999")
    assert str(caught.value) == "法条：没有 'CC-9999'"
    with pytest.raises(KeyError):
        law.in_force(("CC-1033", "CC-9999"), FIRST_NEW)


def test_a_line_of_three_numberings_is_followed_both_ways(tmp_path: Path) -> None:
    newest = sheets.NEW.replace("NEW-", "NEWEST-").replace('["OLD-42"]', '["NEW-50-1"]')
    newest = newest.replace("2026-01-01", "2027-01-01").replace("某法", "新某法")
    ended = sheets.NEW.replace("since = 2026-01-01", "since = 2026-01-01\nuntil = 2026-12-31")
    law = sheets.book(tmp_path, new=ended, newest=newest)
    assert ids(law, ("NEWEST-50-1",), date(2025, 1, 1)) == ["OLD-42"]
    assert ids(law, ("OLD-42",), date(2027, 1, 1)) == ["NEWEST-50-1", "NEWEST-50-5"]
    assert ids(law, ("NEW-50-1",), date(2027, 1, 1)) == ["NEWEST-50-1", "NEWEST-50-5"]
