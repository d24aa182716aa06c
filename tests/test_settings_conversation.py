"""What people choose with /settings, and what they then see: in private, in groups, in topics."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.picture import commands_for
from playground.world import CallbackQuery, Chat, Json, Message, User
from tests.newsroom import Scene, scene
from tests.third_language import third_language

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
POST = (SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")
PAGE = (SAMPLES / "perpustakaan-apung.html").read_text(encoding="utf-8")


@pytest.fixture
def sari(bot: Scene) -> User:
    return bot.world.user("Sari")


@pytest.fixture
def budi(bot: Scene) -> User:
    return bot.world.user("Budi")


@pytest.fixture
def forum(bot: Scene, sari: User, budi: User) -> Chat:
    return bot.world.forum("Redaksi", [sari, budi], ["Politik", "Daerah"])


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def opened(bot: Scene, chat: Chat, *, topic: str | None = None, sender: User | None = None) -> Message:
    """The panel that /settings shows."""
    seen = len(bot.bot_messages(chat))
    bot.world.send_text(chat, "/settings", topic=topic, sender=sender)
    return (await bot.answers(chat, seen=seen))[0]


async def pressed(bot: Scene, panel: Message, label: str, *, sender: User | None = None) -> str:
    """Press a button, wait until it is answered and the panel has changed; return what popped up."""
    before = panel.edit_count
    press = bot.world.press(panel, label, sender=sender)
    await bot.server.wait_for(lambda: press.answered and panel.edit_count > before)
    return popped(press)


def popped(press: CallbackQuery) -> str:
    return str(press.answers[-1].get("text") or "")


async def answer_to(bot: Scene, press: CallbackQuery) -> Json:
    await bot.server.wait_for(lambda: press.answered)
    return {"show_alert": False} | press.answers[-1]


async def refused(bot: Scene, press: CallbackQuery) -> str:
    assert (await answer_to(bot, press))["show_alert"]
    return popped(press)


async def test_everything_is_chosen_in_one_message_that_says_what_holds(bot: Scene, reader: Chat) -> None:
    panel = await opened(bot, reader)
    assert panel.text.startswith("Settings\nLanguage of briefs: English\n")
    await pressed(bot, panel, "Language")
    assert await pressed(bot, panel, "Indonesia") == "Saved. Briefs will be in Indonesian."
    assert "Language of briefs: Indonesian\n" in panel.text
    await pressed(bot, panel, "Length")
    assert await pressed(bot, panel, "One sentence") == "Saved. Summaries will have one sentence."
    await pressed(bot, panel, "What is shown")
    for label in ("✓ Key quotes", "✓ Names"):
        assert await pressed(bot, panel, label) == "Saved."
    assert labels(panel) == ["✓ Summary", "Key quotes", "Names", "Originals", "‹ Back"]
    await pressed(bot, panel, "‹ Back")
    assert "Shown: summary\n" in panel.text
    await pressed(bot, panel, "Close")
    assert "Length of summaries: one sentence" in panel.text
    assert panel.buttons == []
    assert bot.bot_messages(reader) == [panel]


async def test_what_was_chosen_is_what_a_brief_shows(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, POST)
    (before,) = await bot.answers(reader)
    assert "<blockquote>" in before.html
    assert "People:" in before.text
    panel = await opened(bot, reader)
    await pressed(bot, panel, "What is shown")
    for label in ("✓ Key quotes", "✓ Names"):
        await pressed(bot, panel, label)
    bot.world.send_text(reader, POST)
    after = (await bot.answers(reader, 3))[2]
    assert "<blockquote>" not in after.html
    assert "People:" not in after.text
    assert "• " in after.text


async def test_originals_may_stand_beneath_from_the_start_and_the_summary_be_left_out(
    bot: Scene, reader: Chat
) -> None:
    panel = await opened(bot, reader)
    await pressed(bot, panel, "What is shown")
    for label in ("✓ Key quotes", "✓ Names", "Originals"):
        await pressed(bot, panel, label)
    bot.world.send_text(reader, POST)
    (_, brief) = await bot.answers(reader, 2)
    assert "<blockquote expandable>Pemerintah kota menggelar pasar murah" in brief.html
    assert "With originals" not in labels(brief)
    for label in ("✓ Summary", "✓ Originals", "Names"):
        await pressed(bot, panel, label)
    bot.world.send_text(reader, POST)
    names = (await bot.answers(reader, 3))[2]
    assert "• " not in names.text
    assert "People: Wahyu Setiadi" in names.text


async def test_the_interface_speaks_the_chosen_language_from_the_next_word_on(
    bot: Scene, reader: Chat
) -> None:
    panel = await opened(bot, reader)
    await pressed(bot, panel, "I speak")
    assert labels(panel) == ["✓ The language of my Telegram", "English", "Indonesia", "‹ Back"]
    assert await pressed(bot, panel, "Indonesia") == "Tersimpan."
    assert "Bahasa bot: Indonesia" in panel.text
    bot.world.send_text(reader, "banyak sekali")
    assert "karakter" in (await bot.answers(reader, 2))[1].text
    await pressed(bot, panel, "Bahasa bot")
    assert await pressed(bot, panel, "Bahasa Telegram saya") == "Saved."


async def test_a_language_that_is_dropped_in_is_offered_spoken_and_has_its_commands(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with third_language(tmp_path, monkeypatch):
        async with scene(data) as bot:
            panel = await opened(bot, bot.world.private_chat(bot.world.user("Alex")))
            await pressed(bot, panel, "I speak")
            await pressed(bot, panel, "français")
            assert panel.text.startswith("Réglages\n")
            assert ("default", "fr") in bot.world.profile.commands
            other = await opened(bot, bot.world.private_chat(bot.world.user("Zoé", language_code="fr")))
            assert other.text.startswith("Réglages\n")


async def test_choices_and_old_panels_outlive_a_restart(bot: Scene, reader: Chat) -> None:
    panel = await opened(bot, reader)
    await pressed(bot, panel, "Length")
    await bot.stop()
    await bot.start()
    assert await pressed(bot, panel, "Medium") == "Saved. Summaries will have 5 sentences."
    await bot.stop()
    await bot.start()
    assert "Length of summaries: 5 sentences" in (await opened(bot, reader)).text


async def test_two_presses_at_once_both_hold(bot: Scene, reader: Chat) -> None:
    panel = await opened(bot, reader)
    await pressed(bot, panel, "What is shown")
    presses = [bot.world.press(panel, label) for label in ("✓ Summary", "✓ Names")]
    await bot.server.wait_for(lambda: all(press.answered for press in presses) and panel.edit_count >= 3)
    assert labels(panel)[:4] == ["Summary", "✓ Key quotes", "Names", "Originals"]


@pytest.mark.parametrize(
    "forged",
    ["settings:", "settings:all:language:xx", "settings:all:length:99", "settings:topic:main:group",
     "settings:all:parts:lies-on", "settings:all:mode:links", "settings:links:main", "language:xx",
     "length:zero"],
)  # fmt: skip
async def test_data_that_is_outdated_or_forged_is_said_to_be_so(
    bot: Scene, reader: Chat, forged: str
) -> None:
    panel = await opened(bot, reader)
    words = await refused(bot, bot.world.press_forged(panel, forged))
    assert "/settings" in words
    assert "Language of briefs: English" in (await opened(bot, reader)).text


async def test_a_press_on_a_panel_that_is_gone_is_answered_and_chooses_nothing(
    bot: Scene, reader: Chat
) -> None:
    panel = await opened(bot, reader)
    bot.world.delete(panel)
    words = await refused(bot, bot.world.press_forged(panel, "settings:all:length:long"))
    assert "/settings" in words
    assert "Length of summaries: as needed" in (await opened(bot, reader)).text


async def test_a_groups_settings_are_its_own_and_one_administrator_goes_on_where_another_began(
    bot: Scene, sari: User, budi: User
) -> None:
    tono = bot.world.user("Tono")
    group = bot.world.group("Redaksi", [sari, budi, tono], supergroup=True)
    bot.world.promote(group, budi)
    panel = await opened(bot, group, sender=sari)
    assert panel.text.startswith("Settings of this group")
    assert "I answer: when asked" in panel.text
    await pressed(bot, panel, "Language", sender=budi)
    assert await pressed(bot, panel, "Indonesia", sender=budi) == (
        "Saved for this group. Briefs will be in Indonesian."
    )
    bot.world.send_text(group, f"/ringkas {bot.website.put('/a', PAGE)}", sender=tono)
    brief = (await bot.answers(group, 2))[1]
    assert "Perpustakaan" in brief.text
    assert "English" in (await opened(bot, bot.world.private_chat(tono))).text


async def test_a_member_is_told_who_may_choose_and_what_else_there_is(
    bot: Scene, sari: User, budi: User
) -> None:
    group = bot.world.group("Redaksi", [sari, budi])
    panel = await opened(bot, group, sender=sari)
    words = await refused(bot, bot.world.press(panel, "Length", sender=budi))
    assert "administrator" in words
    assert "private chat" in words
    assert panel.edit_count == 0
    for number, command in enumerate(("/language fr", "/length"), 1):
        bot.world.send_text(group, command, sender=budi)
        assert (await bot.answers(group, number + 1))[number].text == words
    shown = await opened(bot, group, sender=budi)
    assert "Language of briefs: English" in shown.text
    assert shown.text.endswith(words)
    assert shown.buttons == []


async def test_who_has_just_become_an_administrator_may_choose_at_once(
    bot: Scene, sari: User, budi: User
) -> None:
    group = bot.world.group("Redaksi", [sari, budi], supergroup=True, bot_is_admin=True)
    panel = await opened(bot, group, sender=sari)
    await refused(bot, bot.world.press(panel, "Length", sender=budi))
    bot.world.promote(group, budi)

    for _ in range(20):
        press = bot.world.press(panel, "Length", sender=budi)
        if not (await answer_to(bot, press))["show_alert"]:
            break
    await bot.server.wait_for(lambda: panel.edit_count)
    assert "✓ As needed" in labels(panel)


async def test_an_administrator_who_hides_their_name_may_choose(bot: Scene, sari: User, budi: User) -> None:
    group = bot.world.group("Redaksi", [sari, budi], supergroup=True)
    bot.world.promote(group, sari, anonymous=True)
    bot.world.send_text(group, "/length 3", sender=sari)
    (answer,) = await bot.answers(group)
    assert answer.text == "Saved for this group. Summaries will have 3 sentences."
    panel = await opened(bot, group, sender=sari)
    await pressed(bot, panel, "Length", sender=sari)
    assert "✓ Short" in labels(panel)


async def test_a_topic_has_choices_of_its_own_and_goes_back_to_its_groups(
    bot: Scene, forum: Chat, sari: User
) -> None:
    panel = await opened(bot, forum, topic="Politik")
    assert panel.topic is not None
    assert panel.text.startswith("Settings of this topic")
    assert "Length of summaries: as needed (as in the group)" in panel.text
    await pressed(bot, panel, "Length")
    assert await pressed(bot, panel, "Long") == "Saved for this topic. Summaries will have 7 sentences."
    await pressed(bot, panel, "Change it for the whole group")
    assert panel.text.startswith("Settings of this group")
    await pressed(bot, panel, "Length")
    await pressed(bot, panel, "Short")
    await pressed(bot, panel, "Change it for this topic only")
    assert "Length of summaries: 7 sentences\n" in panel.text
    other = await opened(bot, forum, topic="Daerah")
    assert "Length of summaries: 3 sentences (as in the group)" in other.text
    assert await pressed(bot, panel, "Everything as in the whole group") == (
        "Saved for this topic. Everything is as in the group again."
    )
    assert "Length of summaries: 3 sentences (as in the group)" in panel.text
    assert "Everything as in the whole group" not in labels(panel)


async def test_one_choice_of_a_topic_goes_back_alone(bot: Scene, forum: Chat) -> None:
    for command in ("/length 3", "/language id"):
        seen = len(bot.bot_messages(forum))
        bot.world.send_text(forum, command, topic="Politik")
        (answer,) = await bot.answers(forum, seen=seen)
        assert answer.text.startswith("Saved for this topic. ")
    panel = await opened(bot, forum, topic="Politik")
    await pressed(bot, panel, "Language")
    await pressed(bot, panel, "As in the whole group")
    assert "Language of briefs: English (as in the group)" in panel.text
    assert "Length of summaries: 3 sentences\n" in panel.text


async def test_in_general_the_whole_group_chooses(bot: Scene, forum: Chat) -> None:
    panel = await opened(bot, forum)
    assert panel.text.startswith("Settings of this group")
    assert "Change it for this topic only" not in labels(panel)


async def test_every_link_may_be_turned_on_and_it_is_said_that_the_bot_cannot_see_them(
    bot: Scene, sari: User, budi: User
) -> None:
    group = bot.world.group("Redaksi", [sari, budi], supergroup=True)
    panel = await opened(bot, group)
    await pressed(bot, panel, "When I answer")
    assert labels(panel) == ["✓ When asked", "Every link to an article", "‹ Back"]
    assert await pressed(bot, panel, "Every link to an article") == "Saved for this group."
    assert "I answer: every link" in panel.text
    assert "only what is addressed to me" in panel.text
    bot.world.promote_bot(group)
    seeing = await opened(bot, group)
    assert "only what is addressed to me" not in seeing.text


async def test_whoever_may_choose_sees_the_commands_for_it(bot: Scene, sari: User, budi: User) -> None:
    group = bot.world.group("Redaksi", [sari, budi])
    shown = {
        name: [command["command"] for command in commands_for(bot.world, chat, user)]
        for name, chat, user in (
            ("private", bot.world.private_chat(budi), budi),
            ("member", group, budi),
            ("creator", group, sari),
        )
    }
    assert "settings" in shown["private"]
    assert "ringkas" not in shown["private"]
    assert "settings" not in shown["member"]
    assert {"ringkas", "settings"} <= set(shown["creator"])


async def test_help_names_the_settings(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, "/help")
    assert "/settings – " in (await bot.answers(reader))[0].text
