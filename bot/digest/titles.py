"""Titles, ranks, offices and the other words for what a person is.

In: bot/data/titles.toml. Out: one Titles record with the groups as their readers ask for them. This module
must not know what is looked up: a token's features, a name's bounds, or who holds an office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table

LONGEST_TITLE = 3
"""Words in the longest title of the table: "wakil wali kota"."""

SHORT_NAME_WORDS = 2
"""Words of a name that a title opens, as in "Putri Ayu"; before more words it is a title."""

_KINDS = ("roles", "honorifics", "ranks", "offices", "degrees")
"""The groups as kinds of a word, the more telling ones last."""


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of the table, in lower case and without trailing dots."""

    kinds: Mapping[str, str]
    """Word or phrase → the group it belongs to."""
    before_name: frozenset[tuple[str, ...]]
    """What stands right before a name and is no part of it, as words."""
    ranks: frozenset[str]
    degrees: frozenset[str]
    honorifics: frozenset[str]
    """Single words: forms of address, ranks, and what is as often a name."""
    roles: frozenset[str]
    """Single words that head an office or a role."""
    name_like: frozenset[str]
    """Titles that are as often a name ("Putri", "Imam")."""
    surnames: frozenset[str]
    """Forms of address that are Korean surnames too."""

    def width_before(self, words: Sequence[str]) -> int:
        """Return how many of the first words are a title before the rest; 0 when they are none."""
        if self.is_of_name(words):
            return 0
        return next((n for n in range(LONGEST_TITLE, 0, -1) if tuple(words[:n]) in self.before_name), 0)

    def is_of_name(self, words: Sequence[str]) -> bool:
        """Return whether the first of a few words is no title but how they are called: "Putri Ayu"."""
        if not 0 < len(words) <= SHORT_NAME_WORDS:
            return False
        is_korean = words[0] in self.surnames and "-" in words[-1]  # "Bang Si-hyuk"
        return words[0] in self.name_like or is_korean


def _single(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if " " not in word)


@lru_cache(maxsize=1)
def load_titles() -> Titles:
    """Return the table, read once."""
    table = read_table("titles.toml")
    before = [*table["honorifics"], *table["ranks"], *table["offices"]]
    name_like = frozenset(table["name_like"])
    return Titles(
        kinds={word: kind for kind in _KINDS for word in table[kind]},
        before_name=frozenset(tuple(title.split()) for title in before),
        ranks=_single(table["ranks"]),
        degrees=_single(table["degrees"]),
        honorifics=_single([*table["honorifics"], *table["ranks"]]) | name_like,
        roles=_single([*table["offices"], *table["roles"]]) - name_like,
        name_like=name_like,
        surnames=frozenset(table["surnames"]),
    )
