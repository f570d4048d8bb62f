"""Under which names the page may be asked for, and the address to open it with."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import ip_address

import segno

from bot.settings import Settings

HTTP_PORT = 80
"""Browsers leave this one out of the Host header."""
ELSEWHERE = ("192.0.2.1", 9)
"""A documentation address: connecting a datagram socket to it sends nothing."""


@dataclass(frozen=True, slots=True)
class Places:
    """The page's own addresses.

    Attributes:
        hosts: every value of the Host header that is ours, in lower case.
        home: where to open the page on this machine.
        phone: where to open it from a phone in the same network, None when bound to this
            machine alone.
    """

    hosts: frozenset[str]
    home: str
    phone: str | None

    @classmethod
    def of(cls, settings: Settings, port: int) -> Places:
        """The addresses of a page bound as the settings say, on the port really bound."""
        own = {"127.0.0.1", "localhost", "[::1]"}
        home, phone = "127.0.0.1", None
        if not settings.is_local:
            here = _own_address(settings.host)
            own.add(here)
            home = home if ip_address(settings.host).is_unspecified else here
            named = next(iter(settings.allowed_hosts), here)
            phone = f"http://{named if _has_port(named) else f'{named}:{port}'}"
        elif settings.host != "localhost":
            home = _bracketed(settings.host)
            own.add(home)
        hosts = {f"{name}:{port}" for name in own} | (own if port == HTTP_PORT else set())
        for name in settings.allowed_hosts:
            hosts |= {name} if _has_port(name) else {name, f"{name}:{port}"}
        return cls(hosts=frozenset(hosts), home=f"http://{home}:{port}", phone=phone)

    def knows_origin(self, origin: str) -> bool:
        """Whether a request that changes something may come from a page of this origin."""
        scheme, separator, host = origin.partition("://")
        return bool(separator) and scheme in {"http", "https"} and host.lower() in self.hosts


def qr_terminal(address: str) -> str:
    """The address as a QR code of block characters."""
    code = segno.make(address, error="m")
    rows = [bytes(row) for row in code.matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append(bytes(len(rows[0])))
    glyphs = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    return "\n".join(
        "".join(glyphs[bool(top), bool(below)] for top, below in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )


def qr_picture(address: str) -> str:
    """The address as a QR code in a data: URI."""
    return str(segno.make(address, error="m").svg_data_uri(scale=6, border=3, light="#fff"))


def _has_port(name: str) -> bool:
    return name.rpartition("]")[2].count(":") == 1


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _own_address(host: str) -> str:
    """The bound address, or the one this machine has in its network when bound to all."""
    if not ip_address(host).is_unspecified:
        return _bracketed(host)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
