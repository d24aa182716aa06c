"""Pastes in pieces, albums and edits, as a reader sends them: one article, one answer, kept up to date."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from textwrap import wrap

import pytest
from dbos import DBOS

from bot.intake import joining
from bot.runtime.choices import Place
from bot.runtime.correspondence import Correspondence
from bot.runtime.database import open_engine
from playground.world import Chat, Message, cut_paste
from tests.newsroom import ANSWER_TIMEOUT_S, Scene
from tests.test_pdf import pdf

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
POST = (SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")
TRAIN = (SAMPLES / "kereta-pesisir.txt").read_text(encoding="utf-8")

NAMES = ("Ratna Puspita", "Bagus Wirawan", "Lestari Handayani")
"""Who speaks in the first, the second and the third part of a long article."""


def part(name: str, length: int) -> str:
    """News of at least a length, in which somebody says something that matters."""
    said = (
        f"Jembatan gantung di Desa Karang dibuka kembali setelah tiga bulan tutup, kata {name}, kepala dinas "
        f'perhubungan. "Warga tidak perlu lagi memutar sejauh 14 kilometer," ujar {name}.'
    )
    paragraphs = [said]
    day = 0
    while sum(map(len, paragraphs)) < length:
        day += 1
        paragraphs.append(
            f"Pada hari ke-{day}, {name} mencatat {day * 7} laporan baru tentang jembatan di Desa Karang dan "
            f"membagikan {day * 3} karung semen kepada warga."
        )
    return "\n\n".join(paragraphs)


LONG = "\n\n".join(part(name, 3_000) for name in NAMES)
"""An article of 9,000 characters."""


async def settled(bot: Scene) -> list[Message]:
    """Return what the bot has said, anywhere, once everything that arrived is worked off."""
    await bot.server.wait_for(lambda: not bot.world.updates)
    async with asyncio.timeout(60):
        while await asyncio.to_thread(DBOS.list_workflows, status=["ENQUEUED", "PENDING"]):
            await asyncio.sleep(0.02)
    return [message for chat in bot.world.chats.values() for message in bot.bot_messages(chat)]


def replied_id(message: Message) -> int:
    return int(message.payload["reply_to_message"]["message_id"])


async def test_a_long_paste_is_one_article_with_the_names_of_all_its_pieces(bot: Scene, reader: Chat) -> None:
    pieces = bot.world.paste(reader, LONG)
    assert len(pieces) == 3
    await bot.answers(reader)
    (answer,) = await settled(bot)
    assert replied_id(answer) == pieces[0].message_id
    assert all(name in answer.text for name in NAMES)


async def test_what_is_said_to_a_forward_is_no_article_of_its_own(bot: Scene, reader: Chat) -> None:
    posts = [bot.world.send_text(bot.world.channel("Kabar", "kabar"), POST)]
    (forwarded,) = bot.world.forward(reader, posts, comment="baca ini")
    await bot.answers(reader)
    (answer,) = await settled(bot)
    assert replied_id(answer) == forwarded.message_id
    assert "Wahyu Setiadi" in answer.text


@pytest.mark.parametrize("first", [part("Ratna Puspita", 3_500), TRAIN], ids=["waited for", "short"])
async def test_articles_forwarded_in_one_go_are_answered_in_their_order(
    bot: Scene, reader: Chat, first: str
) -> None:
    channel = bot.world.channel("Kabar", "kabar")
    for edition in range(3):
        texts = (f"Edisi {edition}. {first}", f"Edisi {edition}. {POST}")
        bot.world.forward(reader, [bot.world.send_text(channel, text) for text in texts])
        answers = (await bot.answers(reader, 2 * edition + 2))[-2:]
        assert replied_id(answers[0]) < replied_id(answers[1])


@pytest.mark.parametrize("every_link", [False, True])
async def test_in_a_group_who_names_the_bot_as_they_forward_asks_for_what_is_forwarded(
    bot: Scene, every_link: bool
) -> None:
    group = bot.world.forum("Redaksi", [bot.world.user("Alex")], ["Politik"], bot_is_admin=True)
    bot.durable.choices.choose_every_link(Place(group.id), every_link=every_link)
    posts = [bot.world.send_text(bot.world.channel("Kabar", "kabar"), POST)]
    words = f"@{bot.world.bot.username} tolong ringkas"
    bot.world.forward(group, posts, comment=words, topic="Politik")
    await bot.answers(group)
    (answer,) = await settled(bot)
    assert "Wahyu Setiadi" in answer.text
    assert answer.topic is not None
    bot.world.send_text(group, words, topic="Politik")
    bot.world.send_text(group, "Siapa pegang rubrik daerah hari ini?", topic="Politik")
    await bot.answers(group, 2)
    (_, hint) = await settled(bot)
    assert hint.text.startswith("In a group, reply to an article")


async def test_words_that_nothing_follows_are_told_what_they_lack(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, "baca ini")
    bot.world.send_text(reader, "yang tadi")
    await bot.answers(reader, 2)
    assert all("too little for a summary" in answer.text for answer in await settled(bot))


async def test_pieces_that_come_with_several_polls_are_waited_for(bot: Scene, reader: Chat) -> None:
    pieces = bot.world.paste(reader, LONG, pause_s=0.3, polls=3)
    await bot.answers(reader)
    (answer,) = await settled(bot)
    assert replied_id(answer) == pieces[0].message_id
    assert all(name in answer.text for name in NAMES)
    assert answer.edit_count <= 2
    assert "typing" in bot.world.chat_actions(reader)


async def test_a_piece_that_comes_too_late_is_added_to_the_brief(bot: Scene, reader: Chat) -> None:
    first = bot.world.send_text(reader, f"{part(NAMES[0], 3_700)}\n\nPada hari Selasa kepala dinas itu")
    (early,) = await bot.answers(reader)
    bot.world.send_text(reader, f"membagikan semen kepada warga.\n\n{part(NAMES[1], 1_500)}")
    await bot.server.wait_for(lambda: NAMES[1] in early.text, timeout_s=60)
    assert await settled(bot) == [early]
    assert replied_id(early) == first.message_id
    assert NAMES[0] in early.text


async def test_two_long_articles_forwarded_after_each_other_stay_two(bot: Scene, reader: Chat) -> None:
    channel = bot.world.channel("Kabar Pesisir", "kabarpesisir")
    headlines = ("Jembatan Karang Dibuka Lagi Setelah Tiga Bulan", "Dermaga Baru Selesai Sebelum Akhir Tahun")
    posts = [
        bot.world.send_text(channel, f"{headline}\n\n{part(name, 3_700)}")
        for headline, name in zip(headlines, NAMES, strict=False)
    ]
    forwards = bot.world.forward(reader, posts)
    await bot.answers(reader, 2)
    answers = {replied_id(answer): answer for answer in await settled(bot)}  # read beside each other
    assert sorted(answers) == [message.message_id for message in forwards]
    for answer, name, other in zip(
        (answers[each.message_id] for each in forwards), NAMES, (NAMES[1], NAMES[0]), strict=False
    ):
        assert name in answer.text
        assert other not in answer.text


async def test_forwards_of_one_post_that_was_cut_are_one_article(bot: Scene, reader: Chat) -> None:
    channel = bot.world.channel("Kabar Pesisir", "kabarpesisir")
    forwards = bot.world.forward(reader, bot.world.paste(channel, LONG))
    await bot.answers(reader)
    (answer,) = await settled(bot)
    assert replied_id(answer) == forwards[0].message_id
    assert all(name in answer.text for name in NAMES)


@pytest.mark.parametrize("captioned", [0, 2])
async def test_an_album_has_one_answer_wherever_its_caption_stands(
    bot: Scene, reader: Chat, captioned: int
) -> None:
    pictures = bot.world.send_album(reader, 3, caption=POST[:1_000], captioned=captioned)
    await bot.answers(reader)
    (answer,) = await settled(bot)
    assert replied_id(answer) == pictures[0].message_id
    assert "Wahyu Setiadi" in answer.text


async def test_an_album_without_a_caption_is_told_so_once(bot: Scene, reader: Chat) -> None:
    bot.world.send_album(reader, 3)
    await bot.answers(reader)
    (answer,) = await settled(bot)
    assert "pictures" in answer.text


async def test_a_command_between_two_pieces_parts_them(bot: Scene, reader: Chat) -> None:
    texts = (part(NAMES[0], 3_800), "/help", part(NAMES[1], 1_000))
    sent = [bot.world.send_text(reader, text) for text in texts]
    await bot.answers(reader, 3)
    answers = await settled(bot)
    assert {replied_id(answer) for answer in answers} == {message.message_id for message in sent}


async def test_what_is_too_short_to_go_on_is_not_waited_for(
    bot: Scene, reader: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "PIECE_PAUSE_S", ANSWER_TIMEOUT_S * 2)
    bot.world.send_text(reader, part(NAMES[0], 3_000))
    bot.world.paste(reader, LONG)
    await bot.answers(reader, 2)
    assert len(await settled(bot)) == 2


async def test_in_a_group_a_long_text_that_was_asked_for_goes_on_without_asking_again(bot: Scene) -> None:
    alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
    group = bot.world.group("Redaksi", [alex, sam], bot_is_admin=True)
    first, *rest = cut_paste(f"/ringkas {LONG}")
    asked = bot.world.send_text(group, first, sender=alex)
    bot.world.send_text(group, "Wah, panjang sekali", sender=sam)
    for piece in rest:
        bot.world.send_text(group, piece, sender=alex)
    await bot.answers(group)
    (answer,) = await settled(bot)
    assert replied_id(answer) == asked.message_id
    assert all(name in answer.text for name in NAMES)


async def test_in_a_group_whoever_asked_sees_that_more_of_the_paste_is_waited_for(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")], bot_is_admin=True)
    bot.world.paste(group, f"/ringkas {LONG}", pause_s=1.0)
    await bot.server.wait_for(lambda: bot.world.chat_actions(group))
    assert bot.bot_messages(group) == []
    await bot.answers(group)
    assert bot.world.chat_actions(group) == ["typing"]


async def test_where_every_link_is_wanted_the_first_piece_of_a_channels_post_is_reacted_to_at_once(
    bot: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "PIECE_PAUSE_S", ANSWER_TIMEOUT_S)
    group = bot.world.group("Redaksi", [bot.world.user("Alex")], bot_is_admin=True)
    bot.durable.choices.choose_every_link(Place(group.id), every_link=True)
    channel = bot.world.channel("Kabar Pesisir", "kabarpesisir")
    opening, *rest = bot.world.paste(channel, LONG)
    (first,) = bot.world.forward(group, [opening])
    await bot.server.wait_for(lambda: first.emoji == ("👀",))
    assert bot.bot_messages(group) == []
    bot.world.forward(group, rest)
    (answer,) = await bot.answers(group)
    assert all(name in answer.text for name in NAMES)
    assert {call.parameters["message_id"] for call in bot.world.calls_of("setMessageReaction")} == {
        first.message_id
    }
    assert bot.world.chat_actions(group) == []


async def test_in_a_group_a_long_text_that_nobody_asked_for_is_written_down_nowhere(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")], bot_is_admin=True)
    pieces = bot.world.paste(group, LONG)
    assert await settled(bot) == []
    engine = open_engine(bot.settings.database_url)
    kept = Correspondence(engine)
    assert bot.world.actions == []
    assert [kept.letter(group.id, piece.message_id) for piece in pieces] == [None, None, None]
    engine.dispose()


async def test_an_edited_article_has_its_brief_brought_up_to_date(bot: Scene, reader: Chat) -> None:
    sent = bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    bot.world.edit_text(sent, POST.replace("Wahyu Setiadi", "Bambang Hartono"))
    await bot.server.wait_for(lambda: "Bambang Hartono" in answer.text, timeout_s=60)
    assert await settled(bot) == [answer]
    assert "Wahyu Setiadi" not in answer.text
    query = bot.world.press(answer, "Full translation")
    await bot.server.wait_for(lambda: query.answered)
    assert "Bambang Hartono" in (await bot.answers(reader, 2))[1].text


async def test_an_article_that_is_changed_again_and_again_while_it_is_answered_never_fails(
    bot: Scene, reader: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    sent = bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    for name in ("Siti Aminah", "Nurul Aini", "Dewi Lestari", "Bambang Hartono"):
        bot.world.edit_text(sent, POST.replace("Wahyu Setiadi", name))
        await bot.server.wait_for(lambda: name in answer.text, timeout_s=60)  # noqa: B023
    assert await settled(bot) == [answer]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_an_edit_that_comes_after_a_later_one_changes_nothing(bot: Scene, reader: Chat) -> None:
    sent = bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    bot.world.edit_text(sent, POST.replace("Wahyu Setiadi", "Siti Aminah"))
    await bot.server.wait_for(lambda: "Siti Aminah" in answer.text, timeout_s=60)
    earlier = sent.payload | {"edit_date": sent.payload["edit_date"] - 10}
    bot.world.edit_text(sent, POST.replace("Wahyu Setiadi", "Bambang Hartono"))
    await bot.server.wait_for(lambda: "Bambang Hartono" in answer.text, timeout_s=60)
    bot.world.queue("edited_message", earlier)
    assert await settled(bot) == [answer]
    assert "Bambang Hartono" in answer.text


async def test_an_edit_that_changes_nothing_of_the_article_changes_nothing(bot: Scene, reader: Chat) -> None:
    url = bot.website.put("/a", (SAMPLES / "perpustakaan-apung.html").read_bytes())
    sent = bot.world.send_text(reader, f"Tolong ringkas: {url}")
    (answer,) = await bot.answers(reader)
    before, calls = answer.edit_count, len(bot.world.calls_of("editMessageText"))
    bot.world.edit_text(sent, f"Tolong ringkas ya: {url}")
    assert await settled(bot) == [answer]
    assert (answer.edit_count, len(bot.world.calls_of("editMessageText"))) == (before, calls)


async def test_an_edited_piece_of_a_paste_changes_the_brief_of_the_whole(bot: Scene, reader: Chat) -> None:
    pieces = bot.world.paste(reader, LONG)
    (answer,) = await bot.answers(reader)
    changed = pieces[2].text.replace(NAMES[2], "Nurul Aini")
    bot.world.edit_text(pieces[2], changed)
    await bot.server.wait_for(lambda: "Nurul Aini" in answer.text, timeout_s=60)
    assert await settled(bot) == [answer]
    assert all(name in answer.text for name in NAMES[:2])


async def test_an_edited_caption_of_an_album_changes_its_brief(bot: Scene, reader: Chat) -> None:
    pictures = bot.world.send_album(reader, 2, caption=POST[:1_000], captioned=1)
    (answer,) = await bot.answers(reader)
    bot.world.edit_text(pictures[1], POST[:1_000].replace("Wahyu Setiadi", "Bambang Hartono"))
    await bot.server.wait_for(lambda: "Bambang Hartono" in answer.text, timeout_s=60)
    assert await settled(bot) == [answer]


async def test_an_edited_message_that_was_no_article_is_answered_in_the_error_s_place(
    bot: Scene, reader: Chat
) -> None:
    sent = bot.world.send_text(reader, "Hujan deras tadi pagi")
    (answer,) = await bot.answers(reader)
    assert "21 characters" in answer.text
    bot.world.edit_text(sent, "Hujan deras tadi pagi, lalu reda.")
    await bot.server.wait_for(lambda: "33 characters" in answer.text, timeout_s=60)
    bot.world.edit_text(sent, POST)
    await bot.server.wait_for(lambda: "Wahyu Setiadi" in answer.text, timeout_s=60)
    assert await settled(bot) == [answer]
    assert answer.buttons


async def test_a_brief_stays_when_its_article_is_edited_away(bot: Scene, reader: Chat) -> None:
    sent = bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    before = answer.html
    bot.world.edit_text(sent, "sudah, terima kasih")
    assert await settled(bot) == [answer]
    assert answer.html == before


async def test_a_message_edited_before_it_is_read_is_answered_as_it_is_now(bot: Scene, reader: Chat) -> None:
    sent = bot.world.send_text(reader, POST)
    bot.world.edit_text(sent, POST.replace("Wahyu Setiadi", "Bambang Hartono"))
    await bot.answers(reader)
    (answer,) = await settled(bot)
    assert "Bambang Hartono" in answer.text
    assert "Wahyu Setiadi" not in answer.text


async def test_in_a_group_an_edit_is_followed_where_the_bot_has_answered_and_nowhere_else(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")], bot_is_admin=True)
    article = bot.world.send_text(group, POST)
    bot.world.edit_text(article, POST + " Selesai.")
    assert await settled(bot) == []
    bot.world.send_text(group, "/ringkas", reply_to=article)
    (answer,) = await bot.answers(group)
    bot.world.edit_text(article, POST.replace("Wahyu Setiadi", "Bambang Hartono"))
    await bot.server.wait_for(lambda: "Bambang Hartono" in answer.text, timeout_s=60)
    assert await settled(bot) == [answer]


@pytest.mark.parametrize("text", [POST, "/help", "Hujan"])
async def test_a_message_that_was_deleted_is_left_in_silence(
    bot: Scene, reader: Chat, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    bot.world.delete(bot.world.send_text(reader, text))
    assert await settled(bot) == []
    assert [record for record in caplog.records if record.exc_info or record.levelname == "ERROR"] == []


async def test_where_the_bot_may_not_write_it_is_silent(bot: Scene, caplog: pytest.LogCaptureFixture) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")], supergroup=True)
    bot.world.restrict_bot(group)
    bot.world.send_text(group, f"/ringkas {POST}")
    bot.world.send_text(group, "/help")
    assert await settled(bot) == []
    assert [record for record in caplog.records if record.exc_info or record.levelname == "ERROR"] == []


async def test_several_files_of_one_album_are_several_articles(bot: Scene, reader: Chat) -> None:
    files = [(f"{name}.pdf", pdf(wrap(part(name, 600), 80))) for name in NAMES[:2]]
    sent = bot.world.send_album(reader, files)
    await bot.answers(reader, 2)
    answers = sorted(await settled(bot), key=replied_id)
    assert [replied_id(answer) for answer in answers] == [message.message_id for message in sent]
    assert all(name in answer.text for name, answer in zip(NAMES, answers, strict=False))


async def test_the_same_post_forwarded_twice_by_mistake_has_one_answer(bot: Scene, reader: Chat) -> None:
    channel = bot.world.channel("Kabar Pesisir", "kabarpesisir")
    post = bot.world.send_text(channel, POST)
    first, _ = bot.world.forward(reader, [post, post])
    await bot.answers(reader)
    (answer,) = await settled(bot)
    assert replied_id(answer) == first.message_id


async def test_somebody_who_asks_about_a_piece_asks_about_the_whole(bot: Scene, reader: Chat) -> None:
    pieces = bot.world.paste(reader, LONG)
    await bot.answers(reader)
    asked = bot.world.send_text(reader, "/ringkas", reply_to=pieces[1])
    (_, answer) = await bot.answers(reader, 2)
    assert replied_id(answer) == asked.message_id
    assert all(name in answer.text for name in NAMES)


async def test_pieces_in_a_topic_are_joined_there(bot: Scene) -> None:
    forum = bot.world.forum("Redaksi", [bot.world.user("Alex")], ("Politik", "Daerah"), bot_is_admin=True)
    first, *_ = bot.world.paste(forum, f"/ringkas {LONG}", topic="Politik")
    await bot.answers(forum)
    (answer,) = await settled(bot)
    assert answer.topic is not None
    assert (answer.topic.name, answer.replied_id) == ("Politik", first.message_id)
    assert all(name in answer.text for name in NAMES)


@pytest.mark.parametrize("answered", [0, 1, 2])
async def test_in_a_group_who_answers_a_piece_of_a_paste_asks_for_the_whole(
    bot: Scene, answered: int
) -> None:
    alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
    group = bot.world.forum("Redaksi", [alex, sam], ("Politik",), bot_is_admin=True)
    bot.world.send_text(group, part("Joko Susilo", 3_600), sender=sam, topic="Politik")
    pieces = bot.world.paste(group, LONG, sender=alex, topic="Politik")
    bot.world.send_text(group, "Wah, panjang sekali", sender=sam, topic="Politik")
    bot.world.send_text(group, "menarik ya", sender=alex, topic="Politik")
    asked = bot.world.send_text(group, "/ringkas", sender=sam, reply_to=pieces[answered])
    await bot.answers(group)
    (answer,) = await settled(bot)
    assert replied_id(answer) == asked.message_id
    assert all(name in answer.text for name in NAMES)
    assert "Joko" not in answer.text
    bot.world.edit_text(pieces[2], pieces[2].text.replace(NAMES[2], "Nurul Aini"))
    await bot.server.wait_for(lambda: "Nurul Aini" in answer.text, timeout_s=60)


async def test_a_group_that_is_forgotten_is_forgotten_in_memory_too(bot: Scene) -> None:
    alex = bot.world.user("Alex")
    group = bot.world.group("Redaksi", [alex], supergroup=True, bot_is_admin=True)
    pieces = bot.world.paste(group, LONG)
    bot.world.send_text(group, "/forget")
    (question,) = await bot.answers(group)
    bot.world.press(question, "Delete all", sender=alex)
    await bot.server.wait_for(lambda: question.edit_count)
    bot.world.send_text(group, "/ringkas", reply_to=pieces[0])
    (_, answer) = await bot.answers(group, 2)
    assert NAMES[0] in answer.text
    assert NAMES[2] not in answer.text


async def test_a_brief_of_a_piece_alone_says_that_its_text_breaks_off(bot: Scene) -> None:
    alex = bot.world.user("Alex")
    group = bot.world.group("Redaksi", [alex], supergroup=True)
    pieces = bot.world.paste(group, LONG)
    bot.world.send_text(group, "/ringkas", reply_to=pieces[0])
    bot.world.send_text(group, "/ringkas", reply_to=bot.world.send_text(group, part(NAMES[0], 3_500)))
    piece, whole = sorted(await bot.answers(group, 2), key=replied_id)
    assert "breaks off in mid-sentence" in piece.text
    assert "breaks off" not in whole.text
