"""Institutions by their head words: "Dinas Perdagangan Kota Malang", "Polres Depok".

In: the tokens of a sentence, the names that the tagger saw in it, and the openings of the names of persons.
Out: the organizations that the tagger left out, or saw only pieces of. The head words stand in
bot/data/institutions.toml. This module must not know how names become mentions.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.data import read_table
from bot.digest.known_names import Key, Span, Words, comparable, name_words, public_names
from bot.digest.titles import load_titles
from bot.digest.tokens import Token
from bot.records import EntityLabel

_INSTITUTION_TOKENS = 14
"""A longer run of capitals is a headline or a list; the longest names of offices have twelve words."""
_INSTITUTION_LINKS = frozenset({"dan", "untuk", "&"})
_ROMAN_NUMERAL = re.compile(r"[IVX]+")


@dataclass(frozen=True, slots=True)
class _Institutions:
    """The words of bot/data/institutions.toml; heads as written, the rest in lower case."""

    heads: frozenset[Words]
    joining: frozenset[Words]
    regional: frozenset[Words]
    with_region_only: frozenset[Words]
    without_region: frozenset[Words]
    of_others: frozenset[Words]
    schools: frozenset[Words]
    region_openings: frozenset[str]
    houses: frozenset[str]
    fields: frozenset[str]
    ends_before: frozenset[str]
    generic: frozenset[Key]
    inside_names: frozenset[Words]
    namesakes: frozenset[str]
    small_titles: frozenset[str]
    prepositions: frozenset[str]
    called_like_people: frozenset[Words]


@lru_cache(maxsize=1)
def _institutions() -> _Institutions:
    """Return the table, read once."""
    table = read_table("institutions.toml")

    def phrases(group: str) -> frozenset[Words]:
        return frozenset(tuple(phrase.split()) for phrase in table[group])

    joining, regional = phrases("joining"), phrases("regional")
    bare, no_region = phrases("with_region_only"), phrases("without_region")
    schools = phrases("schools")
    return _Institutions(
        heads=phrases("heads") | joining | regional | bare | no_region | schools,
        joining=joining,
        regional=regional | bare | schools,
        with_region_only=bare,
        without_region=no_region,
        of_others=phrases("of_others"),
        schools=schools,
        region_openings=frozenset(table["region_openings"]),
        houses=frozenset(table["houses"]),
        fields=frozenset(table["fields"]),
        ends_before=frozenset(table["ends_before"]),
        generic=phrases("generic"),
        inside_names=phrases("inside_names"),
        namesakes=frozenset(table["namesakes"]),
        small_titles=frozenset(table["small_titles"]),
        prepositions=frozenset(table["prepositions"]),
        called_like_people=phrases("called_like_people"),
    )


def is_head(words: Words) -> bool:
    """Return whether these words, as they are written, open the names of institutions."""
    return words in _institutions().heads


def _head_at(tokens: Sequence[Token], i: int) -> Words:
    """Return the head words of an institution that stand here; none where another name holds them."""
    table = _institutions()
    texts = tuple(token.text for token in tokens[max(0, i - 1) : i + 2])
    head = texts[min(i, 1) :]
    if i and texts[:2] in table.inside_names:
        return ()
    return next((head[:n] for n in (2, 1) if head[:n] in table.heads), ())


def is_institution(words: Sequence[str]) -> bool:
    """Return whether the words of a name, as written, are an institution's: a head and what tells which."""
    heads = _institutions().heads
    return any(tuple(words[:n]) in heads for n in (2, 1) if len(words) > n)


