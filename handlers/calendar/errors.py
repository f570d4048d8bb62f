"""What can be wrong with the table of holidays."""

from __future__ import annotations


class HolidaysWrong(ValueError):
    """A row of the table cannot be meant so; the message names year and row."""
