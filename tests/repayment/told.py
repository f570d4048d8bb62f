"""Sentences with what they say, and whether it is understood exactly."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent / "sentences"
NOW = "2026-11-23T10:00:00+08:00"
LUNAR = {
    5: ["2026-12-13", "2027-01-12", "2027-02-10", "2027-03-12", "2027-04-11", "2027-05-10"],
    8: ["2026-12-16", "2027-01-15", "2027-02-13", "2027-03-15", "2027-04-14", "2027-05-13"],
    15: ["2026-11-23", "2026-12-23", "2027-01-22"],
}
"""From an almanac."""
VERDICTS = frozenset({"asks", "noted", "open", "none"})
"""What a line may expect instead of a plan.

asks: a question and no schedule. noted: a question, or a remark on what has no place in the rows.
open: no schedule, asked or not. none: not taken for a plan at all.
"""


@dataclass(slots=True)
class Told:
    """One sentence and the slots it is to give."""

    text: str
    now: datetime
    slots: dict[str, object] = field(default_factory=dict)
    verdict: str | None = None

    def differs(self, found: Mapping[str, object]) -> dict[str, object]:
        """What was found otherwise than told; empty if all is well."""
        asks = found["schedule"] is None and bool(found["missing"])
        fits = {
            None: found["repayment"],
            "asks": found["repayment"] and asks,
            "noted": found["repayment"] and (asks or found["unread"] or found.get("paid")),
            "open": found["schedule"] is None or not found["repayment"],
            "none": not found["repayment"],
        }[self.verdict]
        wrong = {key: found[key] for key, value in self.slots.items() if found[key] != value}
        return wrong if fits else {**wrong, "verdict": self.verdict}


def told(name: str) -> list[Told]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [_line(line) for line in lines if line.strip() and not line.startswith("#")]


def _line(line: str) -> Told:
    text, _, spec = line.partition(" || ")
    given = {"now": NOW}
    if spec in VERDICTS:
        return Told(text, datetime.fromisoformat(NOW), verdict=spec)
    rhythm: list[str] = []
    for word in spec.split():
        key, mark, value = word.partition("=")
        if mark:
            given[key] = value
        else:
            rhythm.append(word)
    slots: dict[str, object] = {
        "creditor": given.get("creditor"),
        "total": _number(given.get("total")),
        "installments": None,
        "amount_each": None,
        "due_day": None,
        "first_due": None,
        "end_due": None,
        "schedule": None,
        "missing": [one for one in given.get("missing", "").split(",") if one],
    }
    if rhythm:
        _fixed(slots, rhythm, given)
    if "freq" in given:
        slots["frequency"] = given["freq"]
    names = {
        "n": "installments",
        "each": "amount_each",
        "day": "due_day",
        "first": "first_due",
        "end": "end_due",
    }
    for short, name in names.items():
        if short in given:
            said = given[short]
            counted = said and short in {"n", "each", "day"} and said != "last"
            slots[name] = _number(said) if counted else said or None
    unsaid = [key for key, value in given.items() if value == "?"]
    slots = {key: value for key, value in slots.items() if key not in unsaid}
    return Told(text, datetime.fromisoformat(given["now"]), slots)


def _fixed(slots: dict[str, object], rhythm: list[str], given: dict[str, str]) -> None:
    kind, first, *rest = rhythm
    amounts = _amounts(rest[0])
    days = _days(kind, first, len(amounts))
    rows = [{"date": day, "amount": amount} for day, amount in zip(days, amounts, strict=True)]
    regular = set(amounts[:-1]) or set(amounts)
    slots["installments"] = len(amounts)
    slots["amount_each"] = regular.pop() if len(regular) == 1 else None
    slots["first_due"], slots["end_due"] = days[0], days[-1]
    if kind.startswith(("monthly", "quarterly", "once")):
        stated = kind.partition(":")[2]
        slots["due_day"] = (
            "last" if stated == "last" else int(stated) if stated else int(days[0][-2:])
        )
    if "down" in given:
        amount, _, day = given["down"].partition("@")
        rows.insert(0, {"date": day, "amount": _number(amount) or 0})
    slots["schedule"] = rows


def _number(text: str | None) -> float | int | None:
    if not text or text == "?":
        return None
    value = float(text)
    return int(value) if value == int(value) else value


def _amounts(spec: str) -> list[float]:
    found: list[float] = []
    for piece in spec.split(","):
        many, mark, amount = piece.partition("*")
        value = _number(amount if mark else many) or 0
        found += [value] * (int(many) if mark else 1)
    return found


def _days(kind: str, first: str, count: int) -> list[str]:
    name, _, detail = kind.partition(":")
    start = date.fromisoformat(first.split(",", maxsplit=1)[0])
    if name == "dates":
        return first.split(",")
    if name == "lunar":
        return LUNAR[int(detail)][:count]
    if name in {"monthdays", "weekdays"}:
        wanted = {int(one) for one in detail.split("/")}
        return _chosen(start, wanted, count, by_week=name == "weekdays")
    steps = {"daily": 1, "weekly": 7, "biweekly": 14, "once": 1}
    if name.startswith("every") or name in steps:
        step = steps.get(name) or int(name.removeprefix("every"))
        return [(start + timedelta(days=step * i)).isoformat() for i in range(count)]
    months = {"monthly": 1, "quarterly": 3}.get(name) or int(name.removeprefix("monthly"))
    stated = 31 if detail == "last" else int(detail or start.day)
    return [_month(start, months * i, stated).isoformat() for i in range(count)]


def _month(start: date, ahead: int, day: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + ahead, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


def _chosen(start: date, wanted: set[int], count: int, *, by_week: bool) -> list[str]:
    found: list[str] = []
    day = start
    while len(found) < count:
        if (day.isoweekday() if by_week else day.day) in wanted:
            found.append(day.isoformat())
        day += timedelta(days=1)
    return found
