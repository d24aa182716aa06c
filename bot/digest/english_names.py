"""Where an English article names somebody or something.

In: an article, its sentences and a tagger. Out: mentions with their label, titles taken off, the same words
labelled the same throughout. This module must not know how mentions are joined into entities.

Runs of words with capitals are read by what stands in and around them: a title or an office before, a word
of saying or an office after, the head of an organization or a place, tables of countries, cities and
well-known bodies. The tagger, which learnt Indonesian news, only speaks for persons of whom nothing else is
known: their names look alike in both languages. What nothing speaks for is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.digest.english_speech import load_english_speech
from bot.digest.english_words import Key, english_words, key_of
from bot.digest.mentions import Mention
from bot.digest.name_lines import TITLE_POSITION
from bot.digest.tokens import tokenize
from bot.digest.words import content_words
from bot.records import Article, EntityLabel, Sentence

Tag = Callable[[Sequence[str]], Sequence[str]]

MOST_PERSON_WORDS = 5
"""Words of a person's name; a longer run is a headline or holds something else."""

_MOST_RUN_WORDS = 40
"""Words with capitals that are looked at together: more are no name, and no title with its names either."""

_MIN_PART_CHARS = 3
"""A part of a person's name shorter than this ("Al", "Un") is not looked for alone."""

_HEADLINE_SHARE = 0.8
"""Share of the longer words with capitals from which a line is a headline, where capitals say little."""

_SAID_BEFORE_CHARS = 80
"""How far before a name it is looked for a word of saying: several times the longest, with its blanks."""

_CHUNK_TOKENS = 300
"""A "sentence" longer than this is a table or a list without stops; the tagger gets it in pieces."""

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"
    r"|(?<![^\W_])[A-Z]\.(?=\s[A-Z])"
    r"|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Maj|Brig|Lt|Col|Capt|Sgt|Cmdr|Adm|Insp|Supt|Comr|Rev|Hon|St|Mt|Jr|Sr|Inc|Corp|Co|Ltd)\.(?=\s)"
    r"|[0-9]+(?:[.,:/][0-9]+)*"
    r"|[^\W_]+(?:[-'’‘&/][^\W_]+)*"
    r"|\S"
)
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z][A-Z0-9-]{0,5}")
_AGE = re.compile(r",\s+\d{1,3}\b(?:,|\s+years\b)|\s+\(\d{1,3}\)")
_APPOSED = re.compile(r",\s+(?:(?:an?|the|one of the|who|whose|also an?)\s+)?((?:[\w'’-]+\s+){0,5}?[\w'’-]+)")
_PLACES_AND_NAMES = frozenset({"hill", "lake", "park", "forest", "bridge", "street", "square"})
"""Heads of places that people are called by too: "Ronald Hill"."""
_OPENERS = frozenset({".", "?", "!", '"', "“", ":", "—", "–", "-", "•", "…", "'", "‘", "”"})


@dataclass(frozen=True, slots=True)
class _Word:
    """A token: `text` without the mark of the possessive, covering start..end of its line."""

    text: str
    start: int
    end: int
    possessive: bool = False

    @property
    def plain(self) -> str:
        """The word as it is compared with others."""
        return self.text.casefold().rstrip(".")

    @property
    def is_capital(self) -> bool:
        """Whether the word begins with a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence, sub-headline or title with its words."""

    text: str
    offset: int
    sentence: int
    words: tuple[_Word, ...]
    reliable: bool
    """False in headlines, where capitals say little."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Words first..last of a line that are a name, and how surely."""

    start: int
    end: int
    label: EntityLabel
    sure: bool = True


def find_english_mentions(article: Article, sentences: Sequence[Sentence], tag: Tag) -> tuple[Mention, ...]:
    """Return every mention of a name in reading order, the title's first; none overlap.

    Headlines are searched for the names of the body alone.
    """
    lines = list(_lines(article, sentences))
    small = _small_words(lines)
    found = [list(_names_of(line, small, tag)) if line.reliable else [] for line in lines]
    labels = _labels(lines, found)
    mentions: list[Mention] = []
    for line, here in zip(lines, found, strict=True):
        taken = {at for name in here for at in range(name.start, name.end)}
        more = list(_known_names(line, labels, taken))
        mentions += [
            _mention(line, name, labels, guessed=name in more)
            for name in sorted([*here, *more], key=lambda name: name.start)
        ]
    return tuple(mentions)


def _lines(article: Article, sentences: Sequence[Sentence]) -> Iterator[_Line]:
    if article.title:
        yield _Line(article.title, 0, TITLE_POSITION, _words(article.title), False)
    for sentence in sentences:
        words = _words(sentence.source)
        reliable = not sentence.heading and not _is_headline_like(words)
        yield _Line(sentence.source, sentence.start, sentence.index, words, reliable)


