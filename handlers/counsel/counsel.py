"""Answers a question from reviewed data with the law of the day, or says that it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from handlers.counsel.book import QuestionBook
from handlers.counsel.citing import Cited, brief, cite, merged
from handlers.counsel.finding import SHOWN, Finder, Found, Heard, Sure
from handlers.counsel.matter import Matter, MatterId
from handlers.counsel.reading import MOST_PROVISIONS
from handlers.law.book import LawBook
from handlers.law.provision import Provision
from handlers.money.counter import Computed
from handlers.money.figures import Kind
from handlers.money.loan import Unit
from handlers.money.telling import Telling, continued

Counting = Callable[[Telling], Computed | None]
"""The calculators: what is told of a loan, to an answer with numbers."""
_BY_THEMSELVES = frozenset({Kind.COST, Kind.LIMITATION})
_BRIEF = 60
"""Characters in which a borrower tells his loan; a lender's statement is longer."""
_STATEMENT = re.compile(r"通知|对账|账单|应还|客户|用户|贵|【|\n")
_WITH_A_DAY = frozenset({Kind.RATE, Kind.CAP})


@dataclass(frozen=True, slots=True)
class Told:
    """What a question is answered with.

    Attributes:
        matter: the reviewed question that is answered, None when none fits.
        cited: its answer on the day, None when none fits.
        provisions: what it leans on and close ones lean on, at most six, in force on the day.
        sure: whether just this was meant.
        near: the nearest questions, for the buttons.
        second: another matter the message also asks about.
        besides: the answer to that one in short, where both are clearly asked.
        follows: what people ask next.
        computed: the answer with numbers out of a loan he tells of; it then comes first.
    """

    day: date
    matter: Matter | None
    cited: Cited | None
    provisions: tuple[Provision, ...]
    sure: Sure
    near: tuple[Matter, ...]
    second: Matter | None = None
    besides: Cited | None = None
    follows: tuple[Matter, ...] = ()
    computed: Computed | None = None

    @property
    def known(self) -> bool:
        """Whether there is an answer."""
        return self.matter is not None or self.computed is not None


class Counsel:
    """The question book, its index, and the law. Safe to share between threads."""

    def __init__(
        self,
        book: QuestionBook,
        law: LawBook,
        finder: Finder,
        counting: Counting = lambda _telling: None,
    ) -> None:
        self._book = book
        self._counting = counting
        self._law = law
        self._finder = finder

    @property
    def book(self) -> QuestionBook:
        """The reviewed questions."""
        return self._book

    @property
    def law(self) -> LawBook:
        """The law it tells."""
        return self._law

    def hear(self, text: str) -> Heard:
        """Whether typed words may be a question to us."""
        return self._finder.hear(text)

    def ask(self, question: str, day: date, context: MatterId | None = None) -> Told:
        """The answer to a question.

        Args:
            day: the Beijing calendar day whose law is told.
            context: what the same person was last told about.
        """
        found = self._finder.find(question, context)
        computed = self._counted(question, day)
        if computed is not None and not (found.sure is Sure.YES and _corrects(found.best)):
            near = tuple(hit.matter for hit in found.hits[:SHOWN])
            basis = merged(
                [self._law.provision(name) for name in computed.provisions],
                cite(near[0], self._law, day).provisions if found.sure is Sure.YES else (),
                MOST_PROVISIONS,
            )
            return Told(day, None, None, tuple(basis), Sure.YES, near, computed=computed)
        if found.best is None:
            near = tuple(hit.matter for hit in found.hits[:SHOWN])
            return Told(day, None, None, (), Sure.NO, near)
        return self._told(found.best, day, found)

    def counts(self, text: str, day: date) -> bool:
        """Whether typed words tell of a loan that can be counted."""
        return self._counted(text, day) is not None

    def count(self, telling: Telling) -> Computed | None:
        """Whatever can be said with numbers of a loan that is told bit by bit."""
        return self._counting(telling)

    def continued(self, telling: Telling, said: str) -> Telling | None:
        """The loan with one more thing told of it; None when the words are about something else."""
        return continued(telling, said, self._counting)

    def tells_own_loan(self, text: str, day: date) -> bool:
        """Whether words tell, from the borrower's side, a loan that can be counted as it stands."""
        if len(text) > _BRIEF or _STATEMENT.search(text):
            return False
        computed = self._counting(Telling(day, text))
        return (
            computed is not None
            and computed.kind is Kind.COST
            and computed.loan.received is not None
            and self._finder.hear(text).own
        )

    def _counted(self, question: str, day: date) -> Computed | None:
        """An answer with numbers, where there are enough to count with."""
        computed = self._counting(Telling(day, question))
        if computed is None or computed.kind in _BY_THEMSELVES:
            return computed
        loan = computed.loan
        if loan.rate is not None and loan.rate.unit is not Unit.YEAR:
            return computed  # 月息 and 日息 are worked out for the year, whatever the day
        if computed.kind in _WITH_A_DAY:
            return computed if loan.signed is not None else None
        return computed if loan.received is not None and loan.stated is not None else None

    def about(self, matter: Matter, day: date) -> Told:
        """The answer to a question chosen by its button."""
        return self._told(matter, day, None)

    def near(self, matter: Matter) -> tuple[Matter, ...]:
        """Others like this one."""
        return self._finder.near(matter)

    def _told(self, matter: Matter, day: date, found: Found | None) -> Told:
        cited = cite(matter, self._law, day)
        close = () if found is None else found.close(self._finder.ranking.close)
        more = [p for other in close for p in cite(other, self._law, day).provisions]
        besides = None
        if found is not None and found.besides is not None:
            besides = cite(brief(found.besides), self._law, day)
        own = cited.provisions
        if besides is not None:  # what is cited there has its place among the six
            place = MOST_PROVISIONS - len(besides.provisions)
            own = (*own[:place], *besides.provisions, *own[place:])
        provisions = merged(own, more, MOST_PROVISIONS)
        near = () if found is None else tuple(hit.matter for hit in found.hits[1 : SHOWN + 1])
        return Told(
            day=day,
            matter=matter,
            cited=cited,
            provisions=tuple(provisions),
            sure=Sure.YES if found is None else found.sure,
            near=near,
            second=None if found is None else found.second,
            besides=besides,
            follows=tuple(self._book.matter(name) for name in matter.follows),
        )


def _corrects(matter: Matter | None) -> bool:
    """Whether a false belief has to be corrected before anything is counted."""
    return matter is not None and bool(matter.premise)
