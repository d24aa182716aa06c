"""How a bot says where its updates go, and which it wants. How they go there is in `webhook` and `polling`.

In: the world and the parameters of a call. Out: the result as a JSON value, or BotApiError with Telegram's
code and words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from playground.checks import Method, Parameters
from playground.keyboards import bad_request
from playground.world import Json, Webhook, World


def set_webhook(world: World, p: Parameters) -> bool:
    """setWebhook; unlike Telegram it takes plain http to a loopback address."""
    address = urlsplit(p["url"])
    if p["url"] and address.scheme != "https" and address.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = p.get("secret_token")
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    world.webhook = Webhook(p["url"], secret, p.get("max_connections", 40))
    set_allowed_updates(world, p)
    if p.get("drop_pending_updates"):
        world.updates.clear()
    return True


def delete_webhook(world: World, p: Parameters) -> bool:
    """deleteWebhook"""
    world.webhook = Webhook()
    if p.get("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, p: Parameters) -> Json:
    """getWebhookInfo"""
    hook = world.webhook
    info: Json = {
        "url": hook.url, "has_custom_certificate": False, "pending_update_count": len(world.updates),
    }  # fmt: skip
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error_date is not None:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    if world.allowed_updates:
        info["allowed_updates"] = sorted(world.allowed_updates)
    return info


def set_allowed_updates(world: World, p: Parameters) -> None:
    """Keeps which updates the bot wants from now on; an empty list stands for the usual ones."""
    if "allowed_updates" in p:
        world.allowed_updates = frozenset(p["allowed_updates"]) or None


WEBHOOK_METHODS: Mapping[str, Method] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
