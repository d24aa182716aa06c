"""The form of an English verb in its place: "to wash", "after washing", where the table has "washed".

In: what stands before an Indonesian verb, the verb, and its translations; later the sentence's translation.
Out: the best of them in the form that the place wants, as far as the word before shows it; the translation
with that form where another cannot stand. Pure but for reading its table once; it must know no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table
from bot.translation.lexicon import HeldWord

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
MOST_BETWEEN = 2
"""Words that are looked over on the way back to the one that decides: "ingin lebih dulu mencuci"."""
BEFORE_BASE = "to|can|could|will|would|must|should|may|might"
BEFORE_PARTICIPLE = "after|before|while|when|without|by|for|besides"
END = r"(?![\w-])"
VOWELS = "aeiou"
KEEPS_E = ("ee", "ye", "oe", "nge")
"""Ends of verbs that keep their "e": "seeing"."""


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb or a term in its place: as the table has it, and as it must be there."""

    past: str
    right: str
    participle: str
    is_base: bool


@dataclass(frozen=True, slots=True)
class _Table:
    base_after: frozenset[str]
    participle_after: frozenset[str]
    between: frozenset[str]
    without_prefix: frozenset[str]
    past: Mapping[str, str]


def fitting(before: str, verb: str, translations: Sequence[str]) -> str:
    """Return the best translation of an Indonesian verb or term as it must be behind `before`.

    >>> fitting("Ia ingin", "mencuri poin", ("stole points", "steal points"))
    'steal points'
    >>> fitting("Ia ditangkap karena", "mencuri poin", ("stole points", "steal points"))
    'stealing points'
    """
    found = _verb(before, verb, translations)
    return found.right if found else translations[0]


def with_forms(translation: str, read: str, words: Sequence[HeldWord]) -> str:
    """Return `translation` with "to greet" for "to greeted", "after greeting" for "after greeted"; and of
    verbs that were told so "to greet" for "for greet", "will greet" for "will be greet".

    `words`: those of the source, which stand in `read`.
    """
    for word in words:
        is_told = read[word.start : word.end] != word.written
        known = (*word.translations[1:2], *word.translations) if is_told else word.translations
        verb = _verb(read[: word.start], word.written, known)
        if verb:
            translation = _with_form(translation, verb, is_told=is_told)
    return translation


def _with_form(translation: str, verb: _Verb, *, is_told: bool) -> str:
    past, right = re.escape(verb.past), re.escape(verb.right)
    if not verb.is_base:
        return re.sub(rf"\b({BEFORE_PARTICIPLE}) {past}{END}", rf"\1 {verb.right}", translation, flags=re.I)
    translation = re.sub(rf"\b({BEFORE_BASE}) {past}{END}", rf"\1 {verb.right}", translation)
    if is_told:
        translation = re.sub(
            rf"\b({BEFORE_BASE}) be (?:{past}|{right}){END}", rf"\1 {verb.right}", translation
        )
        translation = re.sub(rf"\bfor {right}{END}", f"to {verb.right}", translation)
        translation = re.sub(rf"\b(in|of|by) (?:{past}|{right}){END}", rf"\1 {verb.participle}", translation)
    return translation


def _verb(before: str, written: str, translations: Sequence[str]) -> _Verb | None:
    """The verb in its place; None where the table may have no verb, or where its form may be right."""
    table = _table()
    last = _deciding(before, table)
    is_base = last in table.base_after
    if not _is_active(written) or not (is_base or last in table.participle_after):
        return None
    base = _base(translations, table.past)
    if base is None:
        return None
    tail = translations[0].split(" ")[1:]
    bare, participle = (" ".join((form, *tail)) for form in (base, _participle(base)))
    return _Verb(translations[0], bare if is_base else participle, participle, is_base)


def _is_active(verb: str) -> bool:
    """Whether an Indonesian word or term can be a verb of which the subject does something."""
    verb = verb.lower()
    if verb in _table().without_prefix:
        return True
    return verb.startswith(("me", "be")) or (" " in verb and not verb.startswith(("di", "ter")))


def _deciding(before: str, table: _Table) -> str:
    """The word before a verb that shows its form, in small letters; empty where a mark stands between."""
    clause = re.split(r"[^\w\s-]", before)[-1].lower()
    words = WORD.findall(clause)[-1 - MOST_BETWEEN :]
    while words and words[-1] in table.between:
        words.pop()
    return words[-1] if words else ""


def _base(translations: Sequence[str], past: Mapping[str, str]) -> str | None:
    """The base of the verb that the best translation begins with; None where that is no past."""
    head, *tail = translations[0].split(" ")
    heads = {each.split(" ")[0] for each in translations}
    if head in past:
        return past[head] if tail or past[head] in heads else None
    return next((base for base in _bases(head) if base in heads), None)


def _bases(head: str) -> Iterator[str]:
    """What a regular past may be the past of."""
    if head.endswith("ed"):
        yield head[:-1]
        yield head[:-2]
        if head[-3:-2] == head[-4:-3]:
            yield head[:-3]
        if head.endswith("ied"):
            yield head[:-3] + "y"


def _participle(base: str) -> str:
    """The form of a verb that ends in "ing", for verbs of which the last syllable is not stressed too.

    >>> _participle("take"), _participle("win"), _participle("see"), _participle("open"), _participle("lie")
    ('taking', 'winning', 'seeing', 'opening', 'lying')
    """
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(KEEPS_E):
        return base[:-1] + "ing"
    last = base[-1]
    short = sum(letter in VOWELS for letter in base) == 1 and base[-2:-1] in tuple(VOWELS)
    return base + (last if short and last not in (*VOWELS, *"wxy") else "") + "ing"


@lru_cache(maxsize=1)
def _table() -> _Table:
    raw = read_table("verbs.toml")
    return _Table(
        frozenset(raw["base_after"].split()),
        frozenset(raw["participle_after"].split()),
        frozenset(raw["between"].split()),
        frozenset(raw["without_prefix"].split()),
        raw["past"],
    )
