"""Blocks of HTML → messages that Telegram accepts.

In: blocks of Telegram's HTML, well formed, each meant to stand together. Out: messages, each within the limit
of visible text, cut between blocks wherever that is possible. It must not know what the blocks say.

Telegram counts UTF-16 code units of the text that is left when the tags are taken off and the character
references resolved (https://core.telegram.org/bots/api#sendmessage, "after entities parsing"): an emoji
counts two, "&amp;" one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import unescape

MESSAGE_LIMIT_UNITS = 4096
"""Telegram's limit of one message, in UTF-16 code units."""

BLOCK_BREAK = "\n\n"
"""Between two blocks of one message."""

SMALLEST_FILL = 0.5
"""A block is cut at the end of a sentence only where that fills this share of a message; else at a word."""

_TOKEN = re.compile(r"<[^<>]*>|&(?:#\d+|#[xX][\da-fA-F]+|\w+);|.", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_OUTSIDE_THE_FIRST_PLANE = re.compile(r"[\U00010000-\U0010ffff]")
_TAG_NAME = re.compile(r"</?\s*([\w-]+)")
_SENTENCE_ENDS = frozenset(".!?…")
_CLOSING_MARKS = frozenset("\"'”’»)]")
_JOINERS = frozenset("\u200d\u2060\ufe0e\ufe0f")


def split(blocks: Sequence[str], limit_units: int = MESSAGE_LIMIT_UNITS) -> tuple[str, ...]:
    """The blocks as messages, in order.

    Blocks are joined with BLOCK_BREAK; a block without visible text is left out. A block over the limit is
    cut between sentences, else between words, else between characters; its open tags are closed and opened
    again, and the white space at the cut is dropped. `limit_units` is at least 2: every character fits.
    """
    messages: list[str] = []
    held, held_units = "", 0
    for block in blocks:
        for piece, units in _pieces(block.strip(), limit_units):
            if held and held_units + len(BLOCK_BREAK) + units <= limit_units:
                held, held_units = held + BLOCK_BREAK + piece, held_units + len(BLOCK_BREAK) + units
                continue
            if held:
                messages.append(held)
            held, held_units = piece, units
    return (*messages, held) if held else tuple(messages)


def visible_units(html: str) -> int:
    """How many UTF-16 code units of text Telegram sees in it."""
    text = unescape(_TAG.sub("", html))
    return len(text) + len(_OUTSIDE_THE_FIRST_PLANE.findall(text))


def _pieces(block: str, limit_units: int) -> Iterator[tuple[str, int]]:
    """The block, whole or cut, with the units of each piece; nothing where it shows no text."""
    while (units := visible_units(block)) > limit_units:
        tokens: list[str] = _TOKEN.findall(block)
        at = _cut_at(tokens, limit_units)
        open_tags = _open_tags(tokens[:at])
        closers = [f"</{_tag_name(tag)}>" for tag in reversed(open_tags)]
        piece = "".join([*_without_edge(tokens[:at], last=True), *closers])
        yield piece, visible_units(piece)
        block = "".join(_without_edge([*open_tags, *tokens[at:]], last=False))
    if unescape(_TAG.sub("", block)).strip():
        yield block, units


def _cut_at(tokens: Sequence[str], limit_units: int) -> int:
    """Where to cut tokens that show more than the limit: an index with text before it and after it."""
    used, sentence, word, previous = 0, 0, 0, ""
    for index, token in enumerate(tokens):
        if not _is_text(token):
            continue
        text = unescape(token)
        units = 2 if text > "\uffff" else 1
        if text.isspace() and previous:
            word = index
            if used >= limit_units * SMALLEST_FILL and (text == "\n" or previous in _SENTENCE_ENDS):
                sentence = index
        if used + units > limit_units:
            return sentence or word or _between_characters(tokens, index)
        used += units
        if text not in _CLOSING_MARKS:
            previous = "" if text.isspace() else text
    return len(tokens)


def _between_characters(tokens: Sequence[str], index: int) -> int:
    """The last place up to `index` that parts no accent or joined emoji from its base, else `index`."""
    for place in range(index, 0, -1):
        before, after = tokens[place - 1], tokens[place]
        if not _is_text(before):
            break
        if after not in _JOINERS and before not in _JOINERS and not unicodedata.combining(unescape(after)[0]):
            return place
    return index


def _open_tags(tokens: Sequence[str]) -> list[str]:
    """The tags that are still open after these tokens, outermost first, as they were written."""
    stack: list[str] = []
    for token in tokens:
        if _is_text(token):
            continue
        if not token.startswith("</"):
            stack.append(token)
        elif stack:
            stack.pop()
    return stack


def _without_edge(tokens: list[str], *, last: bool) -> list[str]:
    """Without white space at the cut, be it inside a tag."""
    kept: list[str] = []
    at_edge = True
    for token in reversed(tokens) if last else tokens:
        if _is_text(token):
            if at_edge and unescape(token).isspace():
                continue
            at_edge = False
        kept.append(token)
    return kept[::-1] if last else kept


def _is_text(token: str) -> bool:
    return len(token) == 1 or token[0] != "<"


def _tag_name(tag: str) -> str:
    found = _TAG_NAME.match(tag)
    return found.group(1) if found else ""
