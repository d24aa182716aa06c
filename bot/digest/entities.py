"""The persons, organizations and places that an article names, the weightiest first.

In: an article, its sentences and a tagger. Out: entities, each with all the forms of its name. This
module must not know the model, only a callable that tags tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from bot.digest.abbreviations import join_bracketed, with_bracketed
from bot.digest.body_aliases import bare, join_bodies
from bot.digest.english_names import find_english_mentions
from bot.digest.english_words import english_words
from bot.digest.known_names import FULL_NAME_WORDS, LABELS, name_words, same_names, short_names
from bot.digest.mentions import Mention, find_mentions
from bot.digest.name_features import load_lexicon
from bot.digest.name_forms import Form, Groups, forms_of
from bot.digest.name_lines import TITLE_POSITION
from bot.digest.person_aliases import join_persons
from bot.records import Article, Entity, Quote, Sentence

TITLE_WEIGHT = 3.0
"""Standing in the headline counts as this many mentions more."""
LEAD_WEIGHT = 2.0
"""Standing in the lead counts as this many mentions more."""
QUOTE_WEIGHT = 0.5
"""Standing in a sentence with a quote, once."""
LEAD_SENTENCES = 2
"""Sentences from the top that tell who and what in a news story."""
MAX_ABBREVIATION_CHARS = 6
"""A single word up to this long may be an abbreviation; a longer one is preferred as the name."""

MIN_OFTEN = 2
"""Mentions that outweigh a single one."""

_QUOTE_MARK = re.compile(r"[\"“”]")
_SPEAKER = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z][a-z'’.-]*){0,3}")
_AGENCY = "kantor berita "
_SUFFIX_OF_SITE = re.compile(r"\.(?:com|co\.id|co|id|net|tv|org)$")


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
    found = with_bracketed(find(article, sentences, tag), article.text)
    mentions = [mention for mention in found if not is_own(mention)]
    forms = forms_of(mentions)
    groups = Groups(forms)
    join_bracketed(mentions, article.text, forms, groups)
    persons, *bodies = ([form for form in forms if form.label == label] for label in LABELS)
    join_persons(article, mentions, persons, groups)
    for same in bodies:
        join_bodies(same, groups)
    for same in (persons, *bodies):
        _join_known(same, groups, article.language)
    quoting = frozenset(sentence.index for sentence in sentences if _QUOTE_MARK.search(sentence.source))
    ranked = sorted(groups, key=lambda group: (-_weight(group, quoting), min(form.first for form in group)))
    return tuple(_entity(group) for group in ranked)


def with_speakers(
    entities: Sequence[Entity], quotes: Iterable[Quote], article: Article
) -> tuple[Entity, ...]:
    """Return the entities, behind them the persons whom only what they say shows to be some: "Marwah".

    No handles nor initials, and none of the article's authors.
    """
    known = {form for entity in entities for form in (entity.name, *entity.aliases)} | {*article.authors}
    speakers = dict.fromkeys(quote.speaker for quote in quotes if quote.speaker)
    new = [name for name in speakers if name not in known and _SPEAKER.fullmatch(name)]
    counts = {name: len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", article.text)) for name in new}
    return (*entities, *(Entity(name, "person", mentions=max(1, counts[name])) for name in new))


def _join_known(forms: Sequence[Form], groups: Groups, language: str) -> None:
    """Join the well-known short names with their full names where an article uses both."""
    by_key = {bare(form): form for form in forms if form.label == "organization"}
    by_key |= {form.key: form for form in forms}
    for label in {form.label for form in forms}:
        for short, full in english_words().same if language == "en" else same_names()[label]:
            if short in by_key and full in by_key:
                groups.join(by_key[full], by_key[short])


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


def _name_of(forms: Sequence[Form]) -> str:
    """Return the fullest form: the most words, abbreviations last; of misspellings the most frequent.

    No nickname ("Tanah Air", "Gus Ipul") where the name itself is there.
    """
    nicknames = name_words()["nicknames"].union(map(" ".join, short_names()))
    named = [form for form in forms if " ".join(form.key) not in nicknames] or forms
    keys = {form.key for form in named}
    named = [form for form in named if not _is_stretched(form, named) and form.behind_glue not in keys]
    fullest = max(
        named, key=lambda form: (len(form.key), len(form.text) > MAX_ABBREVIATION_CHARS, len(form.mentions))
    )
    return _without_shouting(fullest.text)


def _is_stretched(form: Form, forms: Sequence[Form]) -> bool:
    """Return whether a person's name stands once with a word more than often, which is no name's.

    "Ungguli Danar Laksita", with a word of the headline before it.
    """
    if form.label != "person" or len(form.mentions) > 1:
        return False
    often = {
        other.key for other in forms if len(other.mentions) >= MIN_OFTEN and len(other.key) >= FULL_NAME_WORDS
    }
    words, known = form.key, load_lexicon().persons
    return any(
        rest in often and len(extra) > 1 and extra not in known
        for rest, extra in ((words[1:], words[0]), (words[:-1], words[-1]))
    )


def _without_shouting(name: str) -> str:
    """Return the name without the capitals of a word that opens the article: "MAHKAMAH Agung"."""
    first, _, rest = name.partition(" ")
    words = name_words()
    kinds = words["organization_openings"] | words["place_openings"]
    return (
        f"{first.title()} {rest}" if rest.istitle() and first.isupper() and first.lower() in kinds else name
    )


def _entity(forms: Sequence[Form]) -> Entity:
    name = _name_of(forms)
    ordered = [text for form in sorted(forms, key=lambda form: form.first) for text in form.spellings]
    aliases = tuple(dict.fromkeys(text for text in ordered if text != name))
    return Entity(name, forms[0].label, aliases, sum(len(form.mentions) for form in forms))


def _weight(forms: Sequence[Form], quoting: frozenset[int]) -> float:
    where = {mention.sentence for form in forms for mention in form.mentions}
    weight = float(sum(len(form.mentions) for form in forms))
    weight += TITLE_WEIGHT * (TITLE_POSITION in where)
    weight += LEAD_WEIGHT * any(0 <= sentence < LEAD_SENTENCES for sentence in where)
    return weight + QUOTE_WEIGHT * (not quoting.isdisjoint(where))
