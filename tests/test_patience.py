"""A call that did not get through is made again; a refusal is final."""

from __future__ import annotations

from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from handlers.patience import PAUSES_S, PatientLimiter


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.patience.PAUSES_S", (0.0,) * len(PAUSES_S))


class Telegram:
    """Fails with each error in turn, then answers."""

    def __init__(self, *errors: TelegramError) -> None:
        self._errors = list(errors)
        self.calls = 0

    async def __call__(self, *args: Any, **kwargs: Any) -> bool:
        self.calls += 1
        if self._errors:
            raise self._errors.pop(0)
        return True


async def call(telegram: Telegram) -> Any:
    return await PatientLimiter().process_request(telegram, (), {}, "sendMessage", {"chat_id": 7}, None)


@pytest.mark.parametrize("error", [NetworkError("502"), TimedOut()])
async def test_a_hiccup_is_waited_out(error: NetworkError) -> None:
    telegram = Telegram(error, error, error)
    assert await call(telegram) is True
    assert telegram.calls == 4


@pytest.mark.parametrize("error", [BadRequest("message is not modified"), Forbidden("bot was blocked")])
async def test_a_refusal_is_final(error: TelegramError) -> None:
    telegram = Telegram(error)
    with pytest.raises(type(error)):
        await call(telegram)
    assert telegram.calls == 1


async def test_what_never_gets_through_is_given_up() -> None:
    telegram = Telegram(*[NetworkError("502")] * 9)
    with pytest.raises(NetworkError):
        await call(telegram)
    assert telegram.calls == len(PAUSES_S) + 1
