"""The links of one message, or of one day → one message with a line for each.

In: lines as far as they are known, and a Wording. Out: `records.Reply`, always of a single message, since it
is brought up to date in its place. Pure; it must not know who reads the links, nor when.

Callback data of the buttons: `brief:ID` under a list whose links are read, one number for each brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from bot.errors import (
    BadStatus,
    Busy,
    FetchTimeout,
    LinkError,
    NoArticle,
    NotAnArticlePage,
    TooLarge,
    TooLong,
    TooShort,
    Unreachable,
    WrongLanguage,
)
from bot.records import Button, Digest, Reply
from bot.reply.page import web_address
from bot.reply.render import reason_of
from bot.reply.safe import host_of, in_rows, linked, outside, say
from bot.reply.split import MESSAGE_LIMIT_UNITS, visible_units
from bot.reply.typography import in_type
from bot.reply.wording import Wording

MOST_LINKS = 10
"""Of one message that are read: two rows of buttons, and a message that still fits on a screen."""

MOST_OF_A_DAY = 20
"""Of a day's articles that are listed, the newest: four rows of buttons."""

HEADLINE_LIMIT_CHARS = 130
"""Two lines of a phone; twenty of them with their outlets and times stay below Telegram's 4,096."""

OUTLET_LIMIT_CHARS = 40
"""Outlets' names are shorter; what a page calls itself may be anything."""

TOPIC_LIMIT_CHARS = 40
"""Of a topic's name above its articles: one line of a phone."""

NUMBERS_IN_A_ROW = 5
"""Buttons of one figure or two, each still as wide as a thumb."""

State = Literal["waiting", "reading", "read", "failed"]


@dataclass(frozen=True, slots=True)
class Line:
    """A link, and how far it has come."""

    url: str
    state: State = "waiting"
    headline: str = ""
    """In the reader's language where there is a translation; plain text, as is all here."""
    outlet: str = ""
    digest_id: str = ""
    why_not: str = ""
    """What kept a link that failed from being read: one of the variants of the message "why-not"."""


def line_of(url: str, digest: Digest, digest_id: str = "") -> Line:
    """The line of a link that is read."""
    digest = in_type(digest)
    article = digest.article
    first = next((digest.sentences[index] for index in digest.summary), None)
    opening = (first.translation or first.source) if first else ""
    headline = digest.title_translation or article.title or opening
    return Line(
        url=article.url or url,
        state="read",
        headline=_cut(headline, HEADLINE_LIMIT_CHARS),
        outlet=_cut(article.site or "", OUTLET_LIMIT_CHARS),
        digest_id=digest_id,
    )


def why_not(error: Exception) -> str:
    """What kept a link from being read, as a variant of the message "why-not"."""
    match error:
        case BadStatus():
            return reason_of(error.status)
        case NotAnArticlePage():
            if "html" not in error.content_type:
                return "file"
            return "no-article" if error.found == "other" else error.found
        case Busy():
            return "crowded"
        case LinkError():
            return "unsafe"
        case FetchTimeout():
            return "silent"
        case Unreachable():
            return "unreachable"
        case TooLarge() | TooLong():
            return "large"
        case WrongLanguage():
            return "language"
        case NoArticle() | TooShort():
            return "no-article"
        case _:
            return "other"


def render_list(lines: Sequence[Line], wording: Wording, *, of: int) -> Reply:
    """The links of a message, `of` as many as there were: what became of each, numbered as in the message.

    Once none waits any more, a button for each brief.
    """
    busy = any(line.state in ("waiting", "reading") for line in lines)
    read = [number for number, line in enumerate(lines, 1) if line.state == "read"]
    same = same_as(lines)
    head = [say("list-reading", wording, count=len(lines))]
    if not busy:
        whole = "all" if len(read) == len(lines) else len(read)
        head = [say("list-done", wording, read=whole, count=len(lines))]
    if of > len(lines):
        head.append(say("list-more", wording, count=of, most=len(lines)))
    shown = [f"{number}. {_shown(line, wording, same.get(number))}" for number, line in enumerate(lines, 1)]
    numbers = number_rows((number, lines[number - 1].digest_id) for number in read if number not in same)
    return Reply(("\n\n".join([" ".join(head), "\n".join(shown)]),), () if busy else numbers)


