"""What `wenzhu doctor` says about Telegram: whether it answers, and to whom."""

from __future__ import annotations

from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.telegram.errors import TokenRefused, translated
from bot.telegram.wire import wire


async def telegram(settings: Settings) -> tuple[str | None, str]:
    """Why it does not work, or None; and who the bot is."""
    if settings.telegram_token is None:
        return None, "未设令牌，不启用"
    async with wire(settings.telegram_token, settings.telegram_base_url) as opened:
        try:
            me = await opened.bot.get_me()
        except InvalidToken:
            return str(TokenRefused()), ""
        except TelegramError as error:
            reason = translated(error).reason
            return f"连不上 Telegram（{reason}）。请检查网络；需要代理时设 HTTPS_PROXY。", ""
    return None, f"@{me.username}，{settings.telegram_mode} 方式"
