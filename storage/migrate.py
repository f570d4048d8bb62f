"""Brings a database to the newest schema. Apart, because Alembic is slow to import."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from storage.errors import UnknownSchema

FOLDER = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def to_head(connection: Connection) -> None:
    """Run every migration that is missing, inside the transaction that is open.

    Raises:
        UnknownSchema: the database stands at a migration that this version does not have.
    """
    config = configuration()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise UnknownSchema from error
