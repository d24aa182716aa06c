"""Dates, times of day and thousands as English writes them, once a sentence is translated.

In: an Indonesian line and its English translation, in which they still stand in the source's figures. Out:
the translation with "3:30 p.m." for 15.30, "March 12" for 12/3, "60,000" for 60 thousand. Pure; this module
must know no other numbers: what is no date and no time in the source, a price or a score, stays.
"""

from __future__ import annotations

import re

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
LAST_DAY = 31
NOON = 12
_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])|(?<=\()(\d{1,2})/(\d{1,2})(?=\))")
"""A date with its year, or in brackets one without: elsewhere "1/2" is a half."""
_TIME = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_ZONE = r"\s*(?:WIB|WITA|Wita|WIT|waktu setempat)\b"
_RANGE = r"\s*(?:-|–|s/d|sampai(?:\s+dengan)?|hingga|dan|atau)\s*(?:(?:pukul|jam)\s+)?"
_CLOCK = re.compile(
    rf"\b(?:[Pp]ukul|[Jj]am)\s+({_TIME}(?:{_RANGE}{_TIME})*)(?![.:]?\d)|(?<![\d.,:])({_TIME})(?={_ZONE})"
)
"""After "pukul" or "jam", or before a time zone; "pukul 09.00-11.30" is two."""
_WRITTEN_TIME = re.compile(rf"(?<![\d.,:])({_TIME})(?![\d:]|[.,]\d)(?!\s*[ap]\.?m\b)", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})\s?ribu\b")
_WRITTEN_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}) thousand\b(?! (?:million|billion|trillion)\b)")


def in_english(source: str, translation: str) -> str:
    """Return the translation with all of them as English writes them."""
    return with_whole_thousands(source, with_clocks(source, with_named_months(source, translation)))


def with_named_months(source: str, translation: str) -> str:
    """Return the translation with the months of `source`'s dates by name: "12/3" is read as December by many.

    >>> with_named_months("pada Senin (12/3/2018)", "on Monday (12/3/2018)")
    'on Monday (March 12, 2018)'
    """
    there = {match.group() for match in _DATE.finditer(source)}

    def named(match: re.Match[str]) -> str:
        day, month = int(match[1] or match[4]), int(match[2] or match[5])
        if match.group() not in there or not 0 < day <= LAST_DAY or not 0 < month <= len(MONTHS):
            return match.group()
        return f"{MONTHS[month - 1]} {day}" + (f", {match[3]}" if match[3] else "")

    return _DATE.sub(named, translation)


def with_whole_thousands(source: str, translation: str) -> str:
    """Return the translation with the thousands of `source` in figures.

    >>> with_whole_thousands("60 ribu penggemar", "60 thousand fans")
    '60,000 fans'
    """
    there = set(_THOUSANDS.findall(source))
    return _WRITTEN_THOUSANDS.sub(
        lambda match: f"{match[1]},000" if match[1] in there else match[0], translation
    )


def with_clocks(source: str, translation: str) -> str:
    """Return the translation with the source's times of day on a clock of twelve hours.

    >>> with_clocks("pukul 15.30 WIB", "at 15.30 WIB")
    'at 3:30 p.m. WIB'
    >>> with_clocks("Rapat dibuka pukul 12.00.", "The meeting was opened at 12.00.")
    'The meeting was opened at noon.'
    """
    times = {
        _minutes(time)
        for match in _CLOCK.finditer(source)
        for time in re.findall(_TIME, match[1] or match[2])
    }

    def shown(match: re.Match[str]) -> str:
        if _minutes(match[1]) not in times:
            return match[0]
        time = _twelve_hours(*_minutes(match[1]))
        return time.removesuffix(".") if translation.startswith(".", match.end()) else time

    return _WRITTEN_TIME.sub(shown, translation) if times else translation


def _minutes(time: str) -> tuple[int, int]:
    """Return hour and minute of a written time."""
    hour, minute = re.split("[.:]", time)
    return int(hour), int(minute)


def _twelve_hours(hour: int, minute: int) -> str:
    if minute == 0 and hour % NOON == 0:
        return "noon" if hour == NOON else "midnight"
    half = "p.m." if hour % (2 * NOON) >= NOON else "a.m."
    return f"{hour % NOON or NOON}{f':{minute:02}' if minute else ''} {half}"
