"""The time of day as English writes it: "pukul 15.30 WIB" becomes "3:30 p.m. WIB".

In: an Indonesian line and its English translation, in which the times still stand in the source's figures.
Out: the translation with them as clocks of twelve hours. Pure; this module must know no other numbers: what
is no time of day in the source, a price or a score, stays.
"""

from __future__ import annotations

import re

_TIME = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_ZONE = r"\s*(?:WIB|WITA|Wita|WIT|waktu setempat)\b"
_RANGE = r"\s*(?:-|–|s/d|sampai(?:\s+dengan)?|hingga|dan|atau)\s*(?:(?:pukul|jam)\s+)?"
_CLOCK = re.compile(
    rf"\b(?:[Pp]ukul|[Jj]am)\s+({_TIME}(?:{_RANGE}{_TIME})*)(?![.:]?\d)|(?<![\d.,:])({_TIME})(?={_ZONE})"
)
"""After "pukul" or "jam", or before a time zone; "pukul 09.00-11.30" is two."""
_WRITTEN = re.compile(rf"(?<![\d.,:])({_TIME})(?![\d:]|[.,]\d)(?!\s*[ap]\.?m\b)", re.IGNORECASE)
NOON = 12


def with_clocks(source: str, translation: str) -> str:
    """Return the English translation with the source's times of day on a clock of twelve hours.

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

    return _WRITTEN.sub(shown, translation) if times else translation


def _minutes(time: str) -> tuple[int, int]:
    """Return hour and minute of a written time."""
    hour, minute = re.split("[.:]", time)
    return int(hour), int(minute)


def _twelve_hours(hour: int, minute: int) -> str:
    if minute == 0 and hour % NOON == 0:
        return "noon" if hour == NOON else "midnight"
    half = "p.m." if hour % (2 * NOON) >= NOON else "a.m."
    return f"{hour % NOON or NOON}{f':{minute:02}' if minute else ''} {half}"
