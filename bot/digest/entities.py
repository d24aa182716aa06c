"""The persons, organizations and places that an article names, the weightiest first.

In: an article, its sentences and a tagger. Out: entities, each with all the forms of its name. This
module must not know the model, only a callable that tags tokens.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.digest.english_names import find_english_mentions
from bot.digest.english_words import english_words
from bot.digest.known_names import (
    Key,
    comparable,
    listed_places,
    name_words,
    public_names,
    same_names,
)
from bot.digest.mentions import Mention, find_mentions
from bot.digest.name_lines import TITLE_POSITION
from bot.digest.nicknames import MOST_NAMESAKES, is_coined, marks_of_name, marks_of_nickname
from bot.digest.spelling import is_misspelt, traces
from bot.digest.titles import load_titles
from bot.digest.tokens import tokenize
from bot.records import Article, Entity, EntityLabel, Sentence

TITLE_WEIGHT = 3.0
"""Standing in the headline counts as this many mentions more."""
LEAD_WEIGHT = 2.0
"""Standing in the lead counts as this many mentions more."""
QUOTE_WEIGHT = 0.5
"""Standing in a sentence with a quote, once."""
LEAD_SENTENCES = 2
"""Sentences from the top that tell who and what in a news story."""
OFFICE_REACH_CHARS = 60
"""Before a name its office is looked for this far: room for a rank and the country between."""
CALLED_REACH_CHARS = 30
"""Before and after a nickname, where it may be said that it is one."""
CALLED_REACH_NAMES = 10
"""Names back, among which its bearer is looked for."""
MIN_CLIPPED_CHARS = 4
"""Letters from which a word in brackets that takes its own from the name before is short for it: "Unand"."""
MAX_ABBREVIATION_CHARS = 6
"""A single word up to this long may be an abbreviation; a longer one is preferred as the name."""

_SHORT_FOLLOWS = re.compile(
    r"(?:\s*\(Persero\)|\s+Tbk)?(?:\s?\(|,?\s+(?:atau|alias|disingkat|atau disingkat)\s)"
)
_OTHERWISE = re.compile(
    r",?\s+(atau|alias|(?:atau |yang |atau yang )?(?:akrab|biasa|kerap|karib|lebih)"
    r" (?:disapa|dipanggil|dikenal sebagai))"
    r"\s+(?:[Bb]ang |[Mm]as |[Pp]ak |[Bb]u |[Kk]ang )?"
)
_CALLED_AFTER = re.compile(r",? (?:sapaan|panggilan|begitu ia (?:di)?(?:sapa|panggil))\b")
_CALLED_BEFORE = re.compile(
    r"\b(?:di(?:sapa|panggil)|sapaan(?: akrab)?|panggilan(?: akrab)?|julukan)(?: sebagai)? $"
)
_WORD = re.compile(r"\w+")
_QUOTE_MARK = re.compile(r"[\"“”]")
_AGENCY = "kantor berita "
_SUFFIX_OF_SITE = re.compile(r"\.(?:com|co\.id|co|id|net|tv|org)$")


@dataclass(slots=True)
class _Form:
    """All mentions of one label with the same words."""

    key: Key
    label: EntityLabel
    mentions: list[Mention] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The form as it is most often written; of equals the one with the fewest capitals."""
        counts = Counter(mention.text for mention in self.mentions)
        return max(counts, key=lambda text: (counts[text], -sum(map(str.isupper, text))))

    @property
    def spellings(self) -> tuple[str, ...]:
        """The form, and as it is written with other marks: "Ma'ruf" and "Ma’ruf"."""
        others = {_letters(mention.text): mention.text for mention in self.mentions}
        others[_letters(self.text)] = self.text
        return tuple(dict.fromkeys([self.text, *others.values()]))

    @property
    def first(self) -> int:
        """Where it first stands; the headline is before everything."""
        return min(mention.start if mention.sentence != TITLE_POSITION else -1 for mention in self.mentions)


def _letters(text: str) -> str:
    return text.casefold().replace(".", "").replace(" ", "")


