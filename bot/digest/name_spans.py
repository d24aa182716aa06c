"""Where the names of an article begin and end: what its other lines tell of the names in each.

In: the lines of an article and a tagger. Out: for each line the spans of its names in order, and the words by
which the article's bodies are known. This module must not know how the tagger's names are put right within a
line, nor how the kinds of one name are settled.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from bot.digest.called import called, parted, parts_of
from bot.digest.institutions import InstitutionFinder
from bot.digest.known_names import FULL_NAME_WORDS, Key, Span, comparable, name_words
from bot.digest.name_features import is_plain, load_lexicon
from bot.digest.name_lines import Line
from bot.digest.tagged_names import Tag, tagged_names
from bot.digest.titles import load_titles

_HEADLINE_WORDS = 8
"""Fewer words than these can be a name and a verb."""
_HEADLINE_SHARE = 0.8
"""Words with capitals in a headline; long names in sentences of news stay below 0.7."""


def find_spans(lines: Sequence[Line], tag: Tag) -> tuple[list[list[Span]], frozenset[str]]:
    """Return the names of each line, and the first words of the bodies' own names."""
    spans = _with_people_apart(lines, [tagged_names(line, tag) for line in lines])
    spans = _without_headlines(lines, spans)
    persons = _person_openings(lines, spans)
    spans = [_with_institutions(line, found, persons) for line, found in zip(lines, spans, strict=True)]
    employers = _employers(lines, spans)
    spans = [_without_employers(line, found, employers) for line, found in zip(lines, spans, strict=True)]
    return _parted_companies(lines, spans), employers


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
    return [
        [_person_alone(line, span, persons) if span[2] == "person" else span for span in found]
        for line, found in zip(lines, spans, strict=True)
    ]


def _person_alone(line: Line, span: Span, persons: Container[Key]) -> Span:
    """Return the part of a span that is one of the persons' names, plain words with capitals beside it."""
    start, end, label = span
    words = [token.text for token in line.tokens[start : end + 1]]
    sasak = name_words()["sasak"]
    plain = [word[0].isupper() and is_plain(word) and word.lower() not in sasak for word in words]
    for first in range(1, end - start):
        if all(plain[:first]) and tuple(map(comparable, line.tokens[start + first : end])) in persons:
            return start + first, end, label
        last = end - start - first
        capitals = len(words) - last > 1 and all(word[0].isupper() for word in words[last:])
        goes_on = capitals and any(plain[last:]) and words[last].lower() not in load_lexicon().persons
        if goes_on and tuple(map(comparable, line.tokens[start : start + last])) in persons:
            return start, start + last, label
    return span


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
    """Return the first words of the organizations' own names, without those for what kind of body each is."""
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
        cut = _company_end(line, start, end, last, alone, bodies)
        if cut in (end, last):
            yield start, end, label
            continue
        if follows:
            waiting.pop()
        yield start, cut, label
        yield cut, last, "person"


def _company_end(
    line: Line, start: int, end: int, last: int, alone: Container[str], bodies: Container[Key]
) -> int:
    """Return where a company's name ends that was taken to go on until `end`; `last` where nothing tells."""
    plain = [comparable(token) for token in line.tokens[start:last]]
    for at in range(FULL_NAME_WORDS, len(plain)):
        own_name = not is_plain(line.tokens[start + at].text)  # "PT Rel Pesisir Nusantara" is one name
        if own_name and (plain[at] in alone or (tuple(plain[:at]) in bodies and start + at != end)):
            return start + at
    return last
