"""What holds for every list of ids and every day."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.law.book import LawBook

LAW = LawBook.load()
IDS = st.lists(st.sampled_from(sorted(LAW.ids)), max_size=25)
DAYS = st.one_of(
    st.dates(date(1997, 10, 1), date(2030, 12, 31)),
    st.sampled_from(sorted({p.since for p in LAW.provisions})),
    st.sampled_from(sorted({p.until for p in LAW.provisions if p.until})),
)


@given(IDS, DAYS)
def test_nothing_outside_its_period_is_ever_shown(ids: list[str], day: date) -> None:
    for provision in LAW.in_force(ids, day):
        assert provision.since <= day
        assert provision.until is None or day <= provision.until


@given(IDS, DAYS)
def test_what_is_in_force_itself_keeps_its_order(ids: list[str], day: date) -> None:
    """Of the ids that need no other numbering, all are shown, once, in the given order."""
    plain = [name for name in dict.fromkeys(ids) if LAW.provision(name).covers(day)]
    shown = [p.id for p in LAW.in_force(plain, day)]
    assert shown == plain
    assert set(plain) <= {p.id for p in LAW.in_force(ids, day)}


@given(IDS, DAYS)
def test_each_is_shown_once_and_asking_again_changes_nothing(ids: list[str], day: date) -> None:
    once = LAW.in_force(ids, day)
    assert len({p.id for p in once}) == len(once)
    assert LAW.in_force([p.id for p in once], day) == once


@given(IDS, DAYS)
def test_everything_shown_was_asked_for_under_some_number(ids: list[str], day: date) -> None:
    for provision in LAW.in_force(ids, day):
        assert provision.id in ids or any(
            provision in LAW.as_of(name, day) for name in ids if _has(name, day)
        )


@given(st.dictionaries(st.text(min_size=1, max_size=3), IDS, max_size=4), DAYS)
def test_merging_practices_loses_and_invents_nothing(
    cited: dict[str, list[str]], day: date
) -> None:
    merged = LAW.for_practices(cited, day)
    single = [LAW.in_force(ids, day) for ids in cited.values()]
    assert len({p.id for p in merged}) == len(merged)
    assert {p.id for p in merged} == {p.id for column in single for p in column}
    firsts = list(dict.fromkeys(column[0].id for column in single if column))
    assert [p.id for p in merged[: len(firsts)]] == firsts


def _has(name: str, day: date) -> bool:
    """Whether some version of it is known for so early a day."""
    return bool(LAW.in_force([name], day))
