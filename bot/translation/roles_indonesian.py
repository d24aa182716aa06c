"""What a speaker's office in English news is called in Indonesian: "Jakarta governor" -> "gubernur Jakarta".

In: the words of the article. Out: the Indonesian from a table, or None where it does not know them. Pure but
for one table that ships with the program; this module must know no model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table
from bot.records import Entity
from bot.translation.glossary import BACK, name_translation

_LONGEST_HEAD = 3
"""Words in the longest office of the table."""

_BEHIND = re.compile(r"\s(at|of|in|for|from|with)\s(?:the\s)?(.+)")
_JOINT: Mapping[str, str] = {"at": "di", "of": "", "in": "di", "for": "", "from": "dari", "with": "di"}


@dataclass(frozen=True, slots=True)
class _Table:
    heads: Mapping[str, str]
    charges: Mapping[str, str]
    before: Mapping[str, str]


def indonesian_role(role: str) -> str | None:
    """Return what the table calls an English office in Indonesian; None where it does not know all of it."""
    table, words = _table(), role.split()
    opened = table.before.get(words[0].lower().rstrip("-")) if len(words) > 1 else None
    if opened:
        rest = indonesian_role(" ".join(words[1:]))
        whole = table.heads.get(role.lower())
        return whole or (f"{opened} {rest}" if rest else None)
    behind = _BEHIND.search(role)
    if behind is None:
        return _simple(role)
    head, place = _simple(role[: behind.start()]), _name(behind[2])
    if head is None or place is None:
        return None
    return " ".join(filter(None, (head, _JOINT[behind[1]], place)))


def _simple(role: str) -> str | None:
    """An office without "of" or "at" in it: its head stands last in English, what it is of before."""
    table, words = _table(), role.split()
    for size in range(min(_LONGEST_HEAD, len(words)), 0, -1):
        head = table.heads.get(" ".join(words[-size:]).lower())
        if head is None:
            continue
        rest = words[:-size]
        if not rest:
            return head
        field = table.charges.get(" ".join(rest).lower()) if "menteri" in head else None
        held = field or _name(" ".join(rest))
        return f"{head} {held}" if held else None
    return None


def _name(words: str) -> str | None:
    """The Indonesian name of a place or a body; its own where it is a name and nothing is known of it."""
    for label in ("organization", "place"):
        known = name_translation(Entity(words, "place" if label == "place" else "organization"), BACK)
        if known:
            return re.sub(r"\s*\([^()]*\)$", "", known)
    ordinary = any(word[0].islower() for word in words.split()) or len(words.split()) > 1
    return None if ordinary or words in _DEMONYMS else words


_DEMONYMS = frozenset(
    {"Indonesian", "American", "British", "Chinese", "Japanese", "Russian", "French", "German", "Dutch"}
)


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table(**read_table("roles_indonesian.toml"))
