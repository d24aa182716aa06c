"""Updates that python-telegram-bot cannot read: left out, so that they hold up no other one.

In: Telegram's answer to getUpdates; out: the same, in which an update that cannot be read is but its number,
and is thereby confirmed. A Bot API server of one's own that is older than the library sends such ones: a poll
without what later versions require. The library reads an answer whole or not at all, and would ask for the
same one again without a pause. This module must know nothing of what updates say.
"""

from __future__ import annotations

import logging
from typing import Any

from telegram import Update
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)


class ReadableUpdates(HTTPXRequest):
    """The way to getUpdates: one connection, as the library's own has it."""

    def __init__(self) -> None:
        super().__init__(connection_pool_size=1)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer of Telegram's with its updates readable; raises TelegramError for what is none."""
        answer = HTTPXRequest.parse_json_payload(payload)
        if isinstance(answer.get("result"), list):
            answer["result"] = [_readable(update) for update in answer["result"]]
        return answer


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        Update.de_json(update, None)
    except Exception as exc:  # whatever it is, the next one is not to wait for it
        log.error("update %s cannot be read and is left out: %s", update["update_id"], exc)
        return {"update_id": update["update_id"]}
    return update
