"""What every test may count on is itself tested."""

from __future__ import annotations

import asyncio
import os
import socket

import pytest

from bot.settings import load_settings
from tests.conftest import NetworkUsed


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("news.example", 443)])
def test_a_test_that_reaches_for_the_network_is_an_error(address: tuple[str, int]) -> None:
    with pytest.raises(NetworkUsed):
        socket.create_connection(address, timeout=1)


async def test_a_look_up_in_the_event_loop_is_an_error_too() -> None:
    with pytest.raises(NetworkUsed):
        await asyncio.get_running_loop().getaddrinfo("news.example", 443)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_an_operators_settings_do_not_reach_the_tests() -> None:
    assert "BOT_TOKEN" not in os.environ
    assert load_settings().bot_token is None
