"""Makes the normalisation rules that a package's vocabulary carries. In: nothing. Out: SentencePiece's TSV.

Whoever runs the package, Argos' own program included, gives it text as it stands on a page: curly marks,
ligatures, letters followed by a combining accent. The rules map all that to the forms that were learnt.
SentencePiece's own nmt_nfkc leaves curly marks alone. Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from training.translation.text import STRAIGHT

CONTROLS = (*range(0x01, 0x09), *range(0x0E, 0x20), 0x7F, 0x200C, 0x200D, 0x200E, 0x200F, 0xFE0E, 0xFE0F)
BLANKS = (0x09, 0x0A, 0x0C, 0x0D, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
LETTERS = (range(0xA0, 0x250), range(0x1E00, 0x1F00))
"""Latin letters with marks: what follows a bare letter as a combining mark is joined to one of these."""
COMPATIBLE = (
    *LETTERS, range(0x2000, 0x2200), range(0x2460, 0x2500), range(0xFB00, 0xFB07), range(0xFF01, 0xFF5F),
)  # fmt: skip
"""Where the compatibility forms stand that news text has: fractions, signs, circled numbers, ligatures."""


def rules() -> dict[str, str]:
    """Return what stands on a page -> what the vocabulary sees."""
    table = {chr(code): "" for code in CONTROLS} | {chr(code): " " for code in BLANKS}
    for code in (code for block in COMPATIBLE for code in block):
        char = chr(code)
        if (plain := unicodedata.normalize("NFKC", char)) != char:
            table[char] = plain
    for code in (code for block in LETTERS for code in block):
        char = chr(code)
        if len(apart := unicodedata.normalize("NFD", char)) > 1:
            table[apart] = char
    return table | {chr(code): form for code, form in STRAIGHT.items()}


def as_tsv() -> Iterator[str]:
    """Return the rules in SentencePiece's form: code points in hexadecimal, a tab between the sides."""
    for written, seen in rules().items():
        yield f"{_codes(written)}\t{_codes(seen)}\n"


def _codes(text: str) -> str:
    return " ".join(f"{ord(char):X}" for char in text)
