"""Words that lost the space between them, as they do at a link that was pasted: "kataPresiden Danar".

In: a line. Out: the same line with the space put back where the words of bot/data/glued.toml tell. Names that
are written with a capital inside, as brands are, stay. This module must not know the lines around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.data import either, read_table

MIN_NAME_CHARS = 5
"""A shorter name before a small word is as often the first syllables of a longer one: "Ramadan"."""

_START = r"(?<![\w@#./:&=\-’'])"
_END = r"(?![\w@/-]|\.\w)"


@dataclass(frozen=True, slots=True)
class _Patterns:
    before: re.Pattern[str]
    behind: re.Pattern[str]
    behind_known: re.Pattern[str]


def parted(line: str) -> str:
    """Return the line with a space between glued words: "denganAhmad" and "Ahmadmenilai" are two each."""
    patterns = _patterns()
    line = patterns.before.sub(r"\1 ", line)
    line = patterns.behind.sub(r"\1 \2", line)
    return patterns.behind_known.sub(
        lambda match: f"{match[1]} {match[2]}" if _stands_in(line, match[1]) else match[0], line
    )


def _stands_in(line: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", line) is not None


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table = read_table("glued.toml")
    small = [*table["before_names"], *map(str.capitalize, table["with_capital"])]
    capital = r"(?=[A-Z][a-z]|[A-Z]{2,}(?!\w))"
    return _Patterns(
        before=re.compile(rf"{_START}({either(small)}){capital}(?![\w-]*(?:\.\w|@))"),
        behind=re.compile(rf"(?<=[A-Z])([a-z]{{2,15}}?|[A-Z]{{1,7}})({either(table['behind_names'])}){_END}"),
        behind_known=re.compile(
            rf"{_START}([A-Z][a-z]{{{MIN_NAME_CHARS - 1},15}}?)({either(table['behind_known_names'])}){_END}"
        ),
    )
