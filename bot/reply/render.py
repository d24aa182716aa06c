"""A digest, an error or a question → a Reply: messages of Telegram's HTML, and the buttons under them.

In: records and a Wording. Out: `records.Reply`. Pure; it must not know Telegram's types, nor who is asking.

What stands in a brief, in this order: headline (bold, linked to the page), where and when it appeared, the
summary, the key quotes as quotations with their speakers, the names. An article too short to summarise stands
there whole, which is said. The original headline is kept for
`render_sources`: who asked for a brief in English seldom needs it on top, and on a phone it costs two lines.

Text that comes from outside is never markup and never becomes a mention, hashtag, command or link of
Telegram's making: see safe.py.

Callback data of the buttons, at most 64 bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton):
`full:ID`, `orig:ID`, `less:ID`, `more:ID` under a digest whose id has at most 20 characters; `language:CODE`
and `length:NAME` under the two questions about settings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from itertools import groupby
from typing import Literal

from bot.errors import RingkasError
from bot.records import MAX_SENTENCE_COUNT, Attachment, Button, Digest, Entity, Quote, Reply, Sentence
from bot.reply.page import KIND_LABELS, escape, page, shown_name, spoken_by, web_address
from bot.reply.safe import and_more, host_of, in_rows, linked, outside, say
from bot.reply.split import split
from bot.reply.wording import LENGTHS, Wording, own_name

Stage = Literal["reading", "summarising", "translating"]
"""What the bot is at, for a message that says so."""

NAMES_OF_A_KIND = 8
"""Names of one kind that a brief lists: three lines or so of a phone; a digest has the weightiest first."""

AUTHORS_SHOWN = 3
"""Authors in the line under the headline; more are counted."""

FILE_NAME_LIMIT_CHARS = 60
"""Of a headline in a file's name: what file managers show in full."""

MEDIA_TYPE_LIMIT_CHARS = 60
"""Of a declared content type, which may be any header text, in an error."""

MIB = 2**20
"""Bytes in a mebibyte, which file managers and Telegram's own limits call a megabyte."""

TYPED_LIMIT_CHARS = 40
"""Of what somebody typed after a command, when it is said back: one line of a phone."""

SPACELESS_LANGUAGES = frozenset({"ja", "th", "zh", "zt"})
"""Languages of Argos packages that write no space between sentences ("zt" is Argos' code for Chinese in
traditional characters)."""

_WHOLLY_QUOTED = re.compile(r'["“]([^"“”]*)["”]')
_STRAIGHT_PAIR = re.compile(r'"([^"]*)"')
_SINGLE_MARKS = str.maketrans("“”", "‘’")
_NOT_IN_A_FILE_NAME = re.compile(r"[\W_]+")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def render_digest(
    digest: Digest, wording: Wording, *, digest_id: str, other_links: int = 0, note: str | None = None
) -> Reply:
    """The brief, with buttons for more of it.

    `other_links` is how many links of the message were not read; `note` is a line of plain text under the
    headline, such as `note_for` gives. A missing translation is replaced by its original, with a mark where
    the rest is translated.
    """
    blocks = [
        *_head(digest, wording),
        *([f"<i>{escape(note)}</i>"] if note else []),
        *_summary(digest, wording),
        *(_quotation(quote, digest, wording) for quote in digest.quotes if quote.key),
        _names(digest.entities, wording),
    ]
    if pages := digest.article.missing_pages:
        numbers = ", ".join(map(str, pages))
        blocks.append(f"<i>{say('missing-pages', wording, count=len(pages), pages=numbers)}</i>")
    if other_links > 0:
        blocks.append(f"<i>{say('other-links', wording, count=other_links + 1)}</i>")
    messages = split(blocks) or (say("empty", wording),)
    return Reply(messages, _digest_buttons(digest, wording, digest_id))


def render_full(digest: Digest, wording: Wording) -> Reply:
    """The whole article in the reader's language: folded into one message or, if too long, as a page."""
    head = _head(digest, wording)
    paragraphs = "\n\n".join(_paragraphs(digest.sentences, digest, wording))
    messages = split([*head, f"<blockquote expandable>{paragraphs}</blockquote>"] if paragraphs else head)
    if len(messages) <= 1:
        return Reply(messages or (say("empty", wording),))
    short = split([*head, say("full-attached", wording, count=len(digest.sentences))])
    return Reply(short, attachment=Attachment(_file_name(digest), page(digest, wording)))


