"""Hears when a person may be about to hurt himself, and answers with people and numbers.

It runs at the door, before any queue, on what was typed. What a collector wrote ("你怎么不去死")
is not the person's own crisis; what a relative is reported to have said is. Shapes are data, and
this file decides who is being spoken about in them; wordings that no shape has are left to a
model that learned from `tests/intents/material`, with the shapes as one of its witnesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from handlers.language.repayment import lateness
from handlers.language.repayment.correcting import correction
from handlers.learning.lessons import Lesson
from handlers.learning.listener import Listener, lesson
from handlers.learning.recent import Recent
from handlers.messages import Look, Reply, Stage
from handlers.texts import tables
from handlers.texts.anchors import Anchors
from handlers.texts.cues import Cues
from handlers.texts.errors import WordingError
from handlers.texts.folding import CLAUSE, QUOTE, SENTENCE
from handlers.texts.paragraphs import said
from handlers.texts.pattern import Pattern
from handlers.texts.shapes import Shape, Shapes
from handlers.texts.texts import Texts

RULES = tables.FOLDER / "rules"
REACH = 400
"""How far around a match its sentence is looked at: a text without stops must not take minutes."""
SENSES = "crisis_senses.toml"
WEIGHTS = "crisis_weights.json"
LABEL = "danger"
PLAIN, FAINT_PLAIN = 0.43, 0.57
"""From this score on the model alone is believed; the second where no word speaks of an end."""
DOUBT, FAINT_DOUBT = 0.27, 0.36
"""From this score on it is worth asking whether the person is safe; the second as above."""
END = frozenset(
    (
        *("death", "suicide", "selfdo", "pills", "tools", "high", "sleep", "vanish", "gone"),
        *("afterlife", "reunite", "farewell", "letter", "bequeath", "entrust", "afterdebt"),
        *("pointless", "worthless", "life", "nostop", "accident", "agree", "cry"),
    )
)
"""The senses (crisis_senses.toml) that speak of an end; without any, tired people sound alike."""
TRUSTED = 0.34
"""A shape is believed from this score on; below, it is only a doubt."""
SHORT = 2
"""So few characters (算了, 累了) are never plain by the model alone."""
PIECE = 90
"""Folded characters that are weighed at once: in a long story one sentence must not be lost."""
PIECES = 40
"""Of a long text so many pieces are weighed, from both ends; shapes are looked for everywhere."""
_SENTENCES = re.compile(f"[^{SENTENCE}]+{SENTENCE}?")
_TOGETHER = "together"
_OWN = "own"
_TAUNT = "taunt"

_HAN = re.compile("[一-鿿]")
_COMMAND = re.compile(r"/[A-Za-z]{1,32}(?:@\w{1,64})?(?:\s+[A-Za-z0-9_-]{1,64})?")
"""A command as a platform sends it; what a link carried behind it nobody said."""
_COLLECTOR = (
    "(?<![跟和对给被])"
    "(?:催收|催债|催款|对方|那边|平台|客服|对面|那个?人|那个男的|那个女的|他们|他|她)"
)
_SAY = "(?:说|叫|让|骂|喊|问|咒|劝|要求|发来|逼(?!得|的))"
_ERRAND = re.compile(
    "替(?=我(?:先|都|把)?(?:签收|签|收|取|拿|领|接|交|还|付|垫|跑|办)(?:[了过的]|完))"
)
"""What others have already done for the person is no farewell: 我妈替我签收了传票."""
_REPORTED = re.compile(
    rf"{_COLLECTOR}[^。，]{{0,8}}(?:{_SAY}[^。，]{{0,3}}|问我?(?:是不是|是否|想不想|要不要))$"
)
_REPORTED_ON = re.compile(rf"{_COLLECTOR}.*，(?:还|就|又|一直|天天|直接|而且)*{_SAY}(?:我|你)?$")
_PASSIVE = re.compile("(?:被|受|因为|面对|看到)(?:他们|她们|你们|他|她|你|您)")
_PRONOUN = re.compile("我们|我|俺|咱|自己|你们|你|您|他们|她们|他|她")
_OTHERS = frozenset({"你们", "你", "您", "他们", "她们", "他", "她"})
_DENIED = re.compile("(?:(?<![是要])不|没|没有|别|不会|不要|不能|不可能|从来没|从没)(?:再|有|去)?$")
_MOCKED = re.compile(
    "^(?:了|的)?"
    "(?:是吧|是不是|是吗|吧你|吗|么|嘛|啊你|了你|就直说|就试试|就去|就别|就滚|就跳|的话就|早)"
)
_TOLD = re.compile("小说|电影|电视剧|剧里|歌词|新闻|报道|游戏|主角|视频里|段子|听说有人")


class Danger(IntEnum):
    """How sure it is that somebody is in danger."""

    NONE = 0
    DOUBT = 1
    PLAIN = 2


@dataclass(frozen=True, slots=True)
class Crisis:
    """The loaded shapes and cues, and the model beside them.

    Attributes:
        recent: the door, the route and the intents weigh the same words one after the other.
    """

    shapes: Shapes
    cues: Cues
    anchors: Anchors[Shape]
    listener: Listener
    recent: Recent[Danger] = field(default_factory=Recent)

    @classmethod
    def read(cls, folder: Path = RULES) -> Crisis:
        """Reads the files without trying the examples."""
        shapes = Shapes.load(folder / "crisis.toml", frozenset({_OWN, _TAUNT}))
        cues = Cues.load(folder / "crisis_cues.toml", shapes.words)
        anchors = Anchors.of((pattern, row) for row in shapes.rows for pattern in row.patterns)
        listener = Listener.load(folder / SENSES, folder / WEIGHTS)
        return cls(shapes, cues, anchors, listener)

    @classmethod
    def load(cls, folder: Path = RULES) -> Crisis:
        """Reads the files and proves every row on its own examples.

        Raises:
            WordingError: a row is wrong, or does not do what its examples say.
        """
        crisis = cls.read(folder)
        for row in crisis.shapes.rows:
            _prove(crisis, f"crisis.toml: shape {row.id}", row.examples, row.near_misses)
        cues = crisis.cues
        _prove(crisis, "crisis_cues.toml: together", cues.examples, cues.near_misses)
        return crisis

    def look(self, text: str) -> bool:
        """Whether the text speaks of danger for the person or somebody close."""
        return self.weigh(text) is Danger.PLAIN

    def weigh(self, text: str) -> Danger:
        """How sure it is that the text speaks of danger for the person or somebody close."""
        return self.recent.once(text, self._weighed)

    def _weighed(self, text: str) -> Danger:
        if _COMMAND.fullmatch(text.strip()) or _corrects(text):
            return Danger.NONE
        if lateness.heard(text) is not None:  # nothing is said but that an instalment is late
            return Danger.NONE
        plain = self.shapes.fold(text)
        found = max((self._weigh(piece) for piece in _pieces(plain)), default=Danger.NONE)
        if found is Danger.NONE and len(plain) > PIECE and self._heard(plain) is not None:
            return Danger.DOUBT
        return found

    def _weigh(self, piece: str) -> Danger:
        """The same of a short folded text."""
        shape = self._heard(piece)
        if shape is None:
            piece = _ERRAND.sub("帮", piece)
        score = self.listener.scores(piece, _marks(shape))[LABEL]
        if shape is not None:
            return Danger.PLAIN if score >= TRUSTED else Danger.DOUBT
        if score < DOUBT:
            return Danger.NONE
        ends = not END.isdisjoint(self.listener.senses.carried(piece))
        if (ends or len(piece) > SHORT) and score >= (PLAIN if ends else FAINT_PLAIN):
            return Danger.PLAIN
        if not _HAN.search(piece):  # codes and links look like nothing the model has learned
            return Danger.NONE
        return Danger.DOUBT if score >= (DOUBT if ends else FAINT_DOUBT) else Danger.NONE

    def heard(self, text: str) -> str | None:
        """Id of the first shape that counts, "together" for cues, None when nothing does."""
        return self._heard(self.shapes.fold(text))

    def _heard(self, plain: str) -> str | None:
        for pattern, shape in self.anchors.worth_trying(plain):
            if _counts(shape, pattern, plain):
                return shape.id
        return _TOGETHER if self.cues.are_enough(plain) else None

    def lessons(self, text: str) -> list[Lesson]:
        """What the model gets to see of a text, piece by piece."""
        return [
            lesson(self.listener.senses, piece, _marks(self._heard(piece)))
            for piece in _pieces(self.shapes.fold(text))
        ]


def _corrects(text: str) -> bool:
    """Whether all of it says that a payment was put down wrongly: 其实我还没有还."""
    found = correction(text)
    return found is not None and found.firm


def _marks(shape: str | None) -> tuple[str, ...]:
    """What a shape tells the model."""
    return () if shape is None else ("shape", f"shape:{shape}")


def _pieces(plain: str) -> list[str]:
    """A short text whole; of a long one runs of whole sentences, and no more than `PIECES`."""
    if len(plain) <= PIECE:
        return [plain] if plain else []
    pieces: list[str] = []
    running = ""
    for part in _parts(plain):
        if running and len(running) + len(part) > PIECE:
            pieces.append(running)
            running = ""
        running += part
    pieces.append(running)
    return pieces if len(pieces) <= PIECES else pieces[: PIECES // 2] + pieces[-PIECES // 2 :]


def _parts(plain: str) -> Iterator[str]:
    """Sentences; one that is too long is cut behind a pause, and only without any in a word."""
    for match in _SENTENCES.finditer(plain):
        sentence = match.group()
        while len(sentence) > PIECE:
            at = sentence.rfind(CLAUSE, 0, PIECE) + 1 or PIECE
            yield sentence[:at]
            sentence = sentence[at:]
        yield sentence


def _prove(crisis: Crisis, where: str, examples: Sequence[str], near_misses: Sequence[str]) -> None:
    """Every example is heard, no near miss is."""
    for number, example in enumerate(examples, start=1):
        if crisis.heard(example) is None:
            raise WordingError(f"{where}: example {number} is not heard")
    for number, near in enumerate(near_misses, start=1):
        if crisis.heard(near) is not None:
            raise WordingError(f"{where}: near miss {number} is heard")


def _counts(shape: Shape, pattern: Pattern, plain: str) -> bool:
    """Whether any match of one of the shape's patterns is meant."""
    return any(_is_meant(shape, plain, match) for match in pattern.finditer(plain))


