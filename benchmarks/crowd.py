"""A crowd that uses the bot: articles at a rate or all at once, repeats, presses of buttons, /help.

In: the Telegram of ours that the crowd is in, and this project's samples, each article with numbers of its
own. Out: what was asked, when, and when the bot answered it. This module must not know what runs the bot, nor
what is made of the times.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playground.limits import CHANGING, FRESH
from playground.world import Call, Chat, World

SAMPLES = Path(__file__).resolve().parents[1] / "samples"

READERS, GROUPS, ASKERS = 200, 4, 20
"""Private chats that send articles, groups that do, and private chats that ask for /help."""
GROUP_SHARE = 0.1
"""Of the articles, those that are sent in a group."""
REPEATED_SHARE = 0.2
"""Of the open loop's articles, those that somebody sent before: the news of the day."""
PRESSED_SHARE = 0.1
"""Of the open loop's briefs, those under which a button is pressed."""
HELP_EVERY_S = 2.0
"""Often enough for percentiles of a minute, and no load beside the articles."""

WORKING = ("Reading the article", "Choosing", "Translating")
"""How a status message begins that is no answer yet."""

GROUPS_REST_S = 65.0
"""After this long without a message or a change a group takes all that it takes in a minute, by the bot's own
count too, which is longer. A backlog is measured from there: what the load before it used up of a group's
minute is no cost of the backlog's."""

Kind = Literal["article", "repeat", "help", "press"]
ARTICLES: tuple[Kind, ...] = ("article", "repeat")


def varied(article: str, number: int) -> str:
    """Return the article with a number in each sentence, so that no sentence was translated before."""
    return re.sub(r"(?<=[\w)])\.(?=[\s\"”]|$)", f" pada hari ke-{number}.", article)


@dataclass(slots=True)
class Asked:
    """Something that a person wants, and when what came."""

    kind: Kind
    at_s: float
    first_s: float | None = None
    done_s: float | None = None
    is_brief: bool = False


class Crowd:
    """Readers in private chats and groups."""

    def __init__(self, world: World, seed: int = 1) -> None:
        self._world, self._dice = world, random.Random(seed)  # noqa: S311 - no secret
        self._readers = [world.private_chat(world.user(f"Reader {number}")) for number in range(READERS)]
        self._askers = [world.private_chat(world.user(f"Asker {number}")) for number in range(ASKERS)]
        people = [chat.person for chat in self._readers if chat.person]
        self._groups = [world.group(f"Desk {number}", people[number::GROUPS]) for number in range(GROUPS)]
        self._samples = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
        self._articles: list[str] = []
        self._open: dict[tuple[str, int], Asked] = {}
        self._calls_read = 0
        self._groups_rested_at_s = 0.0
        self.asked: list[Asked] = []
        self.pressed_share = 0.0

    def send_article(self, repeated_share: float = 0.0) -> None:
        """Somebody pastes an article, now and then one that was there before."""
        is_repeat = bool(self._articles) and self._dice.random() < repeated_share
        if not is_repeat:
            number = len(self._articles)
            self._articles.append(varied(self._samples[number % len(self._samples)], 1_000 + number))
        article = self._dice.choice(self._articles) if is_repeat else self._articles[-1]
        if self._dice.random() < GROUP_SHARE:
            self._send(
                "repeat" if is_repeat else "article", self._dice.choice(self._groups), f"/ringkas {article}"
            )
        else:
            self._send("repeat" if is_repeat else "article", self._dice.choice(self._readers), article)

    def ask_for_help(self) -> None:
        """Somebody else presses /help."""
        self._send("help", self._dice.choice(self._askers), "/help")

    def _send(self, kind: Kind, chat: Chat, words: str) -> None:
        asked = Asked(kind, time.monotonic())
        message = self._world.send_text(chat, words)
        self._expect((str(chat.id), message.message_id), asked)

    def _expect(self, key: tuple[str, int], asked: Asked) -> None:
        self._open[key] = asked
        self.asked.append(asked)

    @property
    def waiting(self) -> int:
        """How many wait for their answer, as of the last look."""
        return len(self._open)

    def look(self) -> None:
        """See what the bot has said since the last look."""
        calls = self._world.calls[self._calls_read :]
        self._calls_read += len(calls)
        for call in calls:
            if call.ok and call.method == "answerCallbackQuery":
                self._seen(("press", int(call.parameters["callback_query_id"])), call, done=True)
            if not call.ok or call.method not in FRESH | CHANGING:
                continue
            if int(call.parameters.get("chat_id", 0)) < 0:
                self._groups_rested_at_s = call.at_s + GROUPS_REST_S
            if "reply_to_message" in call.result:
                answered = call.result["reply_to_message"]["message_id"]
                working = str(call.result.get("text", "")).startswith(WORKING)
                self._seen((str(call.result["chat"]["id"]), answered), call, done=not working)

    def groups_rest_s(self, now_s: float) -> float:
        """Return in how many seconds the groups have their whole minute again, as of the last look."""
        return max(0.0, self._groups_rested_at_s - now_s)

    def _seen(self, key: tuple[str, int], call: Call, *, done: bool) -> None:
        asked = self._open.get(key)
        if asked is None:
            return
        asked.first_s = asked.first_s or call.at_s
        if not done:
            return
        asked.done_s = call.at_s
        del self._open[key]
        if asked.kind in ARTICLES:
            asked.is_brief = "reply_markup" in call.result
            if asked.is_brief and self._dice.random() < self.pressed_share:
                self._press(call.result)

    def _press(self, shown: Mapping[str, Any]) -> None:
        message = self._world.chats[shown["chat"]["id"]].messages[shown["message_id"]]
        query = self._world.press(message, data=self._dice.choice(message.buttons)["callback_data"])
        self._expect(("press", int(query.id)), Asked("press", time.monotonic()))

    async def come(self, rate: float, minutes: float) -> None:
        """Send articles at a rate a minute, at random moments, whatever becomes of them."""
        self.pressed_share, ends_s = PRESSED_SHARE, time.monotonic() + 60 * minutes
        due_s = time.monotonic()
        while (due_s := due_s + self._dice.expovariate(rate / 60)) < ends_s:
            await asyncio.sleep(max(0.0, due_s - time.monotonic()))
            self.send_article(REPEATED_SHARE)
        await asyncio.sleep(max(0.0, ends_s - time.monotonic()))
        self.pressed_share = 0.0

    async def come_at_once(self, articles: int) -> None:
        """Send so many different articles now."""
        for _ in range(articles):
            self.send_article()
            await asyncio.sleep(0)

    async def keep_asking(self) -> None:
        """Ask for help again and again."""
        while True:
            self.ask_for_help()
            await asyncio.sleep(HELP_EVERY_S)

    async def keep_looking(self) -> None:
        """Look again and again."""
        while True:
            self.look()
            await asyncio.sleep(0.05)

    async def answered(self, asked: Sequence[Asked], timeout_s: float) -> bool:
        """Return whether all of these got their answer, as soon as they have or after so long."""
        ends_s = time.monotonic() + timeout_s
        while any(one.done_s is None for one in asked):
            if time.monotonic() >= ends_s:
                return False
            await asyncio.sleep(0.05)
        return True