def same_as(lines: Sequence[Line]) -> Mapping[int, int]:
    """The numbers of the lines that turned out to be a story of an earlier one, and that one's number."""
    read = [(number, line.url) for number, line in enumerate(lines, 1) if line.state == "read"]
    first: dict[str, int] = {}
    for number, url in read:
        first.setdefault(url, number)
    return {number: first[url] for number, url in read if first[url] != number}


def number_rows(numbers: Iterable[tuple[int, str]]) -> tuple[tuple[Button, ...], ...]:
    """The buttons under a list, for numbers and the digests that they stand for."""
    buttons = [Button(str(number), f"brief:{digest_id}") for number, digest_id in numbers]
    return in_rows(buttons, NUMBERS_IN_A_ROW)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of a day."""

    line: Line
    at: datetime
    """When it was read, in the zone of the day."""
    address: str | None = None
    """Of the message that shows its brief, where messages have addresses."""
    topic: Topic | None = None
    """Where it was asked for; None where a chat has no topics, or one alone is listed."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a group, of those that a day is listed by."""

    name: str = ""
    """Empty where nobody knows it."""
    address: str | None = None
    general: bool = False
    """Whether it is the one that every group with topics has."""


def render_today(entries: Sequence[Entry], day: date, wording: Wording, *, one_topic: bool = False) -> Reply:
    """What was read on a day, the newest last, and a number for each brief; of one story once in a topic.

    Where entries have topics, topic by topic. `one_topic`: it is said that the others are not listed.
    """
    newest = {(entry.topic, entry.line.url or entry.line.headline): at for at, entry in enumerate(entries)}
    every = [entries[at] for at in sorted(newest.values())]
    for most in range(MOST_OF_A_DAY, 0, -1):
        reply = _day(every, most, day, wording, one_topic=one_topic)
        if visible_units(reply.messages[0]) <= MESSAGE_LIMIT_UNITS:
            break
    return reply


def _day(every: Sequence[Entry], most: int, day: date, wording: Wording, *, one_topic: bool) -> Reply:
    """The newest entries of a day, at most so many."""
    shown = every[-most:]
    order = {entry.topic: at for at, entry in reversed(list(enumerate(shown)))}
    shown = sorted(shown, key=lambda entry: order[entry.topic])
    head = [say("today", wording, day=wording.when(day), count=len(every))]
    if left_out := len(every) - len(shown):
        head.append(say("today-earlier", wording, count=left_out))
    blocks = [" ".join(head)]
    for topic, members in groupby(enumerate(shown, 1), key=lambda each: each[1].topic):
        lines = [
            f"{number}. {_headline(entry.line)} · {linked(wording.clock(entry.at), entry.address)}"
            for number, entry in members
        ]
        blocks.append("\n".join([*_heading(topic, len(order), wording), *lines]))
    if one_topic:
        blocks.append(f"<i>{say('today-one-topic', wording)}</i>")
    numbers = number_rows((number, entry.line.digest_id) for number, entry in enumerate(shown, 1))
    return Reply(("\n\n".join(blocks),), numbers)


def _heading(topic: Topic | None, topics: int, wording: Wording) -> tuple[str, ...]:
    """The name of a topic above its articles; none where nothing but the general one has any."""
    if topic is None or (topic.general and topics == 1):
        return ()
    unnamed = "topic-general" if topic.general else "topic-unnamed"
    name = outside(_cut(topic.name, TOPIC_LIMIT_CHARS)) or say(unnamed, wording)
    return (f"<b>{linked(name, topic.address)}</b>",)


def _shown(line: Line, wording: Wording, same: int | None = None) -> str:
    """A line in words; `same`: the number of the line that has the same story."""
    if same is not None:
        address = linked(_host(line), web_address(line.url))
        return f"{address} · <i>{say('link-same', wording, number=same)}</i>"
    if line.state == "read":
        return _headline(line)
    address = linked(_host(line), web_address(line.url))
    if line.state == "failed":
        return f"{address} · <i>{say('why-not', wording, why=line.why_not)}</i>"
    return f"{address} · <i>{say(f'link-{line.state}', wording)}</i>"


def _headline(line: Line) -> str:
    headline = f"<b>{linked(outside(line.headline) or _host(line), web_address(line.url))}</b>"
    return " · ".join(filter(None, [headline, outside(line.outlet) or _host(line)]))


def _host(line: Line) -> str:
    return outside(_cut(host_of(line.url) or line.url, OUTLET_LIMIT_CHARS))


def _cut(text: str, limit_chars: int) -> str:
    return text if len(text) <= limit_chars else f"{text[: limit_chars - 1].rstrip()}…"
