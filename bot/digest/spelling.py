"""Two spellings of one word.

In: words. Out: whether they differ by one letter, and keys under which such words meet. This module must not
know whose names they are.
"""

from __future__ import annotations

from collections.abc import Sequence

MIN_TYPO_CHARS = 8
"""A word at least this long with one letter more, less or other is the same word misspelt; "Hartono" and
"Hartoyo" are two names."""
MIN_SLIP_CHARS = 6
"""The same where nobody else can be meant; "Ratna" and "Ratno" are two names even so."""
MIN_SHUFFLED_CHARS = 5
"""Letters of a word that may have been written in another order: "Ultzy" for "Ulytz"."""

MIN_NAME_WORDS = 3
"""Words of a name of which two that are the same speak for the third one: "Bagas Adi Prayogo", "Prayoga"."""
MIN_THIRD_CHARS = 5
"""Letters of that third word: "Adi" and "Ady" are two names."""


def one_edit_apart(one: str, other: str) -> bool:
    """Return whether one letter added, dropped or changed turns one word into the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]


def is_misspelt(one: str, other: str, least: int = MIN_TYPO_CHARS) -> bool:
    """Return whether both have `least` letters, begin alike and are one edit apart."""
    return min(len(one), len(other)) >= least and one[0] == other[0] and one_edit_apart(one, other)


def is_slip_of_the_pen(one: str, other: str) -> bool:
    """Return whether one is the other misspelt, or has its letters in another order behind the first two."""
    is_shuffled = len(one) >= MIN_SHUFFLED_CHARS and one[:2] == other[:2] and sorted(one) == sorted(other)
    return (is_shuffled and one != other) or is_misspelt(one, other, MIN_SLIP_CHARS)


def misspelt_word(one: Sequence[str], other: Sequence[str]) -> tuple[str, str] | None:
    """Return the one word by which two names of three words or more differ, by one letter; else None."""
    if len(one) != len(other) or len(one) < MIN_NAME_WORDS:
        return None
    apart = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return apart[0] if len(apart) == 1 and is_misspelt(*apart[0], MIN_THIRD_CHARS) else None


def traces(word: str) -> tuple[str, ...]:
    """Return keys of which two spellings of one word share at least one: the word, and it less each letter.

    Words one edit apart share such a key (the deletion neighbourhood of Mor and Fraenkel 1982), so that they
    are found without comparing every pair.
    """
    if len(word) < MIN_TYPO_CHARS:
        return (word,)
    return (word, *(word[:i] + word[i + 1 :] for i in range(1, len(word))))
