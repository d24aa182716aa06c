"""The Bot API server on loopback: HTTP, long polling, faults, the webhook, and a real bot against it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import (
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputMediaPhoto,
    InputMediaVideo,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageEntity,
    Update,
)
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from playground.bot_api import BotApiServer
from playground.limits import Limits
from playground.ports import free_port
from playground.threaded import ThreadedBotApiServer
from playground.world import Chat, World


class Bot:
    """A bot made of bare HTTP requests."""

    def __init__(self, server: BotApiServer, client: httpx.AsyncClient) -> None:
        self.server = server
        self.client = client

    async def call(self, method: str, **parameters: Any) -> Any:
        response = await self.client.post(self.address(method), json=parameters)
        return response.json()

    async def result(self, method: str, **parameters: Any) -> Any:
        answer = await self.call(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **parameters: Any) -> tuple[int, str]:
        answer = await self.call(method, **parameters)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]

    def address(self, method: str) -> str:
        return f"{self.server.url}/bot{self.server.token}/{method}"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def chat(world: World) -> Chat:
    return world.private_chat(world.user("Sari", language_code="id"))


@pytest.fixture
async def server(world: World) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(world) as running:
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    async with httpx.AsyncClient(timeout=10) as client:
        yield Bot(server, client)


# HTTP


async def test_the_server_listens_on_loopback_alone(server: BotApiServer) -> None:
    assert {listening.getsockname()[0] for listening in server._http._sockets.values()} == {"127.0.0.1"}


async def test_an_unknown_token_is_unauthorized(bot: Bot) -> None:
    response = await bot.client.get(f"{bot.server.url}/bot1:wrong/getMe")
    assert response.status_code == 401
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    assert await bot.refused("sendTelegram") == (404, "Not Found")
    assert [str(violation) for violation in bot.server.world.violations] == ["sendTelegram: no such method"]


async def test_a_method_is_found_in_any_case(bot: Bot) -> None:
    assert (await bot.result("GETME"))["username"] == bot.server.world.bot.username


async def test_a_method_that_is_not_played_says_so_and_is_a_violation(bot: Bot, chat: Chat) -> None:
    code, words = await bot.refused("sendDice", chat_id=chat.id)
    assert (code, "sendDice" in words) == (501, True)
    assert [violation.method for violation in bot.server.world.violations] == ["sendDice"]


@pytest.mark.parametrize("body", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_every_form_that_telegram_takes(bot: Bot, chat: Chat, body: str) -> None:
    address, fields = bot.address("sendMessage"), {"chat_id": str(chat.id), "text": "Halo"}
    sent = {
        "query": lambda: bot.client.get(address, params=fields),
        "form": lambda: bot.client.post(address, data=fields),
        "json": lambda: bot.client.post(address, json=fields),
        "multipart": lambda: bot.client.post(address, files={k: (None, v) for k, v in fields.items()}),
    }
    answer = (await sent[body]()).json()
    assert answer["result"]["text"] == "Halo"


@pytest.mark.parametrize(
    ("media_type", "body", "words"),
    [
        ("application/json", b"{", "can't parse JSON object"),
        ("application/json", b"[]", "object expected as request"),
        ("application/x-www-form-urlencoded", b"text=%ff", "strings must be encoded in UTF-8"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    bot: Bot, media_type: str, body: bytes, words: str
) -> None:
    headers = {"Content-Type": media_type}
    response = await bot.client.post(bot.address("getMe"), content=body, headers=headers)
    assert (response.status_code, response.json()["description"]) == (400, f"Bad Request: {words}")


async def test_a_file_is_downloaded_at_its_path(bot: Bot, world: World, chat: Chat) -> None:
    sent = world.send_document(chat, b"isi berkas", "berita.txt", "text/plain")
    path = (await bot.result("getFile", file_id=sent.payload["document"]["file_id"]))["file_path"]
    response = await bot.client.get(f"{bot.server.url}/file/bot{bot.server.token}/{path}")
    assert response.content == b"isi berkas"


async def test_a_file_is_not_given_to_an_unknown_token(bot: Bot, world: World, chat: Chat) -> None:
    world.send_document(chat, b"isi", "berita.txt", "text/plain")
    path = next(iter(world.files.values())).path
    assert (await bot.client.get(f"{bot.server.url}/file/bot1:wrong/{path}")).status_code == 401


async def test_a_file_that_is_not_there_is_not_found(bot: Bot) -> None:
    response = await bot.client.get(f"{bot.server.url}/file/bot{bot.server.token}/documents/none.txt")
    assert response.status_code == 404


# The rules of the Bot API


async def test_an_unknown_parameter_is_a_violation(bot: Bot, chat: Chat) -> None:
    assert (await bot.refused("sendMessage", chat_id=chat.id, text="Halo", quiet=True))[0] == 400
    assert [str(v) for v in bot.server.world.violations] == ["sendMessage: unknown parameter 'quiet'"]


async def test_a_patient_server_lets_an_unknown_parameter_pass_but_notes_it(world: World, chat: Chat) -> None:
    async with BotApiServer(world, strict=False) as server, httpx.AsyncClient() as client:
        bot = Bot(server, client)
        await bot.result("sendMessage", chat_id=chat.id, text="Halo", quiet=True)
    assert len(world.violations) == 1


WRONG_PARAMETERS: dict[str, tuple[str, dict[str, Any], str]] = {
    "no chat": ("sendMessage", {"text": "Halo"}, "chat_id is empty"),
    "no text": ("sendMessage", {"chat_id": 1}, "message text is empty"),
    "no message": ("deleteMessage", {"chat_id": 1}, "message identifier is not specified"),
    "a truth for a number": (
        "getUpdates",
        {"limit": True},
        "can't parse parameter limit: True is no Integer",
    ),
    "a keyboard that is text": (
        "sendMessage",
        {"chat_id": 1, "text": "Halo", "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
}


@pytest.mark.parametrize(
    ("method", "parameters", "words"), WRONG_PARAMETERS.values(), ids=WRONG_PARAMETERS.keys()
)
async def test_wrong_parameters_are_refused_and_noted(
    bot: Bot, method: str, parameters: dict[str, Any], words: str
) -> None:
    assert await bot.refused(method, **parameters) == (400, f"Bad Request: {words}")
    assert bot.server.world.violations


async def test_markup_that_telegram_mends_silently_is_a_violation(bot: Bot, chat: Chat) -> None:
    await bot.result("sendMessage", chat_id=chat.id, text="<code><b>x</b></code>", parse_mode="HTML")
    assert [v.words for v in bot.server.world.violations] == ["text: bold does not go together with code"]


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["chat_id", "text", "parse_mode", "reply_markup", "reply_parameters", "entities"]),
        st.one_of(st.text(max_size=20), st.integers(), st.none(), st.lists(st.integers(), max_size=3)),
    )
)
def test_no_parameters_can_break_the_server(parameters: dict[str, Any]) -> None:
    async def scenario() -> int:
        async with BotApiServer(World()) as server, httpx.AsyncClient() as client:
            body = json.dumps(parameters)
            headers = {"Content-Type": "application/json"}
            address = f"{server.url}/bot{server.token}/sendMessage"
            return (await client.post(address, content=body, headers=headers)).status_code

    assert asyncio.run(scenario()) in (400, 403)


# Long polling


async def test_an_update_is_given_again_until_it_is_confirmed(bot: Bot, world: World, chat: Chat) -> None:
    world.send_text(chat, "Halo")
    first = await bot.result("getUpdates")
    assert await bot.result("getUpdates") == first
    assert await bot.result("getUpdates", offset=first[0]["update_id"] + 1) == []


async def test_a_limit_is_kept_and_the_oldest_come_first(bot: Bot, world: World, chat: Chat) -> None:
    for text in ("satu", "dua", "tiga"):
        world.send_text(chat, text)
    updates = await bot.result("getUpdates", limit=2)
    assert [update["message"]["text"] for update in updates] == ["satu", "dua"]


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, world: World, chat: Chat) -> None:
    for text in ("satu", "dua", "tiga"):
        world.send_text(chat, text)
    updates = await bot.result("getUpdates", offset=-1)
    assert [update["message"]["text"] for update in updates] == ["tiga"]


async def test_a_waiting_poll_wakes_when_something_happens(bot: Bot, world: World, chat: Chat) -> None:
    poll = asyncio.create_task(bot.result("getUpdates", timeout=30))
    await bot.server.wait_for(lambda: bot.server.is_polled)
    world.send_text(chat, "Halo")
    assert [update["message"]["text"] for update in await poll] == ["Halo"]


async def test_of_two_polls_the_older_ends_in_a_conflict(bot: Bot) -> None:
    older = asyncio.create_task(bot.refused("getUpdates", timeout=30))
    await bot.server.wait_for(lambda: bot.server.is_polled)
    assert await bot.result("getUpdates", timeout=0) == []
    code, words = await older
    assert (code, words.startswith("Conflict: terminated by other getUpdates request")) == (409, True)


async def test_only_the_updates_that_were_asked_for_are_kept(bot: Bot, world: World, chat: Chat) -> None:
    await bot.result("getUpdates", allowed_updates=["callback_query"])
    world.send_text(chat, "Halo")
    assert await bot.result("getUpdates") == []


async def test_an_update_can_come_twice(bot: Bot, world: World, chat: Chat) -> None:
    world.deliver_twice()
    world.send_text(chat, "Halo")
    first = await bot.result("getUpdates")
    after = first[0]["update_id"] + 1
    assert await bot.result("getUpdates", offset=after) == first
    assert await bot.result("getUpdates", offset=after) == []


async def test_a_poll_waits_for_what_is_on_its_way(bot: Bot, world: World, chat: Chat) -> None:
    world.paste(chat, "kata " * 1500, pause_s=0.05)
    (first,) = await bot.result("getUpdates")
    (second,) = await bot.result("getUpdates", offset=first["update_id"] + 1, timeout=30)
    assert second["message"]["message_id"] == first["message"]["message_id"] + 1


async def test_a_poll_does_not_keep_the_server_from_closing(world: World) -> None:
    async with httpx.AsyncClient() as client:
        async with BotApiServer(world) as server:
            poll = asyncio.create_task(Bot(server, client).call("getUpdates", timeout=50))
            await server.wait_for(lambda: server.is_polled)
        async with asyncio.timeout(5):
            await asyncio.gather(poll, return_exceptions=True)
    assert poll.done()


# Faults


async def test_a_fault_strikes_as_often_as_asked_and_only_its_method(bot: Bot, chat: Chat) -> None:
    bot.server.faults.fail("sendMessage", 500, times=2)
    await bot.result("getMe")
    answers = [await bot.call("sendMessage", chat_id=chat.id, text="Halo") for _ in range(3)]
    assert [answer.get("error_code") for answer in answers] == [500, 500, None]


async def test_a_bad_gateway_answers_with_a_page(bot: Bot) -> None:
    bot.server.faults.fail("getMe", 502)
    response = await bot.client.get(bot.address("getMe"))
    assert (response.status_code, response.headers["Content-Type"]) == (502, "text/html")


async def test_too_many_requests_says_how_long_to_wait(bot: Bot, chat: Chat) -> None:
    bot.server.faults.too_many_requests("sendMessage", 7)
    answer = await bot.call("sendMessage", chat_id=chat.id, text="Halo")
    assert answer["description"] == "Too Many Requests: retry after 7"
    assert answer["parameters"] == {"retry_after": 7}


async def test_limits_that_are_switched_on_are_kept(bot: Bot, chat: Chat) -> None:
    bot.server.limits = Limits()
    sent = await bot.result("sendMessage", chat_id=chat.id, text="satu")
    answer = await bot.call("sendMessage", chat_id=chat.id, text="dua")
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})
    await bot.result("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="dua")


async def test_a_chat_that_is_named_has_the_limits_of_the_chat(bot: Bot, world: World) -> None:
    channel = world.channel("Kabar", "kabar", with_bot=True)
    bot.server.limits = Limits()
    await bot.result("sendMessage", chat_id="@kabar", text="satu")
    assert (await bot.refused("sendMessage", chat_id="@Kabar", text="dua"))[0] == 429
    assert (await bot.refused("sendMessage", chat_id=channel.id, text="tiga"))[0] == 429


async def test_changes_count_among_the_twenty_of_a_group(bot: Bot, world: World) -> None:
    group = world.group("Redaksi", [world.user("Sari")])
    bot.server.limits = Limits()
    target = {"chat_id": group.id}
    sent = await bot.result("sendMessage", **target, text="0")
    target |= {"message_id": sent["message_id"]}
    for number in range(1, 20):
        await bot.result("editMessageText", **target, text=str(number))
    code, words = await bot.refused("editMessageText", **target, text="20")
    assert (code, words) == (429, "Too Many Requests: retry after 60")


async def test_what_is_passed_on_at_once_counts_message_by_message(bot: Bot, world: World) -> None:
    group = world.group("Redaksi", [world.user("Sari")])
    numbers = [world.send_text(group, str(number)).message_id for number in range(21)]
    bot.server.limits = Limits()
    place = {"chat_id": group.id, "from_chat_id": group.id}
    await bot.result("forwardMessages", **place, message_ids=numbers[:20])
    assert (await bot.refused("copyMessages", **place, message_ids=numbers[20:]))[0] == 429


async def test_a_dropped_connection_has_no_answer_and_no_effect(bot: Bot, world: World, chat: Chat) -> None:
    bot.server.faults.drop("sendMessage")
    with pytest.raises(httpx.RemoteProtocolError):
        await bot.call("sendMessage", chat_id=chat.id, text="Halo")
    assert world.messages(chat) == []


async def test_an_answer_can_be_lost_after_the_message_was_sent(bot: Bot, world: World, chat: Chat) -> None:
    bot.server.faults.drop("sendMessage", strikes="after")
    with pytest.raises(httpx.RemoteProtocolError):
        await bot.call("sendMessage", chat_id=chat.id, text="Halo")
    assert [message.text for message in world.messages(chat)] == ["Halo"]


async def test_a_slow_call_is_done_all_the_same(bot: Bot) -> None:
    bot.server.faults.slow("getMe", 0.01)
    assert (await bot.result("getMe"))["is_bot"]


async def test_an_answer_can_be_slow_after_the_call_took_effect(bot: Bot, world: World, chat: Chat) -> None:
    bot.server.faults.slow("sendMessage", 30, strikes="after")
    call = asyncio.create_task(bot.call("sendMessage", chat_id=chat.id, text="Halo"))
    await bot.server.wait_for(lambda: world.messages(chat))
    assert not call.done()
    call.cancel()


async def test_a_download_can_fail(bot: Bot, world: World, chat: Chat) -> None:
    world.send_document(chat, b"isi", "berita.txt", "text/plain")
    path = next(iter(world.files.values())).path
    bot.server.faults.fail("file", 500)
    address = f"{bot.server.url}/file/bot{bot.server.token}/{path}"
    assert [(await bot.client.get(address)).status_code for _ in range(2)] == [500, 200]


# Watching


async def test_waiting_ends_with_the_value_of_the_predicate(bot: Bot, world: World, chat: Chat) -> None:
    waiting = asyncio.create_task(bot.server.wait_for(lambda: world.messages(chat)))
    await bot.result("sendMessage", chat_id=chat.id, text="Halo")
    assert [message.text for message in await waiting] == ["Halo"]


async def test_waiting_in_vain_tells_what_the_bot_did(bot: Bot, chat: Chat) -> None:
    await bot.refused("sendMessage", chat_id=chat.id, text="")
    with pytest.raises(TimeoutError, match="sendMessage 400 Bad Request: message text is empty"):
        await bot.server.wait_for(lambda: False, timeout_s=0.01)


async def test_every_call_is_on_record_with_its_outcome(bot: Bot, world: World, chat: Chat) -> None:
    await bot.call("sendMessage", chat_id=chat.id, text="Halo")
    await bot.call("sendMessage", chat_id=12345, text="Halo")
    good, bad = world.calls_of("sendMessage")
    assert (good.ok, good.parameters["text"], good.result["text"]) == (True, "Halo", "Halo")
    assert (bad.status, bad.description) == (400, "Bad Request: chat not found")


def test_the_server_runs_in_a_thread_of_its_own(world: World, chat: Chat) -> None:
    with ThreadedBotApiServer(world) as server, httpx.Client() as client:
        address = f"{server.url}/bot{server.token}"
        world.send_text(chat, "Halo")
        text = client.get(f"{address}/getUpdates").json()["result"][0]["message"]["text"]
        client.post(f"{address}/sendMessage", json={"chat_id": chat.id, "text": text})
        assert server.wait_for(lambda: world.messages(chat))[0].text == "Halo"


# The webhook


class Receiver:
    """A bot's own HTTP server, which refuses as often as it is told to."""

    def __init__(self, refusals: int = 0, answer: bytes = b"") -> None:
        self.refusals = refusals
        self.answer = answer
        self.hold: dict[str, asyncio.Event] = {}
        """Texts whose messages are not taken before their event is set."""
        self.in_hand = 0
        self.requests: list[tuple[dict[str, str], Any]] = []
        self.came, self.taken = asyncio.Event(), asyncio.Event()

    async def __aenter__(self) -> Receiver:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/hook"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = dict(line.split(": ", 1) for line in head)
        body = json.loads(await reader.readexactly(int(headers["Content-Length"])))
        self.in_hand += 1
        self.came.set()
        if held := self.hold.get(body["message"]["text"]):
            await held.wait()
        self.in_hand -= 1
        status = b"500 No" if self.refusals else b"200 OK"
        writer.write(b"HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                     % (status, len(self.answer), self.answer))  # fmt: skip
        await writer.drain()
        writer.close()
        if self.refusals:
            self.refusals -= 1
        else:
            self.requests.append((headers, body))
            self.taken.set()


async def test_updates_go_to_the_webhook_with_its_secret(bot: Bot, world: World, chat: Chat) -> None:
    async with Receiver() as receiver:
        await bot.result("setWebhook", url=receiver.url, secret_token="rahasia_1")
        world.send_text(chat, "Halo")
        await receiver.taken.wait()
        await bot.server.wait_for(lambda: not world.updates)
    headers, update = receiver.requests[0]
    assert headers["X-Telegram-Bot-Api-Secret-Token"] == "rahasia_1"
    assert update["message"]["text"] == "Halo"


async def test_what_is_on_its_way_comes_to_the_webhook_later(bot: Bot, world: World, chat: Chat) -> None:
    async with Receiver() as receiver:
        await bot.result("setWebhook", url=receiver.url)
        world.paste(chat, "kata " * 1500, pause_s=0.05)
        await bot.server.wait_for(lambda: not world.updates)
    assert len(receiver.requests) == 2


async def test_a_webhook_that_fails_gets_the_update_again(
    bot: Bot, world: World, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playground.webhook.RETRY_S", 0.0)
    async with Receiver(refusals=1) as receiver:
        await bot.result("setWebhook", url=receiver.url)
        world.send_text(chat, "Halo")
        await bot.server.wait_for(lambda: not world.updates)
    info = await bot.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500"
    assert len(receiver.requests) == 1


async def test_what_waits_for_the_webhook_holds_up_its_own_chat_alone(
    bot: Bot, world: World, chat: Chat
) -> None:
    other = world.private_chat(world.user("Sari"))
    async with Receiver() as receiver:
        taken = receiver.hold["satu"] = asyncio.Event()
        await bot.result("setWebhook", url=receiver.url)
        for text, place in (("satu", chat), ("dua", chat), ("tiga", other)):
            world.send_text(place, text)
        await receiver.taken.wait()
        taken.set()
        await bot.server.wait_for(lambda: not world.updates)
    assert [update["message"]["text"] for _, update in receiver.requests] == ["tiga", "satu", "dua"]


async def test_a_bot_gets_as_many_updates_at_a_time_as_it_wants_connections(
    bot: Bot, world: World, chat: Chat
) -> None:
    other = world.private_chat(world.user("Sari"))
    async with Receiver() as receiver:
        taken = receiver.hold["satu"] = receiver.hold["dua"] = asyncio.Event()
        await bot.result("setWebhook", url=receiver.url, max_connections=1)
        world.send_text(chat, "satu")
        world.send_text(other, "dua")
        await receiver.came.wait()
        for _ in range(100):  # long enough for another one to come
            await asyncio.to_thread(int)
        in_hand = receiver.in_hand
        taken.set()
        await bot.server.wait_for(lambda: not world.updates)
    assert (in_hand, len(receiver.requests)) == (1, 2)


async def test_a_webhook_may_answer_with_a_method(bot: Bot, world: World, chat: Chat) -> None:
    call = {"method": "sendMessage", "chat_id": chat.id, "text": "Baik"}
    async with Receiver(answer=json.dumps(call).encode()) as receiver:
        await bot.result("setWebhook", url=receiver.url)
        world.send_text(chat, "Halo")
        assert (await bot.server.wait_for(lambda: world.messages(chat)))[0].text == "Baik"


async def test_the_webhook_goes_on_where_nothing_comes_of_the_call_in_its_answer(
    bot: Bot, world: World, chat: Chat
) -> None:
    call = {"method": "sendMessage", "chat_id": chat.id, "text": "Baik"}
    async with Receiver(answer=json.dumps(call).encode()) as receiver:
        await bot.result("setWebhook", url=receiver.url)
        bot.server.faults.drop("sendMessage")
        for text in ("satu", "dua"):
            world.send_text(chat, text)
        await bot.server.wait_for(lambda: world.messages(chat))
        assert [call.status for call in world.calls_of("sendMessage")] == [0, 200]


async def test_no_polling_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.result("setWebhook", url="https://example.org/hook")
    code, words = await bot.refused("getUpdates")
    assert (code, words.startswith("Conflict: can't use getUpdates method while webhook")) == (409, True)
    await bot.result("deleteWebhook")
    assert await bot.result("getUpdates") == []


async def test_a_webhook_outside_loopback_must_be_encrypted(bot: Bot) -> None:
    code, words = await bot.refused("setWebhook", url="http://example.org/hook")
    assert (code, words) == (400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")


# A bot built with python-telegram-bot

Context = ContextTypes.DEFAULT_TYPE
BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Lagi", callback_data="more"),
            InlineKeyboardButton("Situs", url="https://example.org"),
        ]
    ]
)


