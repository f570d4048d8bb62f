"""What every handler works with: the wording, the judge, the routes. Built once, by `bot`."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.crisis import Crisis
from handlers.judging import Judge
from handlers.law.routes import RouteBook
from handlers.rules import Rules
from handlers.texts.texts import Texts


@dataclass(frozen=True, slots=True)
class Desk:
    """The knowledge handlers share; holds no connection and no state.

    Attributes:
        operator: who runs the program, named at first contact because he can read everything.
    """

    texts: Texts
    judge: Judge
    routes: RouteBook
    crisis: Crisis
    operator: str
    rules: Rules = field(default_factory=Rules)
