"""Puts words in the place of those that the decoder wrote for a given part of the source.

In: the source and the translation as subwords, the decoder's attention (a row for each subword that
it wrote, a column for each that it read), and what shall stand for which part of the source. Out:
the translation as text. Pure; this module must know no model: attention is a table of numbers.

That attention shows which source words a target word comes from: Bahdanau, Cho and Bengio 2015.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SPACE = "▁"
"""SentencePiece's mark of a blank (U+2581)."""
LEAST_SHARE = 0.4
"""The attention that a word must give to a name to be taken for it. Of 251 names in 150 news sentences, with
the first model (id_en 1.0), mending alone leaves 9 lost at 0.3, 11 at 0.4, 16 at 0.5, 41 at 0.8; at 0.2 it is
12, because neighbours are taken too (65 fewer words are left than at 0.5). Together with a second decoding
none stays lost at 0.3 to 0.5."""
MORE_WORDS = 2
"""How many words longer than the name its rendering may be; a longer run is a sentence gone wrong."""
MORE_TIMES = 2
"""How many times as many words may stand for marked ones."""
FUNCTION_WORDS = frozenset({
    "the", "a", "an", "of", "and", "or", "in", "on", "at", "to", "by", "for", "from", "with", "as", "is",
    "was", "were", "are", "has", "have", "had", "will", "that", "who", "which",
})  # fmt: skip
"""English words that a run does not begin or end with."""
EDGES = re.compile(r"^(\W*)(.*?)((?:['’]s)?\W*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`words` shall stand for `source[start:end]`."""

    start: int
    end: int
    words: str
    forms: tuple[str, ...] = ()
    """Other forms of the words: the one that agrees in number with what it replaces is taken."""
    spoken_for: frozenset[str] = frozenset()
    """Words, in small letters, that are not replaced."""


@dataclass(slots=True)
class _Word:
    text: str
    subwords: range
    gone: bool = False


def mend(
    source: str,
    source_subwords: Sequence[str],
    target_subwords: Sequence[str],
    attention: Sequence[Sequence[float]],
    wanted: Iterable[Wanted],
) -> str:
    """The translation with the wanted words put in where a place for them is found.

    `attention[i][j]`: how much target subword i looks at source subword j, 0..1. Where source and
    subwords cannot be laid side by side, nothing is put in.
    """
    words = _words(target_subwords)
    places = _places(source, source_subwords)
    for want in wanted if places else ():
        columns = [j for j, (start, end) in enumerate(places) if start < want.end and end > want.start]
        shares = [_share(word, columns, attention) for word in words]
        run = _run(words, shares, want)
        if run:
            replaced = [words[i] for i in run]
            copied = _bare(replaced[-1].text) == source[want.start : want.end].lower()
            put = want.words if copied else _agreeing(want, replaced[-1].text)
            _put(put, replaced, begins=not run.start)
    return " ".join(word.text for word in words if word.text)


def origins(
    source: str,
    source_subwords: Sequence[str],
    target_subwords: Sequence[str],
    attention: Sequence[Sequence[float]],
    words: Iterable[str],
) -> Iterator[tuple[int, int]]:
    """Return the subwords' places in the source at which the given words of the translation look most."""
    places = _places(source, source_subwords)
    sought = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
    for word in _words(target_subwords) if places else ():
        if not sought.search(word.text):
            continue
        shares = [_share(word, (column,), attention) for column in range(len(places))]
        best = max(range(len(places)), key=shares.__getitem__)
        yield places[best]


def counterpart(
    source: str,
    source_subwords: Sequence[str],
    target_subwords: Sequence[str],
    attention: Sequence[Sequence[float]],
    start: int,
    end: int,
) -> range | None:
    """Which words of the translation stand for `source[start:end]`; None where none look at it enough.

    The words of the translation as `joined` gives them are counted.
    """
    words, places = _words(target_subwords), _places(source, source_subwords)
    columns = [j for j, place in enumerate(places) if place[0] < end and place[1] > start]
    gains = [_share(word, columns, attention) - LEAST_SHARE for word in words]
    best, most = range(0), 0.0
    begins, gained = 0, 0.0
    for i, gain in enumerate(gains):
        if gained <= 0:
            begins, gained = i, 0.0
        gained += gain
        if gained > most:
            best, most = range(begins, i + 1), gained
    run = _trimmed(words, best)
    return run if run and len(run) <= MORE_TIMES * len(source[start:end].split()) + MORE_WORDS else None


def in_place(before: Sequence[str], after: Sequence[str], words: range) -> range | None:
    """Where some of the words `before` stand `after` others were changed; None where they are gone.

    What stands in the place of changed words stands for them.
    """
    pairs = SequenceMatcher(None, [*map(_bare, before)], [*map(_bare, after)], autojunk=False).get_opcodes()
    found: list[range] = []
    for kind, start, stop, other_start, other_stop in pairs:
        low, high = max(start, words.start), min(stop, words.stop)
        if low < high and kind == "equal":
            found.append(range(other_start + low - start, other_start + high - start))
        elif low < high and kind == "replace":
            found.append(range(other_start, other_stop))
    return range(found[0].start, found[-1].stop) if found else None


def joined(subwords: Sequence[str]) -> str:
    """The text of subwords, as this module understands them."""
    return " ".join(word.text for word in _words(subwords))


def _words(subwords: Sequence[str]) -> list[_Word]:
    """Target words; each knows its subwords."""
    words: list[_Word] = []
    for i, subword in enumerate(subwords):
        text = subword.replace(SPACE, "")
        if words and not subword.startswith(SPACE):
            words[-1] = _Word(words[-1].text + text, range(words[-1].subwords.start, i + 1))
        else:
            words.append(_Word(text, range(i, i + 1)))
    return [word for word in words if word.text]


def _places(source: str, subwords: Sequence[str]) -> list[tuple[int, int]]:
    """Where each source subword stands in the source; empty when one is not found."""
    places = []
    at = 0
    for subword in subwords:
        text = subword.replace(SPACE, "")
        found = source.find(text, at)
        if found < 0:
            return []
        at = found + len(text)
        places.append((found, at))
    return places


def _share(word: _Word, columns: Sequence[int], attention: Sequence[Sequence[float]]) -> float:
    """The part of a word's attention that goes to the columns, averaged over its subwords."""
    if word.gone:
        return 0.0
    return sum(attention[i][j] for i in word.subwords for j in columns) / len(word.subwords)


def _run(words: Sequence[_Word], shares: Sequence[float], want: Wanted) -> range | None:
    """The neighbouring words that give the most attention; None when they cannot be the wanted ones."""
    best = range(0)
    start = 0
    for i in range(len(words) + 1):
        if i < len(words) and shares[i] >= LEAST_SHARE and _bare(words[i].text) not in want.spoken_for:
            continue
        run = _trimmed(words, range(start, i))
        if sum(shares[j] for j in run) > sum(shares[j] for j in best):
            best = run
        start = i + 1
    if not best or len(best) > len(want.words.split()) + MORE_WORDS:
        return None
    if want.words[:1].isdigit() != any(c.isdigit() for j in best for c in words[j].text):
        return None
    return best


def _trimmed(words: Sequence[_Word], run: range) -> range:
    start, stop = run.start, run.stop
    while start < stop and words[start].text.lower() in FUNCTION_WORDS:
        start += 1
    while start < stop and words[stop - 1].text.lower() in FUNCTION_WORDS:
        stop -= 1
    return range(start, stop)


def _agreeing(want: Wanted, replaced: str) -> str:
    """The wanted words in the number of the word that they replace, as far as English tells it by an "s"."""
    plural = _bare(replaced).endswith("s")
    alike = (form for form in (want.words, *want.forms) if form.startswith(want.words[:-1]))
    return next((form for form in alike if form.endswith("s") == plural), want.words)


def _bare(word: str) -> str:
    return _edge(word, 2).lower()


def _put(wanted: str, run: Sequence[_Word], *, begins: bool) -> None:
    """The wanted words take the run's place; marks and a possessive at its edges stay."""
    before = _edge(run[0].text, 1)
    if begins and _edge(run[0].text, 2)[:1].isupper():
        wanted = wanted[:1].upper() + wanted[1:]
    after = _edge(run[-1].text, 3)
    for word in run:
        word.text, word.gone = "", True
    run[0].text = before + wanted + after


def _edge(text: str, group: int) -> str:
    match = EDGES.match(text)
    return match.group(group) if match else ""