def message_of(update: Update) -> TelegramMessage:
    assert update.effective_message is not None
    return update.effective_message


async def start(update: Update, context: Context) -> None:
    await message_of(update).reply_html("<b>Halo</b> 😀", reply_markup=BUTTONS)


async def echo(update: Update, context: Context) -> None:
    message = message_of(update)
    await message.reply_chat_action("typing")
    answer = await message.reply_text("…", do_quote=True)
    preview = LinkPreviewOptions(is_disabled=True)
    await answer.edit_text(message.text_html or "", parse_mode="HTML", link_preview_options=preview)


async def return_document(update: Update, context: Context) -> None:
    message = message_of(update)
    assert message.document is not None
    file = await message.document.get_file()
    content = await file.download_as_bytearray()
    await message.reply_document(bytes(content), filename="salinan.txt", caption=message.caption)


async def pressed(update: Update, context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Baik")
    await update.callback_query.edit_message_reply_markup(None)


AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def application_for(server: BotApiServer) -> AnyApplication:
    builder = ApplicationBuilder().token(server.token)
    app = builder.base_url(server.url + "/bot").base_file_url(server.url + "/file/bot").build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(MessageHandler(filters.Document.ALL, return_document))
    app.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, echo))
    app.add_handler(CallbackQueryHandler(pressed))
    return app


