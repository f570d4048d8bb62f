"""What the Bot API says when it refuses.

Refusal                 answered with error_code, description and parameters
ControlMistake          the test asked the control side for something that makes no sense
"""

from __future__ import annotations


class Refusal(Exception):
    """A call that is answered `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ControlMistake(Exception):
    """A control request that cannot be carried out."""


def bad_request(what: str) -> Refusal:
    return Refusal(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refusal:
    return Refusal(403, f"Forbidden: {what}")


def conflict(what: str) -> Refusal:
    return Refusal(409, f"Conflict: {what}")


def too_many(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
