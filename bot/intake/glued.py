"""Words that lost the space between them, as they do at a link that was pasted: "kataPresiden Danar".

In: a line. Out: the same line with the space put back where the words of bot/data/glued.toml tell, or where
a word can only be two that news uses often: "proyeknuklir". Names that are written with a capital inside, as
brands are, stay, and words that are written together. This module must not know the lines around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.data import either, read_table
from bot.intake.common import common_words

MIN_NAME_CHARS = 5
"""A shorter name before a small word is as often the first syllables of a longer one: "Ramadan"."""

MIN_HALF_CHARS = 3
"""The shortest common words."""
MIN_LONGER_HALF_CHARS = 5
"""Two shorter words together are as often another word, or a name."""
MIN_WORD_CHARS = MIN_HALF_CHARS + MIN_LONGER_HALF_CHARS
MAX_WORD_CHARS = 40
"""The longest words have some thirty letters."""
MIN_NAME_BEFORE_VERB_CHARS = 4
"""A shorter beginning is as often the first syllable of another word."""
MIN_BEFORE_CAPITAL_CHARS = 4
"""A shorter word before a capital is as often the beginning of a brand: "eFishery", "iPhone"."""
MIN_CAPITAL_BEFORE_CAPITAL_CHARS = 7
"""A name with a capital inside, as a company's, begins with a short word: "KoinWorks"."""

MIN_LONE_INITIALS = 3
"""Two capitals are as often a slip of the hand: "BUdi"."""

_START = r"(?<![\w@#./:&=\-’'])"
_END = r"(?![\w@/-]|\.\w)"

