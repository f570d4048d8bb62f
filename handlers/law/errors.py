"""What can go wrong with law data, cut by what the caller does next.

LawError
├── LawDataWrong       a file is wrong: show the message, do not start
├── UnknownId          somebody asks for an id that no file declares: a bug in the caller's data
└── NoVersionKnown     nothing is known for so early a day: say so, never guess
"""

from __future__ import annotations

from datetime import date


class LawError(Exception):
    """Root of the errors of law data."""


class LawDataWrong(LawError):
    """A law file cannot be used.

    Attributes:
        file: name of the file.
        row: id of the row, or where it stands when it has none; "" for the whole file.
        what: what is wrong, in Chinese, for whoever edits the file.
    """

    def __init__(self, file: str, row: str, what: str) -> None:
        where = f"{file}，{row}" if row else file
        super().__init__(f"{where}：{what}")
        self.file = file
        self.row = row
        self.what = what


class UnknownId(LawError, KeyError):
    """No provision, route or lender type has this id."""

    def __init__(self, what: str, wanted: str) -> None:
        super().__init__(f"{what}：没有 {wanted!r}")

    def __str__(self) -> str:
        """The message as it is; a plain KeyError would show it quoted."""
        return str(self.args[0])


class NoVersionKnown(LawError):
    """The day lies before the first one we have a text for."""

    def __init__(self, wanted: str, day: date) -> None:
        super().__init__(f"{wanted}：{day.isoformat()} 的版本未收录")