def _words(text: str) -> tuple[_Word, ...]:
    words = []
    for match in _TOKEN.finditer(text):
        bare = _POSSESSIVE.sub("", match[0]) if len(match[0]) > 2 else match[0]
        words.append(
            _Word(bare, match.start(), match.start() + len(bare), possessive=len(bare) < len(match[0]))
        )
    return tuple(words)


def _is_headline_like(words: Sequence[_Word]) -> bool:
    if words and words[-1].text in _OPENERS:
        return False
    long = [word for word in words if len(word.text) > 3 and word.text.isalpha()]
    return len(long) >= 6 and sum(word.is_capital for word in long) >= _HEADLINE_SHARE * len(long)


def _small_words(lines: Sequence[_Line]) -> frozenset[str]:
    """The words that the article writes small somewhere: no names, where they open a sentence."""
    return frozenset(word.text for line in lines for word in line.words if word.text.islower())


def _mention(line: _Line, name: _Found, labels: Mapping[Key, EntityLabel], *, guessed: bool) -> Mention:
    words = line.words[name.start : name.end]
    start, end = words[0].start, words[-1].end
    text = line.text[start:end]
    label = labels.get(key_of(text), name.label)
    spelt = tuple(word.text for word in words)
    return Mention(text, spelt, label, line.sentence, line.offset + start, line.offset + end, guessed)


# ---- runs of capitals -----------------------------------------------------------------------------


def _names_of(line: _Line, small: frozenset[str], tag: Tag) -> Iterator[_Found]:
    """Yield the names of a line that something speaks for, in order."""
    tagged: frozenset[int] | None = None
    for start, end in _runs(line, small):
        for name in _read_run(line, start, end):
            if name.label == "person" and not name.sure:
                tagged = _tagged_persons(line, tag) if tagged is None else tagged
                if not tagged.issuperset(range(name.start, name.end)):
                    continue
            yield name


