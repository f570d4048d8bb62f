"""What goes wrong with the next calls."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from tests.telegram.simulator.refusals import ControlMistake
from tests.telegram.simulator.shapes import Json

KINDS = ("error", "slow", "cut", "garbage")
DESCRIPTIONS = {
    400: "Bad Request: message can't be processed",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot "
    "instance is running",
    429: "Too Many Requests: retry after {}",
    500: "Internal Server Error",
}


@dataclass(slots=True)
class Fault:
    """A trouble for the next `times` calls of a method, after the first `skip` of them.

    kind        error: answered with status, description and retry_after; slow: waits seconds;
                cut: the connection ends without an answer; garbage: the body is no JSON
    effect      whether the call is carried out all the same (the answer is what is lost)
    chat_id     only calls to this chat
    """

    kind: str
    method: str = ""
    times: int = 1
    skip: int = 0
    chat_id: int | None = None
    status: int = 500
    description: str = ""
    retry_after: int = 0
    seconds: float = 0.0
    effect: bool = False

    @property
    def wording(self) -> str:
        known = DESCRIPTIONS.get(self.status, "")
        return self.description or known.format(self.retry_after)


@dataclass(slots=True)
class Faults:
    """The plan, in the order it was made."""

    plan: list[Fault] = field(default_factory=list)

    def add(self, order: Json) -> Fault:
        unknown = set(order) - {one.name for one in fields(Fault)}
        if unknown or order.get("kind") not in KINDS:
            raise ControlMistake(f"a fault is one of {KINDS}; unknown: {sorted(unknown)}")
        fault = Fault(**order)
        self.plan.append(fault)
        return fault

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The fault of this call, used up by asking."""
        for fault in self.plan:
            if fault.method.lower() not in ("", method):
                continue
            if fault.chat_id not in (None, chat) or fault.times <= 0:
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            return fault
        return None
