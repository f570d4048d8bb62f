"""Checks a data folder without changing it: python -m storage.verify DATABASE [--key FILE].

 1 database   the file can be read, is sound, and its schema is known
 2 triggers   entries are still protected against change and removal
 3 key        the master key is there and belongs to this database
 4 bytes      every entry's canonical bytes parse, are canonical, and have the digest noted
 5 links      every entry commits to the one before it; none is missing; references hold
 6 head       every ledger's row names the last entry and their number
 7 columns    the index columns say what the canonical bytes say
 8 numbers    evidence numbers are unbroken
 9 parts      every sealed part is there and has the digest that the chain names
10 content    every sealed part opens, and its plaintext has the MAC that the chain names
11 erased     an item's key is destroyed if and only if a tombstone says so
12 extra      nothing pretends to be evidence
13 times      remarks about clocks that went back
14 stamps     remarks about what no chain can prove by itself
"""

from __future__ import annotations

import argparse
import asyncio
import io
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DatabaseError

from storage import schema, verify_chains
from storage import verify_texts as texts
from storage.database import (
    TRIGGERS,
    log_beside,
    open_read_only,
    schema_version,
    soundness,
    triggers,
)
from storage.errors import StorageError, Tampered
from storage.folder import BLOBS, MASTER_KEY, read_key
from storage.keys import Keyring
from storage.records import PersonId
from storage.report import Findings, Report, State, Topic
from storage.verify_chains import raw
from storage.verify_parts import PartsCheck

__all__ = ["Report", "State", "Topic", "main", "verify"]


async def verify(database: Path, key_file: Path | None = None) -> Report:
    """Check a database and the blobs beside it. Changes nothing, also while a service runs.

    Args:
        database: the SQLite file; blobs/ lies beside it.
        key_file: the master key; without it the one beside the database, if there is one.
    """
    return await asyncio.to_thread(_verify, database, key_file)


def _verify(database: Path, key_file: Path | None) -> Report:
    findings = Findings()
    if not database.is_file():
        findings.fault(Topic.DATABASE, State.MISSING, "no-database")
        return findings.report(Topic.DATABASE)
    still = not log_beside(database)
    report = _checked(database, key_file, still=still)
    if still and log_beside(database):  # a service has started meanwhile and may have written
        report = _checked(database, key_file, still=False)
    return report


def _checked(database: Path, key_file: Path | None, *, still: bool) -> Report:
    engine = open_read_only(database, still=still)
    findings = Findings()
    try:
        with engine.connect() as connection:
            return _all(engine, connection, database, key_file, findings)
    except DatabaseError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
            findings.fault(Topic.DATABASE, State.UNVERIFIABLE, "cannot-open")
        else:
            findings.fault(Topic.DATABASE, State.ALTERED, "not-a-database")
        return findings.report(Topic.DATABASE)
    except UnicodeDecodeError:  # SQLite quotes a damaged schema in the words of its complaint
        findings.fault(Topic.DATABASE, State.ALTERED, "not-a-database")
        return findings.report(Topic.DATABASE)
    finally:
        engine.dispose()


def _all(
    engine: Engine,
    connection: Connection,
    database: Path,
    key_file: Path | None,
    findings: Findings,
) -> Report:
    if not _database(connection, findings):
        return findings.report(Topic.DATABASE)
    _triggers(connection, findings)
    keyring = _key(connection, key_file or database.parent / MASTER_KEY, findings)
    verify_chains.check(connection, findings)
    PartsCheck(engine, connection, database.parent / BLOBS, keyring, findings).run()
    findings.remark(Topic.STAMPS, "never-stamped")
    return findings.report()


def _database(connection: Connection, findings: Findings) -> bool:
    """Check 1; False when nothing more can be said."""
    version = schema_version(connection)
    findings.counts["version"] = version or ""
    if version is None:
        findings.fault(Topic.DATABASE, State.ALTERED, "no-schema")
        return False
    if version != schema.HEAD:
        findings.fault(Topic.DATABASE, State.UNVERIFIABLE, "unknown-schema", version=version)
        return False
    for detail in soundness(connection):
        findings.fault(Topic.DATABASE, State.ALTERED, "unsound", detail=detail)
    return True


def _triggers(connection: Connection, findings: Findings) -> None:
    """Check 2."""
    there = triggers(connection)
    for name, statement in TRIGGERS.items():
        if name not in there:
            findings.fault(Topic.TRIGGERS, State.MISSING, "trigger-missing", name=name)
        elif there[name] != statement:
            findings.fault(Topic.TRIGGERS, State.ALTERED, "trigger-altered", name=name)
    for name in there.keys() - TRIGGERS.keys():
        findings.fault(Topic.TRIGGERS, State.ALTERED, "trigger-unknown", name=name)


def _key(connection: Connection, path: Path, findings: Findings) -> Keyring | None:
    """Check 3; None when contents cannot be opened."""
    persons, facts = schema.persons.c, schema.facts.c
    row = connection.execute(
        select(persons.person, raw(persons.wrapped)).where(persons.wrapped.is_not(None)).limit(1)
    ).first()
    try:
        master = read_key(path)
    except StorageError:
        master = b""
    if not master:
        if row is None:
            return None
        code = "key-missing" if master is None else "key-wrong"
        for topic in (Topic.KEY, Topic.CONTENT):
            findings.fault(topic, State.UNVERIFIABLE, code)
        return None
    keyring = Keyring(master)
    check = connection.execute(select(facts.value).where(facts.name == schema.KEY_CHECK)).scalar()
    if check == keyring.check:
        return keyring
    if row is not None and _fits(keyring, PersonId(row.person), row.wrapped):
        findings.fault(Topic.KEY, State.ALTERED, "key-check-altered")
        return keyring
    for topic in (Topic.KEY, Topic.CONTENT):
        findings.fault(topic, State.UNVERIFIABLE, "key-wrong")
    return None


def _fits(keyring: Keyring, person: PersonId, wrapped: object) -> bool:
    try:
        keyring.unwrap_person(person, wrapped if isinstance(wrapped, bytes) else b"")
    except Tampered:
        return False
    return True


def leads_nowhere(database: Path) -> bool:
    """Whether nothing there says that a database ever was: then the path is wrong, not the data."""
    folder = database.parent
    return not any(path.exists() for path in (database, folder / BLOBS, folder / MASTER_KEY))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; gives its exit code."""
    parser = _Parser(prog="python -m storage.verify", usage=texts.USAGE, add_help=False)
    parser.add_argument("database", type=Path)
    parser.add_argument("--key", type=Path)
    chosen = parser.parse_args(arguments)
    if leads_nowhere(chosen.database):
        sys.stderr.write(texts.NOWHERE + "\n")
        return 64
    report = asyncio.run(verify(chosen.database, chosen.key))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # Chinese, whatever the locale says
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return report.exit_code()


class _Parser(argparse.ArgumentParser):
    """Bad usage is exit 64, with a sentence an operator can read."""

    def error(self, message: str) -> NoReturn:
        """Say how it is used."""
        del message
        self.exit(64, texts.USAGE + "\n")


if __name__ == "__main__":
    sys.exit(main())
