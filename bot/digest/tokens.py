"""Words and marks of a text with their places in it.

In: any text. Out: tokens in order, each with the characters it covers. This module must not know what
the tokens are for; the sequence tagger and the joining of names read them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A word keeps its inner marks: "Jum'at", "Al-Qur'an", "PDI-P", "detik.com", "2,5", "21.34", "14/9/2023".
# An initial keeps its dot ("H.", "M."), because a name goes on after it.
_TOKEN = re.compile(
    r"(?<![^\W_])[A-Z]\.(?![^\W_])"
    r"|(?<![^\W_])[A-Z]\.(?=[A-Z]\.)"
    r"|[0-9]+(?:[./:,][0-9]+)+"
    r"|[^\W_]+(?:[-'’‘&+][^\W_]+|[.,][0-9]+|\.[a-z]{2,3}\b)*"
    r"|\S"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark; it covers start..end of the text, counted in characters."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the words and marks of `text` in order, never overlapping and never holding white space."""
    return tuple(Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text))
