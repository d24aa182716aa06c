"""The Indonesian words that news uses often.

In: nothing. Out: the words of bot/data/common_words.txt. It must not know what they are looked up for.
"""

from __future__ import annotations

from functools import lru_cache

from bot.data import read_lines


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the words, in small letters."""
    return frozenset(read_lines("common_words.txt"))
