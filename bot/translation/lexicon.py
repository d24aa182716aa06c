"""Which words a translation must carry beside names and numbers: those whose meaning is sure.

In: a source sentence and the names in it; later its translation. Out: the words that are held to, those of
which the translation has nothing, and which words of the translation speak for others. A small model writes
rare words as they were, or something that only looks like a word. Pure but for reading its tables once; this
module must know no model, and no digest.

Sure is what people wrote down (bot/data/words_*.tsv), and what hundreds of thousands of translated sentences
say clearly (bot/data/lexicon_*.tsv) of a word so rare that a model may not know it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.data import read_lines
from bot.translation.fidelity import Mention
from bot.translation.roles import offices
from bot.translation.senses import sense_in_place

WORD = re.compile(r"(?<!\w)(?:\d+(?:[.,]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*)(?!\w|\.[a-z])")
"""A number, or a word that no digit touches and no end of a site: "Liputan6", "kompas.com" are names."""
TABLES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("id", "en"): ("lexicon_id_en.tsv", "words_id_en.tsv"),
    ("en", "id"): ("lexicon_en_id.tsv", "words_en_id.tsv"),
}
"""The tables of a pair of languages: what was learnt, then what was written down, whose translations come
before the learnt ones."""
MOST_SEEN = 40
"""Words that the parallel text has more often are left to the model, written down or not. On the development
sets, news, general and written ones, BLEU: with id_en 1.8 at 100 21.7, 25.2 and 43.0; at 40 21.7, 25.2 and
43.3, with a sixth of the sentences less that are told something; at 20 the same, chrF 0.1 lower. With en_id
1.6 at 100 23.8, 24.7 and 48.6; at 40 23.8, 24.8 and 48.6, with a tenth less; at 20 23.8, 24.8 and 48.2."""
LEAST_SHARE_PERCENT = 50
"""Of the links of a word, what its best translation must have."""
SHORTEST = 4
"""Letters of a learnt word that is held to; shorter ones mostly serve the sentence. One that is part of its
own translation ("england": "all-england") is not held to either."""
ENDING = 3
"""Letters that inflection may change at the end of a word of more than `SHORTEST`."""
AND = "dan"
"""The word that stays small in what has capitals: "Menteri Haji dan Umrah"."""
VERB_CLASS = "v"
PREFIXED = re.compile(r"me|ber|ter|di|ke")
LONGEST_TERM_WORDS = 4
WORDS_BETWEEN = 3
"""How many other words may stand between the words of one translation: "take an active part"."""
APART = " " * 50
"""Between two readings of a text, so that no word of one stands near those of the other."""
BASE = re.compile(r"([a-z]{3,})(?:nya|-\1(?:nya)?)")
"""An Indonesian word with the ending of possession, or said twice for the plural. Where people wrote down its
base and not the word itself, and the pairs have it seldom, the base's translation is taken: what they link it
to is often wrong then ("wewenangnya", its authority: "hindrance"). Words with a sense of their own are common
("akhirnya", finally)."""
SELDOM = 20
"""How often the pairs have such a word at most. Not tuned."""
OFTEN = 40
"""How often they have a word that is no slip. Not tuned."""


BEFORE_CAPITAL = frozenset(':.!?…"“‘—–')
"""Marks behind which a plain word may have a capital: "BREAKING: Gempa guncang Cianjur"."""


Sense = Callable[[str, int, int], tuple[str, ...] | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a word or of a term of several."""

    translations: tuple[str, ...]
    """The best first."""
    sure: bool
    by_hand: bool = False
    seldom: bool = False
    """Learnt from at most `SELDOM` places."""
    verb: bool = False
    """Written down as one."""
    common: bool = False
    """Learnt from more than `OFTEN` places, and not linked to itself as names are."""
    known: bool = False
    """Learnt from more places than `MOST_SEEN` says."""

    def beside(self, learnt: Entry | None) -> Entry:
        """Return what was written down of a word, with what the pairs say of it: it also does as a
        translation, and a word that they have often is known to a model. What they have seldom is often
        linked to something else."""
        if learnt is None or learnt.seldom:
            return self
        every = dict.fromkeys((*self.translations, *learnt.translations))
        return replace(self, translations=tuple(every), sure=not learnt.known, known=learnt.known)


@dataclass(frozen=True, slots=True)
class HeldWord:
    """A word of a source sentence, `source[start:end] == written`, of which something must be said."""

    start: int
    end: int
    written: str
    translations: tuple[str, ...]
    """What would do, the best first."""