@pytest.fixture
async def application(server: BotApiServer) -> AsyncIterator[AnyApplication]:
    app = application_for(server)
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        yield app
        await app.updater.stop()
        await app.stop()


@pytest.mark.usefixtures("application")
async def test_a_real_bot_answers_a_command_with_buttons(
    server: BotApiServer, world: World, chat: Chat
) -> None:
    world.send_text(chat, "/start")
    answer = (await server.wait_for(lambda: world.messages(chat)))[0]
    assert answer.html == "<b>Halo</b> 😀"
    assert [button["text"] for button in answer.buttons] == ["Lagi", "Situs"]
    assert world.violations == []


async def test_a_real_bot_behind_a_webhook_answers_everything_and_breaks_no_rule(
    server: BotApiServer, world: World, chat: Chat
) -> None:
    app, port = application_for(server), free_port()
    app.add_handler(InlineQueryHandler(offer))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_webhook(
            "127.0.0.1", port, "hook", webhook_url=f"http://127.0.0.1:{port}/hook", secret_token="rahasia"
        )
        world.send_text(chat, "/start")
        (asked,) = await server.wait_for(lambda: world.messages(chat))
        world.press(asked, "Lagi")
        await server.wait_for(lambda: asked.edit_count)
        world.send_text(chat, "Halo")
        world.send_document(chat, b"Berita pagi", "berita.txt", "text/plain")
        query = world.inline_query(world.person_of(chat), "berita")
        await server.wait_for(lambda: query.answer and world.documents(chat) and not world.updates)
        await server.wait_for(lambda: any(message.text == "Halo" for message in world.messages(chat)))
        await app.updater.stop()
        await app.stop()
    assert world.violations == []
    assert [call.method for call in world.calls if not call.ok] == []
    assert world.calls_of("getUpdates") == []


