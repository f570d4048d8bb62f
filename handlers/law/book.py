"""The law book: all provisions, asked by id and by day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from handlers.law.errors import LawDataWrong, NoVersionKnown, UnknownId
from handlers.law.provision import Provision
from handlers.law.reading import read_provisions
from handlers.law.succession import check_succession, followers
from handlers.verdicts import ProvisionId

__all__ = ["LawBook", "Provision"]

PROVISIONS = Path(__file__).with_name("provisions")


class LawBook:
    """Dated provisions. Immutable once loaded; safe to share between threads."""

    def __init__(self, provisions: Mapping[ProvisionId, Provision], digest: str) -> None:
        self._provisions = dict(provisions)
        self._followers = followers(self._provisions)
        self._first = min(p.since for p in self._provisions.values())
        self._hash = digest

    @classmethod
    def load(cls, folder: Path = PROVISIONS) -> LawBook:
        """Read and check every file of the folder.

        Raises:
            LawDataWrong: one of them is wrong; the message names file, row and fault.
        """
        provisions: dict[ProvisionId, Provision] = {}
        homes: dict[ProvisionId, str] = {}
        digest = hashlib.sha256()
        for path in sorted(folder.glob("*.toml")):
            content = path.read_bytes()
            digest.update(f"{path.name}\n{len(content)}\n".encode())
            digest.update(content)
            for provision in read_provisions(path.name, content):
                if provision.id in homes:
                    what = f"id 重复，{homes[provision.id]} 里已经有了"
                    raise LawDataWrong(path.name, provision.id, what)
                provisions[provision.id] = provision
                homes[provision.id] = path.name
        if not provisions:
            raise LawDataWrong(folder.name, "", "没有任何法条文件")
        check_succession(provisions, homes)
        return cls(provisions, digest.hexdigest())

    @property
    def hash(self) -> str:
        """SHA-256 over the files' names and bytes: which law data answered."""
        return self._hash

    @property
    def ids(self) -> frozenset[ProvisionId]:
        """All ids that may be cited."""
        return frozenset(self._provisions)

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """All of them, file by file, in the files' order."""
        return tuple(self._provisions.values())

    def provision(self, wanted: str) -> Provision:
        """The provision with this id, whether in force or not.

        Raises:
            UnknownId: no file declares it.
        """
        found = self._provisions.get(ProvisionId(wanted))
        if found is None:
            raise UnknownId("法条", wanted)
        return found

    def as_of(self, wanted: str, day: date) -> tuple[Provision, ...]:
        """What this provision was, or became, on that day.

        Usually one; several where an old article was split or follows from several; none
        when it ended and nothing took its place.

        Raises:
            NoVersionKnown: the day lies before the first version we have.
        """
        found = self._versions(wanted, day)
        if not found and day < self.provision(wanted).since:
            raise NoVersionKnown(wanted, day)
        return found

    def in_force(self, ids: Iterable[str], day: date) -> tuple[Provision, ...]:
        """Of the given provisions those in force on that day, each once, in the given order.

        One that is not yet or no longer in force gives its place to its declared predecessor
        or successor of that day, so it is enough to list either numbering. An old article that
        was split does not bring all of its parts when one of them is listed by itself.

        Args:
            day: the Beijing calendar day of the conduct.

        Raises:
            NoVersionKnown: the day lies before everything in the book.
        """
        wanted = tuple(ids)
        if wanted and day < self._first:
            raise NoVersionKnown("、".join(wanted), day)
        listed = frozenset(wanted)
        found: dict[ProvisionId, Provision] = {}
        for name in wanted:
            versions = self._versions(name, day)
            named = tuple(v for v in versions if v.id in listed)
            for version in named or versions:
                found.setdefault(version.id, version)
        return tuple(found.values())

    def for_practices(
        self, provisions_by_practice: Mapping[str, Sequence[str]], day: date
    ) -> tuple[Provision, ...]:
        """What several practices cite, in force on that day, each once.

        Main ones first: the first of every practice, then the second of every practice, and
        so on; among equals the order of the mapping decides.
        """
        columns = [self.in_force(ids, day) for ids in provisions_by_practice.values()]
        depth = max(map(len, columns), default=0)
        merged: dict[ProvisionId, Provision] = {}
        for rank in range(depth):
            for column in columns:
                if rank < len(column):
                    merged.setdefault(column[rank].id, column[rank])
        return tuple(merged.values())

    def _versions(self, wanted: str, day: date) -> tuple[Provision, ...]:
        provision = self.provision(wanted)
        if provision.covers(day):
            return (provision,)
        early = day < provision.since
        line = provision.succeeds if early else self._followers.get(provision.id, ())
        found = {v.id: v for name in line for v in self._versions(name, day)}
        return tuple(found.values())
