"""The schema: migrations and tables meet, triggers refuse, light things stay light."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from storage import errors, schema
from storage.database import TRIGGERS
from storage.migrate import configuration
from storage.store import Store
from tests.storage.builders import kept


def master(path: Path) -> set[tuple[str, ...]]:
    """Columns in full; of the rest the words, for named constraints may come in any order."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'alembic%'"
        ).fetchall()
        columns = {
            (name, *map(str, column))
            for kind, name, _ in rows
            if kind == "table"
            for column in connection.execute(f"PRAGMA table_info({name})")
        }
    return columns | {(kind, name, *sorted(re.split(r"[,\s]+", sql))) for kind, name, sql in rows}


async def test_migrations_lead_to_the_schema_the_code_knows(
    store: Store, data: Path, tmp_path: Path
) -> None:
    assert store is not None
    direct = tmp_path / "direct.db"
    engine = create_engine(f"sqlite:///{direct}")
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        for statement in TRIGGERS.values():
            connection.exec_driver_sql(statement)
    engine.dispose()
    assert master(data / "wenzhu.db") == master(direct)


def test_the_newest_migration_is_the_one_the_code_names() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [schema.HEAD]


async def test_a_newer_database_is_not_touched(data: Path) -> None:
    async with await Store.open(data):
        pass
    for version in ("9999", "0000"):
        with contextlib.closing(sqlite3.connect(data / "wenzhu.db")) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
            connection.commit()
        with pytest.raises(errors.UnknownSchema):
            await Store.open(data)


async def test_entries_cannot_be_changed_through_sql(store: Store, data: Path) -> None:
    await kept(store)
    with contextlib.closing(sqlite3.connect(data / "wenzhu.db")) as connection:
        for statement in (
            "UPDATE entries SET label = 'x'",
            "DELETE FROM entries",
            "UPDATE OR REPLACE entries SET seq = 1 WHERE seq = 0",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(statement)
    async with store.transaction() as change:
        with pytest.raises(errors.Conflict):
            await change._session.write(schema.entries.delete())


def modes(folder: Path) -> list[tuple[str, int]]:
    return [(path.name, path.stat().st_mode) for path in (folder, *folder.iterdir())]


async def test_the_data_folder_is_for_its_owner_only(store: Store, data: Path) -> None:
    await kept(store)
    assert {name for name, mode in modes(data) if mode & 0o077} == set()


async def test_several_first_starts_at_once_agree_on_one_key(data: Path) -> None:
    stores = await asyncio.gather(*(Store.open(data) for _ in range(4)))
    assert len({store._keyring.check for store in stores}) == 1
    for store in stores:
        await store.close()


@pytest.mark.parametrize(
    ("imports", "heavy"),
    [
        ("storage.records", "sqlalchemy,cryptography,alembic,aiosqlite"),
        ("storage.inside", "sqlalchemy,cryptography,alembic,aiosqlite"),
        ("storage.errors", "sqlalchemy,cryptography,alembic,aiosqlite"),
        ("storage.store", "alembic"),
        ("storage.verify", "alembic,handlers,bot"),
    ],
)
def test_light_things_stay_light(imports: str, heavy: str) -> None:
    code = f"import sys, {imports}; print(*(set({heavy!r}.split(',')) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_alembic_is_not_imported_when_the_schema_is_current(data: Path) -> None:
    code = (
        "import asyncio, sys, pathlib\n"
        "from storage.store import Store\n"
        "async def main():\n"
        "    async with await Store.open(pathlib.Path(sys.argv[1])): pass\n"
        "asyncio.run(main())\n"
        "print('alembic' in sys.modules)\n"
    )
    for expected in ("True", "False"):
        done = subprocess.run(
            [sys.executable, "-c", code, data], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected
