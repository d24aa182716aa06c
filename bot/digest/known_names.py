"""Names and words of names that mean one thing wherever they stand.

In: the tables name_words and same_names, and the states and places among the gazetteers. Out: the same as
keys, which are how names are compared. This module must not know any article.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bot.data import read_lines, read_table
from bot.digest.tokens import Token, tokenize
from bot.records import EntityLabel

Key = tuple[str, ...]
"""A name's words as compared with others."""
Words = tuple[str, ...]
"""Words as they are written."""

Span = tuple[int, int, EntityLabel]
"""First token, the token after the last, label."""

_APOSTROPHES = str.maketrans("’‘`", "'''")
FULL_NAME_WORDS = 2
"""Words of the shortest full name of a person."""
LABELS: tuple[EntityLabel, ...] = ("person", "organization", "place")


@lru_cache(maxsize=1)
def name_words() -> Mapping[str, frozenset[str]]:
    """Return the groups of words of bot/data/name_words.toml."""
    table = read_table("name_words.toml")
    return {group: frozenset(words) for group, words in table.items()}


@lru_cache(maxsize=1)
def same_names() -> Mapping[EntityLabel, tuple[tuple[Key, Key], ...]]:
    """Return label -> pairs of short and full names of bot/data/same_names.toml, as keys."""
    table = read_table("same_names.toml")
    return {
        label: tuple(
            (_as_key(short), _as_key(full)) for short, names in table[label].items() for full in names
        )
        for label in LABELS
    }


@lru_cache(maxsize=1)
def short_names() -> frozenset[Key]:
    """Return what everybody calls well-known persons, as keys: "prabowo", "gus dur"."""
    return frozenset(short for short, _ in same_names()["person"])


@lru_cache(maxsize=1)
def _written_out() -> Mapping[str, Key]:
    """Return short words inside the names of bodies, and well-known short names, with what they stand for."""
    pairs = (*same_names()["organization"], *same_names()["place"])
    whole = {short[0]: full for short, full in reversed(pairs) if len(short) == 1 < len(full)}
    inside: Mapping[str, str] = read_table("same_names.toml")["inside"]
    return whole | {short: tuple(full.split()) for short, full in inside.items()}


def written_out(key: Key) -> Key:
    """Return the words of a body's name with the short ones written out.

    >>> written_out(("pemprov", "jatim"))
    ('pemerintah', 'provinsi', 'jawa', 'timur')
    """
    return tuple(word for short in key for word in _written_out().get(short, (short,)))


def _as_key(name: str) -> Key:
    return tuple(comparable(token) for token in tokenize(name))


@lru_cache(maxsize=1)
def public_names() -> Mapping[Key, EntityLabel]:
    """Return names that mean one thing wherever they stand: states, provinces and well-known short names."""
    names: dict[Key, EntityLabel] = {_as_key(line): "place" for line in read_lines("gazetteers/states.txt")}
    names.update((_as_key(name), "place") for name in name_words()["public_places"])
    names.update((_as_key(name), "organization") for name in name_words()["public_organizations"])
    for label, pairs in same_names().items():
        for pair in pairs:
            names.update(dict.fromkeys(pair, label))
    return names


@lru_cache(maxsize=1)
def initials() -> frozenset[str]:
    """Return the well-known names that are written in capitals alone, in lower case: "tim", "dpr"."""
    written = list(name_words()["public_organizations"])
    written += [name for table in read_table("same_names.toml").values() for name in table]
    return frozenset(name.casefold() for name in written if name.isupper() and name.isalpha())


def opens_with(key: Key, group: str) -> bool:
    """Return whether the first word or two are of a group of name_words."""
    words = name_words()[group]
    return any(" ".join(key[:n]) in words for n in (2, 1))


@lru_cache(maxsize=1)
def listed_places() -> frozenset[Key]:
    """Return the countries, provinces, regencies and districts of the gazetteer, as keys."""
    return frozenset(tuple(line.split(" ")) for line in read_lines("gazetteers/places.txt"))


def plain_word(word: str) -> str:
    """Return the word as compared with others: no capitals, no final dots, "Ma’ruf" as "Ma'ruf"."""
    return word.casefold().rstrip(".").translate(_APOSTROPHES)


def comparable(token: Token) -> str:
    """Return the token as compared with others."""
    return plain_word(token.text)
