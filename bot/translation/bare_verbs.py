"""The verbs of Indonesian headlines with the prefix that they leave out: "Polisi tangkap pelaku", menangkap.

In: a headline, written as sentences are, and the words of the language. Out: the same with the verb of each
clause as sentences have it, because models learn from sentences and take the bare form for a name or a noun.
Pure but for reading its table once; this module must know no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Protocol

from bot.data import read_table

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
PREFIXED = re.compile(r"(?:me[lmnry]|ber|di|ter)[a-z]{3,}")
PASSIVE = re.compile(r"(?:di|ter)[a-z]{4,}")
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
    links: frozenset[str]


def with_full_verbs(line: str, words: Words) -> str:
    """Return the headline with the first verb of each clause in full, where somebody does something.

    What opens a clause is left: "Tangkap pelaku, polisi ...". So is what nothing follows, and what a passive
    verb follows: "Koperasi simpan pinjam diperiksa".
    """
    table, parts, at = _table(), [], 0
    verb_seen, before = False, ""
    found = list(WORD.finditer(line))
    for place, match in enumerate(found):
        if CLAUSE_END.search(line, found[place - 1].end() if place else 0, match.start()):
            verb_seen, before = False, ""
        word = match.group()
        is_bare = word.islower() and _is_bare(word, words)
        following = _rest(line, found, place) if is_bare and before and not verb_seen else []
        if following and _may_act(table, before, following):
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


def _may_act(table: _Table, before: str, following: Sequence[str]) -> bool:
    if before in table.not_behind or following[0] in table.not_before:
        return False
    own = takewhile(lambda word: word not in table.links, following)
    return not any(PASSIVE.fullmatch(word) for word in own)


def _rest(line: str, found: Sequence[re.Match[str]], place: int) -> list[str]:
    """The words behind one in the same clause, in small letters."""
    end = CLAUSE_END.search(line, found[place].end())
    limit = end.start() if end else len(line)
    return [match.group().lower() for match in found[place + 1 :] if match.end() <= limit]


@lru_cache(maxsize=1)
def _table() -> _Table:
    table = read_table("bare_verbs.toml")
    return _Table(*(frozenset(table[name]) for name in ("as_they_are", "not_behind", "not_before", "links")))
