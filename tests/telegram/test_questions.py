"""The question under an unsure verdict, on Telegram: pressed, killed, pressed again."""

from __future__ import annotations

from pathlib import Path

from tests.telegram.service import service
from tests.telegram.simulator.client import Simulator
from tests.telegram.simulator.shapes import Json
from tests.telegram.test_door import ANNA, saying, told
from tests.whole.test_questions import UNSURE

pytest_plugins = ["tests.telegram.simulator.fixtures"]

ORIGIN = {"type": "hidden_user", "name": "某某外访", "date": 1_763_900_000}
OFFER = "停息挂账专业办理，先付一半定金，加微信咨询"


def buttons(message: Json) -> dict[str, str]:
    """Labels of a message's buttons with what they carry."""
    rows = message["markup"]["inline_keyboard"]
    return {button["text"]: button["callback_data"] for row in rows for button in row}


async def test_an_answer_survives_being_killed_and_counts_once(
    simulator: Simulator, tmp_path: Path
) -> None:
    with service(tmp_path, simulator.address) as running:
        running.wait_up()
        await simulator.text(ANNA, UNSURE, forward=ORIGIN)
        asked = await saying(simulator, ANNA, "这是催收发来的吗")
        running.kill()
        running.start()
        running.wait_up()
        yes = buttons(asked)["是催收发来的"]
        await simulator.press(ANNA, asked["message_id"], yes)
        verdict = await saying(simulator, ANNA, "是催收发来的。这样看")
        assert "像是" in verdict["text"]
        await simulator.press(ANNA, asked["message_id"], yes)
        await saying(simulator, ANNA, "已经记下")
        messages = await told(simulator, ANNA, 4)
        assert sum("这样看" in message["text"] for message in messages) == 1
        assert running.stop() == 0


async def test_a_typed_text_is_kept_or_let_go_by_the_answer(
    simulator: Simulator, tmp_path: Path
) -> None:
    with service(tmp_path, simulator.address) as running:
        running.wait_up()
        await simulator.text(ANNA, UNSURE)
        asked = await saying(simulator, ANNA, "还没有保存")
        await simulator.press(ANNA, asked["message_id"], buttons(asked)["不是催收发来的"])
        await saying(simulator, ANNA, "没有存为证据")
        await simulator.press(ANNA, asked["message_id"], buttons(asked)["是催收发来的"])
        await saying(simulator, ANNA, "E-0001")
        assert running.stop() == 0


async def test_an_offer_is_warned_of(simulator: Simulator, tmp_path: Path) -> None:
    with service(tmp_path, simulator.address) as running:
        running.wait_up()
        await simulator.text(ANNA, OFFER)
        warning = await saying(simulator, ANNA, "先别付钱")
        assert list(buttons(warning)) == ["存为证据"]
        assert running.stop() == 0
