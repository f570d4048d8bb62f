"""From the catalogue's TOML files to a `Book`, refusing everything that does not fit."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from handlers.language.evasion import Disguises
from handlers.language.normal import Normaliser
from handlers.practices.errors import CatalogueError
from handlers.practices.offers import read as read_offers
from handlers.practices.pattern import Pattern
from handlers.practices.rows import Grammar, Row
from handlers.practices.shapes import (
    BARRAGE,
    NIGHT_ENDS,
    NIGHT_FALLS,
    Aggravation,
    Book,
    Cue,
    Effect,
    Example,
    Lexicon,
    PaperSign,
    Practice,
    Rule,
    RuleKind,
    Scene,
    Sign,
)
from handlers.practices.speakers import Role
from handlers.verdicts import Channel, Paper, PracticeId, ProvisionId, Severity

LEXICON = "lexicon.toml"
SCENES = "scenes.toml"
DISGUISES = "disguises.toml"
OFFERS = "offers.toml"
_SHARED = (LEXICON, SCENES, DISGUISES, OFFERS)
_SURE = 0.9
_UNSURE = 0.5
_FEWEST_EXAMPLES = 3
_FEWEST_NEAR_MISSES = 3


def load(home: Path, known_provisions: Collection[str] | None = None) -> Book:
    """Read and validate every file of a catalogue folder.

    Args:
        home: folder with one TOML per practice, the lexicon, the scenes, the disguises, the offers.
        known_provisions: ids of the law book; None leaves citations unchecked.

    Raises:
        CatalogueError: something in it is wrong; names the file and the row.
    """
    files = {path.name: _bytes(path) for path in sorted(home.glob("*.toml"))}
    for name in _SHARED:
        if name not in files:
            raise CatalogueError(name, "file", "missing")
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    tables = {name: _table(name, content) for name, content in files.items()}
    normaliser = Normaliser()
    lexicon = _lexicon(tables[LEXICON], tables[DISGUISES], normaliser)
    grammar = Grammar(lexicon.concepts, normaliser.form)
    practices: dict[PracticeId, Practice] = {}
    for name, table in tables.items():
        if name not in _SHARED:
            practice = _practice(Row(name, "practice", table, grammar), known_provisions)
            practices[practice.id] = practice
    scenes, papers = _scenes(Row(SCENES, "file", tables[SCENES], grammar))
    _check_references(practices, scenes)
    offers = read_offers(Row(OFFERS, "file", tables[OFFERS], grammar), known_provisions)
    return Book(digest.hexdigest(), practices, scenes, papers, lexicon, offers)


def read_disguises(home: Path) -> Disguises:
    """What writers use instead of the words they mean, for readers other than the judge.

    Raises:
        CatalogueError: the file is missing or wrong.
    """
    table = _table(DISGUISES, _bytes(home / DISGUISES))
    return _disguises(Row(DISGUISES, "file", table, Grammar({}, Normaliser().form)))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise CatalogueError(path.name, "file", "cannot be read") from None


def _table(name: str, content: bytes) -> Mapping[str, object]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(name, "file", f"is not TOML: {error}") from None


def _lexicon(
    table: Mapping[str, object], disguises: Mapping[str, object], normaliser: Normaliser
) -> Lexicon:
    bare = Grammar({}, normaliser.form)
    row = Row(LEXICON, "file", table, bare)
    concepts_row = _nested(row, "concepts")
    concepts: dict[str, frozenset[str]] = {}
    for name in concepts_row.table:
        words = concepts_row.texts(name, least=1)
        _once(concepts_row, name, words)
        concepts[name] = _concept(concepts_row, words, concepts, bare)
    grammar = Grammar(concepts, bare.normal)
    labels_row = _nested(row, "labels")
    labels = {
        label: labels_row.member(name, Role, name)
        for name in labels_row.table
        for label in labels_row.texts(name, least=1)
    }
    labels_row.done()
    rest = Row(LEXICON, "file", table, grammar, {"concepts", "labels"})
    lexicon = Lexicon(
        concepts,
        labels,
        debt=_one(rest, "debt"),
        firm=_one(rest, "firm"),
        negation=_one(rest, "negation"),
        title=_one(rest, "title"),
        demand=rest.patterns("demand", least=1),
        identity=rest.patterns("identity", least=1),
        hollow=rest.patterns("hollow", least=1),
        wholes=frozenset(bare.normal(word) for word in rest.texts("wholes")),
        disguises=_disguises(Row(DISGUISES, "file", disguises, bare)),
    )
    rest.done()
    return lexicon


def _concept(
    row: Row, words: Sequence[str], above: Mapping[str, frozenset[str]], bare: Grammar
) -> frozenset[str]:
    """The words of a concept; "{other}" takes in the words of one defined above it."""
    found: set[str] = set()
    for word in words:
        if word.startswith("{"):
            if word[1:-1] not in above:
                raise row.fail(f"{word} is not a concept defined above")
            found |= above[word[1:-1]]
        else:
            found.add(bare.normal(word))
    return frozenset(found)


def _one(row: Row, key: str) -> tuple[Pattern, ...]:
    patterns = row.patterns(key, least=1)
    if len(patterns) > 1:
        raise row.fail(f"{key!r} takes one pattern")
    return patterns


def _nested(row: Row, key: str) -> Row:
    value = row.table.get(key)
    if not isinstance(value, dict):
        raise row.fail(f"table {key!r} is missing")
    return Row(row.file, key, value, row.grammar)


def _once(row: Row, key: str, words: Sequence[str]) -> None:
    for word in words:
        if words.count(word) > 1:
            raise row.fail(f"{key!r} has {word!r} twice")


def _disguises(row: Row) -> Disguises:
    written: dict[str, str] = {}
    for meant, forms in _nested(row, "written").table.items():
        for form in str(forms).split():
            normal = row.grammar.normal(form)
            if normal != meant:  # what the normal form undoes anyway is no disguise
                written[normal] = meant
    sounds = {str(k): str(v) for k, v in _nested(row, "sounds").table.items()}
    keywords = row.texts("keywords")
    for word in keywords:
        for position, character in enumerate(word):
            for other in sounds.get(character, ""):
                written.setdefault(word[:position] + other + word[position + 1 :], word)
    syllables = {str(k): str(v) for k, v in _nested(row, "pinyin").table.items()}
    return Disguises(written, syllables)


def _practice(row: Row, known: Collection[str] | None) -> Practice:
    identifier = PracticeId(row.text("id"))
    if row.file != f"{identifier}.toml":
        raise row.fail(f"'id' is {identifier!r}, not the name of the file")
    because = row.text("because")
    signs = tuple(_sign(sign, identifier, because) for sign in row.rows("signs"))
    rules = tuple(_rule(rule, identifier, because) for rule in row.rows("rules"))
    if not signs and not rules:
        raise row.fail("has neither signs nor rules")
    seen: set[str] = set()
    for name in [*(sign.id for sign in signs), *(rule.id for rule in rules)]:
        if name in seen:
            raise row.fail(f"two signs or rules are called {name!r}")
        seen.add(name)
    provisions = row.texts("provisions", least=1)
    _once(row, "provisions", provisions)
    for provision in provisions:
        if known is not None and provision not in known:
            raise row.fail(f"'provisions' names {provision!r}, which the law book does not have")
    practice = Practice(
        id=identifier,
        name=row.text("name"),
        definition=row.text("definition"),
        because=because,
        does_not_count=row.texts("does_not_count", least=1),
        severity=_severity(row),
        provisions=tuple(ProvisionId(p) for p in provisions),
        signs=signs,
        rules=rules,
        aggravations=tuple(_aggravation(a) for a in row.rows("aggravations")),
        examples=_examples(row, "examples", _FEWEST_EXAMPLES),
        near_misses=_examples(row, "near_misses", _FEWEST_NEAR_MISSES),
        yields_to=frozenset(PracticeId(p) for p in row.texts("yields_to")),
        learned=row.flag("learned", default=True),
    )
    row.done()
    return practice


def _severity(row: Row) -> Severity:
    severity = row.choice("severity", Severity)
    if severity is Severity.NONE:
        raise row.fail("'severity' cannot be none")
    return severity


def _confidence(row: Row, default: float) -> float:
    confidence = row.number("confidence", default)
    if not 0 < confidence <= 1:
        raise row.fail("'confidence' lies above 0 and up to 1")
    return confidence


def _sign(row: Row, practice: PracticeId, because: str) -> Sign:
    weak = row.flag("weak", default=False)
    sign = Sign(
        id=f"{practice}.{row.text('id')}",
        because=row.text("because", because),
        confidence=_confidence(row, _UNSURE if weak else _SURE),
        say=row.patterns("say", least=1),
        unless=row.patterns("unless"),
        channels=row.choices("channels", Channel),
        alone=row.flag("alone", default=False),
        weak=weak,
        negatable=row.flag("negatable", default=True),
        listener=row.choices("listener", Role),
        answers=row.patterns("answers"),
        also=tuple(PracticeId(p) for p in row.texts("also")),
    )
    row.done()
    return sign


def _rule(row: Row, practice: PracticeId, because: str) -> Rule:
    rule = Rule(
        id=f"{practice}.{row.text('id')}",
        kind=row.choice("kind", RuleKind),
        because=row.text("because", because),
        confidence=_confidence(row, _SURE),
        needs=row.patterns("needs"),
        unless=row.patterns("unless"),
        asks=row.patterns("asks"),
        evades=row.patterns("evades"),
        channels=row.choices("channels", Channel),
        since=row.clock("since") or NIGHT_FALLS,
        until=row.clock("until") or NIGHT_ENDS,
        least=int(row.number("least", BARRAGE)),
    )
    row.done()
    return rule


def _aggravation(row: Row) -> Aggravation:
    aggravation = Aggravation(_severity(row), row.patterns("say", least=1))
    row.done()
    return aggravation


def _examples(row: Row, key: str, least: int) -> tuple[Example, ...]:
    examples = []
    for part in row.rows(key):
        channel = part.choice("channel", Channel) if "channel" in part.table else None
        examples.append(Example(part.text("text"), channel, part.clock("sent")))
        part.done()
    if len(examples) < least:
        raise row.fail(f"{key!r} needs at least {least}")
    return tuple(examples)


def _scenes(row: Row) -> tuple[tuple[Scene, ...], tuple[PaperSign, ...]]:
    scenes = tuple(_scene(part) for part in row.rows("scenes"))
    names = [scene.id for scene in scenes]
    _once(row, "scenes", names)
    papers = []
    for part in row.rows("papers"):
        papers.append(PaperSign(part.choice("paper", Paper), part.patterns("say", least=1)))
        part.done()
    row.done()
    return scenes, tuple(papers)


def _scene(row: Row) -> Scene:
    cues = []
    for part in row.rows("cues"):
        cues.append(Cue(part.patterns("say", least=1), int(part.number("points", 1))))
        part.done()
    scene = Scene(
        id=row.text("id"),
        effect=row.choice("effect", Effect),
        least=int(row.number("least", 1)),
        cues=tuple(cues),
        labelled=row.flag("labelled", default=False),
        channels=row.choices("channels", Channel),
        excuses=frozenset(PracticeId(p) for p in row.texts("excuses")),
    )
    if (scene.effect is Effect.EXCUSE) != bool(scene.excuses):
        raise row.fail("'excuses' belongs to the effect excuse, and to it alone")
    row.done()
    return scene


def _check_references(practices: Mapping[PracticeId, Practice], scenes: Sequence[Scene]) -> None:
    for practice in practices.values():
        named = set(practice.yields_to).union(*(sign.also for sign in practice.signs))
        for other in sorted(named - set(practices)):
            raise CatalogueError(f"{practice.id}.toml", "practice", f"unknown practice {other!r}")
    for scene in scenes:
        for other in sorted(scene.excuses - set(practices)):
            raise CatalogueError(SCENES, f"scenes.{scene.id}", f"unknown practice {other!r}")
