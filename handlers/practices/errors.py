"""What can be wrong with the catalogue. There is one kind: whoever edits it has to look.

CatalogueError   the service refuses to start; names the file and the row
"""

from __future__ import annotations


class CatalogueError(Exception):
    """The catalogue cannot be used as it stands.

    Attributes:
        file: name of the file to open.
        row: which row of it, as its author would call it ("signs.mass-send", "examples 3").
        problem: what is wrong with it.
    """

    def __init__(self, file: str, row: str, problem: str) -> None:
        super().__init__(f"{file}: {row}: {problem}")
        self.file = file
        self.row = row
        self.problem = problem
