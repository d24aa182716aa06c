"""Who an article names, under which names and in which roles.

In: an article's text and the entities that were found in it. Out: a Cast, which tells where somebody
is named, whose full name a short one stands for, and who holds an office that is spoken of. Entities
may be missing or wrong, so names beside words of saying or after titles are read here too. It must
know nothing of quotations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.digest.known_names import listed_places, name_words, public_names, same_names
from bot.digest.name_features import is_plain
from bot.digest.nicknames import MOST_NAMESAKES, is_coined, marks_of_name, marks_of_nickname
from bot.digest.phrases import (
    NAME_RUN,
    has_role,
    last_clause,
    load_phrase_words,
    name_in,
    office_words,
    phrase_before,
    starts_with_role,
)
from bot.digest.spelling import is_misspelt, traces
from bot.digest.titles import load_titles
from bot.records import Entity

MAX_FULL_NAME_WORDS = 4
"""A longer run of capitals around a short name is more than the name."""
MIN_GLUED_CHARS = 4
"""Letters by which a name glued to the next word is found; a shorter one has no fuller form there."""

_GLUED = re.compile(
    r"(?:(?<=[a-z])|(?<=[A-Z]{3}))(?=[A-Z][a-z])((?:[A-Z][a-z'’-]{2,20} ){1,2})([A-Z][\w'’-]*)"
)
_AFTER_NAME = re.compile(
    r"(?:\s*\([^()]{0,40}\))?(?:,\s+|\s+(?:selaku|sebagai|adalah|merupakan)\s+)([^.,;:\"“”\n]{3,80})"
)
_ACTS = re.compile(r"\w+ ((?:me|ber)[a-z]{4,})")
"""Behind a name and a comma an office, and what looks like a verb: "dipimpin Bagas, hakim menanyakan"."""
_PAIRED = re.compile(r"-[A-Z]")
"""Behind the first name of a pair, which does not speak: "tim Danar-Laras"."""
_WORD_START = re.compile(r"(?<![\w-])\S")
_NUMBER_BEFORE = re.compile(r"\d\s$")
"""Behind a number stands no organisation, nor a person called like a month: "Pasal 2 KUHP", "22 Juli"."""
ADDRESS_CHARS = 20
"""Before a name, where a form of address may stand: the longest has 9."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text where somebody is named."""

    start: int
    end: int
    name: str
    person: bool


@dataclass(slots=True)
class Cast:
    """The people and organisations of one article."""

    text: str
    people: dict[str, None] = field(default_factory=dict)
    """Full names, in the order in which they were found."""
    organizations: dict[str, None] = field(default_factory=dict)
    surfaces: dict[str, list[str]] = field(default_factory=dict)
    """A form as written → the full names that it can stand for."""
    others: frozenset[str] = frozenset()
    """Words of places and organisations, which a person's name does not begin with."""
    mentions: list[Mention] = field(default_factory=list)
    offices: frozenset[tuple[frozenset[str], str]] = frozenset()
    """The words of an office → who holds it."""
    _starts: list[int] = field(default_factory=list)
    _people: list[Mention] = field(default_factory=list)
    _people_starts: list[int] = field(default_factory=list)
    _first_ends: dict[str, int] = field(default_factory=dict)
    """A person's name → where its first mention ends."""
    _holders: dict[frozenset[str], str | None] = field(default_factory=dict)

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie wholly within start..end, in order."""
        return _within(self.mentions, self._starts, start, end)

    def people_between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions of people within start..end."""
        return _within(self._people, self._people_starts, start, end)

    def is_named_before(self, name: str, position: int) -> bool:
        """Return whether a person is mentioned wholly before `position`."""
        first_end = self._first_ends.get(name)
        return first_end is not None and first_end <= position

    def holder(self, phrase: str) -> str | None:
        """Return who is named with this office anywhere in the article; None when nobody is, or several."""
        wanted = office_words(phrase)
        if not wanted:
            return None
        if wanted not in self._holders:
            holders = {name for words, name in self.offices if wanted <= words}
            self._holders[wanted] = holders.pop() if len(holders) == 1 else None
        return self._holders[wanted]

    def settle(self) -> None:
        """Find the mentions and offices, once all names are there."""
        self.mentions = list(_find_mentions(self))
        self._starts = [mention.start for mention in self.mentions]
        self._people = [mention for mention in self.mentions if mention.person]
        self._people_starts = [mention.start for mention in self._people]
        self._first_ends = {mention.name: mention.end for mention in reversed(self._people)}
        self.offices = frozenset(_find_offices(self))