@pytest.mark.usefixtures("application")
async def test_a_real_bot_edits_what_it_sent(server: BotApiServer, world: World, chat: Chat) -> None:
    sent = world.send_text(chat, 'Baca <a href="https://example.org/a">ini</a>', html=True)
    await server.wait_for(lambda: world.calls_of("editMessageText"))
    (answer,) = world.messages(chat)
    assert (answer.history, answer.edit_count) == (("…", "Baca ini"), 1)
    assert answer.html == sent.html
    assert answer.payload["reply_to_message"]["message_id"] == sent.message_id
    assert world.chat_actions(chat) == ["typing"]
    assert world.violations == []


@pytest.mark.usefixtures("application")
async def test_a_real_bot_loads_a_document_down_and_up(
    server: BotApiServer, world: World, chat: Chat
) -> None:
    world.send_document(chat, b"Berita pagi", "berita.txt", "text/plain", caption="simpan")
    await server.wait_for(lambda: world.documents(chat))
    assert world.documents(chat) == [("salinan.txt", b"Berita pagi")]
    assert world.messages(chat)[0].text == "simpan"
    assert world.violations == []


@pytest.mark.usefixtures("application")
async def test_a_real_bot_answers_a_button(server: BotApiServer, world: World, chat: Chat) -> None:
    world.send_text(chat, "/start")
    answer = (await server.wait_for(lambda: world.messages(chat)))[0]
    query = world.press(answer, "Lagi")
    await server.wait_for(lambda: answer.edit_count)
    assert query.answers == [{"text": "Baik"}]
    assert answer.buttons == []
    assert world.violations == []


