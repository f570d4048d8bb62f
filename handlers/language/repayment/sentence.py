"""A sentence as a row of tokens that can be looked through from any of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from handlers.language.amounts import Amount
from handlers.language.repayment.tokens import Kind, Share, Token

_LABELS = frozenset({Kind.EACH, Kind.RHYTHM, Kind.TOTAL, Kind.DOWN, Kind.REST, Kind.ORDINAL})
_SILENT = frozenset({Kind.WORD, Kind.PAY, Kind.ASIDE})


@dataclass(slots=True)
class Sentence:
    """The tokens that mean something, and which of them have found their place.

    Attributes:
        text: the dressed sentence.
        tokens: without words that carry nothing.
        used: positions in ``tokens`` that are accounted for.
    """

    text: str
    tokens: tuple[Token, ...]
    used: set[int] = field(default_factory=set)

    def words(self, token: Token) -> str:
        """What a token looks like."""
        return self.text[token.start : token.end]

    def all(self, kind: Kind) -> list[int]:
        """Positions of every unused token of a kind."""
        return [i for i, one in enumerate(self.tokens) if one.kind is kind and i not in self.used]

    def has(self, kind: Kind) -> bool:
        """Whether a token of that kind stands anywhere."""
        return any(one.kind is kind for one in self.tokens)

    def back(self, index: int, *stops: Kind) -> Iterator[int]:
        """Positions before one, nearest first, up to a token of one of these kinds."""
        for i in range(index - 1, -1, -1):
            if self.tokens[i].kind in stops:
                return
            yield i

    def ahead(self, index: int, *stops: Kind) -> Iterator[int]:
        """Positions behind one, up to a token of one of these kinds."""
        for i in range(index + 1, len(self.tokens)):
            if self.tokens[i].kind in stops:
                return
            yield i

    def kind(self, index: int) -> Kind | None:
        """The kind at a position, None beyond the ends."""
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else None

    def between(self, left: int, right: int) -> str:
        """The text between two tokens."""
        return self.text[self.tokens[left].end : self.tokens[right].start]

    def after(self, index: int) -> str:
        """The text behind a token."""
        return self.text[self.tokens[index].end :]

    def before(self, index: int) -> str:
        """The text before a token."""
        return self.text[: self.tokens[index].start]


def sentence(text: str, tokens: tuple[Token, ...]) -> Sentence:
    """The sentence without its silent words, corrected where the speaker corrected himself."""
    rest = (one for one in tokens if one.kind in {Kind.REST, Kind.ORDINAL})
    if not any(
        one.kind is Kind.REST or set(text[one.start : one.end]) & set("剩余") for one in rest
    ):
        tokens = tuple(one for one in tokens if one.kind is not Kind.PAID)
    spoken = _labelled(text, [one for one in tokens if one.kind not in _SILENT])
    return Sentence(text, tuple(_shared(_twice(text, _corrected(spoken)))))


def _labelled(text: str, tokens: list[Token]) -> list[Token]:
    """每期金额：500: the colon of a form keeps the label and what it labels together."""
    around = zip([None, *tokens], tokens, [*tokens[1:], None], strict=False)
    return [
        one
        for before, one, behind in around
        if one.kind is not Kind.BREAK
        or before is None
        or behind is None
        or before.kind not in _LABELS
        or behind.kind is not Kind.MONEY
        or text[one.start : one.end] not in {":", "："}
    ]


def _shared(tokens: list[Token]) -> list[Token]:
    """一半 and 三分之一 as amounts, where there is a whole that splits to the fen."""
    if not any(isinstance(one.value, Share) for one in tokens):
        return tokens
    whole = _whole(tokens)
    return [
        _as_money(one, whole)
        for index, one in enumerate(tokens)
        if not (isinstance(one.value, Share) and _is_amount(tokens, index + 1))
    ]


def _as_money(token: Token, whole: int | None) -> Token:
    share = token.value
    if not isinstance(share, Share) or not 0 < share.parts <= share.of:
        return token
    if not whole or whole * share.parts % share.of:
        return token
    fen = whole * share.parts // share.of
    amount = Amount(fen, marked=True, start=token.start, end=token.end)
    return replace(token, kind=Kind.MONEY, value=amount)


def _is_amount(tokens: list[Token], index: int) -> bool:
    """一半3000 says the same twice: the amount counts."""
    return index < len(tokens) and tokens[index].kind is Kind.MONEY


def _whole(tokens: list[Token]) -> int | None:
    """The stated sum: the amount behind 一共 or 欠, else the first of all."""
    amounts = [
        (index, one.value.fen)
        for index, one in enumerate(tokens)
        if isinstance(one.value, Amount) and one.value.fen is not None
    ]
    told = [fen for index, fen in amounts if index and tokens[index - 1].kind is Kind.TOTAL]
    return next(iter(told), amounts[0][1] if amounts else None)


def _corrected(tokens: list[Token]) -> list[Token]:
    """不对，是1200: what follows replaces the nearest thing of its kind before."""
    out: list[Token] = []
    pending = denied = False
    for token in tokens:
        if token.kind is Kind.DENIED:
            denied = True
            continue
        if denied and token.kind is Kind.RHYTHM:
            out.append(token)  # 不是每月10号是每月20号
            continue
        if denied and token.kind is not Kind.BREAK:
            denied, pending = False, True
            continue
        if token.kind is Kind.CORRECTION:
            pending = True
            continue
        if pending and token.kind not in {
            Kind.BREAK,
            Kind.RHYTHM,
            Kind.EACH,
            Kind.TOTAL,
            Kind.START,
        }:
            place = next(
                (i for i in range(len(out) - 1, -1, -1) if _like(out[i], token)),
                None,
            )
            pending = False
            if place is not None:
                out[place] = token
                continue
        out.append(token)
    return out


def _like(one: Token, other: Token) -> bool:
    return one.kind is other.kind and (
        one.kind is not Kind.WHEN or type(one.value) is type(other.value)
    )


def _twice(text: str, tokens: list[Token]) -> list[Token]:
    """An amount said again at once, as 1200（一千二百元） does, counts once."""
    out: list[Token] = []
    for token in tokens:
        last = next((one for one in reversed(out) if one.kind is not Kind.BREAK), None)
        again = (
            last is not None
            and token.kind is Kind.MONEY
            and last.kind is Kind.MONEY
            and isinstance(token.value, Amount)
            and isinstance(last.value, Amount)
            and token.value.fen == last.value.fen
            and token.value.fen is not None
            and text[last.start : last.end] != text[token.start : token.end]
            and not text[last.end : token.start].strip("，,、(（ 也就是即人民币大写：:。")
        )
        if not again:
            out.append(token)
    return out
