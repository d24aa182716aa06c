"""A text in capitals throughout, as sentences write it: names with a capital, all else small.

In: an article whose language is known. Out: the same article; where nearly all of its letters were capitals
and its language is Indonesian, with small letters. Names of people and places, and what sentences
are made of, are told by capitals: without them no person is found, and a model takes each word for a name.

A word is what the tables say: an abbreviation, a word that people write with a capital, one that news uses
often; what no table has is a name, unless it is built as words are. Pure but for the tables; this module must
not know where the text comes from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.data import read_lines, read_table
from bot.intake.common import common_words
from bot.records import Article

LANGUAGE = "id"
"""Of this language there are tables."""

CAPITAL_SHARE = 0.9
"""Of the letters: a text with a few small ones, such as "KabarPesisir.com", is in capitals still."""

LEAST_LETTERS = 80
"""Fewer are a headline or a shout, and tell nothing of how the text is written."""

LONG_ABBREVIATION_CHARS = 6
"""A longer word without a vowel is a slip."""

SHORTEST_STEM_CHARS = 3
"""What is left of a word without its prefix, for the prefix to be one."""

REACH_CHARS = 8
"""Marks and blanks between two sentences are fewer; where a text begins there is nothing before its word."""

_LEXICON = ("lexicon_id_en.tsv", "words_id_en.tsv")
"""Their first column is Indonesian."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STARTS = re.compile(r"(?:\A|\n|[.!?…]['\"”’)\]]*\s+|[,:]\s+(?=[\"“]))[^\w.!?…]*\Z")
"""What stands before the first word of a sentence or of what somebody says."""
_PREFIX = re.compile(r"(?:me(?:ng|ny|m|n)?|di|ber|ter|pe(?:ng|ny|m|n|r)?|ke|se)(?=\w)")
_SUFFIX = re.compile(r"\w{3,}(?:kan|nya|lah|kah|an|i)$")
_VOWEL = re.compile(r"[aeiou]")


def recased(article: Article) -> Article:
    """Return an article in capitals throughout with the letters of sentences; any other as it is."""
    if article.language != LANGUAGE or not is_in_capitals(article.text):
        return article
    title = as_sentences(article.title) if article.title.isupper() else article.title
    return replace(article, text=as_sentences(article.text), title=title)


def as_sentences(text: str) -> str:
    """Return a text in capitals as sentences are written."""
    words = list(_WORD.finditer(text))
    forms: list[str] = []
    for at, word in enumerate(words):
        after = words[at + 1].group().lower() if at + 1 < len(words) else ""
        form = _form(word.group().lower(), forms[-1] if forms else "", after)
        is_first = _STARTS.search(text[max(0, word.start() - REACH_CHARS) : word.start()]) is not None
        forms.append(form[:1].upper() + form[1:] if is_first else form)
    pieces, position = [], 0
    for word, form in zip(words, forms, strict=True):
        pieces += [text[position : word.start()], form]
        position = word.end()
    return "".join([*pieces, text[position:]])


def is_in_capitals(text: str) -> bool:
    """Whether nearly all letters of a text are capitals, and there are enough of them to tell."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return len(letters) >= LEAST_LETTERS and capitals >= CAPITAL_SHARE * len(letters)


def _form(word: str, before: str, after: str) -> str:
    """A word, given in small letters, as it stands inside a sentence; `before`: the form of the last one."""
    tables = _tables()
    if word in tables.fixed:
        return tables.fixed[word]
    if word in tables.abbreviations or (len(word) <= LONG_ABBREVIATION_CHARS and not _VOWEL.search(word)):
        return word.upper() if len(word) > 1 else word.capitalize()
    is_in_name = before.lower() in tables.opens_name and before[:1].isupper() and _may_be_place(word)
    if word in tables.titles or word in tables.small:
        is_before_name = (_is_name(after) and after not in tables.small) or (
            word in tables.opens_name and _may_be_place(after)
        )
        return word.capitalize() if is_in_name or is_before_name else word
    return word.capitalize() if is_in_name or _is_name(word) else word


def _may_be_place(word: str) -> bool:
    """Whether a word behind "Desa" or "Jalan" may be its name though it means something: "Karang"."""
    tables = _tables()
    return word in tables.places and word not in tables.small and word not in tables.stopwords


def _is_name(word: str) -> bool:
    """Whether a word is written with a capital inside sentences too."""
    tables = _tables()
    if not word or word in common_words():
        return False
    if word in tables.capitals:
        return True
    if word in tables.written:
        return False
    if word in tables.names:
        return True
    prefix = _PREFIX.match(word)
    is_built = bool(prefix and len(word) - prefix.end() >= SHORTEST_STEM_CHARS and _SUFFIX.match(word))
    return not is_built


@dataclass(frozen=True, slots=True)
class _Tables:
    """What words are known by, all in small letters."""

    abbreviations: frozenset[str]
    fixed: Mapping[str, str]
    opens_name: frozenset[str]
    titles: frozenset[str]
    small: frozenset[str]
    capitals: frozenset[str]
    """What people write with a capital more often than without."""
    names: frozenset[str]
    """Parts of the names of people and places."""
    places: frozenset[str]
    written: frozenset[str]
    """What else people write."""
    stopwords: frozenset[str]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    table = read_table("recasing.toml")
    persons = {line.split("\t")[0] for line in read_lines("gazetteers/persons.txt")}
    places = {word for line in read_lines("gazetteers/places.txt") for word in line.lower().split()}
    lexicon = {line.split("\t")[0] for name in _LEXICON for line in read_lines(name)}
    return _Tables(
        abbreviations=frozenset(map(str.lower, table["abbreviations"])),
        fixed=table["fixed"],
        opens_name=frozenset(table["opens_name"].split()),
        titles=frozenset(table["titles"].split()),
        small=frozenset(table["small"].split()),
        capitals=frozenset(read_lines("capitals_id.txt")),
        names=frozenset(persons | places),
        places=frozenset(places),
        written=frozenset(lexicon.union(read_lines("written_id.txt"))),
        stopwords=frozenset(word for line in read_lines("stopwords.txt") for word in line.split()),
    )