@pytest.mark.usefixtures("application")
async def test_a_real_bot_hears_what_a_group_addresses_to_it(server: BotApiServer, world: World) -> None:
    group = world.group("Redaksi", [world.user("Sari"), world.user("Budi")])
    world.send_text(group, "Rapat jam dua")
    world.send_text(group, f"/start@{world.bot.username}")
    await server.wait_for(lambda: world.messages(group))
    assert len(world.messages(group)) == 1
    assert world.violations == []


@pytest.mark.parametrize("status", [500, 502])
async def test_a_real_bot_polls_on_after_a_fault(
    application: AnyApplication,
    server: BotApiServer,
    world: World,
    chat: Chat,
    status: int,
) -> None:
    server.faults.fail("sendMessage", status)
    world.send_text(chat, "/start")
    await server.wait_for(lambda: [call for call in world.calls_of("sendMessage") if call.status == status])
    world.send_text(chat, "/start")
    assert await server.wait_for(lambda: world.messages(chat))


async def test_a_real_bot_understands_every_kind_of_answer(
    application: AnyApplication, world: World, chat: Chat
) -> None:
    bot, sari = application.bot, world.user("Sari")
    group = world.group("Redaksi", [sari])
    await bot.set_my_commands(
        [("bantuan", "Cara memakai")], scope=BotCommandScopeChat(group.id), language_code="id"
    )
    commands = await bot.get_my_commands(scope=BotCommandScopeChat(group.id), language_code="id")
    assert [command.command for command in commands] == ["bantuan"]
    assert (await bot.get_chat(group.id)).title == "Redaksi"
    assert (await bot.get_chat_member(group.id, sari.id)).status == "creator"
    assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [sari.id]
    assert await bot.set_my_description("Ringkasan berita")
    assert (await bot.get_my_description()).description == "Ringkasan berita"
    assert await bot.set_message_reaction(
        group.id, (await bot.send_message(group.id, "Halo")).message_id, "👀"
    )
    assert (await bot.get_webhook_info()).url == ""
    assert world.violations == []


