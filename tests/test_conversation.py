"""What a reader sends and what a reader sees, through a real Bot API server on loopback."""

from __future__ import annotations

import asyncio
import os
from copy import deepcopy
from itertools import product
from pathlib import Path
from textwrap import wrap

import pytest

from bot.pipeline import SUMMARY_LENGTHS
from playground.world import Chat, Message
from tests.newsroom import ANSWER_TIMEOUT_S, Scene, scene
from tests.test_gather import settled
from tests.test_pdf import pdf

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PASTE = (SAMPLES / "kereta-pesisir.txt").read_text(encoding="utf-8")
POST = (SAMPLES / "harga-cabai.txt").read_text(encoding="utf-8")
PAGE = (SAMPLES / "perpustakaan-apung.html").read_text(encoding="utf-8")

FRENCH = (
    "Le gouvernement régional a ouvert lundi un nouveau terminal des ferries après deux ans de travaux. "
    "Il desservira quatre îles et la traversée ne durera plus que quarante minutes. Les "
    "pêcheurs demandent une voie à eux, et le capitaine du port a promis une réponse avant la fin du mois."
)


TWO_SENTENCES = (
    "Pemerintah Kabupaten Sukamaju membuka kembali jembatan gantung di Desa Karang setelah tiga bulan tutup.",
    "Bupati Ratna Puspita mengatakan warga tidak perlu lagi memutar sejauh 14 kilometer untuk ke pasar.",
)
MORE_SENTENCES = (
    "Perbaikan itu menghabiskan Rp 2,1 miliar dari anggaran provinsi dan sumbangan warga.",
    "Dinas Perhubungan membatasi muatan kendaraan yang lewat sampai akhir tahun.",
)


def _titled(body: str, facts: str = "{}") -> str:
    script = f'<script type="application/ld+json">{facts}</script>'
    return f"<html><head><title>Jembatan Lamat dibuka</title>{script}</head><body>{body}</body></html>"


TEASER = "".join(f"<p>{sentence}</p>" for sentence in TWO_SENTENCES)
NOT_ARTICLES = {
    "index": _titled("<p><a href=/x>Jembatan Lamat dibuka untuk kendaraan berat</a></p>" * 40),
    "paywall": _titled(TEASER, '{"@type": "NewsArticle", "isAccessibleForFree": "False"}'),
    "video": _titled(TEASER, '{"@type": "VideoObject"}'),
}
"""Pages that look like news and hold none."""


def labels(message: Message) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_a_pasted_article_is_answered_with_a_brief(bot: Scene, reader: Chat) -> None:
    sent = bot.world.send_text(reader, PASTE)
    (answer,) = await bot.answers(reader)
    assert "Lestari Handayani" in answer.text
    assert "Hendra Kusnadi" in answer.text
    assert "12 August 2025" in answer.text
    for furniture in ("POPULER", "Rekomendasi", "SCROLL", "Baca juga", "Bagus Prakoso"):
        assert furniture not in answer.text
    assert "<blockquote>" in answer.html
    assert answer.payload["reply_to_message"]["message_id"] == sent.message_id
    assert [button["text"] for button in answer.buttons] == [
        "Full translation",
        "With originals",
        "Shorter",
        "Longer",
        "🌐 Language",
        "More …",
    ]


async def test_what_is_no_article_is_not_counted_and_is_answered_when_too_many_came(data: Path) -> None:
    async with scene(data, chat_limit=1) as bot:
        reader = bot.world.private_chat(bot.world.user("Alex"))
        dead, alive = bot.website.put("/dead", "", 404), bot.website.put("/alive", PAGE)
        said = ("kok begini?", dead, FRENCH, PASTE, alive, "kenapa tidak bisa?")
        answers = []
        for number, words in enumerate(said):
            bot.world.send_text(reader, words)
            answers.append((await bot.answers(reader, number + 1))[-1].text)
        is_refused = [answer.startswith("That was a lot of articles") for answer in answers]
        assert is_refused == [words == alive for words in said]


