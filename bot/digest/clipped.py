"""Names of bodies whose words are clipped: "Ditjen Pendis", of Direktorat Jenderal Pendidikan Islam.

In: the words of two names. Out: whether one is the other with some of its words written short, by their
initials ("PU", of Pekerjaan Umum) or by a syllable or two of each ("Komnas", of Komite Nasional). This module
must not know any article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.digest.known_names import Key, listed_places, name_words, public_names, written_out

MIN_ALONE_CHARS = 3
"""Fewest letters of a short name of one word: two fit by chance."""
MOST_CLIPPED_WORDS = 6
"""Words that one short word stands for: "Kemendikbudristek" for five."""
MOST_CHUNK_CHARS = 6
"""Letters of the longest chunk: of two syllables."""
KEPT_PARTS = 4096
"""Parts of names whose answer is kept, more than two long names have: without that, words that are all alike
would be tried in every way."""
PREFIXES = ("ke", "pe", "pem", "pen", "peng", "per", "ber", "me")
"""What is left out before a chunk: "awas" of "pengawas"."""
SUFFIXES = ("an", "aan", "kan", "nya")
"""What is left out behind one: "dik" of "pendidikan"."""


def is_clipped(short: Key, full: Key) -> bool:
    """Return whether a body's short name stands for the full one; keys as in `known_names`.

    A region with which only one of the two ends makes no difference, except behind a well-known short name:
    KPU is not KPU Kota Palopo.

    >>> is_clipped(("komnas", "tembakau"), ("komite", "nasional", "tembakau"))
    True
    >>> is_clipped(("dinas", "pu", "sumut"), ("dinas", "pekerjaan", "umum"))
    True
    """
    if sum(map(len, short)) >= sum(map(len, full)) or (len(short) == 1 and len(short[0]) < MIN_ALONE_CHARS):
        return False
    if short in public_names() and _is_region(full[-1:]):
        return False
    return any(
        _begins_as(short[0], whole[0]) and _fits(short, whole, clipped=False)
        for whole in {full, written_out(full)}
    )


def _begins_as(short: str, word: str) -> bool:
    """Return whether a short word can stand for what begins with the other: most do not."""
    return short[:1] == word[:1] or not _chunks(word).isdisjoint((short[:2], short[:3], short[:4]))


@lru_cache(maxsize=KEPT_PARTS)
def _fits(short: Key, full: Key, *, clipped: bool) -> bool:
    links = name_words()["links"]
    while full and full[0] in links:
        full = full[1:]
    while short and short[0] in links:
        short = short[1:]
    if not short or not full:
        return clipped and _is_region(short) and _is_region(full)
    if short[0] == full[0] and _fits(short[1:], full[1:], clipped=clipped):
        return True
    known = written_out(short[:1])
    if known != short[:1] and known == full[: len(known)]:
        return _fits(short[1:], full[len(known) :], clipped=True)
    return any(
        _fits(short[1:], full[width:], clipped=True)
        for width in _widths(full)
        if stands_for(short[0], [word for word in full[:width] if word not in links])
    )


def _is_region(key: Key) -> bool:
    """Return whether nothing is left, or a region."""
    while key and key[0] in name_words()["regions"]:
        key = key[1:]
    return not key or key in listed_places() or public_names().get(key) == "place"


def _widths(full: Key) -> Iterator[int]:
    """Yield how many words one short word may stand for, two at least without links."""
    links, own = name_words()["links"], 0
    for width, word in enumerate(full, 1):
        own += word not in links
        if own > MOST_CLIPPED_WORDS:
            return
        if own > 1 and word not in links:
            yield width


def stands_for(short: str, words: Sequence[str]) -> bool:
    """Return whether a word is made of the initials of all the words, or of a chunk of each.

    >>> stands_for("satker", ["satuan", "kerja"]), stands_for("pu", ["pekerjaan", "umum"])
    (True, True)
    """
    if len(short) == len(words):
        return all(letter == word[:1] for letter, word in zip(short, words, strict=True))
    return len(short) > len(words) and _chunked(short, tuple(words))


@lru_cache(maxsize=KEPT_PARTS)
def _chunked(short: str, words: Key) -> bool:
    if not words:
        return not short
    chunks = _chunks(words[0])
    return any(
        short[:size] in chunks and _chunked(short[size:], words[1:])
        for size in range(min(MOST_CHUNK_CHARS, len(short)), 1, -1)
    )


@lru_cache(maxsize=KEPT_PARTS)
def _chunks(word: str) -> frozenset[str]:
    """Return how a word, or what is left of it without what is put before and behind, begins and ends."""
    stems = {word}
    stems |= {word.removeprefix(prefix) for prefix in PREFIXES}
    stems |= {stem.removesuffix(suffix) for stem in stems for suffix in SUFFIXES}
    sizes = range(2, MOST_CHUNK_CHARS + 1)
    return frozenset(part for stem in stems for size in sizes for part in (stem[:size], stem[-size:]))
