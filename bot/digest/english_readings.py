"""What a run of English words with capitals names: one thing, or several side by side.

In: a line in words, and where a run begins and ends in it. Out: the names in it, by a title inside, the heads
of organizations and places, and tables of countries, cities and well-known bodies. This module must not know
the other lines of the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.digest.english_beside import label_beside, read_bearer
from bot.digest.english_lines import Found, Line, adjoins
from bot.digest.english_persons import is_name_word, is_titled, read_person
from bot.digest.english_words import english_words
from bot.records import EntityLabel

_PLACES_AND_NAMES = frozenset({"hill", "lake", "park", "forest", "bridge", "street", "square"})
"""Heads of places that people are called by too: "Ronald Hill"."""

_OF = frozenset({"of", "for", "on"})
"""Join the head of a body and what it is for."""


def read_run(line: Line, start: int, end: int) -> Iterator[Found]:
    """Yield the names in a run: what stands before a title, and whom it is the title of."""
    title = _last_title(line, start, end)
    if title is not None:
        first, after = title
        before = list(read_run(line, start, first)) or list(read_bearer(line, start, first, after - 1))
        yield from before
        if after < end:
            yield from _titled(line, after, end)
        return
    start = _past_no_names(line, start, end)
    if start < end:
        yield from _plain_run(line, start, end)


def _titled(line: Line, start: int, end: int) -> Iterator[Found]:
    """Yield whose title ends before `start`: a person, or what the office is of and then the person."""
    if line.words[start].text not in _OF or start + 1 == end:
        yield from read_person(line, start, end, titled=True)
        return
    start += 1 + (line.words[start + 1].plain == "the")
    for after in range(end, start, -1):
        if _label_of(line, start, after) is not None:
            yield from _plain_run(line, start, after)
            if _is_name_behind(line, after, end):
                yield from read_person(line, after, end, titled=True)
            return
    named = _past_topics(line, start, end)
    if named > start:
        yield from read_person(line, named, end, titled=True)
    elif start < end:
        yield from read_run(line, start, end)


def _is_name_behind(line: Line, start: int, end: int) -> bool:
    """Whether the words behind a body or a place may be the name of who holds its office."""
    words = line.words[start:end]
    if not words or words[-1].text.isupper():
        return False
    if not english_words().topics.isdisjoint(word.plain for word in words):
        return False
    return len(words) > 1 or is_name_word(words[0].plain)


def _past_topics(line: Line, start: int, end: int) -> int:
    """Where the words end that tell what an office is for: "Minister of" "Trade and Industry"."""
    table = english_words()
    while start < end and (
        line.words[start].plain in table.before_role | table.topics or not line.words[start].is_capital
    ):
        start += 1
    return start


def _past_no_names(line: Line, start: int, end: int) -> int:
    """Where a run begins without peoples, days and "Former", which are part of a body's name alone."""
    table = english_words()
    while start < end - 1:
        word = line.words[start].plain
        if word not in table.office_openings:
            known = tuple(word.plain for word in line.words[start:end]) in table.known
            if word not in table.not_names or known or _is_body(line, start, end):
                break
        start += 1
    return start


