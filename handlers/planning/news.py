"""What somebody says of a court's papers: which he received when, and which days he must be there.

A day said of receiving lies behind, a day of a hearing ahead. Where it is not plain which day
belongs to a paper none is taken, so that it is asked for: a day too late would cost him the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from handlers.beijing import beijing_day
from handlers.deadlines import Served, Step
from handlers.language.when import number
from handlers.planning import sittings, spoken_days
from handlers.planning.sittings import GOT, HELD, PAPER
from handlers.planning.spoken_days import SpokenDay

LONGEST: Final = 120
"""Characters of a text that may be such news; a longer one is the paper itself or a story."""
_NEWS = re.compile(rf"{GOT}.{{0,20}}{PAPER}|{PAPER}.{{0,12}}{GOT}|{PAPER}.{{0,30}}开庭")
_OWN = re.compile(rf"{HELD}.{{0,20}}{PAPER}|{PAPER}.{{0,12}}{HELD}")
_SAID = (
    r"我们?的?|那个|这个|案子|法院|法官|书记员|仲裁(?:委(?:员会)?|庭)?|通知书?|传唤|说|让我|叫我|给我"
    r"|打(?:来|了)?(?:个)?电话|来了?(?:个)?电话|来电话?|电话(?:里|来)?"
    r"|(?:发来?(?:了)?)?(?:短信|消息|电子送达)|收到(?:了)?|被(?:人)?(?:起诉|告)"
    r"|定在|定了|是|要|去|在|就|的|了|时间"
    r"|[，, ]|[上下中]午|早上|[\d一二三四五六七八九十]+[年月日号点分时半]"
    r"|下?下?个?(?:月|周|星期|礼拜)[一二三四五六日天]?"
)
"""Words in which somebody says nothing but when a court sits, and who told him."""
_WANTED = re.compile(
    r".*提醒.*开庭|.*开庭.*提醒"
    rf"|(?:{_SAID})*开庭了?[。！!]?$"
    rf"|(?:{_SAID})*开庭(?:的?(?:时间|日子|日期))?(?:定|安排)?(?:在|是|为|到)(?:了|{_SAID})*[。！!]?$"
)
"""He asks to be reminded of a hearing, or says nothing but when it is."""
_PAPERS = re.compile(PAPER)
_RECEIVED = re.compile(GOT)
_SUMMONS = re.compile("传票|开庭通知")
_ORDER = "支付令"
_ELSEWHERE = "仲裁"
"""Its papers have days of their own, which are not fifteen."""
_JUDGEMENT = re.compile("判决书|裁定书|裁决书|调解书|执行通知|仲裁|举证期限|举证的?日期")
_COPIES = re.compile(
    r"(?P<n>[两二三四五2-5])(?:张|份|封|个)(?:不同的?|法院的?|新的?)*$"
    r"|^(?:一共)?(?P<m>[两二三四五2-5])(?:张|份|封)"
)
_JUST = re.compile(rf"(?:刚刚|刚才|刚|今早|今晚|中午|下午)[^，。；、！？,;!?]{{0,10}}{GOT}")
_CLAUSE = re.compile("[^，。；！？,;!?\n ]+")
_BARE = re.compile(
    r"(?:是|就是|在|到的|的事?|收的|[上下中]午|早上|晚上|[点半\d一二三四五六七八九十:：]|周.|星期.|了)*"
)
_MISSING = re.compile(f"(?:没有?|未|不曾){HELD}")
_FORGOT = re.compile("不记得|忘|不清楚|不知道|没记")
_LETTER = re.compile("【|您|贵方|我司|我部|本中心")
_TO_HIM = re.compile("你们?(?:的|已|家|欠|本人|单位|收到|拿到|签收|名下)")
_SENTENCE = re.compile("[^。！!？?\n]+")
_DEMANDS = re.compile("还清|还款|付款|转账|结清|清偿")
_SUPPOSED = re.compile("如果|要是|万一|假如")
_ASKS = re.compile(
    "吗|怎|咋|如何|可以|能不能|要不要|会不会|是不是|真假|多久|哪天|(?<!前)(?<!这)几天(?!前)|[?？]"
)
_DOUBTFUL: Final = timedelta(days=275)
"""So far back a day without its year is asked for: it may as well be a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper he has.

    Attributes:
        on: Beijing day on which it was received, None while he has not said it.
        copies: so many of them came.
    """

    step: Step
    on: date | None
    copies: int = 1


@dataclass(frozen=True, slots=True)
class News:
    """What he said about papers; days may still be missing.

    Attributes:
        hearings: days on which the court sits.
        moved: days on which it sits no more, because another day was named for it.
        ahead: days on which he says he received something, and which are not over.
        judgement: he speaks of a paper of which no deadline is counted here, too.
        renewed: a hearing has another day now, and he has not said which day it had.
    """

    papers: tuple[Paper, ...]
    hearings: tuple[date, ...] = ()
    moved: tuple[date, ...] = ()
    ahead: tuple[date, ...] = ()
    judgement: bool = False
    renewed: bool = False

    @property
    def served(self) -> tuple[Served, ...]:
        """The papers with their days, none while there is no day."""
        dated = (
            Served(one.step, on=one.on, papers=one.copies)
            for one in self.papers
            if one.on is not None
        )
        return (*dated, *(Served(Step.HEARING, hearing=day) for day in self.hearings))

    @property
    def undated(self) -> tuple[Step, ...]:
        """What has to be done after the papers of which no day is known."""
        return tuple(dict.fromkeys(one.step for one in self.papers if one.on is None))


def heard(text: str, now: datetime) -> News | None:
    """The papers somebody says he has received, None for any other text."""
    if len(text) > LONGEST or _SUPPOSED.search(text) or not _is_his(text):
        return None
    told = _Told(text, beijing_day(now))
    moves = told.sits.renewed
    wants = any(day.ahead >= told.today for day in told.sits.days) and _WANTED.match(text.strip())
    if not (_NEWS.search(text) or moves or wants):
        return None
    news = told.news()
    if not (news.papers or news.hearings):
        return None
    if not news.served and not news.ahead and _ASKS.search(text):
        return None  # a question about papers, with no day to count from
    return news


def _is_his(text: str) -> bool:
    """Not a letter, and nobody else telling him of his papers; other sentences may be quoted."""
    told = (one for one in _SENTENCE.findall(text) if _PAPERS.search(one) or "开庭" in one)
    return not _LETTER.search(text) and not any(_TO_HIM.search(one) for one in told)


def is_own(text: str, now: datetime) -> bool:
    """Whether it can only be his own news: he took the paper himself, and knows when."""
    if not _OWN.search(text) or _DEMANDS.search(text):
        return False
    news = heard(text, now)
    return news is not None and any(paper.on is not None for paper in news.papers)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A piece between two pauses, with what is said in it of receiving."""

    start: int
    text: str
    days: Sequence[SpokenDay]
    papers: Sequence[re.Match[str]]

    @property
    def got(self) -> bool:
        return _RECEIVED.search(self.text) is not None

    @property
    def is_bare(self) -> bool:
        """Nothing but a day: 昨天的事."""
        rest, end = "", self.start
        for day in self.days:
            rest += self.text[end - self.start : day.start - self.start]
            end = day.end
        rest += self.text[end - self.start :]
        return bool(self.days) and _BARE.fullmatch(rest) is not None


