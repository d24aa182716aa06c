"""Roman numerals, codes of letters and figures, two numbers in words: "VII-IX", "U-23", "dua atau tiga".

In: a sentence in either language. Out: where they stand in it, and what may stand for each in a translation,
the best first: the numeral or code itself; the sentence with a numeral and its year apart. Models read the
letters of such a word as parts of other words, and leave out one of two numbers. Pure but for reading its
table once; this module must know no other numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
    numbers: Mapping[str, Sequence[str]]
    between: Mapping[str, Sequence[str]]
    pairs: Mapping[str, re.Pattern[str]]
    """Of each language, two numbers with a word between them."""


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


def number_pairs(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield where `text` says how many by two numbers in words: start, end, and what may stand for both.

    >>> [(start, end, forms[0]) for start, end, forms in number_pairs("Ia dua atau tiga kali datang.")]
    [(3, 16, 'two or three')]
    """
    table = _table()
    for language, others in (("id", "en"), ("en", "id")):
        words = table.numbers[language]
        for match in table.pairs[language].finditer(text):
            first, last = (words.index(word.lower()) + 1 for word in match.groups())
            if first < last:
                yield (*match.span(), _pair_forms(first, last, others))


def number_words(language: str) -> tuple[str, ...]:
    """Return the numbers in words, from one on."""
    return tuple(_table().numbers[language])


def links_between(language: str) -> tuple[str, str]:
    """Return what stands between two neighbouring numbers in words, and between the ends of a range."""
    neighbours, ends, *_ = _table().between[language]
    return neighbours, ends


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


def _pair_forms(first: int, last: int, language: str) -> tuple[str, ...]:
    """What may stand for two numbers in a language, the best first."""
    table = _table()
    words = table.numbers[language]
    between = [*(f" {word} " for word in table.between[language]), *DASHES]
    written = [f"{words[first - 1]}{link}{words[last - 1]}" for link in between]
    figures = [f"{first}{link}{last}" for link in between]
    return (*written, *(pair.capitalize() for pair in written), *figures)


@lru_cache(maxsize=1)
def _table() -> _Table:
    raw = read_table("numerals.toml")
    link = rf"(?:,\s|,?\s(?:{either(raw['links'])})\s)"
    several = rf"{RANGE}(?:{link}{RANGE})"
    headed = rf"(?ia:{either(raw['heads'])})\s{several}*"
    clear = rf"{several}+|{ROMAN}[{DASHES}]{ROMAN}|(?=[XVI]{{2}}){ROMAN}|{ROMAN}(?=[/{DASHES}]{YEAR})"
    return _Table(
        phrase=re.compile(rf"{BEFORE}(?:{headed}|{clear})(?!\w)"),
        to=tuple(raw["to"]),
        orders=tuple(tuple(words) for words in raw["order"].values()),
        numbers=raw["numbers"],
        between=raw["between"],
        pairs={
            name: _pair(words, raw["between"][name], raw["parts"]["before"])
            for name, words in raw["numbers"].items()
        },
    )


def _pair(numbers: Sequence[str], between: Sequence[str], behind: Sequence[str]) -> re.Pattern[str]:
    """Two of the numbers with a word between them, and none of those behind them that make them greater."""
    number = either(numbers)
    end = rf"(?![\w-]| (?:{either(behind)})\b)"
    return re.compile(
        rf"(?<![\w-])({number}) (?:{either(between)}) ({number}){end}", re.IGNORECASE | re.ASCII
    )
