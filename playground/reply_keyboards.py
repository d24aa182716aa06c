"""What a bot may put below the field where one writes: ready answers, their removal, the wish for an answer.

In: reply_markup as a bot gives it, and the type of the chat it goes to. Out: what the chat gets of it, with
notes on what Telegram passes over in silence; or BotApiError with Telegram's words. It must not know
messages.

The words and numbers are TDLib's (get_reply_markup): https://github.com/tdlib/td
"""

from __future__ import annotations

from collections.abc import Iterator

from playground.formatted import checked_link, utf16_length
from playground.keyboards import bad_request
from playground.records import Json

MOST_IN_A_ROW = 12
MOST_BUTTONS = 300
PLACEHOLDER_LIMIT_UTF16 = 64
REQUESTS = {
    "request_contact": "phone number", "request_location": "location", "request_poll": "poll",
    "request_users": "users", "request_chat": "chats", "request_managed_bot": "managed bots",
}  # fmt: skip
"""What a button may ask the person for, and its name in "… can be requested in private chats only"."""
WHY_LEFT_OUT = "they have no words, or are too many"
DOINGS = (*REQUESTS, "web_app")
"""Of which a button does one at most."""


def checked_reply_markup(given: Json, chat_type: str | None) -> tuple[Json, tuple[str, ...]]:
    """The markup as the chat gets it, empty where no button is left of it, and what was passed over."""
    notes = list(_placeholder_notes(given))
    if "keyboard" not in given:
        return dict(given), tuple(notes)
    rows: list[list[Json]] = []
    left = MOST_BUTTONS
    for row in given["keyboard"]:
        kept = _worded(row)[: min(MOST_IN_A_ROW, left)]
        if len(kept) < len(row):
            notes.append(
                f"{len(row) - len(kept)} of {len(row)} buttons of a row are left out: {WHY_LEFT_OUT}"
            )
        for button in kept:
            notes += _checked_button(button, chat_type)
        rows += [kept] if kept else []
        left -= len(kept)
    return (dict(given) | {"keyboard": rows} if rows else {}), tuple(notes)


def _worded(row: list[Json | str]) -> list[Json]:
    """The buttons of a row that have words; the words alone may stand for a button."""
    buttons = [button if isinstance(button, dict) else {"text": button} for button in row]
    return [button for button in buttons if button["text"]]


def _placeholder_notes(markup: Json) -> Iterator[str]:
    if utf16_length(markup.get("input_field_placeholder", "")) > PLACEHOLDER_LIMIT_UTF16:
        yield f"a placeholder has at most {PLACEHOLDER_LIMIT_UTF16} characters"


def _checked_button(button: Json, chat_type: str | None) -> list[str]:
    """Refuse what may not stand there; return what Telegram passes over."""
    doings = [name for name in DOINGS if button.get(name)]
    for name in doings if chat_type != "private" else ():
        asks = f"{REQUESTS[name]} can be requested" if name in REQUESTS else "web App buttons can be used"
        raise bad_request(f"{asks} in private chats only")
    if "web_app" in button:
        _check_address(button["web_app"]["url"])
    return [f"a button does one of {', '.join(doings)}"] if len(doings) > 1 else []


def _check_address(url: str) -> None:
    link = checked_link(url)
    if link is None or not link.startswith("https://"):
        words = "Wrong HTTP URL" if link is None else "Only HTTPS links are allowed"
        raise bad_request(f"keyboard button Web App URL '{url}' is invalid: {words}")