class Lexicon:
    """The words of one language in another."""

    def __init__(
        self, entries: Mapping[str, Entry], offices: Collection[str] = (), sense: Sense | None = None
    ) -> None:
        """`offices`: words in small letters that have a capital before a name, "Jubir KPK". `sense`: a text
        and a place in it -> what a word means there; None where its entry is right."""
        self._entries, self._offices, self._sense = entries, offices, sense

    def held(self, source: str, names: Sequence[Mention] = ()) -> tuple[HeldWord, ...]:
        """Return the sure words of `source` outside `names`, and what its place makes sure, in order."""
        words = list(WORD.finditer(source))
        titled = all(len(word.group()) < SHORTEST or word.group()[0].isupper() for word in words)

        def is_held(start: int, end: int, entry: Entry) -> bool:
            term = _is_term(source, start, end, self._offices)
            return (
                (entry.sure or (term and entry.by_hand) or self._meant(source, start, end) is not None)
                and (term or _is_word(source[start:end], titled=titled, begins=_begins(source, start)))
                and not any(name.start < end and name.end > start for name in names)
            )

        return tuple(
            HeldWord(start, end, source[start:end], self._meant(source, start, end) or entry.translations)
            for start, end, entry in self.terms(source, words, is_held)
        )

    def _meant(self, source: str, start: int, end: int) -> tuple[str, ...] | None:
        return self._sense(source, start, end) if self._sense else None

    def held_at(self, source: str, places: Collection[tuple[int, int]]) -> tuple[HeldWord, ...]:
        """Return the known words of `source` in small letters that the places touch, sure or not."""
        return tuple(
            HeldWord(start, end, source[start:end], entry.translations)
            for start, end, entry in self.terms(source, list(WORD.finditer(source)))
            if source[start:end].islower() and any(start < last and first < end for first, last in places)
        )

    def _entry(self, word: str) -> Entry | None:
        """What is known of a word or term in small letters, or where that is little, of its base."""
        entry = self._entries.get(word)
        if entry is None and " " in word:
            return self._entries.get(word.removesuffix("nya"))
        if entry is None or entry.seldom:
            match = BASE.fullmatch(word)
            base = self._entries.get(match.group(1)) if match else None
            if base is not None and base.by_hand:
                return base
        return entry

    def knows(self, word: str) -> bool:
        """Whether the meaning of a word in small letters is sure."""
        entry = self._entry(word)
        return entry is not None and entry.sure

    def has(self, word: str) -> bool:
        """Whether a word in small letters is one of the language: its meaning is sure, or the pairs have it
        so often that a model knows it, or people wrote it down."""
        entry = self._entry(word)
        return entry is not None and (entry.sure or entry.common or entry.by_hand)

    def is_bare_verb(self, word: str) -> bool:
        """Whether a word in small letters is a verb without a prefix, as Indonesian headlines write it behind
        who does it: "pantau"."""
        entry = self._entries.get(word)
        return entry is not None and entry.verb and not PREFIXED.match(word)

    def terms(
        self,
        source: str,
        words: Sequence[re.Match[str]],
        is_wanted: Callable[[int, int, Entry], bool] = lambda start, end, entry: True,
    ) -> Iterator[tuple[int, int, Entry]]:
        """Return the spans of `source` that have an entry and are wanted, in order, the longest where some
        begin alike.

        `words`: those of the source. A term that is not wanted, as part of a name or for its capitals, gives
        way to a shorter one: "penjuru Negeri Sakura" has "penjuru" in it.
        """
        at = 0
        while at < len(words):
            for size in range(min(LONGEST_TERM_WORDS, len(words) - at), 0, -1):
                start, end = words[at].start(), words[at + size - 1].end()
                entry = self._entry(source[start:end].lower())
                if entry and is_wanted(start, end, entry):
                    yield start, end, entry
                    break
            at += size

    def spoken_for(self, source: str, word: HeldWord) -> frozenset[str]:
        """Return the words, in small letters, that the other words of `source` may have become."""
        others = _words(source[: word.start] + source[word.end :])
        known = (self._entries[other].translations for other in others if other in self._entries)
        return frozenset(others).union(*known)


def lost_words(words: Iterable[HeldWord], translation: str, *, copied: bool) -> tuple[HeldWord, ...]:
    """Return the words of which nothing stands in the translation; with `copied` those alone that stand there
    as they were in the source."""
    there = " ".join(_words(translation))
    if "-" in there:
        there += APART + there.replace("-", " ")
    there = f" {there} "
    return tuple(
        word
        for word in words
        if not _stands(word.translations, there) and (not copied or f" {word.written.lower()} " in there)
    )


