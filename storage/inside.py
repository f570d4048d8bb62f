"""Whether a transaction is open in the running task; imports nothing, so that ports may ask."""

from __future__ import annotations

from contextvars import ContextVar

from storage.errors import InsideTransaction


class Mark:
    """Stands in the context of a task while its transaction is open.

    A task started inside inherits the context, and with it this very object; closing it
    therefore closes it for the heirs too, which a plain flag would not.
    """

    __slots__ = ("open",)

    def __init__(self) -> None:
        self.open = True


_mark: ContextVar[Mark | None] = ContextVar("storage_transaction", default=None)


def enter() -> Mark:
    """Say that from here on a transaction is open."""
    mark = Mark()
    _mark.set(mark)
    return mark


def refuse_inside_transaction() -> None:
    """To be called before awaiting anything slow: OCR, the network, another writer.

    Raises:
        InsideTransaction: a transaction is open, and everybody would wait for the slow thing.
    """
    mark = _mark.get()
    if mark is not None and mark.open:
        raise InsideTransaction