class InstitutionFinder:
    """Finds institutions by their head words among the names that the tagger saw in a line."""

    def __init__(self, tokens: Sequence[Token], spans: Sequence[Span], persons: Container[Key]) -> None:
        self._tokens = tokens
        self._plain = tuple(comparable(token) for token in tokens)
        self._persons = persons
        self._starts = {start: (end, label) for start, end, label in spans}
        self._covered = {i for start, end, _ in spans for i in range(start, end)}

    def find(self) -> Iterator[Span]:
        """Yield the institutions in order; what the tagger saw inside one is a piece of it."""
        i = 0
        while i < len(self._tokens):
            head = _head_at(self._tokens, i)
            end = self._end(i, head) if head else i
            if end - i > len(head):
                yield i, end, "organization"
            i = max(end, i + 1)

    def _end(self, start: int, head: Words) -> int:
        """Return the token after the institution's name; `start` where there is none to add."""
        table = _institutions()
        first = start + len(head)
        if start in self._starts:
            return self._end_of_seen(start, head)
        if start in self._covered:
            return start
        if head in table.with_region_only and not self._is_region(first):
            return start
        if head in table.joining and _ROMAN_NUMERAL.fullmatch(self._text(first)):  # a part of its house
            return self._house_end(first + 1) if self._text(first + 1) in table.houses else start
        end = self._run_end(first, head)
        end = self._over_links(end, head) if end > first else end
        words = self._plain[start:end]
        if (
            end - first >= _INSTITUTION_TOKENS
            or words in table.generic
            or not self._says_which(first, end, head)
        ):
            return start
        return end

    def _house_end(self, i: int) -> int:
        """Return the end of the house whose commission it is: "Komisi III | DPR RI"."""
        end = self._starts[i][0] if i in self._starts else i + 1
        return end + 1 if self._text(end) == "RI" else end

    def _end_of_seen(self, start: int, head: Words) -> int:
        """Return the same of a name that the tagger saw, which may go on."""
        table = _institutions()
        end, label = self._starts[start]
        if head in table.schools:
            return max(self._run_end(start + len(head), head), end)
        if label != "organization":
            return start
        if end == start + len(head) and self._past_small_title(end, head) > end:
            return self._run_end(end, head)
        whole = self._over_links(end, head)
        if head in table.regional and self._is_region(whole, tagged=True):
            return self._starts[whole][0]
        return whole if whole > end else start

    def _over_links(self, end: int, head: Words) -> int:
        """Return where the further fields of an office end of which only the first is in its name so far.

        "Kementerian Pendidikan | dan Kebudayaan", "Badan Meteorologi | , Klimatologi, dan Geofisika"; `end`
        where nothing of the kind follows.
        """
        if head not in _institutions().joining:
            return end
        i = end
        while self._text(i) == "," and (after := self._field_end(i + 1, head)) > i + 1:
            i = after
        i += self._text(i) == ","
        last = self._field_end(i + 1, head) if self._text(i) == "dan" else i + 1
        return last if last > i + 1 else end

    def _field_end(self, i: int, head: Words) -> int:
        """Return the end of the words of a field that begins here, which are no name of their own."""
        first = self._text(i)
        if first.isupper() and first not in _institutions().fields:
            return i
        while i < len(self._tokens) and i not in self._starts and self._is_word(i, head):
            i += 1
        return i

    def _text(self, i: int) -> str:
        return self._tokens[i].text if i < len(self._tokens) else ""

    def _says_which(self, first: int, end: int, head: Words) -> bool:
        """Return whether a word follows the head that is no numeral: "Komisi III" is none by itself.

        A school is told by its number.
        """
        is_school = head in _institutions().schools
        return any(
            (token.text[0].isalpha() and not _ROMAN_NUMERAL.fullmatch(token.text))
            or (is_school and token.text.isdigit())
            for token in self._tokens[first:end]
        )

    def _is_region(self, i: int, *, tagged: bool = False) -> bool:
        """Return whether a region begins here: one the tagger saw, or else one by its first word."""
        if i >= len(self._tokens):
            return False
        if i in self._starts:
            return self._starts[i][1] == "place"
        known = public_names().get((self._plain[i],)) == "place"
        return not tagged and (known or self._tokens[i].text in _institutions().region_openings)

    def _run_end(self, first: int, head: Words) -> int:
        """Return the end of the words that belong to the head; `first` where there are none."""
        table, begin = _institutions(), self._past_small_title(first, head)
        i = begin
        while i < min(len(self._tokens), first + _INSTITUTION_TOKENS):
            end, label = self._name_at(i, head, at_first=i == first)
            if label == "organization":
                return end if i == first and self._is_piece(i, end) else first
            if label == "place" and i > first and head in table.without_region:
                break
            if label == "place" and (i > first or head in table.regional):
                return end
            if label == "person" and i <= begin + 1 and self._is_named_so(first, head):
                return end
            width = end - i if label == "place" else self._word_width(i, first, head)
            if label == "person" or not width:
                break
            i += width
            if width == 1 and i - 1 > first and self._ends_in_number(i - 1, head):
                break
        return self._without_loose_end(first, i)

    def _past_small_title(self, first: int, head: Words) -> int:
        """Return where the name goes on behind a title that is written small: "RSUD dr. | Slamet".

        `first` where none stands there, or where it may be the title of somebody in the body: "Direktur RSUD
        dr Ratna Wibisana".
        """
        table, start = _institutions(), first - len(head)
        after = first + 1 + (self._text(first + 1) == ".")
        titled = self._text(first).rstrip(".") in table.small_titles and self._text(after)[:1].isupper()
        if not titled or head not in table.called_like_people:
            return first
        is_there = start > 0 and self._plain[start - 1] in table.prepositions
        return after if is_there or self._is_of_another(after) else first

    def _is_of_another(self, start: int) -> bool:
        """Return whether a name here is followed by whoever holds the office: "RSUD dr | Slamet, Ratna
        Wibisana"."""
        end, label = self._starts.get(start, (start, None))
        after, title = end + 1, _institutions().small_titles | {""}
        while after < len(self._tokens) and self._text(after).rstrip(".") in title:
            after += 1
        is_person = self._starts.get(after, (after, None))[1] == "person"
        return label == "person" and self._text(end) == "," and is_person

    def _is_named_so(self, first: int, head: Words) -> bool:
        """Return whether a person's name behind the head is the body's own."""
        table, start = _institutions(), first - len(head)
        held = start > 0 and load_titles().kinds.get(self._plain[start - 1]) in ("offices", "roles")
        return self._plain[first] in table.namesakes or (head in table.called_like_people and not held)

    def _ends_in_number(self, i: int, head: Words) -> bool:
        """Return whether the number here ends the name: a school's place follows its number."""
        return head not in _institutions().schools and any(map(str.isdigit, self._tokens[i].text))

    def _name_at(self, i: int, head: Words, *, at_first: bool) -> tuple[int, EntityLabel | None]:
        """Return the end and label of the name that begins here, tagged or well known; None for none.

        Right after the head a well-known organization is the name itself: "Partai Golkar".
        """
        if i in self._starts:
            return self._starts[i]
        if self._opening(i) in self._persons:
            return i + 2, "person"
        public = public_names()
        for width in (3, 2, 1):
            label = public.get(self._plain[i : i + width])
            if (label == "organization" and not at_first) or (
                label == "place" and head in _institutions().regional
            ):
                return min(i + width, len(self._tokens)), label
        return i, None

    def _without_loose_end(self, first: int, end: int) -> int:
        """Return the end before a form of address, or before a kind of region without its name."""
        loose = load_titles().honorifics if end in self._starts else name_words()["place_kinds"]
        while end > first and self._plain[end - 1] in loose:
            end -= 1
        return end

    def _is_piece(self, start: int, end: int) -> bool:
        """Return whether an organization after a head lacks it, and is none that stands by itself."""
        key = self._plain[start:end]
        return len(key) > 1 and key not in public_names() and not _head_at(self._tokens, start)

    def _word_width(self, i: int, first: int, head: Words) -> int:
        """Return how many tokens go on with the name here: a word, a link and a word, or none."""
        table, tokens = _institutions(), self._tokens
        if self._is_word(i, head, at_first=i == first):
            return 1
        if i == first or head not in table.joining or tokens[i].text not in _INSTITUTION_LINKS:
            return 0
        if i + 1 == len(tokens) or i + 1 in self._starts or not self._is_word(i + 1, head):
            return 0
        text = tokens[i + 1].text
        return 0 if text.isupper() and text not in table.fields else 2

    def _is_word(self, i: int, head: Words, *, at_first: bool = False) -> bool:
        """Return whether the token can be a word of the name that the head opens."""
        table, text, plain = _institutions(), self._tokens[i].text, self._plain[i]
        if text.isdigit() and head in table.schools:
            return True
        if text.isdigit():
            return at_first and i + 1 < len(self._tokens) and self._tokens[i + 1].text[0].isupper()
        if not text[0].isupper() or text.endswith(".") or plain in name_words()["calendar"]:
            return False
        if at_first:
            return not _head_at(self._tokens, i) or head in table.of_others
        if plain in table.ends_before or self._is_rank(i):
            return False
        return not _head_at(self._tokens, i) or head in table.of_others

    def _opening(self, i: int) -> Key:
        return self._plain[i : i + 2]

    def _is_rank(self, i: int) -> bool:
        words = self._opening(i)
        kinds = load_titles().kinds
        return any(kinds.get(" ".join(words[:n])) == "ranks" for n in (2, 1)) and words[0] != "tni"
