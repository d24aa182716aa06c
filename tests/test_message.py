"""What of a Telegram message is text, which links count, and which files are worth fetching."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, Document, Message, MessageEntity

from handlers.message import (
    holds_an_article,
    is_for_another_bot,
    is_only_a_link,
    is_readable,
    links_of,
    listed_links,
    names_bot,
    words_of,
)

LINK = "https://kabar.example/a"


def message(text: str, *entities: MessageEntity) -> Message:
    return Message(1, datetime(2026, 1, 1, tzinfo=UTC), Chat(7, Chat.GROUP), text=text, entities=entities)


def marked(text: str, part: str, kind: str, url: str | None = None) -> MessageEntity:
    offset = len(text[: text.index(part)].encode("utf-16-le")) // 2
    return MessageEntity(kind, offset, len(part.encode("utf-16-le")) // 2, url=url)


@pytest.mark.parametrize(
    ("text", "part", "kind", "url", "links"),
    [
        (f"lihat {LINK}", LINK, "url", None, (LINK,)),
        ("lihat kabar.example/a", "kabar.example/a", "url", None, ("https://kabar.example/a",)),
        ("Liputan6.com, Jakarta", "Liputan6.com", "url", None, ()),
        ("(Liputan6.com/Faizal Fanani)", "Liputan6.com/Faizal", "url", None, ()),
        ("bit.ly/Kabar", "bit.ly/Kabar", "url", None, ("https://bit.ly/Kabar",)),
        ("😀 baca di sini", "di sini", "text_link", LINK, (LINK,)),
        (f"{LINK} dan t.me/kanal/1", "t.me/kanal/1", "url", None, (LINK,)),
        ("t.me/kanal/1", "t.me/kanal/1", "url", None, ("https://t.me/kanal/1",)),
    ],
    ids=[
        "written out",
        "bare with a path",
        "a name",
        "of a photo",
        "a short link",
        "behind words",
        "Telegram's own",
        "that alone",
    ],
)
def test_links_count_where_a_person_would_press_them(
    text: str, part: str, kind: str, url: str | None, links: tuple[str, ...]
) -> None:
    assert links_of(message(text, marked(text, part, kind, url))) == links


def test_links_come_in_the_order_of_the_message_and_once() -> None:
    text = f"satu, https://b.example/2, {LINK} dan https://b.example/2"
    entities = [marked(text, "satu", "text_link", LINK)]
    assert links_of(message(text, *entities)) == (LINK, "https://b.example/2")


def test_of_several_addresses_of_one_story_the_first_counts() -> None:
    first, other = "https://kabar.example/a/1", "https://kabar.example/b/2"
    again = "https://m.kabar.example/a/1?utm_source=x"
    assert links_of(message(f"{first} {again} {other}")) == (first, other)


@pytest.mark.parametrize(
    "footer",
    [
        "https://t.me/kabarpesisir",
        "https://www.instagram.com/kabarpesisir/",
        "https://whatsapp.com/channel/0029Va",
        "https://m.youtube.com/@kabar",
        "https://kabar.example",
        "https://www.kabar.example/",
    ],
)
def test_what_a_channel_puts_under_each_post_makes_no_list_of_it(footer: str) -> None:
    post = message(f"Harga cabai naik dua kali lipat\n{LINK}\n\nIkuti kami: {footer}")
    assert links_of(post) == (LINK,)
    assert listed_links(post) == ()
    assert links_of(message(footer)) == (footer,)
    assert links_of(message(f"{'Hujan turun di kota. ' * 40}{footer}")) == ()


def test_links_with_few_words_are_a_list_and_links_beside_an_article_are_not() -> None:
    links = (LINK, "https://kabar.example/b")
    assert listed_links(message(f"tolong baca ini: {' '.join(links)}")) == links
    assert listed_links(message(f"{'Hujan turun di kota. ' * 40}{' '.join(links)}")) == ()
    assert listed_links(message(LINK)) == ()


@pytest.mark.parametrize(
    ("name", "media_type", "readable"),
    [
        ("a.TXT", None, True),
        ("a.pdf", "application/octet-stream", True),
        (None, "text/html; charset=utf-8", True),
        ("a", "application/pdf", True),
        ("siaran pers.docx", "application/octet-stream", True),
        ("surat.doc", "application/msword", False),
        ("a.zip", "application/zip", False),
        (None, None, False),
    ],
)
def test_a_file_is_judged_by_its_name_or_type(
    name: str | None, media_type: str | None, readable: bool
) -> None:
    assert is_readable(Document("1", "2", file_name=name, mime_type=media_type)) is readable


def test_the_command_is_not_part_of_the_words() -> None:
    text = f"/ringkas {LINK}"
    command = marked(text, "/ringkas", "bot_command")
    assert words_of(message(text, command)) == LINK
    assert is_only_a_link(message(text, command))


def test_a_remark_holds_no_article_and_a_story_does() -> None:
    assert not holds_an_article(message("tolong ringkas ini ya"))
    assert holds_an_article(message("Pemerintah kota membuka taman. " * 6))
    assert holds_an_article(message(LINK))
    assert not is_only_a_link(message(f"setuju, lihat {LINK}"))


def test_a_bot_is_named_by_mention_or_command_whatever_the_case() -> None:
    mention, command = "@Ringkas_Bot ini", "/ringkas@ringkas_bot"
    assert names_bot(message(mention, marked(mention, "@Ringkas_Bot", "mention")), "ringkas_bot")
    assert names_bot(message(command, marked(command, command, "bot_command")), "ringkas_bot")
    assert not names_bot(message(mention), "ringkas_bot")


def test_a_command_for_another_bot_is_told_from_one_for_all() -> None:
    other, bare = "/ringkas@lain_bot", "/ringkas"
    assert is_for_another_bot(message(other, marked(other, other, "bot_command")), "ringkas_bot")
    assert not is_for_another_bot(message(bare, marked(bare, bare, "bot_command")), "ringkas_bot")


def test_a_name_with_a_sign_of_two_units_is_taken_off_whole_and_nothing_else() -> None:
    text = "Ringkas 📰📰 Harga cabai naik"
    mention = MessageEntity(MessageEntity.TEXT_MENTION, 0, len("Ringkas 📰📰".encode("utf-16-le")) // 2)
    assert words_of(message(text, mention)) == "Harga cabai naik"
