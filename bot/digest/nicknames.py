"""Nicknames that are made of the parts of a name.

In: words. Out: whether a short name is made of a full one, and keys under which such names meet. This module
must not know who is named where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

MIN_COINED_CHARS = 5
"""Letters of a nickname that is made of two words or is the end of one: "Foke" may be a name by itself."""
HEADS_CHARS = ((4, 4), (3, 6))
"""How many letters of a word stand for it, and how many are then left out at least: "Argo" is "Argowiyono",
"Zul" is "Zulkieflimansyah", and "Budi" is not "Budiman"."""
MOST_NAMESAKES = 50
"""Names that begin or end as a nickname does; where there are more, it is a list of names and no story."""

MIN_LEFT_OUT_OF_PET = 4
"""Letters that "Danny" leaves out of "Daniella" at least; "Ronny" is not "Ronald"."""

_PET = re.compile(r"(\w{2}([b-df-hj-np-tv-z]))\2(?:y|ie|i)")
"""How English makes a short name: the head, its last letter twice, "-y"."""


def is_coined(short: str, full: Sequence[str]) -> bool:
    """Return whether a name is made of a full one's parts: of its initials, of how two of its words begin, or
    of how one begins or ends.

    >>> is_coined("Bamsoet", ("bambang", "soesatyo")), is_coined("DS", ("dadang", "supriatna"))
    (True, True)
    >>> is_coined("Pras", ("prasetyo", "hadi")), is_coined("Barno", ("subarno",))
    (True, True)
    """
    plain = short.casefold()
    if short.isupper():
        return len(full) > 1 and plain == _initials(full)
    return any(_is_clipped(plain, word) for word in full) or (
        len(plain) >= MIN_COINED_CHARS
        and any(
            one.startswith(plain[:cut]) and _begins_with(other, plain[cut:])
            for one, other in pairwise(full)
            for cut in range(2, len(plain) - 1)
        )
    )


def marks_of_name(full: Sequence[str]) -> frozenset[str]:
    """Return keys of which a name shares one with every nickname that is made of its parts."""
    return frozenset((_initials(full).upper(), *(word[:2] for word in full), *(word[-3:] for word in full)))


def marks_of_nickname(short: str) -> frozenset[str]:
    """Return the keys of a nickname: of initials themselves, else how it begins and how it ends."""
    plain = short.casefold()
    return frozenset((short,) if short.isupper() else (plain[:2], plain[-3:]))


def _initials(full: Sequence[str]) -> str:
    return "".join(word[:1] for word in full)


def _is_clipped(short: str, word: str) -> bool:
    """Whether it is the head of a word, far from the whole, its tail, or how English shortens it: "Barno" of
    "Subarno", "Benny" of "Benjamin"."""
    pet = _PET.fullmatch(short)
    if pet and word.startswith(pet[1]) and len(word) - len(pet[1]) >= MIN_LEFT_OUT_OF_PET:
        return True
    left_out = len(word) - len(short)
    is_far = any(len(short) >= chars and left_out >= least for chars, least in HEADS_CHARS)
    if is_far and word.startswith(short):
        return True
    return len(short) >= MIN_COINED_CHARS and left_out > 1 and word.endswith(short)


def _begins_with(word: str, part: str) -> bool:
    """Whether `part` is how a word begins, letters left out behind the second: "soet" of "soesatyo"."""
    rest = iter(word)
    return word.startswith(part[:2]) and all(letter in rest for letter in part)
