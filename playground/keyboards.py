"""What may stand under a message: inline keyboards, held to Telegram's rules.

In: reply_markup as a bot gives it, the type of the chat it goes to (None in an inline result, which may go
anywhere) and whether the bot has inline mode. Out: the keyboard as the message shows it, or BotApiError
with Telegram's words. It must not know messages.
"""

from __future__ import annotations

from copy import deepcopy

from playground.formatted import checked_link, utf16_length
from playground.records import BotApiError, Json

CALLBACK_DATA_LIMIT_BYTES = 64
COPIED_TEXT_LIMIT_UTF16 = 256
INLINE_QUERY_LIMIT_UTF16 = 256
MAX_BUTTONS = 100
MAX_BUTTONS_IN_A_ROW = 8
BUTTON_ACTIONS = frozenset(
    {"url", "callback_data", "web_app", "login_url", "switch_inline_query", "callback_game", "pay",
     "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text"}
)  # fmt: skip
"""Of which a button has exactly one."""
SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat")
BUTTON_STYLES = frozenset({"danger", "success", "primary"})


def bad_request(words: str) -> BotApiError:
    """A refusal with code 400."""
    return BotApiError(400, f"Bad Request: {words}")


def checked_keyboard(given: Json | None, chat_type: str | None, *, inline_mode: bool) -> Json:
    """The keyboard as the message shows it: without empty rows, and empty where no button is left."""
    markup = deepcopy(given or {})
    rows: list[list[Json]] = [row for row in markup.get("inline_keyboard", ()) if row]
    buttons = [button for row in rows for button in row]
    if len(buttons) > MAX_BUTTONS or any(len(row) > MAX_BUTTONS_IN_A_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check_button(button, chat_type, inline_mode)
    return markup | {"inline_keyboard": rows} if buttons else {}


def _check_button(button: Json, chat_type: str | None, inline_mode: bool) -> None:
    actions = BUTTON_ACTIONS & button.keys()
    if not button["text"].strip() or not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        names = ", ".join(sorted(actions))
        raise bad_request(f"can't parse inline keyboard button: it has {names} and may have one of them")
    if button.get("style", "primary") not in BUTTON_STYLES:
        raise bad_request("BUTTON_STYLE_INVALID")
    _check_action(button, chat_type, inline_mode)


def _check_action(button: Json, chat_type: str | None, inline_mode: bool) -> None:
    if "callback_data" in button:
        size_bytes = len(button["callback_data"].encode("utf-8", "replace"))
        if not 1 <= size_bytes <= CALLBACK_DATA_LIMIT_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text", {"text": "any"})["text"]
    if not 1 <= utf16_length(copied) <= COPIED_TEXT_LIMIT_UTF16:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "web_app" in button and chat_type != "private":
        raise bad_request("BUTTON_TYPE_INVALID")
    if "url" in button and not button["url"].startswith("tg://") and checked_link(button["url"]) is None:
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    for query in (_query_of(button, name) for name in SWITCHES if name in button):
        if not inline_mode:
            raise bad_request("BOT_INLINE_DISABLED")
        if utf16_length(query) > INLINE_QUERY_LIMIT_UTF16:
            raise bad_request("BUTTON_INVALID")


def _query_of(button: Json, name: str) -> str:
    """What the button writes behind the bot's name."""
    value = button[name]
    return str(value.get("query", "") if isinstance(value, dict) else value)