def _within(mentions: Sequence[Mention], starts: Sequence[int], start: int, end: int) -> list[Mention]:
    first, last = bisect_left(starts, start), bisect_left(starts, end)
    return [mention for mention in mentions[first:last] if mention.end <= end]


def build_cast(text: str, entities: Sequence[Entity], candidates: Iterable[tuple[int, int]]) -> Cast:
    """Return the cast of a text.

    `candidates` are stretches of text beside words of saying in which a name may stand; they matter
    where the entities leave somebody out.
    """
    cast = Cast(text)
    for entity in entities:
        if entity.label != "place":
            _add(cast, entity.name, entity.aliases, person=entity.label == "person")
    places = {form for e in entities if e.label == "place" for form in (e.name, *e.aliases)}
    others = [
        word
        for entity in entities
        if entity.label != "person"
        for form in (entity.name, *entity.aliases)
        for word in form.split()
    ]
    cast.others = frozenset(map(str.lower, others))
    _complete(cast, {word for place in places for word in place.split()})
    known = {word for name in cast.people for word in name.split()}
    _add_candidates(cast, candidates, known, places)
    _add_short_names(cast)
    cast.settle()
    return cast


def _add(cast: Cast, name: str, forms: Iterable[str], *, person: bool) -> None:
    (cast.people if person else cast.organizations)[name] = None
    for form in (name, *forms):
        holders = cast.surfaces.setdefault(form, [])
        if name not in holders:
            holders.append(name)


# --- names that the entities leave out ---------------------------------------------------------


def _add_candidates(
    cast: Cast, candidates: Iterable[tuple[int, int]], known: set[str], places: set[str]
) -> None:
    """Read names out of stretches beside words of saying, longer names first."""
    names: dict[str, bool] = {}
    for name, titled in _names_in(cast, candidates, places):
        if not set(name.split()) & known:
            names[name] = names.get(name, False) or titled
    if not names:
        return
    runs = _Runs(cast, cast.others)
    fuller = {name: runs.whole(name) for name in names}
    for name, titled in names.items():
        words = fuller[name].split()
        if len(words) > 2 and titled and words[0] not in names and runs.count(words[0]) > 1:
            fuller[name] = " ".join(words[1:])
    people = _Spellings(cast.people)
    for name in sorted(fuller, key=lambda short: -len(fuller[short].split())):
        full = people.full(name) or fuller[name]
        _add(cast, full, (name,), person=True)
        people.add(full)


def _names_in(
    cast: Cast, candidates: Iterable[tuple[int, int]], places: set[str]
) -> Iterator[tuple[str, bool]]:
    """Yield each new name with whether something was taken off it."""
    for start, end in candidates:
        for match in NAME_RUN.finditer(cast.text, start, end):
            name = name_in(match.group(), before=cast.text[start : match.start()], others=cast.others)
            # "kata Trisminah": a place does not speak. Behind a comma it stands: "kata lurah, Ungaran, ..."
            alone = match.span() == (start, end) and not cast.text[:start].rstrip().endswith(",")
            if name and name not in cast.surfaces and (alone or name not in places):
                yield name, name != match.group()


def _complete(cast: Cast, words_of_places: Container[str]) -> None:
    """Give a person of one word the fuller name that stands elsewhere in the text."""
    short = [name for name in cast.people if " " not in name]
    if not short:
        return
    runs = _Runs(cast)
    bearers = Counter(word for name in cast.people for word in set(name.split()))
    forms: dict[str, list[str]] = {}
    for form, holders in cast.surfaces.items():
        for holder in holders:
            forms.setdefault(holder, []).append(form)
    for name in short:
        full = runs.whole(name)
        if any(word in words_of_places or bearers[word] for word in full.split() if word != name):
            continue
        if full == name or full in cast.organizations or bearers[name] > 1:
            continue
        del cast.people[name]
        for form in forms[name]:
            cast.surfaces[form].remove(name)
        _add(cast, full, forms[name], person=True)


def _forms_of(cast: Cast, name: str) -> Iterator[str]:
    """Yield the forms under which an organisation stands in the article."""
    yield from (form for form, holders in cast.surfaces.items() if name in holders)


