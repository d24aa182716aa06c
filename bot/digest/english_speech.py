"""English words of saying, and how they stand beside a name and a quotation.

In: bot/data/speech_en.toml. Out: one record of words and patterns. This module must not know any article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.data import either, read_table

APPOSITION_CHARS = 110
"""Between the commas of "Rina, a teacher at a school in Depok, said": room for an office and a place."""

LEADING_CHARS = 60
"""Between "saying" and the opening mark: room for "to reporters in Jakarta that"."""


@dataclass(frozen=True, slots=True)
class EnglishSpeech:
    """Words of saying, compiled."""

    verb: re.Pattern[str]
    verb_behind: re.Pattern[str]
    """The same right behind a quotation, where more verbs are verbs of saying."""
    says: re.Pattern[str]
    """What follows a name that says something, from right behind it: ", a teacher, said"."""
    said_before: re.Pattern[str]
    """The end of what stands before a name that says something: "said "."""
    said_by: re.Pattern[str]
    """What opens a clause behind a quotation whose speaker follows: ", said "."""
    pronoun_says: re.Pattern[str]
    """The same with a pronoun: ", he later said"."""
    according: re.Pattern[str]
    verbs_alone: frozenset[str]
    weak: frozenset[str]
    pronouns: frozenset[str]
    clause_words: frozenset[str]
    voices: frozenset[str]
    named_things: frozenset[str]
    leading: re.Pattern[str]
    """The end of what leads to a quotation without a verb of its own: ", saying: "."""
    cited: re.Pattern[str]
    """What names somebody whom others quote: "quoted Rina as saying"."""
    cited_before: re.Pattern[str]
    """The same as the end of what stands before a quotation."""
    leads: frozenset[str]
    articles: frozenset[str]
    leaning: re.Pattern[str]


@lru_cache(maxsize=1)
def load_english_speech() -> EnglishSpeech:
    """Return the table of words of saying, as patterns."""
    table = read_table("speech_en.toml")

    verbs, pronouns = either(table["verbs"]), either(table["pronouns"])
    behind = either([*table["verbs"], *table["behind"]])
    cited = rf"\b({either(table['cited'])})\s+([^.;:\"“”\n]{{2,{APPOSITION_CHARS}}}?)\s+as\s+saying\b"
    before_name = [verb for verb in table["verbs"] if verb not in {*table["weak"], *table["to_somebody"]}]
    between = rf"(?:(?:{either(table['between'])}|[a-z]+ly)\s+){{0,3}}"
    apposition = rf"(?:\s*\([^()\n]{{1,40}}\))?(?:,\s[^.;:\"“”\n]{{2,{APPOSITION_CHARS}}}?,)?"
    return EnglishSpeech(
        verb=re.compile(rf"\b(?:{verbs})\b"),
        verb_behind=re.compile(rf"\b(?:{behind})\b"),
        says=re.compile(rf"{apposition}\s+{between}({verbs})\b(?!\s+(?:of|in|off)\b)"),
        said_before=re.compile(rf"\b(?:{either(before_name)}|[Aa]ccording to)\s+$"),
        said_by=re.compile(rf"\s*[,.—–-]*\s*((?:{between})(?:{behind}))\s+(?=[A-Za-z])"),
        pronoun_says=re.compile(rf"\s*[,.—–-]*\s*({pronouns})\s+({between}(?:{behind}))\b", re.IGNORECASE),
        according=re.compile(r"\s*,?\s*(according to|in the words of)\s+", re.IGNORECASE),
        verbs_alone=frozenset(table["verbs"]),
        weak=frozenset(table["weak"]),
        pronouns=frozenset(table["pronouns"]),
        clause_words=frozenset(table["clause_words"]),
        voices=frozenset(table["voices"]),
        named_things=frozenset(table["named_things"]),
        leading=re.compile(
            rf"[\s,]({either(table['participles'])})\b(?:\s[^.?!\"“”\n]{{0,{LEADING_CHARS}}})?[,:]?\s*$"
        ),
        cited=re.compile(cited),
        cited_before=re.compile(rf"{cited}[^.?!\"“”\n]{{0,{LEADING_CHARS}}}$"),
        leads=frozenset(table["leads"]),
        articles=frozenset(table["articles"]),
        leaning=re.compile(rf"\W*(?:{either(table['leaning'])})(?![\w-])", re.IGNORECASE),
    )
