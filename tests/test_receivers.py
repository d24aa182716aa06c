"""Several receivers and workers over one PostgreSQL, each a process, behind an operator's proxy."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application as WebApplication
from tornado.web import RequestHandler

from bot.runtime.database import open_engine
from playground.bot_api import LOOPBACK
from playground.bot_process import START_TIMEOUT_S, BotProcess
from playground.ports import free_port
from playground.postgres import postgres
from playground.webhook import SECRET_HEADER
from tests.conftest import needs_postgres
from tests.test_lasting import DONE_TIMEOUT_S, Town, stopped, town

pytestmark = needs_postgres

SECRET = "a-secret-of-no-worth"
PATH = "/telegram"
NO_ANSWER = 502
FORGED = json.dumps({"update_id": 1, "callback_query": {"id": "1"}}).encode()
MOST_ROUNDS = 20
"""So many fall to one of two only when there is no other."""


class Proxy:
    """What stands before the receivers: a request goes to the next of them, and on to another one until it is
    answered with 200."""

    def __init__(self) -> None:
        self.receivers: list[int] = []
        """The ports at which they listen."""
        self.repeats = False
        """Whether each request goes to all of them at once, as of a proxy that is too impatient."""
        self.taken: Counter[int] = Counter()
        """How many each has answered with 200."""
        self.in_hand: Counter[int] = Counter()
        """How many each is yet to answer."""
        self._turns = itertools.count()
        self._client = AsyncHTTPClient(force_instance=True, max_clients=100)
        (listening,) = bind_sockets(0, LOOPBACK)
        self.url = f"http://{LOOPBACK}:{listening.getsockname()[1]}{PATH}"
        proxy = self

        class Passing(RequestHandler):
            async def post(self) -> None:
                self.set_status(await proxy.passed_on(self.request.body, self.request.headers[SECRET_HEADER]))

        self._server = HTTPServer(WebApplication([(PATH, Passing)], log_function=lambda handler: None))
        self._server.add_socket(listening)

    async def passed_on(self, body: bytes, secret: str) -> int:
        turn = next(self._turns)
        in_turn = [self.receivers[(turn + at) % len(self.receivers)] for at in range(len(self.receivers))]
        if self.repeats:
            return min(await asyncio.gather(*(self.ask(port, body, secret) for port in in_turn)))
        for port in in_turn:
            if await self.ask(port, body, secret) == 200:
                return 200
        return NO_ANSWER

    async def ask(self, port: int, body: bytes, secret: str) -> int:
        """The status with which a receiver answers."""
        headers = {"Content-Type": "application/json", SECRET_HEADER: secret}
        self.in_hand[port] += 1
        try:
            await self._client.fetch(
                HTTPRequest(
                    f"http://{LOOPBACK}:{port}{PATH}", "POST", headers, body, request_timeout=DONE_TIMEOUT_S
                )
            )
        except HTTPClientError as error:
            return error.code
        except (OSError, StreamClosedError):
            return NO_ANSWER
        finally:
            self.in_hand[port] -= 1
        self.taken[port] += 1
        return 200

    async def close(self) -> None:
        self._server.stop()
        await self._server.close_all_connections()
        self._client.close()


class Fleet:
    """A town with a group, whose bot is two receivers and two workers, to be started by who wants them."""

    def __init__(self, place: Town, proxy: Proxy, database_url: str) -> None:
        self.town, self.proxy = place, proxy
        people = [chat.person for chat in place.chats if chat.person]
        place.chats.append(place.world.group("Redaksi", people))
        self._engine = open_engine(database_url)
        proxy.receivers = [free_port(), free_port()]
        self.receivers = tuple(self._receiver(port) for port in proxy.receivers)
        self.workers = (place.bot("worker"), place.bot("worker"))

    def _receiver(self, port: int) -> BotProcess:
        return self.town.bot(
            "receiver",
            WEBHOOK_URL=self.proxy.url,
            WEBHOOK_LISTEN=f"{LOOPBACK}:{port}",
            WEBHOOK_SECRET=SECRET,
        )

    @property
    def bots(self) -> tuple[BotProcess, ...]:
        return (*self.receivers, *self.workers)

    def workers_seen(self) -> set[str]:
        """Which workers have taken up articles."""
        query = text("SELECT DISTINCT executor_id FROM dbos.workflow_status WHERE queue_name = 'articles'")
        with self._engine.connect() as connection:
            return {worker for worker in connection.execute(query).scalars() if worker}

    async def send(self, count: int) -> None:
        """Send so many articles, and wait until all that were sent are answered."""
        self.town.send(count)
        await self.town.all_answered()

    async def receiver_has_some(self, port: int) -> None:
        async with asyncio.timeout(DONE_TIMEOUT_S):
            while not self.proxy.in_hand[port]:
                await asyncio.sleep(0.01)

    async def is_listening(self, port: int) -> None:
        """Wait until a receiver that is ready has told Telegram where it is, and listens there."""
        async with asyncio.timeout(START_TIMEOUT_S):
            while await self.proxy.ask(port, FORGED, "") == NO_ANSWER:
                await asyncio.sleep(0.05)

    async def assert_nobody_is_believed_without_the_secret(self) -> None:
        asked = [(port, secret) for port in self.proxy.receivers for secret in ("", "guessed")]
        assert [await self.proxy.ask(port, FORGED, secret) for port, secret in asked] == [403] * len(asked)

    def assert_all_went_well(self) -> None:
        """Each message was answered once, in the order of its chat, and nobody complained."""
        self.town.assert_each_answered_once()
        for chat in self.town.chats:
            said = self.town.world.messages(chat)
            answered = [message.payload["reply_to_message"]["message_id"] for message in said]
            assert answered == sorted(answered)
        assert self.town.world.violations == []
        said_in_logs = "".join(bot.said() for bot in self.bots)
        assert "Traceback" not in said_in_logs
        assert " ERROR " not in said_in_logs
        assert SECRET not in said_in_logs

    def close(self) -> None:
        self._engine.dispose()


@asynccontextmanager
async def fleet(folder: Path) -> AsyncIterator[Fleet]:
    proxy = Proxy()
    with postgres() as url:
        async with town(url, folder) as place, AsyncExitStack() as stack:
            stack.push_async_callback(proxy.close)
            running = Fleet(place, proxy, url)
            stack.callback(running.close)
            for bot in running.bots:
                await stack.enter_async_context(bot)
            yield running


async def test_receivers_divide_the_updates_and_workers_the_articles_each_once_and_in_order(
    tmp_path: Path,
) -> None:
    async with fleet(tmp_path) as running:
        await asyncio.gather(*(bot.start() for bot in running.bots))
        for _ in range(MOST_ROUNDS):
            await running.send(8)
            if len(running.workers_seen()) > 1:
                break
        assert len(running.workers_seen()) == 2
        assert all(running.proxy.taken[port] for port in running.proxy.receivers)
        taken, running.proxy.repeats = running.proxy.taken.copy(), True
        await running.send(10)
        assert [running.proxy.taken[port] - taken[port] for port in running.proxy.receivers] == [10, 10]
        running.assert_all_went_well()


async def test_what_a_killed_receiver_has_not_answered_goes_to_the_other_one(tmp_path: Path) -> None:
    async with fleet(tmp_path) as running:
        await asyncio.gather(*(bot.start() for bot in running.bots))
        first, port = running.receivers[0], running.proxy.receivers[0]
        await running.send(2)
        os.kill(first.pid, signal.SIGSTOP)
        running.town.send(4)
        await running.receiver_has_some(port)
        await first.kill()
        await running.town.all_answered()
        taken = running.proxy.taken[port]
        await first.start()
        await running.send(4)
        assert running.proxy.taken[port] > taken
        running.assert_all_went_well()


async def test_a_receiver_that_comes_or_goes_leaves_the_webhook_to_the_other_one(tmp_path: Path) -> None:
    async with fleet(tmp_path) as running:
        first, second = running.receivers
        world, faults = running.town.world, running.town.server.faults
        await asyncio.gather(first.start(), running.workers[0].start())
        await running.send(2)
        faults.too_many_requests("setWebhook", 1)
        running.town.send(2)
        await second.start()
        await running.is_listening(running.proxy.receivers[1])
        assert [call.status for call in world.calls_of("setWebhook")] == [200, 429, 200]
        await running.assert_nobody_is_believed_without_the_secret()
        running.town.send(4)
        await stopped(first)
        await running.town.all_answered()
        await running.send(2)
        hook = world.webhook
        assert (hook.url, hook.secret_token) == (running.proxy.url, SECRET)
        assert world.calls_of("deleteWebhook") == []
        running.assert_all_went_well()
