"""The main scenes of the conversation, played through a Bot API server on loopback and kept as transcripts.

    python -m tests.transcripts      writes docs/scenes/*.md anew

A scene is what people do and, in between, waiting until the bot has answered; what a person then sees is
printed by playground/transcript.py. `test_transcripts.py` plays them again and holds the kept ones to it.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.intake.sandbox import InProcess
from bot.records import Page
from bot.reply.safe import inert
from playground.transcript import inline_list, transcript
from playground.world import Chat, Message, User
from tests.newsroom import Scene, scene

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "scenes"
SAMPLES = ROOT / "samples"
PASTE = (SAMPLES / "kereta-pesisir.txt").read_text(encoding="utf-8")
POST = (SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")
PAGE = (SAMPLES / "perpustakaan-apung.html").read_text(encoding="utf-8")
REPORT = (SAMPLES / "kampung-tanggul.html").read_text(encoding="utf-8")

ENGLISH = (SAMPLES / "school-boats.txt").read_text(encoding="utf-8")

INDEX = "<html lang=id><title>Berita terkini</title><ul>" + "".join(
    f"<li><a href=/berita/{n}>Kabar nomor {n} dari kota</a></li>" for n in range(60)
)
DAY, TIME = re.compile(r"\d{1,2} \w+ 20\d\d(?=: )"), re.compile(r"(?<=Timur · )\d{1,2}:\d\d [ap]m")
"""What /today says of the moment at which the scene is played."""

WEBSITE = "kabar.example"
"""What stands in the transcripts for the address of the website on loopback."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scene: its headline, what it shows, and how it is played; playing returns what a person sees."""

    title: str
    about: str
    play: Callable[[Scene], Awaitable[str]]


def seen(bot: Scene, chat: Chat, topic: str | None = None) -> str:
    """What a person sees in a chat."""
    return transcript(bot.world, chat, topic, shown=_shown(bot))


async def said(bot: Scene, chat: Chat, count: int) -> None:
    """Wait until the bot has said that much, all of it finished."""
    await bot.answers(chat, count)