class _Groups:
    """Forms joined into entities (union-find)."""

    def __init__(self, forms: Iterable[_Form]) -> None:
        self._parent: dict[tuple[EntityLabel, Key], tuple[EntityLabel, Key]] = {}
        self._forms = {(form.label, form.key): form for form in forms}
        for name in self._forms:
            self._parent[name] = name

    def _root(self, name: tuple[EntityLabel, Key]) -> tuple[EntityLabel, Key]:
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def join(self, one: _Form, other: _Form) -> None:
        """Say that both name the same."""
        a, b = self._root((one.label, one.key)), self._root((other.label, other.key))
        if a != b:
            self._parent[b] = a

    def are_one(self, forms: Sequence[_Form]) -> bool:
        """Return whether all of them name the same."""
        return len({self._root((form.label, form.key)) for form in forms}) == 1

    def __iter__(self) -> Iterator[list[_Form]]:
        groups: dict[tuple[EntityLabel, Key], list[_Form]] = {}
        for name, form in self._forms.items():
            groups.setdefault(self._root(name), []).append(form)
        yield from groups.values()


def _forms(mentions: Sequence[Mention]) -> list[_Form]:
    forms: dict[tuple[EntityLabel, Key], _Form] = {}
    for mention in mentions:
        name = (mention.label, mention.key)
        forms.setdefault(name, _Form(mention.key, mention.label)).mentions.append(mention)
    return list(forms.values())


# ---- the same person ------------------------------------------------------------------------------


def _same_word(short: str, full: str) -> bool:
    if (
        short == full
        or (len(short) == 1 and full.startswith(short))
        or (len(full) == 1 and short.startswith(full))
    ):
        return True
    return is_misspelt(short, full)


def _is_short_for(short: Key, full: Key) -> bool:
    """Return whether the words of one name stand in the other in the same order."""
    if len(short) > len(full) or short == full:
        return False
    rest = iter(full)
    return all(any(_same_word(word, other) for other in rest) for word in short)


def _offices_before(article: Article, mention: Mention) -> frozenset[str]:
    """Return the offices right before a name, over its ranks and the country: "Presiden RI | Danar"."""
    text = article.title if mention.sentence == TITLE_POSITION else article.text
    window = text[max(0, mention.start - OFFICE_REACH_CHARS) : mention.start]
    found: set[str] = set()
    for token in reversed(tokenize(window)):
        word = comparable(token)
        kind = load_titles().kinds.get(word)
        if kind == "offices":
            found.add(word)
        elif kind not in ("ranks", "honorifics") and word != "." and public_names().get((word,)) != "place":
            break
    return frozenset(found)


def _is_somebody_else(article: Article, short: _Form, full: _Form) -> bool:
    """Return whether a single name is no short form of a full name that ends with it.

    So it is where the single name has a well-known bearer ("Prabowo"), and where it stands with another
    office before the full name is ever given.
    """
    if len(short.key) > 1 or full.key[-1:] != short.key or len(full.key) < 2:
        return False
    if any(known == short.key for known, _ in same_names()["person"]):
        return True
    if short.first > full.first:
        return False
    offices, others = (
        {office for mention in form.mentions for office in _offices_before(article, mention)}
        for form in (short, full)
    )
    return bool(offices and others and offices.isdisjoint(others))


def _join_persons(article: Article, forms: Sequence[_Form], groups: _Groups) -> None:
    """Join each short name with the fullest name that it can be short for.

    Where several can be meant, the one named last before the short form's first mention is.
    """
    by_trace: dict[str, list[_Form]] = {}
    for form in forms:
        for trace in {trace for word in form.key for trace in traces(word)}:
            by_trace.setdefault(trace, []).append(form)
    for form in sorted(forms, key=lambda form: -len(form.key)):
        near = {id(full): full for word in form.key for trace in traces(word) for full in by_trace[trace]}
        candidates = [
            full
            for full in near.values()
            if _is_short_for(form.key, full.key) and not _is_somebody_else(article, form, full)
        ]
        if len(form.key) > 1:
            candidates = [
                full for full in candidates if len(full.key) > len(form.key) or full.first < form.first
            ]
        full = _meant(form, [full for full in candidates if len(full.key) > 1] or candidates)
        if full is not None:
            groups.join(full, form)


def _join_nicknames(mentions: Sequence[Mention], text: str, forms: Sequence[_Form], groups: _Groups) -> None:
    """Join a person with another name that the text gives them: "NAME alias OTHER", "ujar OTHER, sapaan
    akrabnya"."""
    by_key = {form.key: form for form in forms}
    in_full: list[Mention] = []
    last: Mention | None = None
    for mention in mentions:
        if mention.sentence == TITLE_POSITION:
            continue
        if mention.label == "person":
            earlier = [other for other in in_full[-CALLED_REACH_NAMES:] if other.key != mention.key]
            bearer = last if last and _is_otherwise(last, mention, text) else _called(mention, earlier, text)
            if bearer is not None:
                groups.join(by_key[bearer.key], by_key[mention.key])
            in_full += [mention] if len(mention.words) > 1 else []
        last = mention


