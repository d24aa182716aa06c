"""Where a name begins and ends, and of which kind it is, by the words right beside it.

In: the tokens of a sentence and the names that the tagger saw in it. Out: the same names, put right where
their neighbours tell better: "I Made Parwita", "Jalan W.R. Supratman", "penjara Evin". This module must not
know the other sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.digest.known_names import (
    FULL_NAME_WORDS,
    Key,
    Span,
    comparable,
    listed_places,
    name_words,
    opens_with,
    public_names,
)
from bot.digest.name_features import load_lexicon
from bot.digest.titles import load_titles
from bot.digest.tokens import Token

MIN_FIRST_NAME_CHARS = 3
"""Shorter words with a capital are initials or short for something."""
FIELDS_REACH = 9
"""Tokens back from the last field to the office, commas and all: some ministries have four fields."""
GLOSSED_WORDS = 5
"""Words before a bracket that a short form may stand for: "wisatawan mancanegara (Wisman)" has two."""
MIN_WHOLE_INITIALS = 3
"""Initials from which words with capitals before a bracket are one term: two letters fit by chance."""

_PARTICLE_WORD = re.compile(r"(?:a[dlnrstz]|el|es|bin|ibn)-[A-Z][a-z’']+|(?:de|van|von)[A-Z][a-z]{3,}")


def mended(tokens: Sequence[Token], spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order, none overlapping, with bounds and kinds as the words beside them tell."""
    found: list[Span] = []
    for span in _without_parts_of_terms(tokens, spans):
        start, end, label = _of_its_kind(tokens, span)
        start = _first_part(tokens, start) if label == "person" else start
        end = _street_end(tokens, start, end) if label == "place" else end
        end = _behind_particle(tokens, end) if label == "person" else end
        while found and start < found[-1][1] <= span[0]:  # "Bintang | R Saragih", "DPR Ahmad | Doli"
            first, _, kind = found.pop()
            if kind == "organization" and first < start:
                found.append((first, start, kind))
        if found and found[-1][1] > start:  # inside the street before
            continue
        if found and _is_joined(tokens, found[-1], start):
            start, _, label = found.pop()
        if _is_field(tokens, start, end):
            start, label = start + 1, "place"
        is_none = _heads_title(tokens, start, end, label) or _means_nobody(tokens, start)
        if start < end and not is_none:
            found += _regions_apart(tokens, start, end) if label == "place" else [(start, end, label)]
    return found


def _means_nobody(tokens: Sequence[Token], start: int) -> bool:
    """Whether it is a disease or a storm that is called so: "penyakit | Parkinson"."""
    return start > 0 and comparable(tokens[start - 1]) in name_words()["before_nobody"]


