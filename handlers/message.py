"""What was sent -> Request: the only reader of Telegram's messages.

In: a Telegram message; out: the text, the links and the file of a Request. This module must know
no stage and no wording.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from urllib.parse import urlsplit

from telegram import Document, Message, MessageEntity, MessageOriginUser
from telegram.constants import FileSizeLimit
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.errors import FetchTimeout, TooLarge, Unreachable
from bot.intake.links import find_links, is_credit, story_of, without_links
from bot.pipeline import SHORTEST_ARTICLE_CHARS, is_article_beside_link
from bot.records import Page
from bot.runtime.correspondence import Writer

READABLE_SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx"})

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READABLE_MEDIA_TYPES = frozenset({"application/pdf", "application/xhtml+xml", WORD})

ADDRESSES = (MessageEntity.BOT_COMMAND, MessageEntity.MENTION, MessageEntity.TEXT_MENTION)
"""What a message may begin with that is said to the bot and is no word of the article."""

TELEGRAM_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
"""Links to Telegram itself are signatures and invitations, unless nothing else is there."""

FOOTER_HOSTS = TELEGRAM_HOSTS | {
    "facebook.com", "fb.com", "instagram.com", "linkedin.com", "linktr.ee", "threads.com", "threads.net",
    "tiktok.com", "twitter.com", "wa.me", "whatsapp.com", "x.com", "youtu.be", "youtube.com",
    "apps.apple.com", "play.google.com",
}  # fmt: skip
"""So are those to a channel's other places, under which no article can be read anyway."""

DOWNLOAD_TIMEOUT_S = 60.0
"""How long a file of 20 MB, the largest, may take to come from Telegram."""

DOWNLOAD_PAUSES_S = (0.5, 2.0)
"""Pauses before a file is fetched again."""


TOGETHER = timedelta(seconds=1)
"""Between what was sent at one press: Telegram's dates have whole seconds."""


def text_of(message: Message) -> str:
    """Return the message's text or caption; empty when it has neither."""
    return message.text or message.caption or ""


def quoted_by(message: Message) -> Message | None:
    """Return what a message quotes from another chat, as a message in its place; None where that is nothing.

    Telegram hands bots the quoted words, a file, and no more of such a message.
    """
    told = message.external_reply
    if told is None:
        return None
    words = message.quote.text if message.quote else ""
    document = told.document if told.document and is_readable(told.document) else None
    if not words and document is None:
        return None
    quoted = Message(
        message.message_id,
        message.date,
        message.chat,
        message.from_user,
        text=words if document is None else None,
        caption=words if document else None,
        document=document,
        forward_origin=told.origin,
    )
    quoted.set_bot(message.get_bot())
    return quoted


def answered_by(message: Message) -> Message | None:
    """Return the message that somebody answers with theirs, here or in another chat, where it is another
    person's word; None where they answer nothing, or the bot."""
    replied = message.reply_to_message
    if replied is not None and replied.forum_topic_created:  # everything in a topic "answers" its opening
        replied = None
    answered = replied or quoted_by(message)
    return None if is_by(answered, message.get_bot().id) else answered


def words_of(message: Message) -> str:
    """Return the message's words without the command or the bot's name that it begins with."""
    text = text_of(message)
    kinds: list[str | None] = [*ADDRESSES]
    addresses = {**message.parse_entities(kinds), **message.parse_caption_entities(kinds)}
    for entity, address in addresses.items():
        if entity.offset == 0:
            return text.removeprefix(address).strip()
    return text.strip()


def holds_an_article(message: Message) -> bool:
    """Whether the message itself is, or leads to, an article; a remark or a question does not."""
    if message.document and is_readable(message.document):
        return True
    return bool(links_of(message)) or len(words_of(message)) >= SHORTEST_ARTICLE_CHARS


def is_only_a_link(message: Message) -> bool:
    """Whether the message holds a link and no words of its own."""
    return bool(links_of(message)) and not without_links(words_of(message)).strip()


def brings_its_own(message: Message) -> bool:
    """Whether what is asked about comes with the question itself: a file, or a link and nothing else."""
    has_file = message.document is not None and is_readable(message.document)
    return has_file or is_only_a_link(message)


def names_bot(message: Message, username: str, bot_id: int | None = None) -> bool:
    """Whether a mention or a command in the message names this bot, or a mention without @ means it."""
    meant = (entity.user for entity in message.entities or message.caption_entities)
    if bot_id is not None and any(user is not None and user.id == bot_id for user in meant):
        return True
    return username.casefold() in {name.casefold() for name in _bots_named(message)}


def begins_with_command(message: Message) -> bool:
    """Whether a message is a command to some bot."""
    entities = message.entities or message.caption_entities
    return any(entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0 for entity in entities)


def is_by_a_bot(message: Message) -> bool:
    """Whether another bot wrote the message.

    @Channel_Bot and @GroupAnonymousBot do not: Telegram names them where a person speaks in a channel's
    or the group's name.
    """
    sender = message.from_user
    return sender is not None and sender.is_bot and message.sender_chat is None


def is_by(message: Message | None, bot_id: int) -> bool:
    """Whether a message is this bot's own: written, or brought into a chat by it or from it."""
    if message is None:
        return False
    origin = message.forward_origin
    writer = origin.sender_user if isinstance(origin, MessageOriginUser) else None
    authors = (message.from_user, message.via_bot, writer)
    return any(author is not None and author.id == bot_id for author in authors)