def _is_otherwise(one: Mention, other: Mention, text: str) -> bool:
    """Whether two names side by side are one person's: "NAME alias OTHER", "NAME, yang akrab disapa Bang
    OTHER"; with "atau" only where the article goes on with the other name alone."""
    link = _OTHERWISE.fullmatch(text[one.end : other.start])
    if link is None or one.label != "person":
        return False
    rest = frozenset(_WORD.findall(text[other.end :]))
    alone = rest.isdisjoint(one.words) and not rest.isdisjoint(other.words)
    return link[1] != "atau" or (alone and len(one.words) > 1)


def _called(mention: Mention, earlier: Sequence[Mention], text: str) -> Mention | None:
    """Return of those named in full before whom the text says to be called so; None where it says nothing.

    "Saifullah Yusuf (Gus Ipul)", "ujar Ara, sapaan akrabnya": it is the last, or one who has the word in the
    full name.
    """
    if not earlier:
        return None
    before = text[max(0, mention.start - CALLED_REACH_CHARS) : mention.start]
    after = text[mention.end : mention.end + CALLED_REACH_CHARS]
    bracketed = text[earlier[-1].end : mention.start].strip() == "(" and after.startswith(")")
    if not (bracketed or _CALLED_AFTER.match(after) or _CALLED_BEFORE.search(before)):
        return None
    alike = (other for other in reversed(earlier) if mention.text.casefold() in other.text.casefold())
    return next(alike, earlier[-1])


def _join_coined(forms: Sequence[_Form], groups: _Groups) -> None:
    """Join a short name that is made of the parts of one full name alone: "Bamsoet", "DS"."""
    by_mark: dict[str, list[_Form]] = {}
    for form in forms:
        for mark in marks_of_name(form.key):
            by_mark.setdefault(mark, []).append(form)
    words = {word for form in forms if len(form.key) > 1 for word in form.key}
    for form in forms:
        if len(form.key) > 1 or form.key[0] in words:
            continue
        near = {id(full): full for mark in marks_of_nickname(form.text) for full in by_mark.get(mark, ())}
        if len(near) > MOST_NAMESAKES:
            continue
        made = [full for full in near.values() if is_coined(form.text, full.key)]
        if made and groups.are_one(made):
            groups.join(made[0], form)


def _meant(form: _Form, candidates: Sequence[_Form]) -> _Form | None:
    if not candidates:
        return None
    earlier = [
        (mention.start, full)
        for full in candidates
        for mention in full.mentions
        if mention.start < form.first
    ]
    if earlier:
        return max(earlier, key=lambda pair: pair[0])[1]
    return min(candidates, key=lambda full: full.first)


# ---- the same organization or place ---------------------------------------------------------------


def _bare(form: _Form) -> Key:
    """Return the words without what says of which kind the thing is."""
    words = name_words()
    key = form.key
    kinds = words["place_kinds"] if form.label == "place" else words["organization_kinds"]
    for _ in range(2):
        width = next((n for n in (2, 1) if len(key) > n and " ".join(key[:n]) in kinds), 0)
        key = key[width:]
    if form.label == "organization":
        while len(key) > 1 and key[-1] in words["organization_ends"]:
            key = key[:-1]
    return key


def _join_by_kind(forms: Sequence[_Form], groups: _Groups) -> None:
    """Join names that differ only in the kind before them: "Kota Semarang" and "Semarang".

    Two kinds before one name are two things (the city and the regency of Bogor); the bare name is then
    the one named first.
    """
    by_bare: dict[Key, list[_Form]] = {}
    for form in forms:
        by_bare.setdefault(_bare(form), []).append(form)
    for bare, same in by_bare.items():
        plain = [form for form in same if form.key == bare]
        kinds = sorted((form for form in same if form.key != bare), key=lambda form: form.first)
        if plain and kinds:
            groups.join(kinds[0], plain[0])
        if same[0].label == "organization":
            for one, other in pairwise(kinds):
                groups.join(one, other)


def _join_heads(forms: Sequence[_Form], groups: _Groups) -> None:
    """Join an organization's first words with the only full name that begins so: "Inter", "Inter Milan"."""
    known = {key for pairs in same_names().values() for pair in pairs for key in pair}
    by_head: dict[str, list[_Form]] = {}
    for form in forms:
        by_head.setdefault(_bare(form)[0], []).append(form)
    for same in by_head.values():
        for form in same:
            bare = _bare(form)
            longer = [
                full
                for full in same
                if len(_bare(full)) > len(bare) and _bare(full)[: len(bare)] == bare and not _is_event(full)
            ]
            if len(longer) == 1 and form.key not in known and not _is_kind_alone(form):
                groups.join(longer[0], form)


