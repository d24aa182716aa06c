"""A message that becomes a request by an edit is answered as if it had been sent as it is now, and once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.runtime.choices import Place
from bot.runtime.correspondence import Correspondence
from bot.runtime.database import open_engine
from playground.world import Chat, Message, User
from tests.newsroom import Scene
from tests.test_gather import POST, replied_id, settled

PAGE = (Path(__file__).resolve().parents[1] / "samples" / "perpustakaan-apung.html").read_bytes()


@pytest.fixture
def alex(bot: Scene) -> User:
    return bot.world.user("Alex")


@pytest.fixture
def group(bot: Scene, alex: User) -> Chat:
    return bot.world.group("Redaksi", [alex, bot.world.user("Sam")], supergroup=True)


async def edited(bot: Scene, message: Message, text: str) -> list[Message]:
    """What the bot has said once a message that it left in peace is edited."""
    before = await settled(bot)
    bot.world.edit_text(message, text)
    return [said for said in await settled(bot) if said not in before]


@pytest.mark.parametrize("privacy_mode", [True, False])
@pytest.mark.parametrize(
    ("sent", "then"),
    [
        ("{link}", "{me} {link}"),
        ("/rngkas {link}", "/ringkas {link}"),
        ("/ringkas@bot_lain {link}", "/ringkas{me} {link}"),
        ("tolong ringkas {link}", "tolong ringkas {me} {link}"),
    ],
    ids=["a name is added", "a command is corrected", "another bot was meant", "a name in the middle"],
)
async def test_in_a_group_who_corrects_a_request_is_answered(
    bot: Scene, group: Chat, privacy_mode: bool, sent: str, then: str
) -> None:
    bot.world.privacy_mode = privacy_mode
    link, me = bot.website.put("/a", PAGE), f"@{bot.world.bot.username}"
    message = bot.world.send_text(group, sent.format(link=link, me=me))
    (answer,) = await edited(bot, message, then.format(link=link, me=me))
    assert replied_id(answer) == message.message_id
    assert "Maria Felle" in answer.text
    assert await edited(bot, message, then.format(link=link, me=me) + " ya") == []


async def test_in_a_group_a_name_that_is_added_asks_for_the_message_that_is_answered(
    bot: Scene, group: Chat
) -> None:
    bot.world.privacy_mode = False
    post = bot.world.send_text(group, POST)
    message = bot.world.send_text(group, "tolong ringkas", reply_to=post)
    (answer,) = await edited(bot, message, f"@{bot.world.bot.username} tolong ringkas")
    assert replied_id(answer) == message.message_id
    assert "Wahyu Setiadi" in answer.text
    bot.world.edit_text(post, POST.replace("Wahyu Setiadi", "Bambang Hartono"))
    await bot.server.wait_for(lambda: "Bambang Hartono" in answer.text, timeout_s=60)


async def test_a_hint_makes_way_for_the_brief_once_its_request_is_complete(bot: Scene, group: Chat) -> None:
    message = bot.world.send_text(group, "/ringkas")
    (hint,) = await bot.answers(group)
    assert await edited(bot, message, "/ringkas ini") == []
    assert await edited(bot, message, f"/ringkas {bot.website.put('/a', PAGE)}") == []
    assert "Maria Felle" in hint.text


@pytest.mark.parametrize(
    ("sent", "then", "said"),
    [
        ("/rngkas", "/ringkas {link}", "Maria Felle"),
        ("/setings", "/settings", "Settings"),
        ("bahasa", "/language indonesia", "Indonesia"),
        ("/language klingon", "/language indonesia", "Indonesia"),
    ],
)
async def test_a_command_that_is_corrected_is_carried_out(
    bot: Scene, reader: Chat, sent: str, then: str, said: str
) -> None:
    message = bot.world.send_text(reader, sent)
    await bot.answers(reader)
    bot.world.edit_text(message, then.format(link=bot.website.put("/a", PAGE)))
    await bot.server.wait_for(lambda: said in bot.bot_messages(reader)[-1].text, timeout_s=60)
    assert len(await settled(bot)) == (1 if "ringkas" in then else 2)


async def test_a_request_that_is_edited_as_it_is_answered_has_one_answer(bot: Scene, group: Chat) -> None:
    link = bot.website.put("/a", PAGE)
    held = bot.website.hold("/a")
    message = bot.world.send_text(group, f"/ringkas {link}")
    await bot.server.wait_for(lambda: bot.website.asked)
    for words in ("ya", "dong"):
        bot.world.edit_text(message, f"/ringkas {link} {words}")
    held.set()
    (answer,) = await settled(bot)
    assert "Maria Felle" in answer.text


@pytest.mark.parametrize("minutes", [5, 24 * 60])
async def test_a_link_that_is_added_where_links_are_wanted_is_read_unless_the_message_is_old(
    bot: Scene, alex: User, minutes: int
) -> None:
    group = bot.world.group("Redaksi", [alex], supergroup=True, bot_is_admin=True)
    bot.durable.choices.choose_every_link(Place(group.id), every_link=True)
    message = bot.world.send_text(group, "Menarik nih")
    message.payload["date"] -= minutes * 60
    answers = await edited(bot, message, f"Menarik nih {bot.website.put('/a', PAGE)}")
    assert len(answers) == (1 if minutes < 60 else 0)


async def test_an_edit_that_asks_for_nothing_is_written_down_nowhere(bot: Scene, alex: User) -> None:
    group = bot.world.group("Redaksi", [alex], supergroup=True, bot_is_admin=True)
    message = bot.world.send_text(group, "selamat pagi")
    assert await edited(bot, message, f"selamat siang {bot.website.put('/a', PAGE)}") == []
    engine = open_engine(bot.settings.database_url)
    assert Correspondence(engine).letter(group.id, message.message_id) is None
    engine.dispose()
