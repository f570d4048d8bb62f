"""Opening a data folder that is there: a command that only reads must not make one."""

from __future__ import annotations

from bot.settings import Settings
from storage.errors import Missing
from storage.folder import DataFolder
from storage.store import Store


async def existing(settings: Settings) -> Store:
    """The store of the settings' data folder.

    Raises:
        Missing: there is no database in it.
        StorageError: it cannot be opened.
    """
    if not DataFolder.at(settings.data, settings.key_file).database.is_file():
        raise Missing
    return await Store.open(settings.data, settings.key_file, low_water=settings.low_water)
