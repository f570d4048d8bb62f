"""A figure beside its floor, both from the same run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure beside its floor, both from this run."""

    name: str
    value: float
    floor_name: str
    floor: float
    unit: str

    @property
    def ratio(self) -> float:
        return self.value / self.floor

    def row(self) -> str:
        return (
            f"| {self.name} | {self.value:,.1f} {self.unit} | {self.floor_name} "
            f"{self.floor:,.1f} {self.unit} | {self.ratio:.2f} |"
        )
