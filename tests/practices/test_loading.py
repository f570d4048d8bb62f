"""Each way of being wrong is refused, with the file and the row that is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handlers.practices.classifier import HOME, STAMP, Catalogue, proof, stamp, weights
from handlers.practices.errors import CatalogueError
from handlers.practices.loading import load
from handlers.practices.stamping import prove

INSULT = "insult.toml"
EXAMPLE = "[[examples]]\ntext = "


@pytest.fixture
def home(tmp_path: Path) -> Path:
    copy = tmp_path / "catalogue"
    shutil.copytree(HOME, copy)
    (copy / STAMP).unlink()
    return copy


def edit(home: Path, file: str, old: str, new: str) -> None:
    path = home / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "problem"),
    [
        (INSULT, 'id = "insult"', 'id = "rude"', "practice", "not the name of the file"),
        (INSULT, 'severity = "medium"', 'severity = "grim"', "practice", "'severity' is 'grim'"),
        (INSULT, 'severity = "medium"', 'severity = "none"', "practice", "cannot be none"),
        (INSULT, 'severity = "medium"\n', "", "practice", "'severity' is None"),
        (INSULT, 'name = "辱骂侮辱"', 'name = " "', "practice", "'name' must be a text"),
        (INSULT, 'name = "辱骂侮辱"', 'nmae = "辱骂侮辱"', "practice", "'name' must be a text"),
        (INSULT, 'severity = "medium"', 'severity = "medium"\nnote = "x"', "practice", "'note'"),
        (INSULT, '"PS12-42"', '"PS25-50-2"', "practice", "'PS25-50-2' twice"),
        (INSULT, "{insults}", "{insluts}", "signs.words", "unknown concept {insluts}"),
        (INSULT, 'id = "sarcasm"', 'id = "words"', "practice", "'insult.words'"),
        (INSULT, 'id = "words"', 'id = "words"\nweight = 3', "signs.words", "'weight'"),
        (INSULT, 'id = "words"', 'id = "words"\nalone = "yes"', "signs.words", "true or false"),
        (INSULT, 'id = "words"', 'id = "words"\nconfidence = 7', "signs.words", "'confidence'"),
        (INSULT, 'id = "words"', 'id = "words"\nconfidence = "x"', "signs.words", "a number"),
        (INSULT, 'id = "words"', 'id = "words"\nchannels = ["fax"]', "signs.words", "'fax'"),
        (INSULT, 'id = "words"', 'id = "words"\nalso = ["rude"]', "practice", "practice 'rude'"),
        (INSULT, 'say = ["{insults}', 'say = ["废物 ~x 你", "{insults}', "signs.words", "'~x'"),
        (INSULT, 'say = ["{insults}', 'say = ["废物 ~4", "{insults}', "signs.words", "'~4'"),
        (INSULT, 'say = ["{insults}', 'say = ["#6+", "{insults}', "signs.words", "no word"),
        (INSULT, 'say = ["{insults}', 'say = ["废物//你", "{insults}', "signs.words", "empty"),
        (INSULT, 'say = ["{insults}', 'say = [3, "{insults}', "signs.words", "list of texts"),
        (INSULT, EXAMPLE, "[[examples]]\nchanel = 'sms'\ntext = ", "examples.1", "'chanel'"),
        (INSULT, EXAMPLE, "[[examples]]\nsent = '25:00'\ntext = ", "examples.1", "'sent'"),
        (INSULT, EXAMPLE, "[[near_misses]]\ntext = ", "practice", "'examples' needs at least"),
        (INSULT, 'name = "', "name = ", "file", "is not TOML"),
        ("night_contact.toml", 'kind = "night"', 'kind = "noon"', "rules.clock", "'noon'"),
        ("night_contact.toml", 'since = "22:00"', 'since = "dusk"', "rules.clock", "'since'"),
        ("unidentified_collector.toml", 'yields_to = ["', 'yields_to = ["x', "practice", "unknown"),
        ("scenes.toml", '"silent"\nchannels', '"loud"\nchannels', "scenes.own-words", "'loud'"),
        ("scenes.toml", 'id = "news"', 'id = "own-words"', "file", "'own-words' twice"),
        ("scenes.toml", 'excuses = ["', 'excuses = ["x', "scenes.", "unknown practice"),
        ("lexicon.toml", "{debt}/{pressure}", "{debt}/{presure}", "file", "unknown concept"),
        ("lexicon.toml", '["花圈"', '["花圈", "花圈"', "concepts", "'花圈' twice"),
        ("lexicon.toml", "collector = [", "collectors = [", "labels", "'collectors'"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_and_named(
    *, home: Path, file: str, old: str, new: str, row: str, problem: str
) -> None:
    edit(home, file, old, new)
    with pytest.raises(CatalogueError) as refused:
        Catalogue.load(home=home)
    assert refused.value.file == file
    assert row in refused.value.row
    assert problem in refused.value.problem
    assert str(refused.value).startswith(f"{file}: {refused.value.row}: ")


def test_an_example_that_does_not_match_is_refused(home: Path) -> None:
    edit(home, INSULT, EXAMPLE, EXAMPLE + '"【某某银行】您的账单已出，请按时还款。"\n' + EXAMPLE)
    with pytest.raises(CatalogueError, match=r"insult.toml: examples 1: does not show"):
        Catalogue.load(home=home)


def test_a_near_miss_that_matches_is_refused(home: Path) -> None:
    near = "[[near_misses]]\ntext = "
    edit(home, INSULT, near, near + '"欠钱不还，你这个废物"\n' + near)
    with pytest.raises(CatalogueError, match=r"insult.toml: near_misses 1: shows"):
        Catalogue.load(home=home)


def test_a_provision_the_law_book_does_not_have_is_refused() -> None:
    book = load(HOME)
    known = {p for practice in book.practices.values() for p in practice.provisions}
    known |= {p for offer in book.offers.kinds for p in offer.provisions}
    assert Catalogue.load(known).practices
    with pytest.raises(CatalogueError) as refused:
        Catalogue.load(known - {"CL-237"})
    assert refused.value.file == "sexual_humiliation.toml"
    assert "'CL-237'" in refused.value.problem


@pytest.mark.parametrize("file", ["lexicon.toml", "scenes.toml", "disguises.toml", "offers.toml"])
def test_a_missing_shared_file_is_refused(home: Path, file: str) -> None:
    (home / file).unlink()
    with pytest.raises(CatalogueError, match=f"{file}: file: missing"):
        Catalogue.load(home=home)


def test_the_hash_changes_with_any_file(home: Path) -> None:
    before = load(home).hash
    assert before == load(HOME).hash
    edit(home, "lexicon.toml", "# 词表", "# 词 表")
    assert load(home).hash != before


def test_the_shipped_catalogue_is_stamped_as_proven() -> None:
    hint = "after an edit run: python -m handlers.practices.stamping"
    assert stamp(HOME) == proof(load(HOME), weights(HOME)), hint


def test_a_stamp_is_worth_nothing_after_an_edit(home: Path) -> None:
    assert prove(home) == stamp(home)
    edit(home, INSULT, EXAMPLE, EXAMPLE + '"您好"\n' + EXAMPLE)
    with pytest.raises(CatalogueError, match="does not show"):
        Catalogue.load(home=home)
