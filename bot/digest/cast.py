"""Who an article names, under which names and in which roles.

In: an article's text and the entities that were found in it. Out: a Cast, which tells where somebody
is named, whose full name a short one stands for, and who holds an office that is spoken of. Entities
may be missing or wrong, so names beside words of saying or after titles are read here too. It must
know nothing of quotations.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from bot.records import Entity

MAX_NAME_WORDS = 5
"""A longer run of capitals is an office with a name, or a headline."""
SIMILAR_RATIO = 0.84
"""difflib ratio from which a misspelt surname is still the same: one letter dropped from a name of ten gives
0.95, one letter changed in a name of seven 0.86. Set by that reckoning, not tuned."""
MIN_SIMILAR_LETTERS = 6

CAPITAL_WORD = r"(?<!\w)[A-Z][\w'’ʼ`.-]{0,30}\w|(?<!\w)[A-Z]\.?"
_PARTICLE = "bin|binti|van|von|de|da|al|el|der|dos"
NAME_RUN = re.compile(rf"(?:{CAPITAL_WORD})(?:[ \u00a0](?:(?:{_PARTICLE})[ ])?(?:{CAPITAL_WORD})){{0,9}}")
_AGE = re.compile(r"\s*\(\d{1,3}(?:\s*tahun|\s*thn)?\)")
_OFFICE_SHORT = re.compile(
    r"(?:kemen|polres|polda|polsek|ditres|bares|disko|dinkes|disdik|pemkot|pemkab|pemprov|keja)[a-z]+"
)
"""Short names of offices, which newspapers coin freely: Kemenkeu, Polrestabes, Diskominfo."""
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Roles:
    """Words for what a person is, from bot/data/roles.toml."""

    honorifics: frozenset[str]
    name_like: frozenset[str]
    roles: frozenset[str]
    relations: tuple[str, ...]
    indefinite: frozenset[str]
    determiners: frozenset[str]
    fields: frozenset[str]
    not_names: frozenset[str]
    short_forms: dict[str, str]


@lru_cache(maxsize=1)
def load_roles() -> Roles:
    """Return the table of role words."""
    table = tomllib.loads(resources.files("bot.data").joinpath("roles.toml").read_text("utf-8"))
    return Roles(
        honorifics=frozenset(table["honorifics"]),
        name_like=frozenset(table["name_like"]),
        roles=frozenset(table["roles"]),
        relations=tuple(table["relations"]),
        indefinite=frozenset(table["indefinite"]),
        determiners=frozenset(table["determiners"]),
        fields=frozenset(table["fields"]),
        not_names=frozenset(table["not_names"]),
        short_forms=dict(table["short_forms"]),
    )


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
    people: list[str] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
    surfaces: dict[str, list[str]] = field(default_factory=dict)
    """A form as written → the full names that it can stand for."""
    others: frozenset[str] = frozenset()
    """Words of places and organisations, which a person's name does not begin with."""
    mentions: list[Mention] = field(default_factory=list)
    offices: list[tuple[frozenset[str], str]] = field(default_factory=list)
    """The words of an office → who holds it."""
    _starts: list[int] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie wholly within start..end, in order."""
        found = []
        for index in range(bisect_left(self._starts, start), len(self.mentions)):
            if self.mentions[index].start >= end:
                break
            if self.mentions[index].end <= end:
                found.append(self.mentions[index])
        return found

    def people_between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions of people within start..end."""
        return [mention for mention in self.between(start, end) if mention.person]

    def holder(self, phrase: str) -> str | None:
        """Return who is named with this office anywhere in the article; None when nobody is, or several."""
        wanted = office_words(phrase)
        if not wanted:
            return None
        holders = {name for words, name in self.offices if wanted <= words}
        return holders.pop() if len(holders) == 1 else None


def office_words(phrase: str) -> frozenset[str]:
    """Return the words of an office in lower case, short forms written out, "tersebut" left out."""
    table = load_roles()
    words: list[str] = []
    for word in _WORD.findall(phrase.lower()):
        words.extend(table.short_forms.get(word, word).split())
    skipped = table.determiners | {"sang", "si", "dan", "para", "yang", "seorang"}
    return frozenset(word for word in words if word not in skipped)


def build_cast(text: str, entities: Sequence[Entity], candidates: Iterable[tuple[int, int]]) -> Cast:
    """Return the cast of a text.

    `candidates` are stretches of text beside words of saying in which a name may stand; they matter
    where the entities leave somebody out.
    """
    cast = Cast(text)
    for entity in entities:
        if entity.label == "person":
            _add(cast, entity.name, entity.aliases, person=True)
        elif entity.label == "organization":
            _add(cast, entity.name, entity.aliases, person=False)
    _complete(cast)
    cast.others = frozenset(
        word.lower()
        for entity in entities
        if entity.label != "person"
        for form in (entity.name, *entity.aliases)
        for word in form.split()
    )
    known = {word for name in cast.people for word in name.split()}
    places = {form for e in entities if e.label == "place" for form in (e.name, *e.aliases)}
    _add_candidates(cast, candidates, known, places)
    _add_short_names(cast)
    cast.mentions = _find_mentions(cast)
    cast._starts = [mention.start for mention in cast.mentions]
    cast.offices = _find_offices(cast)
    return cast


