"""Other bots in a group: what they write gets no answer, and nothing that is the bot's own comes round again.

Telegram keeps what bots write from each other, but for bridges and servers of others that do not: these tests
hand it over all the same.
"""

from __future__ import annotations

from copy import deepcopy

import pytest

from playground.world import Chat, Message, User
from tests.newsroom import Scene
from tests.test_conversation import PAGE, POST
from tests.test_group import listening
from tests.test_group_membership import settled


@pytest.fixture
def sari(bot: Scene) -> User:
    return bot.world.user("Sari")


@pytest.fixture
def feeder(bot: Scene) -> User:
    return bot.world.user("Umpan", username="umpan_bot", is_bot=True)


@pytest.fixture
def newsroom(bot: Scene, sari: User, feeder: User) -> Chat:
    """A group that wants every link, with another bot in it."""
    return listening(bot, bot.world.group("Redaksi", [sari, feeder], supergroup=True))


def handed_over(bot: Scene, message: Message, kind: str = "message") -> None:
    bot.world.queue(kind, deepcopy(message.payload))


@pytest.mark.parametrize("to_us", [False, True], ids=["to nobody", "to our brief"])
@pytest.mark.parametrize(
    "text",
    ["{link}", "/ringkas {link}", "/ringkas{me} {link}", "{me} {link}", "/settings", "/forget", POST],
    ids=["a link", "a command", "our command", "our name", "settings", "forget", "an article"],
)
async def test_what_another_bot_writes_is_not_answered(
    bot: Scene, newsroom: Chat, feeder: User, text: str, to_us: bool
) -> None:
    answered = None
    if to_us:
        bot.world.send_text(newsroom, bot.website.put("/a", PAGE))
        (answered,) = await bot.answers(newsroom)
    words = text.format(link=bot.website.put("/b", PAGE), me=f"@{bot.world.bot.username}")
    handed_over(bot, bot.world.send_text(newsroom, words, sender=feeder, reply_to=answered))
    await settled(bot)
    assert len(bot.bot_messages(newsroom)) == to_us
    assert "/b" not in bot.website.asked


async def test_a_person_may_ask_about_what_another_bot_wrote_and_its_edits_ask_for_nothing(
    bot: Scene, newsroom: Chat, feeder: User
) -> None:
    link = bot.website.put("/a", PAGE)
    post = bot.world.send_text(newsroom, f"Terbaru: {link}", sender=feeder)
    bot.world.send_text(newsroom, "/ringkas", reply_to=post)
    (brief,) = await bot.answers(newsroom)
    assert "Maria Felle" in brief.text
    said = brief.history
    for number in range(3):
        bot.world.edit_text(post, f"Terbaru ({number} menit lalu): {link}")
        handed_over(bot, post, "edited_message")
    await settled(bot)
    assert bot.bot_messages(newsroom) == [brief]
    assert brief.history == said
    assert bot.website.asked == ["/a"]


async def test_our_brief_chosen_inline_where_links_are_wanted_is_no_article(
    bot: Scene, newsroom: Chat, sari: User
) -> None:
    link = bot.website.put("/a", PAGE)
    reader = bot.world.private_chat(sari)
    bot.world.send_text(reader, link)
    await bot.answers(reader)
    query = bot.world.inline_query(sari, link, chat_type="supergroup")
    await bot.server.wait_for(lambda: query.answer)
    chosen = bot.world.choose(query, newsroom)
    assert "Maria Felle" in chosen.text
    await settled(bot)
    assert bot.bot_messages(newsroom) == []
    assert bot.website.asked == ["/a"]


async def test_a_person_who_speaks_as_a_channel_or_as_the_group_is_no_bot(
    bot: Scene, newsroom: Chat, sari: User
) -> None:
    bot.world.promote(newsroom, sari, anonymous=True)
    channel = bot.world.channel("Kabar", "kabar")
    for number, spoken_as in enumerate((None, channel)):
        link = bot.website.put(f"/{number}", PAGE.replace("Sentani", f"Sentani {number}"))
        bot.world.send_text(newsroom, f"/ringkas {link}", sender=sari, sender_chat=spoken_as)
        answers = await bot.answers(newsroom, number + 1)
        assert "Maria Felle" in answers[number].text
