"""Indonesian words of saying, and how they stand beside a name and a quotation.

In: bot/data/speech.toml. Out: one record of words and patterns. This module must not know any article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.data import either, read_table


@dataclass(frozen=True, slots=True)
class Speech:
    """Words of saying, from bot/data/speech.toml, compiled."""

    after: re.Pattern[str]
    statement: re.Pattern[str]
    verb: re.Pattern[str]
    inner: re.Pattern[str]
    passive: re.Pattern[str]
    inserted: re.Pattern[str]
    """Set into a sentence for whoever speaks already: "Selain itu, lanjutnya, ..."."""
    background: re.Pattern[str]
    """Opens a sentence of what is known, which is nobody's turn."""
    pronoun: re.Pattern[str]
    source: re.Pattern[str]
    before_name: frozenset[str]
    verbs: frozenset[str]
    weak_stems: frozenset[str]
    continuing: frozenset[str]
    deeds: frozenset[str]
    pronouns: frozenset[str]
    plural_pronouns: frozenset[str]
    clause_words: frozenset[str]
    openers: frozenset[str]
    links: frozenset[str]
    named_things: frozenset[str]
    conjuncts: re.Pattern[str]
    """One or several at the start of a sentence, before its subject."""
    before_object: tuple[str, ...]
    leaning: re.Pattern[str]
    urging: re.Pattern[str]
    showing: frozenset[str]
    """What somebody does or feels who speaks next."""


@lru_cache(maxsize=1)
def load_speech() -> Speech:
    """Return the table of words of saying, as patterns."""
    table = read_table("speech.toml")

    stems, pronouns = either(table["stems"]), either([*table["pronouns"], *table["plural_pronouns"]])
    leads, nouns = either(table["leads"]), either(table["statements"])
    return Speech(
        after=re.compile(
            rf"\s*[,.]?\s*((?:(?:{leads})\s+)?({stems})(nya)?(?![a-z-])(?:\s+({pronouns})\b)?)", re.I
        ),
        statement=re.compile(
            rf"\s*[,.]?\s*((?:(?:{leads})\s+)?(?:bunyi\s+|isi\s+|kata\s+)?(?:{nouns})(nya)?\b"
            rf"(?:\s+(?:{either(table['statement_adjectives'])})\b)?)",
            re.I,
        ),
        verb=re.compile(rf"\b({either(table['verbs'])})(?:nya)?(?![a-z-])"),
        inner=re.compile(rf"(?:(?:^|[,;—–]\s*)({stems})(?![a-z-])|\bmenurut)\s+(?=\S)", re.I),
        passive=re.compile(
            rf"\b(?:{either(table['passives'])})\b(?:\s+(?:oleh|pula|juga|kepada wartawan))*\s+"
        ),
        inserted=re.compile(
            rf"(?:^|,) ?(?:{either(table['inserted'])})(?:nya| (?:{either(table['pronouns'])})) ?,", re.I
        ),
        background=re.compile(rf"(?:{either(table['background'])}),", re.I),
        pronoun=re.compile(rf"\b(?:{either([*table['pronouns'], *table['reflexive_pronouns']])})\b", re.I),
        source=re.compile(rf"\s*[,.]?\s*(?:{either(table['sources'])})\b"),
        before_name=frozenset((*table["stems"], "menurut")),
        verbs=frozenset(table["verbs"]),
        weak_stems=frozenset(table["weak_stems"]),
        continuing=frozenset(table["continuing"]),
        deeds=frozenset(table["deeds"]),
        pronouns=frozenset(table["pronouns"]),
        plural_pronouns=frozenset(table["plural_pronouns"]),
        clause_words=frozenset(table["clause_words"]),
        openers=frozenset(table["openers"]),
        links=frozenset(table["links"]),
        named_things=frozenset(table["named_things"]),
        conjuncts=re.compile(rf"(?:(?:{either(table['conjuncts'])})\b,?\s+)+"),
        before_object=tuple(table["before_object"]),
        leaning=re.compile(
            rf"\W*(?:(?:{either(table['leaning'])})(?![\w-])"
            rf"|(?!(?:{either(table['times'])})\b)(?:\w+ ){{1,2}}(?:ini|itu|tersebut)\b)",
            re.I,
        ),
        showing=frozenset(table["showing"]),
        urging=re.compile(rf"\s+(?:juga |pun |turut |ikut )?(?:{either(table['urging'])})(?![\w-])"),
    )
