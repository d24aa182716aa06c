"""Every way to ask in a group, with privacy mode on and off: what gets a brief, what a hint, what silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from playground.world import Chat, Message, User
from tests.newsroom import Scene, scene
from tests.test_conversation import PAGE, POST
from tests.test_group_membership import settled


@dataclass(frozen=True, slots=True)
class Talk:
    """A group of two with an article said in it, and the ways to go on."""

    bot: Scene
    group: Chat
    alex: User
    sam: User
    link: str

    @property
    def me(self) -> str:
        return f"@{self.bot.world.bot.username}"

    def say(self, text: str, to: Message | None = None, *, html: bool = False) -> Message:
        return self.bot.world.send_text(self.group, text, sender=self.sam, reply_to=to, html=html)

    def article(self) -> Message:
        return self.bot.world.send_text(self.group, POST, sender=self.alex)

    def forward(self) -> Message:
        channel = self.bot.world.channel("Kabar", "kabar")
        return self.bot.world.send_text(self.group, POST, sender=self.alex, forwarded_from=channel)

    def file(self, caption: str = "") -> Message:
        return self.bot.world.send_document(
            self.group, POST.encode(), "a.txt", "text/plain", caption=caption, sender=self.alex
        )

    def photo(self, caption: str) -> Message:
        return self.bot.world.send_photo(self.group, caption=caption, sender=self.sam)

    def behind_a_word(self) -> str:
        return f'<a href="{self.link}">ini</a>'


Way = Callable[[Talk], object]

WAYS: dict[str, tuple[Way, str]] = {
    "talk": (lambda on: on.say("selamat pagi"), "silence"),
    "a link": (lambda on: on.say(on.link), "silence"),
    "an article": (lambda on: on.article(), "silence"),
    "a forward": (lambda on: on.forward(), "silence"),
    "a file": (lambda on: on.file(), "silence"),
    "talk about the bot": (lambda on: on.say("ringkas itu kata dasar"), "silence"),
    "another bot is named": (lambda on: on.say(f"@bot_lain {on.link}"), "silence"),
    "another bot's command": (lambda on: on.say(f"/ringkas@bot_lain {on.link}"), "silence"),
    "a command that is none of ours": (lambda on: on.say(f"/kopi {on.link}"), "silence"),
    "a command": (lambda on: on.say(f"/ringkas {on.link}"), "brief"),
    "its other name": (lambda on: on.say(f"/summary {on.link}"), "brief"),
    "a command in capitals": (lambda on: on.say(f"/RINGKAS{on.me.upper()} {on.link}"), "brief"),
    "a command before a word with a link": (
        lambda on: on.say(f"/ringkas {on.behind_a_word()}", html=True),
        "brief",
    ),
    "a command in a caption": (lambda on: on.photo(f"/ringkas {on.link}"), "brief"),
    "a command in a file's caption": (lambda on: on.file("/ringkas"), "brief"),
    "a command to an article": (lambda on: on.say("/ringkas", on.article()), "brief"),
    "a command to a link": (lambda on: on.say("/ringkas", on.say(on.link)), "brief"),
    "a command to a word with a link": (
        lambda on: on.say("/ringkas", on.say(on.behind_a_word(), html=True)),
        "brief",
    ),
    "a command to a forward": (lambda on: on.say("/ringkas", on.forward()), "brief"),
    "a command to a file": (lambda on: on.say("/ringkas", on.file()), "brief"),
    "a command to a caption": (lambda on: on.say("/ringkas", on.photo(POST[:900])), "brief"),
    "a command to talk, with a link": (lambda on: on.say(f"/ringkas {on.link}", on.say("apa ini?")), "brief"),
    "a command alone": (lambda on: on.say("/ringkas"), "hint"),
    "a name alone": (lambda on: on.say(on.me), "hint"),
    "a name and a link": (lambda on: on.say(f"{on.me} {on.link}"), "brief"),
    "a name after a link": (lambda on: on.say(f"{on.link} {on.me}"), "brief"),
    "a name in a caption": (lambda on: on.photo(f"{on.me} {on.link}"), "brief"),
    "a name to an article": (lambda on: on.say(f"{on.me} tolong ya", on.article()), "brief"),
    "a name to a forward": (lambda on: on.say(on.me.upper(), on.forward()), "brief"),
}
"""What is said -> what comes of it."""


def outcome(group: Chat, bot: Scene) -> str:
    answers = [message.text for message in bot.bot_messages(group)]
    if not answers:
        return "silence"
    (text,) = answers
    return (
        "hint" if text.startswith("In a group") else "brief" if "Wahyu" in text or "Maria" in text else text
    )


@pytest.mark.parametrize("privacy_mode", [True, False])
async def test_whoever_asks_is_answered_and_nobody_else(tmp_path: Path, privacy_mode: bool) -> None:
    async with scene(tmp_path) as bot:
        bot.world.privacy_mode = privacy_mode
        alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
        groups = {name: bot.world.group(name, [alex, sam], supergroup=True) for name in WAYS}
        for name, (way, _) in WAYS.items():
            way(Talk(bot, groups[name], alex, sam, bot.website.put("/a", PAGE)))
        await settled(bot)
        outcomes = {name: outcome(groups[name], bot) for name in WAYS}
    assert outcomes == {name: expected for name, (_, expected) in WAYS.items()}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("terima kasih!", None),
        ("setuju, lihat juga {link}", "Maria Felle"),
        ("kalau yang {link} bagaimana?", "Maria Felle"),
        ("seperti di https://www.youtube.com/watch?v=1 ya", None),
        ("{link}", "Maria Felle"),
        (POST, "Wahyu Setiadi"),
        ("/ringkas", "In a group"),
    ],
    ids=[
        "thanks",
        "a remark with a link",
        "a question around a link",
        "a remark with a video",
        "a link",
        "an article",
        "a command",
    ],
)
async def test_a_reply_to_the_bot_asks_only_with_an_article_or_its_link(
    tmp_path: Path, text: str, answer: str | None
) -> None:
    async with scene(tmp_path) as bot:
        group = bot.world.group("Redaksi", [bot.world.user("Alex")])
        bot.world.send_text(group, "/help")
        (first,) = await bot.answers(group)
        bot.world.send_text(group, text.format(link=bot.website.put("/a", PAGE)), reply_to=first)
        await settled(bot)
        (*further,) = bot.bot_messages(group)[1:]
    assert len(further) == (answer is not None)
    assert all(answer in message.text for message in further if answer)
