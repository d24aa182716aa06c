"""Kills the bot at random while requests come in, and counts answers: `python -m benchmarks.kill`.

In: how many requests and kills, and a seed. Out: how many requests were answered once, twice, never; how many
pieces of a paste were answered as if they were articles; how many status messages were left saying that
something is being read. Every fifth request is a paste in two pieces, half a second apart. The bot is a
process of its own against a Bot API server on loopback; a kill is SIGKILL, between a start and the moment
drawn for it, the start included.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from playground.bot_api import DEFAULT_TOKEN, BotApiServer
from playground.bot_process import BotProcess
from playground.world import Chat, Message, World

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "harga-cabai.txt"
READERS_PER_REQUEST = 0.2
"""A fifth as many chats as requests, so that a chat has several under way."""

PASTED_EVERY = 5
"""Of the requests this one is so long that it comes in two pieces."""

PIECE_PAUSE_S = 0.5
"""Between two pieces of a paste: long enough for a kill to fall in between."""

LONGEST_LIFE_S = 6.0
"""A life lasts a random time up to this; a start alone takes about two seconds."""

DONE_TIMEOUT_S = 600.0
"""After the last kill."""

WORKING = ("Reading the article", "Choosing", "Translating")
"""How a status message begins that is no answer yet."""


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the requests."""

    requests: int
    kills: int
    answered_once: int
    answered_again: int
    unanswered: int
    pieces_answered: int
    left_working: int
    seconds: float


async def count_answers(
    requests: int, kills: int, seed: int, folder: Path, life_s: float = LONGEST_LIFE_S
) -> Count:
    """Send requests while the bot is killed again and again; return what became of them.

    `life_s`: the longest life between two kills.
    """
    dice, world, began = random.Random(seed), World(), time.monotonic()  # noqa: S311 - no secret
    readers = max(1, int(requests * READERS_PER_REQUEST))
    chats = [world.private_chat(world.user(f"Reader {number}")) for number in range(readers)]
    reader = Reader(world, chats)
    async with BotApiServer(world, DEFAULT_TOKEN) as server:
        settings = {
            "BOT_TOKEN": DEFAULT_TOKEN,
            "TELEGRAM_API_URL": server.url,
            "DATABASE_URL": f"sqlite:///{folder / 'kill.db'}",
            "CHAT_LIMIT": str(requests),
        }
        async with BotProcess(settings, folder / "bot.log") as bot:
            sending = asyncio.create_task(_send(world, chats, requests, kills * life_s / 2, dice))
            for _ in range(kills):
                await bot.start(ready=False)
                await asyncio.sleep(dice.uniform(0.2, life_s))
                await bot.kill()
            await bot.start()
            sent = await sending
            with suppress(TimeoutError):
                await server.wait_for(lambda: len(reader.answers()) == requests, DONE_TIMEOUT_S)
            await bot.stop()
    found = reader.answers()
    tally = Counter(min(2, found[message.chat.id, message.message_id]) for message in sent)
    pieces = len(found.keys() - {(message.chat.id, message.message_id) for message in sent})
    seconds = time.monotonic() - began
    return Count(requests, kills, tally[1], tally[2], tally[0], pieces, reader.working(), seconds)


async def _send(
    world: World, chats: list[Chat], requests: int, period_s: float, dice: random.Random
) -> list[Message]:
    """Send the articles, each with a number of its own, over a period; return the first message of each."""
    text, sent = SAMPLE.read_text(encoding="utf-8"), []
    for number in range(requests):
        article, chat = text.replace("120.000", f"{120_000 + number}"), dice.choice(chats)
        if number % PASTED_EVERY == 0:
            article += "".join(
                f"\n\nPada hari ke-{day} pedagang di pasar itu menjual {day * 7} kilogram cabai kepada warga."
                for day in range(1, 50)
            )
        sent.append(world.paste(chat, article, pause_s=PIECE_PAUSE_S, polls=2)[0])
        await asyncio.sleep(period_s / requests)
    return sent


class Reader:
    """What a reader finds under the articles that were sent."""

    def __init__(self, world: World, chats: list[Chat]) -> None:
        self._world, self._chats = world, chats

    def answers(self) -> Counter[tuple[int, int]]:
        """Return how many finished answers stand under each message, by chat and message."""
        return Counter(
            (chat.id, message.payload["reply_to_message"]["message_id"])
            for chat in self._chats
            for message in self._bot_messages(chat)
            if "reply_to_message" in message.payload and not message.text.startswith(WORKING)
        )

    def working(self) -> int:
        """Return how many messages say that something is being done."""
        return sum(
            message.text.startswith(WORKING) for chat in self._chats for message in self._bot_messages(chat)
        )

    def _bot_messages(self, chat: Chat) -> list[Message]:
        return [message for message in self._world.messages(chat) if not message.deleted]


def main() -> None:
    """Kill, count, print; exit status 1 when a request was not answered exactly once."""
    parser = argparse.ArgumentParser(description="kill the bot while requests come in")
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--life",
        type=float,
        default=LONGEST_LIFE_S,
        metavar="SECONDS",
        help=f"the longest life between two kills (default: {LONGEST_LIFE_S:.0f}, where a start takes 2)",
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        count = asyncio.run(
            count_answers(arguments.requests, arguments.kills, arguments.seed, Path(folder), arguments.life)
        )
    for name, value in asdict(count).items():
        print(f"{name.replace('_', ' '):16} {value:8.0f}")
    sys.exit(count.answered_once != count.requests or count.left_working + count.pieces_answered > 0)


if __name__ == "__main__":
    main()
