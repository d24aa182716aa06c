"""Names that are made of ordinary words and stay as they are: "Pasar Minggu", "detikSumut".

In: a text. Out: where such names stand in it. Pure but for reading its table once; this module must know no
name that was agreed upon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.data import either, read_table


def kept_names(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the names: start, end, and the name itself as all that may stand for it.

    >>> [*kept_names("Ia tinggal di Pasar Minggu.")]
    [(14, 26, ('Pasar Minggu',))]
    """
    for match in _names().finditer(text):
        yield (*match.span(), (match.group(),))


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    table = read_table("kept.toml")
    site = rf"(?:{either(table['sites'])})[A-Z][A-Za-z]+"
    return re.compile(rf"(?<![\w.@/-])(?:{either(table['places'])}|{site})(?!\w)")
