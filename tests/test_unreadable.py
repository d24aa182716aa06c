"""Updates that the library cannot read hold up no other one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import Update
from telegram.error import TelegramError

from handlers.unreadable import ReadableUpdates

CHAT = {"id": 7, "type": "private", "first_name": "Sari"}
OLD_POLL = {
    "id": "1", "question": "Setuju?", "options": [{"text": "ya", "voter_count": 0}], "total_voter_count": 0,
    "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
}  # fmt: skip
"""As a server before Bot API 9.6 sends it."""


def update(number: int, **content: Any) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": CHAT, **content}}


def read(answer: dict[str, Any]) -> Any:
    return ReadableUpdates.parse_json_payload(json.dumps(answer).encode())


def test_an_update_that_cannot_be_read_leaves_its_number_and_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    said = [update(1, text="satu"), update(2, poll=OLD_POLL), update(3, text="tiga")]
    answer = read({"ok": True, "result": said})
    first, second, third = (Update.de_json(one, None) for one in answer["result"])
    assert (first.message and first.message.text, third.message and third.message.text) == ("satu", "tiga")
    assert (second.update_id, second.message) == (2, None)
    assert "update 2 cannot be read and is left out" in caplog.text


def test_what_can_be_read_is_handed_on_as_it_came() -> None:
    said = [update(1, text="satu", from_a_later_version={"a": 1})]
    assert read({"ok": True, "result": said})["result"] == said


@pytest.mark.parametrize(
    "answer", [{"ok": False, "description": "Unauthorized"}, {"ok": True, "result": True}]
)
def test_an_answer_without_updates_stays(answer: dict[str, Any]) -> None:
    assert read(answer) == answer


def test_what_is_no_json_is_telegrams_error() -> None:
    with pytest.raises(TelegramError):
        ReadableUpdates.parse_json_payload(b"<html>")
