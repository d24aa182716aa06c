"""A call that did not get through is made again; a refusal is final; Telegram's pauses are kept per chat."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Coroutine
from typing import Any, get_args

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers.patience import (
    LONGEST_PAUSE_S,
    PAUSES_S,
    RETRIES_AFTER_429,
    Effort,
    PatientLimiter,
    effort,
    once,
)
from playground.virtual_time import run_virtually

EFFORTS = get_args(Effort)


class Telegram:
    """Fails with each error in turn, then answers."""

    def __init__(self, *errors: TelegramError) -> None:
        self._errors = list(errors)
        self.calls_at: list[float] = []

    async def __call__(self, *args: Any, **kwargs: Any) -> bool:
        self.calls_at.append(asyncio.get_running_loop().time())
        if self._errors:
            raise self._errors.pop(0)
        return True


def asked_to_wait(seconds: int) -> RetryAfter:
    with warnings.catch_warnings(action="ignore"):
        return RetryAfter(seconds)


async def call(telegram: Telegram, limiter: PatientLimiter | None = None, chat_id: int = 7) -> Any:
    limiter = limiter or PatientLimiter()
    return await limiter.process_request(telegram, (), {}, "sendMessage", {"chat_id": chat_id}, None)


@pytest.mark.parametrize("error", [NetworkError("502"), TimedOut()])
def test_a_hiccup_is_waited_out(error: NetworkError) -> None:
    telegram = Telegram(error, error, error)
    assert run_virtually(call(telegram)) is True
    assert len(telegram.calls_at) == 4


@pytest.mark.parametrize("error", [BadRequest("message is not modified"), Forbidden("bot was blocked")])
@pytest.mark.parametrize("how", EFFORTS)
def test_a_refusal_is_final(error: TelegramError, how: Effort) -> None:
    telegram = Telegram(error)
    with pytest.raises(type(error)), effort(how):
        run_virtually(call(telegram))
    assert len(telegram.calls_at) == 1


def test_what_never_gets_through_is_given_up() -> None:
    telegram = Telegram(*[NetworkError("502")] * 9)
    with pytest.raises(NetworkError):
        run_virtually(call(telegram))
    assert len(telegram.calls_at) == len(PAUSES_S) + 1


def test_a_courtesy_is_tried_once() -> None:
    telegram = Telegram(NetworkError("502"))
    with pytest.raises(NetworkError), once():
        run_virtually(call(telegram))
    assert len(telegram.calls_at) == 1


def test_what_must_be_delivered_outlasts_an_hour_without_telegram() -> None:
    telegram = Telegram(*[NetworkError("502")] * 120)
    with effort("delivered"):
        assert run_virtually(call(telegram)) is True
    assert telegram.calls_at[-1] > 1_800


def test_while_telegram_is_away_a_hundred_waiting_calls_are_no_storm() -> None:
    """One of them asks whether it is back; all are made when it is."""

    class Away(Telegram):
        async def __call__(self, *args: Any, **kwargs: Any) -> bool:
            await super().__call__()
            if asyncio.get_running_loop().time() < 600:
                raise NetworkError("httpx.ConnectError")
            self.delivered = getattr(self, "delivered", 0) + 1
            return True

    async def story() -> tuple[float, int, int]:
        telegram, limiter = Away(), PatientLimiter()
        with effort("delivered"):
            await asyncio.gather(*(call(telegram, limiter, chat) for chat in range(1, 101)))
        asked = [moment for moment in telegram.calls_at if 60 < moment < 600]
        return asyncio.get_running_loop().time(), len(asked), telegram.delivered

    over_at, asked, delivered = run_virtually(story())
    assert delivered == 100
    assert asked <= 540 / (LONGEST_PAUSE_S / 2) + 1
    assert over_at < 600 + LONGEST_PAUSE_S + 15


def test_telegram_s_pause_is_kept_for_its_chat_and_the_others_go_on() -> None:
    async def story() -> dict[int, float]:
        limiter, done_at = PatientLimiter(), {}

        async def one(chat_id: int, telegram: Telegram) -> None:
            await call(telegram, limiter, chat_id)
            done_at[chat_id] = asyncio.get_running_loop().time()

        await asyncio.gather(one(7, Telegram(asked_to_wait(30))), one(8, Telegram()), one(9, Telegram()))
        return done_at

    done_at = run_virtually(story())
    assert done_at[7] >= 30
    assert done_at[8] == done_at[9] == 0


def test_who_is_always_asked_to_wait_is_given_up() -> None:
    telegram = Telegram(*(asked_to_wait(1) for _ in range(RETRIES_AFTER_429 + 1)))
    with pytest.raises(RetryAfter):
        run_virtually(call(telegram))


def test_what_must_be_delivered_waits_as_often_as_it_is_asked_to() -> None:
    telegram = Telegram(*(asked_to_wait(1) for _ in range(RETRIES_AFTER_429 + 1)))
    with effort("delivered"):
        assert run_virtually(call(telegram)) is True


def test_looking_something_up_waits_for_no_turn() -> None:
    async def story() -> float:
        limiter, telegram = PatientLimiter(), Telegram()
        looks: list[Coroutine[Any, Any, Any]] = [
            limiter.process_request(telegram, (), {}, "getChatMember", {"chat_id": 7}, None)
            for _ in range(90)
        ]
        await asyncio.gather(*looks)
        return asyncio.get_running_loop().time()

    assert run_virtually(story()) == 0


def test_what_is_sent_to_a_group_that_became_a_supergroup_goes_there_and_answers_no_message() -> None:
    """Messages stay behind: a number means another message there."""

    async def story() -> list[dict[str, Any]]:
        limiter, telegram = PatientLimiter(), Telegram(ChatMigrated(-1009))
        sent = []
        for text in ("first", "second"):
            data = {"chat_id": -9, "text": text, "reply_parameters": 1}
            assert await limiter.process_request(telegram, (), {}, "sendMessage", data, None) is True
            sent.append(data)
        assert len(telegram.calls_at) == 3
        return sent

    assert run_virtually(story()) == [
        {"chat_id": -1009, "text": "first"},
        {"chat_id": -1009, "text": "second"},
    ]


@pytest.mark.parametrize("endpoint", ["editMessageText", "deleteMessage"])
def test_what_was_to_be_changed_in_a_group_that_became_a_supergroup_is_left_as_it_is(endpoint: str) -> None:
    limiter, telegram = PatientLimiter(), Telegram(ChatMigrated(-1009))
    with pytest.raises(ChatMigrated):
        run_virtually(limiter.process_request(telegram, (), {}, endpoint, {"chat_id": -9}, None))
    assert len(telegram.calls_at) == 1
