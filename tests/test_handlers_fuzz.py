"""Whatever a person sends or presses gets an answer, and no exception gets out.

FUZZ_EXAMPLES in the environment sends more than the suite has time for.
"""

from __future__ import annotations

import logging
import os
import random
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from handlers import pace
from playground.world import CallbackQuery, Chat, Message, World
from tests.newsroom import WORKING, Scene, scene

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "120"))
AT_ONCE = 40
DONE_TIMEOUT_S = 120.0

ALPHABETS = (
    "abc ABC 019 .,;:!? ",
    "<b>&lt;/a href='\"'> @ringkas_bot {} [] () \\ ` * _ ~ | # + - =",
    "\u200b\u200e\u202e\u2066\ufeff\u0301\u0007 a",
    "😀🇮🇩👨‍👩‍👧 é ñ ß 漢字 العربية עברית ",
    "\n\t\r\u2028\u00a0 x",
)
SEEDS = (
    "/start", "/help extra words", "/ringkas", "/summary@another_bot", "/length", "/length -1",
    "/length 99999999", "/language xx", "/language", "/settings",
    "/settings x", "/\u200b", "/" + "a" * 60, "http://", "https://[::1]/", "http://169.254.169.254/a",
    "javascript:alert(1)", "https://localhost/%00", "http://10.0.0.1:22/", "tel:+62", "a@b.c",
    "Menteri Keuangan mengatakan anggaran naik. " * 12, "“" * 300, "Dia " * 400, "1" * 4_000, "<b>" * 900,
)  # fmt: skip
NAMES = (
    "artikel.txt",
    "a.html",
    "../../etc/passwd",
    "x" * 200 + ".pdf",
    "<b>.txt",
    "laporan.docx",
    "",
    "a.pdf.exe",
)
TYPES = ("text/plain", "text/html", "application/pdf", "application/zip", "", "image/png", "text/" + "x" * 90)
PRESSES = (
    "settings:", "settings:all:", "settings:topic:language:", "settings:all:parts:",
    "settings:all:language:page-",
    "full:", "orig:", "more:", "less:", "length:", "language:", "stop:", "", ":", "full:" + "A" * 12,
    "lang:", "to:", "menu:", "back:", "quotes:", "quote:", "good:", "wrong:", "fault:",
    "to:" + "A" * 12 + ":",
)  # fmt: skip


class Visitors:
    """People who send anything."""

    def __init__(self, world: World, dice: random.Random) -> None:
        self._world, self._dice = world, dice

    def words(self) -> str:
        if self._dice.random() < 0.4:
            return self._dice.choice(SEEDS)
        length = self._dice.choice((1, 3, 30, 300, 1_200))
        text = "".join(self._dice.choices(self._dice.choice(ALPHABETS), k=length))
        return text.strip("\x07\ufeff \n\t\r\u2028\u00a0") or "."

    def send(self, chat: Chat) -> Message:
        content = self._dice.randbytes(self._dice.choice((0, 10, 400)))
        senders: list[Callable[[], Message]] = [
            lambda: self._world.send_text(chat, self.words()),
            lambda: self._world.send_text(chat, self.words()),
            lambda: self._world.send_text(chat, self.words(), forwarded_from=self._world.channel("Kabar")),
            lambda: self._world.send_photo(chat, content, caption=self.words()[:1_000]),
            lambda: self._world.send_sticker(chat, "🙂"),
            lambda: self._world.send_document(
                chat,
                content,
                self._dice.choice(NAMES),
                self._dice.choice(TYPES),
                caption=self.words()[:1_000],
                size_bytes=self._dice.choice((None, 30_000_000)),
            ),
        ]
        sender = self._dice.choice(senders)
        while True:
            with suppress(ValueError):  # what Telegram's apps would not send: nothing but blanks
                return sender()


@pytest.fixture
async def bot(data: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    for limit in ("OVERALL", "A_CHAT", "A_GROUP"):  # the clock is not what is tried here
        monkeypatch.setattr(pace, limit, 1_000_000)
    async with scene(data) as running:
        yield running


def bugs(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def test_whatever_is_sent_gets_an_answer(bot: Scene, caplog: pytest.LogCaptureFixture) -> None:
    visitors = Visitors(bot.world, random.Random(EXAMPLES))
    for first in range(0, EXAMPLES, AT_ONCE):
        chats = [
            bot.world.private_chat(bot.world.user(f"V{number}")) for number in range(first, first + AT_ONCE)
        ]
        for chat in chats:
            visitors.send(chat)

        def answered(waiting: list[Chat] = chats) -> bool:
            return all(
                (said := bot.bot_messages(chat)) and not said[-1].text.startswith(WORKING) for chat in waiting
            )

        assert await bot.server.wait_for(answered, DONE_TIMEOUT_S)
        assert bugs(caplog) == []


async def test_a_press_without_data_is_none_of_ours(bot: Scene) -> None:
    chat = bot.world.private_chat(bot.world.user("Alex"))
    bot.world.send_text(chat, "/help")
    (message,) = await bot.answers(chat)
    press = bot.world.press_forged(message, "")
    await bot.server.wait_for(lambda: press.answered, DONE_TIMEOUT_S)
    assert len(bot.bot_messages(chat)) == 1


async def test_whatever_is_pressed_gets_an_answer(bot: Scene, caplog: pytest.LogCaptureFixture) -> None:
    dice, chat = random.Random(EXAMPLES), bot.world.private_chat(bot.world.user("Alex"))
    bot.world.send_text(chat, "/help")
    (message,) = await bot.answers(chat)
    for _ in range(0, EXAMPLES, AT_ONCE):
        tails = ("".join(dice.choices("aZ09-_:é<&\x00 ", k=dice.randrange(12))) for _ in range(AT_ONCE))
        presses = [bot.world.press_forged(message, dice.choice(PRESSES) + tail) for tail in tails]

        def answered(waiting: list[CallbackQuery] = presses) -> bool:
            return all(press.answered for press in waiting)

        assert await bot.server.wait_for(answered, DONE_TIMEOUT_S)
        assert bugs(caplog) == []
