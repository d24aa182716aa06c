"""Letters are noted once, decided once, and known with their answers for as long as they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.runtime.correspondence import Answer, Correspondence, Writer
from bot.runtime.database import open_engine

ALEX = Writer(7, 0, 70)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC).replace(tzinfo=None)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = NOON.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def letters(tmp_path: Path, clock: Clock) -> Iterator[Correspondence]:
    engine = open_engine(f"sqlite:///{tmp_path / 'letters.db'}")
    yield Correspondence(engine, now=clock)
    engine.dispose()


def write(letters: Correspondence, *numbers: int, writer: Writer = ALEX, **more: Any) -> None:
    for number in numbers:
        message = {"message_id": number, "text": f"text {number}"}
        letters.note(writer, number, NOON + timedelta(seconds=number), message, **more)


def decided(letters: Correspondence, number: int) -> tuple[int | None, int | None]:
    letter = letters.letter(7, number)
    assert letter is not None
    return letter.leader_id, letter.bringer_id


def test_a_letter_that_comes_twice_is_noted_once(letters: Correspondence, clock: Clock) -> None:
    write(letters, 1)
    clock.at += timedelta(hours=1)
    letters.note(ALEX, 1, NOON, {"text": "another"})
    letter = letters.letter(7, 1)
    assert letter is not None
    assert (letter.message["text"], letter.noted_at) == ("text 1", NOON)


def test_somebody_s_letters_are_those_of_one_place_and_time(letters: Correspondence) -> None:
    write(letters, 3, 1, 2, 90)
    write(letters, 4, writer=Writer(7, 5, 70))
    write(letters, 5, writer=Writer(7, 0, 71))
    write(letters, 6, writer=Writer(8, 0, 70))
    found = letters.written(ALEX, NOON, NOON + timedelta(seconds=60))
    assert [letter.message_id for letter in found] == [1, 2, 3]


def test_the_first_piece_leads_whoever_decides(letters: Correspondence) -> None:
    write(letters, 1, 2, 3)
    joined = letters.join(7, [1, 2, 3], 2)
    assert joined is not None
    assert (joined.leader_id, joined.bringer_id) == (1, 1)
    assert [letter.message_id for letter in letters.article(7, 1)] == [1, 2, 3]


def test_what_is_decided_stays_and_a_late_piece_brings_itself(letters: Correspondence) -> None:
    write(letters, 1, 2)
    letters.join(7, [1, 2], 1)
    write(letters, 3, 4)
    for _ in range(2):  # a second run decides the same
        letters.join(7, [1, 2, 3, 4], 3)
        letters.join(7, [1, 2, 3, 4], 4)
    assert [decided(letters, number) for number in (1, 2, 3, 4)] == [(1, 1), (1, 1), (1, 3), (1, 3)]


def test_a_first_piece_that_comes_last_stands_alone(letters: Correspondence) -> None:
    write(letters, 2)
    letters.join(7, [2], 2)
    write(letters, 1)
    letters.join(7, [1, 2], 1)
    assert (decided(letters, 1), decided(letters, 2)) == ((1, 1), (2, 2))


def test_an_edited_letter_is_known_as_it_is_now(letters: Correspondence) -> None:
    write(letters, 1)
    letters.edit(7, 1, {"text": "changed"})
    letters.edit(7, 2, {"text": "never noted"})
    letter = letters.letter(7, 1)
    assert letter is not None
    assert letter.message == {"text": "changed"}
    assert letters.letter(7, 2) is None


def test_an_answer_takes_the_place_of_the_one_before(letters: Correspondence) -> None:
    letters.keep_answer(7, Answer(1, 1, (10,), "a", is_brief=False))
    letters.keep_answer(7, Answer(1, 1, (10, 11), "b", is_brief=True))
    assert letters.answer(7, 1) == Answer(1, 1, (10, 11), "b", is_brief=True)
    assert letters.answer(8, 1) is None


def test_silence_is_no_answer_but_is_looked_at_again(letters: Correspondence) -> None:
    silence = Answer(1, 1, (), "a", is_brief=False)
    letters.keep_answer(7, silence)
    assert letters.answer(7, 1) is None
    assert letters.answers_about(7, 1) == (silence,)


def test_answers_about_an_article_are_those_to_whoever_asked(letters: Correspondence) -> None:
    own, asked = Answer(1, 1, (10,), "a", is_brief=True), Answer(5, 1, (11,), "b", is_brief=True)
    for answer in (asked, own, Answer(6, 6, (12,), "c", is_brief=True)):
        letters.keep_answer(7, answer)
    assert letters.answers_about(7, 1) == (own, asked)