def _is_event(form: _Form) -> bool:
    """Return whether it is what an organization holds: "FIFA U-17 World Cup"."""
    return not name_words()["events"].isdisjoint(form.key)


def _is_kind_alone(form: _Form) -> bool:
    words = name_words()
    return " ".join(form.key) in words["organization_kinds"] | words["organization_ends"]


def _join_regions(forms: Sequence[_Form], groups: _Groups) -> None:
    """Join what differs by the region at its end, or by what kind of region it is.

    "Masjid Al Hikmah Palopo" is Masjid Al Hikmah, and BPBD Kabupaten Sigi is BPBD Sigi.
    """
    by_key = {form.key: form for form in forms}
    regions, places = name_words()["regions"], listed_places()
    for form in forms:
        plain = tuple(word for at, word in enumerate(form.key) if not (at and word in regions))
        shorter = [
            form.key[:-n]
            for n in (1, 2, 3)
            if len(form.key) > n + 1
            and form.key[-n:] in places
            and form.key[-n] not in name_words()["directions"]
        ]
        others = [plain] if form.label == "organization" else shorter
        same = next((by_key[key] for key in others if key in by_key and key != form.key), None)
        if same is not None:
            groups.join(form, same)
            by_key.pop(same.key, None)


def _join_known(forms: Sequence[_Form], groups: _Groups, language: str) -> None:
    """Join the well-known short names with their full names where an article uses both."""
    by_key = {_bare(form): form for form in forms if form.label == "organization"}
    by_key |= {form.key: form for form in forms}
    for label in {form.label for form in forms}:
        for short, full in english_words().same if language == "en" else same_names()[label]:
            if short in by_key and full in by_key:
                groups.join(by_key[full], by_key[short])


def _abbreviates(short: str, full: str) -> bool:
    """Return whether the capitals in brackets can stand for the words before them."""
    letters = [char for char in short.casefold() if char.isalnum()]
    clipped = short.istitle() and len(letters) >= MIN_CLIPPED_CHARS
    if not 2 <= len(letters) <= 12 or " " in short.strip():
        return False
    if sum(char.isupper() for char in short) < 2 and not clipped:
        return False
    rest = iter(full.casefold())
    return letters[0] == full[:1].casefold() and all(letter in rest for letter in letters)


def _join_bracketed(mentions: Sequence[Mention], text: str, forms: Sequence[_Form], groups: _Groups) -> None:
    """Join "Badan Pusat Statistik (BPS)", "BPS (Badan Pusat Statistik)" and "Otoritas Kelautan atau OK"."""
    by_name = {(form.label, form.key): form for form in forms}
    for one, other in pairwise(mention for mention in mentions if mention.sentence != TITLE_POSITION):
        if not _SHORT_FOLLOWS.fullmatch(text[one.end : other.start]):
            continue
        a, b = by_name[one.label, one.key], by_name[other.label, other.key]
        own = " ".join(_bare(a)) if one.label == "organization" else one.text
        if any(
            _abbreviates(*pair)
            for pair in ((other.text, one.text), (other.text, own), (one.text, other.text))
        ):
            groups.join(a, b)


# ---- from mentions to entities --------------------------------------------------------------------

_BRACKETED = re.compile(r"\s?\(([A-Z][\w.&-]{1,14})\)")


