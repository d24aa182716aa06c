"""What a run of English words with capitals names: one thing, or several side by side.

In: a line in words, and where a run begins and ends in it. Out: the names in it, by a title inside, the heads
of organizations and places, and tables of countries, cities and well-known bodies. This module must not know
the other lines of the article.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.digest.english_lines import Found, Line, adjoins
from bot.digest.english_persons import is_name_word, is_titled, read_person
from bot.digest.english_words import english_words
from bot.records import EntityLabel

_PLACES_AND_NAMES = frozenset({"hill", "lake", "park", "forest", "bridge", "street", "square"})
"""Heads of places that people are called by too: "Ronald Hill"."""


def read_run(line: Line, start: int, end: int) -> Iterator[Found]:
    """Yield the names in a run: what stands before a title, and whom it is the title of."""
    title = _last_title(line, start, end)
    if title is not None:
        first, after = title
        yield from read_run(line, start, first)
        if after < end:
            yield from read_person(line, after, end, titled=True)
        return
    while start < end and line.words[start].plain in english_words().not_names and end - start > 1:
        if _label_of(line, start, end) is not None and _is_body(line, start, end):
            break
        start += 1
    if start < end:
        yield from _plain_run(line, start, end)


def _last_title(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """Where the last office or form of address of a run stands, with the words that belong to it."""
    table = english_words()
    titles = table.roles | table.ranks | table.honorifics
    for at in range(end - 1, start - 1, -1):
        if line.words[at].plain not in titles or (
            line.words[at].text.isupper() and len(line.words[at].text) > 3
        ):
            continue
        if at + 1 == end and _is_body(line, start, end):
            return None
        if at + 1 == end and _ends_a_name(line, start, at):
            continue
        first = at
        while first > start and line.words[first - 1].plain in table.before_role | titles:
            first -= 1
        return first, at + 1
    return None


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
    return len(key) > 2 and key[1] in ("of", "for") and key[0] in table.organization_heads


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
