"""Dates, times of day and thousands as English writes them, and times of day as Indonesian does.

In: an Indonesian line, and its English translation, in which they may still stand in the source's figures.
Out: the translation with "3:30 p.m." for 15.30, "March 12" for 12/3, "60,000" for 60 thousand. For an English
line and its Indonesian translation "pukul 15.30" for 3:30 p.m. Pure; this
module must know no other numbers: what is no date and no time in the source, a price or a score, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.data import either, read_table
from bot.translation.sense import english_months

LAST_DAY = 31
NOON = 12
_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])|(?<=\()(\d{1,2})/(\d{1,2})(?=\))")
"""A date with its year, or in brackets one without: elsewhere "1/2" is a half."""
_TIME = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_HALF = r"\s*[ap]\.?m\b\.?"
_WRITTEN_TIME = re.compile(rf"(?<![\d.,:])({_TIME})(?![\d:]|[.,]\d)({_HALF})?", re.IGNORECASE)
_ENGLISH_TIME = re.compile(r"(?<![\d.,:])(\d{1,2})(?:[.:]([0-5]\d))?\s*([ap])\.?m\b\.?(?!\w)", re.IGNORECASE)
_WRITTEN_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}) thousand\b(?! (?:million|billion|trillion)\b)")


@dataclass(frozen=True, slots=True)
class _Patterns:
    clock: re.Pattern[str]
    """After "pukul" or "jam", or before a time zone; "pukul 09.00-11.30" is two."""
    thousands: re.Pattern[str]


def in_english(source: str, translation: str) -> str:
    """Return the translation with all of them as English writes them."""
    return with_whole_thousands(source, with_clocks(source, with_named_months(source, translation)))


def english_figures(source: str) -> dict[int, str]:
    """Return how English writes the times of day and the thousands of a line, by where their numbers stand.

    >>> english_figures("60 ribu orang datang pukul 15.30")
    {0: '60,000', 27: '3:30 p.m.'}
    """
    thousands = {
        match.start(): _whole_thousands(match[1]) for match in _patterns().thousands.finditer(source)
    }
    return thousands | {place: _twelve_hours(*time) for place, time in _times(source).items()}


def dates(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the dates in figures of a text: start, end, and what may stand for each in English, itself first.

    >>> [*dates("Senin (12/3)")]
    [(7, 11, ('12/3', 'March 12', '12 March'))]
    """
    for match in _DATE.finditer(text):
        if name := _month(match):
            day, year = int(match[1] or match[4]), match[3]
            start, end = match.start(), match.end()
            forms = (
                (f"{name} {day}, {year}", f"{day} {name} {year}")
                if year
                else (f"{name} {day}", f"{day} {name}")
            )
            yield start, end, (match.group(), *forms)


def with_named_months(source: str, translation: str) -> str:
    """Return the translation with the months of `source`'s dates by name: "12/3" is read as December by many.

    >>> with_named_months("pada Senin (12/3/2018)", "on Monday (12/3/2018)")
    'on Monday (March 12, 2018)'
    """
    named = {source[start:end]: forms[1] for start, end, forms in dates(source)}
    return _DATE.sub(lambda match: named.get(match.group(), match.group()), translation)


def with_whole_thousands(source: str, translation: str) -> str:
    """Return the translation with the thousands of `source` in figures.

    >>> with_whole_thousands("60 ribu penggemar", "60 thousand fans")
    '60,000 fans'
    """
    there = set(_patterns().thousands.findall(source))
    return _WRITTEN_THOUSANDS.sub(
        lambda match: _whole_thousands(match[1]) if match[1] in there else match[0], translation
    )


def with_clocks(source: str, translation: str) -> str:
    """Return the translation with the source's times of day on a clock of twelve hours.

    >>> with_clocks("pukul 15.30 WIB", "at 15.30 WIB")
    'at 3:30 p.m. WIB'
    >>> with_clocks("pukul 15.30 WIB", "at 15.30 p.m. WIB")
    'at 3:30 p.m. WIB'
    >>> with_clocks("Rapat dibuka pukul 12.00.", "The meeting was opened at 12.00.")
    'The meeting was opened at noon.'
    """
    times = set(_times(source).values())

    def shown(match: re.Match[str]) -> str:
        hour, _ = _minutes(match[1])
        if _minutes(match[1]) not in times or (match[2] and 0 < hour <= NOON):
            return match[0]
        time = _twelve_hours(*_minutes(match[1]))
        return time.removesuffix(".") if translation.startswith(".", match.end()) else time

    return _WRITTEN_TIME.sub(shown, translation) if times else translation


def in_indonesian(source: str, translation: str) -> str:
    """Return the Indonesian translation with the times of day of an English line on a clock of 24 hours.

    >>> in_indonesian("It shut at 9 p.m.", "Toko itu tutup pada 9 p.m.")
    'Toko itu tutup pada pukul 21.00.'
    """
    openers = read_table("figures.toml")["clock"]["openers"]
    times = {_of_day(match) for match in _ENGLISH_TIME.finditer(source)}
    ends = source.endswith(".")

    def shown(match: re.Match[str]) -> str:
        if _of_day(match) not in times:
            return match[0]
        opened = re.search(rf"(?:{either(openers)})\s+$", translation[: match.start()])
        hour, minute = _of_day(match)
        stop = "." if ends and match.end() == len(translation) else ""
        return f"{'' if opened else f'{openers[0]} '}{hour:02}.{minute:02}{stop}"

    return _ENGLISH_TIME.sub(shown, translation) if times else translation


def _of_day(time: re.Match[str]) -> tuple[int, int]:
    """Return hour and minute on a clock of 24 hours of an English time."""
    afternoon = NOON if time[3].lower() == "p" else 0
    return int(time[1]) % NOON + afternoon, int(time[2] or 0)


def _month(date: re.Match[str]) -> str | None:
    """Return the English name of a date's month; None where it is no date."""
    months, day, month = english_months(), int(date[1] or date[4]), int(date[2] or date[5])
    return months[month - 1] if 0 < day <= LAST_DAY and 0 < month <= len(months) else None


def _times(source: str) -> dict[int, tuple[int, int]]:
    """Return hour and minute of the line's times of day, by where they stand."""
    time = re.compile(_TIME)
    return {
        match.start(): _minutes(match.group())
        for clock in _patterns().clock.finditer(source)
        for match in time.finditer(source, clock.start(), clock.end())
    }


def _minutes(time: str) -> tuple[int, int]:
    """Return hour and minute of a written time."""
    hour, minute = re.split("[.:]", time)
    return int(hour), int(minute)


def _twelve_hours(hour: int, minute: int) -> str:
    if minute == 0 and hour % NOON == 0:
        return "noon" if hour == NOON else "midnight"
    half = "p.m." if hour % (2 * NOON) >= NOON else "a.m."
    return f"{hour % NOON or NOON}{f':{minute:02}' if minute else ''} {half}"


def _whole_thousands(number: str) -> str:
    return f"{number},000"


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table = read_table("figures.toml")
    openers, zones, links = (either(table["clock"][words]) for words in ("openers", "zones", "links"))
    thousand = either(table["scale"]["thousand"])
    opener = rf"\b(?:{openers})\s+"
    return _Patterns(
        clock=re.compile(
            rf"{opener}{_TIME}(?:\s*(?:{links})\s*(?:{opener})?{_TIME})*(?![.:]?\d)"
            rf"|(?<![\d.,:]){_TIME}(?=\s*(?:{zones})\b)"
        ),
        thousands=re.compile(rf"(?<![\d.,])(\d{{1,3}})\s?(?:{thousand})\b"),
    )
