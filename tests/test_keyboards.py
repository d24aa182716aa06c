"""What may stand under a message."""

from __future__ import annotations

from typing import Any

import pytest

from playground.keyboards import checked_keyboard
from playground.world import BotApiError, Json


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [[button] for button in buttons]}


def button(**fields: Any) -> Json:
    return {"text": "Lagi"} | fields


TAKEN: dict[str, Json] = {
    "data of 64 bytes": button(callback_data="é" * 32),
    "an address": button(url="https://example.org/a"),
    "a person": button(url="tg://user?id=1"),
    "256 to copy": button(copy_text={"text": "a" * 256}),
    "a query elsewhere": button(switch_inline_query=""),
    "a query here": button(switch_inline_query_current_chat="berita"),
    "a query in a group": button(switch_inline_query_chosen_chat={"query": "a", "allow_group_chats": True}),
    "a colour": button(callback_data="a", style="success"),
}


@pytest.mark.parametrize("given", TAKEN.values(), ids=TAKEN.keys())
def test_a_button_that_telegram_takes_comes_back_as_it_is(given: Json) -> None:
    assert checked_keyboard(keyboard(given), "group", inline_mode=True) == keyboard(given)


PARSE = "can't parse inline keyboard button: "
REFUSED: dict[str, tuple[Json, str]] = {
    "nothing to do": (button(), f"{PARSE}Text buttons are unallowed in the inline keyboard"),
    "no words": (
        button(text=" ", callback_data="a"),
        f"{PARSE}Text buttons are unallowed in the inline keyboard",
    ),
    "two things to do": (
        button(url="https://example.org", callback_data="a"),
        f"{PARSE}it has callback_data, url and may have one of them",
    ),
    "no data": (button(callback_data=""), "BUTTON_DATA_INVALID"),
    "65 bytes of data": (button(callback_data="é" * 32 + "a"), "BUTTON_DATA_INVALID"),
    "nothing to copy": (button(copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
    "257 to copy": (button(copy_text={"text": "a" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    "128 emoji and one more to copy": (
        button(copy_text={"text": "😀" * 128 + "a"}),
        "BUTTON_COPY_TEXT_INVALID",
    ),
    "no address": (
        button(url="kata"),
        "inline keyboard button URL 'kata' is invalid: Wrong HTTP URL",
    ),
    "257 to ask": (button(switch_inline_query="a" * 257), "BUTTON_INVALID"),
    "an app in a group": (button(web_app={"url": "https://example.org"}), "BUTTON_TYPE_INVALID"),
    "a colour of its own": (button(callback_data="a", style="pink"), "BUTTON_STYLE_INVALID"),
}


@pytest.mark.parametrize(("given", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_button_is_refused_in_telegrams_words(given: Json, words: str) -> None:
    with pytest.raises(BotApiError) as caught:
        checked_keyboard(keyboard(given), "group", inline_mode=True)
    assert caught.value.description == f"Bad Request: {words}"


def test_without_inline_mode_no_button_asks_inline() -> None:
    with pytest.raises(BotApiError, match="BOT_INLINE_DISABLED"):
        checked_keyboard(keyboard(button(switch_inline_query="a")), "group", inline_mode=False)


@pytest.mark.parametrize("rows", [[101, 0], [9]], ids=["101 buttons", "nine in a row"])
def test_too_many_buttons_are_refused(rows: list[int]) -> None:
    many = {"inline_keyboard": [[button(callback_data="a")] * size for size in rows]}
    with pytest.raises(BotApiError, match="REPLY_MARKUP_TOO_LONG"):
        checked_keyboard(many, "private", inline_mode=True)


def test_empty_rows_are_dropped_and_an_empty_keyboard_is_none() -> None:
    more = button(callback_data="a")
    given = {"inline_keyboard": [[], [more], []]}
    assert checked_keyboard(given, "private", inline_mode=True) == keyboard(more)
    assert checked_keyboard({"inline_keyboard": [[]]}, "private", inline_mode=True) == {}
    assert checked_keyboard(None, "private", inline_mode=True) == {}
