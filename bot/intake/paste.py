"""Pasted text, forwards and text files → an article.

In: the text as it arrived, sometimes with its headline apart. Out: an Article with what the text itself
says about its headline, authors, date and outlet. This module must not know Telegram, files or pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.errors import NoArticle
from bot.intake.byline import Byline, read_byline
from bot.intake.clean import clean_story, looks_finished, normalise
from bot.intake.dateline import opens_at_place, split_dateline
from bot.intake.furniture import is_caption, is_furniture, without_symbols
from bot.intake.marked import without_markdown, without_tags
from bot.intake.outlets import without_outlet
from bot.records import PARAGRAPH_BREAK, Article

TITLE_LIMIT_CHARS = 170
TITLE_LIMIT_WORDS = 26
"""The longest title of ../shared/data/articles has 165 characters, the wordiest 22 words."""

TITLE_MIN_WORDS = 3

TITLE_CASE_SHARE = 0.7
"""Share of longer words with a capital in a headline; sentences of names reach half."""

SMALL_WORD_CHARS = 4
"""Up to this length words stay small in headlines: "di", "dan", "yang"."""

RUBRIC_LINES = 2
"""Lines above the headline that may name its rubric, shorter than any headline."""

HEAD_LINES = 10
"""Lines above the story in which title, byline, date and captions stand."""

FOOT_LINES = 15
"""Lines below it in which "Penulis: ..." stands."""

_ORNAMENT = re.compile(r"^[*_#>|\s]+|[*_#|\s]+$")
_HEADLINE_END = re.compile(r"(?:\.\.\.|…|[?!])['’]?$|^[^\"“]+[\"“][^\"”]+[\"”]$")
_INNER_STOP = re.compile(r"\w{4,}[.!?][\"”’']? [\"“‘']?[A-Z]")
_LABEL = re.compile(r"^(?:judul|headline|breaking(?: news)?|berita)\s*[:|]\s*", re.IGNORECASE)


def read_paste(text: str, *, title: str = "", url: str | None = None) -> Article:
    """The article in `text`; a given `title` wins over a first line that looks like one.

    Fields that the text is silent about stay empty, the zone of its time too, and its language is not looked
    at. Raises NoArticle when nothing of a story is left.
    """
    lines = _plain(text).split("\n")
    filled = [index for index, line in enumerate(lines) if line]
    title = without_outlet(" ".join(normalise(title).split()))
    about, byline_rows = _bylines(lines, filled)
    rows = [index for index in filled if index not in byline_rows]
    if not title:
        title, title_row = _title(lines, rows)
        byline_rows |= title_row
    body = ["" if index in byline_rows else line for index, line in enumerate(lines)]
    story = clean_story(body, title=title)
    if not story.paragraphs:
        raise NoArticle
    return Article(
        text=PARAGRAPH_BREAK.join(story.paragraphs),
        title=title,
        headings=story.headings,
        url=url,
        site=_dateline_site(body) or about.site,
        published=about.published,
        authors=about.authors,
    )


def opens_at_known_place(text: str) -> bool:
    """Whether one of the first lines is a story's opening with its place: "Jakarta - ..."."""
    lines = [line for line in _plain(text).split("\n") if line]
    return any(map(opens_at_place, lines[:HEAD_LINES]))


def _plain(text: str) -> str:
    """The text without markup; tags that were written as entities are seen once those are put right."""
    text = normalise(without_tags(text))
    bare = without_tags(text)
    return without_markdown(bare if bare == text else normalise(bare))


def _bylines(lines: Sequence[str], filled: Sequence[int]) -> tuple[Byline, set[int]]:
    """What the bylines above and below the story say, and in which lines they stand."""
    about, rows = Byline(), set()
    for index in dict.fromkeys([*filled[:HEAD_LINES], *filled[-FOOT_LINES:]]):
        byline = read_byline(lines[index])
        if byline is None:
            continue
        rows.add(index)
        about = replace(
            about,
            authors=about.authors or byline.authors,
            published=about.published or byline.published,
            site=about.site or byline.site,
        )
    return about, rows


def _title(lines: Sequence[str], rows: Sequence[int]) -> tuple[str, set[int]]:
    """The headline and its lines, empty both when the text opens with its first paragraph."""
    story = [index for index in rows[:HEAD_LINES] if not is_furniture(lines[index])]
    rubric = [index for index in story[:RUBRIC_LINES] if len(lines[index].split()) < TITLE_MIN_WORDS]
    if story[: len(rubric)] != rubric:
        rubric = []
    if len(story) < len(rubric) + 2:
        return "", set()
    row, below = story[len(rubric)], story[len(rubric) + 1 :]
    candidate = without_outlet(_LABEL.sub("", _ORNAMENT.sub("", without_symbols(lines[row]))))
    if not is_headline(candidate) or _goes_on(lines, row):
        return "", set()
    if not any(looks_finished(lines[index]) or len(lines[index]) > TITLE_LIMIT_CHARS for index in below):
        return "", set()
    return candidate, {row, *rubric}


def _goes_on(lines: Sequence[str], row: int) -> bool:
    """Whether the next line carries the sentence on: a paragraph that a column broke."""
    return row + 1 < len(lines) and lines[row + 1][:1].islower()


def is_headline(line: str) -> bool:
    """Whether the line has the form of a headline; a sub-headline has it too."""
    words = line.split()
    if not TITLE_MIN_WORDS <= len(words) <= TITLE_LIMIT_WORDS or len(line) > TITLE_LIMIT_CHARS:
        return False
    if split_dateline(line) is not None or is_caption(line):
        return False
    if _INNER_STOP.search(line):
        return False
    if line.endswith("?") and not is_title_case(words):
        return False  # Antara writes headlines small, but a question written small opens a story as often.
    return not looks_finished(line) or bool(_HEADLINE_END.search(line))


def is_title_case(words: Sequence[str]) -> bool:
    """Whether the words are written as most headlines are: the longer ones with a capital."""
    long = [word for word in words if len(word) > SMALL_WORD_CHARS]
    return sum(not word[0].islower() for word in long) >= TITLE_CASE_SHARE * len(long)


def _dateline_site(body: Sequence[str]) -> str | None:
    head = [line for line in body if line][:HEAD_LINES]
    return next((dateline.site for dateline in map(split_dateline, head) if dateline and dateline.site), None)