def _last_title(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """Where the last office or form of address of a run stands, with the words that belong to it."""
    table = english_words()
    titles = table.roles | table.ranks | table.honorifics
    belonging = table.before_role | table.topics | titles | {"&", ","}
    if _is_named_so(line, start, end):
        return None
    for at in range(end - 1, start - 1, -1):
        word = line.words[at]
        if word.plain not in titles or word.possessive or (word.text.isupper() and len(word.text) > 3):
            continue
        if at + 1 == end and _is_body(line, start, end):
            return None
        if at + 1 == end and _ends_a_name(line, start, at):
            continue
        first = at
        while first > start and line.words[first - 1].plain in belonging:
            if line.words[first - 1].plain not in titles and _is_own_body(line, start, first):
                break
            first -= 1
        return first, at + 1
    return None


def _is_named_so(line: Line, start: int, end: int) -> bool:
    """Whether a body's own name holds what is a title elsewhere: "PT Laut Premier Securities", "Attorney
    General's Office"."""
    table = english_words()
    if any(word.possessive for word in line.words[start : end - 1]) and _is_body(line, start, end):
        return True
    last = line.words[end - 1].plain
    if end - start < 3 or last not in table.organization_heads - table.weak_organization_heads:
        return False
    return line.words[start].plain in table.organization_openings


def _is_own_body(line: Line, start: int, end: int) -> bool:
    """Whether an office's run begins with a body of its own name, and not of a rank alone: "Health Ministry",
    but not "Regional Police"."""
    table = english_words()
    key = tuple(word.plain for word in line.words[start:end])
    if table.known.get(key) == "organization":
        return True
    generic = table.levels | table.office_openings | table.roles
    return _is_body(line, start, end) and not generic.issuperset(key[:-1])


def _ends_a_name(line: Line, start: int, at: int) -> bool:
    """Whether a title at the end of a run is somebody's last name: "Tim Cook"."""
    table = english_words()
    if at == start or line.words[at].plain not in table.name_like:
        return False
    return line.words[at - 1].plain not in table.roles | table.before_role | table.not_names


def _plain_run(line: Line, start: int, end: int) -> Iterator[Found]:
    label = _label_of(line, start, end)
    if label is not None:
        yield Found(start, end, label)
        return
    known = _known_inside(line, start, end)
    if known is not None:
        first, after, label = known
        yield from read_run(line, start, first)
        yield Found(first, after, label)
        if end - after > 1 or is_name_word(line.words[after].plain):
            yield from read_run(line, after, end)
        return
    if _is_place_here(line, start, end):
        yield Found(start, end, "place")
        return
    label = label_beside(line, start, end)
    if label is not None:
        yield Found(start, end, label)
        return
    yield from read_person(line, start, end, titled=is_titled(line, start))


def _label_of(line: Line, start: int, end: int) -> EntityLabel | None:
    """The label of a run by its own words; None where they do not tell."""
    table = english_words()
    key = tuple(word.plain for word in line.words[start:end])
    if key in table.known:
        return table.known[key]
    if len(key) == 1 or all(word in table.not_names for word in key):
        return None
    if _is_body(line, start, end):
        return "organization"
    if key[-1] in table.place_heads or key[0] in table.place_openings:
        named = [word for word in key if word not in table.place_heads | table.not_names | table.links]
        somebody = len(key) == 2 and key[1] in _PLACES_AND_NAMES and key[0] in table.given
        return "place" if named and not (somebody and key[:1] not in table.known) else None
    if key[0] in table.compass and key[1:] in table.known and table.known[key[1:]] == "place":
        return "place"
    return None


def _is_body(line: Line, start: int, end: int) -> bool:
    """Whether the words of a run make an organization: "Health Ministry", "Bank of Japan", "PT Sari Laut"."""
    table = english_words()
    key = [word.plain for word in line.words[start:end]]
    if len(key) < 2:
        return False
    if key[0] in table.organization_openings:
        return True
    if key[-1] in table.organization_heads and key[-1] not in table.weak_organization_heads:
        return True
    if key[-1] in table.weak_organization_heads:
        return not all(word in table.not_names | table.compass for word in key[:-1])
    return key[-1] not in _OF and any(
        word in table.organization_heads and after in _OF for word, after in pairwise(key)
    )


def _known_inside(line: Line, start: int, end: int) -> tuple[int, int, EntityLabel] | None:
    """A well-known name at the beginning of a run: "Jakarta | Budi Santoso"; only where more than it
    stands."""
    table = english_words()
    for size in range(min(4, end - start - 1), 0, -1):
        key = tuple(word.plain for word in line.words[start : start + size])
        if key in table.known and (size > 1 or key[0] not in table.given):
            return start, start + size, table.known[key]
    return None


def _is_place_here(line: Line, start: int, end: int) -> bool:
    """Whether a run stands where a place does: "in Cisarua, West Java", "Cisarua district"."""
    table = english_words()
    after = line.words[end] if end < len(line.words) else None
    if any(word.plain in table.not_names | table.before_role for word in line.words[start:end]):
        return False
    if after is not None and after.text in table.place_heads - {"park", "market", "station", "road"}:
        return adjoins(line, end) and not line.words[end - 1].possessive
    before = line.words[start - 1].text.lower() if start else ""
    if before not in ("in", "at", "near", "from", "to", "outside", "of"):
        return False
    if after is None or after.text != "," or end + 1 >= len(line.words):
        return False
    key: list[str] = []
    for word in line.words[end + 1 : end + 5]:
        if not word.is_capital:
            break
        key.append(word.plain)
        if table.known.get(tuple(key)) == "place":
            return True
    return False
