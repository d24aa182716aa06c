"""Roman numerals, and codes of letters and figures: "kelas VII-IX", "Timnas U-23", "virus H5N1".

In: a sentence in either language. Out: where they stand in it, and what may stand for each in a translation,
the numeral or code itself first; the sentence with a numeral and its year apart. Models read the letters of
such a word as parts of other words. Pure but for reading its table once; this module must know no other
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from bot.data import either, read_table

ROMAN = r"(?=[XVI])X{0,3}(?:IX|IV|V?I{0,3})"
"""Up to XXXIX: the letters of greater ones are those of abbreviations (CD, DI, MM)."""
VALUES = {"I": 1, "V": 5, "X": 10}
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
TEENS = range(11, 14)
DASHES = "–-"
RANGE = rf"{ROMAN}(?:[{DASHES}]{ROMAN})?"
ALONE = re.compile(rf"(?<!\w)(?:{RANGE})(?!\w)")
BEFORE = r"(?<![\w.,/@#&'’-])"
YEAR = r"(?=(?:19|20)\d\d(?!\d))"
CODE = re.compile(rf"{BEFORE}[A-Z]{{1,2}}(?!-{YEAR})-?\d+(?:-?[A-Z]{{1,2}}(?:-?\d+)?)?(?![\w-]|[.,/]\d)")
"""One or two letters and figures ("U-23", "H5N1", "MH370"): more letters are a word, "APBN-2027"."""
YEAR_BEHIND = re.compile(rf"{BEFORE}({ROMAN})[/{DASHES}]{YEAR}")


@dataclass(frozen=True, slots=True)
class _Table:
    phrase: re.Pattern[str]
    """Numerals with what shows that they are some."""
    to: tuple[str, ...]
    orders: tuple[tuple[str, ...], ...]
    """The numbers of order of each language."""


def numerals(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the numerals and codes of `text`: start, end, and what may stand for each in a translation.

    >>> [(start, end, forms[0]) for start, end, forms in numerals("Siswa kelas VII-IX naik bus B-2.")]
    [(12, 18, 'VII-IX'), (28, 31, 'B-2')]
    """
    for phrase in _table().phrase.finditer(text):
        for match in ALONE.finditer(text, *phrase.span()):
            yield (*match.span(), _forms(match.group()))
    for match in CODE.finditer(text):
        yield (*match.span(), (match.group(),))


def with_years_apart(text: str) -> str:
    """Return the text, as long as it was, with a blank between a numeral and its year.

    >>> with_years_apart("pada triwulan II-2027")
    'pada triwulan II 2027'
    """
    return YEAR_BEHIND.sub(r"\1 ", text)


def _forms(written: str) -> tuple[str, ...]:
    """The numeral or the range, and what else may stand for it."""
    ends = re.split(f"[{DASHES}]", written)
    if len(ends) == 1:
        return (written, *_others(written))
    between = (*DASHES, *(f" {word} " for word in _table().to))
    pairs = product(between, *((end, *_others(end)) for end in ends))
    return tuple(dict.fromkeys((written, *(f"{first}{dash}{last}" for dash, first, last in pairs))))


def _others(numeral: str) -> tuple[str, ...]:
    """The figures and words for a numeral."""
    number = _value(numeral)
    ending = "th" if number in TEENS else ENDINGS.get(number % 10, "th")
    words = [order[number - 1] for order in _table().orders if number <= len(order)]
    return (str(number), f"{number}{ending}", f"ke-{number}", *words, *(word.capitalize() for word in words))


def _value(numeral: str) -> int:
    """The number that a numeral stands for."""
    values = [VALUES[letter] for letter in numeral]
    return sum(-one if one < following else one for one, following in pairwise([*values, 0]))


@lru_cache(maxsize=1)
def _table() -> _Table:
    raw = read_table("numerals.toml")
    link = rf"(?:,\s|,?\s(?:{either(raw['links'])})\s)"
    several = rf"{RANGE}(?:{link}{RANGE})"
    headed = rf"(?i:{either(raw['heads'])})\s{several}*"
    clear = rf"{several}+|{ROMAN}[{DASHES}]{ROMAN}|(?=[XVI]{{2}}){ROMAN}|{ROMAN}(?=[/{DASHES}]{YEAR})"
    return _Table(
        phrase=re.compile(rf"{BEFORE}(?:{headed}|{clear})(?!\w)"),
        to=tuple(raw["to"]),
        orders=tuple(tuple(words) for words in raw["order"].values()),
    )
