"""Words of English news around names: titles, offices, heads of organizations and places.

In: bot/data/english_words.toml and a gazetteer. Out: one record of them, as their readers ask for them. This
module must not know what is looked up, nor any article.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_lines, read_table
from bot.records import EntityLabel

Key = tuple[str, ...]
"""A name's words in lower case, without final stops."""

LABELS: tuple[EntityLabel, ...] = ("person", "organization", "place")


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """The words of the table, in lower case and without final stops."""

    honorifics: frozenset[str]
    ranks: frozenset[str]
    roles: frozenset[str]
    name_like: frozenset[str]
    before_role: frozenset[str]
    topics: frozenset[str]
    """What an office or a body is for: "Health" Ministry."""
    office_openings: frozenset[str]
    """Stand before an office or a body and belong to no name: "Former"."""
    levels: frozenset[str]
    """Tell of which rank a body is, and not which one: "Regional" Police."""
    organization_heads: frozenset[str]
    weak_organization_heads: frozenset[str]
    organization_openings: frozenset[str]
    place_heads: frozenset[str]
    place_openings: frozenset[str]
    compass: frozenset[str]
    links: frozenset[str]
    person_links: frozenset[str]
    not_names: frozenset[str]
    counts: frozenset[str]
    place_offices: frozenset[str]
    """Offices that a place has: "Cisarangan" regent."""
    body_offices: frozenset[str]
    """Offices that a body has: "Bright Waters" director."""
    kinds_behind: frozenset[str]
    """Kinds of bodies that stand behind their names: the "Sinar Pagi" daily."""
    initials: frozenset[str]
    """Letters that stand for a person."""
    known: Mapping[Key, EntityLabel]
    """Names that mean one thing wherever they stand."""
    same: tuple[tuple[Key, Key], ...]
    """Short and full names of one thing."""
    given: frozenset[str]
    """Words that open persons' names, from the gazetteer."""
    family: frozenset[str]
    """Words that such names go on with."""


def key_of(name: str) -> Key:
    """Return the words of a name as they are compared."""
    return tuple(word.casefold().rstrip(".") for word in name.split())


@lru_cache(maxsize=1)
def english_words() -> EnglishWords:
    """Return the table, read once."""
    table = read_table("english_words.toml")
    known: dict[Key, EntityLabel] = {key_of(name): "place" for name in read_lines("gazetteers/places_en.txt")}
    known |= {key_of(name): "organization" for name in table["organizations"]}
    flags = dict(line.split("\t", 1) for line in read_lines("gazetteers/persons.txt") if "\t" in line)
    sets = {
        name: frozenset(words) for name, words in table.items() if name not in ("organizations", "same_names")
    }
    return EnglishWords(
        **sets,
        known=known,
        same=tuple(
            (key_of(short), key_of(full)) for short, names in table["same_names"].items() for full in names
        ),
        given=frozenset(word for word, flag in flags.items() if "f" in flag),
        family=frozenset(word for word, flag in flags.items() if "l" in flag),
    )
