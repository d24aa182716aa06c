"""What of a sentence's sense a translation must keep: that it denies something, how large an amount is, which
day.

In: an Indonesian sentence and its English translation, or the other way round. Out: what is lost of it, and
the translation put right where that can be done by exchanging a word. Pure; this module must know no model.
Names and plain numbers are bot/translation/fidelity.py's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.data import read_table

Pair = tuple[str, str]
"""Two languages, the source's first."""
ID_EN: Pair = ("id", "en")
TABLES: Mapping[Pair, str] = {ID_EN: "sense.toml", ("en", "id"): "sense_en.toml"}
"""The pairs of which something is known, each with its table."""
NUMBER = r"\d+(?:[.,]\d+)*"
DAY_OF_YEAR = re.compile(r"\b(\d{1,2}) ([A-Z]\w+) (\d{4})\b")
END = r"(?!\w)(?!\. ?\d)"
"""The end of a word that is not the "No." of a number."""
RANGE = re.compile(rf"\s*(?:to|and|or|hingga|sampai|dan|atau|-|–)\s*{NUMBER}")
"""What follows the first number of "5.5 to 6.5 percent"."""


UNSCALED = re.compile(
    r"(?=$|[.,;:!?)\]\"”’'](?:\s|$)|\s+(?!\(|(?:\w+\s+)?(?:hundred|thousand|million|billion|trillion|percent"
    r"|ratus|ribu|juta|miliar|triliun|persen)))"
)
"""What follows a number that has lost its word; not "75m", "10+ million" or "3 hundred million"."""


@dataclass(frozen=True, slots=True)
class _Table:
    negation: re.Pattern[str]
    english_negation: re.Pattern[str]
    plain_negation: re.Pattern[str]
    prefixed: re.Pattern[str]
    not_prefixed: re.Pattern[str]
    scaled: re.Pattern[str]
    scales: Mapping[str, tuple[str, ...]]
    english_scale: re.Pattern[str]
    calendars: Mapping[str, Mapping[str, str]]
    """"days" and "months"."""


def denies(source: str, pair: Pair = ID_EN) -> bool:
    """Whether the source denies something."""
    return _table(pair).negation.search(source.replace("’", "'")) is not None


def plainly_denies(translation: str, pair: Pair = ID_EN) -> bool:
    """Whether the translation denies something with a word that does nothing else."""
    return _table(pair).plain_negation.search(translation.replace("’", "'")) is not None


def has_amount(source: str, pair: Pair = ID_EN) -> bool:
    """Whether there is a number with a "million" or the like in the source."""
    return _table(pair).scaled.search(source) is not None


def loses_negation(source: str, translation: str, pair: Pair = ID_EN) -> bool:
    """Whether `source` denies something and nothing in `translation` does.

    >>> loses_negation("Bupati tidak hadir.", "The regent was present.")
    True
    >>> loses_negation("Tidak hanya beras, gula pun naik.", "Both rice and sugar rose.")
    False
    """
    table = _table(pair)
    translation = translation.replace("’", "'")
    if not denies(source, pair) or table.english_negation.search(translation):
        return False
    return not any(not table.not_prefixed.fullmatch(word) for word in table.prefixed.findall(translation))


def lost_amounts(source: str, translation: str, pair: Pair = ID_EN) -> int:
    """How many numbers stand in the translation without the "million" that they have in the source."""
    return len(_wrong_amounts(source, translation, pair))


def with_amounts(source: str, translation: str, pair: Pair = ID_EN) -> str:
    """`translation` with the right word after each number that has such a word in `source`.

    >>> with_amounts("Kerugian mencapai Rp2,5 miliar.", "Losses reached Rp 2.5 million.")
    'Losses reached Rp 2.5 billion.'
    >>> with_amounts("Naik 12 persen.", "Up 12.")
    'Up 12 percent.'
    """
    for start, end, word in reversed(_wrong_amounts(source, translation, pair)):
        translation = f"{translation[:start]} {word}{translation[end:]}"
    return translation


def with_calendar(source: str, translation: str, pair: Pair = ID_EN) -> str:
    """`translation` with the day or month of `source` where it has another one in its stead.

    >>> with_calendar("Sidang digelar Kamis (12/6).", "The trial was held on Tuesday (12/6).")
    'The trial was held on Thursday (12/6).'
    """
    for calendar in _table(pair).calendars.values():
        wanted = Counter(calendar[word] for word in re.findall(r"[\w']+", source) if word in calendar)
        if not wanted:
            continue
        written = Counter(word for word in re.findall(r"\w+", translation) if word in calendar.values())
        missing, extra = wanted - written, written - wanted
        if missing.total() == extra.total() == 1 and written[other := next(iter(extra))] == 1:
            translation = re.sub(rf"\b{other}\b", next(iter(missing)), translation)
    return translation


