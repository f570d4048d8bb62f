"""The methods about the bot itself and about chats."""

from __future__ import annotations

import re

from tests.telegram.simulator.call import Call
from tests.telegram.simulator.keyboard import parse_json
from tests.telegram.simulator.refusals import bad_request
from tests.telegram.simulator.shapes import Json, utf16
from tests.telegram.simulator.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS_LIMIT = 100
DESCRIPTION_LIMITS = {"description": 512, "short_description": 120}
SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")


async def get_me(world: World, _call: Call) -> Json:
    return world.me


async def get_chat(world: World, call: Call) -> Json:
    shape = world.chat(call.chat).shape
    gifts = dict.fromkeys((*GIFTS, "gifts_from_channels"), False)
    return {
        **shape,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def _audience(call: Call) -> tuple[str, str]:
    """For whom a list of commands is: scope and language."""
    language = call.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    scope = parse_json(call.text("scope") or '{"type":"default"}', "BotCommandScope")
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return f"{scope['type']}:{scope.get('chat_id', '')}", language


def _command(given: object) -> Json:
    if not isinstance(given, dict):
        raise bad_request("expected an Object as BotCommand")
    command, description = given.get("command"), given.get("description")
    if not isinstance(command, str) or not isinstance(description, str):
        raise bad_request("can't parse BotCommand: fields command and description are Strings")
    command = command.removeprefix("/")
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description.strip()}


async def set_my_commands(world: World, call: Call) -> bool:
    given = parse_json(call.text("commands") or "[]", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[_audience(call)] = [_command(one) for one in given]
    return True


async def get_my_commands(world: World, call: Call) -> list[Json]:
    return world.commands.get(_audience(call), [])


async def _describe(world: World, call: Call, name: str) -> bool:
    if utf16(call.text(name)) > DESCRIPTION_LIMITS[name]:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    world.descriptions[name, call.text("language_code")] = call.text(name)
    return True


async def _described(world: World, call: Call, name: str) -> Json:
    mine = world.descriptions.get((name, call.text("language_code")))
    return {name: mine or world.descriptions.get((name, ""), "")}


async def set_my_description(world: World, call: Call) -> bool:
    return await _describe(world, call, "description")


async def get_my_description(world: World, call: Call) -> Json:
    return await _described(world, call, "description")


async def set_my_short_description(world: World, call: Call) -> bool:
    return await _describe(world, call, "short_description")


async def get_my_short_description(world: World, call: Call) -> Json:
    return await _described(world, call, "short_description")
