"""The main scenes of the conversation, played through a Bot API server on loopback and kept as transcripts.

    python -m tests.transcripts [NAME ...]      writes docs/scenes/*.md anew

A scene is what people do and, in between, waiting until the bot has answered; what a person then sees is
printed by playground/transcript.py. `test_transcripts.py` plays them again and holds the kept ones to it.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path

from bot.feedback_command import report
from bot.intake.sandbox import InProcess
from bot.records import Page
from bot.reply.safe import inert
from bot.runtime.feedback import Feedback
from playground.transcript import inline_list, transcript
from playground.world import Chat, Message, User
from tests.newsroom import ANSWER_TIMEOUT_S, Scene, scene
from tests.test_group_membership import settled

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "scenes"
CONTENTS = FOLDER / "README.md"
SAMPLES = ROOT / "samples"
PASTE = (SAMPLES / "kereta-pesisir.txt").read_text(encoding="utf-8")
POST = (SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")
PAGE = (SAMPLES / "perpustakaan-apung.html").read_text(encoding="utf-8")
REPORT = (SAMPLES / "kampung-tanggul.html").read_text(encoding="utf-8")

ENGLISH = (SAMPLES / "school-boats.txt").read_text(encoding="utf-8")

SHORT = """Ternate membuka perpustakaan baru

Pemerintah Kota Ternate membuka perpustakaan baru pada Senin (6/4/2026), dua tahun setelah gempa. \
Perpustakaan itu memiliki 4.000 buku, dan separuhnya untuk anak-anak.

"Anak-anak tidak perlu lagi pergi jauh untuk membaca. Mereka dapat meminjam buku di sini setiap hari," \
kata Wali Kota Ternate Rina Puspita.

Pemerintah kota akan membeli 2.000 buku lagi.
"""
"""An article whose brief is short, for scenes that show something else."""

INDEX = "<html lang=id><title>Berita terkini</title><ul>" + "".join(
    f"<li><a href=/berita/{n}>Kabar nomor {n} dari kota</a></li>" for n in range(60)
)
TEASER = "".join(f"<p>{paragraph}</p>" for paragraph in SHORT.split("\n\n")[1:2])
PAYWALL, VIDEO = (
    f"<html lang=id><title>Perpustakaan Ternate</title>"
    f"<script type=application/ld+json>{json.dumps(facts)}</script>{TEASER}"
    for facts in ({"@type": "NewsArticle", "isAccessibleForFree": "False"}, {"@type": "VideoObject"})
)
DAY, TIME = re.compile(r"\d{1,2} \w+ 20\d\d(?=: )"), re.compile(r"(?<=Timur · )\d{1,2}:\d\d [ap]m")
"""What /today says of the moment at which the scene is played."""
CLOCK = re.compile(r"(?<=· )\d{1,2}:\d\d [ap]m")
TODAY = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d")

WEBSITE = "kabar.example"
OTHER_WEBSITE = "harian.example"
"""What stands in the transcripts for the addresses of the website on loopback."""


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


async def briefed(bot: Scene, chat: Chat, article: str) -> Message:
    """The brief that is the bot's first answer in a chat, finished."""
    bot.world.send_text(chat, article)
    await said(bot, chat, 1)
    (brief,) = bot.bot_messages(chat)
    return brief


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
    brief = await briefed(bot, sari, bot.website.put("/daerah/perpustakaan-apung", PAGE))
    bot.world.press(brief, "Full translation")
    await said(bot, sari, 2)
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


