"""What a bot can do in the world: the methods of the Bot API, without HTTP.

In: nothing; out: the function of each method, which takes the world and the parameters of a call, already
turned into Python values by `rules`, and returns the result as a JSON value, or raises BotApiError with
Telegram's code and words. getUpdates is not here: it waits, so it belongs to the server.
"""

from __future__ import annotations

from collections.abc import Mapping

from playground.chat_methods import CHAT_METHODS
from playground.checks import Method
from playground.media import MEDIA_METHODS
from playground.message_methods import MESSAGE_METHODS
from playground.profile_methods import PROFILE_METHODS
from playground.webhook_methods import WEBHOOK_METHODS

METHODS: Mapping[str, Method] = {
    **PROFILE_METHODS, **WEBHOOK_METHODS, **MESSAGE_METHODS, **MEDIA_METHODS, **CHAT_METHODS,
}  # fmt: skip
"""Every method but getUpdates that the playground knows."""