class _Runs:
    """Every run of capitals that may be a name, titles taken off, under each of its words."""

    def __init__(self, cast: Cast, taken_off: frozenset[str] = frozenset()) -> None:
        self._by_word: dict[str, set[str]] = {}
        for match in NAME_RUN.finditer(cast.text):
            if (
                match.start()
                and cast.text[match.start() - 1] == cast.text[match.end() : match.end() + 1] == "\n"
            ):
                continue  # a sub-headline
            before = last_clause(cast.text[max(0, match.start() - 30) : match.start()])
            name = name_in(match.group(), before=before, others=taken_off)
            for word in name.split():
                self._by_word.setdefault(word, set()).add(name)
        self._ends = frozenset(
            tuple(words[at:])
            for words in (form.split() for name in cast.organizations for form in _forms_of(cast, name))
            for at in range(len(words))
        )
        self._glued = _GluedRuns(cast.text)

    def count(self, word: str) -> int:
        """Return in how many different runs the word stands."""
        return len(self._by_word.get(word, ()))

    def whole(self, short: str) -> str:
        """Return the longest name of a few words that has the words of a short one in it, in a row.

        What it has more is no plain word, as of the headline before it: "Muka Air Naik | Heri".
        """
        words = set(short.split())
        rarest = min(words, key=self.count)
        found = [
            run
            for run in self._by_word.get(rarest, ())
            if f" {short} " in f" {run} "
            and len(run.split()) <= MAX_FULL_NAME_WORDS
            and not run[0].islower()
            and not any(map(is_plain, words.symmetric_difference(run.split())))
        ]
        found = [self._without_bodies(run, short) for run in found]
        whole = max(found, key=lambda run: (len(run.split()), run), default=short)
        return self._glued.whole(short) if whole == short else whole

    def _without_bodies(self, run: str, short: str) -> str:
        """Take the end of a body's name off the head of a run: "Kuantan Singingi | Bagas", for "Bagas".

        One word must be a place's or known, else it may be how the person is called.
        """
        words = run.split()
        own = words.index(short.split()[0])
        before = words[:own]
        plain = tuple(map(str.lower, before))
        sure = (
            len(before) > 1
            or "".join(before).isupper()
            or plain in public_names()
            or plain in listed_places()
        )
        return " ".join(words[own:]) if sure and tuple(before) in self._ends else run


class _GluedRuns:
    """Names that lost the space before them, often the one behind too, as at a link: "setelahRatna Bima"."""

    def __init__(self, text: str) -> None:
        self._by_head: dict[str, list[str]] = {}
        for match in _GLUED.finditer(text):
            words = [*match[1].split(), match[2]]
            for size in range(2, len(words) + 1):
                self._by_head.setdefault(words[size - 1][:MIN_GLUED_CHARS], []).append(" ".join(words[:size]))

    def whole(self, short: str) -> str:
        """Return the first such name that ends in the one word of a short one; else the short one."""
        for run in self._by_head.get(short[:MIN_GLUED_CHARS], ()):
            before, _, last = run.rpartition(" ")
            if last.startswith(short):
                return f"{before} {short}"
        return short


class _Spellings:
    """Full names, found again by some of their words or by a misspelt one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        self._by_trace: dict[str, list[tuple[str, str]]] = {}
        self._by_mark: dict[str, list[str]] = {}
        self._names: set[str] = set()
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Take in a name."""
        if name in self._names:
            return
        self._names.add(name)
        for mark in marks_of_name(name.casefold().split()):
            self._by_mark.setdefault(mark, []).append(name)
        for word in name.split():
            self._by_word.setdefault(word, []).append(name)
            for trace in traces(word):
                self._by_trace.setdefault(trace, []).append((word, name))

    def full(self, short: str) -> str | None:
        """Return the earliest name that has all the words of a shorter one; else one spelt nearly so."""
        words = set(short.split())
        rarest = min((self._by_word.get(word, []) for word in words), key=len)
        whole = next((name for name in rarest if words <= set(name.split())), None)
        if whole is not None or len(words) > 1:
            return whole
        near = (pair for trace in traces(short) for pair in self._by_trace.get(trace, ()))
        misspelt = next((name for word, name in near if is_misspelt(short, word)), None)
        return misspelt or self._made_of(short)

    def _made_of(self, short: str) -> str | None:
        """Return the one name of whose parts a nickname is made."""
        near = {name for mark in marks_of_nickname(short) for name in self._by_mark.get(mark, ())}
        if len(near) > MOST_NAMESAKES:
            return None
        made = [name for name in near if is_coined(short, name.casefold().split())]
        return made[0] if len(made) == 1 else None