async def filling_in(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    paths = ("/daerah/perpustakaan-apung", "/laporan/kampung-tanggul", "/hilang")
    # A website is asked for one page at a time.
    hosts = (bot.website.host, bot.website.other_host, bot.website.host)
    links = [f"http://{host}{path}" for host, path in zip(hosts, paths, strict=True)]
    bot.website.put(paths[0], PAGE)
    bot.website.put(paths[1], REPORT)
    held = [bot.website.hold(path) for path in paths]
    bot.world.send_text(sari, "\n".join(links))
    await bot.server.wait_for(lambda: bot.bot_messages(sari), ANSWER_TIMEOUT_S)
    (board,) = bot.bot_messages(sari)
    await _reads(bot, board, "")
    first = seen(bot, sari)
    held[0].set()
    await _reads(bot, board, "Suara Timur")
    then = _last(bot, sari)
    for page in held:
        page.set()
    await bot.server.wait_for(lambda: board.buttons, ANSWER_TIMEOUT_S)
    return f"{first}\n… a moment later, in its place:\n\n{then}\n… and in the end:\n\n{_last(bot, sari)}"


async def _reads(bot: Scene, board: Message, shown: str) -> None:
    """Wait until a list shows that two of its links are being read, and something else."""

    def does() -> bool:
        return shown in board.text and board.text.count("reading …") == 2

    await bot.server.wait_for(does, ANSWER_TIMEOUT_S)


async def turned_over(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    brief = await briefed(bot, sari, SHORT)
    await _pressed(bot, brief, bot.world.users[sari.id], "Shorter")
    bot.world.press(brief, "Full translation")
    await said(bot, sari, 2)
    full, translated = bot.bot_messages(sari)[1], seen(bot, sari)
    await _pressed(bot, full, bot.world.users[sari.id], "⇄ Original sentences")
    _, last, turned = seen(bot, sari).rpartition("Ringkas, answering Ringkas")
    return f"{translated.rstrip()}\n\n… and once it is turned over:\n\n{last}{turned}"


async def a_day(bot: Scene) -> str:
    world = bot.world
    sari, budi = world.user("Sari"), world.user("Budi")
    forum = world.forum("Redaksi", [sari, budi], ("Politik", "Daerah"))
    library = bot.website.put("/daerah/perpustakaan-apung", PAGE)
    dyke = bot.website.put("/laporan/kampung-tanggul", REPORT)
    world.send_text(forum, f"/ringkas {library}", sender=budi, topic="Daerah")
    await said(bot, forum, 1)
    world.send_text(forum, f"/ringkas {dyke}", sender=sari, topic="Politik")
    await said(bot, forum, 2)
    world.send_text(forum, f"/today@{world.bot.username}", sender=sari)
    await said(bot, forum, 3)
    return DAY.sub("Today", CLOCK.sub("2:15 pm", seen(bot, forum, "General")))


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
    panel, first = bot.bot_messages(group)[-1], seen(bot, group)
    await _pressed(bot, panel, sari, "Length", "One sentence", "What is shown", "✓ Names", "‹ Back")
    changed = as_it_came(first, seen(bot, group))
    world.press(panel, "Close", sender=budi)
    await bot.server.wait_for(lambda: all(press.answered for press in world.callbacks.values()))
    return f"{changed}\n\n{_blocks(seen(bot, group))[-1]}"


async def topic_settings(bot: Scene) -> str:
    world = bot.world
    sari = world.user("Sari")
    forum = world.forum("Redaksi", [sari], ("Politik",))
    world.send_text(forum, f"/settings@{world.bot.username}", topic="Politik")
    await said(bot, forum, 1)
    (panel,), first = bot.bot_messages(forum), seen(bot, forum, "Politik")
    await _pressed(
        bot, panel, sari, "Length", "Long", "Change it for the whole group", "I speak", "Indonesia"
    )
    await _pressed(bot, panel, sari, "Ubah untuk topik ini saja")
    return as_it_came(first, seen(bot, forum, "Politik"))


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
    first = seen(bot, sari)
    bot.world.edit_text(message, POST)
    await bot.server.wait_for(lambda: "Wahyu Setiadi" in bot.bot_messages(sari)[-1].text)
    return f"{first}\n… and once the message is edited:\n\n{seen(bot, sari)}"


async def corrected(bot: Scene) -> str:
    world = bot.world
    sari, budi = world.user("Sari"), world.user("Budi")
    group = world.group("Redaksi", [sari, budi], supergroup=True)
    post = world.send_text(group, SHORT, sender=budi)
    request = world.send_text(group, "/rngkas", sender=sari, reply_to=post)
    await settled(bot)
    first = seen(bot, group)
    world.edit_text(request, f"/ringkas@{world.bot.username}")
    await said(bot, group, 1)
    thanks = world.send_text(group, f"@{world.bot.username} makasih ya", sender=sari)
    await bot.server.wait_for(lambda: thanks.emoji)
    return f"{first}\n… and once the request is edited, with a word of thanks:\n\n{seen(bot, group)}"


async def piece_by_piece(bot: Scene) -> str:
    world = bot.world
    sari, budi = world.user("Sari"), world.user("Budi")
    group = world.group("Redaksi", [sari, budi], supergroup=True, bot_is_admin=True)
    article = await InProcess().read(Page(REPORT.encode(), "text/html"))
    _, second = world.paste(group, f"{article.title}\n\n{article.text}", sender=budi)
    world.send_text(group, "/ringkas", sender=sari, reply_to=second)
    await said(bot, group, 1)
    return seen(bot, group)


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
    panel, first = bot.bot_messages(group)[0], seen(bot, group)
    await _pressed(bot, panel, sari, "When I answer", "Every link to an article", "Close")
    article = bot.website.put("/daerah/perpustakaan-apung", PAGE)
    index = world.send_text(group, bot.website.put("/indeks", INDEX), sender=budi)
    await bot.server.wait_for(lambda: world.calls_of("setMessageReaction") and not index.emoji)
    world.send_text(group, f"Menarik nih {article}?utm_source=wa", sender=budi)
    await said(bot, group, 2)
    world.send_text(group, article, sender=sari)
    await said(bot, group, 3)
    world.send_text(group, f"/today@{world.bot.username}", sender=sari)
    await said(bot, group, 4)
    return DAY.sub("Today", TIME.sub("2:15 pm", as_it_came(first, seen(bot, group))))


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


async def unreadable(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    addresses = (
        bot.website.put("/premium", PAYWALL),
        bot.website.put("/video", VIDEO),
        bot.website.put("/indeks", INDEX),
        bot.website.put("/tertutup", "", 403),
        f"http://{bot.website.host}/hilang",
        "http://169.254.169.254/latest/meta-data/",
        SHORT,
    )
    for count, sent in enumerate(addresses, start=1):
        bot.world.send_text(sari, sent)
        await said(bot, sari, count)
    return seen(bot, sari)


async def album(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    bot.world.send_album(sari, 3, caption=SHORT, captioned=1)
    await said(bot, sari, 1)
    bot.world.send_album(sari, 2)
    await said(bot, sari, 2)
    return seen(bot, sari)


async def switched(bot: Scene) -> str:
    sari = bot.world.private_chat(bot.world.user("Sari"))
    brief = await briefed(bot, sari, SHORT)
    first = seen(bot, sari)
    await _pressed(bot, brief, bot.world.person_of(sari), "🌐 Language", "Indonesia")
    await bot.server.wait_for(lambda: brief.text.startswith("Ternate membuka"))
    return as_it_came(first, seen(bot, sari))


async def passed_on(bot: Scene) -> str:
    world = bot.world
    sari = world.user("Sari")
    chat = world.private_chat(sari)
    brief = await briefed(bot, chat, bot.website.put("/daerah/perpustakaan-apung", PAGE))
    await _pressed(bot, brief, sari, "More …")
    first = seen(bot, chat)
    await _pressed(bot, brief, sari, "❝ Quote")
    world.press(brief, "1. Maria Felle")
    await said(bot, chat, 2)
    return f"{first}\n… and once Quote and the first of them are pressed:\n\n{_last(bot, chat)}"


async def feedback(bot: Scene) -> str:
    world = bot.world
    sari = world.user("Sari")
    chat = world.private_chat(sari)
    brief = await briefed(bot, chat, SHORT)
    await _pressed(bot, brief, sari, "More …", "👎 Wrong", "Translation")
    votes = await asyncio.to_thread(Feedback(bot.durable.database).votes)
    told = TODAY.sub("2026-04-06 14:15", "\n".join(report(votes)))
    return f"{seen(bot, chat)}\n… and what the operator is told by `python -m bot feedback`:\n\n{told}"


async def forgotten(bot: Scene) -> str:
    world = bot.world
    sari = world.user("Sari")
    chat = world.private_chat(sari)
    brief = await briefed(bot, chat, SHORT)
    world.send_text(chat, "/forget")
    await said(bot, chat, 2)
    question = bot.bot_messages(chat)[1]
    first = seen(bot, chat)
    await _pressed(bot, question, sari, "Delete all")
    press = world.press(brief, "With originals")
    await bot.server.wait_for(lambda: press.answered)
    return f"{first}\n… and once that is pressed, in the same message:\n\n{_last(bot, chat)}"


async def come_and_gone(bot: Scene) -> str:
    world = bot.world
    sari, budi = world.user("Sari"), world.user("Budi")
    group = world.group("Redaksi", [sari, budi], supergroup=True, with_bot=False)
    world.add_bot(group, sender=sari)
    await said(bot, group, 1)
    world.send_text(group, "Halo, bot. Apa kabar?", sender=budi)
    world.send_text(group, f"/ringkas@{world.bot.username}", sender=budi)
    await said(bot, group, 2)
    world.kick_bot(group, sender=sari)
    await settled(bot)
    world.add_bot(group, sender=sari)
    await said(bot, group, 3)
    return seen(bot, group)


async def channel_post(bot: Scene) -> str:
    world = bot.world
    sari = world.user("Sari")
    group = world.group("Obrolan Kabar Pasar", [sari], supergroup=True, bot_is_admin=True)
    channel = world.channel("Kabar Pasar", "kabarpasar", discussion=group)
    world.send_text(channel, SHORT)
    world.send_text(group, f"/ringkas@{world.bot.username}", reply_to=world.conversation(group)[-1])
    await said(bot, group, 1)
    return seen(bot, group)


async def anonymous(bot: Scene) -> str:
    world = bot.world
    sari, budi = world.user("Sari"), world.user("Budi")
    group = world.group("Redaksi", [sari, budi], supergroup=True)
    world.promote(group, sari, anonymous=True)
    world.send_text(group, f"/language@{world.bot.username} indonesia", sender=sari)
    await said(bot, group, 1)
    world.send_text(group, f"/settings@{world.bot.username}", sender=sari)
    await said(bot, group, 2)
    (_, panel), first = bot.bot_messages(group), seen(bot, group)
    await _pressed(bot, panel, sari, "Length", "Short", "Close")
    return as_it_came(first, seen(bot, group))


async def migrated(bot: Scene) -> str:
    world = bot.world
    sari = world.user("Sari")
    group = world.group("Redaksi", [sari])
    world.send_text(group, "/language indonesia")
    await said(bot, group, 1)
    supergroup = world.migrate(group)
    world.send_text(supergroup, f"/settings@{world.bot.username}")
    await said(bot, supergroup, 1)
    return f"{seen(bot, group)}\n… and in the supergroup:\n\n{seen(bot, supergroup)}"


def as_it_came(first: str, then: str) -> str:
    """A chat whose last message was pressed: as it stood first, the presses, as it stood then, and what came
    after it."""
    begun, blocks = _blocks(first), _blocks(then)
    shown, later = blocks[len(begun) - 1], blocks[len(begun) :]
    presses = list(takewhile(lambda block: block.startswith("· "), later))
    return "\n\n".join([*begun, *presses, "… and in its place stands:", shown, *later[len(presses) :]])


def _blocks(text: str) -> list[str]:
    """What is said and done, one thing each: only the first line of it has no indent."""
    return re.split(r"\n\n(?=\S)", text.strip())


def _last(bot: Scene, chat: Chat) -> str:
    """The bot's last message as it is now, and what was pressed."""
    _, heading, text = seen(bot, chat).rpartition("Ringkas, answering")
    return heading + text


def _changed(message: Message, edit_count: int) -> bool:
    return message.edit_count > edit_count


def _shown(bot: Scene) -> dict[str, str]:
    """What differs from run to run: the website's address, and its name as the bot's messages spell it."""
    shown: dict[str, str] = {}
    for address, name in ((bot.website.host, WEBSITE), (bot.website.other_host, OTHER_WEBSITE)):
        host = address.partition(":")[0]
        shown |= {address: name, inert(host): name, host: name}
    return shown


SCENES: Mapping[str, Scenario] = {
    "paste": Scenario(
        "A pasted article", "A page is copied by hand, and its originals come by a button.", pasted
    ),
    "long-paste": Scenario(
        "A long paste", "Telegram's app cuts the text in pieces: one article, one answer.", long_paste
    ),
    "forward": Scenario(
        "A forwarded post", "The reader's Telegram is in Indonesian, the brief in English.", forwarded
    ),
    "album": Scenario("An album", "Its caption is the article, wherever it stands; one answer.", album),
    "link": Scenario("A link", "Its page is read; the full translation unfolds in one message.", linked),
    "turned-over": Scenario(
        "A full translation, turned over", "The original sentences have the same numbers.", turned_over
    ),
    "unreadable": Scenario(
        "Links that cannot be read", "Each is named for what it is; the text itself always works.", unreadable
    ),
    "links": Scenario("Several links at once", "A list fills in; a brief comes on request.", several_links),
    "filling-in": Scenario(
        "A list that fills in",
        "Several links have one message, which follows their reading.",
        filling_in,
    ),
    "edit": Scenario("An edited message", "The answer follows the message.", edited),
    "corrected": Scenario(
        "A request that is corrected",
        "A mistyped command is edited; thanks are returned with a reaction.",
        corrected,
    ),
    "english": Scenario(
        "An English article", "A reader whose Telegram is in Indonesian gets it in Indonesian.", english
    ),
    "language": Scenario("Another language", "A brief changes its language in its place.", switched),
    "share": Scenario(
        "A quotation to pass on",
        "It comes with its original, its speaker and its source; Share opens the reader's own list of chats.",
        passed_on,
    ),
    "feedback": Scenario("What was wrong", "It is told to the operator alone, without a name.", feedback),
    "forget": Scenario("Forgetting", "Everything that is kept of a chat goes at a word.", forgotten),
    "added": Scenario(
        "Added to a group",
        "It greets once, says what it can see, and keeps quiet; put out and taken in again, it begins anew.",
        come_and_gone,
    ),
    "group": Scenario(
        "A newsroom's group", "It is quiet until asked, and the answer stays in its topic.", in_a_group
    ),
    "piece": Scenario(
        "A piece of a paste",
        "In a group whose talk the bot sees, who answers one piece asks for the whole.",
        piece_by_piece,
    ),
    "every-link": Scenario(
        "Every link",
        "A group wants its links read: an index is let be, a link that was sent before points back.",
        every_link,
    ),
    "day": Scenario("The day of a group", "In General, /today lists every topic's articles.", a_day),
    "channel": Scenario(
        "A channel's discussion", "Somebody asks about a post of the linked channel.", channel_post
    ),
    "settings": Scenario("Settings", "A member sees them, an administrator changes them.", settings),
    "topic-settings": Scenario(
        "Settings of a topic", "What a topic chooses stands before its group's choice.", topic_settings
    ),
    "anonymous": Scenario(
        "An anonymous administrator", "Who hides their name may change the settings all the same.", anonymous
    ),
    "supergroup": Scenario(
        "A group becomes a supergroup", "Its settings come along, and nobody is greeted again.", migrated
    ),
    "inline": Scenario("In any chat", "A link behind the bot's name: nothing is fetched for it.", inline),
}


HOW_TO_READ = """# The main scenes

What people write to the bot and what it answers, without a token and without a phone. Each scene is played by
the real bot through a Bot API server on loopback, and printed by `python -m tests.transcripts`; a test holds
the bot to every one of them.

`*bold*`, `_italic_`, `<where a link leads>`; `>` stands before a quotation, `»` before one that unfolds at a
touch; `[Button]` is pressed by whoever `presses` it, and what pops up stands behind the colon. Every message
is shown as it is in the end; the presses that made it so stand below.
"""


def contents() -> str:
    """The page that leads to all the others."""
    links = (f"- [{each.title}]({name}.md): {each.about}" for name, each in SCENES.items())
    return "\n".join([HOW_TO_READ, *links, ""])


async def played(name: str, folder: Path) -> str:
    """Play a scene and return its page."""
    scenario = SCENES[name]
    async with scene(folder, fetch_timeout_s=ANSWER_TIMEOUT_S) as bot:  # pages may be held back
        text = await scenario.play(bot)
    return f"# {scenario.title}\n\n{scenario.about}\n\n```text\n{text.rstrip()}\n```\n"


async def main(names: Iterable[str]) -> None:
    """Write the scenes of these names anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    CONTENTS.write_text(contents(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            (FOLDER / f"{name}.md").write_text(await played(name, Path(folder)), encoding="utf-8")
            print(name)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or SCENES))
