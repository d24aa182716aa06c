"""Dirty text made clean: characters first, then lines.

In: text as it was pasted, or the lines that an extractor found. Out: the same text with its characters
put right, or a Story: paragraphs without captions, furniture and dateline. ftfy lives here alone. What
furniture looks like is known to bot/intake/furniture.py. This module must not know where the text came
from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ftfy

from bot.intake.byline import read_byline
from bot.intake.dateline import split_dateline
from bot.intake.furniture import (
    heads_other_stories,
    introduces_list,
    is_caption,
    is_furniture,
    is_initials,
    without_initials,
    without_inline,
)
from bot.intake.glued import unglued
from bot.intake.wrap import ends_sentence, is_list_item, unwrapped

HEADING_LIMIT_CHARS = 110
HEADING_LIMIT_WORDS = 14
"""A sub-headline is shorter than both; the longest in ../shared/seed has 11 words."""

HEADLINE_LIMIT_WORDS = 28
"""A related headline in a list at the page's foot is shorter."""

DATELINE_REACH = 4
"""Paragraphs in which a dateline may stand: title, deck and a stray caption may come before it."""

_FTFY = ftfy.TextFixerConfig(
    uncurl_quotes=False, normalization="NFC", explain=False, max_decode_length=100_000
)
_ESCAPED = re.compile(r"(?<!\\)\\+(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\"'/]))")
_LINE_BREAKS = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIRT = re.compile(r"[^\t\n -~]|&")
"""What ftfy has something to do about: it leaves plain ASCII without entities as it is."""
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
    "|(?<=\\w)[\u200c\u200d]|[\u200c\u200d](?=\\w)"
)
_SPACES = re.compile(r"[^\S\n]+")
_DOUBLED_QUOTE = re.compile(r"``|(?<![\w'])''(?=\w)|(?<=[^\s'])''(?![\w'])|‘‘|’’")
_DOUBLED = ("``", "''", "‘‘", "’’")
_DOUBLE_QUOTE = re.compile(r"[\"“”„‟]")
_FINAL_STOP = re.compile(r"[.!?…;:,][\"”'’)\]]*$|[\"”]$")
_HEADING_START = re.compile(r"[\"“‘']?[A-Z0-9#]")
_SPOKEN = re.compile(r"[\"“].*[\"”].*\w")
_OPENERS = " ([{-–—/'‘"


@dataclass(frozen=True, slots=True)
class Story:
    """A story's paragraphs; `headings` are the indices of those that are sub-headlines, ascending."""

    paragraphs: tuple[str, ...]
    headings: tuple[int, ...]


def normalise(text: str) -> str:
    """`text` with its characters put right: mojibake, entities, invisible and lost characters, quote marks.

    Lines stay lines: every kind of line break becomes one newline, and no line is joined or dropped.
    Pairs of straight quote marks stay straight and pairs of curly ones curly; a pair of two kinds
    becomes curly. The length may change. Never raises.
    """
    text = _ESCAPED.sub(_unescaped, text)
    text = _LINE_BREAKS.sub("\n", text)
    text = _mended(_joined_surrogates(text))
    text = _LINE_BREAKS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    lines = (unglued(_SPACES.sub(" ", line).strip()) for line in text.split("\n"))
    return "\n".join(map(_with_matched_quotes, lines))


def clean_story(lines: Sequence[str], *, title: str = "", site: str = "") -> Story:
    """The paragraphs of the story in `lines`: no furniture, captions, bylines, dateline or repeated title.

    `site` is the page's own name for itself, with which its dateline may be signed.
    Lines that a column of up to WRAP_LIMIT_CHARS broke are joined again; elsewhere a line is a
    paragraph, and an empty line counts for nothing more than a break. Both fields are empty when
    nothing of a story is left.
    """
    broken = normalise("\n".join(lines)).split("\n")
    kept = _without_furniture(unwrapped(broken))
    kept = _without_title(kept, title)
    kept = _without_dateline(kept, site)
    if kept:
        kept[-1] = without_initials(kept[-1])
    paragraphs = tuple(paragraph for paragraph in kept if paragraph)
    return Story(paragraphs, tuple(_headings(paragraphs)))


