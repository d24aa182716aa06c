"""Whatever a person sends or presses gets an answer, and no exception gets out.

FUZZ_EXAMPLES in the environment sends and presses more than the suite has time for.
"""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import pace
from playground.world import CallbackQuery, Chat, World
from tests.newsroom import WORKING, Scene, scene

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "120"))
"""Messages, and presses."""
AT_ONCE = 12
"""Of them in one example: more would be too much for hypothesis to make smaller."""
DONE_TIMEOUT_S = 120.0

pytestmark = pytest.mark.filterwarnings(
    # The running bot's threads draw lots while hypothesis watches that no strategy does.
    "ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning"
)

PIECES = (
    "abc ABC 019 .,;:!? ", "<b>&lt;/a href='\"'> @ringkas_bot {} [] () \\ ` * _ ~ | # + - =",
    "\u200b\u200e\u202e\u2066\ufeff\u0301\u0007 a",
    "😀🇮🇩👨‍👩‍👧 é ñ ß 漢字 العربية עברית ", "\n\t\r\u2028\u00a0 x",
)  # fmt: skip
SEEDS = (
    "/start", "/help extra words", "/ringkas", "/summary@another_bot", "/length", "/length -1",
    "/length 99999999", "/language xx", "/language", "/settings", "/today", "/today x", "/forget",
    "/settings x", "/\u200b", "/" + "a" * 60, "http://", "https://[::1]/", "http://169.254.169.254/a",
    "javascript:alert(1)", "https://localhost/%00", "http://10.0.0.1:22/", "tel:+62", "a@b.c",
    "Menteri Keuangan mengatakan anggaran naik. " * 12, "“" * 300, "Dia " * 400, "1" * 4_000, "<b>" * 900,
)  # fmt: skip
NAMES = (
    "artikel.txt", "a.html", "../../etc/passwd", "x" * 200 + ".pdf", "<b>.txt", "laporan.docx", "",
    "a.pdf.exe",
)  # fmt: skip
TYPES = ("text/plain", "text/html", "application/pdf", "application/zip", "", "image/png", "text/" + "x" * 90)
PRESSES = (
    "settings:", "settings:all:", "settings:topic:language:", "settings:all:parts:",
    "settings:all:language:page-",
    "full:", "orig:", "more:", "less:", "length:", "language:", "stop:", "", ":", "full:" + "A" * 12,
    "lang:", "to:", "menu:", "back:", "quotes:", "quote:", "good:", "wrong:", "fault:",
    "to:" + "A" * 12 + ":",
)  # fmt: skip
CAPTION_CHARS, TEXT_CHARS, DATA_CHARS = 1_000, 4_000, 64


def seed(number: int) -> str:
    return SEEDS[number]  # hypothesis would print all of them at each look at the strategy


def one_of_ours(alphabet: str) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(alphabet), max_size=30)


WORDS = st.one_of(
    st.integers(0, len(SEEDS) - 1).map(seed),
    st.text(max_size=30),
    st.builds(
        lambda words, times: (words * times)[:TEXT_CHARS],
        st.sampled_from(PIECES).flatmap(one_of_ours),
        st.sampled_from((1, 3, 10, 100)),
    ),
)
CONTENTS = st.builds(lambda piece, times: piece * times, st.binary(max_size=20), st.sampled_from((1, 20)))


@dataclass(frozen=True, slots=True)
class Text:
    """Something said, or forwarded from a channel."""

    words: str
    is_forwarded: bool

    def send(self, world: World, chat: Chat) -> None:
        world.send_text(
            chat, self.words, forwarded_from=world.channel("Kabar") if self.is_forwarded else None
        )


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture with words under it."""

    content: bytes
    caption: str

    def send(self, world: World, chat: Chat) -> None:
        world.send_photo(chat, self.content, caption=self.caption[:CAPTION_CHARS])


@dataclass(frozen=True, slots=True)
class Sticker:
    """Nothing to read at all."""

    def send(self, world: World, chat: Chat) -> None:
        world.send_sticker(chat, "🙂")


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be anything, whatever it says of itself."""

    content: bytes
    name: str
    media_type: str
    caption: str
    size_bytes: int | None

    def send(self, world: World, chat: Chat) -> None:
        caption = self.caption[:CAPTION_CHARS]
        world.send_document(
            chat, self.content, self.name, self.media_type, caption=caption, size_bytes=self.size_bytes
        )


