"""Inline keyboards, refused when Telegram refuses them."""

from __future__ import annotations

import json
from typing import Any

from tests.telegram.simulator.refusals import bad_request
from tests.telegram.simulator.shapes import Json

ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")
BUTTON_LIMIT = 100
DATA_LIMIT = 64


def parse_json(raw: str, what: str) -> Any:
    """A parameter that is JSON in a string."""
    try:
        return json.loads(raw)
    except ValueError:
        raise bad_request(f"can't parse {what} JSON object") from None


def parse_markup(raw: str) -> Json | None:
    """The inline keyboard of a message; None when there is none."""
    if not raw:
        return None
    shape = parse_json(raw, "reply keyboard markup")
    if not isinstance(shape, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in shape:
        if shape and not any(name in shape for name in OTHER_MARKUPS):
            raise bad_request("can't parse reply keyboard markup JSON object")
        return None
    rows = shape["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    parsed = [_row(row) for row in rows]
    if sum(len(row) for row in parsed) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    kept = [row for row in parsed if row]
    return {"inline_keyboard": kept} if kept else None


def _row(row: object) -> list[Json]:
    if not isinstance(row, list):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    return [_button(button) for button in row]


def _wrong_button(what: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {what}")


def _button(button: object) -> Json:
    if not isinstance(button, dict):
        raise _wrong_button("expected an object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _wrong_button('can\'t find field "text"')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    present = [name for name in ACTIONS if name in button]
    if not present:
        raise _wrong_button("Text buttons are unallowed in the inline keyboard")
    if len(present) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if present == ["callback_data"]:
        _check_data(button["callback_data"])
    if present == ["url"] and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
    return button


def _check_data(data: object) -> None:
    if not isinstance(data, str):
        raise _wrong_button('field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")


def callbacks(markup: Json | None) -> set[str]:
    """The data of all buttons a person can press."""
    rows = [] if markup is None else markup["inline_keyboard"]
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}
