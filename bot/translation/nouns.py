"""The number that an English noun has in its place: "two suspects", "a suspect".

In: what stands before an Indonesian noun, the noun, and its translations. Out: the best of them, or its
plural or singular among the others where the word before asks for that. Pure; it must know no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

ONE = frozenset(("seorang", "sebuah", "seekor", "suatu", "sesosok", "selembar", "sebutir", "setiap", "tiap"))
"""Words before one of a thing."""
SOME = frozenset((
    "para", "beberapa", "sejumlah", "banyak", "berbagai", "belasan", "puluhan", "ratusan", "ribuan",
    "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
    "kedua", "ketiga", "keempat", "kelima",
))  # fmt: skip
"""Words before several."""
COUNTS = frozenset(("orang", "ekor", "unit", "buah"))
"""Words that may stand between: "tiga orang tersangka"."""
LAST = re.compile(r"(?:(\S+)\s+)?(\S+)\s*$")


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
    if last in COUNTS:
        return None if first in ("", "satu") else first in SOME or _is_number(first) or None
    if last in ONE or (last == "satu" and first != "salah"):
        return False
    return last in SOME or _is_number(last) or None


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
