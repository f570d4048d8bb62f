"""The question book: every reviewed question, checked against the law it leans on."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from handlers.counsel.matter import Matter, MatterId
from handlers.counsel.reading import Topic, read_topic
from handlers.counsel.wording import Rules
from handlers.law.book import LawBook
from handlers.law.errors import LawDataWrong, UnknownId
from handlers.law.provision import Provision
from handlers.law.routes import RouteBook

QUESTIONS = Path(__file__).with_name("questions")
LEANING = "leaning.txt"
"""Beside the questions: every provision the answers lean on, as it stood when they were reviewed.

`python -m handlers.counsel.book` writes it anew, once a lawyer has looked at what changed.
"""


class QuestionBook:
    """Reviewed questions. Immutable once loaded; safe to share between threads."""

    def __init__(self, topics: Iterable[Topic], digest: str) -> None:
        self._topics = tuple(topics)
        self._matters = {m.id: m for topic in self._topics for m in topic.matters}
        self._hash = digest

    @classmethod
    def load(
        cls,
        law: LawBook,
        routes: RouteBook,
        folder: Path = QUESTIONS,
        practices: Collection[str] | None = None,
    ) -> QuestionBook:
        """Read and check every file of the folder.

        Args:
            practices: ids of the catalogue; None leaves these unchecked.

        Raises:
            LawDataWrong: one of them is wrong; the message names file, id and fault.
        """
        rules = Rules.of(law, routes)
        digest = hashlib.sha256()
        topics: dict[str, Topic] = {}
        for path in sorted(folder.glob("*.toml")):
            content = path.read_bytes()
            digest.update(f"{path.name}\n{len(content)}\n".encode() + content)
            topics[path.name] = read_topic(path.name, content)
        if not topics:
            raise LawDataWrong(folder.name, "", "没有任何问题文件")
        reviewed = reviewed_law(folder / LEANING)
        for file, topic in topics.items():
            for matter in topic.matters:
                rules.check(file, matter)
                _check_practices(file, matter, practices)
                check_leaning(file, matter, law, reviewed)
        _check_together(topics)
        return cls(topics.values(), digest.hexdigest())

    @property
    def hash(self) -> str:
        """SHA-256 over the files' names and bytes: which questions answered."""
        return self._hash

    @property
    def topics(self) -> tuple[Topic, ...]:
        """File by file."""
        return self._topics

    @property
    def matters(self) -> tuple[Matter, ...]:
        """All of them, file by file, in the files' order."""
        return tuple(self._matters.values())

    @property
    def ids(self) -> frozenset[MatterId]:
        """All ids."""
        return frozenset(self._matters)

    def matter(self, wanted: str) -> Matter:
        """The question with this id.

        Raises:
            UnknownId: no file declares it.
        """
        found = self._matters.get(MatterId(wanted))
        if found is None:
            raise UnknownId("问题", wanted)
        return found


def standing(provision: Provision) -> str:
    """How a provision stands in the book: its days in force and its citation."""
    return f"{provision.since} {provision.until or '-'} {provision.short}"


def reviewed_law(file: Path) -> Mapping[str, str]:
    """How the provisions stood when the answers were reviewed."""
    if not file.exists():
        raise LawDataWrong(file.name, "", "没有这个文件：python -m handlers.counsel.book 会写出来")
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if " " in line)


def check_leaning(file: str, matter: Matter, law: LawBook, reviewed: Mapping[str, str]) -> None:
    """An answer whose law was renumbered or redated since its review is not given any more."""
    for name in matter.provisions:
        now = standing(law.provision(name))
        if reviewed.get(name) != now:
            what = f"{name} 现在是“{now}”，审阅时是“{reviewed.get(name, '没有')}”，请重新审阅"
            raise LawDataWrong(file, matter.id, what)


def _check_practices(file: str, matter: Matter, known: Collection[str] | None) -> None:
    for name in matter.practices:
        if known is not None and name not in known:
            raise LawDataWrong(file, matter.id, f"没有这种催收做法：{name}")


def _check_together(topics: Mapping[str, Topic]) -> None:
    """No id and no wording twice over all files, and no follow-up that leads nowhere."""
    homes: dict[str, str] = {}
    said: dict[str, MatterId] = {}
    for file, topic in topics.items():
        for matter in topic.matters:
            if matter.id in homes:
                raise LawDataWrong(file, matter.id, f"id 重复，{homes[matter.id]} 里已经有了")
            homes[matter.id] = file
            for wording in matter.asks:
                other = said.setdefault(bare(wording), matter.id)
                if other != matter.id:
                    raise LawDataWrong(file, matter.id, f"问法“{wording}”在 {other} 里已经有了")
    for file, topic in topics.items():
        for matter in topic.matters:
            for name in matter.follows:
                if name not in homes:
                    raise LawDataWrong(file, matter.id, f"follows 里的 {name} 不存在")


def bare(wording: str) -> str:
    """A wording without marks and spaces, to compare it with another."""
    return "".join(char for char in wording.lower() if char.isalnum())


def review(folder: Path = QUESTIONS) -> None:
    """Write down how every provision that is leaned on stands now: the answers were looked at."""
    law = LawBook.load()
    topics = (read_topic(path.name, path.read_bytes()) for path in sorted(folder.glob("*.toml")))
    names = {str(n) for topic in topics for m in topic.matters for n in m.provisions} & law.ids
    lines = [f"{name} {standing(law.provision(name))}" for name in sorted(names)]
    (folder / LEANING).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    review()