async def test_the_reader_sees_at_once_that_it_works(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    assert bot.world.chat_actions(reader) == ["typing"]
    assert answer.history[0].startswith("Reading")
    assert answer.edit_count >= 1


async def test_a_forward_is_answered_like_a_paste(bot: Scene, reader: Chat) -> None:
    channel = bot.world.channel("Kabar Pesisir", "kabarpesisir")
    bot.world.send_text(reader, POST, forwarded_from=channel)
    (answer,) = await bot.answers(reader)
    assert "Wahyu Setiadi" in answer.text


async def test_a_caption_is_an_article_too(bot: Scene, reader: Chat) -> None:
    bot.world.send_photo(reader, caption=POST[:1000])
    (answer,) = await bot.answers(reader)
    assert "Wahyu Setiadi" in answer.text


async def test_a_link_is_opened_and_the_headline_leads_back_to_it(bot: Scene, reader: Chat) -> None:
    url = bot.website.put("/daerah/perpustakaan-apung", PAGE)
    bot.world.send_text(reader, f"tolong ringkas ya {url}")
    (answer,) = await bot.answers(reader)
    assert f'<a href="{url}">' in answer.html
    assert "Suara Timur" in answer.text
    assert "9 March 2026, 8:15 am (GMT+9)" in answer.text
    assert "Maria Felle" in answer.text


DATED = PASTE.replace("12 Agu 2025, 14:20 WIB", "15 September 2023, 21.34 WIB")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "15 September 2023, 9:34 pm (GMT+7)"), ("id", "15 September 2023 pukul 21.34 WIB")],
)
async def test_a_date_is_told_in_the_readers_own_form(bot: Scene, language: str, words: str) -> None:
    chat = bot.world.private_chat(bot.world.user("Sari", language))
    bot.world.send_text(chat, DATED)
    (answer,) = await bot.answers(chat)
    assert words in answer.text


async def test_a_link_that_was_asked_for_before_is_answered_without_opening_it_again(bot: Scene) -> None:
    url = bot.website.put("/berita/perpustakaan", PAGE)
    answers = []
    for name in ("Alex", "Budi"):
        chat = bot.world.private_chat(bot.world.user(name))
        bot.world.send_text(chat, f"Baca ini: {url}")
        answers += await bot.answers(chat)
    assert bot.website.asked == ["/berita/perpustakaan"]
    first, second = answers
    assert first.html == second.html
    assert labels(first) == labels(second)
    assert first.buttons[0]["callback_data"] != second.buttons[0]["callback_data"]


async def test_another_language_or_length_is_another_request(bot: Scene, reader: Chat) -> None:
    url = bot.website.put("/berita/perpustakaan", PAGE)
    bot.world.send_text(reader, url)
    (first,) = await bot.answers(reader)
    bot.world.send_text(reader, "/length 1")
    await bot.answers(reader, 2)
    bot.world.send_text(reader, url)
    second = (await bot.answers(reader, 3))[2]
    assert first.text.count("• ") > second.text.count("• ")


async def test_a_link_behind_a_word_is_opened(bot: Scene, reader: Chat) -> None:
    url = bot.website.put("/a", PAGE)
    bot.world.send_text(reader, f'<a href="{url}">Baca di sini</a>', html=True)
    (answer,) = await bot.answers(reader)
    assert "Maria Felle" in answer.text


async def test_much_text_with_a_link_is_the_article_and_the_link_its_source(bot: Scene, reader: Chat) -> None:
    url = bot.website.put("/a", PAGE)
    bot.world.send_text(reader, f"{POST}\n{url}")
    (answer,) = await bot.answers(reader)
    assert bot.website.asked == []
    assert f'<a href="{url}">' in answer.html
    assert "Wahyu Setiadi" in answer.text


@pytest.mark.parametrize(
    ("content", "name", "media_type", "speaker"),
    [
        (PASTE.encode(), "kereta.txt", "text/plain", "Lestari Handayani"),
        (PAGE.encode(), "halaman.html", "text/html", "Maria Felle"),
        (POST.encode("utf-16"), "tanpa-tipe.txt", "application/octet-stream", "Wahyu Setiadi"),
        (
            pdf(*(wrap(paragraph, 90) for paragraph in POST.split("\n\n"))),
            "a.pdf",
            "application/pdf",
            "Nurul Aini",
        ),
    ],
    ids=["text", "page", "utf-16 without a type", "PDF"],
)
async def test_a_file_is_read(
    bot: Scene, reader: Chat, content: bytes, name: str, media_type: str, speaker: str
) -> None:
    bot.world.send_document(reader, content, name, media_type)
    (answer,) = await bot.answers(reader)
    assert speaker in answer.text


async def test_a_text_of_60000_characters_is_answered(bot: Scene, reader: Chat) -> None:
    body = POST + "\n\n" + "\n\n".join(
        f"Pada hari ke-{day}, petugas mencatat {day * 7} laporan baru di kecamatan itu dan membagikan "
        f"{day * 3} karung beras kepada warga yang rumahnya rusak." for day in range(1, 500)
    )  # fmt: skip
    content = body[:60_000].encode()
    bot.world.send_document(reader, content, "panjang.txt", "text/plain")
    (answer,) = await bot.answers(reader)
    assert "Wahyu Setiadi" in answer.text
    bot.world.press(answer, "Full translation")
    await bot.server.wait_for(lambda: bot.world.documents(reader), timeout_s=ANSWER_TIMEOUT_S)
    ((name, page),) = bot.world.documents(reader)
    assert name.endswith(".html")
    assert b"<html" in page


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        (FRENCH, "French"),
        ("Hujan deras tadi pagi", "21 characters"),
        ("🐙🐙🐙", "no article"),
        ("http://127.0.0.1:9/rahasia", "do not open that link"),
        ("http://localhost/admin", "do not open that link"),
    ],
    ids=["French", "short", "emoji only", "a private address", "localhost"],
)
async def test_what_is_no_article_gets_a_clear_answer(
    bot: Scene, reader: Chat, text: str, answered: str
) -> None:
    bot.world.send_text(reader, text)
    (answer,) = await bot.answers(reader)
    assert answered in answer.text
    assert answer.buttons == []


