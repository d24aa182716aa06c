"""Tables about Indonesian and English; each is read by one stage, and its header says where it comes from.

In: a table's file name; out: what stands in it. This module must know no table by name, and keeps nothing:
whoever reads a table keeps what it made of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Any


def read_table(name: str) -> dict[str, Any]:
    """Return a TOML table of this folder; `name` ends in .toml."""
    return tomllib.loads(read_text(name))


def read_text(name: str) -> str:
    """Return a text file of this folder or of one below it: "stopwords.txt", "gazetteers/states.txt"."""
    return resources.files(__name__).joinpath(*name.split("/")).read_text(encoding="utf-8")


def read_lines(name: str) -> Iterator[str]:
    """Yield what a text file of this folder holds, line by line, without blank ones and notes ("# ...")."""
    return (line for line in read_text(name).splitlines() if line and not line.startswith("#"))


def either(words: Iterable[str]) -> str:
    """Return the source of a pattern for any of a table's words, a longer one before its own beginning."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