def _is_meant(shape: Shape, plain: str, match: re.Match[str]) -> bool:
    """Whether this match speaks of the person, and not in a way the shape leaves out."""
    first, last = max(0, match.start() - REACH), match.end() + REACH
    sentence = max(first, plain.rfind(SENTENCE, first, match.start()) + 1)
    clause = max(sentence, plain.rfind(CLAUSE, first, match.start()) + 1)
    ends = [at for mark in (CLAUSE, SENTENCE) if (at := plain.find(mark, match.end(), last)) >= 0]
    around = plain[clause : min(ends, default=last)]
    if shape.unless is not None and shape.unless.search(around):
        return False
    if _TOLD.search(plain[sentence : match.end()]):
        return False
    if _TAUNT in shape.flags and _MOCKED.search(plain[match.end() : last]):
        return False
    return _OWN not in shape.flags or _is_own(plain, sentence, clause, match)


def _is_own(plain: str, sentence: int, clause: int, match: re.Match[str]) -> bool:
    """Whether the person says it of himself: nobody else's doing, words or denial."""
    head = plain[clause : match.start()]
    before = plain[sentence : match.start()]
    if _REPORTED.search(head) or _REPORTED_ON.search(before):
        return False
    if before.count(QUOTE) % 2 == 1 and not before.startswith(("我", QUOTE)):
        return False
    if _DENIED.search(head):
        return False
    said_of = _PRONOUN.findall(_PASSIVE.sub("", head + match.group()[:2]))
    return (said_of[-1] if said_of else _topic(before)) not in _OTHERS


