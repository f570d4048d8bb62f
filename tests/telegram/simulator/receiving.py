"""The methods by which a bot receives: getUpdates, the webhook, getFile."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.telegram.simulator.call import Call
from tests.telegram.simulator.keyboard import parse_json
from tests.telegram.simulator.refusals import bad_request, conflict
from tests.telegram.simulator.shapes import Json
from tests.telegram.simulator.world import World

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
PORTS = (443, 80, 88, 8443)
LONGEST_POLL = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A result that comes with a sentence."""

    result: bool
    description: str


async def get_updates(world: World, call: Call) -> list[Json]:
    if world.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    _allow(world, call)
    return await world.updates.poll(
        call.number("offset"),
        call.between("limit", 1, 100, default=100),
        call.between("timeout", 0, LONGEST_POLL, default=0),
    )


async def set_webhook(world: World, call: Call) -> Told:
    url = call.text("url")
    if not url:
        return await delete_webhook(world, call)
    _check_address(url)
    secret = call.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _allow(world, call)
    same = (world.webhook.url, world.webhook.secret) == (url, secret)
    world.updates.evict("terminated by setWebhook request")
    await world.webhook.end()
    if call.flag("drop_pending_updates"):
        world.updates.drop_all()
    await world.webhook.begin(url, secret, call.between("max_connections", 1, 100, default=40))
    return Told(result=True, description="Webhook is already set" if same else "Webhook was set")


async def delete_webhook(world: World, call: Call) -> Told:
    was = bool(world.webhook.url)
    await world.webhook.end()
    if call.flag("drop_pending_updates"):
        world.updates.drop_all()
    said = "Webhook was deleted" if was else "Webhook is already deleted"
    return Told(result=True, description=said)


async def get_webhook_info(world: World, _call: Call) -> Json:
    return world.webhook.info()


async def get_file(world: World, call: Call) -> Json:
    return world.files.described(call.text("file_id"))


def _allow(world: World, call: Call) -> None:
    """The kinds of updates that are made from now on; the last word is remembered."""
    if "allowed_updates" not in call.values:
        return
    kinds = parse_json(call.text("allowed_updates"), "allowed updates")
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("can't parse allowed updates: expected an Array of Strings")
    world.updates.allowed = frozenset(kinds) or None


def _check_address(url: str) -> None:
    """HTTPS on four ports, as the cloud wants it; this machine may be called in the clear."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_request("bad webhook: Failed to parse webhook URL") from None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise bad_request("invalid webhook URL specified")
    if _is_here(host):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
