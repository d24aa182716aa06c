"""Dates as machines and as news pages write them.

In: a text with a date in it. Out: the moment or the day, or None; and the text without it. The names of
months, days and zones stand in bot/data/dates.toml. This module must not know whose date it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

from bot.data import read_table

WIB = timezone(timedelta(hours=7))
"""Western Indonesian Time: what an Indonesian newsroom means when it names no zone."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The web's news; other years are placeholders ("0001-01-01", "1970-01-01") or history."""

TEXT_LIMIT_CHARS = 400
"""How far into a text its date is looked for: the lines that hold one are shorter."""

_CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.][0-5]\d)?\b(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*(?P<zone>WIB|WITA|WIT|(?:GMT|UTC)(?:\s?(?P<ahead>[+-]\d{1,2})\b)?)(?![+\w]))?",
    re.IGNORECASE,
)
_NUMERIC_DAY = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})"
    r"|(?P<year_first>\d{4})-(?P<month_next>\d{2})-(?P<day_last>\d{2}))\b"
)


@dataclass(frozen=True, slots=True)
class _Names:
    """What is compiled from the table, once."""

    months: Mapping[str, int]
    zones: Mapping[str, int]
    worded_day: re.Pattern[str]
    day_name: re.Pattern[str]


def parse_date(text: str, *, indonesian: bool = True) -> date | None:
    """A date as machines (ISO 8601, RFC 5322) or pages ("15 Sep 2023, 21:34 WIB") write it; None without one.

    A datetime with its zone where the text gives a time, else a date, from FIRST_YEAR to LAST_YEAR. A time
    without a zone is WIB on an Indonesian page, and is dropped on another. What such a page gives in
    UTC is turned into WIB, so that the day is the reader's.
    """
    text = text.strip()[:TEXT_LIMIT_CHARS]
    moment = _machine_date(text)
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        moment = _printed_date(text)[0]
    return moment and in_zone(moment, indonesian=indonesian)


def in_zone(moment: date, *, indonesian: bool) -> date:
    """A date as the readers of a text in Indonesian, or in another language, have it: see parse_date."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=WIB) if indonesian else moment.date()
    return moment.astimezone(WIB) if indonesian and not moment.utcoffset() else moment


def take_date(text: str) -> tuple[date | None, str]:
    """The printed date in a line of news, without a zone where the line names none, and the line without it,
    its clock and its day."""
    return _printed_date(text)


def _machine_date(text: str) -> date | None:
    iso = re.sub(r"^(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", text).replace(" +", "+")
    try:
        return (
            date.fromisoformat(iso) if re.fullmatch(r"\d{4}-\d\d-\d\d", iso) else datetime.fromisoformat(iso)
        )
    except ValueError:
        pass
    if not re.match(r"[A-Z][a-z]{2}, \d", text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _printed_date(text: str) -> tuple[date | None, str]:
    """The date as printed, without a zone where none is named, and the text around it."""
    day, start, end = _calendar_day(text)
    if day is None:
        return None, text
    clock = _CLOCK.search(text, end) or _CLOCK.search(text[:start])
    rest = _CLOCK.sub(" ", f"{text[:start]} {text[end:]}")
    rest = _names().day_name.sub(" ", rest)
    if clock is None:
        return day, rest
    moment = datetime(day.year, day.month, day.day, _hour(clock), int(clock["minute"]), tzinfo=_zone(clock))
    return moment, rest


def _calendar_day(text: str) -> tuple[date | None, int, int]:
    """The first day that a calendar has, and where in `text` it stands."""
    for pattern in (_names().worded_day, _NUMERIC_DAY):
        for match in pattern.finditer(text):
            day = _day_of([part for name, part in match.groupdict().items() if part and name != "mark"])
            if day is not None:
                return day, match.start(), match.end()
    return None, 0, 0


def _day_of(parts: Sequence[str]) -> date | None:
    day, month, year = parts
    if len(day) == 4:
        day, year = year, day
    elif not day.isdigit():
        day, month = month, day
    number = int(month) if month.isdigit() else _names().months[month.lower()]
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _hour(clock: re.Match[str]) -> int:
    hour = int(clock["hour"])
    if clock["half"] and hour <= 12:
        return hour % 12 + 12 * (clock["half"].lower() == "p")
    return hour


def _zone(clock: re.Match[str]) -> timezone | None:
    if not clock["zone"]:
        return None
    hours = int(clock["ahead"]) if clock["ahead"] else _names().zones[clock["zone"].lower()]
    return timezone(timedelta(hours=hours)) if abs(hours) < 24 else None


@lru_cache(maxsize=1)
def _names() -> _Names:
    table = read_table("dates.toml")
    months = {name: int(number) for number, names in table["months"].items() for name in names.split()}
    month = "|".join(sorted(months, key=len, reverse=True))
    days = "|".join(sorted(map(re.escape, table["days"]["names"].split()), key=len, reverse=True))
    return _Names(
        months=months,
        zones=dict(table["zones"]),
        worded_day=re.compile(
            rf"\b(?P<day>\d{{1,2}})[\s.-]+(?P<month>{month})\b\.?[\s.,-]+(?P<year>\d{{4}})\b"
            rf"|\b(?P<month_first>{month})\.?\s+(?P<day_next>\d{{1,2}}),?\s+(?P<year_last>\d{{4}})\b",
            re.IGNORECASE,
        ),
        day_name=re.compile(rf"\b(?:{days})\b\.?,?", re.IGNORECASE),
    )
