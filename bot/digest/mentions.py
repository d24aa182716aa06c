"""Where an article names somebody or something.

In: an article, its sentences and a tagger. Out: mentions with their label, titles taken off, the same
words labelled the same throughout. This module must not know how mentions are joined into entities.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.digest.bounds import glosses, mended, terms, without_opener
from bot.digest.called import called, parted, parts_of
from bot.digest.institutions import InstitutionFinder, is_institution
from bot.digest.known_names import (
    Key,
    Span,
    comparable,
    initials,
    listed_places,
    name_words,
    opens_with,
    plain_word,
    public_names,
)
from bot.digest.name_features import is_plain
from bot.digest.titles import LONGEST_TITLE, load_titles
from bot.digest.tokens import Token, tokenize
from bot.records import Article, EntityLabel, Sentence

Tag = Callable[[Sequence[str]], Sequence[str]]
TITLE_POSITION = -1
"""`Mention.sentence` of what stands in the headline."""
_CHUNK_TOKENS = 300
"""A "sentence" longer than this is a table or a list without stops; it is tagged in pieces."""
_REGION_WORDS = 3
"""Words in the longest name of a region that an office is of: "Hulu Sungai Utara"."""
_MIN_PART_CHARS = 3
"""A part of a person's name shorter than this ("Al", "Un") is not looked for alone."""
_INITIALS_CHARS = 3
"""Letters of a name that is held back; longer ones are an organization's."""
_AGE_DIGITS = 2
"""Behind initials one digit counts goals or seats."""
_MIN_RANK_CHARS = 4
"""Shorter ranks ("Mar", "Sus") are as often a part of a name."""
_LABELS: Mapping[str, EntityLabel] = {"PER": "person", "ORG": "organization", "LOC": "place"}
_FULL_NAME_WORDS = 2
_LOOSE_INITIALS = 3
"""Two letters stand for much."""
_LOOSE_WORDS = 9
"""Words of the longest name that initials stand for, links and all."""
_HEADLINE_WORDS = 8
"""Fewer words than these can be a name and a verb."""
_HEADLINE_SHARE = 0.8
"""Words with capitals in a headline; long names in sentences of news stay below 0.7."""
_TITLE_WORDS = 4
_TITLE_SHARE = 0.7
"""Words with capitals in a headline, which leaves "dari" and "untuk" small."""
_CLOSING_MARKS = frozenset(".!?:;,)\"”»’'…")
_ROMAN_NUMERAL = re.compile(r"[IVX]{2,6}")
_PAIR = re.compile(r"([A-Z][\w.'’ ]*\w{3})-([A-Z][a-z]['’\w]\w*(?: [\w.'’ ]+)?)")
_SENTENCE_OPENERS = frozenset({".", "?", "!", '"', "“", ":", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at one place of the article; `words` are its tokens, `text` is it as written."""

    text: str
    words: tuple[str, ...]
    label: EntityLabel
    sentence: int
    start: int
    """In characters into the article's text, or into the title where `sentence` is TITLE_POSITION."""
    end: int
    guessed: bool = False
    """True where the tagger saw no name and other mentions of the article tell."""

    @property
    def key(self) -> Key:
        """The words as compared with others."""
        return tuple(map(plain_word, self.words))


@dataclass(frozen=True, slots=True)
class _Line:
    """A tokenized sentence, sub-headline or title."""

    text: str
    offset: int
    sentence: int
    tokens: tuple[Token, ...]
    reliable: bool
    """False in headlines, where capitals say little."""


def _lines(article: Article, sentences: Sequence[Sentence]) -> Iterator[_Line]:
    if article.title:
        yield _Line(article.title, 0, TITLE_POSITION, tokenize(article.title), False)
    for sentence in sentences:
        tokens = tokenize(sentence.source)
        reliable = not sentence.heading and not _is_title(sentence.source, tokens)
        yield _Line(sentence.source, sentence.start, sentence.index, tokens, reliable)


def _is_title(text: str, tokens: Sequence[Token]) -> bool:
    """Return whether a line is a headline that no mark closes, its plain words written with capitals."""
    words = [token.text for token in tokens if token.text.isalpha()]
    capitals = [word for word in words if word[0].isupper()]
    if text[-1:] in _CLOSING_MARKS or len(words) < _TITLE_WORDS or len(capitals) < _TITLE_SHARE * len(words):
        return False
    return sum(is_plain(word) and word.lower() not in load_titles().kinds for word in capitals) > 1


def _spans(tags: Sequence[str]) -> Iterator[Span]:
    """Yield start, end and label of each tagged run of tokens."""
    start = 0
    for i, tag in enumerate(tags):
        if tag == "O":
            continue
        opens = tag.startswith("B") or i == 0 or tags[i - 1][2:] != tag[2:]
        if opens:
            start = i
        closes = (
            i + 1 == len(tags)
            or tags[i + 1] == "O"
            or tags[i + 1].startswith("B")
            or tags[i + 1][2:] != tag[2:]
        )
        if closes:
            yield start, i + 1, _LABELS[tag[2:]]


def _tagged(line: _Line, tag: Tag) -> Iterator[Span]:
    for first in range(0, len(line.tokens), _CHUNK_TOKENS):
        chunk = line.tokens[first : first + _CHUNK_TOKENS]
        for start, end, label in _spans(tag([token.text for token in chunk])):
            yield first + start, first + end, label


def _without_titles(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a person's name without what stands before and after it."""
    nicknames = public_names()
    while start < end:
        key = tuple(comparable(token) for token in tokens[start:end])
        if key in nicknames:  # "Gus Dur" is no Dur with a title
            break
        mark = tokens[start].text in {".", "(", ")", ","}
        width = load_titles().width_before(key) or int(mark)
        if not width:
            break
        start += width
    end = next((i for i in range(start + 1, end) if tokens[i].text == ","), end)
    while end - start > 1 and _is_degree(tokens[end - 1]):
        end -= 1
    return start, end


def _is_degree(token: Token) -> bool:
    return comparable(token) in load_titles().degrees and token.text[0].isupper()


def _without_trailing_titles(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the end of an organization or place before the next title: "Polres Depok | AKP"."""
    while (
        end - start > 1
        and tokens[end - 1].text != "TNI"
        and comparable(tokens[end - 1]) in load_titles().ranks
    ):
        end -= 1
    return end


def _settled(words: Sequence[str], label: EntityLabel) -> EntityLabel:
    """Return the label, but that of the table for a well-known name, place for "Stadion ..." and
    organization for "SD Negeri 3 ..."."""
    key = tuple(map(plain_word, words))
    if (known := public_names().get(key)) is not None:
        return known
    if is_institution(words):
        return "organization"
    if len(key) > 1 and key[0] in name_words()["place_openings"]:
        return "place"
    if len(key) > 1 and key[-1] in name_words()["body_ends"]:
        return "organization"
    if not name_words()["universities"].isdisjoint(key):
        return "organization"
    if key[0] in name_words()["outlet_openings"] or key[0] in name_words()["houses"]:
        return "organization"
    return label


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Return the bounds without marks at either end and without brackets that do not close."""
    while start < end and (not tokens[start].text[0].isalnum() or _is_numeral(tokens, start, end)):
        start += 1
    links = name_words()["links"]
    while end > start and (not tokens[end - 1].text[0].isalnum() or tokens[end - 1].text in links):
        end -= 1
    texts = [token.text for token in tokens[start:end]]
    if "(" in texts and ")" not in texts:
        end = start + texts.index("(")
    return start, end


def _is_numeral(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a number of order opens the name, which belongs to the word before: "XXXI | Vietnam"."""
    return end - start > 1 and start > 0 and _ROMAN_NUMERAL.fullmatch(tokens[start].text) is not None


def _first_name_word(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return where the name begins after plain words: "kediaman | Charlotte", but "desa Rante Balla"."""
    words = name_words()
    opening = words["place_kinds"] | words["buildings"] | words["organization_openings"] | words["links"]
    while start < end and tokens[start].text[0].islower() and tokens[start].text not in opening:
        start += 1
    return start


def _is_name(text: str) -> bool:
    """Return whether it can be a name: a capital, two letters; no month, nationality or kind of place."""
    if sum(char.isalpha() for char in text) < 2 or not any(char.isupper() for char in text):
        return False
    words = name_words()
    lower = text.casefold().rstrip(".")
    titles = load_titles()
    if ("." in text and lower in titles.degrees) or (lower in titles.ranks and lower != "tni"):
        return False
    groups = ("calendar", "nationalities", "place_openings", "kinds_alone")
    return all(lower not in words[group] for group in groups)


def _is_facility(tokens: Sequence[Token]) -> bool:
    """Return whether it is a room, a shop or works, which no list of places needs: "Rumah Pompa Lumban"."""
    return opens_with(tuple(comparable(token) for token in tokens), "facilities")


def _mention(
    line: _Line, start: int, end: int, label: EntityLabel, *, guessed: bool = False
) -> Mention | None:
    start, end = _trimmed(line.tokens, start, end)
    start = _first_name_word(line.tokens, start, end)
    end = without_opener(line.tokens, start, end)
    if label == "person":
        start, end = _trimmed(line.tokens, *_without_titles(line.tokens, start, end))
    else:
        start, end = _trimmed(line.tokens, start, _without_trailing_titles(line.tokens, start, end))
    if start >= end:
        return None
    words = tuple(token.text for token in line.tokens[start:end])
    label = _settled(words, label)
    first, last = line.tokens[start].start, line.tokens[end - 1].end
    text = line.text[first:last]
    if not _is_name(text) or (label == "place" and _is_facility(line.tokens[start:end])):
        return None
    if label == "organization" and opens_with(tuple(map(plain_word, words)), "term_heads"):
        return None
    if label == "person" and any(char.isdigit() for char in text):
        return None
    return Mention(text, words, label, line.sentence, line.offset + first, line.offset + last, guessed)


def _repaired(line: _Line, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the spans in order, put right where the words themselves tell better than the tagger.

    A building and the organization it is named after are one place; a lower-case word that links no names
    ends a name; a well-known name before a person's is one of its own ("AS | Donald Trump"), and so is a
    region after its office ("Bupati Siak | Danar Laksita").
    """
    public, words = public_names(), name_words()
    waiting = list(reversed(spans))
    while waiting:
        start, end, label = waiting.pop()
        plain = tuple(comparable(token) for token in line.tokens[start:end])
        if label == "place" and plain[0] in words["buildings"] and waiting and waiting[-1][0] == end:
            waiting.append((start, waiting.pop()[1], label))
            continue
        cut = _first_plain_word(line.tokens, start, end)
        if cut is not None:
            yield start, cut, label
            continue
        width = next(
            (n for n in (3, 2, 1) if n < len(plain) and public.get(plain[:n], "person") != "person"), 0
        )
        if label == "person" and (first := _after_rank(line, start, end)) > start:
            start = first
        elif label == "person" and width:
            yield start, start + width, public[plain[:width]]
            start += width
        elif label == "person" and (width := _region_width(line, start, plain)):
            yield start, start + width, "place"
            start += width
        yield _with_first_month(line, start) if label == "person" else start, end, label


def _after_rank(line: _Line, start: int, end: int) -> int:
    """Return where a person's name begins that was taken for one with the office and rank before it.

    "Kanit Reskrim Polsek Sako Iptu | Ariansyah": what stands before the rank is for the institutions.
    """
    ranks = load_titles().ranks
    inside = range(end - 2, start + 1, -1)
    found = next((i for i in inside if comparable(line.tokens[i]) in ranks and _is_long_rank(line, i)), None)
    return start if found is None else found + 1


def _is_long_rank(line: _Line, i: int) -> bool:
    word = line.tokens[i].text
    return word[0].isupper() and (len(word) >= _MIN_RANK_CHARS or word == "AKP")


def _region_width(line: _Line, start: int, plain: Key) -> int:
    """Return how many words of a person's name are the region of the office before it; 0 without one."""
    offices = name_words()["region_offices"]
    before = [comparable(token) for token in line.tokens[max(0, start - LONGEST_TITLE) : start]]
    if not any(" ".join(before[n:]) in offices for n in range(len(before))):
        return 0
    places = listed_places()
    return next((n for n in range(min(_REGION_WORDS, len(plain) - 1), 0, -1) if plain[:n] in places), 0)


def _with_first_month(line: _Line, start: int) -> int:
    """Return where a person's name begins whose first word is a month: "kata Juli Rahmawati"."""
    words = name_words()
    before = [comparable(token) for token in line.tokens[max(0, start - 2) : start]]
    if not before or before[-1] not in words["given_months"] or line.tokens[start - 1].text.islower():
        return start
    dated = len(before) == 2 and (before[0] in words["before_month"] or before[0][:1].isdigit())
    return start if dated else start - 1


def _employer_width(line: _Line, span: Span, employers: Container[str]) -> int:
    """Return 1 where an office and its organization stand before a name: "CEO | Sentosa | Bagas Permana"."""
    start, end, label = span
    if label != "person" or end - start < 3 or not start:
        return 0
    titles = load_titles()
    office = comparable(line.tokens[start - 1])
    return int(
        comparable(line.tokens[start]) in employers and titles.kinds.get(office) in ("offices", "roles")
    )


def _employers(lines: Sequence[_Line], spans: Sequence[Sequence[Span]]) -> frozenset[str]:
    """Return the first words of the organizations' own names, what kind they are left out."""
    kinds = name_words()["organization_kinds"]
    own = (
        [word for token in line.tokens[start:end] if (word := comparable(token)) not in kinds]
        for line, found in zip(lines, spans, strict=True)
        for start, end, label in found
        if label == "organization"
    )
    return frozenset(words[0] for words in own if words)


def _parted_companies(lines: Sequence[_Line], spans: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Return the spans with a company and whoever runs it parted where the rest of the article tells.

    "PT Laut Jaya | Sekar Ayu" where "PT Laut Jaya" or "Sekar" stands elsewhere.
    """
    keys = [
        (tuple(comparable(token) for token in line.tokens[start:end]), label)
        for line, found in zip(lines, spans, strict=True)
        for start, end, label in found
    ]
    alone = {key[0] for key, label in keys if label == "person" and len(key) == 1}
    bodies = {key for key, label in keys if label == "organization"}
    return [
        list(_with_company_end(line, found, alone, bodies)) for line, found in zip(lines, spans, strict=True)
    ]


def _with_company_end(
    line: _Line, spans: Sequence[Span], alone: Container[str], bodies: Container[Key]
) -> Iterator[Span]:
    waiting = list(reversed(spans))
    while waiting:
        start, end, label = waiting.pop()
        follows = bool(waiting) and waiting[-1][0] == end and waiting[-1][2] == "person"
        company = label == "organization" and comparable(line.tokens[start]) in name_words()["companies"]
        if not company or not (follows or end - start > _FULL_NAME_WORDS):
            yield start, end, label
            continue
        last = waiting[-1][1] if follows else end
        plain = [comparable(token) for token in line.tokens[start:last]]
        own = (
            at
            for at in range(_FULL_NAME_WORDS, len(plain))
            if plain[at] in alone or (tuple(plain[:at]) in bodies and start + at != end)
        )
        cut = start + next(own, last - start)
        if cut in (end, last):
            yield start, end, label
            continue
        if follows:
            waiting.pop()
        yield start, cut, label
        yield cut, last, "person"


def _split_off(lines: Sequence[_Line], spans: Sequence[Sequence[Span]]) -> Iterator[Key]:
    """Yield the organizations that stand right before a name: they are no persons elsewhere either."""
    for line, found in zip(lines, spans, strict=True):
        for (start, end, label), (following, _, other) in pairwise(found):
            if (label, other, end) == ("organization", "person", following) and end - start == 1:
                yield (comparable(line.tokens[start]),)


def _short_for_organizations(labels: Mapping[Key, EntityLabel]) -> Iterator[Key]:
    """Yield the single names taken for persons that open a longer organization's name and no person bears."""
    kinds = name_words()["organization_kinds"]
    own = (
        (key, [word for word in key if word not in kinds])
        for key, label in labels.items()
        if label == "organization"
    )
    openings = {words[0] for key, words in own if words and len(key) > 1}
    in_full_names = {
        word for key, label in labels.items() if label == "person" and len(key) > 1 for word in key
    }
    for key, label in labels.items():
        if label == "person" and len(key) == 1 and key[0] in openings and key[0] not in in_full_names:
            yield key


def _branches(labels: Mapping[Key, EntityLabel], employers: Container[str]) -> Iterator[Key]:
    """Yield the places that are an organization's name and a place: "Nusatama Jepang" of PT Nusatama."""
    listed = listed_places()

    def is_place(key: Key) -> bool:
        return key in listed or labels.get(key) == "place"

    for key, label in labels.items():
        if label == "place" and key[0] in employers and is_place(key[1:]) and not is_place(key[:1]):
            yield key


def _short_for_companies(labels: Mapping[Key, EntityLabel]) -> Iterator[Key]:
    """Yield the persons that are a part of a company's name: "Cakra Lestari" of PT Sawit Cakra Lestari."""
    kinds = name_words()["companies"]
    parts = {
        key[start:end]
        for key, label in labels.items()
        if label == "organization" and key[0] in kinds
        for start in range(1, len(key))
        for end in range(start + 2, len(key) + 1)
    }
    yield from (key for key, label in labels.items() if label == "person" and key in parts)


def _named_with_kind(labels: Mapping[Key, EntityLabel]) -> Iterator[Key]:
    """Yield the single names taken for persons that a place bears with its kind: "Bima", of "Kota Bima"."""
    kinds = name_words()["place_kinds"]
    in_full_names = {
        word for key, label in labels.items() if label == "person" and len(key) > 1 for word in key
    }
    for key, label in labels.items():
        own = key[1:] if len(key) == 2 and label == "place" and key[0] in kinds else ()
        if own and labels.get(own) == "person" and own[0] not in in_full_names:
            yield own


def _held_back(lines: Sequence[_Line]) -> Iterator[Key]:
    """Yield the initials of persons whose names are held back: "SR (34)", "berinisial AP"."""
    for line in lines:
        texts = [token.text for token in line.tokens]
        for i, word in enumerate(texts):
            if not (word.isalpha() and word.isupper() and len(word) <= _INITIALS_CHARS):
                continue
            aged = texts[i + 1 : i + 2] == ["("] and texts[i + 3 : i + 4] == [")"] and _is_age(texts[i + 2])
            if aged or (i and texts[i - 1].casefold() in name_words()["before_initials"]):
                yield (comparable(line.tokens[i]),)


def _is_age(text: str) -> bool:
    return text.isdigit() and len(text) == _AGE_DIGITS


def _without_employers(line: _Line, spans: Sequence[Span], employers: Container[str]) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        start, end, label = span
        if width := _employer_width(line, span, employers):
            found.append((start, start + width, "organization"))
        found.append((start + width, end, label))
    return found


def _first_plain_word(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Return where a lower-case word stands inside a capitalised name that does not link its parts."""
    links = name_words()["links"]
    if not any(token.text[0].isupper() for token in tokens[start:end]):
        return None
    seen_capital = False
    for i in range(start, end):
        text = tokens[i].text
        if text[0].isupper():
            seen_capital = True
        elif seen_capital and text[0].islower() and text not in links:
            return i
    return None


def _spelt_out(line: _Line) -> Iterator[Span]:
    """Yield organizations that the line introduces with their initials: "Forum Peduli Sungai (FPS)".

    After Schwartz and Hearst (2003), held to whole initials and to words that open an organization's name.
    """
    openers, links = name_words()["organization_openings"], name_words()["links"]
    for i in range(2, len(line.tokens) - 1):
        short = line.tokens[i].text
        if line.tokens[i - 1].text != "(" or line.tokens[i + 1].text != ")" or not short.isupper():
            continue
        start, letters = i - 1, len(short)
        while start > 0 and letters > 0:
            start -= 1
            word = line.tokens[start].text
            if word[0].isupper() and word[0] == short[letters - 1]:
                letters -= 1
            elif word not in links:
                break
        whole = letters == 0 and comparable(line.tokens[start]) in openers and len(short) > 1
        start = start if whole else _loosely_spelt(line, i)
        if start >= 0:
            yield start, i - 1, "organization"
            yield i, i + 1, "organization"


def _loosely_spelt(line: _Line, i: int) -> int:
    """Return where an organization opens whose initials at `i` leave out some of its words; -1 without one.

    "Asosiasi Nelayan Pantai Bersama Indonesia (ANPI)": the first and the last word have their letters.
    """
    short, links = line.tokens[i].text, name_words()["links"]
    openers, end = name_words()["organization_openings"], i - 1
    if len(short) < _LOOSE_INITIALS or not line.tokens[end - 1].text[0].isupper():
        return -1
    for start in range(end - 1, max(-1, end - 1 - _LOOSE_WORDS), -1):
        word = line.tokens[start].text
        if not (word[0].isupper() or word in links):
            break
        heads = "".join(t.text[0] for t in line.tokens[start:end] if t.text[0].isupper())
        rest = iter(heads)
        if comparable(line.tokens[start]) in openers and heads[0] + heads[-1] == short[0] + short[-1]:
            return start if all(letter in rest for letter in short) else -1
    return -1


def _found(line: _Line, tag: Tag) -> list[Span]:
    """Return the names of a sentence: those spelt out beside their initials, and the tagger's."""
    if not line.reliable:
        return []
    spelt = list(_spelt_out(line))
    covered = {i for start, end, _ in spelt for i in range(start, end)}
    tagged = [span for span in _tagged(line, tag) if covered.isdisjoint(range(span[0], span[1]))]
    return mended(line.tokens, list(_repaired(line, sorted(spelt + tagged))))


def _with_people_apart(lines: Sequence[_Line], spans: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Return the spans of each line, those in two that hold a body and a person."""
    calls = called(line.tokens for line in lines if line.reliable)
    bodies = parts_of(
        tuple(map(comparable, line.tokens[start:end]))
        for line, found in zip(lines, spans, strict=True)
        for start, end, label in found
        if label == "organization"
    )
    return [parted(line.tokens, found, calls, bodies) for line, found in zip(lines, spans, strict=True)]


def _without_headlines(lines: Sequence[_Line], spans: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Return the spans, persons' names without the words of a headline beside them: "Anies | Pakai Tagline",
    "Air Naik | Heri"."""
    persons = {
        tuple(map(comparable, line.tokens[start:end]))
        for line, found in zip(lines, spans, strict=True)
        for start, end, label in found
        if label == "person"
    }

    def cut(line: _Line, span: Span) -> Span:
        start, end, label = span
        while end - start > 1 and is_plain(line.tokens[start].text):
            start += 1
        if start > span[0] and tuple(map(comparable, line.tokens[start:end])) in persons:
            return start, end, label
        start = span[0]
        key = tuple(map(comparable, line.tokens[start : end - 1]))
        goes_on = [token.text for token in line.tokens[end - 1 : end + 1]]
        is_headlines = all(word[0].isupper() and is_plain(word) for word in goes_on) and len(goes_on) > 1
        return (start, end - 1, label) if key in persons and is_headlines else span

    return [
        [cut(line, span) if span[2] == "person" else span for span in found]
        for line, found in zip(lines, spans, strict=True)
    ]


def _person_openings(lines: Sequence[_Line], spans: Sequence[Sequence[Span]]) -> frozenset[Key]:
    """Return the first two words of the persons' names; an institution never goes on with them."""
    return frozenset(
        tuple(comparable(token) for token in line.tokens[start : start + 2])
        for line, found in zip(lines, spans, strict=True)
        for start, end, label in found
        if label == "person" and end - start > 1
    )


def _is_headline_like(line: _Line, spans: Sequence[Span]) -> bool:
    """Return whether nearly all words have capitals, names aside, as in a headline inside the text."""
    covered = {i for start, end, _ in spans for i in range(start, end)}
    words = [t.text for i, t in enumerate(line.tokens) if i not in covered and t.text[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _HEADLINE_WORDS and capitals >= _HEADLINE_SHARE * len(words)


def _with_institutions(line: _Line, spans: Sequence[Span], persons: Container[Key]) -> list[Span]:
    """Return the spans with the institutions that the tagger left out; their pieces are gone."""
    if not line.reliable or _is_headline_like(line, spans):
        return list(spans)
    added = list(InstitutionFinder(line.tokens, spans, persons).find())
    inside = {i for start, end, _ in added for i in range(start, end)}
    return sorted(added + [span for span in spans if span[0] not in inside])


def _majority(mentions: Sequence[Mention]) -> dict[Key, EntityLabel]:
    """Return the label that each name bears most often; the earliest of equals."""
    votes: dict[Key, Counter[EntityLabel]] = {}
    for mention in mentions:
        votes.setdefault(mention.key, Counter())[mention.label] += 1
    return {key: count.most_common(1)[0][0] for key, count in votes.items()}


def _with_person_parts(labels: dict[Key, EntityLabel]) -> dict[Key, EntityLabel]:
    """Add the first and last word of each full name of a person, and settle them as persons."""
    words = name_words()
    common = words["calendar"] | words["nationalities"] | words["place_kinds"] | words["organization_kinds"]
    found = dict(labels)
    for key, label in labels.items():
        if label != "person" or len(key) < 2:
            continue
        for part in (key[key[0] in ("i", "ni")], key[-1]):
            if len(part) < _MIN_PART_CHARS or part in common or not part.isalpha():
                continue
            if found.get((part,)) != "place":
                found[(part,)] = "person"
    return found


def _persons_in_full(labels: Mapping[Key, EntityLabel]) -> Iterator[Key]:
    """Yield names taken for organizations that end as a person is called: "Keir Starmer", of "Starmer"."""
    words = name_words()
    common = words["organization_kinds"] | words["place_kinds"]
    for key, label in labels.items():
        is_like_a_name = (
            len(key) == _FULL_NAME_WORDS and all(map(str.isalpha, key)) and common.isdisjoint(key)
        )
        if label == "organization" and is_like_a_name and labels.get(key[-1:]) == "person":
            yield key


def _known_names(
    line: _Line, taken: Sequence[tuple[int, int]], known: Mapping[str, Sequence[tuple[Key, EntityLabel]]]
) -> Iterator[Span]:
    """Yield the names of the article that stand in the line where the tagger saw none."""
    covered = {i for start, end in taken for i in range(start, end)}
    plain = [comparable(token) for token in line.tokens]
    i = 0
    while i < len(plain):
        width = 0
        if i not in covered and line.tokens[i].text[0].isupper():
            for key, label in known.get(plain[i], ()):
                inside = range(i, i + len(key))
                if (
                    tuple(plain[i : i + len(key)]) == key
                    and covered.isdisjoint(inside)
                    and _stands_alone(line, i, key, covered)
                ):
                    width = len(key)
                    yield i, i + width, label
                    break
        i += max(width, 1)


def _stands_alone(line: _Line, i: int, key: Key, covered: Container[int]) -> bool:
    """Return whether one word is a name by itself here, not a part of a longer capitalised name.

    A title before it, the start of the sentence, or a name that the tagger saw right after it say so. "Tim"
    is no TIM.
    """
    if len(key) == 1 and key[0] in initials() and not line.tokens[i].text.isupper():
        return False
    if len(key) > 1 or not line.reliable:
        return True
    before, after = (line.tokens[n].text if 0 <= n < len(line.tokens) else "" for n in (i - 1, i + 1))
    titled = (before.casefold().rstrip("."),) in load_titles().before_name
    if after[:1].isupper() and after[1:2].islower() and not titled and i + 1 not in covered:
        return False
    opened = i < 2 or line.tokens[i - 2].text in _SENTENCE_OPENERS
    return titled or opened or not before[:1].isupper()


def find_mentions(article: Article, sentences: Sequence[Sentence], tag: Tag) -> tuple[Mention, ...]:
    """Return every mention of a name in reading order, the title's first; none overlap.

    Headlines are searched for the names of the body; what they alone name is left out, for their
    capitals mislead.
    """
    lines = list(_lines(article, sentences))
    spans = _with_people_apart(lines, [_found(line, tag) for line in lines])
    spans = _without_headlines(lines, spans)
    persons = _person_openings(lines, spans)
    spans = [_with_institutions(line, found, persons) for line, found in zip(lines, spans, strict=True)]
    employers = _employers(lines, spans)
    spans = [_without_employers(line, found, employers) for line, found in zip(lines, spans, strict=True)]
    spans = _parted_companies(lines, spans)
    seen = [[_mention(line, *span) for span in found] for line, found in zip(lines, spans, strict=True)]
    labels = _majority([mention for here in seen for mention in here if mention])
    labels = _with_person_parts(labels | dict.fromkeys(_persons_in_full(labels), "person"))
    labels = {**public_names(), **labels, **dict.fromkeys(_split_off(lines, spans), "organization")}
    labels |= dict.fromkeys(_short_for_organizations(labels), "organization")
    labels |= dict.fromkeys(_short_for_companies(labels), "organization")
    labels |= dict.fromkeys(_branches(labels, employers), "organization")
    labels |= {key: "person" for key in _held_back(lines) if key in labels}
    labels |= dict.fromkeys(_named_with_kind(labels), "place")
    common = {key for line in lines for key in (*glosses(line.tokens), *terms(line.tokens))}
    known: dict[str, list[tuple[Key, EntityLabel]]] = {}
    for key, label in sorted(labels.items(), key=lambda item: -len(item[0])):
        if key in common:
            continue
        known.setdefault(key[0], []).append((key, label))
    mentions: list[Mention] = []
    for line, found, here in zip(lines, spans, seen, strict=True):
        here = [mention if mention and mention.key not in common else None for mention in here]
        taken = [(start, end) for (start, end, _), mention in zip(found, here, strict=True) if mention]
        more = [_mention(line, *span, guessed=True) for span in _known_names(line, taken, known)]
        mentions += sorted((mention for mention in here + more if mention), key=lambda mention: mention.start)
    settled = (replace(mention, label=labels.get(mention.key, mention.label)) for mention in mentions)
    return tuple(part for mention in settled for part in _parted(mention, labels))


def _parted(mention: Mention, labels: Mapping[Key, EntityLabel]) -> Iterator[Mention]:
    """Yield the two persons of a pair: "Danar Wicaksono-Laras Puspita"."""
    pair = _PAIR.fullmatch(mention.text) if mention.label == "person" else None
    halves = [tuple(token.text for token in tokenize(half)) for half in pair.groups()] if pair else []
    if pair is None or not all(
        len(words) >= _FULL_NAME_WORDS or labels.get(tuple(map(plain_word, words))) == "person"
        for words in halves
    ):
        yield mention
        return
    for group, words in enumerate(halves, 1):
        start = mention.start + pair.start(group)
        yield replace(mention, text=pair[group], words=words, start=start, end=start + len(pair[group]))
