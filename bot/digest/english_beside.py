"""What English words with capitals name by the small words beside them.

In: a line in words, and where the words stand in it. Out: a body or a place, where an office, a kind of body
or a preposition beside them says so. This module must not know the heads of names, nor what else a run of
capitals may be.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.digest.english_lines import OPENERS, Found, Line, adjoins
from bot.digest.english_speech import load_english_speech
from bot.digest.english_words import english_words
from bot.records import EntityLabel

_MOST_WORDS = 4
"""Words of a name that the words beside it tell of: a longer run holds something else."""

_WITHIN = frozenset({"in", "near", "outside", "around"})
_TRUSTED = frozenset(
    {
        "trust",
        "confidence",
        "faith",
        "belief",
        "believe",
        "believes",
        "believed",
        "interest",
        "interested",
        "fluent",
    }
)
"""What stands in somebody and not somewhere."""


def label_beside(line: Line, start: int, end: int) -> EntityLabel | None:
    """Return what the words start..end name by the words beside them; None where those do not tell."""
    if not _may_be_named(line, start, end):
        return None
    if _is_kind_behind(line, end) or _is_acronym_that_says(line, start, end):
        return "organization"
    bearer = next(read_bearer(line, start, end, end), None)
    if bearer is not None and _is_name_at(line, end + 1):
        return bearer.label
    return "place" if _stands_within(line, start, end) else None


def read_bearer(line: Line, start: int, end: int, office: int) -> Iterator[Found]:
    """Yield whose office stands at `office`: "Bright Waters director", "Cisarangan regent"."""
    if (
        not start < end
        or office >= len(line.words)
        or not adjoins(line, end)
        or not _may_be_named(line, start, end)
    ):
        return
    table, word = english_words(), line.words[office].plain
    opens = start == 0 or line.words[start - 1].text in OPENERS
    if (
        (opens and end - start == 1)
        or line.words[end - 1].possessive
        or line.words[start].plain in table.given
    ):
        return
    letters = end - start == 1 and line.words[start].text.isupper()
    if word in table.place_offices and not letters:
        yield Found(start, end, "place")
    elif word in table.body_offices | table.place_offices:
        yield Found(start, end, "organization")


def _may_be_named(line: Line, start: int, end: int) -> bool:
    """Whether none of the words tells a kind, a people or an office: these are no names of their own."""
    table = english_words()
    kinds = table.not_names | table.before_role | table.roles | table.ranks | table.honorifics | table.topics
    kinds |= table.levels | table.office_openings | table.counts | table.organization_heads | table.compass
    words = line.words[start:end]
    return len(words) <= _MOST_WORDS and all(
        word.plain not in kinds and word.text[0].isalpha() for word in words
    )


def _is_kind_behind(line: Line, end: int) -> bool:
    """Whether a kind of body stands behind: "the Sinar Pagi daily", "the Lautan news agency"."""
    words = line.words[end : end + 2]
    if not words or not adjoins(line, end) or line.words[end - 1].possessive:
        return False
    return words[0].text in english_words().kinds_behind or [word.text for word in words] == [
        "news",
        "agency",
    ]


def _is_acronym_that_says(line: Line, start: int, end: int) -> bool:
    """Whether letters stand for a body that says something: "CRA said"; a statesman's letters do so too."""
    word = line.words[start]
    if end - start > 1 or not word.text.isupper() or not word.text.isalpha() or len(word.text) < 2:
        return False
    if word.plain in english_words().initials or word.possessive:
        return False
    return load_english_speech().says.match(line.text, word.end) is not None


def _is_name_at(line: Line, at: int) -> bool:
    return at < len(line.words) and adjoins(line, at) and line.words[at].is_capital


def _stands_within(line: Line, start: int, end: int) -> bool:
    """Whether the words stand where a place does: "in Sukamulya"."""
    table = english_words()
    words = line.words[start:end]
    if start == 0 or line.words[start - 1].plain not in _WITHIN or not adjoins(line, start):
        return False
    trusted = start > 1 and line.words[start - 2].plain in _TRUSTED
    if trusted or end - start > 1 or words[-1].possessive:
        return False
    if any(word.text.isupper() or not word.text.isalpha() for word in words):
        return False
    return table.given.isdisjoint(word.plain for word in words)
