"""benchmarks.crowd: what it sees of the bot's answers; no process here."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import crowd as crowds
from playground.world import Call, World

GROUP, READER = -7, 7


def test_each_sentence_of_an_article_has_the_number() -> None:
    article = 'Pasar dibuka (5/2/2026). Harga 1.500 rupiah turun.\n"Kami senang," ujar Ani. "Ramai."'
    assert crowds.varied(article, 8) == (
        "Pasar dibuka (5/2/2026) pada hari ke-8. Harga 1.500 rupiah turun pada hari ke-8.\n"
        '"Kami senang," ujar Ani pada hari ke-8. "Ramai pada hari ke-8."'
    )


def say(world: World, words: str, at_s: float, **more: Any) -> None:
    """The bot answers what was sent last."""
    chat, number = next((chat.id, max(chat.messages)) for chat in world.chats.values() if chat.messages)
    answered = {"chat": {"id": chat}, "reply_to_message": {"message_id": number}}
    world.calls.append(Call("sendMessage", {}, 200, {**answered, "text": words, **more}, at_s=at_s))


def test_a_status_is_a_first_reply_and_no_brief() -> None:
    world = World()
    crowd = crowds.Crowd(world)
    crowd.send_article()
    asked = crowd.asked[0]
    say(world, "Reading the article …", asked.at_s + 1)
    crowd.look()
    assert (asked.first_s, asked.done_s, crowd.waiting) == (asked.at_s + 1, None, 1)
    say(world, "Pasar dibuka", asked.at_s + 2)
    crowd.look()
    assert (asked.first_s, asked.done_s, crowd.waiting) == (asked.at_s + 1, asked.at_s + 2, 0)


@pytest.mark.parametrize(
    ("chat_id", "method", "rest_s"),
    [
        (GROUP, "sendMessage", 55.0),
        (GROUP, "editMessageText", 55.0),
        (GROUP, "sendChatAction", 0.0),
        (READER, "sendMessage", 0.0),
    ],
)
def test_a_backlog_waits_until_groups_have_their_whole_minute(
    chat_id: int, method: str, rest_s: float
) -> None:
    world = World()
    crowd = crowds.Crowd(world)
    result = {"chat": {"id": chat_id}, "text": "Pasar dibuka"}
    world.calls.append(Call(method, {"chat_id": str(chat_id)}, 200, result, at_s=100.0))
    crowd.look()
    assert crowd.groups_rest_s(100.0 + crowds.GROUPS_REST_S - 55.0) == rest_s
    assert crowd.groups_rest_s(100.0 + crowds.GROUPS_REST_S) == 0.0


@pytest.mark.parametrize("is_brief", [True, False])
def test_an_answer_without_buttons_is_a_failure(is_brief: bool) -> None:
    world = World()
    crowd = crowds.Crowd(world)
    crowd.send_article()
    buttons: dict[str, Any] = {"reply_markup": {"inline_keyboard": []}} if is_brief else {}
    say(world, "Pasar dibuka", crowd.asked[0].at_s + 1, **buttons)
    crowd.look()
    assert crowd.asked[0].is_brief is is_brief
