"""The verbs of Indonesian headlines with the prefix that they leave out: "Polisi tangkap pelaku", menangkap.

In: a headline, written as sentences are, and the words of the language. Out: the same with the verb of each
clause as sentences have it, because models learn from sentences and take the bare form for a name or a noun.
Pure but for reading its table once; this module must know no model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from bot.data import read_table

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
PREFIXED = re.compile(r"(?:me[lmnry]|ber|di|ter)[a-z]{3,}")
CLAUSE_END = re.compile(r"[,:;.?!–—|]")
TRANSITIVE, SHORTEST_TRANSITIVE = "kan", 6
"""How verbs end that have the prefix in sentences, and letters of the shortest: "tetapkan", not "ikan"."""
PREFIXES = {
    **dict.fromkeys("bfv", ("mem-",)),
    **dict.fromkeys("dcjz", ("men-",)),
    **dict.fromkeys("ghaiueo", ("meng-",)),
    "p": ("mem", "mem-"),
    "t": ("men", "men-"),
    "k": ("meng", "meng-"),
    "s": ("meny", "men-"),
}
"""By a verb's first letter, which stays behind a dash and is lost without: "tangkap", menangkap."""
OTHERS = ("me-",)


class Words(Protocol):
    """What is known of the language's words, given in small letters."""

    def has(self, word: str) -> bool: ...

    def is_bare_verb(self, word: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Table:
    as_they_are: frozenset[str]
    not_behind: frozenset[str]
    not_before: frozenset[str]


def with_full_verbs(line: str, words: Words) -> str:
    """Return the headline with the first verb of each clause in full, where somebody does something.

    What opens a clause is left: "Tangkap pelaku, polisi ...". So is what nothing follows.
    """
    table, parts, at = _table(), [], 0
    verb_seen, before = False, ""
    found = list(WORD.finditer(line))
    for place, match in enumerate(found):
        if CLAUSE_END.search(line, found[place - 1].end() if place else 0, match.start()):
            verb_seen, before = False, ""
        word = match.group()
        is_bare = word.islower() and _is_bare(word, words)
        following = _following(line, found, place)
        if is_bare and not verb_seen and before and following and _may_act(table, before, following):
            parts += [line[at : match.start()], full_form(word, words) or word]
            at = match.end()
        verb_seen |= is_bare or PREFIXED.fullmatch(word) is not None
        before = word.lower()
    return "".join((*parts, line[at:]))


def full_form(verb: str, words: Words) -> str | None:
    """Return a bare verb with its prefix; None where no such word is known.

    >>> class Known(frozenset):
    ...     has = frozenset.__contains__
    >>> full_form("tangkap", Known({"menangkap"})), full_form("bahas", Known({"membahas"}))
    ('menangkap', 'membahas')
    """
    for prefix in PREFIXES.get(verb[0], OTHERS):
        form = prefix[:-1] + verb if prefix.endswith("-") else prefix + verb[1:]
        if words.has(form):
            return form
    return None


def _is_bare(word: str, words: Words) -> bool:
    if word in _table().as_they_are or PREFIXED.fullmatch(word):
        return False
    is_transitive = word.endswith(TRANSITIVE) and len(word) >= SHORTEST_TRANSITIVE and words.has(word)
    return is_transitive or words.is_bare_verb(word)


def _may_act(table: _Table, before: str, following: str) -> bool:
    return before not in table.not_behind and following.lower() not in table.not_before


def _following(line: str, found: list[re.Match[str]], place: int) -> str:
    """The next word of the same clause, or ""."""
    if place + 1 == len(found):
        return ""
    here, after = found[place], found[place + 1]
    return "" if CLAUSE_END.search(line, here.end(), after.start()) else after.group()


@lru_cache(maxsize=1)
def _table() -> _Table:
    table = read_table("bare_verbs.toml")
    return _Table(*(frozenset(table[name]) for name in ("as_they_are", "not_behind", "not_before")))
