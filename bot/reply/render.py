"""A digest, an error or a question → a Reply: messages of Telegram's HTML, and the buttons under them.

In: records and a Wording. Out: `records.Reply`. Pure; it must not know Telegram's types, nor who is asking.

What stands in a brief is told in brief.py. The original headline is kept for `render_sources`: who asked for
a brief in English seldom needs it on top, and on a phone it costs two lines.

Text that comes from outside is never markup and never becomes a mention, hashtag, command or link of
Telegram's making: see safe.py.

The buttons under a brief are told in keyboard.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import fields, is_dataclass, replace
from typing import Literal, get_args

from bot.errors import RingkasError
from bot.records import DEFAULT_PARTS, Attachment, Digest, Part, Quote, Reply
from bot.reply.brief import (
    beside,
    blocks_of,
    chosen,
    head,
    in_one_message,
    key_quotes,
    mark,
    names,
    numbered,
    opening,
    quotation_beside,
)
from bot.reply.keyboard import Side, Stand, main_rows, side_rows
from bot.reply.page import escape, page
from bot.reply.safe import host_of, outside, say
from bot.reply.split import split
from bot.reply.typography import in_type
from bot.reply.wording import Wording

Stage = Literal["reading", "summarising", "translating"]
"""What the bot is at, for a message that says so."""

FILE_NAME_LIMIT_CHARS = 60
"""Of a headline in a file's name: what file managers show in full."""

MEDIA_TYPE_LIMIT_CHARS = 60
"""Of a declared content type, which may be any header text, in an error."""

MIB = 2**20
"""Bytes in a mebibyte, which file managers and Telegram's own limits call a megabyte."""

_NOT_IN_A_FILE_NAME = re.compile(r"[\W_]+")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def render_digest(
    digest: Digest,
    wording: Wording,
    *,
    digest_id: str,
    parts: Set[Part] = DEFAULT_PARTS,
    compact: bool = False,
    targets: Sequence[str] = (),
    other_links: int = 0,
    note: str | None = None,
) -> Reply:
    """The brief, with buttons for more of it.

    `parts` are shown under the headline. `compact`: one message whatever the article holds, for a group.
    `targets` are the languages that it can be had in. `other_links` is how many links of the message were
    not read; `note` is a line of plain text under the headline, such as `note_for` gives. A missing
    translation is replaced by its original, with a mark where the rest is translated.
    """
    digest = in_type(digest)
    notes = [f"<i>{escape(note)}</i>"] if note else []
    remarks = [f"<i>{remark}</i>" for remark in _remarks(digest, other_links, wording)]
    if compact:
        one = in_one_message(digest, wording, parts, notes, remarks)
        messages: tuple[str, ...] = (one,) if one else ()
    else:
        messages = split([*head(digest, wording), *notes, *blocks_of(digest, wording, parts), *remarks])
    if not messages and parts != DEFAULT_PARTS:
        return render_digest(digest, wording, digest_id=digest_id, compact=compact, targets=targets)
    stand = Stand(digest_id, targets, compact=compact, beside="originals" in parts)
    return Reply(messages or (say("empty", wording),), main_rows(digest, wording, stand))


def _remarks(digest: Digest, other_links: int, wording: Wording) -> Iterator[str]:
    """What the brief lacks."""
    if pages := digest.article.missing_pages:
        numbers = wording.listed([str(page) for page in pages])
        yield say("missing-pages", wording, count=len(pages), pages=numbers)
    if other_links > 0:
        yield say("other-links", wording, count=other_links + 1)


def render_full(
    digest: Digest, wording: Wording, *, digest_id: str = "", side: Side = "translation"
) -> Reply:
    """The whole article in the reader's language: folded into one message or, if too long, as a page.

    The sentences are numbered; with an id a button turns the message over to the other `side`, where the
    originals have the same numbers.
    """
    digest = in_type(digest)
    sides = {each: _folded_whole(digest, wording, each) for each in get_args(Side)}
    if all(len(messages) <= 1 for messages in sides.values()):
        buttons = side_rows(digest, wording, digest_id, side) if digest_id else ()
        return Reply(sides[side] or (say("empty", wording),), buttons)
    above = head(digest, wording)
    short = split([*above, say("full-attached", wording, count=len(digest.sentences))])
    return Reply(short, attachment=Attachment(_file_name(digest), page(digest, wording)))


def _folded_whole(digest: Digest, wording: Wording, side: Side) -> tuple[str, ...]:
    """One side of the article, folded; several messages where one does not hold it."""
    original = side == "original"
    bare = replace(digest, title_translation=None, summary=(), quotes=())  # nothing in it is translated
    above = head(bare if original else digest, wording)
    text = "\n\n".join(numbered(digest, wording, original=original))
    return split([*above, f"<blockquote expandable>{text}</blockquote>"] if text else above)


def render_sources(digest: Digest, wording: Wording) -> Reply:
    """Each sentence and key quote of the brief in translation, with its original beneath as a quotation."""
    digest = in_type(digest)
    title = digest.title_translation
    blocks = [
        beside(f"<b>{outside(title)}</b>", digest.article.title, title),
        *(
            beside(outside(each.translation), each.source, each.translation, mark(each, digest, wording))
            for each in chosen(digest)
        ),
        *(quotation_beside(quote, digest, wording) for quote in key_quotes(digest)),
    ]
    return Reply(split(blocks) or (say("empty", wording),))