def is_for_another_bot(message: Message, username: str) -> bool:
    """Whether the message's commands name bots, and this one is not among them."""
    named = {name.casefold() for name in _bots_named(message, MessageEntity.BOT_COMMAND)}
    return bool(named) and username.casefold() not in named


def _bots_named(message: Message, *kinds: str) -> list[str]:
    wanted: list[str | None] = [*(kinds or (MessageEntity.MENTION, MessageEntity.BOT_COMMAND))]
    named = {**message.parse_entities(wanted), **message.parse_caption_entities(wanted)}
    return [words.rpartition("@")[2] for words in named.values() if "@" in words]


def links_of(message: Message) -> tuple[str, ...]:
    """Return the addresses of a message in order: written out, or hidden behind words.

    Telegram marks a bare domain in a text as a link too ("Liputan6.com"): only what has a scheme,
    a www. or a path counts, unless the path is a photographer's name. What a channel puts under each of its
    posts (its places elsewhere, its home page) counts only where nothing else is there, no article either.
    Of several addresses of one story the first counts.
    """
    found: list[str] = []
    for entity in sorted(message.entities or message.caption_entities, key=lambda entity: entity.offset):
        if entity.type == MessageEntity.TEXT_LINK and entity.url:
            found.append(entity.url)
        elif entity.type == MessageEntity.URL:
            written = message.parse_entity(entity) if message.text else message.parse_caption_entity(entity)
            if find_links(written) or ("/" in written.rstrip("/") and not is_credit(written)):
                found.append(written if "://" in written else f"https://{written}")
    found.extend(find_links(text_of(message)))
    links = _stories(found)
    own = tuple(link for link in links if not _is_footer(link))
    return own if own or is_article_beside_link(text_of(message)) else links


def _stories(links: Iterable[str]) -> tuple[str, ...]:
    """The first address of each story, in order."""
    first: dict[str, str] = {}
    for link in links:
        first.setdefault(story_of(link), link)
    return tuple(first.values())


def story_links_of(message: Message) -> tuple[str, ...]:
    """Return the links of a message that may lead to a story: no home pages, no channel's other places."""
    return tuple(link for link in links_of(message) if not _is_footer(link))


def listed_links(message: Message) -> tuple[str, ...]:
    """Return the links of a message that is a list of them; none where it is an article, or leads to one."""
    links = links_of(message)
    if message.document or len(links) < 2 or is_article_beside_link(text_of(message)):
        return ()
    return links


def content_of(message: Message) -> str:
    """Return what tells whether a message still says the same, 64 hexadecimal digits.

    Blanks do not count, nor do the words beside a link with the article behind it.
    """
    said = []
    for each in (message, message.reply_to_message, quoted_by(message)):
        if each is None:
            continue
        links, words = links_of(each), words_of(each)
        is_text = not links or is_article_beside_link(words)
        document = each.document.file_unique_id if each.document else ""
        said.append([" ".join(words.split()) if is_text else "", *links, document])
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def is_readable(document: Document) -> bool:
    """Whether a file may hold an article: judged by what its sender says, before it is fetched."""
    media_type = document.mime_type or ""
    suffix = PurePath(document.file_name or "").suffix.lower()
    return suffix in READABLE_SUFFIXES or media_type.startswith("text/") or media_type in READABLE_MEDIA_TYPES


def writer_of(message: Message) -> Writer:
    """Who wrote a message where; an anonymous administrator is the group, as Telegram has it."""
    sender = message.sender_chat or message.from_user
    topic_id = message.message_thread_id if message.is_topic_message else None
    return Writer(message.chat_id, topic_id or 0, sender.id if sender else 0)


def sent_at(message: Message) -> datetime:
    """When a message was sent, UTC without a zone."""
    return message.date.astimezone(UTC).replace(tzinfo=None)


async def file_of(document: Document) -> Page:
    """Return the file itself.

    Raises TooLarge for what Telegram does not hand to bots, FetchTimeout or Unreachable when it does not
    come.
    """
    limit_bytes = int(FileSizeLimit.FILESIZE_DOWNLOAD)
    if (document.file_size or 0) > limit_bytes:
        raise TooLarge(limit_bytes)
    try:
        content = await _download(document)
    except TimedOut as exc:
        raise FetchTimeout(DOWNLOAD_TIMEOUT_S) from exc
    except TelegramError as exc:
        raise Unreachable from exc
    return Page(content=content, media_type=document.mime_type or "", name=document.file_name or "")


async def _download(document: Document) -> bytes:
    file = await document.get_file()
    for pause_s in DOWNLOAD_PAUSES_S:
        with suppress(NetworkError):
            return bytes(await file.download_as_bytearray(read_timeout=DOWNLOAD_TIMEOUT_S))
        await asyncio.sleep(pause_s)
    return bytes(await file.download_as_bytearray(read_timeout=DOWNLOAD_TIMEOUT_S))


def _is_footer(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    host = (parts.hostname or "").removeprefix("www.")
    is_home_page = parts.path in ("", "/") and not parts.query
    return is_home_page or any(host == known or host.endswith(f".{known}") for known in FOOTER_HOSTS)
