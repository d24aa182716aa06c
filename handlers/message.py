"""What was sent -> Request: the only reader of Telegram's messages.

In: a Telegram message; out: the text, the links and the file of a Request. This module must know
no stage and no wording.
"""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import urlsplit

from telegram import Document, Message, MessageEntity
from telegram.constants import FileSizeLimit

from bot.errors import TooLarge
from bot.intake.links import find_links
from bot.records import Page

READABLE_SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf"})

READABLE_MEDIA_TYPES = frozenset({"application/pdf", "application/xhtml+xml"})

TELEGRAM_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
"""Links to Telegram itself are signatures and invitations, never articles."""


def text_of(message: Message) -> str:
    """Return the message's text or caption; empty when it has neither."""
    return message.text or message.caption or ""


def links_of(message: Message) -> tuple[str, ...]:
    """Return the addresses of a message in order: written out, or hidden behind words.

    Telegram marks a bare domain in a text as a link too ("Liputan6.com"): only what has a scheme,
    a www. or a path counts.
    """
    entities = message.entities or message.caption_entities
    text = text_of(message)
    found: list[str] = []
    for entity in sorted(entities, key=lambda entity: entity.offset):
        if entity.type == MessageEntity.TEXT_LINK and entity.url:
            found.append(entity.url)
        elif entity.type == MessageEntity.URL:
            written = message.parse_entity(entity) if message.text else message.parse_caption_entity(entity)
            if find_links(written) or "/" in written.rstrip("/"):
                found.append(written if "://" in written else f"https://{written}")
    found.extend(find_links(text))
    return tuple(dict.fromkeys(link for link in found if not _is_telegrams(link)))


def is_readable(document: Document) -> bool:
    """Whether a file may hold an article: judged by what its sender says, before it is fetched."""
    media_type = document.mime_type or ""
    suffix = PurePath(document.file_name or "").suffix.lower()
    return suffix in READABLE_SUFFIXES or media_type.startswith("text/") or media_type in READABLE_MEDIA_TYPES


async def file_of(document: Document) -> Page:
    """Return the file itself; raises TooLarge for what Telegram does not hand to bots."""
    limit_bytes = int(FileSizeLimit.FILESIZE_DOWNLOAD)
    if (document.file_size or 0) > limit_bytes:
        raise TooLarge(limit_bytes)
    file = await document.get_file()
    return Page(
        content=bytes(await file.download_as_bytearray()),
        media_type=document.mime_type or "",
        name=document.file_name or "",
    )


def _is_telegrams(link: str) -> bool:
    try:
        return (urlsplit(link).hostname or "") in TELEGRAM_HOSTS
    except ValueError:
        return False
