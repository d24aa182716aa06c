"""Noun phrases for people: the name in a run of capitals, and the office before or after it.

In: pieces of text. Out: names without titles, and the words of an office. This module must not know the
people of an article. Runs are read from plain text, where entities may be missing or wrong; the tagger's own
runs go by tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table
from bot.digest.known_names import name_words
from bot.digest.name_features import is_plain
from bot.digest.titles import load_titles
from bot.digest.tokens import tokenize
from bot.digest.words import words as words_of

MAX_NAME_WORDS = 5
"""A longer run of capitals is an office with a name, or a headline."""
MIN_BOUND_CHARS = 7
"""Letters of a word in "-nya" that is no name: "Sonya" and "Vanya" are."""
PHRASE_REACH_CHARS = 90
"""How far before a name its office may begin."""
_CAPITAL_WORD = r"(?<!\w)[A-Z][\w'’ʼ`.-]{0,30}\w|(?<!\w)[A-Z]\.?"
_PARTICLE = "bin|binti|van|von|de|da|al|el|der|dos"
NAME_RUN = re.compile(rf"(?:{_CAPITAL_WORD})(?:[ \u00a0](?:(?:{_PARTICLE})[ ])?(?:{_CAPITAL_WORD})){{0,9}}")
_OFFICE_SHORT = re.compile(
    r"(?:kasat|kabid|kasubdit|kasubag|kanit|kasi(?:ntel|pid)|kemen|polres|polda|polsek|ditres|bares|disko|dinkes|disdik|pemkot|pemkab|pemprov|keja)[a-z]+"
)
"""Short names of offices, which newspapers coin freely: Kemenkeu, Polrestabes, Diskominfo."""
_PHRASE_WORDS = frozenset({"dan", "putra", "putri", "berita"})
"""Lower-case words inside an office that are no office or field themselves: "pelatih ganda putri"."""
SHORT_FORM = re.compile(r"(?<=\w )\([A-Za-z-]{2,14}\)(?= (?:\w|$))")
"""The initials in an office: "Ketua Badan Siaga Bencana (BSB) Sleman"."""
_TITLE_WITH_STOP = re.compile(r"(?<!\w)(\w+)\.\s*$")
"""Whose stop ends no clause: "Bupati Lumban H. | Bagas Permana"."""
_CLAUSE_MARK = re.compile(r"[.,;:()\"“”\n]")


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """Words in and around a noun phrase for a person, from bot/data/phrase_words.toml."""

    relations: tuple[str, ...]
    indefinite: frozenset[str]
    others: frozenset[str]
    determiners: frozenset[str]
    fields: frozenset[str]
    not_names: frozenset[str]
    of_somebody: frozenset[str]
    vague: frozenset[str]
    role_heads: frozenset[str]
    long_ranks: tuple[str, ...]
    heads_of_general: frozenset[str]
    paired_heads: frozenset[str]
    callings: frozenset[str]
    grades: frozenset[str]
    english_heads: frozenset[str]
    short_forms: Mapping[str, str]


@lru_cache(maxsize=1)
def load_phrase_words() -> PhraseWords:
    """Return the table, read once; the calendar's words are no names either, but for those people bear."""
    table = read_table("phrase_words.toml")
    calendar = name_words()["calendar"] - name_words()["given_months"]
    return PhraseWords(
        relations=tuple(table["relations"]),
        indefinite=frozenset(table["indefinite"]),
        others=frozenset(table["others"]),
        determiners=frozenset(table["determiners"]),
        fields=frozenset(table["fields"]),
        not_names=frozenset(table["not_names"]) | calendar,
        of_somebody=frozenset(table["of_somebody"]),
        vague=frozenset(table["vague"]),
        role_heads=frozenset(table["role_heads"]),
        long_ranks=tuple(sorted(table["long_ranks"], key=len, reverse=True)),
        heads_of_general=frozenset(table["heads_of_general"]),
        paired_heads=frozenset(table["paired_heads"]),
        callings=frozenset(table["callings"]),
        grades=frozenset(table["grades"]),
        english_heads=frozenset(table["english_heads"]),
        short_forms=table["short_forms"],
    )


def office_words(phrase: str) -> frozenset[str]:
    """Return the words of an office in lower case, short forms written out, "tersebut" left out."""
    table = load_phrase_words()
    words: list[str] = []
    for word in words_of(phrase):
        words.extend(table.short_forms.get(word, word).split())
    skipped = table.determiners | {"sang", "si", "dan", "para", "yang", "seorang"}
    return frozenset(word for word in words if word not in skipped)