class _Told:
    """The text with its days, each given to a hearing or left for receiving."""

    def __init__(self, text: str, today: date) -> None:
        self.text = text
        self.today = today
        self.days = spoken_days.spoken(text, today)
        self.sits = sittings.sittings(text, self.days, today)

    def news(self) -> News:
        clauses = list(self._clauses())
        found = list(self._papers(clauses))
        if _ELSEWHERE in self.text:
            found = []
        papers = tuple(dict.fromkeys(paper for paper, _ in found))
        ahead = tuple(dict.fromkeys(day for _, day in found if day is not None))
        sits = list(self.sits.days)
        if _SUMMONS.search(self.text):
            sits += self._left(clauses)
        days = tuple(sorted(one.ahead for one in dict.fromkeys(sits)))
        gone = tuple(one.ahead for one in self.sits.moved)
        judgement = _JUDGEMENT.search(self.text) is not None
        renewed = self.sits.renewed and not gone
        return News(papers, days, gone, ahead, judgement, renewed)

    def _clauses(self) -> Iterator[_Clause]:
        taken = {*self.sits.days, *self.sits.moved}
        for match in _CLAUSE.finditer(self.text):
            start, end = match.span()
            days = [one for one in self.days if start <= one.start < end and one not in taken]
            papers = list(_PAPERS.finditer(self.text, start, end))
            yield _Clause(start, match.group(), days, papers)

    def _papers(self, clauses: list[_Clause]) -> Iterator[tuple[Paper, date | None]]:
        """Each paper, and the day said of it that is not over."""
        last: SpokenDay | None = None
        for at, clause in enumerate(clauses):
            for paper in () if _MISSING.search(clause.text) else clause.papers:
                said = _near(clause, paper) or self._elsewhere(clauses, at, last)
                yield self._paper(paper, said)
            last = clause.days[-1] if clause.days else last

    def _elsewhere(
        self, clauses: list[_Clause], at: int, last: SpokenDay | None
    ) -> SpokenDay | date | None:
        """The day of a paper beside which none stands."""
        clause = clauses[at]
        if _JUST.search(clause.text):
            return self.today
        if _FORGOT.search(clause.text):
            return None
        following = clauses[at + 1] if at + 1 < len(clauses) else None
        if following is not None and not following.papers:
            if following.days and (following.got or following.is_bare):
                day = following.days[0]
                told = following.got or self._received(day) is not None
                return day if told else last
            if _JUST.search(following.text):
                return self.today
        return last

    def _paper(
        self, match: re.Match[str], said: SpokenDay | date | None
    ) -> tuple[Paper, date | None]:
        step = Step.OBJECTION if match.group() == _ORDER else Step.ANSWER
        on = self._received(said) if isinstance(said, SpokenDay) else said
        ahead = said.ahead if isinstance(said, SpokenDay) and on is None else None
        return Paper(step, on, self._copies(match)), ahead

    def _received(self, day: SpokenDay) -> date | None:
        """The day on which something was received lies behind us, and not nearly a year back."""
        doubtful = not day.is_sure and self.today - day.behind > _DOUBTFUL
        return None if doubtful or day.behind > self.today else day.behind

    def _copies(self, paper: re.Match[str]) -> int:
        head, tail = self.text[: paper.start()], self.text[paper.end() :]
        found = _COPIES.search(head[-8:]) if head else None
        found = found if found and found["n"] else _COPIES.match(tail)
        return 1 if found is None else number(found["n"] or found["m"])

    def _left(self, clauses: list[_Clause]) -> Iterator[SpokenDay]:
        """A day to come that stands by itself beside a summons: when else would it be?"""
        for clause in clauses:
            if clause.is_bare and not clause.papers:
                yield from (day for day in clause.days if self._received(day) is None)


def _near(clause: _Clause, paper: re.Match[str]) -> SpokenDay | None:
    """The day in the same clause: the last before the paper, or the first after it."""
    if not clause.days:
        return None
    before = [day for day in clause.days if day.end <= paper.start()]
    after = [day for day in clause.days if day.start >= paper.end()]
    if clause.papers[0].start() < clause.days[0].start:  # 传票昨天收到，支付令今天收到
        return (after or before)[0 if after else -1]
    return before[-1] if before else after[0]
