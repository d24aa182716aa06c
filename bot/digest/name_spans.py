"""Where the names of an article begin and end, and of which kind each seems where it stands.

In: the lines of an article and a tagger. Out: for each line the spans of its names in order, and the words by
which the article's bodies are known. This module must not know how the kinds of one name are settled.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from bot.digest.bounds import mended
from bot.digest.called import called, parted, parts_of
from bot.digest.institutions import InstitutionFinder
from bot.digest.known_names import (
    FULL_NAME_WORDS,
    Key,
    Span,
    comparable,
    listed_places,
    name_words,
    public_names,
)
from bot.digest.name_features import is_plain, load_lexicon
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
"""Two letters stand for much."""
_LOOSE_WORDS = 9
"""Words of the longest name that initials stand for, links and all."""
_HEADLINE_WORDS = 8
"""Fewer words than these can be a name and a verb."""
_HEADLINE_SHARE = 0.8
"""Words with capitals in a headline; long names in sentences of news stay below 0.7."""


def find_spans(lines: Sequence[Line], tag: Tag) -> tuple[list[list[Span]], frozenset[str]]:
    """Return the names of each line, and the first words of the bodies' own names."""
    spans = _with_people_apart(lines, [_found(line, tag) for line in lines])
    spans = _without_headlines(lines, spans)
    persons = _person_openings(lines, spans)
    spans = [_with_institutions(line, found, persons) for line, found in zip(lines, spans, strict=True)]
    employers = _employers(lines, spans)
    spans = [_without_employers(line, found, employers) for line, found in zip(lines, spans, strict=True)]
    return _parted_companies(lines, spans), employers


def _found(line: Line, tag: Tag) -> list[Span]:
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
        yield _with_first_month(line, start) if label == "person" else start, end, label


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
    places = listed_places()
    return next((n for n in range(min(_REGION_WORDS, len(plain) - 1), 0, -1) if plain[:n] in places), 0)


def _with_first_month(line: Line, start: int) -> int:
    """Return where a person's name begins whose first word is a month: "kata Juli Rahmawati"."""
    words = name_words()
    before = [comparable(token) for token in line.tokens[max(0, start - 2) : start]]
    if not before or before[-1] not in words["given_months"] or line.tokens[start - 1].text.islower():
        return start
    dated = len(before) == 2 and (before[0] in words["before_month"] or before[0][:1].isdigit())
    return start if dated else start - 1


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


