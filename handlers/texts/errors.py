"""What can be wrong with the wording.

WordingError: a file of sentences or rules is wrong, or a sentence is asked for wrongly.
There is nothing to retry: the program refuses to start, or the caller has a bug.
"""

from __future__ import annotations


class WordingError(Exception):
    """A sentence or rule cannot be used; the message names the file or key, never content."""