def with_whole_dates(source: str, translation: str) -> str:
    """The English `translation` with the days of `source` ("2 Juni 2025") whose day or year it lost.

    >>> with_whole_dates("Rapat digelar pada 2 Juni 2025.", "The meeting was held on June 225.")
    'The meeting was held on June 2, 2025.'
    """
    months = _table(ID_EN).calendars["months"]
    for day, month, year in DAY_OF_YEAR.findall(source):
        name = months.get(month)
        if name is None or all(re.search(rf"\b{number}\b", translation) for number in (day, year)):
            continue
        written = re.compile(rf"(?:\b\d+ )?\b{name}\b(?:,? \d+)*")
        if len(written.findall(translation)) == 1:
            translation = written.sub(f"{name} {day}, {year}", translation)
    return translation


def with_english_months(translation: str) -> str:
    """The English `translation` with the days whose month stayed Indonesian: "1 desember" in a headline.

    >>> with_english_months("until 1 desember 2026")
    'until December 1, 2026'
    """
    months = _table(ID_EN).calendars["months"]
    day = r"\d{1,2}"
    written = re.compile(
        rf"\b({day}\s?(?:-|–|to|and)\s?)?\b({day}) ({_any(months)})\b(?: (\d{{4}})\b)?",
        re.IGNORECASE | re.ASCII,
    )

    def named(match: re.Match[str]) -> str:
        name = months[match[3].capitalize()]
        if match[3] == name:
            return match[0]
        if match[1]:
            return match[0].replace(match[3], name)
        return f"{name} {match[2]}, {match[4]}" if match[4] else f"{name} {match[2]}"

    return written.sub(named, translation)


def english_months() -> tuple[str, ...]:
    """Return the months in English, January first."""
    return tuple(dict.fromkeys(_table(ID_EN).calendars["months"].values()))


def _wrong_amounts(source: str, translation: str, pair: Pair) -> list[tuple[int, int, str]]:
    """Where in the translation which word must stand, ascending; only for numbers that stand once on each
    side."""
    table = _table(pair)
    wanted = {_digits(m.group(1)): table.scales[m.group(2).lower()] for m in table.scaled.finditer(source)}
    if not wanted:
        return []
    counts = [Counter(_digits(n) for n in re.findall(NUMBER, text)) for text in (source, translation)]
    wrong = []
    for match in re.finditer(NUMBER, translation):
        digits = _digits(match.group())
        scale = wanted.get(digits)
        if scale is None or any(count[digits] != 1 for count in counts):
            continue
        if RANGE.match(translation, match.end()):
            continue
        written = table.english_scale.match(translation, match.end())
        if written is None and not UNSCALED.match(translation, match.end()):
            continue
        if written is None:
            wrong.append((match.end(), match.end(), scale[0]))
        elif written.group(1).lower() not in scale:
            wrong.append((match.end(), written.end(), scale[0]))
    return wrong


def _digits(number: str) -> str:
    return number.replace(".", "").replace(",", "")


@lru_cache
def _table(pair: Pair) -> _Table:
    data = read_table(TABLES[pair])
    negation: dict[str, list[str]] = data["negation"]
    plain = negation["plain"]
    scales = {word: tuple(english) for word, english in data["scale"].items()}
    english = {word for scale in scales.values() for word in scale}.union(scales)
    return _Table(
        negation=_source_negation(negation),
        english_negation=re.compile(rf"\b(?:{_starred(plain + negation['english'])}){END}", re.IGNORECASE),
        plain_negation=re.compile(rf"\b(?:{_starred(plain)}){END}", re.IGNORECASE),
        prefixed=re.compile(rf"\b(?:{'|'.join(negation['prefixes'])})[a-z]{{3,}}"),
        not_prefixed=re.compile(_starred(negation["not_negated"]), re.IGNORECASE),
        scaled=re.compile(rf"({NUMBER})[ -]?({_any(scales)})\b", re.IGNORECASE),
        scales=scales,
        english_scale=re.compile(rf"[\s-]*({_any(english)})(?!\w)", re.IGNORECASE),
        calendars=data["calendar"],
    )


def _source_negation(table: Mapping[str, Any]) -> re.Pattern[str]:
    """In small letters anywhere, with a capital where a sentence begins: elsewhere it is part of a title."""
    capital = _any(f"{word[0].upper()}{word[1:]}" for word in table["words"])
    begins = r"(?:^|(?<=[.!?] )|(?<=[\"“‘'(]))"
    before = "".join(rf"(?<!\b[{word[0].upper()}{word[0]}]{word[1:]}\s)" for word in table["not_after"])
    after = rf"(?![-\w])(?!\s+(?:{_any(table['not_before'])})\b)"
    return re.compile(rf"(?:{before}(?<![-\w])(?:{_any(table['words'])})|{begins}(?:{capital})){after}")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _starred(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in words)
