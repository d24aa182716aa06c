"""Messages that are one article: a paste that Telegram's apps cut, forwards of one post, an album.

In: pieces, each what one message says and when. Out: which of them belong together, how long the next one may
be waited for, and what stood between two of them before the cut. This module must not know Telegram, nor who
sent the pieces: all are one person's, in one chat or topic.

Held against ../shared/data/articles: of 148 long texts, cut in eight ways, all but 3 of 1,184 come out in one
piece, and of 3,000 pairs of different articles 1 does.

An app cuts a text over 4,096 UTF-16 units at a line's end or a blank, which it drops, or in the middle of a
word; nothing marks the pieces. So a piece goes on from a long one that was sent a moment before, unless its
beginning would have fitted into that one, or opens an article of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.intake.dateline import split_dateline
from bot.intake.paste import is_headline, is_title_case
from bot.intake.wrap import WRAP_LIMIT_CHARS, ends_sentence

MESSAGE_LIMIT_UTF16 = 4_096
"""The longest text of a message: https://core.telegram.org/bots/api#sendmessage."""

SHORTEST_CUT_UTF16 = MESSAGE_LIMIT_UTF16 // 2
"""Telegram Desktop looks for a blank line from the middle of a message on, the other apps nearer to its end:
what is shorter was not cut."""

WAITED_FROM_UTF16 = 3_400
"""From this length on the next piece is waited for. 148 of the 1,483 texts of ../shared/data/articles have
to be cut; however an app does it, 98 % of the pieces before the last are longer, and what follows a shorter
one is joined though not waited for. 82 % of the texts are shorter altogether: their readers wait for
nothing."""

CUT_SLACK_UTF16 = 300
"""How far before the limit an app may cut although more would have fitted: Telegram for Android takes the
first of the line ends among the last 300 characters."""

PIECE_GAP_S = 2.0
"""Between two pieces of one paste: they come at most about 1.5 seconds apart, told in whole seconds."""

TORN_GAP_S = 60.0
"""The same where a sentence is torn in two, so that only a slow network can have come between."""

PIECE_PAUSE_S = 1.5
"""How long the next piece of a paste is waited for."""

ALBUM_PAUSE_S = 0.7
"""How long the next picture of an album is waited for: an app sends an album with one call."""

POST_STEP = 3
"""How many numbers apart two pieces of a channel's post may be: others post in between."""

ARTICLE_CHARS = 150
"""Less is no article, so that it cannot be another one."""

HEADLINE_WORDS = 6
"""A headline above an article; a sub-headline, with which a piece may begin, has fewer as a rule."""

OPENING_LINES = 4
"""Rubric, headline and byline stand above the line with the dateline."""

SHORT_LINE_CHARS = 100
"""A last line under this length was ended by its writer: an app that has to cut looks that far back for a
line's end, and would have cut there."""

MOST_PIECES = 80
"""More than an article can have: the longest that is read has 300,000 characters."""

KNOWN_WORD_CHARS = 4
"""A shorter part of a torn word is often a word by chance ("di", "per")."""

