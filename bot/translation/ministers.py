"""What a minister has charge of, whole and in its place: "Menteri Kelautan dan Perikanan".

In: an Indonesian sentence and its English translation. Out: the translation with the office in one piece,
where a model set "minister" between the two parts of what he has charge of, or "deputy" behind it. Pure; this
module must know no other office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.data import either
from bot.translation.glossary import LANGUAGE
from bot.translation.roles import charges, known_role

DEPUTY, MINISTER, AND = "deputy ", " minister", " and "


def with_whole_offices(source: str, translation: str) -> str:
    """Return the translation with the ministers of the source by their whole offices.

    >>> with_whole_offices("Menteri Pemuda dan Olahraga tiba.", "The youth minister and Sports arrived.")
    'The youth and sports minister arrived.'
    >>> with_whole_offices("Wakil Menteri Kesehatan tiba.", "Health deputy Minister arrived.")
    'Deputy Health Minister arrived.'
    """
    for office in {match.group().lower() for match in _offices().finditer(source)}:
        english = known_role(office, LANGUAGE)
        for broken in _broken(english) if english else ():
            for written in set(re.findall(rf"\b{broken}\b", translation, re.IGNORECASE)):
                translation = translation.replace(written, _like(written, english or written))
    return translation


def _broken(english: str) -> Iterator[str]:
    """Patterns for what models make of an office in English."""
    charge = english.removeprefix(DEPUTY).removesuffix(MINISTER)
    first, joined, last = (re.escape(part) for part in charge.rpartition(AND))
    of_deputy = english.startswith(DEPUTY)
    if joined:
        yield (DEPUTY if of_deputy else "") + rf"{first}{MINISTER}{AND}{last}(?!{MINISTER}| and )"
    if of_deputy:
        yield rf"{re.escape(charge)} {DEPUTY.strip()}{MINISTER}"


def _like(written: str, english: str) -> str:
    """The office with capitals where `written` has "Minister" with one, else at the beginning as it has."""
    if MINISTER.title() in written:
        return " ".join(
            word if word == AND.strip() else word[:1].upper() + word[1:] for word in english.split()
        )
    return english[:1].upper() + english[1:] if written[:1].isupper() else english


@lru_cache(maxsize=1)
def _offices() -> re.Pattern[str]:
    return re.compile(rf"\b(?:wakil )?menteri (?:{either(charges())})(?!\w)", re.IGNORECASE)