def _add(cast: Cast, name: str, forms: Iterable[str], *, person: bool) -> None:
    names = cast.people if person else cast.organizations
    if name not in names:
        names.append(name)
    for form in (name, *forms):
        holders = cast.surfaces.setdefault(form, [])
        if name not in holders:
            holders.append(name)


def _add_candidates(
    cast: Cast, candidates: Iterable[tuple[int, int]], known: set[str], places: set[str]
) -> None:
    """Read names out of stretches beside words of saying, longer names first."""
    names: dict[str, bool] = {}
    for start, end in candidates:
        for match in NAME_RUN.finditer(cast.text, start, end):
            name = name_in(match.group(), before=cast.text[max(0, start) : match.start()], others=cast.others)
            alone = match.span() == (start, end)  # "kata Trisminah": a place does not speak
            if not name or name in cast.surfaces or (name in places and not alone):
                continue
            if not set(name.split()) & known:
                names[name] = names.get(name, False) or name != match.group()
    if not names:
        return
    runs = _runs_by_word(cast)
    fuller: dict[str, str] = {}
    for name, titled in names.items():
        whole = _longest_run(runs, name) or name
        if whole == name:
            whole = _glued_run(cast.text, name) or name
        words = whole.split()
        if len(words) > 2 and titled and words[0] not in names and len(runs.get(words[0], ())) > 1:
            whole = " ".join(words[1:])
        fuller[name] = whole
    for name in sorted(fuller, key=lambda short: -len(fuller[short].split())):
        full = _full_name(cast, name)
        _add(cast, full or fuller[name], (name,), person=True)


def _complete(cast: Cast) -> None:
    """Give a person of one word the fuller name that stands elsewhere in the text."""
    short = [name for name in cast.people if " " not in name]
    runs = _runs_by_word(cast) if short else {}
    for name in short:
        full = _longest_run(runs, name)
        if full in (None, name):
            full = _glued_run(cast.text, name)
        if full is None or full in cast.organizations or full == name:
            continue
        if sum(name in other.split() for other in cast.people) > 1:
            continue
        forms = [form for form, holders in cast.surfaces.items() if name in holders]
        cast.people.remove(name)
        for form in forms:
            cast.surfaces[form].remove(name)
        _add(cast, full, forms, person=True)


def _runs_by_word(cast: Cast) -> dict[str, set[str]]:
    """Return every run of capitals that may be a name, titles taken off, under each of its words."""
    runs: dict[str, set[str]] = {}
    for match in NAME_RUN.finditer(cast.text):
        before = cast.text[max(0, match.start() - 30) : match.start()]
        name = name_in(match.group(), before=re.split(r"[.,;:()\"“”\n]", before)[-1], others=cast.others)
        for word in name.split():
            runs.setdefault(word, set()).add(name)
    return runs


def _glued_run(text: str, short: str) -> str | None:
    """Return a fuller name that lost the space before it, as where a link stood: "setelahRatna Wibisana"."""
    if " " in short:
        return None
    match = re.compile(rf"(?<=[a-z])((?:[A-Z][a-z'’-]{{2,20}} ){{1,2}}{re.escape(short)})").search(text)
    return match.group(1) if match else None


def _longest_run(runs: dict[str, set[str]], short: str) -> str | None:
    """Return the longest name of at most four words that has the words of a short one in it, in a row."""
    found = [
        run
        for run in runs.get(short.split()[0], ())
        if f" {short} " in f" {run} " and len(run.split()) <= 4 and not run.split()[0].islower()
    ]
    return max(found, key=lambda run: (len(run.split()), run), default=None)


def _full_name(cast: Cast, short: str) -> str | None:
    """Return the name in the cast that a shorter or misspelt one stands for."""
    words = set(short.split())
    for name in cast.people:
        if words <= set(name.split()):
            return name
    if len(words) == 1 and len(short) >= MIN_SIMILAR_LETTERS:
        for name in cast.people:
            for word in name.split():
                matcher = difflib.SequenceMatcher(None, short, word)
                if len(word) >= MIN_SIMILAR_LETTERS and matcher.ratio() >= SIMILAR_RATIO:
                    return name
    return None


