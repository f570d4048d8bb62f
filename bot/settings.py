"""Every setting, its default and its meaning; the only reader of the environment."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from bot.errors import SettingsWrong
from handlers.rules import Access, Rules

PREFIX = "WENZHU_"
MEGABYTE = 1_000_000
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SHORTEST_CODE = 8
"""Characters of an invitation; a shorter one could be found by trying."""
OWN_DOORS = frozenset({"local", "cli"})
"""Doors of the machine itself: whoever has them needs no permission and no limit."""


class Secret:
    """A value that never shows itself in a repr, a log line or an error."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value, for the one place that uses it."""
        return self._value

    def __repr__(self) -> str:
        return "'****'"

    __str__ = __repr__


def _text(raw: str) -> str:
    return raw.strip()


def _path(raw: str) -> Path:
    return Path(raw).expanduser()


def _server(raw: str) -> str:
    address = raw.strip().rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise ValueError(raw)
    return address


def _names(raw: str) -> tuple[str, ...]:
    return tuple(name.strip().lower() for name in raw.split(",") if name.strip())


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        value = int(raw)
        if not low <= value <= high:
            raise ValueError(raw)
        return value

    return read


def _places(raw: str) -> tuple[tuple[str, str], ...]:
    pairs = [one.strip().partition(":") for one in raw.split(",") if one.strip()]
    if not all(door and address for door, _, address in pairs):
        raise ValueError(raw)
    return tuple((door.strip().lower(), address.strip()) for door, _, address in pairs)


def _codes(raw: str) -> tuple[Secret, ...]:
    codes = [one.strip() for one in raw.split(",") if one.strip()]
    if any(len(code) < SHORTEST_CODE for code in codes):
        raise ValueError(raw)
    return tuple(Secret(code) for code in codes)


def _secret(raw: str) -> Secret | None:
    return Secret(raw) if raw else None


