"""The number that an English noun has in its place: "two suspects", "a suspect".

In: what stands before an Indonesian noun, the noun, and its translations. Out: the best of them, or its
plural or singular among the others where the word before asks for that. Pure but for reading its table once;
this module must know no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table

LAST = re.compile(r"(?:(\S+)\s+)?(\S+)\s*$")


@dataclass(frozen=True, slots=True)
class _Table:
    one: frozenset[str]
    several: frozenset[str]
    counters: frozenset[str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    table = read_table("nouns.toml")
    return _Table(frozenset(table["one"]), frozenset(table["several"]), frozenset(table["counters"]))


def numbered(before: str, noun: str, translations: Sequence[str]) -> str:
    """Return the best translation of an Indonesian noun in the number that it has behind `before`.

    >>> numbered("Polisi menangkap dua", "pencuri", ("thief", "thieves", "burglar"))
    'thieves'
    >>> numbered("Polisi menangkap seorang", "korban", ("victims", "victim"))
    'victim'
    """
    best = translations[0]
    several = _is_several(before.lower())
    if several is None:
        return best
    others = (
        other for other in translations[1:] if _is_plural(*((other, best) if several else (best, other)))
    )
    return next(others, best)


def _is_several(before: str) -> bool | None:
    """Whether several are spoken of; None where the words before a noun do not say."""
    found = LAST.search(before)
    if not found:
        return None
    first, last = found.groups(default="")
    table = _table()
    if last in table.counters:
        return None if first in ("", "satu") else first in table.several or _is_number(first) or None
    if last in table.one or (last == "satu" and first != "salah"):
        return False
    return last in table.several or _is_number(last) or None


def _is_number(word: str) -> bool:
    return word.isdigit() and word != "1" and len(word) < len("2025")


def _is_plural(several: str, one: str) -> bool:
    """Whether a word or term is the plural of another one."""
    if several in {f"{one}s", f"{one}es"}:
        return True
    return any(
        one.endswith(end) and several == one.removesuffix(end) + plural
        for end, plural in (("y", "ies"), ("f", "ves"), ("fe", "ves"), ("man", "men"), ("child", "children"))
    )
