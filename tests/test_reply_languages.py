"""Reply languages beyond the two that ship: a package is installed, and its language is there to be chosen.

The packages are made here, of the model that ships: what they say is English, whatever they are called.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.translation.packages import install_file
from playground.world import Chat, Message
from tests.newsroom import ANSWER_TIMEOUT_S, Scene, scene
from tests.packages import make_package
from tests.test_buttons import brief_in, pressed, unfolded
from tests.test_conversation import PAGE, POST, labels
from tests.transcripts import ENGLISH

NOT_SHOWN = "Nurul Aini, yang berjualan sejak 2009, mengaku hanya membawa lima kilogram sehari."
"""A sentence of the article that is in no brief of it."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data with packages from Indonesian into French and Javanese."""
    folder = tmp_path_factory.mktemp("installed")
    for target in ("fr", "jv"):
        install_file(make_package(folder / "made", "id", target, model=True), folder / "packages")
    return folder


@pytest.fixture
async def bot(installed: Path) -> AsyncIterator[Scene]:
    async with scene(installed) as running:
        yield running


async def in_language(bot: Scene, brief: Message, label: str) -> None:
    """Show a brief in another language, as somebody does by its buttons."""
    before = brief.edit_count
    await unfolded(bot, brief, "🌐 Language", "‹ Back")
    query = await pressed(bot, brief, label)
    assert query.answers[0].get("text") in (None, "Translating into French …")
    await bot.server.wait_for(
        lambda: "More …" in labels(brief) and brief.edit_count > before + 1, ANSWER_TIMEOUT_S
    )


async def test_every_language_that_is_reached_is_offered_in_its_own_tongue(bot: Scene, reader: Chat) -> None:
    names = ["English", "français", "Indonesia", "Jawa"]
    bot.world.send_text(reader, "/language")
    (panel,) = await bot.answers(reader)
    assert labels(panel) == ["✓ English", *names[1:]]
    brief = await brief_in(bot, bot.world.private_chat(bot.world.user("Sari")))
    assert await unfolded(bot, brief, "🌐 Language", "‹ Back") == ["✓ English", *names[1:], "‹ Back"]


async def test_just_what_is_shown_is_translated_and_nothing_twice(
    bot: Scene, reader: Chat, asked: list[str]
) -> None:
    brief = await brief_in(bot, reader)
    shown = tuple(asked)
    asked.clear()
    await in_language(bot, brief, "français")
    assert set(shown) <= set(asked)
    assert NOT_SHOWN not in asked
    await pressed(bot, brief, "Full translation")
    await bot.answers(reader, 2)
    assert NOT_SHOWN in asked
    await in_language(bot, brief, "English")
    await in_language(bot, brief, "français")
    assert len(asked) == len(set(asked))


async def test_a_language_is_chosen_by_its_name_in_either_tongue(bot: Scene, reader: Chat) -> None:
    for count, words in enumerate(("french", "Français", "fr"), 1):
        bot.world.send_text(reader, f"/language {words}")
        assert "Briefs will be in French." in (await bot.answers(reader, count))[-1].text
    bot.world.send_text(reader, POST)
    brief = (await bot.answers(reader, 4))[-1]
    await unfolded(bot, brief, "🌐 Language", "‹ Back")
    assert "✓ français" in labels(brief)


async def test_an_english_article_comes_by_way_of_indonesian(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, "/language fr")
    await bot.answers(reader)
    bot.world.send_text(reader, ENGLISH)
    brief = (await bot.answers(reader, 2))[-1]
    assert "Larasati Wibowo" in brief.text
    assert "School Boats" not in brief.text


async def test_in_a_group_each_topic_may_have_its_language(bot: Scene) -> None:
    forum = bot.world.forum("Redaksi", [bot.world.user("Sari")], ["Politik", "Daerah"])
    bot.world.send_text(forum, "/language fr", topic="Politik")
    await bot.answers(forum)
    for topic in ("Politik", "Daerah"):
        bot.world.send_text(forum, f"/ringkas {bot.website.put(f'/{topic}', PAGE)}", topic=topic)
    briefs = {message.topic.name: message for message in (await bot.answers(forum, 3))[1:] if message.topic}
    for topic, ticked in (("Politik", "✓ français"), ("Daerah", "✓ English")):
        assert ticked in await unfolded(bot, briefs[topic], "🌐 Language", "‹ Back", "Sari")