def _add_short_names(cast: Cast) -> None:
    """Let each word of a person's name stand for the person where it stands alone."""
    never_alone = load_titles().honorifics | load_phrase_words().fields
    for name in cast.people:
        words = name.split()
        if len(words) < 2:
            continue
        for word in words:
            if len(word) < 3 or not word[0].isupper() or word.lower().strip(".") in never_alone:
                continue
            holders = cast.surfaces.setdefault(word, [])
            if word in cast.people and word == words[-1]:  # somebody else who is only called so
                continue
            if not (holders and (name == holders[-1] or holders[0] in cast.organizations or name in holders)):
                holders.append(name)


# --- where they stand --------------------------------------------------------------------------


def _find_mentions(cast: Cast) -> Iterator[Mention]:
    """Yield where a known form stands, the longest at each place, none within another."""
    lengths: dict[str, list[int]] = {}
    for length in sorted({len(form) for form in cast.surfaces}, reverse=True):
        for first in {form[0] for form in cast.surfaces if form and len(form) == length}:
            lengths.setdefault(first, []).append(length)
    last_seen: dict[str, int] = {}
    months = name_words()["given_months"]
    end = 0
    for match in _WORD_START.finditer(cast.text):
        start = match.start()
        if start < end or match[0] not in lengths:
            continue
        form = _form_at(cast, start, lengths[match[0]])
        if form is None:
            continue
        end = start + len(form)
        name = _known_as(form, cast.surfaces[form]) or max(
            cast.surfaces[form], key=lambda holder: last_seen.get(holder, -1)
        )
        countable = form.casefold() in months or name not in cast.people
        if countable and _NUMBER_BEFORE.search(cast.text[max(0, start - 3) : start]):
            continue
        last_seen[name] = start
        yield Mention(start, end, name, name in cast.people)


def _known_as(form: str, holders: Sequence[str]) -> str | None:
    """Return who is known by the short form everywhere, of several: "Prabowo" is no Listyo Sigit Prabowo."""
    known = _well_known().get(form.casefold(), ()) if len(holders) > 1 else ()
    return next((holder for holder in holders if holder.casefold() in known), None)


@lru_cache(maxsize=1)
def _well_known() -> Mapping[str, frozenset[str]]:
    """Return what everybody calls well-known persons, with their full names, in lower case."""
    names: dict[str, set[str]] = {}
    for short, full in same_names()["person"]:
        names.setdefault(" ".join(short), set()).add(" ".join(full))
    return {short: frozenset(full) for short, full in names.items()}


def _form_at(cast: Cast, start: int, lengths: Sequence[int]) -> str | None:
    for length in lengths:
        form = cast.text[start : start + length]
        if cast.surfaces.get(form):
            after = cast.text[start + length : start + length + 2]
            if not ("a" <= after[:1] <= "z") and not _PAIRED.match(after):
                return form
    return None


def _acts(phrase: str) -> bool:
    """Whether an office does something itself: "hakim menanyakan", but not "mantan menteri"."""
    found = _ACTS.match(phrase)
    return found is not None and not has_role(found[1])


def _find_offices(cast: Cast) -> Iterator[tuple[frozenset[str], str]]:
    """Read "Presiden Rusia NAME", "NAME, pelatih kiper", "NAME selaku ketua" and "Romo NAME"."""
    for mention in cast.mentions:
        address = cast.text[max(0, mention.start - ADDRESS_CHARS) : mention.start].split()[-1:]
        if address and address[0].istitle() and address[0].lower() in load_titles().honorifics:
            yield frozenset((address[0].lower(),)), mention.name
        phrases = [phrase_before(cast.text, mention.start)]
        if cast.text[mention.start - 2 : mention.start] == ", ":
            before = phrase_before(cast.text, mention.start - 2)
            enclosed = cast.text[mention.end : mention.end + 2].lstrip()[:1] in (",", "(", ".")
            phrases += [before] if enclosed or " " in before or not before.islower() else []
        right = _AFTER_NAME.match(cast.text, mention.end)
        if right and starts_with_role(right[1]) and not _acts(right[1]):
            phrases.append(right[1])
        for phrase in filter(None, phrases):
            if mention.person or phrase.split()[0].lower() in load_phrase_words().vague:
                yield office_words(phrase), mention.name