_WORD_END = re.compile(r"\w+$")
_WORD_START = re.compile(r"\w+")
_CLOSING = re.compile(r"[,.;:!?…)\]”’%]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forwarded message was written."""

    source: str
    """The channel, group or person."""
    at_s: float
    number: int | None = None
    """Its number there; None where it is not told."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A message that may be a part of an article."""

    number: int
    """Messages of a chat are numbered in their order."""
    text: str
    at_s: float
    """When it was sent, in whole seconds since any moment."""
    album: str = ""
    """Names the album that it belongs to; empty: none."""
    origin: Origin | None = None
    """None: written, not forwarded."""
    answers: int = 0
    """The message that it replies to, as every piece of a paste does; 0: none."""
    begins_anew: bool = False
    """Whether it cannot go on from another one: it is a command, calls the bot by its name, or is a file."""


def groups(pieces: Sequence[Piece]) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the pieces, those of one article together, each in the order of the chat."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.number):
        album = next((group for group in found if piece.album and group[0].album == piece.album), None)
        if album is not None:
            album.append(piece)
        elif found and len(found[-1]) < MOST_PIECES and goes_on(found[-1][-1], piece):
            found[-1].append(piece)
        else:
            found.append([piece])
    return tuple(tuple(piece.number for piece in group) for group in found)


def pause_s(piece: Piece) -> float:
    """Return how long after a piece the next one may come, in seconds; 0 where it is not to be waited for."""
    if piece.album:
        return ALBUM_PAUSE_S
    return PIECE_PAUSE_S if utf16_length(piece.text) >= WAITED_FROM_UTF16 else 0.0


def goes_on(before: Piece, piece: Piece) -> bool:
    """Whether a piece is what an app cut off from the one before it, or the same post once more."""
    if piece.begins_anew or before.album or piece.album or not piece.text or not before.text:
        return False
    if (before.origin is None) != (piece.origin is None) or piece.answers not in (0, before.answers):
        return False
    if not _is_soon(before, piece):
        return False
    if before.text == piece.text:
        return before.origin is not None and before.origin == piece.origin
    return _may_be_cut(before.text, piece.text) and not _opens_article(before.text, piece.text)


def breaks_off(text: str) -> bool:
    """Whether a text is a piece of which the next one is missing: full, and cut within a paragraph."""
    last, is_full = text.rpartition("\n")[2], utf16_length(text) >= WAITED_FROM_UTF16
    return is_full and len(last) >= SHORT_LINE_CHARS and not ends_sentence(last)


def joint(before: str, after: str) -> str:
    """Return what stood between two pieces: a line's end, a blank line, a blank, or nothing in a word."""
    room = MESSAGE_LIMIT_UTF16 - utf16_length(before)
    if room <= 1 and _is_torn_word(before, after):
        return ""
    if ends_sentence(before) or not _is_same_sentence(before, after, room):
        return "\n\n" if "\n\n" in before or "\n" not in before else "\n"
    return "\n" if _is_wrapped(before) else " "


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units, in which Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def _is_soon(before: Piece, piece: Piece) -> bool:
    limit_s = TORN_GAP_S if _is_torn(before.text, piece.text) else PIECE_GAP_S
    if abs(piece.at_s - before.at_s) > limit_s:
        return False
    first, second = before.origin, piece.origin
    if first is None or second is None:
        return True
    if first.source != second.source or abs(second.at_s - first.at_s) > limit_s:
        return False
    if first.number is None or second.number is None:
        return True
    return 0 <= second.number - first.number <= POST_STEP


def _is_torn(before: str, after: str) -> bool:
    """Whether a sentence goes on over the cut."""
    return not ends_sentence(before) and after[:1].islower() and utf16_length(before) >= SHORTEST_CUT_UTF16


def _may_be_cut(before: str, after: str) -> bool:
    """Whether an app had to cut there: the first lines of what follows would not have fitted any more."""
    length = utf16_length(before)
    if length < SHORTEST_CUT_UTF16:
        return False
    block = after.partition("\n\n")[0]
    return length + 1 + utf16_length(block) > MESSAGE_LIMIT_UTF16 - CUT_SLACK_UTF16


def _opens_article(before: str, text: str) -> bool:
    """Whether the text begins as an article does: with a headline, or with the place of the story.

    Where the piece before it broke off, its first line may be the end of that sentence, and what stands below
    it the headline and the place of another article of the same paste.
    """
    if len(text) < ARTICLE_CHARS or text[:1].islower():
        return False
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    ends_another = not ends_sentence(before) and not is_headline(lines[0])
    if any(split_dateline(line) for line in lines[: 1 if ends_another else OPENING_LINES]):
        return True
    words = lines[0].split()
    return len(lines) > 1 and len(words) >= HEADLINE_WORDS and is_headline(lines[0]) and is_title_case(words)


def _is_torn_word(before: str, after: str) -> bool:
    """Whether a word goes over the cut of a piece that is full to its last character.

    The text itself tells: by whether it has the whole word elsewhere, or a part of it as a word.
    """
    head, tail = _WORD_END.search(before), _WORD_START.match(after)
    if before[-2:-1].isdigit() and before[-1] in ".," and after[0].isdigit():
        return True
    if tail is None or head is None:
        return bool(_CLOSING.match(after)) or (before.endswith("-") and not before.endswith(" -"))
    counts = Counter(re.findall(r"\w+", f"{before[: head.start()]} {after[tail.end() :]}".casefold()))
    first, second = head.group().casefold(), tail.group().casefold()
    whole = counts[first + second]
    if head.group()[-1].isalpha() and tail.group()[0].isdigit():
        return False
    if whole or any(counts[part] and len(part) >= KNOWN_WORD_CHARS for part in (first, second)):
        return whole > 0
    return not (tail.group()[0].isupper() and head.group()[-1].islower())


def _is_same_sentence(before: str, after: str, room: int) -> bool:
    """Whether the cut was at a blank within a line, or at the end of a line that a column broke."""
    if after[:1].islower():
        return True
    last = before.rpartition("\n")[2]
    if len(last) < SHORT_LINE_CHARS and last != before:
        return False
    return room <= utf16_length(after.split(maxsplit=1)[0]) + 1


def _is_wrapped(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) > 1 and max(map(len, lines)) <= WRAP_LIMIT_CHARS
