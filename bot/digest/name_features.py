"""What a tagger of names may know of each token of a sentence.

In: tokens of one sentence. Out: features of each, strings that name what is true of it. This module alone
knows the features and the gazetteers they look into; it must not know the model that weighs them.

The features are those of the field (Ratinov and Roth 2009; Turian et al. 2010): the words around, their
shapes and affixes, word clusters, gazetteers, titles, and what stands around a run of capitalised words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.data import read_lines
from bot.digest.known_names import listed_places
from bot.digest.titles import load_titles

Style = Literal["news", "wiki", "lowered", "listed"]
"""Whose way of labelling to follow: of news (idner-news-2k), of an encyclopedia (NERGrit) or of news given in
lower case (NERP), which is learnt from only."""

_INITIAL_CHARS = 2
"""Letters of "I" and "Ni", which open names of Bali, and of what stands for a name."""
_STRIPPED = "()[]{}\"'“”‘’«»?!;:,."
_WORD_CACHE_SIZE = 16_384
"""Words whose features are kept: a few long articles' worth of different words, about 20 MB."""
_LONGEST_PLACE = 5
"""Words in the longest name of the places table worth matching."""
_RUN_LIMIT = 8
"""A run of capitalised words longer than this is a headline or shouting, not a name."""
_LINKS = frozenset({"dan", "of", "the", "de", "bin", "binti", "al", "van", "von", "da", "di", "&", "-"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables that the features look into; all words in lower case except those of `clusters`."""

    clusters: Mapping[str, tuple[str, str]]
    persons: Mapping[str, str]
    places: frozenset[tuple[str, ...]]
    organizations: frozenset[str]
    titles: Mapping[str, str]


def _table(name: str) -> list[str]:
    return list(read_lines(f"gazetteers/{name}"))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the tables of bot/data, read once."""
    clusters: dict[str, tuple[str, str]] = {}
    for line in _table("word_clusters.txt"):
        coarse, fine, words = line.split("\t")
        clusters.update(dict.fromkeys(words.split(" "), (coarse, fine)))
    return Lexicon(
        clusters=clusters,
        persons=dict(line.split("\t") for line in _table("persons.txt")),
        places=listed_places(),
        organizations=frozenset(_table("organizations.txt")),
        titles=load_titles().kinds,
    )


def is_plain(word: str) -> bool:
    """Return whether news writes the word in small letters too, and no list of persons' names has it."""
    lexicon, lower = load_lexicon(), word.lower()
    return len(word) > _INITIAL_CHARS and lower in lexicon.clusters and lower not in lexicon.persons


def _shape(word: str) -> str:
    """Return the word's shape with repeats folded: "Xx", "X", "X-d", "d/d"."""
    shape: list[str] = []
    for char in word:
        kind = "X" if char.isupper() else "x" if char.isalpha() else "d" if char.isdigit() else char
        if not shape or shape[-1] != kind:
            shape.append(kind)
    return "".join(shape[:8])


@dataclass(frozen=True, slots=True)
class Word:
    """A word's own features, ready for each place in the window around the token that is tagged."""

    here: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    far_before: tuple[str, ...]
    far_after: tuple[str, ...]
    core: str
    shape: str
    fine: str
    capital: bool


def _lexical(core: str, lower: str, lexicon: Lexicon) -> tuple[list[str], str]:
    """Return what the tables say of a word, and its fine cluster."""
    coarse, fine = lexicon.clusters.get(core) or lexicon.clusters.get(core.capitalize(), ("?", "?"))
    found = [f"c={coarse}", f"f={fine}"]
    if core[:1].isupper():
        if (flags := lexicon.persons.get(lower)) is not None:
            found.append(f"per={flags}")
        if lower in lexicon.organizations:
            found.append("org")
    if (kind := lexicon.titles.get(lower)) is not None:
        found.append(f"title={kind}")
    return found, fine


@lru_cache(maxsize=_WORD_CACHE_SIZE)
def read_word(text: str) -> Word:
    """Return what is true of a word wherever it stands."""
    core = text.strip(_STRIPPED) or text
    lower = core.lower()
    lexical, fine = _lexical(core, lower, load_lexicon())
    shape = _shape(text)
    near = (f"w={lower}", f"sh={shape}", *lexical)
    here = [*near, f"cs={_shape(core)}", f"len={min(len(core), 8)}"]
    if core[:1].isalpha():
        here += [f"p{n}={lower[:n]}" for n in (1, 2, 3, 4) if len(lower) > n]
        here += [f"s{n}={lower[-n:]}" for n in (1, 2, 3, 4) if len(lower) > n]
    if "-" in core[1:-1]:
        here.append(f"tail={lower.rsplit('-', 1)[1]}")
    far = (f"w={lower}", f"sh={shape}", lexical[0])
    return Word(
        here=tuple(here),
        before=tuple(f"-1{feature}" for feature in near),
        after=tuple(f"+1{feature}" for feature in near),
        far_before=tuple(f"-2{feature}" for feature in far),
        far_after=tuple(f"+2{feature}" for feature in far),
        core=lower,
        shape=shape,
        fine=fine,
        capital=core[:1].isupper(),
    )


def _place_marks(words: Sequence[Word], places: frozenset[tuple[str, ...]]) -> list[str]:
    """Return for each word where it stands in the longest listed place: B, I or an empty string."""
    marks = [""] * len(words)
    i = 0
    while i < len(words):
        lengths = range(min(_LONGEST_PLACE, len(words) - i) if words[i].capital else 0, 0, -1)
        length = next((n for n in lengths if tuple(word.core for word in words[i : i + n]) in places), 0)
        if length:
            marks[i : i + length] = [f"pl=B{length}"] + [f"pl=I{length}"] * (length - 1)
        i += max(length, 1)
    return marks


def _runs(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Return for each word the bounds of the run of capitalised words that it stands in."""
    bounds = [(i, i + 1) for i in range(len(words))]
    i = 0
    while i < len(words):
        if not words[i].capital:
            i += 1
            continue
        end = i + 1
        while end < len(words) and (
            words[end].capital
            or (words[end].core in _LINKS and end + 1 < len(words) and words[end + 1].capital)
        ):
            end += 1
        bounds[i:end] = [(i, end)] * (end - i)
        i = end
    return bounds


def features(tokens: Sequence[str], style: Style) -> list[list[str]]:
    """Return the features of each token: those of the words around it, and those of the words together."""
    words = [read_word(token) for token in tokens]
    found = context_features(words, style)
    last = len(words) - 1
    for i, items in enumerate(found):
        items += words[i].here
        items += words[i - 1].before if i > 0 else ()
        items += words[i - 2].far_before if i > 1 else ()
        items += words[i + 1].after if i < last else ()
        items += words[i + 2].far_after if i < last - 1 else ()
    return found


def context_features(words: Sequence[Word], style: Style) -> list[list[str]]:
    """Return for each word the features that its neighbours have a say in, and copies for the style.

    A style other than "news" adds copies of a few features, so that a model trained on several sets of labels
    can follow each (Daumé 2007, "Frustratingly easy domain adaptation").
    """
    marks = _place_marks(words, load_lexicon().places)
    runs = _runs(words)
    found = []
    for i, word in enumerate(words):
        items = _window_features(words, marks, i)
        run = _run_features(words, i, runs[i]) if word.capital else []
        items += run
        if style != "news":
            near = words[i - 1].before[:2] if i else ()
            mark = (marks[i],) if marks[i] else ()
            items += [f"{style}|{item}" for item in (*word.here[:4], *near, *run[:3], *mark, "")]
        found.append(items)
    return found


def _window_features(words: Sequence[Word], marks: Sequence[str], i: int) -> list[str]:
    """Return the pairs of words around token i, the listed places there, and the sentence's ends."""
    word, last = words[i], len(words) - 1
    items = [marks[i]] if marks[i] else []
    if i > 0:
        left = words[i - 1]
        items += [f"ww={left.core}|{word.core}", f"ff={left.fine}|{word.fine}"]
        items += ["-1" + marks[i - 1]] if marks[i - 1] else []
    else:
        items.append("first")
    if i < last:
        right = words[i + 1]
        items += [f"+ff={word.fine}|{right.fine}"]
        items += ["+1" + marks[i + 1]] if marks[i + 1] else []
    else:
        items.append("last")
    if 0 < i < last:
        items.append(f"shs={words[i - 1].shape}|{word.shape}|{words[i + 1].shape}")
    return items


def _run_features(words: Sequence[Word], i: int, run: tuple[int, int]) -> list[str]:
    """Return what is true of the run of capitalised words around token i: its ends and its neighbours."""
    start, end = run
    if end - start > _RUN_LIMIT:
        return ["longrun"]
    before = words[start - 1] if start else None
    after = words[end] if end < len(words) else None
    place = "B" if i == start else "E" if i == end - 1 else "M"
    return [
        f"run={place}{end - start}",
        f"runfirst={words[start].core}",
        f"runfirstf={words[start].fine}",
        f"runlast={words[end - 1].core}",
        f"runbefore={before.core if before else '^'}",
        f"runbeforef={before.fine if before else '^'}",
        f"runafter={after.core if after else '$'}",
        f"runafterf={after.fine if after else '$'}",
    ]