async def test_an_empty_file_gets_a_clear_answer(bot: Scene, reader: Chat) -> None:
    bot.world.send_document(reader, b" \n", "kosong.txt", "text/plain")
    (answer,) = await bot.answers(reader)
    assert "no article" in answer.text


async def test_a_file_of_another_kind_is_not_even_fetched(bot: Scene, reader: Chat) -> None:
    bot.world.send_document(reader, b"PK\x03\x04", "lampiran.zip", "application/zip")
    (answer,) = await bot.answers(reader)
    assert ".pdf" in answer.text
    assert bot.world.calls_of("getFile") == []


async def test_a_file_over_telegrams_limit_is_said_to_be_so(bot: Scene, reader: Chat) -> None:
    bot.world.send_document(reader, b"x", "besar.txt", "text/plain", size_bytes=30_000_000)
    (answer,) = await bot.answers(reader)
    assert "20" in answer.text
    assert bot.world.calls_of("getFile") == []


async def test_stickers_and_bare_photos_get_a_hint(bot: Scene, reader: Chat) -> None:
    bot.world.send_sticker(reader, "🐳")
    await bot.answers(reader)
    bot.world.send_photo(reader)
    answers = await bot.answers(reader, 2)
    assert "pictures" in answers[1].text


async def test_a_place_is_answered_with_what_can_be_sent(bot: Scene, reader: Chat) -> None:
    bot.world._say(reader, {"location": {"longitude": 106.8, "latitude": -6.2}}, {})
    (answer,) = await bot.answers(reader)
    assert "send its link or a file (.txt" in answer.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("kamu siapa?", "Saya Ringkas, bot"),
        ("kok gak bisa?", "Kirimkan lagi artikelnya"),
        ("bahasa indonesia", "/language"),
        ("lebih pendek dong", "/length"),
    ],
)
async def test_a_wish_or_a_complaint_in_words_is_told_what_to_do(bot: Scene, words: str, said: str) -> None:
    reader = bot.world.private_chat(bot.world.user("Sari", "id"))
    bot.world.send_text(reader, words)
    (answer,) = await bot.answers(reader)
    assert said in answer.text


async def test_the_first_words_offer_the_languages(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, "/start")
    (first,) = await bot.answers(reader)
    bot.world.press(first, "🌐 Language")
    (_, question) = await bot.answers(reader, 2)
    assert labels(question) == ["✓ English", "Indonesia"]
    bot.world.press(question, "Indonesia")
    await bot.server.wait_for(lambda: "Indonesian" in question.text and not question.buttons)
    assert "Send me a news article" in first.text


@pytest.mark.parametrize(
    ("path", "page", "status", "answered"),
    [
        ("/hilang", "", 404, "does not exist"),
        ("/rusak", "", 500, "fault"),
        ("/tertutup", "", 403, "does not let me"),
        ("/kosong", "<html><body><p>Halo</p></body></html>", 200, "no article"),
        ("/indeks", NOT_ARTICLES["index"], 200, "list of headlines"),
        ("/premium", NOT_ARTICLES["paywall"], 200, "for paying readers"),
        ("/video", NOT_ARTICLES["video"], 200, "is a video"),
    ],
)
async def test_a_page_that_cannot_be_read_is_named_for_what_it_is(
    bot: Scene, reader: Chat, path: str, page: str, status: int, answered: str
) -> None:
    bot.world.send_text(reader, bot.website.put(path, page, status))
    (answer,) = await bot.answers(reader)
    assert answered in answer.text


async def test_errors_come_in_the_language_of_the_persons_telegram(bot: Scene) -> None:
    chat = bot.world.private_chat(bot.world.user("Rina", "id"))
    bot.world.send_text(chat, FRENCH)
    (answer,) = await bot.answers(chat)
    assert "Prancis" in answer.text


async def test_shorter_and_longer_change_the_brief_in_its_place(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, PASTE)
    (answer,) = await bot.answers(reader)
    free = answer.text.count("• ")
    above = [length for length in SUMMARY_LENGTHS if length > free]
    below = [length for length in SUMMARY_LENGTHS if length < above[0]]
    bot.world.press(answer, "Longer")
    await bot.server.wait_for(lambda: answer.text.count("• ") == above[0])
    bot.world.press(answer, "Shorter")
    await bot.server.wait_for(lambda: answer.text.count("• ") == below[-1])
    assert len(bot.bot_messages(reader)) == 1


