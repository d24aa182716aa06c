"""Which sense an Indonesian word has in its place, of words that mean something else before a clause or
beside other words; and where a translation has the wrong one.

In: a sentence and the place of a word in it, or its translation. Out: what would do for the word in a
translation, or None where the table of words is right: "menyebut ia bersalah" is "said he was guilty",
"menyebut ia pahlawan" is "called him a hero", "pesawat jatuh" is "a plane crashed"; the translation without
slips that are known. Pure but for reading its table once; this module must know no model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.data import read_table

CLAUSE_END = re.compile(r"[,.;:!?()\"“”]")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
VERB = re.compile(r"(?:me[lmnr]|ber|ter|di)\w{4,}")
BETWEEN = r"[\s\"“'‘(]*"
"""Signs that may stand between a word and its neighbour."""
LEAST_WORDS = 3
"""Words of a clause at least."""


@dataclass(frozen=True, slots=True)
class _Sense:
    translations: tuple[str, ...]
    not_after: frozenset[str]
    not_before: frozenset[str]
    not_later: frozenset[str]
    next: frozenset[str]
    """Words of which one must follow at once, or a verb; none where any clause will do."""
    takes_verbs: bool
    """Whether a verb that follows at once will do too."""


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """What must stand around a word, and what a word then means. A pattern that is not given always fits."""

    before: re.Pattern[str]
    """Fits the end of what stands before the word."""
    after: re.Pattern[str]
    """Fits the beginning of what follows it."""
    beside: re.Pattern[str]
    """Fits somewhere in the sentence."""
    unless: re.Pattern[str] | None
    """Must fit nowhere in the sentence."""
    translations: tuple[str, ...]

    def fit(self, source: str, start: int, end: int) -> bool:
        """Whether a word of `source` has these neighbours."""
        return bool(
            self.before.search(source[:start])
            and self.after.match(source[end:])
            and self.beside.search(source)
            and not (self.unless and self.unless.search(source))
        )


@dataclass(frozen=True, slots=True)
class _Slip:
    source: re.Pattern[str]
    output: re.Pattern[str]
    right: str


@dataclass(frozen=True, slots=True)
class _Table:
    predicates: frozenset[str]
    no_verbs: frozenset[str]
    senses: Mapping[str, _Sense]
    neighbours: Mapping[str, Sequence[_Neighbours]]
    slips: tuple[_Slip, ...]


def sense_in_place(source: str, start: int, end: int) -> tuple[str, ...] | None:
    """Return what `source[start:end]` means where it stands; None where that is what it mostly means.

    >>> sense_in_place("Pesawat itu jatuh di laut.", 12, 17)[0]
    'crashed'
    """
    word = source[start:end].lower()
    fitting = (each for each in _table().neighbours.get(word, ()) if each.fit(source, start, end))
    first = next(fitting, None)
    return first.translations if first else sense_before_clause(source, start, end)


def sense_before_clause(source: str, start: int, end: int) -> tuple[str, ...] | None:
    """Return what `source[start:end]` means before a clause; None where that is no such word, or no clause
    follows.

    >>> sense_before_clause("Ia menyebut korban masih hidup.", 3, 11)[0]
    'said'
    """
    table = _table()
    sense = table.senses.get(source[start:end].lower())
    if sense is None:
        return None
    before = WORD.findall(source[:start].lower())[-1:]
    later = WORD.findall(CLAUSE_END.split(source[end:])[0].lower())
    if later[:1] == ["bahwa"]:
        return sense.translations
    kept = (
        len(later) < (1 if sense.next else LEAST_WORDS)
        or not sense.not_after.isdisjoint(before)
        or later[0] in sense.not_before
        or not sense.not_later.isdisjoint(later)
    )
    return None if kept or not _is_clause(later, sense, table) else sense.translations


def without_slips(source: str, translation: str) -> str:
    """Return the translation of an Indonesian sentence with what models are known to mistake put right.

    >>> without_slips("Terkait harga, ia diam.", "Regardless of prices, he was silent.")
    'Regarding prices, he was silent.'
    """
    for slip in _table().slips:
        if slip.output.search(translation) and slip.source.search(source):
            translation = slip.output.sub(slip.right, translation)
    return translation


def _is_clause(words: Sequence[str], sense: _Sense, table: _Table) -> bool:
    """Whether the words say something of something, outside a relative clause."""
    if sense.next:
        return words[0] in sense.next or (sense.takes_verbs and _is_verb(words[0], table))
    return any(
        (word in table.predicates or _is_verb(word, table)) and before != "yang"
        for before, word in zip(("", *words), words, strict=False)
    )


def _is_verb(word: str, table: _Table) -> bool:
    return VERB.fullmatch(word) is not None and word not in table.no_verbs


def _sense(raw: Mapping[str, Any]) -> _Sense:
    def words(key: str) -> frozenset[str]:
        return frozenset(raw.get(key, "").split())

    return _Sense(
        tuple(raw["translations"]),
        not_after=words("not_after"),
        not_before=words("not_before"),
        not_later=words("not_later"),
        next=words("next"),
        takes_verbs=raw.get("takes_verbs", True),
    )


def _neighbours(raw: Mapping[str, Any]) -> _Neighbours:
    def pattern(key: str, before: str = r"(?<!\w)", behind: str = r"(?!\w)") -> re.Pattern[str]:
        return re.compile(f"{before}(?:{raw.get(key, '')}){behind}", re.IGNORECASE)

    return _Neighbours(
        pattern("before", behind=f"{BETWEEN}$"),
        pattern("after", before=BETWEEN),
        pattern("beside"),
        pattern("unless") if "unless" in raw else None,
        tuple(raw["translations"]),
    )


def _by_word(places: Sequence[Mapping[str, Any]]) -> dict[str, list[_Neighbours]]:
    found: dict[str, list[_Neighbours]] = {}
    for place in places:
        for word in place["words"]:
            found.setdefault(word, []).append(_neighbours(place))
    return found


@lru_cache(maxsize=1)
def _table() -> _Table:
    raw = read_table("senses.toml")
    return _Table(
        frozenset(raw["predicates"].split()),
        frozenset(raw["no_verbs"].split()),
        {each["word"]: _sense(each) for each in raw["sense"]},
        _by_word(raw["place"]),
        tuple(
            _Slip(re.compile(each["source"], re.IGNORECASE), re.compile(each["output"]), each["right"])
            for each in raw["slip"]
        ),
    )