def looks_finished(line: str) -> bool:
    """Whether the line ends as a sentence of a paragraph does, and a headline does not."""
    return bool(_FINAL_STOP.search(line))


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, apart from case, marks and a cut end ("...")."""
    first, second = (re.findall(r"\w+", text.lower()) for text in (one, other))
    if not first or not second:
        return False
    if other.rstrip().endswith(("...", "…")) or one.rstrip().endswith(("...", "…")):
        shorter = min(len(first), len(second)) - 1
        return shorter >= 3 and first[:shorter] == second[:shorter]
    return first == second


def _unescaped(match: re.Match[str]) -> str:
    """The character of a literal "\\xa0" or "\\'"; a backslash and letters where that would be a control."""
    if match[3]:
        return match[3]
    character = chr(int(match[1] or match[2], 16))
    return character if character.isprintable() or character.isspace() else ""


def _mended(text: str) -> str:
    """What ftfy makes of the text; it is shown no line that it would leave alone, which are most."""
    if "<" in text:
        return ftfy.fix_text(text, _FTFY)  # behind a "<" it takes entities for somebody's HTML: all in one
    lines = text.splitlines(keepends=True)
    return "".join(ftfy.fix_text(line, _FTFY) if _DIRT.search(line) else line for line in lines)


def _joined_surrogates(text: str) -> str:
    """Pairs of surrogates as the characters they stand for; lone ones are left for _INVISIBLE."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _with_matched_quotes(line: str) -> str:
    """`line` with both marks of each double-quoted passage of one kind."""
    if any(pair in line for pair in _DOUBLED):
        line = _DOUBLED_QUOTE.sub('"', line)
    marks = [match.start() for match in _DOUBLE_QUOTE.finditer(line)]
    if not marks or {line[at] for at in marks} == {'"'}:
        return line
    characters = list(line)
    opened: int | None = None
    for at in marks:
        if opened is None or (line[at] in "“„" and _can_open(line, at)):
            opened = at if _can_open(line, at) or not _can_close(line, at) else None
        else:
            if {line[opened], line[at]} != {'"'}:
                characters[opened], characters[at] = "“", "”"
            opened = None
    return "".join(characters)


def _can_open(line: str, at: int) -> bool:
    return (at == 0 or line[at - 1] in _OPENERS or line[at - 1].isspace()) and not line[
        at + 1 : at + 2
    ].isspace()


def _can_close(line: str, at: int) -> bool:
    return at > 0 and not line[at - 1].isspace() and not line[at + 1 : at + 2].isalnum()


def _without_furniture(lines: Iterable[str]) -> list[str]:
    kept: list[str] = []
    among_other_stories = False
    for raw in lines:
        if not raw:
            continue
        if heads_other_stories(raw) or is_initials(raw):
            among_other_stories = True
            continue
        if among_other_stories and not _is_paragraph(raw):
            continue
        among_other_stories = False
        line = "" if is_furniture(raw) or is_caption(raw) else without_inline(raw)
        if line and not is_caption(line) and not (len(kept) < DATELINE_REACH and _is_byline(line)):
            kept.append(line)
    return kept


def _is_paragraph(line: str) -> bool:
    words = len(line.split())
    return words > HEADLINE_LIMIT_WORDS or (words > 7 and ends_sentence(line))


def _is_byline(line: str) -> bool:
    return read_byline(line) is not None


def _without_title(paragraphs: list[str], title: str) -> list[str]:
    if not title:
        return paragraphs
    head, rest = paragraphs[:DATELINE_REACH], paragraphs[DATELINE_REACH:]
    return [paragraph for paragraph in head if not same_words(paragraph, title)] + rest


def _without_dateline(paragraphs: list[str], site: str) -> list[str]:
    for index, paragraph in enumerate(paragraphs[:DATELINE_REACH]):
        dateline = split_dateline(paragraph, site)
        if dateline is not None:
            body = " ".join((dateline.rest, *paragraphs[index + 1 :]))
            lead = "" if _is_pulled(dateline.lead, body) else dateline.lead
            opening = [part for part in (lead, dateline.rest.strip()) if part]
            return [*paragraphs[:index], *opening, *paragraphs[index + 1 :]]
    return paragraphs


def _is_pulled(lead: str, body: str) -> bool:
    """Whether the words before the dateline were pulled out of a quotation of the story."""
    words, told = (" ".join(re.findall(r"\w+", text.lower())) for text in (lead, body))
    return bool(words) and f" {words} " in f" {told} "


def _headings(paragraphs: Sequence[str]) -> Iterable[int]:
    """Short lines without a final stop, between a finished paragraph and another paragraph."""
    for index in range(1, len(paragraphs) - 1):
        before, line, after = paragraphs[index - 1 : index + 2]
        if (
            _is_heading_shaped(line)
            and looks_finished(before)
            and not before.endswith(":")
            and _opens_body(after)
        ):
            yield index


def _is_heading_shaped(line: str) -> bool:
    if len(line) > HEADING_LIMIT_CHARS or len(line.split()) > HEADING_LIMIT_WORDS:
        return False
    if is_list_item(line) and not re.match(r"\d", line):
        return False
    if introduces_list(line) or _SPOKEN.match(line) or not re.search(r"[^\W\d_]{2}", line):
        return False
    return bool(_HEADING_START.match(line)) and (
        not looks_finished(line) or bool(re.search(r"[^.,;:][?!]$", line))
    )


def _opens_body(line: str) -> bool:
    return len(line) > HEADING_LIMIT_CHARS or (looks_finished(line) and len(line) > HEADING_LIMIT_CHARS / 2)
