"""Interviews that are printed as question and answer, without marks around either.

In: an article's sentences. Out: which of them the interviewer asks and which surely answer, and where the
lead stands that says so. This module must not know who is asked: names are not read here.

An article is one only where its lead announces it, and where paragraphs that end with a question mark are
followed by others again and again: texts that explain things have questions too, and answer them themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from bot.data import either, read_table
from bot.records import Sentence

FEWEST_QUESTIONS = 3
"""Questions with an answer from which paragraphs alternate; a lead may ask one or two by itself."""
LONGEST_LEAD_PARAGRAPHS = 12
"""Paragraphs from the top within which an interview is announced: who is asked is told of first."""


@dataclass(frozen=True, slots=True)
class Interview:
    """All by place among the article's sentences."""

    announced: tuple[int, int]
    """Where the paragraph stands in the text that announces it."""
    asked: frozenset[int]
    """What the interviewer says."""
    answers: tuple[int, ...]
    """What is surely said by whoever is asked: the paragraph right behind a question."""
    talk: frozenset[int]
    """Everything from the first question on that the interviewer does not surely say."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    places: tuple[int, ...]
    start: int
    end: int
    text: str
    heading: bool

    @property
    def asks(self) -> bool:
        return self.text.endswith("?")


def interview_in(sentences: Sequence[Sentence]) -> Interview | None:
    """Return what is asked and answered; None where the article is no interview, or does not say so."""
    paragraphs = list(_paragraphs(sentences))
    announced = _announcement(paragraphs)
    if announced is None:
        return None
    talk = paragraphs[announced + 1 :]
    first = next((at for at, paragraph in enumerate(talk) if paragraph.asks), len(talk))
    talk = talk[first:]
    told = [after for asked, after in pairwise(talk) if asked.asks and not _is_mute(after)]
    if len(told) < FEWEST_QUESTIONS:
        return None
    asked = frozenset(place for paragraph in talk if paragraph.asks for place in paragraph.places)
    every = frozenset(place for paragraph in talk for place in paragraph.places)
    lead = paragraphs[announced]
    answers = tuple(place for paragraph in told for place in paragraph.places)
    return Interview((lead.start, lead.end), asked, answers, every - asked)


@lru_cache(maxsize=1)
def interviewed() -> re.Pattern[str]:
    """Return what stands before the name of whoever is asked."""
    table = read_table("interview.toml")
    return re.compile(rf"\b(?:{either(table['talks'])})\b[^.?!]*?\b(?:{either(table['with'])})\s", re.I)


def _is_mute(paragraph: _Paragraph) -> bool:
    return paragraph.asks or paragraph.heading


def _paragraphs(sentences: Sequence[Sentence]) -> list[_Paragraph]:
    found = []
    places = enumerate(sentences)
    for _, group in groupby(places, key=lambda placed: placed[1].paragraph):
        held = list(group)
        last = held[-1][1]
        text = " ".join(sentence.source for _, sentence in held).rstrip()
        heading = any(sentence.heading for _, sentence in held)
        found.append(_Paragraph(tuple(place for place, _ in held), held[0][1].start, last.end, text, heading))
    return found


def _announcement(paragraphs: Sequence[_Paragraph]) -> int | None:
    """Return which paragraph says that an interview follows."""
    announcing, addressing = _words()
    lead = paragraphs[:LONGEST_LEAD_PARAGRAPHS]
    strong = next((at for at, paragraph in enumerate(lead) if announcing.search(paragraph.text)), None)
    if strong is not None or not any(
        addressing.search(paragraph.text) for paragraph in paragraphs if paragraph.asks
    ):
        return strong
    return next((at for at, paragraph in enumerate(lead) if interviewed().search(paragraph.text)), None)


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What announces an interview, and by what its questions speak to somebody."""
    table = read_table("interview.toml")
    announcing, addressing = either(table["announcing"]), either(table["addresses"])
    return re.compile(rf"\b(?:{announcing})\b", re.I), re.compile(rf"\b(?:{addressing})\b", re.I)