def render_sources(digest: Digest, wording: Wording) -> Reply:
    """Each sentence and key quote of the brief in translation, with its original beneath as a quotation."""
    title = digest.title_translation
    blocks = [
        _beside(f"<b>{outside(title)}</b>", digest.article.title, title),
        *(
            _beside(outside(each.translation), each.source, each.translation, _mark(each, digest, wording))
            for each in _chosen(digest)
        ),
        *(_quotation_beside(quote, digest, wording) for quote in digest.quotes if quote.key),
    ]
    return Reply(split(blocks) or (say("empty", wording),))


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


def render_bug(bug_id: str, wording: Wording) -> Reply:
    """A short apology for a fault of ours, with an id to quote."""
    return render_message("bug", wording, id=bug_id)


def render_status(stage: Stage, wording: Wording) -> Reply:
    """What is being done just now."""
    return render_message(f"working-{stage}", wording)


def render_message(message_id: str, wording: Wording, **facts: object) -> Reply:
    """A message of the wording that needs no more than facts: "start", "expired"."""
    return Reply((say(message_id, wording, **facts),))


def render_languages(codes: Sequence[str], current: str, wording: Wording, *, refused: str = "") -> Reply:
    """The question for the language of the brief: `language:CODE`, each language named in itself.

    `refused` is what somebody asked for that cannot be had.
    """
    name = wording.language_name(current)
    sorry = [say("language-unknown", wording, wanted=_short(refused))] if refused else []
    if not set(codes) - {current}:
        return Reply(("\n".join([*sorry, say("language-only", wording, language=name)]),))
    buttons = [Button(_ticked(own_name(code), code == current), f"language:{code}") for code in codes]
    return Reply(("\n".join([*sorry, say("language-ask", wording, language=name)]),), in_rows(buttons, 2))


def render_lengths(current: int | None, wording: Wording, *, refused: str = "") -> Reply:
    """The question for the length of the summary: `length:NAME`; `refused` as for languages."""
    sorry = (
        [say("length-unknown", wording, wanted=_short(refused), most=MAX_SENTENCE_COUNT)] if refused else []
    )
    ask = say("length-ask", wording, count=_count(current), most=MAX_SENTENCE_COUNT, **_numbers())
    free, *others = (
        Button(_ticked(wording.text(f"button-length-{name}"), length == current), f"length:{name}")
        for name, length in LENGTHS.items()
    )
    return Reply(("\n".join([*sorry, ask]),), ((free,), *in_rows(others, 2)))


def render_length_saved(count: int | None, wording: Wording) -> Reply:
    """The word that a length is kept; None: as many sentences as tell the story."""
    return render_message("length-saved", wording, count=_count(count))


def _count(count: int | None) -> int | str:
    return "free" if count is None else count


def _numbers() -> dict[str, int]:
    return {name: length for name, length in LENGTHS.items() if length is not None}


def _short(typed: str) -> str:
    return typed if len(typed) <= TYPED_LIMIT_CHARS else f"{typed[:TYPED_LIMIT_CHARS]}…"


def _quoted(text: str, wording: Wording) -> str:
    """A quotation that stands alone: a full stop where a comma led on to "he said", single marks inside."""
    whole = _WHOLLY_QUOTED.fullmatch(text.strip())
    closed = (whole.group(1) if whole else text).strip()
    if closed.endswith(","):
        closed = f"{closed.rstrip(' ,')}."
    single = _STRAIGHT_PAIR.sub(r"‘\1’", closed).translate(_SINGLE_MARKS)
    return wording.text("quoted", text=single)


def _head(digest: Digest, wording: Wording) -> list[str]:
    """Headline and, under it, where and when it appeared and who wrote it; linked to the page once."""
    article = digest.article
    url = web_address(article.url)
    title = outside(digest.title_translation) or outside(article.title)
    site = outside(article.site) or outside(host_of(url or ""))
    if title:
        mark = "" if digest.title_translation else _missing(digest, wording)
        title = f"<b>{linked(title, url)}</b>{mark}"
    else:
        site = linked(site, url) if site else ""
    when = outside(wording.when(article.published)) if article.published else ""
    line = " · ".join(filter(None, [site, when, _authors(article.authors, wording)]))
    head = "\n".join(filter(None, [title, line]))
    return [head] if head else []


def _authors(authors: Sequence[str], wording: Wording) -> str:
    names = ", ".join(outside(author) for author in authors[:AUTHORS_SHOWN])
    return names + and_more(len(authors) - AUTHORS_SHOWN, wording)


def _chosen(digest: Digest) -> list[Sentence]:
    return [digest.sentences[index] for index in digest.summary]


