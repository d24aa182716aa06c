"""Telegram's limits as its server sees them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.limits import Limits, message_count

MOMENTS = st.lists(st.floats(0, 100, allow_nan=False), min_size=1, max_size=50)
GROUP, READER = -7, 7


def passed(calls: list[tuple[float, int, bool]]) -> tuple[list[bool], Limits]:
    limits = Limits()
    return [not limits.hear(moment, chat, fresh=fresh) for moment, chat, fresh in calls], limits


def test_one_new_message_a_second_goes_to_a_chat_over_any_period() -> None:
    allowed, limits = passed([(0.9, READER, True), (1.8, READER, True), (2.0, READER, True)])
    assert allowed == [True, False, True]
    assert limits.broken == {"chat": 1}


def test_changes_are_free_in_a_private_chat() -> None:
    allowed, _ = passed([(0.1 * number, READER, number == 0) for number in range(10)])
    assert all(allowed)


def test_thirty_calls_a_second_go_out_to_all_chats() -> None:
    allowed, limits = passed([(number / 40, number + 1, True) for number in range(40)])
    assert allowed.count(False) == 10 == limits.broken["overall"]
    assert limits.busiest == 30


def test_twenty_messages_and_changes_a_minute_go_to_a_group() -> None:
    allowed, limits = passed([(2.0 * number, GROUP, number % 2 == 0) for number in range(21)])
    assert allowed == [True] * 20 + [False]
    assert limits.broken == {"group": 1}


@settings(deadline=None, max_examples=50)
@given(moments=MOMENTS)
def test_what_passes_never_breaks_the_limit_of_a_chat(moments: list[float]) -> None:
    ordered = sorted(moments)
    allowed, _ = passed([(moment, READER, True) for moment in ordered])
    kept = [moment for moment, may in zip(ordered, allowed, strict=True) if may]
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(kept))


def test_it_says_in_how_many_seconds_the_call_would_pass() -> None:
    limits = Limits()
    waits = [limits.hear(number * 2.0, GROUP, fresh=False) for number in range(25)]
    assert waits == [0] * 20 + [20, 18, 16, 14, 12]
    assert limits.hear(60.0, GROUP, fresh=False) == 0


def test_each_message_of_an_album_counts_and_an_album_passes_whole_or_not_at_all() -> None:
    limits = Limits()
    waits = [limits.hear(number * 2.0, GROUP, fresh=True, count=8) for number in range(3)]
    assert waits == [0, 0, 56]
    assert limits.hear(6.0, GROUP, fresh=True, count=4) == 0
    assert (limits.writes, limits.busiest, limits.broken) == (20, 8, {"group": 1})


def test_more_than_a_limit_has_room_for_passes_once_it_is_empty() -> None:
    limits = Limits()
    assert limits.hear(0.0, GROUP, fresh=True, count=100) == 0
    assert limits.hear(59.0, GROUP, fresh=False) == 1
    assert limits.hear(60.0, GROUP, fresh=True, count=100) == 0


@pytest.mark.parametrize(
    ("method", "parameters", "count"),
    [
        ("sendMessage", {"text": "halo"}, 1),
        ("sendMediaGroup", {"media": [{}, {}, {}]}, 3),
        ("forwardMessages", {"message_ids": [1, 2]}, 2),
        ("copyMessages", {"message_ids": [1, 2, 3, 4]}, 4),
        ("deleteMessages", {"message_ids": [1, 2]}, 1),
    ],
)
def test_a_call_counts_as_the_messages_that_it_sends(
    method: str, parameters: dict[str, Any], count: int
) -> None:
    assert message_count(method, parameters) == count


def test_a_call_for_no_chat_in_particular_counts_among_all_alone() -> None:
    limits = Limits()
    assert [limits.hear(0.0, 0, fresh=True) for _ in range(31)] == [0] * 30 + [1]
    assert limits.broken == {"overall": 1}