def has_role(phrase: str) -> bool:
    """Return whether the phrase holds an office or a role."""
    return not load_titles().roles.isdisjoint(words_of(phrase))


def starts_with_role(phrase: str) -> bool:
    """Return whether one of the first two words is an office or a role."""
    return not load_titles().roles.isdisjoint(words_of(phrase)[:2])


def phrase_before(text: str, end: int) -> str:
    """Return the phrase from the earliest role word to `end`, within the same clause."""
    stretch = text[max(0, end - PHRASE_REACH_CHARS) : end]
    while (title := _TITLE_WITH_STOP.search(stretch)) and title[1].lower() in load_titles().honorifics:
        stretch = stretch[: title.start()]
    stretch = last_clause(SHORT_FORM.sub("", stretch))
    roles, table = load_titles().roles, load_phrase_words()
    start: int | None = None
    for token in reversed(tokenize(stretch)):
        if token.text.lower() in roles:
            start = token.start
        elif token.text[0].islower() and token.text not in table.fields | _PHRASE_WORDS:
            break
    phrase = stretch[start:].strip() if start is not None else ""
    return "" if any(f"{phrase.lower()} ".startswith(f"{word} ") for word in table.relations) else phrase


def last_clause(text: str) -> str:
    """Return what stands after the last mark of a text."""
    return _CLAUSE_MARK.split(text)[-1]


def name_in(run: str, *, before: str = "", others: frozenset[str] = frozenset()) -> str:
    """Return the name at the end of a run of capitalised words, titles and offices taken off; "" if none is.

    `before` is what stands before the run in the same phrase: after "juru bicara" the first word of
    the run is a field, not a name.
    """
    words = run.split()
    plain = [word.lower().strip(".") for word in words]
    start, office = _after_offices(words, plain, before, others)
    tied = next((at for at in range(len(words) - 1, start, -1) if _is_bound(plain[at - 1])), start)
    start = max(start, tied)
    not_names = load_phrase_words().not_names
    while start < len(words) and (plain[start] in not_names or _is_bound(plain[start])):
        start += 1
    stop = next((at for at in range(start, len(words)) if plain[at] in not_names), len(words))
    name = words[start:stop]
    if stop < len(words) and all(
        map(is_plain, name)
    ):  # "Koordinator Komunitas Pemilu Bersih | Jeirry Sumampow"
        name = words[next(at for at in range(len(words), 0, -1) if is_plain(words[at - 1])) :] or name
    if len(name) > MAX_NAME_WORDS or (office and len(name) > 3):
        name = name[-2:]
    if _opens_with_body(name, others):
        name = name[1:]
    text = " ".join(name).strip(" .-'’")
    title = text.lower() in load_titles().ranks | load_titles().honorifics - load_titles().name_like
    if len(text) < 3 or (text.isupper() and len(text) < 4) or title:
        return ""
    return text


def _opens_with_body(name: Sequence[str], others: frozenset[str]) -> bool:
    """Whether the initials of an organisation stand before a person's name: "KPK Danar", not "PN Palu"."""
    first, rest = name[:1], name[1:]
    return bool(
        rest
        and first[0].isupper()
        and len(first[0]) > 1
        and first[0].lower() in others
        and all(word.lower() not in others for word in rest)
    )


def _is_bound(word: str) -> bool:
    """Whether a word ends in "-nya", which no long name does: it closes the headline before a name."""
    return len(word) >= MIN_BOUND_CHARS and word.endswith("nya")


def _after_offices(
    words: Sequence[str], plain: Sequence[str], before: str, others: frozenset[str]
) -> tuple[int, bool]:
    """Return where the name begins after offices, their fields and titles, and whether an office is last."""
    titles = load_titles()
    office = any(word in titles.roles for word in words_of(before)[-4:])
    start = 0
    for index, word in enumerate(plain):
        last = index == len(words) - 1
        titled = word in titles.honorifics and not titles.is_of_name(plain[index:])
        if word in titles.roles and word != "jenderal" and not (titled and index):
            office, start = True, index + 1
        elif titled and not last:
            office, start = False, index + 1
        elif (office or start == index) and (
            _is_field(word, others if office or start else frozenset())
            or (office and not last and words[index].isupper() and len(word) > 1)
        ):
            start = index + 1
    return start, office


def _is_field(word: str, others: frozenset[str]) -> bool:
    """Whether a word tells of what somebody is in office: a ministry, a town, an organisation."""
    table = load_phrase_words()
    return (
        word in table.fields
        or word in table.short_forms
        or word in others
        or word == "dan"
        or bool(_OFFICE_SHORT.match(word))
    )