LETTERS: st.SearchStrategy[Text | Photo | Sticker | File] = st.one_of(
    st.builds(Text, WORDS, st.booleans()),
    st.builds(Photo, CONTENTS, WORDS),
    st.builds(Sticker),
    st.builds(
        File,
        CONTENTS,
        st.one_of(st.sampled_from(NAMES), st.text(max_size=12)),
        st.sampled_from(TYPES),
        WORDS,
        st.sampled_from((None, 30_000_000)),
    ),
)
PAYLOADS = st.builds(
    lambda begin, tail: (begin + tail)[:DATA_CHARS],
    st.one_of(st.sampled_from(PRESSES), st.just("")),
    st.text(max_size=16),
)
as_many_as_wanted = settings(
    max_examples=max(1, EXAMPLES // AT_ONCE),
    # One bot answers all examples: each writes to chats of its own, or presses what belongs to nobody.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
async def bot(data: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    for limit in ("OVERALL", "A_CHAT", "A_GROUP"):  # the clock is not what is tried here
        monkeypatch.setattr(pace, limit, 1_000_000)
    async with scene(data) as running:
        yield running


def bugs(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


@as_many_as_wanted
@given(letters=st.lists(LETTERS, min_size=AT_ONCE, max_size=AT_ONCE))
async def test_whatever_is_sent_gets_an_answer(
    bot: Scene, caplog: pytest.LogCaptureFixture, letters: Sequence[Text | Photo | Sticker | File]
) -> None:
    chats = []
    for letter in letters:
        chat = bot.world.private_chat(bot.world.user("Visitor"))
        with suppress(ValueError):  # what Telegram's apps would not send, such as nothing but blanks
            letter.send(bot.world, chat)
            chats.append(chat)

    def is_answered(chat: Chat) -> bool:
        said = bot.bot_messages(chat)
        if said:
            return not said[-1].text.startswith(WORKING)
        return any(message.emoji for message in bot.world.conversation(chat))

    def answered() -> bool:
        return all(is_answered(chat) for chat in chats)

    caplog.clear()
    assert await bot.server.wait_for(answered, DONE_TIMEOUT_S)
    assert bugs(caplog) == []


async def test_a_press_without_data_is_none_of_ours(bot: Scene) -> None:
    chat = bot.world.private_chat(bot.world.user("Alex"))
    bot.world.send_text(chat, "/help")
    (message,) = await bot.answers(chat)
    press = bot.world.press_forged(message, "")
    await bot.server.wait_for(lambda: press.answered, DONE_TIMEOUT_S)
    assert len(bot.bot_messages(chat)) == 1


@as_many_as_wanted
@given(payloads=st.lists(PAYLOADS, min_size=AT_ONCE, max_size=AT_ONCE))
async def test_whatever_is_pressed_gets_an_answer(
    bot: Scene, caplog: pytest.LogCaptureFixture, payloads: Sequence[str]
) -> None:
    chat = bot.world.private_chat(bot.world.user("Alex"))
    bot.world.send_text(chat, "/help")
    (message,) = await bot.answers(chat)
    presses: list[CallbackQuery] = [bot.world.press_forged(message, payload) for payload in payloads]
    caplog.clear()
    assert await bot.server.wait_for(lambda: all(press.answered for press in presses), DONE_TIMEOUT_S)
    assert bugs(caplog) == []
