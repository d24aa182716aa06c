"""Two spellings of one word.

In: words. Out: whether they differ by one letter, and keys under which such words meet. This module must not
know whose names they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

MIN_COINED_CHARS = 5
"""Letters of a name that is made of two words: "Foke" may be one by itself."""
MIN_HEAD_CHARS = 4
MIN_LEFT_OUT_CHARS = 4
"""Letters of a word that its first ones stand for alone, and of what is left out behind them."""
MOST_NAMESAKES = 50
"""Names that begin or end as a nickname does; where there are more, it is a list of names and no story."""
MIN_TYPO_CHARS = 8
"""A word at least this long with one letter more, less or other is the same word misspelt; "Hartono" and
"Hartoyo" are two names."""


def one_edit_apart(one: str, other: str) -> bool:
    """Return whether one letter added, dropped or changed turns one word into the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]


def is_misspelt(one: str, other: str) -> bool:
    """Return whether both are long, begin alike and are one edit apart."""
    return min(len(one), len(other)) >= MIN_TYPO_CHARS and one[0] == other[0] and one_edit_apart(one, other)


def is_coined(short: str, full: Sequence[str]) -> bool:
    """Return whether a name is made of a full one's parts: of its initials, of how two of its words begin, or
    of how one begins or ends.

    >>> is_coined("Bamsoet", ("bambang", "soesatyo")), is_coined("DS", ("dadang", "supriatna"))
    (True, True)
    >>> is_coined("Pras", ("prasetyo", "hadi")), is_coined("Barno", ("subarno",))
    (True, True)
    >>> is_coined("Budi", ("budiman", "sudjatmiko")), is_coined("Bambang", ("bambang", "soesatyo"))
    (False, False)
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


def _initials(full: Sequence[str]) -> str:
    return "".join(word[:1] for word in full)


def marks_of_nickname(short: str) -> frozenset[str]:
    """Return the keys of a nickname: a capital one by itself, how it begins, how it ends."""
    return (
        frozenset((short,)) if short.isupper() else frozenset((short.casefold()[:2], short.casefold()[-3:]))
    )


def _is_clipped(short: str, word: str) -> bool:
    """Whether a word's head is long enough for a name of its own, and far from the whole ("Budi", "Budiman"
    are two names), or its tail: "Argo" of "Argowiyono", "Barno" of "Subarno"."""
    left_out = len(word) - len(short)
    is_head = len(short) >= MIN_HEAD_CHARS and left_out >= MIN_LEFT_OUT_CHARS and word.startswith(short)
    return is_head or (len(short) >= MIN_COINED_CHARS and left_out > 1 and word.endswith(short))


def _begins_with(word: str, part: str) -> bool:
    """Whether `part` is how a word begins, letters left out behind the second: "soet" of "soesatyo"."""
    rest = iter(word)
    return word.startswith(part[:2]) and all(letter in rest for letter in part)


def traces(word: str) -> tuple[str, ...]:
    """Return keys of which two spellings of one word share at least one: the word, and it less each letter.

    Words one edit apart share such a key (the deletion neighbourhood of Mor and Fraenkel 1982), so that they
    are found without comparing every pair.
    """
    if len(word) < MIN_TYPO_CHARS:
        return (word,)
    return (word, *(word[:i] + word[i + 1 :] for i in range(1, len(word))))
