"""What the buttons under a brief do, in a private chat and in a group."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from bot.__main__ import main
from bot.runtime.database import open_engine
from playground.world import CallbackQuery, Chat, Message
from tests.newsroom import ANSWER_TIMEOUT_S, Scene
from tests.test_conversation import PAGE, PASTE, POST, labels
from tests.transcripts import REPORT


@pytest.fixture
def group(bot: Scene) -> Chat:
    alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
    return bot.world.group("Redaksi", [alex, sam])


def member(bot: Scene, group: Chat, name: str) -> int:
    return next(number for number in group.members if bot.world.users[number].first_name == name)


async def brief_in(bot: Scene, chat: Chat, article: str = POST) -> Message:
    if chat.type == "private":
        bot.world.send_text(chat, article)
    else:
        asked = bot.world.send_text(chat, article)
        bot.world.send_text(chat, f"/ringkas@{bot.world.bot.username}", reply_to=asked)
    return (await bot.answers(chat))[0]


async def pressed(bot: Scene, message: Message, label: str, person: str = "Alex") -> CallbackQuery:
    sender = next(user for user in bot.world.users.values() if user.first_name == person)
    query = bot.world.press(message, label, sender=sender)
    await bot.server.wait_for(lambda: query.answered, ANSWER_TIMEOUT_S)
    return query


async def unfolded(bot: Scene, message: Message, label: str, shown: str, person: str = "Alex") -> list[str]:
    """The labels after a press that changes the keyboard."""
    await pressed(bot, message, label, person)
    await bot.server.wait_for(lambda: shown in labels(message), ANSWER_TIMEOUT_S)
    return labels(message)


async def test_in_a_group_a_brief_is_folded_and_anyone_may_press(bot: Scene, group: Chat) -> None:
    brief = await brief_in(bot, group, PASTE)
    assert brief.html.count("<blockquote expandable>") == brief.html.count("<blockquote") == 1
    assert brief.html.partition("<blockquote")[0].count("• ") <= 3
    assert labels(brief) == ["Full translation", "With originals", "🌐 Language", "More …"]
    assert "Longer" in await unfolded(bot, brief, "More …", "‹ Back")
    shown = brief.text
    await pressed(bot, brief, "Longer", "Sam")
    await bot.server.wait_for(lambda: brief.text != shown, ANSWER_TIMEOUT_S)
    assert len(bot.bot_messages(group)) == 1


async def test_in_a_group_a_brief_goes_on_in_its_language_and_each_presser_is_told_in_their_own(
    bot: Scene, group: Chat
) -> None:
    brief = await brief_in(bot, group)
    rina = bot.world.user("Rina", "id")
    bot.world.join(group, rina)
    await unfolded(bot, brief, "More …", "‹ Back", "Rina")
    shown = brief.text
    await pressed(bot, brief, "Longer", "Rina")
    await bot.server.wait_for(lambda: brief.text != shown, ANSWER_TIMEOUT_S)
    assert "People:" in brief.text
    assert labels(brief)[-1] == "More …"
    await unfolded(bot, brief, "More …", "‹ Back")
    query = await pressed(bot, brief, "👍 Good", "Rina")
    assert query.answers[0]["text"].startswith("Terima kasih.")
    await bot.server.wait_for(lambda: "More …" in labels(brief), ANSWER_TIMEOUT_S)


@pytest.mark.parametrize(
    ("label", "holds"),
    [("Full translation", "Dimas Prasetyo"), ("With originals", "Harga cabai rawit")],
)
async def test_in_a_group_long_parts_go_to_whoever_presses(
    bot: Scene, group: Chat, label: str, holds: str
) -> None:
    brief = await brief_in(bot, group)
    sam = bot.world.private_chat(bot.world.users[member(bot, group, "Sam")])
    query = await pressed(bot, brief, label, "Sam")
    assert query.answers[0]["text"] == "I have sent it to you in our private chat."
    answers = await bot.answers(sam)
    assert holds in "".join(message.text for message in answers)
    assert len(bot.bot_messages(group)) == 1


@pytest.mark.parametrize(
    ("label", "prefix", "holds"),
    [("Full translation", "full-", "Dimas Prasetyo"), ("With originals", "orig-", "Harga cabai rawit")],
)
async def test_who_never_started_the_bot_is_led_to_it_and_finds_there_what_was_wanted(
    bot: Scene, group: Chat, label: str, prefix: str, holds: str
) -> None:
    brief = await brief_in(bot, group)
    query = await pressed(bot, brief, label, "Sam")
    address, _, payload = query.answers[0]["url"].partition("?start=")
    assert address == f"https://t.me/{bot.world.bot.username}"
    assert payload.startswith(prefix)
    sam = bot.world.users[member(bot, group, "Sam")]
    bot.world.start(sam, payload)
    answers = await bot.answers(bot.world.private_chat(sam))
    assert holds in "".join(message.text for message in answers)
    assert len(bot.bot_messages(group)) == 1


@pytest.mark.parametrize(
    "payload", ["full-AAAAAAAAAAAA", "orig-AAAAAAAAAAAA", "quote-12-AAAAAAAAAAAA", "quote-", "full"]
)
async def test_a_deep_link_to_what_is_no_longer_kept_says_so(bot: Scene, reader: Chat, payload: str) -> None:
    assert reader.person
    bot.world.start(reader.person, payload)
    (answer,) = await bot.answers(reader)
    assert "no longer good" in answer.text


async def test_all_names_come_at_a_press(bot: Scene, reader: Chat) -> None:
    url = bot.website.put("/a", REPORT)
    brief = await brief_in(bot, reader, url)
    assert "and 2 more" in brief.text
    assert "Ratih Kusumawati" not in brief.text
    await unfolded(bot, brief, "More …", "‹ Back")
    bot.world.press(brief, "All names")
    (_, names) = await bot.answers(reader, 2)
    assert "Ratih Kusumawati" in names.text


async def test_more_unfolds_in_place_and_folds_again(bot: Scene, reader: Chat) -> None:
    url = bot.website.put("/a", PAGE)
    brief = await brief_in(bot, reader, url)
    first, said = labels(brief), brief.text
    menu = await unfolded(bot, brief, "More …", "‹ Back")
    assert menu == ["❝ Quote", "↗ Share", "👍 Good", "👎 Wrong", "‹ Back"]
    share = next(button for button in brief.buttons if "url" in button)
    assert share["url"].startswith("https://t.me/share/url?url=http%3A%2F%2F127.0.0.1")
    (words,) = parse_qs(urlsplit(share["url"]).query)["text"]
    quotation, speaker, *_ = words.split("\n")
    assert quotation in brief.text
    assert speaker.startswith("— Maria Felle")
    assert await unfolded(bot, brief, "‹ Back", "More …") == first
    assert brief.text == said


@pytest.fixture
async def full(bot: Scene, reader: Chat) -> Message:
    """A full translation."""
    await pressed(bot, await brief_in(bot, reader), "Full translation")
    return (await bot.answers(reader, 2))[1]


def sentence(message: Message, number: str) -> str:
    """The sentence that stands behind a raised number."""
    return re.split(r"\s[⁰¹²³⁴-⁹]+\u202f|\n", message.text.partition(f"{number}\u202f")[2])[0]


async def test_a_full_translation_is_turned_over_to_the_original_sentences_and_back(
    bot: Scene, reader: Chat, full: Message
) -> None:
    translated = full.html
    assert labels(full) == ["⇄ Original sentences"]
    english = sentence(full, "³")
    await unfolded(bot, full, "⇄ Original sentences", "⇄ Translation")
    indonesian = sentence(full, "³")
    assert indonesian in POST
    assert indonesian != english
    assert full.html.count("<blockquote expandable>") == 1
    await unfolded(bot, full, "⇄ Translation", "⇄ Original sentences")
    assert full.html == translated
    assert len(bot.bot_messages(reader)) == 2


async def test_a_full_translation_stays_in_its_language_though_the_brief_is_switched(
    bot: Scene, reader: Chat, full: Message
) -> None:
    translated, (brief, _) = full.html, bot.bot_messages(reader)
    await unfolded(bot, brief, "🌐 Language", "‹ Back")
    await unfolded(bot, brief, "Indonesia", "🌐 Language")
    await unfolded(bot, full, "⇄ Original sentences", "⇄ Translation")
    await unfolded(bot, full, "⇄ Translation", "⇄ Original sentences")
    assert full.html == translated


async def test_a_full_translation_from_a_group_is_turned_over_in_the_pressers_private_chat(
    bot: Scene, group: Chat
) -> None:
    brief = await brief_in(bot, group)
    sam = bot.world.private_chat(bot.world.users[member(bot, group, "Sam")])
    await pressed(bot, brief, "Full translation", "Sam")
    (full,) = await bot.answers(sam)
    query = await pressed(bot, full, "⇄ Original sentences", "Sam")
    await bot.server.wait_for(lambda: "Harga cabai rawit" in full.text, ANSWER_TIMEOUT_S)
    assert "text" not in query.answers[0]
    shown = brief.html
    forged = bot.world.press_forged(brief, full.buttons[0]["callback_data"])
    await bot.server.wait_for(lambda: forged.answered, ANSWER_TIMEOUT_S)
    assert "no longer keep" in forged.answers[0]["text"]
    assert brief.html == shown


async def test_another_language_is_shown_in_place_and_the_way_back_translates_nothing(
    bot: Scene, reader: Chat, asked: list[str]
) -> None:
    brief = await brief_in(bot, reader)
    english = brief.text
    assert await unfolded(bot, brief, "🌐 Language", "‹ Back") == ["✓ English", "Indonesia", "‹ Back"]
    query = await pressed(bot, brief, "Indonesia")
    assert "text" not in query.answers[0]
    await bot.server.wait_for(lambda: "Harga Cabai Rawit Tembus" in brief.text, ANSWER_TIMEOUT_S)
    asked.clear()
    await unfolded(bot, brief, "🌐 Language", "‹ Back")
    query = await pressed(bot, brief, "English")
    await bot.server.wait_for(lambda: brief.text == english, ANSWER_TIMEOUT_S)
    assert asked == []
    assert "text" not in query.answers[0]
    assert len(bot.bot_messages(reader)) == 1


async def test_a_quotation_is_sent_alone_with_its_speaker_and_where_it_was_read(
    bot: Scene, reader: Chat
) -> None:
    url = bot.website.put("/a", PAGE)
    brief = await brief_in(bot, reader, url)
    await unfolded(bot, brief, "More …", "‹ Back")
    choices = await unfolded(bot, brief, "❝ Quote", "1. Maria Felle")
    await pressed(bot, brief, choices[0])
    (_, quote) = await bot.answers(reader, 2)
    assert "— Maria Felle" in quote.text
    assert "Suara Timur" in quote.text
    assert f'<a href="{url}">' in quote.html
    assert quote.html.count("“") == 2
    assert quote.buttons == []


async def test_in_a_group_a_quotation_too_goes_to_whoever_wants_it(bot: Scene, group: Chat) -> None:
    brief = await brief_in(bot, group, PASTE)
    await unfolded(bot, brief, "More …", "‹ Back")
    await pressed(bot, brief, "❝ Quote")
    await bot.server.wait_for(lambda: labels(brief)[0].startswith("1. "), ANSWER_TIMEOUT_S)
    query = await pressed(bot, brief, labels(brief)[0], "Sam")
    sam = bot.world.users[member(bot, group, "Sam")]
    bot.world.start(sam, query.answers[0]["url"].partition("?start=")[2])
    (quote,) = await bot.answers(bot.world.private_chat(sam))
    assert "“" in quote.text
    assert len(bot.bot_messages(group)) == 1


async def votes(bot: Scene) -> list[tuple[str, str | None]]:
    engine = open_engine(bot.settings.database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT verdict, fault FROM feedback")).all()
    engine.dispose()
    return sorted((row.verdict, row.fault) for row in rows)


async def test_a_reader_says_what_was_wrong_and_it_is_kept(bot: Scene, reader: Chat) -> None:
    brief = await brief_in(bot, reader)
    await unfolded(bot, brief, "More …", "‹ Back")
    faults = await unfolded(bot, brief, "👎 Wrong", "Speaker")
    assert faults == ["Translation", "Summary", "Speaker", "Names", "Something else", "‹ Back"]
    assert await votes(bot) == [("wrong", None)]
    query = await pressed(bot, brief, "Speaker")
    assert query.answers[0]["text"].startswith("Thank you.")
    assert await votes(bot) == [("wrong", "speaker")]
    await bot.server.wait_for(lambda: "More …" in labels(brief), ANSWER_TIMEOUT_S)


async def test_the_operator_is_told_what_readers_found_wrong_and_not_who_they_are(
    bot: Scene, group: Chat, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    brief = await brief_in(bot, group)
    for person, fault in (("Alex", "Speaker"), ("Sam", "Translation")):
        await unfolded(bot, brief, "More …", "‹ Back")
        await unfolded(bot, brief, "👎 Wrong", "Speaker", person)
        await pressed(bot, brief, fault, person)
        await bot.server.wait_for(lambda: "More …" in labels(brief), ANSWER_TIMEOUT_S)
    monkeypatch.setenv("DATABASE_URL", bot.settings.database_url)
    assert await asyncio.to_thread(main, ["feedback"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("good 0, wrong 2\n")
    assert "speaker  en  Harga Cabai Rawit Tembus Rp 120 Ribu" in told
    assert "translation  en  Harga Cabai Rawit Tembus Rp 120 Ribu" in told
    assert "Alex" not in told


async def test_in_a_group_everybody_has_one_verdict(bot: Scene, group: Chat) -> None:
    brief = await brief_in(bot, group)
    for person in ("Alex", "Sam", "Sam"):
        await unfolded(bot, brief, "More …", "‹ Back")
        await pressed(bot, brief, "👍 Good", person)
        await bot.server.wait_for(lambda: "More …" in labels(brief), ANSWER_TIMEOUT_S)
    assert await votes(bot) == [("good", None), ("good", None)]


@pytest.mark.parametrize(
    ("forged", "answered"),
    [
        ("to:{id}:xx", "no longer keep"),
        ("to:{id}", "no longer keep"),
        ("quote:{id}:999999", "no longer keep"),
        ("quote:{id}", "no longer keep"),
        ("lang:{id}:999999999", None),
        ("lang:{id}:abc", None),
        ("fault:{id}:nonsense", "Thank you."),
        ("full:{id}:1:2", "no longer keep"),
        ("to:{id}:../..", "no longer keep"),
    ],
)
async def test_a_forged_press_on_a_brief_is_answered_and_breaks_nothing(
    bot: Scene, reader: Chat, forged: str, answered: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    brief = await brief_in(bot, reader)
    digest_id = brief.buttons[0]["callback_data"].partition(":")[2]
    query = bot.world.press_forged(brief, forged.format(id=digest_id))
    await bot.server.wait_for(lambda: query.answered, ANSWER_TIMEOUT_S)
    said = query.answers[0].get("text")
    assert (answered or "") in (said or "")
    assert bool(said) == bool(answered)
    assert [record for record in caplog.records if record.getMessage().startswith("bug ")] == []
    assert len(bot.bot_messages(reader)) == 1


async def test_a_long_translation_says_how_far_it_is(
    bot: Scene, reader: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.status.STATUS_AFTER_S", 0.0)
    monkeypatch.setattr("bot.pipeline.SENTENCES_AT_ONCE", 4)
    brief = await brief_in(bot, reader, PASTE)
    await pressed(bot, brief, "Full translation")
    (_, full) = await bot.answers(reader, 2)
    assert full.history[0] == "Translating …"
    assert any(re.fullmatch(r"Translating … \d+ of \d+ .*", said, re.S) for said in full.history)
    assert "<blockquote expandable>" in full.html


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Full translation", "Dimas Prasetyo"),
        ("With originals", "Harga cabai rawit merah"),
        ("Longer", "Dimas Prasetyo"),
        ("Shorter", "Wahyu Setiadi"),
        ("🌐 Language", "‹ Back"),
        ("More …", "👍 Good"),
    ],
)
async def test_a_button_works_under_a_message_of_which_telegram_tells_only_its_number(
    bot: Scene, reader: Chat, label: str, shown: str
) -> None:
    brief = await brief_in(bot, reader)
    brief.too_old, before = True, brief.edit_count

    def is_done() -> bool:
        return brief.edit_count > before or len(bot.bot_messages(reader)) > 1

    query = await pressed(bot, brief, label)
    await bot.server.wait_for(is_done, ANSWER_TIMEOUT_S)
    said = [each.text for each in await bot.answers(reader)]
    assert query.answers[0].get("text") is None
    assert any(shown in words for words in (*labels(brief), *said))


async def test_where_an_old_brief_cannot_be_changed_another_one_can(bot: Scene, reader: Chat) -> None:
    brief = await brief_in(bot, reader)
    brief.too_old = True
    bot.server.faults.fail("editMessageReplyMarkup", 400, times=1, strikes="before")
    await pressed(bot, brief, "More …")
    (_, copy) = await bot.answers(reader, 2)
    assert "👍 Good" in labels(copy)
    assert copy.text == brief.text


async def test_an_old_brief_of_a_group_is_changed_in_its_place_too(bot: Scene, group: Chat) -> None:
    brief = await brief_in(bot, group)
    brief.too_old = True
    await unfolded(bot, brief, "🌐 Language", "Indonesia", "Sam")
    await pressed(bot, brief, "Indonesia", "Sam")
    await bot.server.wait_for(lambda: brief.text.startswith("Harga Cabai"), ANSWER_TIMEOUT_S)
    assert bot.bot_messages(group) == [brief]
