"""Decides which pairs of a parallel corpus are fit to learn from. In: strings. Out: cleaned ones, a verdict.

Pure: it must not know files, vocabularies or networks.
"""

from __future__ import annotations

import re
import unicodedata

STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "´": "'", "`": "'"}
    | {"–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u200b": "", "\ufeff": "", "\u00ad": ""}
)
"""Typographic marks as they are learnt: one form each. The packages' vocabulary maps the rest to it."""
CHARACTERS = range(2, 601)
"""Characters of a side: longer lines are mostly paragraphs that were not cut alike on both sides."""
LENGTH_RATIO = 2.5
"""Sides of over `SHORT` characters whose lengths differ by more are badly aligned (read off panl_*)."""
SHORT = 30
LAST_LATIN = 0x24F
"""The last code point of Latin Extended-B; other scripts are names in brackets at best, noise mostly."""
FOREIGN_CHARACTERS = 4


def cleaned(text: str) -> str:
    """Return the text in NFKC with straight marks and single blanks, as the models are to see it."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(STRAIGHT)).split())


def unwrapped(text: str) -> str:
    """Return the text without the quotation marks in which tables of values wrap a whole line."""
    if len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1].replace('""', ""):
        return text[1:-1].replace('""', '"')
    return text


def fit(source: str, target: str) -> bool:
    """Whether two cleaned lines are likely each other's translation."""
    shorter, longer = sorted((len(source), len(target)))
    if shorter not in CHARACTERS or longer not in CHARACTERS:
        return False
    if longer > SHORT and longer > LENGTH_RATIO * shorter:
        return False
    if source == target and longer > SHORT:
        return False
    letters = _mostly_letters(source) and _mostly_letters(target) and _latin(source + target)
    return letters and _numbers_agree(source, target)


def fit_alone(text: str) -> bool:
    """Whether a cleaned line in one language is likely a sentence that can be learnt from."""
    return len(text) in CHARACTERS and _mostly_letters(text) and _latin(text)


def _mostly_letters(text: str) -> bool:
    return 2 * sum(map(str.isalpha, text)) >= len(text)


def _latin(text: str) -> bool:
    return sum(ord(char) > LAST_LATIN for char in text) <= FOREIGN_CHARACTERS


def _numbers_agree(source: str, target: str) -> bool:
    """Whether sides that both name several long numbers have one in common."""
    numbers = [set(re.findall(r"\d{2,}", text)) for text in (source, target)]
    return min(map(len, numbers)) < 2 or bool(numbers[0] & numbers[1])