async def pasted(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    bot.world.send_text(sari, "/start")
    await said(bot, sari, 1)
    bot.world.send_text(sari, PASTE)
    await said(bot, sari, 2)
    bot.world.press(bot.bot_messages(sari)[-1], "With originals")
    await said(bot, sari, 3)
    return seen(bot, sari)


async def long_paste(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    article = await InProcess().read(Page(REPORT.encode(), "text/html"))
    bot.world.paste(sari, f"{article.title}\n\n{article.text}", pause_s=0.3)
    await said(bot, sari, 1)
    return seen(bot, sari)


async def forwarded(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari", language_code="id"))
    channel = bot.world.channel("Kabar Pasar", "kabarpasar")
    bot.world.send_text(sari, POST, forwarded_from=channel)
    await said(bot, sari, 1)
    return seen(bot, sari)


async def linked(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    addresses = (
        bot.website.put("/daerah/perpustakaan-apung", PAGE),
        bot.website.put("/indeks", INDEX),
        f"http://{bot.website.host}/hilang",
        "http://169.254.169.254/latest/meta-data/",
    )
    for count, address in enumerate(addresses, start=1):
        bot.world.send_text(sari, address)
        await said(bot, sari, count)
    return seen(bot, sari)


async def several_links(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    first = bot.website.put("/daerah/perpustakaan-apung", PAGE)
    second = bot.website.put("/laporan/kampung-tanggul", REPORT)
    bot.world.send_text(sari, f"{first}\n{second}\nhttp://{bot.website.host}/hilang")
    await said(bot, sari, 1)
    board = bot.bot_messages(sari)[0]
    await bot.server.wait_for(lambda: board.buttons)
    bot.world.press(board, "2")
    await said(bot, sari, 2)
    return seen(bot, sari)


async def in_a_group(bot: Scene) -> str:
    world = bot.world
    sari, budi = world.user("Sari"), world.user("Budi")
    forum = world.forum("Redaksi", [sari, budi], ("Politik", "Daerah"))
    world.send_text(forum, "Pagi. Siapa pegang rubrik daerah hari ini?", sender=sari, topic="Daerah")
    post = world.send_text(forum, POST, sender=budi, topic="Daerah")
    world.send_text(forum, "Ada versi pendeknya?", sender=sari, topic="Daerah")
    world.send_text(forum, "/ringkas", sender=sari, topic="Daerah", reply_to=post)
    await said(bot, forum, 1)
    return seen(bot, forum, "Daerah")


async def settings(bot: Scene) -> str:
    world = bot.world
    sari, budi = world.user("Sari"), world.user("Budi")
    group = world.group("Redaksi", [sari, budi], supergroup=True)
    ask = f"/settings@{world.bot.username}"
    world.send_text(group, ask, sender=budi)
    await said(bot, group, 1)
    world.send_text(group, ask, sender=sari)
    await said(bot, group, 2)
    panel = bot.bot_messages(group)[-1]
    await _pressed(bot, panel, sari, "Length", "One sentence", "What is shown", "✓ Names", "‹ Back")
    world.press(panel, "Close", sender=budi)
    await bot.server.wait_for(lambda: all(press.answered for press in world.callbacks.values()))
    return seen(bot, group)


async def topic_settings(bot: Scene) -> str:
    world = bot.world
    sari = world.user("Sari")
    forum = world.forum("Redaksi", [sari], ("Politik",))
    world.send_text(forum, f"/settings@{world.bot.username}", topic="Politik")
    await said(bot, forum, 1)
    (panel,) = bot.bot_messages(forum)
    await _pressed(
        bot, panel, sari, "Length", "Long", "Change it for the whole group", "I speak", "Indonesia"
    )
    await _pressed(bot, panel, sari, "Ubah untuk topik ini saja")
    return seen(bot, forum, "Politik")


async def _pressed(bot: Scene, panel: Message, sender: User, *labels: str) -> None:
    """Somebody presses one button after the other, each once the panel has changed."""
    for label in labels:
        before = panel.edit_count
        bot.world.press(panel, label, sender=sender)
        await bot.server.wait_for(partial(_changed, panel, before))


async def edited(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    message = bot.world.send_text(sari, "Harga cabai naik lagi di pasar.")
    await said(bot, sari, 1)
    (answer,) = bot.bot_messages(sari)
    first = answer.text
    bot.world.edit_text(message, POST)
    await bot.server.wait_for(lambda: "Wahyu Setiadi" in bot.bot_messages(sari)[-1].text)
    return f"{first}\n\n… and once the message is edited:\n\n{seen(bot, sari)}"


async def english(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari", language_code="id"))
    bot.world.send_text(sari, ENGLISH)
    await said(bot, sari, 1)
    return seen(bot, sari)


async def every_link(bot: Scene) -> str:
    world = bot.world
    sari, budi = world.user("Sari"), world.user("Budi")
    group = world.group("Redaksi", [sari, budi], supergroup=True, bot_is_admin=True)
    world.send_text(group, f"/settings@{world.bot.username}", sender=sari)
    await said(bot, group, 1)
    panel = bot.bot_messages(group)[0]
    for label in ("When I answer", "Every link to an article", "Close"):
        before = panel.edit_count
        world.press(panel, label, sender=sari)
        await bot.server.wait_for(partial(_changed, panel, before))
    article = bot.website.put("/daerah/perpustakaan-apung", PAGE)
    index = world.send_text(group, bot.website.put("/indeks", INDEX), sender=budi)
    await bot.server.wait_for(lambda: world.calls_of("setMessageReaction") and not index.emoji)
    world.send_text(group, f"Menarik nih {article}?utm_source=wa", sender=budi)
    await said(bot, group, 2)
    world.send_text(group, article, sender=sari)
    await said(bot, group, 3)
    world.send_text(group, f"/today@{world.bot.username}", sender=sari)
    await said(bot, group, 4)
    return DAY.sub("Today", TIME.sub("2:15 pm", seen(bot, group)))


async def inline(bot: Scene) -> str:
    world = bot.world
    sari = world.user("Sari")
    chat = world.private_chat(sari)
    url = bot.website.put("/daerah/perpustakaan-apung", PAGE)
    before = world.inline_query(sari, url)
    await bot.server.wait_for(lambda: before.answer)
    world.send_text(chat, url)
    await said(bot, chat, 1)
    after = world.inline_query(world.user("Budi"), url)
    await bot.server.wait_for(lambda: after.answer)
    lists = [inline_list(query, shown=_shown(bot)) for query in (before, after)]
    return "\n… and once somebody has had the link read:\n\n".join(lists)


def _changed(message: Message, edit_count: int) -> bool:
    return message.edit_count > edit_count


def _shown(bot: Scene) -> dict[str, str]:
    """What differs from run to run: the website's address, and its name as the bot's messages spell it."""
    host = bot.website.host.partition(":")[0]
    return {bot.website.host: WEBSITE, inert(host): WEBSITE, host: WEBSITE}


SCENES: Mapping[str, Scenario] = {
    "paste": Scenario("A pasted article", "A page copied by hand, and its originals by a button.", pasted),
    "long-paste": Scenario(
        "A long paste", "Telegram's app cuts the text in pieces: one article, one answer.", long_paste
    ),
    "forward": Scenario("A forwarded post", "The reader's Telegram is in Indonesian.", forwarded),
    "link": Scenario(
        "Links, good and bad",
        "An article, an index, a missing page, an address nobody may open.",
        linked,
    ),
    "links": Scenario("Several links at once", "A list that fills in; a brief on request.", several_links),
    "group": Scenario("A newsroom's group", "Quiet until asked; the answer stays in its topic.", in_a_group),
    "english": Scenario("An English article", "For a reader whose Telegram is in Indonesian.", english),
    "every-link": Scenario(
        "Every link",
        "A group that wants its links read; an index is let be, a link sent twice points back.",
        every_link,
    ),
    "settings": Scenario("Settings", "A member sees them, an administrator changes them.", settings),
    "topic-settings": Scenario(
        "Settings of a topic", "What a topic chooses stands before its group's choice.", topic_settings
    ),
    "edit": Scenario("An edited message", "The answer follows the message.", edited),
    "inline": Scenario("In any chat", "Written behind the bot's name; nothing is fetched for it.", inline),
}


async def played(name: str, folder: Path) -> str:
    """Play a scene and return its page."""
    scenario = SCENES[name]
    async with scene(folder) as bot:
        text = await scenario.play(bot)
    return f"# {scenario.title}\n\n{scenario.about}\n\n```text\n{text.rstrip()}\n```\n"


async def main() -> None:
    """Write all scenes anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in SCENES:
            (FOLDER / f"{name}.md").write_text(await played(name, Path(folder)), encoding="utf-8")
            print(name)


if __name__ == "__main__":
    asyncio.run(main())
