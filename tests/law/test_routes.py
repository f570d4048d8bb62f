"""Where to turn to, in which order."""

from __future__ import annotations

import pytest

from handlers.law.book import LawBook
from handlers.law.errors import UnknownId
from handlers.law.route import Known, Move, Route
from handlers.law.routes import RouteBook
from handlers.practices.classifier import HOME
from handlers.practices.loading import load

LAW = LawBook.load()
ROUTES = RouteBook.load(LAW)

PRACTICES = frozenset(load(HOME).practices)

CASES = [
    (["insult"], False, None, ["lender_complaint", "regulator_by_lender", "110"]),
    (["insult"], False, "bank", ["lender_complaint", "12378", "110"]),
    (["insult"], True, "bank", ["110", "lender_complaint", "12378"]),
    (["violence_threat"], True, None, ["110", "lender_complaint", "regulator_by_lender"]),
    (
        ["forged_legal_document"],
        False,
        "consumer_finance",
        ["110", "12368", "lender_complaint", "12378"],
    ),
    (
        ["third_party_contact"],
        False,
        "microloan",
        ["lender_complaint", "local_finance", "12345", "NIFA", "110"],
    ),
    (
        ["frequency_harassment", "false_credit_threat"],
        False,
        "guarantee_company",
        ["lender_complaint", "local_finance", "12345", "12378", "12321", "12363", "110"],
    ),
    (["insult"], True, "unlicensed", ["110", "local_finance", "12337", "12377", "96110"]),
    (["insult"], False, "private_person", ["12348", "court", "110"]),
    (
        ["impersonating_lawyer"],
        False,
        "collection_agency",
        ["12348", "lender_complaint", "regulator_by_lender", "12321", "110"],
    ),
    ([], False, "debt_transferee", ["lender_complaint", "12378", "local_finance"]),
    ([], True, None, ["110", "lender_complaint", "regulator_by_lender"]),
]


@pytest.mark.parametrize(("practices", "danger", "lender", "expected"), CASES)
def test_the_order_of_moves(
    practices: list[str], *, danger: bool, lender: str | None, expected: list[str]
) -> None:
    found = ROUTES.for_case(practices, severity_is_danger=danger, lender=lender)
    assert [route.id for route in found] == expected


def test_every_practice_has_a_first_call() -> None:
    assert ROUTES.practices == PRACTICES
    assert RouteBook.load(LAW, practices=PRACTICES).hash == ROUTES.hash


@pytest.mark.parametrize("danger", [False, True])
@pytest.mark.parametrize("lender", [None, *(kind.id for kind in ROUTES.lenders)])
@pytest.mark.parametrize("practice", sorted(PRACTICES))
def test_every_case_is_in_order_and_without_repetition(
    practice: str, lender: str | None, *, danger: bool
) -> None:
    found = ROUTES.for_case([practice], severity_is_danger=danger, lender=lender)
    assert len({route.id for route in found}) == len(found)
    first = [route for route in found if route == ROUTES.route(route.id)]
    assert found[: len(first)] == tuple(first), "what is for later comes last"
    moves = [list(Move).index(route.step) for route in first]
    assert moves == sorted(moves)
    if danger:
        assert found[0].id == "110"


def test_later_says_that_it_is_for_later() -> None:
    (*_, police) = ROUTES.for_case(["insult"], severity_is_danger=False, lender=None)
    assert police.id == "110"
    assert police.line != ROUTES.route("110").line
    assert "现在" not in police.line
    assert police.details == ROUTES.route("110").details


def test_an_unknown_lender_is_told_how_to_find_out_and_both_regulators() -> None:
    line = ROUTES.route("regulator_by_lender").line
    assert "看出借人是谁" in line
    assert "12378" in line
    assert "地方金融管理局" in line
    assert any("合同" in step for step in ROUTES.finding_out)
    assert any("流水" in step for step in ROUTES.finding_out)
    assert any("征信" in step for step in ROUTES.finding_out)


def test_a_known_lender_gets_his_own_regulator_only() -> None:
    for kind in ("bank", "consumer_finance", "microloan", "guarantee_company"):
        found = ROUTES.for_case(sorted(PRACTICES), severity_is_danger=False, lender=kind)
        regulators = {route.id for route in found if route.step is Move.REGULATOR}
        assert regulators <= set(ROUTES.lender(kind).channels)
        assert "regulator_by_lender" not in regulators


@pytest.mark.parametrize("route", ROUTES.routes, ids=lambda route: route.id)
def test_a_route_says_one_short_sentence_and_all_details(route: Route) -> None:
    assert route.line.endswith("。")
    assert route.line.count("。") == 1
    assert len(route.line) <= 50
    assert len(route.details) == 5
    assert route.handover in route.details[-1]
    assert set(route.basis) <= LAW.ids


def test_weakly_known_channels_are_never_a_first_call_of_their_own() -> None:
    weak = {route.id for route in ROUTES.routes if route.verified is Known.WEAK}
    assert weak == {"12337", "96110"}
    assert "12315" not in ROUTES.ids, "what it does for loans could not be verified"
    for practice in PRACTICES:
        found = ROUTES.for_case([practice], severity_is_danger=False, lender=None)
        assert found[0].id not in weak


def test_nothing_a_person_says_there_admits_a_debt() -> None:
    for route in ROUTES.routes:
        for word in ("我欠", "我会还", "我承认", "我愿意还", "欠款是"):
            assert word not in route.handover


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UnknownId, match="催收做法：没有 'rudeness'"):
        ROUTES.for_case(["rudeness"], severity_is_danger=False, lender=None)
    with pytest.raises(UnknownId, match="出借人类型：没有 'uncle'"):
        ROUTES.for_case([], severity_is_danger=False, lender="uncle")
    with pytest.raises(UnknownId, match="渠道：没有 '999'"):
        ROUTES.route("999")