def _runs(line: _Line, small: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words with capitals, small words that link names inside."""
    at = 0
    while at < len(line.words):
        if not line.words[at].is_capital:
            at += 1
            continue
        end = _run_end(line, at)
        start = _past_opener(line, at, end, small)
        if start < end:
            yield start, end
        at = max(end, at + 1)


def _run_end(line: _Line, start: int) -> int:
    end = start + 1
    while end < min(len(line.words), start + _MOST_RUN_WORDS) and not line.words[end - 1].possessive:
        if not _adjoins(line, end):
            break
        if line.words[end].is_capital:
            end += 1
            continue
        after = _past_links(line, end)
        if after is None or not _links(line, start, end, after):
            break
        end = after + 1
    return end


def _adjoins(line: _Line, at: int) -> bool:
    between = line.text[line.words[at - 1].end : line.words[at].start]
    return between in (" ", "\u00a0")


def _past_links(line: _Line, at: int) -> int | None:
    """The place of the capital behind one or two small words that may stand in a name; None without one."""
    links = english_words().links
    for size in (1, 2):
        inside = line.words[at : at + size]
        after = at + size
        if len(inside) < size or any(word.text not in links or word.possessive for word in inside):
            return None
        if after < len(line.words) and line.words[after].is_capital:
            return after if all(_adjoins(line, place) for place in range(at, after + 1)) else None
    return None


def _links(line: _Line, start: int, at: int, after: int) -> bool:
    """Whether the small words at..after join one name: "Ministry of Health", "Ludwig van Beethoven"."""
    table = english_words()
    before = [word.plain for word in line.words[start:at]]
    link = line.words[at].text
    if link in table.person_links:
        return True
    heads = table.organization_heads | table.place_heads | table.place_openings
    if link == "of":
        return before[-1] in heads or before[-1] in (
            "bank",
            "house",
            "people",
            "republic",
            "kingdom",
            "state",
            "states",
            "faculty",
        )
    if link in ("and", "for"):
        opened = any(word.text == "of" or word.text == "for" for word in line.words[start:at])
        bodies = before[0] in table.organization_heads and (opened or link == "for")
        return bodies and line.words[after].plain not in table.not_names
    return False


def _past_opener(line: _Line, start: int, end: int, small: frozenset[str]) -> int:
    """Where a run begins without the words that have a capital only because a sentence opens with them."""
    words = line.words
    if words[start].plain in ("the", "a", "an"):
        start += 1
    elif start == 0 or words[start - 1].text in _OPENERS:
        first = words[start]
        lower = first.text.lower()
        if not content_words(lower, "en") or _is_common(first, lower, small, alone=end - start == 1):
            start += 1
    return start


def _is_common(word: _Word, lower: str, small: frozenset[str], *, alone: bool) -> bool:
    """Whether the first word of a sentence is an everyday word: "Residents", "Prices"."""
    table = english_words()
    if word.text.isupper() and len(word.text) > 1:
        return False
    if (lower,) in table.known or lower in table.organization_heads | table.place_openings | table.compass:
        return False
    if lower in table.roles | table.before_role | table.honorifics | table.ranks:
        return False
    return lower in small or (alone and lower not in table.given) or lower in _everyday()


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    return load_english_speech().verbs_alone | english_words().not_names


# ---- what a run is --------------------------------------------------------------------------------


def _read_run(line: _Line, start: int, end: int) -> Iterator[_Found]:
    """Yield the names in a run: what stands before a title, and whom it is the title of."""
    title = _last_title(line, start, end)
    if title is not None:
        first, after = title
        yield from _read_run(line, start, first)
        if after < end:
            yield from _person(line, after, end, titled=True)
        return
    while start < end and line.words[start].plain in english_words().not_names and end - start > 1:
        if _label_of(line, start, end) is not None and _is_body(line, start, end):
            break
        start += 1
    if start < end:
        yield from _plain_run(line, start, end)


def _last_title(line: _Line, start: int, end: int) -> tuple[int, int] | None:
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


def _ends_a_name(line: _Line, start: int, at: int) -> bool:
    """Whether a title at the end of a run is somebody's last name: "Tim Cook"."""
    table = english_words()
    if at == start or line.words[at].plain not in table.name_like:
        return False
    return line.words[at - 1].plain not in table.roles | table.before_role | table.not_names


def _plain_run(line: _Line, start: int, end: int) -> Iterator[_Found]:
    label = _label_of(line, start, end)
    if label is not None:
        yield _Found(start, end, label)
        return
    known = _known_inside(line, start, end)
    if known is not None:
        first, after, label = known
        yield from _read_run(line, start, first)
        yield _Found(first, after, label)
        if end - after > 1 or _is_name_word(line.words[after].plain):
            yield from _read_run(line, after, end)
        return
    if _is_place_here(line, start, end):
        yield _Found(start, end, "place")
        return
    yield from _person(line, start, end, titled=_title_before(line, start))


def _label_of(line: _Line, start: int, end: int) -> EntityLabel | None:
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


def _is_body(line: _Line, start: int, end: int) -> bool:
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


def _known_inside(line: _Line, start: int, end: int) -> tuple[int, int, EntityLabel] | None:
    """A well-known name at the beginning of a run: "Jakarta | Budi Santoso"; only where more than it
    stands."""
    table = english_words()
    for size in range(min(4, end - start - 1), 0, -1):
        key = tuple(word.plain for word in line.words[start : start + size])
        if key in table.known and (size > 1 or key[0] not in table.given):
            return start, start + size, table.known[key]
    return None


def _is_place_here(line: _Line, start: int, end: int) -> bool:
    """Whether a run stands where a place does: "in Cisarua, West Java", "Cisarua district"."""
    table = english_words()
    after = line.words[end] if end < len(line.words) else None
    if after is not None and after.text in table.place_heads - {"park", "market", "station", "road"}:
        return _adjoins(line, end) and not line.words[end - 1].possessive
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


# ---- persons --------------------------------------------------------------------------------------


def _person(line: _Line, start: int, end: int, *, titled: bool) -> Iterator[_Found]:
    """Yield the person that the words may be, surely where something beside them says so."""
    table = english_words()
    while start < end and line.words[start].plain in table.honorifics | table.ranks:
        start, titled = start + 1, True
    words = line.words[start:end]
    if not words or len(words) > MOST_PERSON_WORDS:
        return
    plain = [word.plain for word in words]
    if tuple(plain) in table.known:
        yield _Found(start, end, table.known[tuple(plain)])
        return
    heads = table.organization_heads | table.place_heads
    if any(word in table.not_names for word in plain) or (plain[-1] in heads and len(plain) > 1):
        return
    if sum(char.isalpha() for char in words[-1].text) < 2 or (
        words[0].text.isupper() and len(words[0].text) > 2
    ):
        return
    if titled or (len(words) > 1 and _looks_like_a_name(plain)):
        yield _Found(start, end, "person")
    elif _is_told_of(line, start, end):
        yield _Found(start, end, "person", sure=len(words) > 1 or _is_name_word(plain[0]))
    elif len(words) > 1:
        yield _Found(start, end, "person", sure=False)


def _is_name_word(word: str) -> bool:
    """Whether people are called so, by the gazetteer: one word alone may be any noun with a capital."""
    return word in english_words().given or word in english_words().family


def _looks_like_a_name(plain: Sequence[str]) -> bool:
    table = english_words()
    ordinary = table.before_role | table.roles
    if any(word in ordinary for word in plain):
        return False
    return plain[0] in table.given and plain[-1] in table.family


def _title_before(line: _Line, start: int) -> bool:
    """Whether a role in small letters stands right before: "spokesman Budi Santoso"."""
    if not start or not _adjoins(line, start):
        return False
    before = line.words[start - 1]
    return before.text in english_words().roles and not before.possessive


def _is_told_of(line: _Line, start: int, end: int) -> bool:
    """Whether the words beside a run are those beside a person: an age, an office, a word of saying."""
    table, speech = english_words(), load_english_speech()
    after = line.text[line.words[end - 1].end :]
    if line.words[end - 1].possessive:
        return False
    words = end - start
    if words > 1 and _AGE.match(after):
        return True
    apposed = _APPOSED.match(after)
    if words > 1 and apposed and any(word in table.roles for word in apposed[1].lower().split()):
        return True
    opens = start == 0 or line.words[start - 1].text in _OPENERS
    if speech.says.match(after) and (
        words > 1 or not opens or line.words[start].plain in table.given | table.family
    ):
        return words > 1 or line.words[start].plain not in table.organization_heads
    at = line.words[start].start
    before = line.text[max(0, at - _SAID_BEFORE_CHARS) : at]
    return speech.said_before.search(before) is not None


def _tagged_persons(line: _Line, tag: Tag) -> frozenset[int]:
    """The words of a line that the tagger takes for a person's."""
    tokens = tokenize(line.text)
    spans: list[tuple[int, int]] = []
    for first in range(0, len(tokens), _CHUNK_TOKENS):
        chunk = tokens[first : first + _CHUNK_TOKENS]
        tags = tag([token.text for token in chunk])
        spans += [(t.start, t.end) for t, label in zip(chunk, tags, strict=True) if label.endswith("PER")]
    return frozenset(
        at
        for at, word in enumerate(line.words)
        if any(start <= word.start and word.end <= end for start, end in spans)
    )


# ---- the whole article ----------------------------------------------------------------------------


def _labels(lines: Sequence[_Line], found: Sequence[Sequence[_Found]]) -> dict[Key, EntityLabel]:
    """The label of each name, the one that it bears most often; short forms and bracketed ones too."""
    votes: dict[Key, Counter[EntityLabel]] = {}
    for line, here in zip(lines, found, strict=True):
        for name in here:
            key = tuple(word.plain for word in line.words[name.start : name.end])
            votes.setdefault(key, Counter())[name.label] += 1
    labels = {key: count.most_common(1)[0][0] for key, count in votes.items()}
    labels |= {
        key: label for line, here in zip(lines, found, strict=True) for key, label in _bracketed(line, here)
    }
    table = english_words()
    for key, label in list(labels.items()):
        if label != "person" or len(key) < 2:
            continue
        for part in (key[0], key[-1]):
            if len(part) >= _MIN_PART_CHARS and part not in table.not_names and (part,) not in table.known:
                labels.setdefault((part,), "person")
    return labels


def _bracketed(line: _Line, found: Sequence[_Found]) -> Iterator[tuple[Key, EntityLabel]]:
    """Yield the short forms in brackets behind full names: "Asian Development Bank (ADB)"."""
    for name in found:
        inside = line.words[name.end : name.end + 3]
        if name.end - name.start < 2 or [word.text for word in inside[::2]] != ["(", ")"]:
            continue
        if _ACRONYM.fullmatch(inside[1].text):
            yield (inside[1].plain,), name.label


def _known_names(line: _Line, labels: Mapping[Key, EntityLabel], taken: set[int]) -> Iterator[_Found]:
    """Yield the names of the article that stand in a line where none was seen."""
    longest = max(map(len, labels), default=0)
    at = 0
    while at < len(line.words):
        size = next(
            (
                size
                for size in range(min(longest, len(line.words) - at), 0, -1)
                if _is_known_at(line, at, size, labels, taken)
            ),
            0,
        )
        if size:
            yield _Found(at, at + size, labels[tuple(word.plain for word in line.words[at : at + size])])
        at += max(1, size)


def _is_known_at(line: _Line, at: int, size: int, labels: Mapping[Key, EntityLabel], taken: set[int]) -> bool:
    words = line.words[at : at + size]
    if not words[0].is_capital or not words[-1].is_capital or not taken.isdisjoint(range(at, at + size)):
        return False
    if tuple(word.plain for word in words) not in labels:
        return False
    if size > 1 or not line.reliable:
        return True
    follows = at + 1 < len(line.words) and line.words[at + 1].is_capital and _adjoins(line, at + 1)
    precedes = at > 0 and line.words[at - 1].is_capital and _adjoins(line, at)
    titles = english_words().honorifics | english_words().roles | english_words().ranks
    titled = precedes and line.words[at - 1].plain in titles
    opened = precedes and (at == 1 or line.words[at - 2].text in _OPENERS)
    loose = not follows or line.words[at].possessive or at + 1 in taken
    return loose and (not precedes or titled or opened or line.words[at - 1].possessive or at - 1 in taken)