def render_names(digest: Digest, wording: Wording) -> Reply:
    """All names that the article has, under its headline."""
    blocks = [*head(in_type(digest), wording), names(digest.entities, wording)]
    return Reply(split(blocks) or (say("empty", wording),))


def render_quote(quote: Quote, digest: Digest, wording: Wording) -> Reply:
    """A quotation alone, to be passed on: translated and original, its speaker, and where it was read."""
    blocks = [quotation_beside(quote, digest, wording), *head(in_type(digest), wording)]
    return Reply(split(blocks))


def render_error(error: RingkasError, wording: Wording) -> Reply:
    """What went wrong, and what the sender can do next."""
    facts = _facts(error, wording)
    for message_id in _message_ids("error", error):
        if wording.has(message_id):
            return Reply((say(message_id, wording, **facts),))
    return Reply((say("error-ringkas-error", wording),))


def note_for(error: RingkasError, wording: Wording) -> str | None:
    """A line of plain text for `render_digest` where there is a digest but no translation; else None."""
    for message_id in _message_ids("note", error):
        if wording.has(message_id):
            return wording.text(message_id, **_facts(error, wording))
    return None


def render_bug(bug_id: str, wording: Wording, tries: int = 1) -> Reply:
    """A short apology for a fault of ours, with an id to quote; it says how often it was tried."""
    if tries == 1:
        return render_message("bug", wording, id=bug_id)
    return render_message("bug-each-time", wording, id=bug_id, tries=tries)


def render_status(stage: Stage, wording: Wording) -> Reply:
    """What is being done just now."""
    return render_message(f"working-{stage}", wording)


def render_preview(digest: Digest, wording: Wording) -> Reply:
    """What is known of an article while its brief is being translated: headline, source and first sentence,
    in the article's own language as long as there is no other."""
    digest = in_type(digest)
    blocks = [
        say("working-translating", wording),
        *head(digest, wording, limited=True),
        opening(digest, wording),
    ]
    return Reply(split(blocks)[:1])


def render_page_reading(number: int, count: int, wording: Wording) -> Reply:
    """Which page of a story of several is being read."""
    return render_message("working-page", wording, number=number, count=count)


def render_progress(done: int, whole: int, wording: Wording) -> Reply:
    """How many sentences of how many are translated."""
    return render_message("working-translated", wording, done=done, count=whole)


def render_message(message_id: str, wording: Wording, **facts: object) -> Reply:
    """A message of the wording that needs no more than facts: "start", "expired"."""
    return Reply((say(message_id, wording, **facts),))


def _file_name(digest: Digest) -> str:
    title = digest.title_translation or digest.article.title
    words = _NOT_IN_A_FILE_NAME.sub("-", title.lower()).strip("-")
    return f"{words[:FILE_NAME_LIMIT_CHARS].strip('-') or 'ringkas'}.html"


def _message_ids(prefix: str, error: RingkasError) -> Iterable[str]:
    """The ids for an error, from its own class up to the root: "error-bad-status", "error-fetch-error"."""
    for kind in type(error).__mro__[: type(error).__mro__.index(RingkasError) + 1]:
        yield f"{prefix}-{_CAPITAL.sub('-', kind.__name__).lower()}"


def _facts(error: RingkasError, wording: Wording) -> dict[str, object]:
    """An error's fields as the wording wants them."""
    facts: dict[str, object] = {}
    names: list[str] = [field.name for field in fields(error)] if is_dataclass(error) else []
    for name in names:
        facts |= _fact(name, getattr(error, name), wording)
    if facts.get("kind") == "file" and "reason" in facts:
        facts["reason"] = "other"
    return facts


def _fact(name: str, value: object, wording: Wording) -> dict[str, object]:
    match name, value:
        case "url", str():
            host = host_of(value)
            return {"host": host, "kind": "page" if host else "file"}
        case "status", int():
            return {"status": str(value), "reason": reason_of(value)}
        case "limit_bytes", int():
            return {"limit_mb": value // MIB if value % MIB == 0 else math.floor(value / 100_000) / 10}
        case "timeout_s" | "retry_after_s", int() | float():
            return {"wait": wording.span(math.ceil(value))}
        case "detected", str():
            return {"code": value, "detected": wording.language_name(value)}
        case "targets", tuple():
            return {"targets": wording.listed([wording.language_name(code) for code in value]) or "none"}
        case "source" | "target", str():
            return {name: wording.language_name(value)}
        case "content_type", str():
            shown = value[:MEDIA_TYPE_LIMIT_CHARS]
            return {"content_type": shown, "content": _content(value)}
        case _:
            return {name: value}


def _content(media_type: str) -> str:
    if media_type == "application/pdf":
        return "pdf"
    return "html" if "html" in media_type or not media_type else "other"


def reason_of(status: int) -> str:
    """What a status of HTTP comes to for a reader (https://www.rfc-editor.org/rfc/rfc9110#name-status-codes)."""
    if status in {404, 410}:
        return "gone"
    if status in {401, 402, 403, 407, 451}:
        return "refused"
    if status in {429, 503}:
        return "crowded"
    return "broken" if status >= 500 else "other"
