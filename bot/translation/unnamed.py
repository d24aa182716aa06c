"""What an article calls a speaker whom it does not name, in the reader's language.

In: the article's words ("ibu rumah tangga asal Bekasi tersebut") and its language. Out: the words without
what points back into the article, their translation from a table, or what a machine may be asked for and what
is left of its answer. Pure but for one table that ships with the program; this module must know no model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table
from bot.translation.glossary import LANGUAGE
from bot.translation.roles import known_role, role_answer, role_question

_MANY = "Mereka adalah {}."


@dataclass(frozen=True, slots=True)
class _Table:
    pointing: Mapping[str, list[str]]
    openings: Mapping[str, list[str]]
    plural: Mapping[str, list[str]]
    known: Mapping[str, str]


def own_words(mention: str, source: str) -> str:
    """Return the words without those at their end that point back: "pejabat tersebut" -> "pejabat"."""
    words = mention.split()
    while len(words) > 1 and words[-1].lower() in _table().pointing.get(source, ()):
        words.pop()
    return " ".join(words)


def known_mention(mention: str, source: str, target: str) -> str | None:
    """Return what the tables call such a speaker; None where they do not know the words."""
    phrase, many = _parted(mention, source)
    if many:
        return None
    known = _table().known.get(phrase.lower()) if target == LANGUAGE else None
    return known or known_role(phrase, target)


def mention_question(mention: str, source: str, target: str) -> str:
    """Return what to ask a machine for words that the tables do not know."""
    phrase, many = _parted(mention, source)
    return _MANY.format(phrase) if many and target == LANGUAGE else role_question(phrase, target)


def mention_answer(
    answer: str | None, mention: str, source: str, target: str, names: Mapping[str, str]
) -> str:
    """Return the words in a machine's answer to `mention_question`; the article's own where it does not hold.

    `names`: the article's, and what they are called.
    """
    phrase, _ = _parted(mention, source)
    held = role_answer(answer, phrase, target, names) if answer else None
    return held or own_words(mention, source)


def _parted(mention: str, source: str) -> tuple[str, bool]:
    """What such a speaker is, without an article before it, and whether several are meant."""
    table, phrase = _table(), own_words(mention, source)
    for many, openings in ((False, table.openings), (True, table.plural)):
        for opening in openings.get(source, ()):
            if phrase.lower().startswith(f"{opening} "):
                return phrase[len(opening) + 1 :], many
    return phrase, False


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table(**read_table("unnamed.toml"))