async def test_a_real_bot_gets_its_librarys_errors(application: AnyApplication, world: World) -> None:
    sari = world.user("Sari")
    chat = world.private_chat(sari)
    with pytest.raises(BadRequest, match="Message text is empty"):
        await application.bot.send_message(chat.id, " ")
    world.block(sari)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await application.bot.send_message(chat.id, "Halo")


async def test_a_real_bot_is_told_how_long_to_wait(
    application: AnyApplication,
    server: BotApiServer,
    chat: Chat,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it the library warns of its own future
    server.faults.too_many_requests("sendMessage", 7)
    with pytest.raises(RetryAfter) as caught:
        await application.bot.send_message(chat.id, "Halo")
    assert caught.value.retry_after == timedelta(seconds=7)


async def test_a_real_bot_answers_in_the_topic_where_it_was_asked(
    application: AnyApplication, server: BotApiServer, world: World
) -> None:
    forum = world.forum("Redaksi", [world.user("Sari")], ("Politik", "Daerah"))
    asked = world.send_text(forum, "/start", topic="Daerah")
    (answer,) = await server.wait_for(lambda: world.messages(forum))
    assert answer.topic is asked.topic
    await application.bot.send_chat_action(forum.id, "typing", message_thread_id=1)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await application.bot.send_message(forum.id, "Halo", message_thread_id=1)
    assert world.violations == []


async def offer(update: Update, context: Context) -> None:
    assert update.inline_query is not None
    content = InputTextMessageContent("<b>Ringkas</b>", parse_mode="HTML")
    result = InlineQueryResultArticle("1", "Judul", content, reply_markup=BUTTONS)
    button = InlineQueryResultsButton("Buka obrolan", start_parameter="link_1")
    await update.inline_query.answer([result], cache_time=0, is_personal=True, button=button)


async def test_a_real_bot_answers_inline_and_changes_what_was_chosen(
    application: AnyApplication, server: BotApiServer, world: World
) -> None:
    application.add_handler(InlineQueryHandler(offer))
    sari = world.user("Sari")
    elsewhere = world.group("Keluarga", [sari], with_bot=False)
    query = world.inline_query(sari, "berita")
    await server.wait_for(lambda: query.answer)
    message = world.choose(query, elsewhere)
    press = world.press(message, "Lagi", sender=sari)
    await server.wait_for(lambda: message.edit_count)
    assert (query.button or {})["start_parameter"] == "link_1"
    assert (message.html, message.buttons, press.answered) == ("<b>Ringkas</b>", [], True)
    assert world.violations == []


async def test_a_real_bot_hears_that_a_group_has_moved(application: AnyApplication, world: World) -> None:
    group = world.group("Redaksi", [world.user("Sari")])
    supergroup = world.migrate(group)
    with pytest.raises(ChatMigrated) as caught:
        await application.bot.send_message(group.id, "Halo")
    assert caught.value.new_chat_id == supergroup.id


async def test_a_real_bot_uses_what_is_new(application: AnyApplication, world: World, chat: Chat) -> None:
    bot = application.bot
    assert await bot.send_message_draft(chat.id, 7, "Ring")
    copy = InlineKeyboardButton("Salin", copy_text=CopyTextButton("kutipan"))
    message = await bot.send_message(chat.id, "Halo", reply_markup=InlineKeyboardMarkup.from_button(copy))
    assert await bot.pin_chat_message(chat.id, message.message_id)
    assert await bot.delete_messages(chat.id, [message.message_id, 99])
    assert [draft.text for draft in world.drafts] == ["Ring"]
    assert world.violations == []


async def test_a_real_bot_sends_every_kind_of_file_and_passes_messages_on(
    application: AnyApplication, world: World, chat: Chat
) -> None:
    bot, picture = application.bot, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2X\0\0\1\x90\x08\2\0\0\0"
    photo = await bot.send_photo(chat.id, picture, caption="*pagi*", parse_mode="MarkdownV2")
    music = await bot.send_audio(chat.id, b"isi", filename="lagu.mp3", duration=65, title="Pagi")
    await bot.send_voice(chat.id, b"isi")
    await bot.send_video(chat.id, b"isi", filename="a.mp4", thumbnail=picture)
    await bot.send_animation(chat.id, b"isi", filename="a.mp4")
    album = await bot.send_media_group(
        chat.id, [InputMediaPhoto(picture), InputMediaVideo(b"isi", filename="a.mp4")], caption="dua"
    )
    await bot.edit_message_media(InputMediaPhoto(photo.photo[-1]), chat.id, album[1].message_id)
    await bot.edit_message_caption(chat.id, music.message_id, caption="siang")
    await bot.forward_message(chat.id, chat.id, photo.message_id)
    await bot.copy_messages(chat.id, chat.id, [one.message_id for one in album])
    bold = MessageEntity("bold", 0, 4)
    text = await bot.send_message(chat.id, "pagi", entities=[bold])
    assert (photo.caption_html, text.text_html) == ("<b>pagi</b>", "<b>pagi</b>")
    assert album[0].media_group_id == album[1].media_group_id
    assert music.audio is not None
    assert len(world.messages(chat)) == 11
    assert world.violations == []