def _setting(default: object, read: Callable[[str], object], help_zh: str, accepts: str) -> Any:
    return dataclasses.field(
        default=default, metadata={"read": read, "help": help_zh, "accepts": accepts}
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator can set, read once at start. Each field is ``WENZHU_`` + its name."""

    data: Path = _setting(Path("data"), _path, "数据文件夹", "一个路径")
    key_file: Path | None = _setting(
        None, _path, "主密钥文件；不设时用数据文件夹里的 master.key", "一个路径"
    )
    operator: str = _setting(
        "运行本程序的人", _text, "向用户说明“谁能看到内容”时用的名称", "一段文字"
    )
    host: str = _setting("127.0.0.1", _text, "聊天页监听的地址；改成别的地址必须设密码", "IP 地址")
    port: int = _setting(8734, _whole(0, 65535), "聊天页端口；0 表示任选", "0 到 65535")
    password: Secret | None = _setting(None, _secret, "聊天页密码；本机使用可不设", "一段文字")
    allowed_hosts: tuple[str, ...] = _setting(
        (), _names, "除本机外允许的主机名，逗号分隔（防 DNS 重绑定）", "主机名列表"
    )
    upload_mb: int = _setting(50, _whole(1, 2000), "单个文件上限（MB）", "1 到 2000")
    low_water_mb: int = _setting(
        200, _whole(1, 1_000_000), "磁盘剩余低于此值（MB）时不再接收文件", "正整数"
    )
    ocr_threads: int = _setting(2, _whole(1, 64), "识别图片用的线程数", "1 到 64")
    ocr_seconds: int = _setting(30, _whole(1, 3600), "识别一张图片的时限（秒）", "1 到 3600")
    ocr_memory_mb: int = _setting(
        3000, _whole(800, 100_000), "识别进程的内存上限（MB）", "800 以上"
    )
    access: Access = _setting(
        Access.OPEN,
        Access,
        "谁能从聊天平台使用：open 任何人，list 只有名单上的人，invite 名单上的人和有邀请码的人",
        "open、list 或 invite",
    )
    allowed: tuple[tuple[str, str], ...] = _setting(
        (), _places, "名单，写成“平台:号码”，逗号分隔，例如 telegram:12345", "“平台:号码”的列表"
    )
    invites: tuple[Secret, ...] = _setting(
        (), _codes, "邀请码，逗号分隔；把它发来的人就能使用", "每个至少 8 个字符的列表"
    )
    quota_messages: int = _setting(
        0, _whole(0, 1_000_000), "每人每天最多收几条，0 表示不限", "0 或正整数"
    )
    quota_mb: int = _setting(
        0, _whole(0, 1_000_000), "每人每天最多收多少 MB，0 表示不限", "0 或正整数"
    )
    quota_ocr_seconds: int = _setting(
        0,
        _whole(0, 86_400),
        "每人每天最多识别多少秒，0 表示不限；超过的第二天自动接着读",
        "0 到 86400",
    )
    retention_days: int = _setting(
        0, _whole(0, 36_500), "图片、录音等原件保存几天，0 表示一直保存", "0 或正整数"
    )
    verify_hours: int = _setting(
        24, _whole(0, 720), "每隔几小时自动核对一次证据链；0 表示不核对", "0 到 720"
    )
    smtp_host: str = _setting("", _text, "发提醒邮件的邮件服务器；不设就不发邮件", "主机名")
    smtp_port: int = _setting(587, _whole(1, 65535), "邮件服务器的端口", "1 到 65535")
    smtp_safety: str = _setting(
        "starttls", _text, "和邮件服务器之间怎么加密", "starttls、tls 或 none（只限本机）"
    )
    smtp_user: str = _setting("", _text, "邮件服务器的用户名", "一段文字")
    smtp_password: Secret | None = _setting(None, _secret, "邮件服务器的密码", "一段文字")
    smtp_from: str = _setting("", _text, "邮件的发件地址", "邮箱地址")
    telegram_token: Secret | None = _setting(
        None,
        _secret,
        "Telegram 机器人的令牌（向 @BotFather 申请）；设了就启用 Telegram",
        "一段文字",
    )
    telegram_mode: str = _setting(
        "poll",
        _text,
        "怎么收 Telegram 的消息：poll（自己去取）或 webhook（由对方送来）",
        "poll 或 webhook",
    )
    telegram_webhook_url: str = _setting(
        "", _text, "webhook 方式下的公网地址，以 https:// 开头，路径为 /telegram", "网址"
    )
    telegram_webhook_secret: Secret | None = _setting(
        None, _secret, "webhook 方式下的口令：1 到 256 个字母、数字、- 或 _", "一段文字"
    )
    telegram_base_url: str = _setting(
        "https://api.telegram.org", _server, "Telegram 接口的地址；自建接口或测试时才改", "网址"
    )
    webhook_host: str = _setting(
        "127.0.0.1", _text, "平台消息入口监听的地址；前面通常有反向代理", "IP 地址"
    )
    webhook_port: int = _setting(
        8735, _whole(0, 65535), "平台消息入口的端口，和聊天页分开；0 表示任选", "0 到 65535"
    )
    log_level: str = _setting("info", _text, "日志级别：debug、info、warning、error", "级别名")

    @property
    def is_local(self) -> bool:
        """Whether the chat page is bound to this machine alone."""
        return self.host == "localhost" or ip_address(self.host).is_loopback

    @property
    def upload_limit(self) -> int:
        """Largest file taken, in bytes."""
        return self.upload_mb * MEGABYTE

    @property
    def low_water(self) -> int:
        """Free bytes below which new media are refused."""
        return self.low_water_mb * MEGABYTE

    @property
    def rules(self) -> Rules:
        """What the operator decided about the people who come."""
        return Rules(
            access=self.access,
            allowed=self.allowed,
            invites=tuple(code.reveal() for code in self.invites),
            messages=self.quota_messages,
            size=self.quota_mb * MEGABYTE,
            reading_ms=self.quota_ocr_seconds * 1000,
            retention_days=self.retention_days,
            mail=bool(self.smtp_host),
            free=OWN_DOORS,
        )

    @classmethod
    def read(cls, environment: Mapping[str, str], **given: object) -> Settings:
        """Settings from the environment, those in ``given`` winning over it.

        Raises:
            SettingsWrong: names the variable and what it accepts, never its value.
        """
        values: dict[str, Any] = {}
        for field in dataclasses.fields(cls):
            raw = environment.get(PREFIX + field.name.upper())
            if raw is not None and raw.strip():
                values[field.name] = _value(field, raw)
        values.update({name: value for name, value in given.items() if value is not None})
        settings = cls(**values)
        settings._refuse_contradictions()
        return settings

    def _refuse_contradictions(self) -> None:
        try:
            local = self.is_local
        except ValueError:
            raise SettingsWrong("WENZHU_HOST 要写成 IP 地址，例如 127.0.0.1。") from None
        if not local and self.password is None:
            raise SettingsWrong(
                "WENZHU_HOST 不是本机地址：请同时设置 WENZHU_PASSWORD，或改回 127.0.0.1。"
            )
        if self.access is Access.INVITE and not self.invites:
            raise SettingsWrong("WENZHU_ACCESS 是 invite：请在 WENZHU_INVITES 里写至少一个邀请码。")
        self._refuse_mail()
        self._refuse_telegram()
        if self.log_level not in {"debug", "info", "warning", "error"}:
            raise SettingsWrong("WENZHU_LOG_LEVEL 只能是 debug、info、warning、error 之一。")

    def _refuse_mail(self) -> None:
        if self.smtp_safety not in {"starttls", "tls", "none"}:
            raise SettingsWrong("WENZHU_SMTP_SAFETY 只能是 starttls、tls 或 none。")
        if not self.smtp_host:
            return
        if "@" not in self.smtp_from:
            raise SettingsWrong("要发邮件，请同时设 WENZHU_SMTP_FROM，写成一个邮箱地址。")
        if self.smtp_safety == "none" and self.smtp_host not in {"127.0.0.1", "localhost", "::1"}:
            raise SettingsWrong("WENZHU_SMTP_SAFETY 为 none 时，邮件服务器只能在本机。")

    def _refuse_telegram(self) -> None:
        if self.telegram_mode not in {"poll", "webhook"}:
            raise SettingsWrong("WENZHU_TELEGRAM_MODE 只能是 poll 或 webhook。")
        if self.telegram_token is None:
            return
        if not _TOKEN.fullmatch(self.telegram_token.reveal()):
            raise SettingsWrong("WENZHU_TELEGRAM_TOKEN 的样子不对：应是数字、冒号和一串字符。")
        if self.telegram_mode == "poll":
            return
        secret = self.telegram_webhook_secret
        if secret is None or not _WEBHOOK_SECRET.fullmatch(secret.reveal()):
            raise SettingsWrong(
                "webhook 方式要设 WENZHU_TELEGRAM_WEBHOOK_SECRET：1 到 256 个字母、数字、- 或 _。"
            )
        if not self.telegram_webhook_url.startswith(("https://", "http://127.0.0.1")):
            raise SettingsWrong("webhook 方式要设 WENZHU_TELEGRAM_WEBHOOK_URL，以 https:// 开头。")


def _value(field: dataclasses.Field[Any], raw: str) -> object:
    try:
        value: object = field.metadata["read"](raw)
    except ValueError:
        accepts = field.metadata["accepts"]
        raise SettingsWrong(f"{PREFIX}{field.name.upper()} 要填{accepts}。") from None
    return value


def table(settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting as (variable, shown value, help); secrets are starred."""
    return [
        (PREFIX + field.name.upper(), _shown(getattr(settings, field.name)), field.metadata["help"])
        for field in dataclasses.fields(settings)
    ]


def _shown(value: object) -> str:
    if value is None or value == ():
        return "（未设）"
    if isinstance(value, tuple):
        return ",".join(":".join(one) if isinstance(one, tuple) else str(one) for one in value)
    return str(value).strip("'")
