"""benchmarks.load: the figures that it makes of what it saw; no process and no clock here."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import load
from playground.world import Call, World

MOMENTS = st.lists(st.floats(0, 100, allow_nan=False), min_size=1, max_size=50)
GROUP, READER = -7, 7


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert load.percentile([float(number) for number in range(100, 0, -1)], share) == value


@settings(deadline=None, max_examples=50)
@given(values=MOMENTS, share=st.floats(0.01, 1.0))
def test_at_least_that_share_of_the_values_is_not_over_a_percentile(
    values: list[float], share: float
) -> None:
    bound = load.percentile(values, share)
    assert bound in values
    assert sum(value <= bound for value in values) >= share * len(values) - 1e-9


def test_of_no_times_there_is_an_empty_spread() -> None:
    assert load.spread([]) == load.Spread(0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("last_mib", "flat"), [(400.0, True), (419.0, True), (421.0, False), (390.0, True), (800.0, False)]
)
def test_memory_is_flat_when_the_last_quarter_is_hardly_over_the_first(last_mib: float, flat: bool) -> None:
    levels = [400.0] * 5 + [(400.0 + last_mib) / 2] * 10 + [last_mib] * 5
    found = load.memory([(60.0 * at, mib) for at, mib in enumerate(levels)])
    assert (found.first_quarter, found.last_quarter, found.flat) == (400.0, last_mib, flat)


def test_the_slope_of_memory_is_that_of_the_second_half() -> None:
    levels = [0.0] * 10 + [float(number) for number in range(10)]
    assert load.memory([(60.0 * at, mib) for at, mib in enumerate(levels)]).mib_an_hour == 60.0


def test_memory_is_told_for_each_minute() -> None:
    assert load.minutes_of([(5.0, 1.0), (30.0, 3.0), (64.0, 5.0), (65.0, 7.0)]) == [3.0, 7.0]


@pytest.mark.parametrize(("share", "bound"), [(0.5, 0.005), (0.99, 0.1), (1.0, math.inf)])
def test_the_bucket_of_a_share_bounds_it(share: float, bound: float) -> None:
    assert load.bucket_bound({0.005: 80.0, 0.1: 99.0, math.inf: 100.0}, share) == bound


def test_the_lag_is_read_from_the_page_of_figures() -> None:
    page = (
        "# TYPE ringkas_loop_lag_seconds histogram\n"
        'ringkas_loop_lag_seconds_bucket{le="0.005"} 4.0\n'
        'ringkas_loop_lag_seconds_bucket{le="+Inf"} 5.0\n'
        "ringkas_queue_depth 7.0\n"
    )
    figures = load.figures_of(page)
    assert figures["ringkas_queue_depth"] == 7.0
    assert load.lag_buckets(figures) == {0.005: 4.0, math.inf: 5.0}


def test_each_sentence_of_an_article_has_the_number() -> None:
    article = 'Pasar dibuka (5/2/2026). Harga 1.500 rupiah turun.\n"Kami senang," ujar Ani. "Ramai."'
    assert load.varied(article, 8) == (
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
    crowd = load.Crowd(world)
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
    crowd = load.Crowd(world)
    result = {"chat": {"id": chat_id}, "text": "Pasar dibuka"}
    world.calls.append(Call(method, {"chat_id": str(chat_id)}, 200, result, at_s=100.0))
    crowd.look()
    assert crowd.groups_rest_s(100.0 + load.GROUPS_REST_S - 55.0) == rest_s
    assert crowd.groups_rest_s(100.0 + load.GROUPS_REST_S) == 0.0


@pytest.mark.parametrize("is_brief", [True, False])
def test_an_answer_without_buttons_is_a_failure(is_brief: bool) -> None:
    world = World()
    crowd = load.Crowd(world)
    crowd.send_article()
    buttons: dict[str, Any] = {"reply_markup": {"inline_keyboard": []}} if is_brief else {}
    say(world, "Pasar dibuka", crowd.asked[0].at_s + 1, **buttons)
    crowd.look()
    assert crowd.asked[0].is_brief is is_brief


def test_what_was_not_measured_again_stays_written(tmp_path: Path) -> None:
    load.write(tmp_path, {"soak": {"largest": math.inf}})
    load.write(tmp_path, {"machine": {"cores": 2}})
    written = json.loads((tmp_path / "load.json").read_text(encoding="utf-8"))
    assert written == {"layouts": {}, "soak": {"largest": None}, "machine": {"cores": 2}}
