"""What can go wrong in storage, cut by what the caller does next.

StorageError
├── TryAgain                 nothing was changed; the same call may succeed later
│   ├── Busy                 another process holds the database longer than we wait
│   └── DiskLow              too little room; make some first
├── Refused                  nothing was changed; the same call will never succeed
│   ├── Conflict             the same name already stands for something else
│   ├── Erased               it was destroyed at its owner's request
│   ├── Missing              there is no such thing
│   │   └── Retired          its entry stays, it was destroyed on purpose, and the chain says so
│   ├── Occupied             something lies there already; it is never overwritten
│   ├── NotABackup           the file is no backup of ours
│   ├── EarlierMissing       the backup that this one leans on does not lie beside it
│   ├── WrongCode            the recovery code was not typed as it was printed
│   └── InsideTransaction    a programming error: this must not run inside a transaction
└── Stop                     do not go on before a person has looked at it
    ├── Tampered             what lies there is not what was put there
    ├── KeyMissing           persons exist but their master key does not
    ├── WrongKey             the master key is not the one this database was made with
    ├── DataFolderInUse      another service runs on this data folder
    ├── Unfinished           a restore into this data folder was interrupted
    ├── UnknownSchema        the database was made by a newer version
    └── Unusable             the data folder cannot be read or written

No message carries text, names, numbers or addresses; ``code`` is what the upper floors use to
choose their words.
"""

from __future__ import annotations

import errno


class StorageError(Exception):
    """Anything storage refuses or cannot do."""

    code = "storage"

    def __init__(self, what: str = "") -> None:
        super().__init__(what or self.code)


class TryAgain(StorageError):
    """Nothing was changed; the same call may succeed later."""

    code = "try-again"


class Busy(TryAgain):
    """Another process holds the database longer than we wait."""

    code = "busy"


class DiskLow(TryAgain):
    """Too little room on the disk; nothing was half-kept."""

    code = "disk-low"


class Refused(StorageError):
    """Nothing was changed; the same call will never succeed."""

    code = "refused"


class Conflict(Refused):
    """The same name already stands for something else."""

    code = "conflict"


class Erased(Refused):
    """It was destroyed at its owner's request."""

    code = "erased"


class Missing(Refused):
    """There is no such thing."""

    code = "missing"


class Occupied(Refused):
    """Something lies there already; it is never overwritten."""

    code = "occupied"


class NotABackup(Refused):
    """The file is no backup of ours."""

    code = "not-a-backup"


class EarlierMissing(Refused):
    """The backup that this one leans on does not lie beside it; says which file is looked for."""

    code = "earlier-missing"


class WrongCode(Refused):
    """The recovery code was not typed as it was printed."""

    code = "wrong-code"


class Retired(Missing):
    """It was destroyed on purpose while its entry stays; a note in the chain says so."""

    code = "retired"


class InsideTransaction(Refused):
    """A programming error: this must not run while a transaction is open."""

    code = "inside-transaction"


class Stop(StorageError):
    """Do not go on before a person has looked at it."""

    code = "stop"


class Tampered(Stop):
    """What lies there is not what was put there."""

    code = "tampered"


class KeyMissing(Stop):
    """Persons exist but their master key does not."""

    code = "key-missing"


class WrongKey(Stop):
    """The master key is not the one this database was made with."""

    code = "wrong-key"


class DataFolderInUse(Stop):
    """Another service runs on this data folder."""

    code = "data-folder-in-use"


class Unfinished(Stop):
    """A restore into this data folder was interrupted."""

    code = "unfinished"


class UnknownSchema(Stop):
    """The database was made by a newer version."""

    code = "unknown-schema"


class Unusable(Stop):
    """The data folder cannot be read or written."""

    code = "unusable"


def from_os(error: OSError) -> StorageError:
    """Ours for an error of the file system."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskLow()
    if error.errno == errno.ENOENT:
        return Missing()
    return Unusable(errno.errorcode.get(error.errno or 0, ""))
