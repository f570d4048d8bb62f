"""Dialogues a lawyer can read, through the real route: tests/dialogues/*.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from handlers.messages import Reply
from tests.whole.house import House, house

FOLDER = Path(__file__).parents[1] / "dialogues"
FEWEST = 30


@dataclass(frozen=True)
class Dialogue:
    """One conversation with one person.

    Each step has `says` or `presses` (the label of a button under the last answer), and what
    holds afterwards: `first` words of the first sentence, words it `hears` and `never` hears,
    `buttons` under it, how many originals are `kept`.
    """

    title: str
    talk: tuple[dict[str, Any], ...]


def dialogues() -> list[Dialogue]:
    files = (yaml.safe_load(p.read_text(encoding="utf-8")) for p in sorted(FOLDER.glob("*.yaml")))
    return [Dialogue(row["title"], tuple(row["talk"])) for rows in files for row in rows]


async def faults(home: House, dialogue: Dialogue, person: str) -> list[str]:
    """What does not hold; empty for a good dialogue."""
    await home.say("你好", person=person)
    last: list[Reply] = []
    wrong = []
    for step in dialogue.talk:
        if "presses" in step:
            actions = {b.label: b.action for reply in last for b in reply.buttons}
            if step["presses"] not in actions:
                return [f"no button {step['presses']} among {sorted(actions)}"]
            last = await home.press(actions[step["presses"]], person=person)
        else:
            last = await home.say(step["says"], person=person)
        wrong += missing(last, step)
        if "kept" in step and len(await home.originals(person)) != step["kept"]:
            wrong.append(f"kept {len(await home.originals(person))}")
    return wrong


def missing(replies: Sequence[Reply], step: dict[str, Any]) -> list[str]:
    text = "\n".join(reply.text for reply in replies)
    labels = {button.label for reply in replies for button in reply.buttons}
    first = replies[-1].text.split("。")[0] if replies else ""
    wrong = [f"does not hear {word}" for word in step.get("hears", []) if word not in text]
    wrong += [f"hears {word}" for word in step.get("never", []) if word in text]
    wrong += [f"no button {label}" for label in step.get("buttons", []) if label not in labels]
    if step.get("first", "") not in first:
        wrong.append(f"first sentence without {step['first']}")
    if wrong:
        wrong.append(text[:160])
    return wrong


async def test_every_dialogue_holds(tmp_path: Path) -> None:
    wrong: dict[str, list[str]] = {}
    read = dialogues()
    assert len(read) >= FEWEST
    assert len({dialogue.title for dialogue in read}) == len(read)
    async with house(tmp_path) as home:
        for number, dialogue in enumerate(read):
            if found := await faults(home, dialogue, f"person {number}"):
                wrong[dialogue.title] = found
    assert wrong == {}


def test_a_fault_is_found() -> None:
    """The judge of dialogues is not blind."""
    assert missing([], {"hears": ["x"]})
    assert missing([], {"first": "x"})
    assert missing([], {"buttons": ["x"]})
    assert missing([], {"hears": []}) == []
