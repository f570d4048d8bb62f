"""What people see of the bot before they write: commands and descriptions, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from telegram import Bot, BotCommand

from handlers.texts.texts import Texts

COMMANDS: Final[Mapping[str, str]] = {
    "start": "telegram.command.start",
    "help": "telegram.command.help",
    "evidence": "telegram.command.evidence",
    "plan": "telegram.command.plan",
    "complain": "telegram.command.complain",
    "privacy": "telegram.command.privacy",
    "delete": "telegram.command.delete",
    "deleteall": "telegram.command.deleteall",
    "cancel": "telegram.command.cancel",
}
ABOUT: Final = ("telegram.about.what", "telegram.about.free", "telegram.about.kept")
SHORT: Final = "telegram.about.short"
SHORT_LIMIT: Final = 120
LONG_LIMIT: Final = 512


def commands(texts: Texts) -> list[BotCommand]:
    """The list behind the slash."""
    return [BotCommand(command, texts.say(key)) for command, key in COMMANDS.items()]


def description(texts: Texts) -> str:
    """What stands in an empty chat."""
    return "\n".join(texts.say(key) for key in ABOUT)


async def introduce(bot: Bot, texts: Texts) -> None:
    """Tell Telegram what has changed, which it allows only seldom; raises as the library does."""
    if list(await bot.get_my_commands()) != commands(texts):
        await bot.set_my_commands(commands(texts))
    if (await bot.get_my_description()).description != description(texts):
        await bot.set_my_description(description(texts))
    if (await bot.get_my_short_description()).short_description != texts.say(SHORT):
        await bot.set_my_short_description(texts.say(SHORT))
