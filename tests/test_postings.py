"""A group is pointed to the brief that it had of a story within a day, and to the newest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.engine import Engine

from bot.runtime.postings import POINTED_FOR_S, Posting, Postings
from bot.runtime.store import Store

CHAT, OTHER_CHAT = -7, -8
STORY = "kabar.example/a"
FIRST, SECOND = Posting(12, "first"), Posting(31, "second")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def test_the_newest_brief_of_a_story_is_found_in_its_chat_alone(engine: Engine) -> None:
    postings = Postings(engine)
    postings.note(CHAT, [STORY], FIRST)
    postings.note(CHAT, [STORY], SECOND)
    assert postings.earlier(CHAT, STORY) == SECOND
    assert postings.earlier(OTHER_CHAT, STORY) is None
    assert postings.earlier(CHAT, "kabar.example/b") is None


def test_a_story_may_have_several_names(engine: Engine) -> None:
    postings = Postings(engine)
    postings.note(CHAT, ["s.example/1", STORY, STORY], FIRST)
    assert postings.earlier(CHAT, STORY) == postings.earlier(CHAT, "s.example/1") == FIRST


def test_after_a_day_nobody_is_pointed_there(engine: Engine) -> None:
    clock = Clock()
    postings = Postings(engine, now=clock)
    postings.note(CHAT, [STORY], FIRST)
    clock.time += timedelta(seconds=POINTED_FOR_S - 1)
    assert postings.earlier(CHAT, STORY) == FIRST
    clock.time += timedelta(seconds=1)
    assert postings.earlier(CHAT, STORY) is None


def test_what_was_posted_is_swept_in_time(engine: Engine) -> None:
    clock = Clock()
    postings = Postings(engine, now=clock)
    postings.note(CHAT, [STORY], FIRST)
    clock.time += timedelta(days=31)
    Store(engine, now=clock).sweep(30)
    clock.time -= timedelta(days=31)
    assert postings.earlier(CHAT, STORY) is None


def test_a_message_that_shows_another_story_by_now_is_no_longer_pointed_to_for_the_first(
    engine: Engine,
) -> None:
    postings = Postings(engine)
    postings.note(CHAT, [STORY], FIRST)
    postings.note(CHAT, ["kabar.example/b"], Posting(FIRST.message_id, "second"))
    assert postings.earlier(CHAT, STORY) is None