@pytest.mark.parametrize(
    ("article", "label", "shown"),
    [("long", "Longer", 10), ("long", "Shorter", 0), ("four sentences", "Longer", 4)],
)
async def test_a_length_button_goes_when_it_would_change_nothing(
    bot: Scene, reader: Chat, article: str, label: str, shown: int
) -> None:
    bot.world.send_text(
        reader, PASTE if article == "long" else "\n\n".join([*TWO_SENTENCES, *MORE_SENTENCES])
    )
    (answer,) = await bot.answers(reader)
    seen = {answer.text}
    while label in labels(answer):
        bot.world.press(answer, label)
        await bot.server.wait_for(lambda: answer.text not in seen)
        seen.add(answer.text)
    assert answer.text.count("• ") == shown
    assert len(bot.bot_messages(reader)) == 1


async def test_a_button_of_an_older_state_says_that_there_is_no_other_length(
    bot: Scene, reader: Chat
) -> None:
    bot.world.send_text(reader, "/length long")
    await bot.answers(reader)
    bot.world.send_text(reader, PASTE)
    (_, answer) = await bot.answers(reader, 2)
    seen_before = deepcopy(answer)
    bot.world.press(answer, "Longer")
    await bot.server.wait_for(lambda: "Longer" not in labels(answer))
    query = bot.world.press(seen_before, "Longer")
    await bot.server.wait_for(lambda: query.answered)
    assert query.answers[0]["text"] == "This is the longest summary that the article gives."
    assert len(bot.bot_messages(reader)) == 2


async def test_a_very_short_article_comes_back_whole_and_shorter_when_asked(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, " ".join(TWO_SENTENCES))
    (answer,) = await bot.answers(reader)
    assert answer.text.startswith("Too short to summarise: every sentence of the article is here.")
    assert labels(answer) == ["With originals", "Shorter", "🌐 Language", "More …"]
    bot.world.press(answer, "Shorter")
    await bot.server.wait_for(lambda: "Too short" not in answer.text)
    assert labels(answer) == ["Full translation", "With originals", "Longer", "🌐 Language", "More …"]
    bot.world.press(answer, "Longer")
    await bot.server.wait_for(lambda: "Too short" in answer.text)
    assert len(bot.bot_messages(reader)) == 1


async def test_all_buttons_pressed_at_once_are_all_carried_out(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, PASTE)
    (answer,) = await bot.answers(reader)
    shown = answer.text.count("• ")
    for label in ("Full translation", "With originals", "Longer"):
        bot.world.press(answer, label)
    answers = await bot.answers(reader, 3)
    assert any("<blockquote expandable>" in message.html for message in answers)
    await bot.server.wait_for(lambda: answer.text.count("• ") > shown)


async def test_a_button_pressed_twice_is_carried_out_once(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, PASTE)
    (answer,) = await bot.answers(reader)
    presses = [bot.world.press(answer, "Full translation") for _ in range(2)]
    await bot.server.wait_for(lambda: all(press.answered for press in presses))
    await bot.answers(reader, 2)
    told = {press.answers[0].get("text") for press in presses}
    assert told == {None, "I am still working on this one."}
    assert len(bot.bot_messages(reader)) == 2