def _with_people_apart(lines: Sequence[Line], spans: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Return the spans of each line, those in two that hold a body and a person."""
    calls = called(line.tokens for line in lines if line.reliable)
    bodies = parts_of(
        tuple(map(comparable, line.tokens[start:end]))
        for line, found in zip(lines, spans, strict=True)
        for start, end, label in found
        if label == "organization"
    )
    return [parted(line.tokens, found, calls, bodies) for line, found in zip(lines, spans, strict=True)]


def _without_headlines(lines: Sequence[Line], spans: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Return the spans, persons' names without the words of a headline beside them: "Anies | Pakai Tagline",
    "Air Naik | Heri"."""
    persons = {
        tuple(map(comparable, line.tokens[start:end]))
        for line, found in zip(lines, spans, strict=True)
        for start, end, label in found
        if label == "person"
    }

    def cut(line: Line, span: Span) -> Span:
        start, end, label = span
        words = [token.text for token in line.tokens[start : end + 1]]
        plain = [word[0].isupper() and is_plain(word) for word in words]
        for first in range(1, end - start):
            if all(plain[:first]) and tuple(map(comparable, line.tokens[start + first : end])) in persons:
                return start + first, end, label
            last = end - start - first
            capitals = len(words) - last > 1 and all(word[0].isupper() for word in words[last:])
            goes_on = capitals and any(plain[last:]) and words[last].lower() not in load_lexicon().persons
            if goes_on and tuple(map(comparable, line.tokens[start : start + last])) in persons:
                return start, start + last, label
        return span

    return [
        [cut(line, span) if span[2] == "person" else span for span in found]
        for line, found in zip(lines, spans, strict=True)
    ]


def _person_openings(lines: Sequence[Line], spans: Sequence[Sequence[Span]]) -> frozenset[Key]:
    """Return the first two words of the persons' names; an institution never goes on with them."""
    return frozenset(
        tuple(comparable(token) for token in line.tokens[start : start + 2])
        for line, found in zip(lines, spans, strict=True)
        for start, end, label in found
        if label == "person" and end - start > 1
    )


def _with_institutions(line: Line, spans: Sequence[Span], persons: Container[Key]) -> list[Span]:
    """Return the spans with the institutions that the tagger left out; their pieces are gone."""
    if not line.reliable or _is_headline_like(line, spans):
        return list(spans)
    added = list(InstitutionFinder(line.tokens, spans, persons).find())
    inside = {i for start, end, _ in added for i in range(start, end)}
    return sorted(added + [span for span in spans if span[0] not in inside])


def _is_headline_like(line: Line, spans: Sequence[Span]) -> bool:
    """Return whether nearly all words have capitals, names aside, as in a headline inside the text."""
    covered = {i for start, end, _ in spans for i in range(start, end)}
    words = [t.text for i, t in enumerate(line.tokens) if i not in covered and t.text[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _HEADLINE_WORDS and capitals >= _HEADLINE_SHARE * len(words)


def _employers(lines: Sequence[Line], spans: Sequence[Sequence[Span]]) -> frozenset[str]:
    """Return the first words of the organizations' own names, what kind they are left out."""
    kinds = name_words()["organization_kinds"]
    own = (
        [word for token in line.tokens[start:end] if (word := comparable(token)) not in kinds]
        for line, found in zip(lines, spans, strict=True)
        for start, end, label in found
        if label == "organization"
    )
    return frozenset(words[0] for words in own if words)


def _without_employers(line: Line, spans: Sequence[Span], employers: Container[str]) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        start, end, label = span
        if width := _employer_width(line, span, employers):
            found.append((start, start + width, "organization"))
        found.append((start + width, end, label))
    return found


def _employer_width(line: Line, span: Span, employers: Container[str]) -> int:
    """Return 1 where an office and its organization stand before a name: "CEO | Sentosa | Bagas Permana"."""
    start, end, label = span
    if label != "person" or end - start < 3 or not start:
        return 0
    titles = load_titles()
    office = comparable(line.tokens[start - 1])
    return int(
        comparable(line.tokens[start]) in employers and titles.kinds.get(office) in ("offices", "roles")
    )


def _parted_companies(lines: Sequence[Line], spans: Sequence[Sequence[Span]]) -> list[list[Span]]:
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
    line: Line, spans: Sequence[Span], alone: Container[str], bodies: Container[Key]
) -> Iterator[Span]:
    waiting = list(reversed(spans))
    while waiting:
        start, end, label = waiting.pop()
        follows = bool(waiting) and waiting[-1][0] == end and waiting[-1][2] == "person"
        company = label == "organization" and comparable(line.tokens[start]) in name_words()["companies"]
        if not company or not (follows or end - start > FULL_NAME_WORDS):
            yield start, end, label
            continue
        last = waiting[-1][1] if follows else end
        plain = [comparable(token) for token in line.tokens[start:last]]
        own = (
            at
            for at in range(FULL_NAME_WORDS, len(plain))
            if not is_plain(line.tokens[start + at].text)  # "PT Rel Pesisir Nusantara" is one name
            and (plain[at] in alone or (tuple(plain[:at]) in bodies and start + at != end))
        )
        cut = start + next(own, last - start)
        if cut in (end, last):
            yield start, end, label
            continue
        if follows:
            waiting.pop()
        yield start, cut, label
        yield cut, last, "person"