_WORD = re.compile(rf"{_START}[a-z]{{{MIN_WORD_CHARS},{MAX_WORD_CHARS}}}{_END}(?!['’])")
_CAPITALISED = re.compile(rf"{_START}[A-Z](?:[a-z]|['’](?=[a-z])){{{MIN_WORD_CHARS},{MAX_WORD_CHARS}}}{_END}")
_WITH_COMMA = re.compile(r"(?<!\S)(?=[^\s/@=&#:]*(?:[\s:]|$))[^\s,]*\w[)”\"]?,(?=[^\W\d_]{2})[^\s:]*")
"""Words with a comma and no space between them, in nothing that is an address."""
_COMMA = re.compile(r"(?<=[\w)”\"]),(?=[^\W\d_]{2})")
_PLAIN_WORD = re.compile(r"\w+")
_WORD_WITH_MARKS = re.compile(r"\w+(?:['’]\w+)+")
_VERB = re.compile(r"(?:me|ber|di|ter)[a-z]{4,}")
_LONG_VERB = re.compile(r"me(?:m|n|ng|ny)[a-z]{4,}|ber[a-z]{5,}|ter[a-z]{4,}")
"""No name that is one word ends in such a verb."""
_INITIALS_BEFORE_VERB = re.compile(rf"{_START}([A-Z]{{2,8}})((?:me|ber|di|ter)[a-z]{{4,}}){_END}")
_BEFORE_CAPITAL = re.compile(
    rf"{_START}(?P<word>[a-z]{{{MIN_BEFORE_CAPITAL_CHARS},20}}"
    rf"|[A-Z][a-z]{{{MIN_CAPITAL_BEFORE_CAPITAL_CHARS - 1},20}})"
    r"(?=[A-Z][a-z]{2}|[A-Z]{2,}(?!\w))(?![\w-]*(?:\.\w|@))"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    before: re.Pattern[str]
    behind: re.Pattern[str]
    behind_known: re.Pattern[str]
    behind_initials: re.Pattern[str]
    behind_word: re.Pattern[str]


def unglued(line: str) -> str:
    """Return the line with a space between glued words: "denganAhmad", "Ahmadmenilai" and "2025,Ahmad"."""
    patterns = _patterns()
    line = _WITH_COMMA.sub(lambda match: _COMMA.sub(", ", match[0]), line)
    line = patterns.behind_initials.sub(r"\1 \2", line)
    line = _INITIALS_BEFORE_VERB.sub(_behind_initials, line)
    line = patterns.before.sub(lambda match: f"{match[1]} {match[2]} " if match[1] else f"{match[0]} ", line)
    line = patterns.behind.sub(r"\1 \2", line)
    line = _BEFORE_CAPITAL.sub(_before_capital, line)
    line = _WORD.sub(lambda match: " ".join(_halves(match[0])), line)
    named = _Named(line)
    line = _CAPITALISED.sub(lambda match: _before_verb(match[0], named), line)
    line = patterns.behind_word.sub(_behind_common_word, line)
    named = _Named(line)
    return patterns.behind_known.sub(
        lambda match: f"{match[1]} {match[2]}" if match[1] in named else match[0], line
    )


class _Named:
    """The names that a line may hold: those that everybody knows, and what stands in it by itself."""

    def __init__(self, line: str) -> None:
        self._line = line

    def __contains__(self, word: str) -> bool:
        return word in _known().public_people or word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset((*_PLAIN_WORD.findall(self._line), *_WORD_WITH_MARKS.findall(self._line)))


def _before_capital(match: re.Match[str]) -> str:
    """A common word with a space behind it, where it opens no brand."""
    word, known = match["word"].lower(), _known()
    opens_brand = word in known.never_first or (match[0][0].isupper() and word in known.opens_brands)
    return f"{match[0]} " if word in known.common and not opens_brand else match[0]


def _behind_initials(match: re.Match[str]) -> str:
    """Initials with a space before the common verb behind them: "TNI AD | merekrut"."""
    return f"{match[1]} {match[2]}" if match[2] in _known().common else match[0]


def _before_verb(word: str, named: _Named) -> str:
    """A name with a space before the common verb behind it, which is long or the name known."""
    known = _known()
    if word.lower() in known.common:
        return word
    for at in range(MIN_NAME_BEFORE_VERB_CHARS, len(word) - MIN_HALF_CHARS):
        name, verb = word[:at], word[at:]
        if not _VERB.fullmatch(verb) or verb not in known.common:
            continue
        if name in named or (_LONG_VERB.fullmatch(verb) and name.lower() not in known.common):
            return f"{name} {verb}"
    return word


def _behind_common_word(match: re.Match[str]) -> str:
    """A common word with a capital, and the small word behind it: "Perjuangan | untuk"."""
    common = _known().common
    is_glued = match[1].lower() in common and match[0].lower() not in common
    return f"{match[1]} {match[2]}" if is_glued else match[0]


def _halves(word: str) -> tuple[str, ...]:
    """The two common words that `word` can only be; else the word."""
    known = _known()
    if word in known.common or word in known.whole:
        return (word,)
    cuts = range(MIN_HALF_CHARS, len(word) - MIN_HALF_CHARS + 1)
    found = [(word[:at], word[at:]) for at in cuts if word[:at] in known.common and word[at:] in known.common]
    if len(found) != 1:
        return (word,)
    first, second = found[0]
    if second == "akan" and f"{first}kan" in known.common:
        return (word,)  # "melaporakan" is "melaporkan" with a letter too many
    is_part = first in known.never_first or second in known.never_second or first == second
    return (word,) if is_part or max(map(len, found[0])) < MIN_LONGER_HALF_CHARS else found[0]


@dataclass(frozen=True, slots=True)
class _Known:
    common: frozenset[str]
    never_first: frozenset[str]
    never_second: frozenset[str]
    opens_brands: frozenset[str]
    whole: frozenset[str]
    public_people: frozenset[str]


@lru_cache(maxsize=1)
def _known() -> _Known:
    table = read_table("glued.toml")
    parts = ("never_first", "never_second", "opens_brands", "whole", "public_people")
    return _Known(common_words(), *(frozenset(table[part]) for part in parts))


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table = read_table("glued.toml")
    small = [*table["before_names"], *map(str.capitalize, table["with_capital"])]
    behind_initials = [*table["behind_known_names"], *table["behind_initials"]]
    two = [initials for initials in table["initials_before"] if len(initials) == MIN_LONE_INITIALS - 1]
    behind_words = [*table["behind_known_names"], *table["behind_words"]]
    capital = r"(?=[A-Z][a-z]|[A-Z]{2,}(?!\w))"
    return _Patterns(
        before=re.compile(
            rf"{_START}(?:(?:{either(small)}){capital}|([IVX]{{0,4}})({either(table['initials_before'])})(?=[A-Z][a-z]{{2}}))"
            r"(?![\w-]*(?:\.\w|@))"
        ),
        behind=re.compile(rf"(?<=[A-Z])([a-z]{{2,15}}?|[A-Z]{{1,7}})({either(table['behind_names'])}){_END}"),
        behind_known=re.compile(
            rf"{_START}([A-Z][a-z]{{{MIN_NAME_CHARS - 1},15}}?)({either(table['behind_known_names'])}){_END}"
        ),
        behind_initials=re.compile(
            rf"{_START}([a-z]*[A-Z]{{{MIN_LONE_INITIALS},8}}|[a-z]*(?:{either(two)}))({either(behind_initials)}){_END}"
        ),
        behind_word=re.compile(
            rf"{_START}([A-Z][a-z]{{{MIN_LONGER_HALF_CHARS - 1},20}})({either(behind_words)}){_END}"
        ),
    )