async def test_the_originals_come_beside_their_translation(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    bot.world.press(answer, "With originals")
    answers = await bot.answers(reader, 2)
    assert "Harga cabai rawit" in "".join(message.text for message in answers[1:])


async def test_the_full_translation_of_a_short_article_is_an_expandable_quotation(
    bot: Scene, reader: Chat
) -> None:
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    bot.world.press(answer, "Full translation")
    answers = await bot.answers(reader, 2)
    assert "<blockquote expandable>" in answers[1].html
    assert "Dimas Prasetyo" in answers[1].text


async def test_buttons_work_after_a_restart(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    await bot.stop()
    await bot.start()
    bot.world.press(answer, "Full translation")
    answers = await bot.answers(reader, 2)
    assert "Dimas Prasetyo" in answers[1].text


async def test_a_digest_that_is_no_longer_kept_is_said_to_be_so(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    await bot.stop()
    await asyncio.to_thread(os.remove, bot.settings.database_url.removeprefix("sqlite:///"))
    await bot.start()
    query = bot.world.press(answer, "Longer")
    await bot.server.wait_for(lambda: query.answered)
    assert "no longer keep" in query.answers[0]["text"]


async def test_the_language_and_the_length_are_the_chats_own(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, "/length 1")
    await bot.answers(reader)
    bot.world.send_text(reader, "/language")
    (_, panel) = await bot.answers(reader, 2)
    assert [button["text"] for button in panel.buttons] == ["✓ English", "Indonesia"]
    bot.world.press(panel, "Indonesia")
    await bot.server.wait_for(lambda: "Indonesian" in panel.text and not panel.buttons)
    bot.world.send_text(reader, POST)
    answer = (await bot.answers(reader, 3))[2]
    assert "Harga Cabai Rawit Tembus" in answer.text
    assert answer.text.count("• ") == 0


async def test_a_length_is_chosen_by_its_name_and_left_to_the_article_again(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, "/length")
    (panel,) = await bot.answers(reader)
    assert labels(panel) == ["✓ As needed", "One sentence", "Short", "Medium", "Long"]
    bot.world.press(panel, "Long")
    await bot.server.wait_for(lambda: "7 sentences" in panel.text and not panel.buttons)
    bot.world.send_text(reader, PASTE)
    assert (await bot.answers(reader, 2))[1].text.count("• ") == 7
    bot.world.send_text(reader, "/length")
    panel = (await bot.answers(reader, 3))[2]
    assert "✓ Long" in labels(panel)
    bot.world.press(panel, "As needed")
    await bot.server.wait_for(lambda: "story needs" in panel.text and not panel.buttons)
    bot.world.send_text(reader, PASTE)
    assert 2 <= (await bot.answers(reader, 4))[3].text.count("• ") <= 5


async def test_help_comes_while_a_digest_is_being_made(bot: Scene, reader: Chat) -> None:
    other = bot.world.private_chat(bot.world.user("Sam"))
    bot.world.send_document(reader, (PASTE * 60).encode(), "besar.txt", "text/plain")
    await bot.server.wait_for(lambda: bot.bot_messages(reader))
    bot.world.send_text(other, "/help")
    await bot.answers(other)
    assert bot.bot_messages(reader)[0].text.startswith(("Reading", "Choosing", "Translating"))
    await bot.answers(reader)


async def test_in_a_group_start_says_how_a_group_asks(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Sari", "id")])
    bot.world.send_text(group, f"/start@{bot.world.bot.username} true")
    (answer,) = await bot.answers(group)
    assert answer.text.startswith("Di grup, balas sebuah artikel dengan /ringkas")


@pytest.mark.parametrize("command", ["/start", "/help", "/about"])
async def test_every_command_is_answered(bot: Scene, reader: Chat, command: str) -> None:
    bot.world.send_text(reader, command)
    (answer,) = await bot.answers(reader)
    assert "Ringkas" in answer.text or "Indonesian" in answer.text


async def test_a_command_that_is_none_is_told_where_the_commands_are(bot: Scene) -> None:
    reader = bot.world.private_chat(bot.world.user("Sari", "id"))
    bot.world.send_text(reader, "/bantu")
    (answer,) = await bot.answers(reader)
    assert answer.text == "Perintah itu tidak saya kenal. /help menjelaskan apa yang dapat saya lakukan."


async def test_a_group_is_left_in_peace_until_the_bot_is_asked(bot: Scene) -> None:
    alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
    group = bot.world.group("Redaksi", [alex, sam])
    bot.world.privacy_mode = False
    article = bot.world.send_text(group, POST, sender=alex)
    bot.world.send_text(group, "selamat pagi semua", sender=sam)
    asked = bot.world.send_text(group, "/ringkas", sender=sam, reply_to=article)
    (answer,) = await bot.answers(group)
    assert "Wahyu Setiadi" in answer.text
    assert answer.payload["reply_to_message"]["message_id"] == asked.message_id
    assert len(bot.bot_messages(group)) == 1


async def test_in_a_group_a_mention_asks_for_the_message_that_it_answers(bot: Scene) -> None:
    alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
    group = bot.world.group("Redaksi", [alex, sam])
    article = bot.world.send_text(group, POST, sender=alex)
    bot.world.send_text(group, f"@{bot.world.bot.username}", sender=sam, reply_to=article)
    (answer,) = await bot.answers(group)
    assert "Wahyu Setiadi" in answer.text


async def test_in_a_group_a_command_may_bring_its_link(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")])
    bot.world.send_text(group, f"/ringkas {bot.website.put('/a', PAGE)}")
    (answer,) = await bot.answers(group)
    assert "Maria Felle" in answer.text


async def test_a_command_alone_in_a_group_says_how_it_is_used(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")])
    bot.world.send_text(group, "/ringkas")
    (answer,) = await bot.answers(group)
    assert "group" in answer.text


async def test_commands_and_descriptions_are_set_in_both_languages(bot: Scene) -> None:
    scopes = ("default", "all_group_chats", "all_chat_administrators")
    assert set(bot.world.profile.commands) == set(product(scopes, ("", "en", "id")))
    assert len(bot.world.calls_of("setMyDescription")) == 3
    assert len(bot.world.calls_of("setMyShortDescription")) == 3


async def test_a_stranger_is_told_so_and_served_nothing(data: Path) -> None:
    async with scene(data, allowed_chats=frozenset({1})) as bot:
        chat = bot.world.private_chat(bot.world.user("Stranger"))
        bot.world.send_text(chat, POST)
        (answer,) = await bot.answers(chat)
        assert str(chat.id) in answer.text
        assert "Wahyu" not in answer.text


async def test_a_bug_gets_an_apology_with_an_id_that_stands_in_the_log(
    bot: Scene, reader: Chat, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.pipeline.segment", broken)
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    (record,) = [record for record in caplog.records if record.getMessage().startswith("bug ")]
    assert record.getMessage().removeprefix("bug ") in answer.text
    assert "ZeroDivisionError" not in answer.text


async def test_html_of_an_article_never_becomes_markup(bot: Scene, reader: Chat) -> None:
    hostile = POST.replace("Wahyu Setiadi", "Wahyu </b><a href='tg://user?id=1'>Setiadi</a> & @admin #panik")
    bot.world.send_text(reader, hostile)
    (answer,) = await bot.answers(reader)
    assert {entity.type for entity in answer.entities} <= {"bold", "blockquote", "italic"}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again at once: what is tested is that it does, not how long it waits."""
    monkeypatch.setattr("handlers.patience.PAUSES_S", (0.0, 0.0, 0.0))
    monkeypatch.setattr("handlers.message.DOWNLOAD_PAUSES_S", (0.0, 0.0))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "getFile", "file"])
@pytest.mark.parametrize("status", [500, 502])
async def test_a_hiccup_of_telegrams_costs_no_reader_the_answer(
    bot: Scene, reader: Chat, method: str, status: int
) -> None:
    bot.server.faults.fail(method, status, times=2)
    bot.world.send_document(reader, POST.encode(), "artikel.txt", "text/plain")
    (answer,) = await bot.answers(reader)
    assert "Wahyu Setiadi" in answer.text


@pytest.mark.usefixtures("impatient")
async def test_a_connection_that_breaks_off_costs_no_reader_the_answer(bot: Scene, reader: Chat) -> None:
    bot.server.faults.drop("sendMessage")
    bot.server.faults.drop("editMessageText", times=2)
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    assert "Wahyu Setiadi" in answer.text


async def test_a_status_message_whose_arrival_nobody_heard_of_does_not_stay(bot: Scene, reader: Chat) -> None:
    bot.server.faults.drop("sendMessage", strikes="after")
    bot.world.send_text(reader, POST)
    await bot.server.wait_for(lambda: bot.world.calls_of("deleteMessage"), ANSWER_TIMEOUT_S)
    (answer,) = await bot.answers(reader)
    assert "Wahyu Setiadi" in answer.text


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("status", [400, 403, 500])
async def test_a_status_message_that_cannot_become_the_answer_makes_way_for_it(
    bot: Scene, reader: Chat, status: int
) -> None:
    bot.server.faults.fail("editMessageText", status, times=20)
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    assert "Wahyu Setiadi" in answer.text
    assert len(bot.bot_messages(reader)) == 1


@pytest.mark.usefixtures("impatient")
async def test_a_file_that_does_not_come_is_said_to_be_so(bot: Scene, reader: Chat) -> None:
    bot.server.faults.fail("file", 500, times=10)
    bot.world.send_document(reader, POST.encode(), "artikel.txt", "text/plain")
    (answer,) = await bot.answers(reader)
    assert "could not get the file" in answer.text


async def test_a_press_is_carried_out_though_its_answer_does_not_get_through(
    bot: Scene, reader: Chat, impatient: None
) -> None:
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    bot.server.faults.fail("answerCallbackQuery", 500, times=20)
    bot.world.press(answer, "Full translation")
    answers = await bot.answers(reader, 2)
    assert "Dimas Prasetyo" in answers[1].text


@pytest.mark.parametrize(
    "words",
    [
        "@{bot} tolong ringkas ini",
        "@{bot} ?",
        "/ringkas dong, tolong",
        "/ringkas@{bot}",
        "/summary",
        "/ringkas tolong, lanjutan dari https://t.me/kabar/1",
        "@{bot} tolong ringkas artikel di atas ini ya, soalnya saya sedang di jalan dan tidak sempat membaca "
        "sampai habis, nanti sore ada rapat redaksi dan saya harus tahu isinya",
    ],
)
async def test_in_a_group_the_article_asked_about_goes_before_the_words_that_ask(
    bot: Scene, words: str
) -> None:
    alex, sam = bot.world.user("Alex"), bot.world.user("Sam")
    group = bot.world.group("Redaksi", [alex, sam])
    article = bot.world.send_text(group, POST, sender=alex)
    bot.world.send_text(group, words.format(bot=bot.world.bot.username), sender=sam, reply_to=article)
    (answer,) = await bot.answers(group)
    assert "Wahyu Setiadi" in answer.text


async def test_in_a_group_a_file_may_be_sent_with_the_command(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")])
    bot.world.send_document(group, POST.encode(), "artikel.txt", "text/plain", caption="/ringkas")
    (answer,) = await bot.answers(group)
    assert "Wahyu Setiadi" in answer.text


@pytest.mark.parametrize("words", ["@{bot}", "@{bot} banyak sekali", "/ringkas", "/ringkas@{bot}"])
async def test_in_a_group_a_question_without_an_article_gets_the_way_to_ask(bot: Scene, words: str) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")])
    bot.world.send_text(group, words.format(bot=bot.world.bot.username))
    (answer,) = await bot.answers(group)
    assert answer.text.startswith("In a group")


async def test_in_a_group_a_command_for_another_bot_is_left_to_it(bot: Scene) -> None:
    alex = bot.world.user("Alex")
    group = bot.world.group("Redaksi", [alex])
    bot.world.privacy_mode = False
    bot.world.send_text(group, "/ringkas@bot_lain")
    asked = bot.world.send_text(group, "/ringkas")
    (answer,) = await bot.answers(group)
    assert answer.payload["reply_to_message"]["message_id"] == asked.message_id


async def test_in_a_group_talk_under_a_brief_is_left_in_peace(bot: Scene) -> None:
    alex = bot.world.user("Alex")
    group = bot.world.group("Redaksi", [alex])
    bot.world.send_text(group, f"/ringkas {bot.website.put('/a', PAGE)}")
    (brief,) = await bot.answers(group)
    bot.world.send_text(group, "setuju, ini penting", reply_to=brief)
    remark = bot.world.send_text(group, f"bandingkan {bot.website.put('/b', PAGE)} ya", reply_to=brief)
    (_, second) = await bot.answers(group, 2)
    assert second.payload["reply_to_message"]["message_id"] == remark.message_id
    assert bot.website.asked == ["/a", "/b"]


async def test_a_remark_with_a_link_in_answer_to_a_brief_has_the_link_read(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, POST)
    (brief,) = await bot.answers(reader)
    remark = f"setuju, lihat juga {bot.website.put('/b', PAGE)}"
    sent = bot.world.send_text(reader, remark, reply_to=brief)
    (_, second) = await bot.answers(reader, 2)
    assert second.replied_id == sent.message_id
    assert "Maria Felle" in second.text


@pytest.mark.parametrize(
    ("command", "answered"),
    [
        ("/language xx", "no briefs in “xx”"),
        ("/language Indonesian", "will be in Indonesian"),
        ("/length 99", "“99” is no length"),
        ("/length 5", "will have 5 sentences"),
        ("/length short", "will have 3 sentences"),
        ("/length free", "as the story needs"),
    ],
)
async def test_a_choice_may_be_typed_and_is_refused_in_words(
    bot: Scene, reader: Chat, command: str, answered: str
) -> None:
    bot.world.send_text(reader, command)
    (answer,) = await bot.answers(reader)
    assert answered in answer.text


async def test_a_file_that_cannot_be_read_may_have_the_article_as_its_caption(
    bot: Scene, reader: Chat
) -> None:
    bot.world.send_document(reader, b"PK\x03\x04", "foto.zip", "application/zip", caption=POST[:1000])
    (answer,) = await bot.answers(reader)
    assert "Wahyu Setiadi" in answer.text


async def test_a_text_longer_than_any_article_is_said_to_be_so(bot: Scene, reader: Chat) -> None:
    bot.world.send_document(reader, (POST * 200).encode(), "buku.txt", "text/plain")
    (answer,) = await bot.answers(reader)
    assert "more text than one article" in answer.text


async def test_in_a_group_a_remark_on_a_brief_is_left_in_peace(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")])
    bot.world.send_text(group, f"/ringkas {bot.website.put('/a', PAGE)}")
    (brief,) = await bot.answers(group)
    remark = (
        "Menurut saya bagian yang menarik dari berita ini adalah perahunya yang memakai motor listrik. " * 3
    )
    bot.world.send_text(group, remark, reply_to=brief)
    last = bot.world.send_text(group, "/ringkas")
    (_, answer) = await bot.answers(group, 2)
    assert answer.payload["reply_to_message"]["message_id"] == last.message_id


@pytest.mark.parametrize("caption", ["/Ringkas", "/RINGKAS@{bot}", "@{bot}"])
async def test_in_a_group_a_file_that_cannot_be_read_is_said_to_be_so(bot: Scene, caption: str) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")])
    words = caption.format(bot=bot.world.bot.username)
    bot.world.send_document(group, b"PK\x03\x04", "surat.doc", "application/msword", caption=words)
    (answer,) = await bot.answers(group)
    assert ".pdf" in answer.text


@pytest.mark.usefixtures("impatient")
async def test_a_reader_who_has_blocked_the_bot_is_no_bug(
    bot: Scene, reader: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    query = bot.world.press(answer, "Full translation")
    assert reader.person is not None
    bot.world.block(reader.person)
    await bot.server.wait_for(lambda: query.answered)
    other = bot.world.private_chat(bot.world.user("Sam"))
    bot.world.send_text(other, POST)
    await bot.answers(other)
    assert [record for record in caplog.records if record.getMessage().startswith("bug ")] == []


@pytest.mark.usefixtures("impatient")
async def test_a_status_that_does_not_get_through_is_done_without(bot: Scene, reader: Chat) -> None:
    bot.server.faults.fail("sendMessage", 500, times=1)
    bot.world.send_text(reader, POST)
    (answer,) = await bot.answers(reader)
    assert "Wahyu Setiadi" in answer.text
    assert len(bot.bot_messages(reader)) == 1
    assert answer.edit_count == 0


@pytest.mark.parametrize(
    ("said", "emoji"), [("makasih ya", "❤"), ("Thanks!", "❤"), ("🙏", "❤"), ("ok sip", "👍")]
)
async def test_thanks_are_returned_with_a_reaction_and_no_words(
    bot: Scene, reader: Chat, said: str, emoji: str
) -> None:
    bot.world.send_text(reader, POST)
    (brief,) = await bot.answers(reader)
    thanks = bot.world.send_text(reader, said, reply_to=brief)
    await bot.server.wait_for(lambda: thanks.emoji == (emoji,))
    assert await settled(bot) == [brief]


async def test_a_sticker_that_thanks_is_thanked_for(bot: Scene, reader: Chat) -> None:
    sticker = bot.world.send_sticker(reader, "🙏")
    await bot.server.wait_for(lambda: sticker.emoji == ("❤",))
    assert await settled(bot) == []


async def test_where_no_reaction_can_be_set_thanks_are_returned_in_words(bot: Scene, reader: Chat) -> None:
    bot.server.faults.fail("setMessageReaction", 400)
    bot.world.send_text(reader, "terima kasih banyak")
    (answer,) = await bot.answers(reader)
    assert answer.text == "You are welcome."


@pytest.mark.parametrize(("said", "answer"), [("Halo", "Hello. Send me"), ("bantuan", "I am Ringkas")])
async def test_a_greeting_or_a_cry_for_help_is_no_article_that_is_too_short(
    bot: Scene, reader: Chat, said: str, answer: str
) -> None:
    bot.world.send_text(reader, said)
    assert (await bot.answers(reader))[0].text.startswith(answer)


async def test_in_a_group_thanks_to_the_bot_by_name_get_a_reaction(bot: Scene) -> None:
    group = bot.world.group("Redaksi", [bot.world.user("Alex")])
    thanks = bot.world.send_text(group, f"makasih @{bot.world.bot.username}")
    await bot.server.wait_for(lambda: thanks.emoji == ("❤",))
    assert await settled(bot) == []


async def test_a_remark_on_a_brief_is_told_what_the_buttons_do(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, POST)
    (brief,) = await bot.answers(reader)
    bot.world.send_text(reader, "Kenapa harganya naik?", reply_to=brief)
    (_, answer) = await bot.answers(reader, 2)
    assert answer.text.startswith("I cannot act on remarks or answer questions")


async def test_words_in_answer_to_an_article_ask_for_it_again(bot: Scene, reader: Chat) -> None:
    sent = bot.world.send_text(reader, POST)
    await bot.answers(reader)
    bot.world.send_text(reader, "yang ini sekali lagi", reply_to=sent)
    (_, answer) = await bot.answers(reader, 2)
    assert "Wahyu Setiadi" in answer.text


async def test_what_a_message_quotes_from_another_chat_is_read_where_somebody_asks_for_it(
    bot: Scene, reader: Chat
) -> None:
    channel = bot.world.channel("Kabar Pasar", "kabarpasar")
    group = bot.world.group("Redaksi", [bot.world.user("Alex")], supergroup=True)
    post = bot.world.send_text(channel, POST)
    bot.world.send_text(reader, "ringkas dong", quoting=post)
    bot.world.send_text(group, "/ringkas", quoting=post)
    bot.world.send_text(group, f"@{bot.world.bot.username}", quoting=post)
    bot.world.send_text(group, "menarik", quoting=post)
    answers = [*await bot.answers(reader), *await bot.answers(group, 2)]
    assert all("Wahyu Setiadi" in answer.text for answer in answers)
    assert len(await settled(bot)) == 3


async def test_a_file_or_a_link_of_another_chat_is_read_too(bot: Scene, reader: Chat) -> None:
    channel = bot.world.channel("Kabar Pasar", "kabarpasar")
    file = bot.world.send_document(channel, POST.encode(), "a.txt", "text/plain")
    link = bot.world.send_text(channel, f"Baca: {bot.website.put('/a', PAGE)}")
    bot.world.send_text(reader, "/ringkas", quoting=file)
    bot.world.send_text(reader, "ringkas", quoting=link)
    answers = await bot.answers(reader, 2)
    assert {"Wahyu Setiadi" in answer.text for answer in answers} == {True, False}
    assert {"Maria Felle" in answer.text for answer in answers} == {True, False}


async def test_a_command_by_another_name_has_its_link_read_all_the_same(bot: Scene, reader: Chat) -> None:
    bot.world.send_text(reader, f"/tldr {bot.website.put('/a', PAGE)}")
    (answer,) = await bot.answers(reader)
    assert "Maria Felle" in answer.text
