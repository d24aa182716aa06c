"""Who wrote a story, when and where: the lines and openings of news that say so.

In: one line of a paste or of a page. Out: what it says, or None when it is something else. The names
of outlets, months and cities stand in bot/data/bylines.toml. This module must not know where in the
text its line stood, nor what becomes of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from importlib import resources
from typing import Any

LINE_LIMIT_CHARS = 160
"""A longer line is a paragraph: the longest bylines name two authors, a date, a time and an outlet."""

NAME_LIMIT_WORDS = 6
"""Words of a person's name, initials included."""

BARE_NAME_LIMIT_WORDS = 4
"""The same for a name that no label announces: longer ones are headlines with the outlet behind them."""

HOME_ZONE = "WIB"
"""The zone of a time given without one: the newsrooms sit in Jakarta."""

DATELINE_LIMIT_CHARS = 110
"""How far into a paragraph its dateline may reach: two place names, an outlet and a partner agency."""

LEAD_LIMIT_CHARS = 420
"""How long a deck may be that was glued before "Jakarta (ANTARA) -"; decks are one or two sentences."""

_DASH = r"(?:-{1,3}|–|—|―|−)"
_PLACE = r"[A-Z][\w'’./-]*(?:\s+[A-Z(][\w'’./()-]*){0,4}"
_CLOCK = re.compile(
    r"\b([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.][0-5]\d)?\b(?:\s*(WIB|WITA|WIT|GMT|UTC)\b)?", re.I
)
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_SEPARATORS = re.compile(r"[\s,;:|/•·\-–—()\[\]]+|\bT\b")
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*|[a-z]{2,3})(?:\s+(?:[A-Z][\w.'’-]*|bin|binti|van|de|al)){0,5}")
_BETWEEN_NAMES = re.compile(r"\s*(?:,|&|/|;|\bdan\b|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line about the story says; empty fields where it says nothing."""

    authors: tuple[str, ...] = ()
    published: date | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening "Jakarta, CNN Indonesia --" of a story, taken apart."""

    lead: str
    """What stood before it: a deck that lost its line break; mostly empty."""
    site: str | None
    rest: str
    """The paragraph from its first sentence on."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What is compiled from the table, once."""

    part_break: re.Pattern[str]
    worded_date: re.Pattern[str]
    day_name: re.Pattern[str]
    date_word: re.Pattern[str]
    outlet_at_edge: re.Pattern[str]
    labelled: re.Pattern[str]
    role: re.Pattern[str]
    datelines: tuple[re.Pattern[str], ...]
    inner_dateline: re.Pattern[str]


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


def _merged(parts: Sequence[Byline]) -> Byline:
    return Byline(
        authors=tuple(name for part in parts for name in part.authors),
        published=next((part.published for part in parts if part.published), None),
        site=next((part.site for part in parts if part.site), None),
    )


def _read_part(line: str) -> Byline | None:
    published, rest = _take_date(line)
    site, rest = _take_outlet(rest)
    labelled = _patterns().labelled.match(rest.strip(" ,|-–—"))
    if labelled:
        names = _names(_without_date_words(labelled["names"]))
        if names is None:
            return None
        written = labelled["label"].lower() in _table()["labels"]["author"]
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
    names = _names(bare)
    if names is None or any(len(name.split()) > BARE_NAME_LIMIT_WORDS for name in names):
        return None
    return Byline(authors=names, published=published, site=site)


def read_date(text: str) -> date | None:
    """The first date in `text`, as a datetime with its zone where a time stands with it."""
    return _take_date(text)[0]


def split_dateline(paragraph: str) -> Dateline | None:
    """`paragraph` without its dateline, or None when it has none."""
    head = paragraph[: LEAD_LIMIT_CHARS + DATELINE_LIMIT_CHARS]
    for pattern in _patterns().datelines:
        match = pattern.match(head)
        if match:
            site = outlet_name(match["outlet"]) if match["outlet"] else None
            return Dateline("", site, paragraph[match.end() :])
    inner = _patterns().inner_dateline.search(head)
    if inner and inner.start() <= LEAD_LIMIT_CHARS:
        lead = paragraph[: inner.start()].strip()
        return Dateline(lead, outlet_name(inner["outlet"] or inner["signed"]), paragraph[inner.end() :])
    return None


def outlet_name(mention: str) -> str | None:
    """The outlet's name as readers know it, for one way of writing it."""
    mention = mention.strip().lower()
    for pattern, name in _table()["outlets"].items():
        if re.fullmatch(pattern, mention):
            return str(name)
    return None


def without_outlet(title: str) -> str:
    """A headline without the outlet that browsers hang on it: "... | tempo.co", "... - ANTARA News"."""
    head, separator, tail = max(
        (title.rpartition(mark) for mark in (" | ", " - ", " – ", " — ", " |")),
        key=lambda parts: len(parts[0]),
    )
    return head.rstrip() if separator and outlet_name(tail) else title


def _take_date(text: str) -> tuple[date | None, str]:
    """The date (and time) in `text`, and the text without them and without the day's name."""
    day, rest = _calendar_day(text)
    if day is None:
        return None, text
    clock = _CLOCK.search(rest)
    rest = _patterns().day_name.sub(" ", _CLOCK.sub(" ", rest))
    if clock is None:
        return day, rest
    zone_hours = _table()["zones"][(clock[3] or HOME_ZONE).upper()]
    moment = datetime(day.year, day.month, day.day, int(clock[1]), int(clock[2]), tzinfo=_zone(zone_hours))
    return moment, rest


def _calendar_day(text: str) -> tuple[date | None, str]:
    for pattern in (_patterns().worded_date, _NUMERIC_DATE):
        for match in pattern.finditer(text):
            day = _day_of(match)
            if day is not None:
                return day, text[: match.start()] + " " + text[match.end() :]
    return None, text


def _day_of(match: re.Match[str]) -> date | None:
    parts = [part for part in match.groups() if part]
    if parts[1].isdigit():
        year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    else:
        day, month, year = parts[0], _month_numbers()[parts[1].lower()], parts[2]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _zone(hours: int) -> timezone:
    return timezone(timedelta(hours=hours))


def _take_outlet(text: str) -> tuple[str | None, str]:
    match = _patterns().outlet_at_edge.search(text)
    if match is None:
        return None, text
    return outlet_name(match["outlet"] or match["last"]), text[: match.start()] + " " + text[match.end() :]


def _without_date_words(text: str) -> str:
    return _patterns().date_word.sub(" ", text)


def _names(text: str) -> tuple[str, ...] | None:
    """The people in `text`, none for "Tim"; None when it holds something that is no name."""
    text = text.strip(" ,:;|/•·-–—()")
    if not text:
        return ()
    names = [name.strip() for name in _BETWEEN_NAMES.split(text) if name.strip()]
    nobody = {*_table()["labels"]["nobody"], *map(str.lower, _table()["datelines"]["places"])}
    for name in names:
        if name.lower() not in nobody and not _NAME.fullmatch(name):
            return None
        if len(name.split()) > NAME_LIMIT_WORDS:
            return None
    return tuple(name for name in names if name.lower() not in nobody)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("bot.data").joinpath("bylines.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _month_numbers() -> Mapping[str, int]:
    return {name: int(number) for number, names in _table()["months"].items() for name in names.split()}


def _either(words: Sequence[str]) -> str:
    """An alternation of literal words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _outlets() -> str:
    return "|".join(sorted(_table()["outlets"], key=len, reverse=True))


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    labels = _table()["labels"]
    outlet, months = _outlets(), _either(list(_month_numbers()))
    places = _either(_table()["datelines"]["places"])
    days = _either(_table()["days"]["names"].split())
    known_place = rf"(?:{places}|(?-i:[A-Z]{{4,}}(?:\s[A-Z]{{2,}}){{0,2}}))"
    partner = r"(?:\s?(?:/|-|,)\s?[\w .]{2,30})?"
    return _Patterns(
        part_break=re.compile(
            rf"\s*\|\s*|\s+(?=(?:{_either(labels['author'] + labels['other'])})\s*:)", re.I
        ),
        worded_date=re.compile(rf"\b(\d{{1,2}})[\s.-]+({months})\.?[\s.,-]+(\d{{4}})\b", re.I),
        day_name=re.compile(rf"\b(?:{days})\b\.?,?", re.I),
        date_word=re.compile(rf"\b(?:{_either(labels['date'])})\b\s*:?", re.I),
        outlet_at_edge=re.compile(
            rf"^(?P<outlet>{outlet})(?=\s*(?:$|[-–—|,•·/]))|(?<=[-–—|,•·/(\s])(?P<last>{outlet})\)?\s*$", re.I
        ),
        labelled=re.compile(
            rf"(?P<label>{_either(labels['author'] + labels['other'])})(?:\s*[:|]\s*|\s+)(?P<names>.+)", re.I
        ),
        role=re.compile(rf"\b(?:{_either(labels['role'])})\b", re.I),
        datelines=(
            # Liputan6.com, Jakarta -  |  TEMPO.CO, Jakarta -  |  KONTAN.CO.ID - JAKARTA.
            re.compile(
                rf"\s*(?P<outlet>{outlet})\s*(?:,|{_DASH}|/)\s*(?-i:{_PLACE})(?:,\s?(?-i:{_PLACE}))?"
                rf"\s*(?:{_DASH}|(?<=[A-Z]{{3}})\.\s|:)\s*",
                re.I,
            ),
            # JAKARTA, KOMPAS.com -  |  Jakarta (ANTARA) -  |  Jakarta --(ANTARA/X)--
            re.compile(
                rf"\s*(?-i:{_PLACE})(?:,\s?(?-i:{_PLACE}))?\s*(?:,|{_DASH})?\s*\(?(?P<outlet>{outlet}){partner}\)?"
                rf"\s*{_DASH}\s*",
                re.I,
            ),
            # KOMPAS.com -
            re.compile(rf"\s*(?P<outlet>{outlet})\s*{_DASH}\s*(?=[\"“‘'A-Z0-9])", re.I),
            # Liputan6.com, Jakarta Presiden
            re.compile(rf"\s*(?P<outlet>{outlet}),\s*(?:{places})\s+(?=[\"“‘'A-Z0-9])", re.I),
            # Jakarta -  |  JAKARTA –
            re.compile(rf"\s*(?P<outlet>(?!)x)?{known_place}\s+{_DASH}\s*(?=[\"“‘'A-Z0-9])"),
        ),
        inner_dateline=re.compile(
            rf"(?<=\s)(?:{places}|(?-i:{_PLACE}))\s*\((?P<outlet>{outlet}){partner}\)\s*{_DASH}\s*"
            rf"|(?<=\s)(?P<shout>(?-i:[A-Z]{{4,}}(?:\s[A-Z]{{4,}})?)),\s*(?P<signed>{outlet})\s*{_DASH}\s*",
            re.I,
        ),
    )
