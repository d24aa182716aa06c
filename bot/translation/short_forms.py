"""Short forms of Indonesian news written out: "Plt Bupati", "Mentan", "H-3 Lebaran", "Rp 2,5 M".

In: an Indonesian line, and the places of names in it, which stay as they are. Out: the line as a model reads
it best, and all that holds the translation to it. Models have seen the long forms more often by far, and
leave the short ones out or make something of their sound. Pure but for reading its table once; this module
must know no model.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.data import either, read_table
from bot.translation.headlines import as_a_headline, is_headline
from bot.translation.numerals import links_between, number_words
from bot.translation.roles import short_offices

LANGUAGE = "id"
Span = tuple[int, int]

BEFORE, BEHIND = r"(?<![\w.@/#(&-])", r"(?![\w@/&-]|\.\w)"
"""Not in brackets, where a short form is told to stand for a long one, and no part of "di-PHK" or a site."""
SMALL = frozenset({"dan"})
"""Stays small in an office with capitals."""


@dataclass(frozen=True, slots=True)
class _Table:
    word: re.Pattern[str]
    exact: Mapping[str, str]
    offices: Mapping[str, str]
    forms: Mapping[str, str]
    in_capitals: frozenset[str]
    """Of the forms, those that are written in capitals as well."""
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    numbers: Mapping[str, int]
    pair: re.Pattern[str]
    links: tuple[str, str]
    """Between neighbours, and between others."""


def written_out(line: str, names: Collection[Span] = ()) -> str:
    """Return the line with its short forms written out, as in a headline if it is one, but for what `names`
    cover.

    >>> written_out("Plt Bupati dua-tiga kali ditanya soal Rp 2,5 M.")
    'Penjabat Bupati dua atau tiga kali ditanya soal Rp 2,5 miliar.'
    """
    is_titled = is_headline(line, LANGUAGE)
    parts, at = [], 0
    for start, end, long in sorted(_found(line), key=lambda found: (found[0], -found[1])):
        if start >= at and not any(first < end and start < last for first, last in names):
            parts += [line[at:start], as_a_headline(long, LANGUAGE) if is_titled else long]
            at = end
    return "".join((*parts, line[at:]))


def _found(line: str) -> Iterator[tuple[int, int, str]]:
    """Where short forms stand in the line, and what stands for each; of two in one place the first counts."""
    table = _table()
    for pattern, template in table.patterns:
        for match in pattern.finditer(line):
            yield (*match.span(), match.expand(template))
    for match in table.word.finditer(line):
        written = match.group()
        is_code = written.isupper() and written.lower() in table.forms.keys() - table.in_capitals
        if not is_code:
            yield (*match.span(), _long(written))
    for match in table.pair.finditer(line):
        if long := _numbers(match):
            yield (*match.span(), long)


def _long(written: str) -> str:
    """The long form of a word, with the capitals that the word has."""
    table = _table()
    small = written.lower()
    if written in table.exact:
        return table.exact[written]
    long = table.offices.get(small) or table.forms[small]
    words = long.split() if small in table.offices else [long]
    large = " ".join(word if word in SMALL else word.capitalize() for word in words)
    return large if written[0].isupper() else long


def _numbers(pair: re.Match[str]) -> str | None:
    """What "tiga-empat" says; None of "dua-dua", or "dua-satu", how a game ended."""
    table = _table()
    first, last = (table.numbers[word.lower()] for word in pair.groups())
    if first >= last:
        return None
    link = table.links[0] if last == first + 1 else table.links[1]
    return f"{pair[1]} {link} {pair[2].lower()}"


@lru_cache(maxsize=1)
def _table() -> _Table:
    raw = read_table("short_forms.toml")
    known = short_offices()
    offices = {short: known[short] for short in raw["offices"]}
    numbers = {word: at for at, word in enumerate(number_words(LANGUAGE), start=1)}
    any_case = either([*offices, *raw["forms"]])
    number = either(numbers)
    not_behind = "".join(rf"(?<!\b{word} )" for word in raw["not_behind"])
    return _Table(
        word=re.compile(rf"{BEFORE}(?:(?ia:{any_case})|{either(raw['exact'])}){BEHIND}"),
        exact=raw["exact"],
        offices=offices,
        forms=raw["forms"],
        in_capitals=frozenset(raw["in_capitals"]),
        patterns=tuple((re.compile(each["short"]), each["long"]) for each in raw["pattern"]),
        numbers=numbers,
        pair=re.compile(
            rf"(?<![\w-]){not_behind}({number})-({number})(?= [^\W\d_])", re.IGNORECASE | re.ASCII
        ),
        links=links_between(LANGUAGE),
    )