def _with_bracketed(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Give a short name in brackets the label of the full name before it, tagged or not."""
    short_labels: dict[Key, EntityLabel] = {}
    for mention in mentions:
        if mention.sentence == TITLE_POSITION or len(mention.words) < 2:
            continue
        found = _BRACKETED.match(text, mention.end)
        if found and _abbreviates(found[1], mention.text):
            short_labels[(found[1].casefold(),)] = mention.label
    if not short_labels:
        return list(mentions)
    starts = {mention.start for mention in mentions if mention.sentence != TITLE_POSITION}
    relabelled = [
        Mention(m.text, m.words, short_labels.get(m.key, m.label), m.sentence, m.start, m.end, m.guessed)
        for m in mentions
    ]
    for mention in mentions:
        found = None if mention.sentence == TITLE_POSITION else _BRACKETED.match(text, mention.end)
        if found and (found[1].casefold(),) in short_labels and found.start(1) not in starts:
            label = short_labels[(found[1].casefold(),)]
            relabelled.append(
                Mention(
                    found[1], (found[1],), label, mention.sentence, found.start(1), found.end(1), guessed=True
                )
            )
    return sorted(relabelled, key=lambda m: (m.sentence != TITLE_POSITION, m.start))


def _own_names(article: Article) -> Callable[[Mention], bool]:
    """Return a test whether a mention is the outlet itself or one of the article's authors."""
    outlets = name_words()["outlets"]
    site = _SUFFIX_OF_SITE.sub("", (article.site or "").casefold())
    authors = {author.casefold() for author in article.authors}

    def is_own(mention: Mention) -> bool:
        lower = mention.text.casefold()
        if lower in authors:
            return True
        agency = lower.removeprefix(_AGENCY)
        if site and agency != lower:
            return site.startswith(agency)
        if site:
            return _SUFFIX_OF_SITE.sub("", lower).replace(" ", "") in {site.replace(" ", ""), f"{site}com"}
        return lower in outlets and (_SUFFIX_OF_SITE.search(lower) is not None or lower.endswith("com"))

    return is_own


def _name_of(forms: Sequence[_Form]) -> str:
    """Return the fullest form: the most words, abbreviations last; of misspellings the most frequent.

    No nickname ("Tanah Air", "Gus Ipul") where the name itself is there.
    """
    nicknames = name_words()["nicknames"].union(" ".join(short) for short, _ in same_names()["person"])
    named = [form for form in forms if " ".join(form.key) not in nicknames] or forms
    fullest = max(
        named, key=lambda form: (len(form.key), len(form.text) > MAX_ABBREVIATION_CHARS, len(form.mentions))
    )
    return _without_shouting(fullest.text)


def _without_shouting(name: str) -> str:
    """Return the name without the capitals of a word that opens the article: "MAHKAMAH Agung"."""
    first, _, rest = name.partition(" ")
    words = name_words()
    kinds = words["organization_openings"] | words["place_openings"]
    return (
        f"{first.title()} {rest}" if rest.istitle() and first.isupper() and first.lower() in kinds else name
    )


def _entity(forms: Sequence[_Form]) -> Entity:
    name = _name_of(forms)
    ordered = [text for form in sorted(forms, key=lambda form: form.first) for text in form.spellings]
    aliases = tuple(dict.fromkeys(text for text in ordered if text != name))
    return Entity(name, forms[0].label, aliases, sum(len(form.mentions) for form in forms))


def _weight(forms: Sequence[_Form], quoting: frozenset[int]) -> float:
    where = {mention.sentence for form in forms for mention in form.mentions}
    weight = float(sum(len(form.mentions) for form in forms))
    weight += TITLE_WEIGHT * (TITLE_POSITION in where)
    weight += LEAD_WEIGHT * any(0 <= sentence < LEAD_SENTENCES for sentence in where)
    return weight + QUOTE_WEIGHT * (not quoting.isdisjoint(where))


def find_entities(
    article: Article, sentences: Sequence[Sentence], tag: Callable[[Sequence[str]], Sequence[str]]
) -> tuple[Entity, ...]:
    """Return who, what and where the article names: each once, the weightiest first.

    `name` is the fullest form in the article without titles, `aliases` are its other forms in order of
    appearance, `mentions` counts them all. Left out are the outlet itself and the article's authors.
    `tag` gives each token of a sentence its BIO tag (O, B-PER, I-PER, B-ORG, I-ORG, B-LOC, I-LOC).
    """
    is_own = _own_names(article)
    find = find_english_mentions if article.language == "en" else find_mentions
    found = _with_bracketed(find(article, sentences, tag), article.text)
    mentions = [mention for mention in found if not is_own(mention)]
    forms = _forms(mentions)
    groups = _Groups(forms)
    _join_bracketed(mentions, article.text, forms, groups)
    for label in ("person", "organization", "place"):
        same = [form for form in forms if form.label == label]
        if label == "person":
            _join_persons(article, same, groups)
            _join_coined(same, groups)
            _join_nicknames(mentions, article.text, same, groups)
        else:
            _join_by_kind(same, groups)
            _join_regions(same, groups)
        if label == "organization":
            _join_heads(same, groups)
        _join_known(same, groups, article.language)
    quoting = frozenset(sentence.index for sentence in sentences if _QUOTE_MARK.search(sentence.source))
    ranked = sorted(groups, key=lambda group: (-_weight(group, quoting), min(form.first for form in group)))
    return tuple(_entity(group) for group in ranked)
