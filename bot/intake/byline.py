"""Who wrote a story and when: the lines of news that say so.

In: one line of a paste or of a page. Out: what it says, or None when it is something else; and the
people that a page's markup gives for its authors. The labels stand in bot/data/bylines.toml. This module
must not know where in the text its line stood, nor what becomes of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.data import read_table
from bot.intake.dateline import is_dateline_place
from bot.intake.dates import take_date
from bot.intake.outlets import any_outlet, outlet_name

LINE_LIMIT_CHARS = 160
"""A longer line is a paragraph: the longest bylines name two authors, a date, a time and an outlet."""

NAME_LIMIT_CHARS = 60
"""The longest name worth printing; what is longer is a sentence that stands in a byline's place."""

NAME_LIMIT_WORDS = 6
"""Words of a person's name, initials included."""

BARE_NAME_LIMIT_WORDS = 4
"""The same for a name that no label announces: longer ones are headlines with the outlet behind them."""

STAFF_LIMIT_CHARS = 80
"""What may follow "Editor:" in a line that names the staff."""

_SEPARATORS = re.compile(r"[\s,;:|/•·\-–—()\[\]]+|\bT\b")
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*|[a-z]{2,3})(?:\s+(?:[A-Z][\w.'’-]*|bin|binti|van|de|al)){0,5}")
_BETWEEN_NAMES = re.compile(
    r"\s*(?:&|/|;|\bdan\b|\band\b|,\s*\bdan\b|,(?!\s*(?:S|M|Dr|Ph)\b\.?))\s*", re.IGNORECASE
)
_DEGREE = re.compile(r",\s*(?:S|M|Dr|Ph)\b.*")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|id|co|net|tv)\b|\d", re.IGNORECASE)
_EDGES = " \t.,:;|/•·-–—()[]\"'"


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line about the story says; empty fields where it says nothing."""

    authors: tuple[str, ...] = ()
    published: date | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What is compiled from the table, once."""

    part_break: re.Pattern[str]
    date_word: re.Pattern[str]
    outlet_at_edge: re.Pattern[str]
    labelled: re.Pattern[str]
    author_label: re.Pattern[str]
    staff: re.Pattern[str]
    role: re.Pattern[str]
    nobody: re.Pattern[str]
    declared_end: re.Pattern[str]


def read_byline(line: str) -> Byline | None:
    """What `line` says, when the whole of it is a byline, a date line or an outlet's name; else None."""
    line = line.strip(" \t*_•·|-–—")
    if not line or len(line) > LINE_LIMIT_CHARS:
        return None
    parts = [part for part in _patterns().part_break.split(line) if part.strip()]
    if len(parts) < 2:
        return _read_part(line)
    read = [_read_part(part) for part in parts]
    return _read_part(line) if None in read else _merged([part for part in read if part])


def names_staff(line: str) -> bool:
    """Whether the line is a label of the newsroom's and a short name behind it ("Editor: Rina Wati")."""
    return bool(_patterns().staff.fullmatch(line))


def opens_with_author(text: str) -> bool:
    """Whether a label and a colon announce an author ("Pewarta: ...")."""
    return bool(_patterns().author_label.match(text))


def declared_authors(text: str) -> tuple[str, ...]:
    """The people in a text that is declared to name authors: what is no person's name is passed over."""
    text = " ".join(text[: 4 * NAME_LIMIT_CHARS].split())
    labelled = _patterns().labelled.match(text)
    if re.match(r"https?:|www\.|/", text):
        return ()
    named = labelled["names"] if labelled else text
    parts = _BETWEEN_NAMES.split(_patterns().declared_end.split(named, maxsplit=1)[0])
    return tuple(_as_printed(name) for name in map(_bare, parts) if _may_be_person(name))


def _merged(parts: Sequence[Byline]) -> Byline:
    return Byline(
        authors=tuple(name for part in parts for name in part.authors),
        published=next((part.published for part in parts if part.published), None),
        site=next((part.site for part in parts if part.site), None),
    )


def _read_part(line: str) -> Byline | None:
    published, rest = take_date(line)
    site, rest = _take_outlet(rest)
    labelled = _patterns().labelled.match(rest.strip(" ,|-–—"))
    if labelled:
        names = _people(_without_date_words(labelled["names"]))
        if names is None:
            return None
        written = labelled["label"].lower() in _labels()["author"]
        return Byline(authors=names if written else (), published=published, site=site)
    rest = _SEPARATORS.sub(" ", _without_date_words(rest)).strip()
    if not rest:
        return Byline(published=published, site=site) if published or site else None
    return _unlabelled(line, rest, published, site)


def _unlabelled(line: str, rest: str, published: date | None, site: str | None) -> Byline | None:
    """ "Rina Wati - detikNews", "Rina Wati, Jurnalis": a name that something else on the line vouches for."""
    role = _patterns().role.search(rest)
    bare = _patterns().role.sub("", rest).strip(" ,")
    dated = published and line.startswith(bare) and re.match(r"\s*[|•·–—-]", line[len(bare) :])
    if not (site or role or dated):
        return None
    names = _people(bare)
    if names is None or any(len(name.split()) > BARE_NAME_LIMIT_WORDS for name in names):
        return None
    return Byline(authors=names, published=published, site=site)


def _take_outlet(text: str) -> tuple[str | None, str]:
    match = _patterns().outlet_at_edge.search(text)
    if match is None:
        return None, text
    return outlet_name(match["outlet"] or match["last"]), text[: match.start()] + " " + text[match.end() :]


def _without_date_words(text: str) -> str:
    return _patterns().date_word.sub(" ", text)


def _people(text: str) -> tuple[str, ...] | None:
    """The people in `text`, none for "Tim"; None when it holds something that is no name."""
    parts = [name for name in map(_bare, _BETWEEN_NAMES.split(text.strip(_EDGES))) if name]
    names = [name for name in parts if not _is_nobody(name)]
    if any(not _NAME.fullmatch(name) or len(name.split()) > NAME_LIMIT_WORDS for name in names):
        return None
    return tuple(map(_as_printed, names))


def _bare(name: str) -> str:
    """A name without its degrees and what stands around it."""
    return _DEGREE.sub("", name.strip()).strip(_EDGES)


def _is_nobody(name: str) -> bool:
    return (
        _patterns().nobody.search(name) is not None
        or outlet_name(name) is not None
        or is_dateline_place(name)
    )


def _may_be_person(name: str) -> bool:
    return (
        3 <= len(name) <= NAME_LIMIT_CHARS
        and len(name.split()) <= NAME_LIMIT_WORDS
        and name[0].isalpha()
        and not _ADDRESS.search(name)
        and not _is_nobody(name)
    )


def _as_printed(name: str) -> str:
    return name.title() if " " in name and (name.isupper() or name.islower()) else name


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, Sequence[str]]:
    return dict(read_table("bylines.toml")["labels"])


def _either(*lists: str) -> str:
    """An alternation of the words in the table's lists, the longest first."""
    words = [word for name in lists for word in _labels()[name]]
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    outlet, label = any_outlet(), _either("author", "other")
    return _Patterns(
        part_break=re.compile(rf"\s*\|\s*|\s+(?=(?:{label})\s*:)", re.IGNORECASE),
        date_word=re.compile(rf"\b(?:{_either('date')})\b\s*:?", re.IGNORECASE),
        outlet_at_edge=re.compile(
            rf"^(?P<outlet>{outlet})(?=\s*(?:$|[-–—|,•·/]))|(?<=[-–—|,•·/(\s])(?P<last>{outlet})\)?\s*$",
            re.IGNORECASE,
        ),
        labelled=re.compile(rf"(?P<label>{label})(?:\s*[:|]\s*|\s+)(?P<names>.+)", re.IGNORECASE),
        author_label=re.compile(rf"\s*(?:{_either('author')})\s*:", re.IGNORECASE),
        staff=re.compile(rf"(?:{label})\s*:\s*[^\s.!?][^.!?]{{0,{STAFF_LIMIT_CHARS}}}", re.IGNORECASE),
        role=re.compile(rf"\b(?:{_either('role')})\b", re.IGNORECASE),
        nobody=re.compile(rf"\b(?:{_either('nobody')})\b", re.IGNORECASE),
        declared_end=re.compile(
            rf"\s+[-–—|/•]\s+|\s*[|•]\s*|\b(?:{_either('other', 'date')})\b\s*:?", re.IGNORECASE
        ),
    )