def name_in(run: str, *, before: str = "", others: frozenset[str] = frozenset()) -> str:
    """Return the name at the end of a run of capitalised words, titles and offices taken off; "" if none is.

    `before` is what stands before the run in the same phrase: after "juru bicara" the first word of
    the run is a field, not a name.
    """
    table = load_roles()
    words = run.split()
    plain = [word.lower().strip(".") for word in words]
    office = any(word in table.roles for word in _WORD.findall(before.lower())[-4:])
    start = 0
    for index, word in enumerate(plain):
        last = index == len(words) - 1
        titled = word in table.honorifics and (word not in table.name_like or index + 2 < len(words))
        if word in table.roles and word != "jenderal" and not (titled and index):
            office, start = True, index + 1
        elif titled and not last:
            office, start = False, index + 1
        elif (office or start == index) and (
            _is_field(word, others if office or start else frozenset())
            or (office and not last and words[index].isupper() and len(word) > 1)
        ):
            start = index + 1
    while start < len(words) and (plain[start] in table.not_names or plain[start].endswith("nya")):
        start += 1
    stop = next((at for at in range(start, len(words)) if plain[at] in table.not_names), len(words))
    name = words[start:stop]
    if len(name) > MAX_NAME_WORDS or (office and len(name) > 3):
        name = name[-2:]
    text = " ".join(name).strip(" .-'’")
    if not text or len(text) < 3 or (text.isupper() and len(text) < 4):
        return ""
    return text


def _is_field(word: str, others: frozenset[str]) -> bool:
    """Whether a word tells of what somebody is in office: a ministry, a town, an organisation."""
    table = load_roles()
    return (
        word in table.fields
        or word in table.short_forms
        or word in others
        or word == "dan"
        or bool(_OFFICE_SHORT.match(word))
    )


def _add_short_names(cast: Cast) -> None:
    """Let each word of a person's name stand for the person where it stands alone."""
    table = load_roles()
    for name in list(cast.people):
        words = name.split()
        if len(words) < 2:
            continue
        for word in words:
            plain = word.lower().strip(".")
            if len(word) < 3 or not word[0].isupper() or plain in table.honorifics | table.fields:
                continue
            holders = cast.surfaces.setdefault(word, [])
            if name not in holders and not any(holder in cast.organizations for holder in holders):
                holders.append(name)


def _find_mentions(cast: Cast) -> list[Mention]:
    if not cast.surfaces:
        return []
    forms = sorted((form for form in cast.surfaces if form), key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, forms)) + r")(?![a-z])")
    last_seen: dict[str, int] = {}
    found = []
    for match in pattern.finditer(cast.text):
        before = cast.text[max(0, match.start() - 3) : match.start()]
        if re.search(r"\d\s$", before):  # "22 Juli": a month
            continue
        holders = cast.surfaces[match.group()]
        name = max(holders, key=lambda holder: last_seen.get(holder, -1))
        last_seen[name] = match.start()
        found.append(Mention(match.start(), match.end(), name, name in cast.people))
    return found


def _find_offices(cast: Cast) -> list[tuple[frozenset[str], str]]:
    """Read "Presiden Rusia NAME", "NAME, pelatih kiper" and "NAME selaku ketua"."""
    offices = []
    for mention in cast.mentions:
        left = _phrase_before(cast.text, mention.start)
        if left:
            offices.append((office_words(left), mention.name))
        if cast.text[mention.start - 2 : mention.start] == ", ":
            apposed = _phrase_before(cast.text, mention.start - 2)
            if apposed:
                offices.append((office_words(apposed), mention.name))
        right = re.compile(
            r"(?:\s*\([^()]{0,40}\))?(?:,\s+|\s+(?:selaku|sebagai|adalah|merupakan)\s+)([^.,;:\"“”\n]{3,80})"
        ).match(cast.text, mention.end)
        if right and _starts_with_role(right.group(1)):
            offices.append((office_words(right.group(1)), mention.name))
    return offices


_PHRASE_WORDS = frozenset({"dan", "putra", "putri", "berita"})
"""Lower-case words inside an office that are no office or field themselves: "pelatih ganda putri"."""


def _phrase_before(text: str, end: int) -> str:
    """Return the phrase from the earliest role word to `end`, within the same clause."""
    stretch = re.split(r"[.,;:()\"“”\n]", text[max(0, end - 90) : end])[-1]
    roles = load_roles().roles
    words = list(_WORD.finditer(stretch))
    start: int | None = None
    for word in reversed(words):
        if word.group().lower() in roles:
            start = word.start()
        elif word.group()[0].islower() and word.group() not in load_roles().fields | _PHRASE_WORDS:
            break
    phrase = stretch[start:].strip() if start is not None else ""
    return "" if any(phrase.lower().startswith(word + " ") for word in load_roles().relations) else phrase


def _starts_with_role(phrase: str) -> bool:
    words = _WORD.findall(phrase.lower())[:2]
    return bool(words) and (words[0] in load_roles().roles or words[-1] in load_roles().roles)