def _is_field(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the last field of an office opens it, before its country: "Menteri Haji dan | Umrah RI"."""
    first, rest = _key(tokens[start : start + 1]), _key(tokens[start + 1 : end])
    in_country = not rest or rest in listed_places() or public_names().get(rest) == "place"
    is_known = first in public_names() or first[0] in load_lexicon().persons
    if not start or tokens[start - 1].text != "dan" or not in_country or is_known:
        return False
    at = start - 2
    while at >= max(0, start - FIELDS_REACH) and (tokens[at].text[0].isupper() or tokens[at].text == ","):
        if comparable(tokens[at]) in name_words()["heads_with_fields"]:
            return True
        at -= 1
    return False


def _regions_apart(tokens: Sequence[Token], start: int, end: int) -> Iterator[Span]:
    """Yield the place, one by one where larger ones follow the smaller: "Desa Rante Balla | Kabupaten Luwu".

    Behind a street a part of a city is one too: "Jalan Anggrek Neli | Jakarta Barat".
    """
    words, plain = name_words(), _key(tokens[start:end])
    first = 0
    if plain[0] in words["smaller_regions"]:
        for at in range(FULL_NAME_WORDS, len(plain) - 1):
            is_part = plain[at + 1] in words["directions"] and plain[at:] in listed_places()
            if at - first >= FULL_NAME_WORDS and (plain[at] in words["larger_regions"] or is_part):
                yield start + first, start + at, "place"
                first = at
    yield start + first, end, "place"


def glosses(tokens: Sequence[Token]) -> Iterator[Key]:
    """Yield the short forms of words without capitals: "wisatawan mancanegara (Wisman)"."""
    for i in range(2, len(tokens) - 1):
        if tokens[i - 1].text != "(" or tokens[i + 1].text != ")" or not tokens[i].text[0].isupper():
            continue
        key = (comparable(tokens[i]),)
        first = max(0, i - 1 - GLOSSED_WORDS)
        words = [token.text for token in tokens[first : i - 1]]
        small = _small_tail([words[0].lower(), *words[1:]] if first == 0 else words)
        if key not in public_names() and any(_stands_for(key[0], small[at:]) for at in range(len(small) - 1)):
            yield key


def terms(tokens: Sequence[Token]) -> Iterator[Key]:
    """Yield the initials in brackets behind a term that is nobody's name: "Nilai Jual Objek Pajak (NJOP)"."""
    for i in range(2, len(tokens) - 1):
        if tokens[i - 1].text != "(" or tokens[i + 1].text != ")" or not tokens[i].text.isupper():
            continue
        key = (comparable(tokens[i]),)
        window = range(max(0, i - 1 - len(tokens[i].text) - 1), i - 2)
        opens = any(
            comparable(tokens[at]).startswith(key[0][0])
            and opens_with(_key(tokens[at : i - 1]), "term_heads")
            for at in window
        )
        if opens and key not in public_names():
            yield key


def _key(tokens: Sequence[Token]) -> Key:
    return tuple(map(comparable, tokens))


def _small_tail(words: Sequence[str]) -> list[str]:
    """Return the last words without capitals, as far as they reach."""
    at = len(words)
    while at > 0 and words[at - 1].isalpha() and words[at - 1].islower():
        at -= 1
    return list(words[at:])


def _stands_for(short: str, words: Sequence[str]) -> bool:
    """Whether the short form takes letters of each of the words, the first letter of all, in their order."""
    rest = iter(short)
    return short[0] == words[0][0] and all(word[0] in rest for word in words)


def _without_parts_of_terms(tokens: Sequence[Token], spans: Sequence[Span]) -> list[Span]:
    """Leave out what is a part of a term that initials stand for: "Peserta | Didik Baru | (PDB)"."""
    terms = [
        range(first, i - 1)
        for i in range(MIN_WHOLE_INITIALS + 1, len(tokens) - 1)
        if tokens[i - 1].text == "(" and tokens[i + 1].text == ")" and (first := _spelt_from(tokens, i)) >= 0
    ]
    return [
        span
        for span in spans
        if span[2] == "place" or not any(span[0] > term.start and span[1] <= term.stop for term in terms)
    ]


def _spelt_from(tokens: Sequence[Token], i: int) -> int:
    """Return where the words begin whose first letters are the initials at `i`; -1 where they are not."""
    short, first = tokens[i].text, i - 1
    if len(short) < MIN_WHOLE_INITIALS or not short.isupper():
        return -1
    for letter in reversed(short):
        first -= 1
        while first >= 0 and tokens[first].text in name_words()["links"]:
            first -= 1
        if first < 0 or tokens[first].text[0] != letter:
            return -1
    return first


def _of_its_kind(tokens: Sequence[Token], span: Span) -> Span:
    """Return a person who stands right behind the kind of a place as one: "penjara Evin", "Kota | Bima"."""
    start, end, label = span
    words = name_words()
    plain = [comparable(token) for token in tokens[start:end]]
    if label == "person" and plain[-1] in words["place_ends"]:
        return start, end, "place"
    if (
        label == "place"
        and not words["offices_of_force"].isdisjoint(plain)
        and plain[0] not in words["buildings"]
    ):
        return start, end, "organization"
    if label == "place" and _is_of_office(tokens, start, end):
        return start + 1, end, label
    if label == "organization" and _holds_an_office(tokens, start, end):
        return start, end, "person"
    before = [comparable(token) for token in tokens[max(0, start - 3) : start]]
    kind = next((n for n in (2, 1) if " ".join(before[-n:]) in words["before_place"] and len(before) >= n), 0)
    if label != "person" or not kind or words["heads_of_regions"] & set(before[:-kind][-1:]):
        return span
    named = tokens[start - kind].text[0].isupper() and kind == 1
    return start - named, end, "place"


def _is_of_office(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the kind that opens a place is a part of the office before it: "Wali | Kota Solo"."""
    pair = " ".join(_key(tokens[max(0, start - 1) : start + 1]))
    return start > 0 and end - start > 1 and pair in name_words()["region_offices"]


def _holds_an_office(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a first name and a word that no body has stand behind an office: "pelatih | Gerald Lumban"."""
    lexicon, words = load_lexicon(), _key(tokens[start:end])
    if not start or len(words) != FULL_NAME_WORDS or comparable(tokens[start - 1]) not in load_titles().roles:
        return False
    is_first = "f" in lexicon.persons.get(words[0], "") and words[0] not in lexicon.organizations
    last = words[-1]
    is_own = (
        last not in lexicon.organizations and last not in lexicon.clusters and (last,) not in listed_places()
    )
    return is_first and is_own and all(token.text.istitle() for token in tokens[start:end])


def _first_part(tokens: Sequence[Token], start: int) -> int:
    """Return where a person's name begins with what the tagger left: "I | Made", "Bintang R | Saragih"."""
    before = tokens[start - 1].text if start else ""
    if before == "." and start > 1 and comparable(tokens[start - 2]) in name_words()["short_first_names"]:
        return start - 2 if tokens[start - 2].text.istitle() else start
    if before in ("I", "Ni") and comparable(tokens[start]) in name_words()["balinese"]:
        return start - 1
    is_inside = start > 1 and tokens[start - 2].text[-1].isalnum()
    if is_inside and before.istitle() and before.lower() in name_words()["sasak"]:
        return start - 1
    if before == "M" and not (start > 1 and tokens[start - 2].text[0].isdigit()):  # "M Husni", "Rp5 M Husni"
        return start - 1
    if start > 1 and _is_left_first_name(tokens, start - 1):
        return start - 1
    first = start - 1 if _is_initial(tokens[start].text) else start - 2
    if first < 0 or not _is_initial(tokens[first + 1].text):
        return start
    titles, word = load_titles(), comparable(tokens[first])
    titled = word in titles.roles or word in titles.honorifics or word in name_words()["links"]
    return first if tokens[first].text.istitle() and not titled else start


def _is_left_first_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word before a person's name is its first: one that news never writes small, and no title,
    place or body."""
    word, plain, lexicon = tokens[at].text, comparable(tokens[at]), load_lexicon()
    if (
        not word.istitle()
        or not word.isalpha()
        or len(word) < MIN_FIRST_NAME_CHARS
        or plain in lexicon.clusters
    ):
        return False
    is_known = "f" in lexicon.persons.get(plain, "")
    words, titles = name_words(), load_titles()
    return (
        (is_known or (word not in lexicon.clusters and plain not in lexicon.organizations))
        and plain not in titles.kinds
        and plain not in words["calendar"] | words["nationalities"] | words["organization_openings"]
        and (plain,) not in public_names()
        and (plain,) not in listed_places()
        and public_names().get(_key(tokens[at - 1 : at + 1])) != "place"  # "New York | Andrew Cuomo"
        and tokens[at - 1].text[-1].isalnum()
    )


def _is_initial(text: str) -> bool:
    """Whether it is a letter of a middle name; others are a number of order or open a name ("M Husni")."""
    return len(text) == 1 and "A" <= text <= "Z" and text not in "HIMVX"


def _street_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the end of a street's name behind initials with dots: "Jalan WR | . Supratman"."""
    last = tokens[end - 1].text
    is_street = (
        comparable(tokens[start]) in ("jalan", "jl") and last.replace(".", "").isupper() and len(last) <= 4
    )
    after = [token.text for token in tokens[end : end + 2]]
    if not is_street or not after or (after[0] != "." and not after[0][0].isupper()):
        return end
    end += after[0] == "."
    while end < len(tokens) and tokens[end].text[0].isupper() and tokens[end].text.isalpha():
        end += 1
    return end


def _behind_particle(tokens: Sequence[Token], end: int) -> int:
    """Return the end of a person's name behind a word with a small particle: "Faten | al-Salafiti"."""
    return end + (end < len(tokens) and _PARTICLE_WORD.fullmatch(tokens[end].text) is not None)


def _is_joined(tokens: Sequence[Token], before: Span, start: int) -> bool:
    """Whether a foreign word alone parts two pieces of one name: "Rio Grande | do | Sul"."""
    return before[1] + 1 == start and tokens[before[1]].text in name_words()["foreign_links"]


def _heads_title(tokens: Sequence[Token], start: int, end: int, label: str) -> bool:
    """Whether it is no person but the first word of an English title: "Brand | Manager"."""
    after = comparable(tokens[end]) if end < len(tokens) else ""
    return label == "person" and end - start == 1 and after in name_words()["english_titles"]


def without_opener(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the end of a name before the word that opens the next sentence: "Makkah | Terakhir"."""
    while end - start > 1 and comparable(tokens[end - 1]) in name_words()["lost_openers"]:
        end -= 1
    return end