def _topic(before: str) -> str:
    """Whom the nearest earlier clause of the sentence begins with, "" for nobody."""
    starts = [_PRONOUN.match(clause) for clause in before.split(CLAUSE)[:-1]]
    return next((start.group() for start in reversed(starts) if start), "")


def at_the_door(crisis: Crisis, texts: Texts, text: str) -> Reply | None:
    """What is said at once: the answer, a question where it is not sure, or nothing."""
    danger = crisis.weigh(text)
    if danger is Danger.PLAIN:
        return answer(texts)
    return asked(texts) if danger is Danger.DOUBT else None


def asked(texts: Texts) -> Reply:
    """Somebody may be in danger, or only tired: one question, and the numbers beside it."""
    return Reply(
        segments=(
            said(texts, "crisis.safe", look=Look.LEAD),
            said(texts, "crisis.numbers"),
            said(texts, "crisis.fine", look=Look.SMALL),
        ),
        stage=Stage.CRISIS,
    )


def answer(texts: Texts) -> Reply:
    """A human sentence, people and numbers; no law, no buttons, nothing to decide."""
    return Reply(
        segments=(
            said(texts, "crisis.lead", "crisis.now", "crisis.talk", look=Look.LEAD),
            said(texts, "crisis.person", "crisis.other"),
            said(texts, "crisis.later", look=Look.SMALL),
        ),
        stage=Stage.CRISIS,
    )
