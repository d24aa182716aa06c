"""Telegram's limits hold over every period, whatever comes, and one chat's pause is nobody else's."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from bot.runtime.ledger import Ledger, Limit
from handlers.pace import A_CHAT, A_GROUP, CROWD, OVERALL, SECOND_S, Pace
from playground.virtual_time import run_virtually

Call = tuple[str, bool]
"""A chat, and whether a message is made (or one is changed)."""
Sent = tuple[float, str, bool]


async def _sent(calls: Sequence[Call], pace: Pace | None = None) -> list[Sent]:
    pace = pace or Pace()
    sent: list[Sent] = []

    async def one(chat: str, fresh: bool) -> None:
        await pace.turn(chat, fresh=fresh)
        sent.append((asyncio.get_running_loop().time(), chat, fresh))

    await asyncio.gather(*(one(*call) for call in calls))
    return sent


def _most(moments: Sequence[float], period_s: float) -> int:
    """The most moments in any period."""
    return max(
        (sum(start <= moment < start + period_s for moment in moments) for start in moments), default=0
    )


def _assert_kept(sent: Sequence[Sent]) -> None:
    by_chat: dict[str, list[Sent]] = defaultdict(list)
    for entry in sent:
        by_chat[entry[1]].append(entry)
    assert _most([moment for moment, _, _ in sent], 1.0) <= OVERALL
    for chat, entries in by_chat.items():
        assert _most([moment for moment, _, fresh in entries if fresh], 1.0) <= A_CHAT
        if chat.startswith("-"):
            assert _most([moment for moment, _, _ in entries], 60.0) <= A_GROUP


def test_a_burst_of_a_thousand_updates_keeps_every_limit() -> None:
    chats = [*(str(number) for number in range(1, 80)), *(str(-number) for number in range(1, 21))]
    calls = [(chats[turn % len(chats)], turn % 2 == 0) for turn in range(1000)]
    sent = run_virtually(_sent(calls))
    assert len(sent) == 1000
    _assert_kept(sent)


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "-3"]), st.booleans()), max_size=80))
@settings(deadline=None, max_examples=30)
def test_whatever_comes_every_limit_is_kept_and_every_call_goes_out(calls: list[Call]) -> None:
    sent = run_virtually(_sent(calls))
    assert sorted(entry[1:] for entry in sent) == sorted(calls)
    _assert_kept(sent)


def test_calls_to_one_chat_go_out_in_the_order_in_which_they_came() -> None:
    calls = [("7", turn % 3 == 0) for turn in range(30)]
    assert [(chat, fresh) for _, chat, fresh in run_virtually(_sent(calls))] == calls


def test_a_brief_takes_its_status_message_s_place_at_once_in_private() -> None:
    (first, *_), (second, *_) = run_virtually(_sent([("7", True), ("7", False)]))
    assert second == first


def test_a_pause_for_one_chat_holds_up_that_chat_alone() -> None:
    async def story() -> dict[str, float]:
        pace = Pace()
        await pace.hold("7", 30.0)
        return {chat: moment for moment, chat, _ in await _sent([("7", True), ("8", True)], pace)}

    moments = run_virtually(story())
    assert moments["8"] == pytest.approx(0.0)
    assert moments["7"] == pytest.approx(30.0, abs=0.01)


def test_pauses_for_several_chats_at_once_mean_the_bot() -> None:
    async def story() -> list[Sent]:
        pace = Pace()
        for number in range(CROWD):
            await pace.hold(str(number), 30.0 + number)
        return await _sent([("99", True)], pace)

    ((moment, *_),) = run_virtually(story())
    assert moment == pytest.approx(30.0, abs=0.01)


def test_two_processes_share_the_overall_limit() -> None:
    async def story() -> list[Sent]:
        pace = Pace()
        pace.share(2)
        return await _sent([(str(chat), True) for chat in range(1, 100)], pace)

    assert _most([moment for moment, _, _ in run_virtually(story())], 1.0) <= OVERALL / 2


class Shared(Ledger):
    """A ledger of several processes, by the loop's clock and without threads."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, clock=asyncio.get_running_loop().time)
        self.is_shared = True

    async def take(self, chat_id: int, limits: Sequence[Limit]) -> float:
        return self._take(chat_id, limits)

    async def hold(self, chat_id: int, pause_s: float) -> None:
        self._hold(chat_id, pause_s)


def test_two_processes_keep_every_limit_together(engine: Engine) -> None:
    async def story() -> list[Sent]:
        paces = [Pace(Shared(engine)) for _ in range(2)]
        calls = [(("7", "-3")[turn % 2], turn % 3 > 0) for turn in range(60)]
        sent = await asyncio.gather(*(_sent(calls[number::2], pace) for number, pace in enumerate(paces)))
        return [entry for one in sent for entry in one]

    sent = run_virtually(story())
    assert len(sent) == 60
    _assert_kept(sent)


def test_of_two_processes_one_may_send_a_group_all_that_is_allowed(engine: Engine) -> None:
    async def story() -> list[Sent]:
        paces = [Pace(Shared(engine)) for _ in range(2)]
        for pace in paces:
            pace.share(2)
        return await _sent([("-3", False)] * A_GROUP, paces[0])

    assert max(moment for moment, _, _ in run_virtually(story())) < SECOND_S * A_GROUP


def test_a_new_life_begins_no_new_minute_of_a_group(engine: Engine) -> None:
    async def story() -> list[Sent]:
        before = await _sent([("-3", False)] * A_GROUP, Pace(Shared(engine)))
        return before + await _sent([("-3", False)] * A_GROUP, Pace(Shared(engine)))

    _assert_kept(run_virtually(story()))


def test_a_pause_that_one_process_was_told_holds_for_the_other(engine: Engine) -> None:
    async def story() -> list[Sent]:
        told, other = Pace(Shared(engine)), Pace(Shared(engine))
        await told.hold("7", 30.0)
        return await _sent([("7", True)], other)

    ((moment, *_),) = run_virtually(story())
    assert moment == pytest.approx(30.0, abs=0.01)


def test_what_is_known_of_chats_does_not_grow_for_ever() -> None:
    async def story() -> int:
        pace = Pace()
        for day in range(3):
            await _sent([(str(chat), True) for chat in range(day * 100, day * 100 + 100)], pace)
            await asyncio.sleep(1_000)
        await _sent([("0", True)], pace)
        return len(pace._chats)

    assert run_virtually(story()) == 1
