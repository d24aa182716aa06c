"""What a group says is remembered in memory where it may be a piece of a long text, and for a while only."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, User

from bot.runtime.correspondence import Writer
from handlers.overheard import AFTER_S, HEARD_S, MOST_HEARD, Overheard

GROUP, ALEX = Chat(-7, "supergroup"), User(7, "Alex", is_bot=False)
HERE = Writer(-7, 0, 7)
LONG = "Panjang sekali. " * 150


class Clock:
    """Time that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def overheard(clock: Clock) -> Overheard:
    return Overheard(clock)


def said(number: int, text: str = LONG) -> Message:
    return Message(number, datetime.now(UTC), GROUP, ALEX, text=text)


def numbers(overheard: Overheard, writer: Writer = HERE) -> list[int]:
    return [message.message_id for message in overheard.by(writer)]


def test_long_texts_are_remembered_and_talk_is_not(overheard: Overheard) -> None:
    overheard.hear(HERE, said(1, "selamat pagi"))
    overheard.hear(HERE, said(2))
    overheard.hear(Writer(-7, 0, 8), said(3, "wah, panjang"))
    assert numbers(overheard) == [2]
    assert numbers(overheard, Writer(-7, 0, 8)) == []


def test_what_comes_right_after_a_long_text_may_be_its_end(overheard: Overheard, clock: Clock) -> None:
    overheard.hear(HERE, said(1))
    overheard.hear(HERE, said(2, "dan selesai."))
    clock.now_s = AFTER_S + 1
    overheard.hear(HERE, said(3, "selamat siang"))
    assert numbers(overheard) == [1, 2]


def test_nothing_is_remembered_for_long_or_without_end(overheard: Overheard, clock: Clock) -> None:
    for number in range(MOST_HEARD + 5):
        overheard.hear(HERE, said(number))
    assert len(numbers(overheard)) == MOST_HEARD
    clock.now_s = HEARD_S + 1
    assert numbers(overheard) == []


def test_an_edited_text_is_remembered_as_it_is_now(overheard: Overheard) -> None:
    overheard.hear(HERE, said(1))
    overheard.change(said(1, "Pendek."))
    overheard.change(said(2))
    assert [message.text for message in overheard.by(HERE)] == ["Pendek."]


@pytest.mark.parametrize(("number", "kept"), [(-7, []), (7, []), (8, [1])])
def test_a_chat_or_a_person_can_be_forgotten(overheard: Overheard, number: int, kept: list[int]) -> None:
    overheard.hear(HERE, said(1))
    overheard.forget(number)
    assert numbers(overheard) == kept
