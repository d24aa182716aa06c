"""What a person sees in a group: quiet until asked, and where links are wanted, briefs of articles alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.runtime.choices import Place
from handlers import pace
from playground.world import Chat, Message, User
from tests.newsroom import Scene
from tests.test_conversation import PAGE, PASTE, POST
from tests.test_group_membership import settled

INDEX = (
    "<html><body><h1>Berita</h1>" + '<p><a href="/x">Judul berita yang lain</a></p>' * 40 + "</body></html>"
)

ENGLISH = (
    "The regional government opened a new ferry terminal on Monday after two years of work. Officials said "
    "the terminal will serve four islands, and the harbour master promised fishermen a lane of their own. "
)
GERMAN = (
    "Die Regierung hat am Montag nach zwei Jahren einen neuen Hafen eröffnet, der vier Inseln bedient. "
    "Die Fischer verlangten eine eigene Fahrrinne, und der Hafenmeister versprach ihnen eine Antwort. "
)

EYES = ["👀"]


@pytest.fixture
def alex(bot: Scene) -> User:
    return bot.world.user("Alex")


def listening(bot: Scene, chat: Chat, topic_id: int = 0) -> Chat:
    """A group that wants every link, which the bot can see."""
    bot.world.privacy_mode = False
    bot.durable.choices.choose_every_link(Place(chat.id, topic_id), every_link=True)
    return chat


def reaction(bot: Scene, message: Message) -> list[str]:
    return [each["emoji"] for each in message.reactions.get(bot.world.bot.id, [])]


def reacted(bot: Scene) -> list[Any]:
    """Every reaction set and taken back, in order."""
    return [call.parameters.get("reaction") for call in bot.world.calls_of("setMessageReaction")]


@pytest.fixture
def newsroom(bot: Scene, alex: User) -> Chat:
    return listening(bot, bot.world.group("Redaksi", [alex], supergroup=True))


async def test_a_link_that_nobody_asked_about_is_answered_where_links_are_wanted(
    bot: Scene, newsroom: Chat
) -> None:
    sent = bot.world.send_text(newsroom, f"sudah baca? {bot.website.put('/a', PAGE)}")
    (brief,) = await bot.answers(newsroom)
    assert "Maria Felle" in brief.text
    assert brief.replied_id == sent.message_id
    assert brief.history == (brief.text,)
    assert reaction(bot, sent) == EYES


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (INDEX, 200),
        (f"<article><h1>Neues</h1><p>{GERMAN * 6}</p></article>", 200),
        (f"<article><h1>News</h1><p>{ENGLISH * 6}</p></article>", 200),
        ("tidak ada", 404),
    ],
    ids=["a list of headlines", "a language that is not read", "the readers' own", "no page"],
)
async def test_where_no_article_is_behind_a_link_the_reaction_goes_and_nothing_is_said(
    bot: Scene, newsroom: Chat, body: str, status: int
) -> None:
    sent = bot.world.send_text(newsroom, bot.website.put("/b", body, status))
    await bot.server.wait_for(lambda: len(reacted(bot)) == 2)
    await settled(bot)
    assert bot.website.asked == ["/b"]
    assert reaction(bot, sent) == []
    assert bot.bot_messages(newsroom) == []


@pytest.mark.parametrize(
    "text",
    [
        "selamat pagi semua",
        "https://t.me/kabar/12",
        "https://www.youtube.com/watch?v=1",
        "kabar.example",
        "/ringkas@bot_lain https://kabar.example/a",
        "/kopi https://kabar.example/a",
        "Menurut saya rapat kemarin terlalu panjang, dan kita belum sepakat soal jadwal piket. " * 12,
    ],
    ids=[
        "a greeting",
        "Telegram's own",
        "a video",
        "a name",
        "another bot's",
        "no command of ours",
        "a remark",
    ],
)
async def test_talk_is_neither_looked_at_nor_written_down_where_links_are_wanted(
    bot: Scene, newsroom: Chat, text: str
) -> None:
    before = await requests(bot)
    bot.world.send_text(newsroom, text)
    await settled(bot)
    assert reacted(bot) == []
    assert bot.bot_messages(newsroom) == []
    assert await requests(bot) == before


async def requests(bot: Scene) -> list[str]:
    from dbos import DBOS

    return [workflow.workflow_id for workflow in await DBOS.list_workflows_async(load_input=False)]


async def test_a_quiet_group_s_links_are_neither_looked_at_nor_written_down(bot: Scene, alex: User) -> None:
    bot.world.privacy_mode = False
    group = bot.world.group("Redaksi", [alex])
    bot.world.send_text(group, bot.website.put("/a", PAGE))
    bot.world.send_text(group, PASTE)
    await settled(bot)
    assert bot.website.asked == []
    assert await requests(bot) == []


async def test_a_link_that_was_no_article_s_is_looked_at_again_when_it_is_edited(
    bot: Scene, newsroom: Chat
) -> None:
    sent = bot.world.send_text(newsroom, f"salah: {bot.website.put('/x', '', 404)}")
    await settled(bot)
    assert bot.bot_messages(newsroom) == []
    bot.world.edit_text(sent, f"maaf, ini: {bot.website.put('/a', PAGE)}")
    (brief,) = await bot.answers(newsroom)
    assert "Maria Felle" in brief.text
    bot.world.send_text(newsroom, bot.website.put("/a", PAGE))
    (_, pointer) = await bot.answers(newsroom, 2)
    assert pointer.text.startswith("The brief of this article is here already")


async def test_a_text_of_a_channel_or_of_an_outlet_is_answered_where_links_are_wanted(
    bot: Scene, newsroom: Chat
) -> None:
    channel = bot.world.channel("Kabar Pesisir", "kabarpesisir")
    bot.world.send_text(newsroom, POST, forwarded_from=channel)
    bot.world.send_text(newsroom, PASTE)
    briefs = " ".join(answer.text for answer in await bot.answers(newsroom, 2))
    assert "Wahyu Setiadi" in briefs
    assert "Lestari Handayani" in briefs


async def test_a_post_of_the_linked_channel_is_answered_and_may_be_asked_about(
    bot: Scene, alex: User
) -> None:
    group = bot.world.group("Redaksi", [alex], supergroup=True)
    channel = bot.world.channel("Kabar", "kabar", discussion=group)
    bot.world.privacy_mode = False
    bot.world.send_text(channel, POST)
    await settled(bot)
    assert bot.bot_messages(group) == []
    post = bot.world.conversation(group)[-1]
    asked = bot.world.send_text(group, "/ringkas", sender=alex, reply_to=post)
    (brief,) = await bot.answers(group)
    assert "Wahyu Setiadi" in brief.text
    assert brief.replied_id == asked.message_id
    listening(bot, group)
    bot.world.send_text(channel, bot.website.put("/a", PAGE))
    (_, second) = await bot.answers(group, 2)
    assert "Maria Felle" in second.text


async def test_the_same_story_within_a_day_gets_a_pointer_to_its_brief(bot: Scene, newsroom: Chat) -> None:
    url = bot.website.put("/a", PAGE)
    bot.world.send_text(newsroom, url)
    (brief,) = await bot.answers(newsroom)
    again = bot.world.send_text(newsroom, f"lihat {url}?utm_source=wa#komentar")
    (_, pointer) = await bot.answers(newsroom, 2)
    assert pointer.replied_id == again.message_id
    assert pointer.text.startswith("The brief of this article is here already:")
    assert f'href="https://t.me/c/{str(newsroom.id)[4:]}/{brief.message_id}"' in pointer.html
    assert pointer.buttons == []
    assert bot.website.asked == ["/a"]


async def test_a_short_link_to_a_story_that_was_posted_gets_a_pointer_too(bot: Scene, newsroom: Chat) -> None:
    url = bot.website.put("/a", PAGE)
    bot.website.put("/s", "", 302, {"Location": url})
    bot.world.send_text(newsroom, url)
    await bot.answers(newsroom)
    bot.world.send_text(newsroom, f"http://{bot.website.host}/s")
    (_, pointer) = await bot.answers(newsroom, 2)
    assert pointer.text.startswith("The brief of this article is here already:")


async def test_who_asks_for_a_brief_that_is_there_may_have_a_new_one_in_the_pointer_s_place(
    bot: Scene, alex: User
) -> None:
    group = bot.world.group("Redaksi", [alex])
    url = bot.website.put("/a", PAGE)
    bot.world.send_text(group, f"/ringkas {url}")
    (brief,) = await bot.answers(group)
    bot.world.send_text(group, f"/ringkas {url}")
    (_, pointer) = await bot.answers(group, 2)
    assert pointer.replied_id == brief.message_id
    assert [button["text"] for button in pointer.buttons] == ["New brief"]
    bot.website.put("/a", PAGE.replace("Maria Felle", "Maria Rahel"))
    bot.world.press(pointer, "New brief")
    await bot.server.wait_for(lambda: "Maria Rahel" in pointer.text)
    assert bot.website.asked == ["/a", "/a"]
    await settled(bot)
    bot.world.send_text(group, f"/ringkas {url}")
    (*_, second) = await bot.answers(group, 3)
    assert second.replied_id == pointer.message_id


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_brief_that_was_deleted_is_made_anew(bot: Scene, alex: User, supergroup: bool) -> None:
    group = bot.world.group("Redaksi", [alex], supergroup=supergroup)
    url = bot.website.put("/a", PAGE)
    bot.world.send_text(group, f"/ringkas {url}")
    (brief,) = await bot.answers(group)
    bot.world.delete(brief)
    bot.world.send_text(group, f"/ringkas {url}")
    (again,) = await bot.answers(group)
    assert "Maria Felle" in again.text


async def test_a_place_that_reads_another_language_by_now_gets_its_own_brief(bot: Scene, alex: User) -> None:
    group = bot.world.group("Redaksi", [alex])
    url = bot.website.put("/a", PAGE)
    bot.world.send_text(group, f"/ringkas {url}")
    await bot.answers(group)
    bot.durable.choices.choose_target(Place(group.id), "id")
    bot.world.send_text(group, f"/ringkas {url}")
    (_, second) = await bot.answers(group, 2)
    assert "Perpustakaan" in second.text
    assert second.buttons


async def test_a_brief_whose_language_a_member_has_switched_is_still_pointed_to(
    bot: Scene, alex: User
) -> None:
    group = bot.world.group("Redaksi", [alex], supergroup=True)
    url = bot.website.put("/a", PAGE)
    bot.world.send_text(group, f"/ringkas {url}")
    (brief,) = await bot.answers(group)
    headline = brief.text.partition("\n")[0]
    bot.world.press(brief, "🌐 Language")
    await bot.server.wait_for(lambda: "‹ Back" in [each["text"] for each in brief.buttons])
    bot.world.press(brief, "Indonesia")
    await bot.server.wait_for(lambda: headline not in brief.text)
    await settled(bot)
    bot.world.send_text(group, f"/ringkas {url}")
    (_, pointer) = await bot.answers(group, 2)
    assert pointer.text == f"The brief of this article is here already: {headline}"
    assert f"/{brief.message_id}" in pointer.html


async def test_two_people_who_send_one_story_at_once_get_one_brief(bot: Scene, newsroom: Chat) -> None:
    url, page = bot.website.put("/a", PAGE), bot.website.hold("/a")
    bot.world.send_text(newsroom, url)
    bot.world.send_text(newsroom, f"{url}?fbclid=1")
    await bot.server.wait_for(lambda: bot.website.asked)
    page.set()
    brief, pointer = await bot.answers(newsroom, 2)
    assert "Maria Felle" in brief.text
    assert pointer.text.startswith("The brief of this article is here already:")
    assert bot.website.asked == ["/a"]


async def test_an_edit_brings_the_brief_of_an_unasked_link_up_to_date(bot: Scene, newsroom: Chat) -> None:
    sent = bot.world.send_text(newsroom, bot.website.put("/a", PAGE))
    (brief,) = await bot.answers(newsroom)
    await settled(bot)
    bot.world.edit_text(sent, f"{bot.website.put('/a', PAGE)} penting")
    await settled(bot)
    assert brief.edit_count == 0
    other = PAGE.replace("Maria Felle", "Maria Rahel")
    bot.world.edit_text(sent, bot.website.put("/c", other))
    await bot.server.wait_for(lambda: "Maria Rahel" in brief.text)
    assert len(bot.bot_messages(newsroom)) == 1


async def test_links_are_wanted_in_a_topic_alone_and_answered_there(bot: Scene, alex: User) -> None:
    forum = bot.world.forum("Redaksi", [alex], ["Politik", "Daerah"])
    topic = forum.topic("Politik")
    assert topic is not None
    listening(bot, forum, topic.thread_id)
    bot.world.send_text(forum, bot.website.put("/a", PAGE), topic="Daerah")
    bot.world.send_text(forum, bot.website.put("/b", PAGE))
    bot.world.send_text(forum, bot.website.put("/c", PAGE), topic="Politik")
    await bot.answers(forum)
    await settled(bot)
    assert bot.website.asked == ["/c"]
    (brief,) = bot.world.messages(forum, "Politik")
    assert "Maria Felle" in brief.text
    assert len(bot.bot_messages(forum)) == 1


@pytest.mark.parametrize("topic", ["General", "Politik"])
async def test_everything_that_answers_a_message_of_a_topic_stands_in_that_topic(
    bot: Scene, alex: User, topic: str
) -> None:
    forum = bot.world.forum("Redaksi", [alex], ["Politik"])
    for ask in ("/ringkas", "/help", f"/ringkas {bot.website.put('/b', INDEX)}"):
        bot.world.send_text(forum, ask, topic=topic)
    await bot.answers(forum, 3)
    bot.world.send_document(forum, POST.encode(), "a.txt", "text/plain", caption="/ringkas", topic=topic)
    (*_, brief) = await bot.answers(forum, 4)
    bot.world.press(brief, "More …")
    await bot.server.wait_for(lambda: len(brief.buttons) > 4)
    bot.world.send_text(forum, "/forget", topic=topic)
    (*_, question) = await bot.answers(forum, 5)
    bot.world.press(question, "Keep it")
    await settled(bot)
    assert bot.bot_messages(forum) == bot.world.messages(forum, topic)
    assert len(bot.bot_messages(forum)) == 5


async def test_in_a_closed_topic_nothing_is_said_and_nothing_breaks(
    bot: Scene, alex: User, caplog: pytest.LogCaptureFixture
) -> None:
    forum = listening(bot, bot.world.forum("Redaksi", [alex], ["Politik"]))
    bot.world.promote(forum, alex)
    bot.world.close_topic(forum, "Politik")
    bot.world.send_text(forum, bot.website.put("/a", PAGE), topic="Politik")
    bot.world.send_text(forum, f"/ringkas {bot.website.put('/b', PAGE)}", topic="Politik")
    await settled(bot)
    assert bot.bot_messages(forum) == []
    assert "bug" not in caplog.text


async def test_an_administrator_without_a_name_is_answered(bot: Scene, alex: User) -> None:
    group = bot.world.group("Redaksi", [alex], supergroup=True)
    bot.world.promote(group, alex, anonymous=True)
    bot.world.send_text(group, f"/ringkas {bot.website.put('/a', PAGE)}", sender=alex)
    (brief,) = await bot.answers(group)
    assert "Maria Felle" in brief.text


async def test_our_own_brief_forwarded_back_is_no_article(bot: Scene, newsroom: Chat) -> None:
    bot.world.send_text(newsroom, bot.website.put("/a", PAGE))
    (brief,) = await bot.answers(newsroom)
    forwarded = bot.world.forward(newsroom, [brief])
    await settled(bot)
    assert len(bot.bot_messages(newsroom)) == 1
    bot.world.send_text(newsroom, "/ringkas", reply_to=forwarded[-1])
    (_, answer) = await bot.answers(newsroom, 2)
    assert answer.text.startswith("In a group")


async def test_where_reactions_are_not_allowed_articles_are_answered_all_the_same(
    bot: Scene, newsroom: Chat
) -> None:
    newsroom.allowed_reactions = frozenset({"👍"})
    bot.world.send_text(newsroom, bot.website.put("/a", PAGE))
    (brief,) = await bot.answers(newsroom)
    assert "Maria Felle" in brief.text


async def test_a_stream_of_links_and_commands_waits_for_the_next_minute_of_its_group(
    bot: Scene, newsroom: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edits are counted like messages; that no period has more is held by tests/test_pace.py."""
    monkeypatch.setattr(pace, "A_GROUP", 4)
    for number in range(3):
        bot.world.send_text(newsroom, bot.website.put(f"/a{number}", PAGE))
        bot.world.send_text(newsroom, f"/ringkas {bot.website.put(f'/b{number}', PAGE)}")
    writing = ("sendMessage", "editMessageText", "deleteMessage")
    await bot.server.wait_for(lambda: sum(len(bot.world.calls_of(name)) for name in writing) == 4)
    assert bot.durable.work.running() > 0
    assert bot.world.calls_of("editMessageText")
