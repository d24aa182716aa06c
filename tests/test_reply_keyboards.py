"""What may stand below the field where one writes."""

from __future__ import annotations

from typing import Any

import pytest

from playground.reply_keyboards import checked_reply_markup
from playground.rules import load_rules
from playground.world import BotApiError, Json


def keyboard(*buttons: Any) -> Json:
    return {"keyboard": [[button] for button in buttons]}


def button(**fields: Any) -> Json:
    return {"text": "Ya"} | fields


def test_a_text_alone_is_a_button() -> None:
    assert load_rules().check_object("ReplyKeyboardMarkup", keyboard("Ya", button())) == ()
    assert checked_reply_markup(keyboard("Ya"), "supergroup") == (keyboard(button()), ())


@pytest.mark.parametrize("given", [{"remove_keyboard": True}, {"force_reply": True, "selective": True}, {}])
def test_what_is_no_keyboard_goes_through_as_it_is(given: Json) -> None:
    assert checked_reply_markup(given, "supergroup") == (given, ())


REQUESTS: dict[str, tuple[Json, str]] = {
    "phone number": ({"request_contact": True}, "phone number can be requested"),
    "location": ({"request_location": True}, "location can be requested"),
    "poll": ({"request_poll": {"type": "quiz"}}, "poll can be requested"),
    "users": ({"request_users": {"request_id": 1}}, "users can be requested"),
    "chats": ({"request_chat": {"request_id": 1, "chat_is_channel": True}}, "chats can be requested"),
    "app": ({"web_app": {"url": "https://example.org/"}}, "web App buttons can be used"),
}


@pytest.mark.parametrize(("asks", "words"), REQUESTS.values(), ids=REQUESTS.keys())
def test_a_button_asks_for_more_than_words_in_private_chats_alone(asks: Json, words: str) -> None:
    given = keyboard(button(**asks))
    assert checked_reply_markup(given, "private") == (given, ())
    with pytest.raises(BotApiError) as caught:
        checked_reply_markup(given, "group")
    assert caught.value.description == f"Bad Request: {words} in private chats only"


def test_what_is_not_asked_for_after_all_may_stand_anywhere() -> None:
    given = keyboard(button(request_contact=False))
    assert checked_reply_markup(given, "group") == (given, ())


@pytest.mark.parametrize(
    ("url", "words"), [("kata", "Wrong HTTP URL"), ("http://example.org/", "Only HTTPS links are allowed")]
)
def test_an_app_needs_an_encrypted_address(url: str, words: str) -> None:
    with pytest.raises(BotApiError) as caught:
        checked_reply_markup(keyboard(button(web_app={"url": url})), "private")
    wanted = f"Bad Request: keyboard button Web App URL '{url}' is invalid: {words}"
    assert caught.value.description == wanted


LEFT_OUT = "1 of 1 buttons of a row are left out: they have no words, or are too many"
PASSED_OVER: dict[str, tuple[Json, Json, str]] = {
    "no words": (keyboard("", "Ya"), keyboard(button()), LEFT_OUT),
    "no buttons": (keyboard(""), {}, LEFT_OUT),
    "thirteen in a row": (
        {"keyboard": [["Ya"] * 13]}, {"keyboard": [[button()] * 12]},
        "1 of 13 buttons of a row are left out: they have no words, or are too many",
    ),
    "301 in all": (
        keyboard(*["Ya"] * 301), keyboard(*[button()] * 300), LEFT_OUT,
    ),
    "two doings": (
        keyboard(button(request_contact=True, request_location=True)),
        keyboard(button(request_contact=True, request_location=True)),
        "a button does one of request_contact, request_location",
    ),
    "65 characters in the field": (
        {"force_reply": True, "input_field_placeholder": "a" * 65},
        {"force_reply": True, "input_field_placeholder": "a" * 65},
        "a placeholder has at most 64 characters",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "kept", "note"), PASSED_OVER.values(), ids=PASSED_OVER.keys())
def test_what_telegram_passes_over_in_silence_is_noted(given: Json, kept: Json, note: str) -> None:
    assert checked_reply_markup(given, "private") == (kept, (note,))
