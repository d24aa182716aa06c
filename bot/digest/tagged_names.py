"""The names of one line: what the tagger takes for names, put right where the words themselves tell better.

In: a line and a tagger. Out: the spans of its names in order, with the kind that each seems to be. This
module must not know the other lines of the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.digest.bounds import mended
from bot.digest.known_names import (
    FULL_NAME_WORDS,
    Key,
    Span,
    comparable,
    listed_places,
    name_words,
    public_names,
)
from bot.digest.name_lines import Line
from bot.digest.titles import LONGEST_TITLE, load_titles
from bot.digest.tokens import Token
from bot.records import EntityLabel

Tag = Callable[[Sequence[str]], Sequence[str]]
_CHUNK_TOKENS = 300
"""A "sentence" longer than this is a table or a list without stops; it is tagged in pieces."""
_REGION_WORDS = 3
"""Words in the longest name of a region that an office is of: "Hulu Sungai Utara"."""
_MIN_RANK_CHARS = 4
"""Shorter ranks ("Mar", "Sus") are as often a part of a name."""
_LABELS: Mapping[str, EntityLabel] = {"PER": "person", "ORG": "organization", "LOC": "place"}
_LOOSE_INITIALS = 3
"""Fewest initials that may leave out words: two letters stand for much."""
_LOOSE_WORDS = 9
"""Words of the longest name that initials stand for, links and all."""


def tagged_names(line: Line, tag: Tag) -> list[Span]:
    """Return the names of a sentence: those spelt out beside their initials, and the tagger's."""
    if not line.reliable:
        return []
    spelt = list(_spelt_out(line))
    covered = {i for start, end, _ in spelt for i in range(start, end)}
    tagged = [span for span in _tagged(line, tag) if covered.isdisjoint(range(span[0], span[1]))]
    return mended(line.tokens, list(_repaired(line, sorted(spelt + tagged))))


def _tagged(line: Line, tag: Tag) -> Iterator[Span]:
    for first in range(0, len(line.tokens), _CHUNK_TOKENS):
        chunk = line.tokens[first : first + _CHUNK_TOKENS]
        for start, end, label in _spans(tag([token.text for token in chunk])):
            yield first + start, first + end, label


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


def _spelt_out(line: Line) -> Iterator[Span]:
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


def _loosely_spelt(line: Line, i: int) -> int:
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


def _repaired(line: Line, spans: Sequence[Span]) -> Iterator[Span]:
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
        elif label == "place" and (width := _region_width(line, start, plain)) and _is_holder(plain[width:]):
            yield start, start + width, label
            start, label = start + width, "person"
        elif label == "place" and _is_called_as_country(line, start, end):
            label = "person"
        yield _with_first_month(line, start) if label == "person" else start, end, label


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


def _after_rank(line: Line, start: int, end: int) -> int:
    """Return where a person's name begins that was taken for one with the office and rank before it.

    "Kanit Reskrim Polsek Sako Iptu | Ariansyah": what stands before the rank is for the institutions.
    """
    ranks = load_titles().ranks
    inside = range(end - 2, start + 1, -1)
    found = next((i for i in inside if comparable(line.tokens[i]) in ranks and _is_long_rank(line, i)), None)
    return start if found is None else found + 1


def _is_long_rank(line: Line, i: int) -> bool:
    word = line.tokens[i].text
    return word[0].isupper() and (len(word) >= _MIN_RANK_CHARS or word == "AKP")


def _region_width(line: Line, start: int, plain: Key) -> int:
    """Return how many words of a person's name are the region of the office before it; 0 without one."""
    offices = name_words()["region_offices"]
    before = [comparable(token) for token in line.tokens[max(0, start - LONGEST_TITLE) : start]]
    if not any(" ".join(before[n:]) in offices for n in range(len(before))):
        return 0
    places, public = listed_places(), public_names()
    widths = range(min(_REGION_WORDS, len(plain) - 1), 0, -1)
    return next((n for n in widths if plain[:n] in places or public.get(plain[:n]) == "place"), 0)


def _is_holder(rest: Key) -> bool:
    """Whether what stands behind the region of an office is the name of whoever holds it: "Solo | Danar
    Laksita", but "Bogor | Jawa Barat"."""
    words, places = name_words(), listed_places()
    other = words["directions"] | words["place_kinds"] | words["regions"]
    return len(rest) >= FULL_NAME_WORDS and rest not in places and other.isdisjoint(rest)


def _is_called_as_country(line: Line, start: int, end: int) -> bool:
    """Whether a person is called as the country of the office before: "Menteri Israel, Israel Katz"."""
    name, before = line.tokens[start], line.tokens[max(0, start - LONGEST_TITLE - 2) : start]
    behind = [token.text for token in before[-2:]] == [name.text, ","]
    office = any(comparable(token) in load_titles().roles for token in before[:-2])
    return (
        behind
        and office
        and end - start > 1
        and public_names().get((comparable(name),)) == "place"
        and comparable(line.tokens[start + 1]) not in name_words()["directions"]
    )


def _with_first_month(line: Line, start: int) -> int:
    """Return where a person's name begins whose first word is a month: "kata Juli Rahmawati"."""
    words = name_words()
    before = [comparable(token) for token in line.tokens[max(0, start - 2) : start]]
    if not before or before[-1] not in words["given_months"] or line.tokens[start - 1].text.islower():
        return start
    dated = len(before) == 2 and (before[0] in words["before_month"] or before[0][:1].isdigit())
    return start if dated else start - 1