def without_copies(words: Iterable[HeldWord], translation: str) -> str:
    """Return the translation with lost words that stand there as they were written exchanged for the best of
    their translations."""
    for word in lost_words(words, translation, copied=True):
        best = word.translations[0]
        if word.written[:1].isupper() and translation.startswith(word.written):
            best = best[:1].upper() + best[1:]
        translation = re.sub(rf"(?<!\w){re.escape(word.written)}(?!\w)", best, translation)
    return translation


def family(word: str) -> str:
    """Return what a word's inflections have in common, roughly.

    >>> family("elephants")
    'elepha'
    """
    return word if len(word) <= SHORTEST else word[: max(SHORTEST, len(word) - ENDING)]


@lru_cache(maxsize=len(TABLES))
def lexicon_of(source: str, target: str) -> Lexicon | None:
    """Return what is known of a pair of languages; None where nothing is."""
    tables = TABLES.get((source, target))
    if tables is None:
        return None
    entries: dict[str, Entry] = {}
    for word, entry in (_read(line) for name in tables for line in read_lines(name)):
        entries[word] = entry.beside(entries.get(word))
    return Lexicon(entries, offices(), sense_in_place) if source == "id" else Lexicon(entries)


def translations_into(language: str) -> Iterator[str]:
    """Return every translation that the tables have in a language, some of them many times."""
    names = (name for (_, target), tables in TABLES.items() if target == language for name in tables)
    lines = (line for name in names for line in read_lines(name))
    return (each for line in lines for each in line.rpartition("\t")[2].split("|"))


def _read(line: str) -> tuple[str, Entry]:
    """A line of a table: two numbers before the translations where it was learnt, a class where written."""
    word, *about, translations = line.split("\t")
    known = tuple(translations.split("|"))
    if len(about) == 1:
        return word, Entry(known, sure=True, by_hand=True, verb=about == [VERB_CLASS])
    seen, share_percent = map(int, about)
    is_known = seen > MOST_SEEN
    rare = not is_known and len(word) >= SHORTEST and word not in known[0].split("-")
    sure = rare and share_percent >= LEAST_SHARE_PERCENT
    common = seen > OFTEN and not any(each.startswith(word) for each in known)
    return word, Entry(known, sure, seldom=seen <= SELDOM, common=common, known=is_known)


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def _begins(source: str, start: int) -> bool:
    """Whether a sentence begins there, or what has a capital as one has."""
    before = source[:start].rstrip()
    return not any(map(str.isalnum, before)) or before[-1:] in BEFORE_CAPITAL


def _is_word(written: str, *, titled: bool, begins: bool) -> bool:
    """Whether it is written as no name is; where a sentence begins, and in titles, words have capitals."""
    return written.islower() or (titled and not written.isupper()) or (begins and written[1:].islower())


def _stands(translations: tuple[str, ...], text: str) -> bool:
    single, several = _parts(translations)
    return any(map(text.__contains__, single)) or any(_stand_together(each, text) for each in several)


def _stand_together(parts: tuple[str, ...], text: str) -> bool:
    """Whether the words of one translation stand in a text, near each other."""
    if not all(map(text.__contains__, parts)):
        return False
    places = [[text.count(" ", 0, at) for at in _places(part, text)] for part in parts]
    near = len(parts) + WORDS_BETWEEN
    return any(
        all(any(abs(place - first) < near for place in others) for others in places[1:])
        for first in places[0]
    )


def _places(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _is_term(source: str, start: int, end: int, offices: Collection[str]) -> bool:
    """Whether it is a term with capitals ("di Tanah Air", "calon Bupati"), and no part of a name ("Rumah
    Sakit Sehat"), or an office before one."""
    written = source[start:end]
    before, after = source[:start].split()[-1:], source[end:].split(maxsplit=1)[:1]
    goes_on = any(word[:1].isupper() for word in after)
    if written[:1].islower():
        return " " in written and not goes_on
    titled = all(word.istitle() or word == AND for word in written.split())
    if not titled or any(word[:1].isupper() and word[-1:].isalnum() for word in before):
        return False
    is_office = written.lower() in offices
    return is_office if goes_on else " " in written


@lru_cache(maxsize=1 << 15)
def _parts(translations: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """How the words of translations begin, those of one word and those of several; each behind a blank, and a
    short one with the blank that ends it."""
    parts = [
        tuple(f" {family(word)}" if len(word) >= SHORTEST else f" {word} " for word in each.lower().split())
        for each in translations
    ]
    return tuple(each[0] for each in parts if len(each) == 1), tuple(each for each in parts if len(each) > 1)
