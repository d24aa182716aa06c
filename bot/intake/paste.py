"""Pasted text, forwards and text files → an article.

In: the text as it arrived, sometimes with its headline apart. Out: an Article with what the text itself
says about its headline, authors, date and outlet. This module must not know Telegram, files or pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.errors import NoArticle
from bot.intake.byline import Byline, read_byline, split_dateline, without_outlet
from bot.intake.clean import clean_story, looks_finished, normalise
from bot.intake.furniture import is_caption, is_furniture, without_symbols
from bot.intake.language import detect_language
from bot.records import PARAGRAPH_BREAK, Article

TITLE_LIMIT_CHARS = 170
TITLE_LIMIT_WORDS = 26
"""The longest title of ../shared/data/articles has 165 characters, the wordiest 22 words."""

TITLE_MIN_WORDS = 3

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

    Fields that the text is silent about stay empty. Raises NoArticle when nothing of a story is left.
    """
    lines = normalise(text).split("\n")
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
        language=detect_language(PARAGRAPH_BREAK.join(story.paragraphs)),
    )


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
    """The headline and its line, empty both when the text opens with its first paragraph."""
    story = [index for index in rows[:HEAD_LINES] if not is_furniture(lines[index])]
    if len(story) < 2:
        return "", set()
    candidate = without_outlet(_LABEL.sub("", _ORNAMENT.sub("", without_symbols(lines[story[0]]))))
    if not _is_headline(candidate):
        return "", set()
    if not any(looks_finished(lines[index]) or len(lines[index]) > TITLE_LIMIT_CHARS for index in story[1:]):
        return "", set()
    return candidate, {story[0]}


def _is_headline(line: str) -> bool:
    words = line.split()
    if not TITLE_MIN_WORDS <= len(words) <= TITLE_LIMIT_WORDS or len(line) > TITLE_LIMIT_CHARS:
        return False
    if split_dateline(line) is not None or is_caption(line):
        return False
    if _INNER_STOP.search(line):
        return False
    return not looks_finished(line) or bool(_HEADLINE_END.search(line))


def _dateline_site(body: Sequence[str]) -> str | None:
    head = [line for line in body if line][:HEAD_LINES]
    return next((dateline.site for dateline in map(split_dateline, head) if dateline and dateline.site), None)