def _summary(digest: Digest, wording: Wording) -> Iterator[str]:
    """Bullets, because the sentences come from different places and do not follow from one another; the
    paragraphs of an article that stands there whole."""
    chosen = _chosen(digest)
    if digest.whole:
        yield f"<i>{say('whole', wording)}</i>"
        yield from _paragraphs(chosen, digest, wording)
        return
    for sentence in chosen:
        text = outside(sentence.translation or sentence.source) + _mark(sentence, digest, wording)
        yield ("• " if len(chosen) > 1 else "") + text


def _mark(part: Sentence | Quote, digest: Digest, wording: Wording) -> str:
    """What follows an original among translations: no translation of it could be trusted."""
    return _missing(digest, wording) if part.translation is None else ""


def _missing(digest: Digest, wording: Wording) -> str:
    return f" <i>{say('not-translated', wording)}</i>" if _is_translated(digest) else ""


def _quotation(quote: Quote, digest: Digest, wording: Wording) -> str:
    mark = _mark(quote, digest, wording)
    return f"<blockquote>{_said(quote, quote.translation or quote.text, digest, wording, mark)}</blockquote>"


def _quotation_beside(quote: Quote, digest: Digest, wording: Wording) -> str:
    if not quote.translation or quote.translation.strip() == quote.text.strip():
        return _quotation(quote, digest, wording)
    translation = _said(quote, quote.translation, digest, wording)
    return _beside(translation, _quoted(quote.text, wording), quote.translation)


def _said(quote: Quote, words: str, digest: Digest, wording: Wording, mark: str = "") -> str:
    return "\n".join([outside(_quoted(words, wording)) + mark, *_attribution(quote, digest, wording)])


def _attribution(quote: Quote, digest: Digest, wording: Wording) -> list[str]:
    """The line under a quotation: its speaker; for one without a name the article's own words, said to be
    such; nothing where the article says nothing."""
    if quote.speaker:
        known = {entity.name: shown_name(entity, wording) for entity in digest.entities}
        name = known.get(quote.speaker, quote.speaker)
        return [outside(spoken_by(quote, name, wording, translated=_is_translated(digest)))]
    if quote.speaker_mention:
        return [say("spoken-by-unnamed", wording, mention=quote.speaker_mention)]
    return []


def _names(entities: Sequence[Entity], wording: Wording) -> str:
    """A line for each kind of name."""
    lines = []
    for kind, label in KIND_LABELS.items():
        names = [outside(shown_name(entity, wording)) for entity in entities if entity.label == kind]
        if names:
            more = and_more(len(names) - NAMES_OF_A_KIND, wording)
            lines.append(f"<b>{say(label, wording)}:</b> {' · '.join(names[:NAMES_OF_A_KIND])}{more}")
    return "\n".join(lines)


def _paragraphs(shown: Iterable[Sentence], digest: Digest, wording: Wording) -> Iterator[str]:
    space = "" if digest.target in SPACELESS_LANGUAGES else " "
    for _, sentences in groupby(shown, key=lambda each: (each.paragraph, each.heading)):
        group = list(sentences)
        text = space.join(
            outside(sentence.translation or sentence.source) + _mark(sentence, digest, wording)
            for sentence in group
        )
        yield f"<b>{text}</b>" if group[0].heading else text


def _beside(translation_html: str, source: str, translation: str | None, mark: str = "") -> str:
    """A translation with its original under it; the original alone where there is no other translation."""
    if not translation or translation.strip() == source.strip():
        return f"<blockquote>{outside(source)}{mark}</blockquote>" if source else ""
    return f"{translation_html}\n<blockquote>{outside(source)}</blockquote>"


def _digest_buttons(digest: Digest, wording: Wording, digest_id: str) -> tuple[tuple[Button, ...], ...]:
    """Two rows: more of the translation, if there is one; a summary of another length, if there can be."""
    count = len(digest.summary)
    offers = (
        (
            ("full", "button-full", _is_translated(digest) and count < len(digest.sentences)),
            ("orig", "button-originals", _is_translated(digest)),
        ),
        (
            ("less", "button-shorter", count > 1),
            ("more", "button-longer", count < digest.longest_summary),
        ),
    )
    rows = (
        tuple(Button(wording.text(label), f"{action}:{digest_id}") for action, label, holds in row if holds)
        for row in offers
    )
    return tuple(row for row in rows if row)


def _is_translated(digest: Digest) -> bool:
    quotes = [quote.translation for quote in digest.quotes if quote.key]
    return any([digest.title_translation, *quotes, *(sentence.translation for sentence in _chosen(digest))])


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


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
            return {"targets": ", ".join(map(wording.language_name, value)) or "none"}
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
