"""Who said it, in a sentence that ends with a quotation and its speaker, or has nothing but the speaker.

In: a sentence, its translation, and the names that were agreed upon. Out: the translation, its end put
right where it can be read without a model. Pure; this module must know no model and no table.

Models turn "ujar Wahyu" into "he said" or "he told Wahyu": the words are few and the name is unknown.
"""

from __future__ import annotations

import re

from bot.translation.fidelity import Names
from bot.translation.glossary import reporting_words

SAID_BY = re.compile(r"[\"”]\s*(\w+) ([^\"”]+?)\.?$")
"""The end of a sentence: a closing mark, one word, and something that may be a name."""
SAID_ALONE = re.compile(r"(\w+) ([^\"”.]+)\.?")
"""A sentence that was parted from its quotation: ". Tanya Wahyu."."""
TAIL = re.compile(r"(?<=[\"”])[^\"”]*$")
LONGEST_TAIL_CHARS = 60
"""What a model makes of two to five words; where more stands behind the marks it is no attribution."""


def with_attribution(source: str, translation: str, names: Names) -> str:
    """`translation` with "said NAME" at its end where `source` ends with just that, or is just that."""
    alone = SAID_ALONE.fullmatch(source)
    asked = reporting_words(alone.group(1).lower()) if alone else None
    if alone and asked and alone.group(2) in names:
        return f"{asked.capitalize()} {names[alone.group(2)][0]}."
    said = SAID_BY.search(source)
    words = reporting_words(said.group(1)) if said else None
    tail = TAIL.search(translation)
    if said is None or words is None or tail is None or said.group(2) not in names:
        return translation
    if len(tail.group()) > LONGEST_TAIL_CHARS:
        return translation
    return f"{translation[: tail.start()]} {words} {names[said.group(2)][0]}."
