"""Text from outside, and our own words with facts from outside → HTML of Telegram's kind in which nothing of
it is markup, or becomes a mention, hashtag, command or link of Telegram's making.

In: text, addresses, a Wording. Out: HTML, and rows of buttons. It must not know digests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.records import Button
from bot.reply.page import escape
from bot.reply.wording import Wording

WORD_JOINER = "\u2060"
"""Invisible, of no width, and in neither of Telegram's character classes for names and addresses."""

LONGEST_WORD_CHARS = 40
"""What is longer without a blank is cut in its midst: else one endless word would take all with it."""

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_TELEGRAM_WOULD_LINK = re.compile(
    r"(?<!\w)@(?=[A-Za-z0-9_]{2})"  # @name
    r"|(?<!\w)#(?=\w)"  # hashtag
    r"|(?<!\w)\$(?=[A-Z])"  # $USD
    r"|(?<![\w<>])/(?=[A-Za-z0-9_])"  # command; the second slash of ://
    r"|(?<=\w)\.(?=[a-z]{2}|[A-Z]{2}|[^\W\d_A-Za-z]{2})"  # domain; "habis.Lalu" is none, nor is "Kompas.Com"
    rf"|(?<![\d.]){_OCTET}\.(?={_OCTET}\.{_OCTET}\.{_OCTET}(?![\d.]))"  # 10.0.0.1
)


def inert(text: str) -> str:
    """Text in which Telegram finds nothing to link: a word joiner parts what it would take for a mention, a
    hashtag, a cashtag, a command, an address of the web or of mail.

    The rules are those of TDLib's MessageEntity.cpp (https://github.com/tdlib/td), save that any word of two
    letters or more counts as a top-level domain. Prices, dates, decimals and "dan/atau" stay as they are.
    """
    return _TELEGRAM_WOULD_LINK.sub(lambda found: found.group() + WORD_JOINER, text)


def outside(text: str | None) -> str:
    """Text from outside, fit for a message."""
    return escape(inert(text or "").strip())


def clipped(text: str, limit_units: int) -> str:
    """Text from outside of at most that many UTF-16 code units once `outside` has made it fit for a message;
    what is longer ends between words, with an ellipsis."""
    shown = inert(text).strip()
    if units_of(shown) <= limit_units:
        return shown
    kept = shown[: limit_units - 1]
    while units_of(kept) >= limit_units:
        kept = kept[:-1]
    head, _, tail = kept.rpartition(" ")
    words = head if len(tail) <= LONGEST_WORD_CHARS and head else kept
    return f"{words.rstrip(' ,;:–—-' + WORD_JOINER)}…"


def units_of(text: str) -> int:
    """How many UTF-16 code units a text has, which is how Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def say(message_id: str, wording: Wording, **facts: object) -> str:
    """Words of our own, whose commands and addresses stay links, with facts from outside, whose do not."""
    inert_facts = {name: inert(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    return escape(wording.text(message_id, **inert_facts))


def linked(html: str, url: str | None) -> str:
    """HTML as a link where there is an address, which `web_address` has let through."""
    return f'<a href="{escape(url, attribute=True)}">{html}</a>' if url else html


def and_more(count: int, wording: Wording) -> str:
    """How many more there are, to stand after what is shown; nothing for none."""
    return f" {say('and-more', wording, count=count)}" if count > 0 else ""


def in_rows(buttons: Sequence[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows of `width`, the last one as long as it comes."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def host_of(url: str) -> str:
    """The website of an address without its www., as people name it; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
