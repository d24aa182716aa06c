"""How a sentence opens, and what that says of it: whether it can stand alone, and whether it tells anything.

In: a sentence and its words. Out: yes or no. This module must not know what stands around the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.data import read_table
from bot.digest.words import words

MOST_OPENING_WORDS = 6
"""The longest opening in the table."""

TABLES: Mapping[str, str] = {"id": "openings.toml", "en": "openings_en.toml"}
"""Language -> its table."""

_CREDIT = re.compile(r"\(([^()]{2,80})\)[\s.]*$")


@dataclass(frozen=True, slots=True)
class Openings:
    """The table of openings."""

    dangling: frozenset[tuple[str, ...]]
    dangling_endings: tuple[str, ...]
    standing: frozenset[tuple[str, ...]]
    pointing: frozenset[str]
    pointing_here: frozenset[str]
    time_words: frozenset[str]
    announcing: frozenset[tuple[str, ...]]
    reporting: frozenset[str]
    furniture: frozenset[tuple[str, ...]]
    broken_endings: frozenset[str]
    credits: frozenset[str]
    persons: frozenset[str]
    general: frozenset[str]
    definite: frozenset[str]
    """What "the" before it, at the head of a sentence, says was spoken of before."""
    calendar: frozenset[str]
    """Words with a capital that name nobody."""


@lru_cache
def openings(language: str = "id") -> Openings:
    """The table of a language, read once; Indonesian's where there is none."""
    table = read_table(TABLES.get(language, TABLES["id"]))
    return Openings(
        dangling=_phrases(table["dangling"]),
        dangling_endings=tuple(table["dangling_endings"]),
        standing=_phrases(table["standing"]),
        pointing=frozenset(table["pointing"]),
        pointing_here=frozenset(table["pointing_here"]),
        time_words=frozenset(table["time_words"]),
        announcing=_phrases(table["announcing"]),
        reporting=frozenset(table["reporting"]),
        furniture=_phrases(table["furniture"]),
        broken_endings=frozenset(table["broken_endings"]),
        credits=frozenset(table["credits"]),
        persons=frozenset(table["persons"]),
        general=frozenset(table["general"]),
        definite=frozenset(table.get("definite", ())),
        calendar=frozenset(table.get("calendar", ())),
    )


def _phrases(entries: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(entry.split()) for entry in entries)


def dangles(tokens: Sequence[str], table: Openings) -> bool:
    """Whether a sentence begins with words whose meaning stands before it."""
    if not tokens or _begins(tokens, table.standing):
        return False
    return _begins(tokens, table.dangling) or tokens[0].endswith(table.dangling_endings)


def points_back_first(tokens: Sequence[str], table: Openings) -> bool:
    """Whether the first word is one of those meant before: "Isu itu", "Masalah ini", but not "Hari ini"."""
    pointing = table.pointing | table.pointing_here
    return tokens[1:2] != [] and tokens[1] in pointing and tokens[0] not in table.time_words


def points_back(tokens: Sequence[str], table: Openings) -> bool:
    """Whether one of the next words points at something said before: "Kedua pemimpin itu"."""
    return any(word in table.pointing for word in tokens[1:4])


def points_here(tokens: Sequence[str], table: Openings) -> bool:
    """Whether "ini" near the beginning means something said before: "Modul ini", but not "Saat ini"."""
    here, time_words = table.pointing_here, table.time_words
    return any(word in here and before not in time_words for before, word in pairwise(tokens[:5]))


def announces(source: str, tokens: Sequence[str], table: Openings) -> bool:
    """Whether a sentence announces what follows instead of telling it."""
    return source.endswith(":") or _begins(tokens, table.announcing)


def is_furniture(source: str, tokens: Sequence[str], table: Openings) -> bool:
    """Whether a line belongs to the page: a pointer to other pages, a caption, something broken off."""
    if tokens and tokens[-1] in table.broken_endings and source.rstrip().lower().endswith(tokens[-1]):
        return True
    credit = _CREDIT.search(source)
    if credit and any(word in table.credits for word in words(credit[1])):
        return True
    if re.search(r"[A-Za-z]/[A-Z]", credit[1] if credit else ""):
        return True
    return _begins(tokens, table.furniture)


def _begins(tokens: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(tuple(tokens[:size]) in phrases for size in range(1, min(MOST_OPENING_WORDS, len(tokens)) + 1))
