"""What may speak for a sentence or against it: where it stands, what it shares with the rest, how it reads.

In: an Article, those of its Sentences that may be chosen, and their content words. Out: a row of named
numbers for each. This module must not know what is made of them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.digest.openings import (
    Openings,
    announces,
    dangles,
    is_furniture,
    openings,
    points_back,
    points_back_first,
    points_here,
)
from bot.digest.rank_sumy import rate_with_sumy
from bot.digest.rank_trees import models_folder
from bot.digest.word_vectors import read_vectors
from bot.digest.words import content_words, words
from bot.records import Article, Sentence

MIN_RATED_SENTENCES = 4
"""With fewer, LexRank's inverse document frequencies are all zero and its matrix has no direction."""

MAX_RATED_SENTENCES = 12
"""Sentences that sumy rates, from the first on: its matrices grow with the square of their number. Twenty
cost almost three times as much, and the rating as a whole changes ROUGE-1 by less than 0.1."""

SHORT_WORDS = 6
"""Fewer words than this hold no fact."""

LONG_WORDS = 60
"""More words than this lose the reader of a brief: 1 in 200 of 11,791 sentences of the shared articles."""

BRIEF_WORDS = 10
"""About a tenth of those 11,791 sentences has fewer words than this."""

WORDY_WORDS = 30
"""About a tenth of them has more words than this."""

BARE_SHARE = 0.9
"""A sentence with more than this share of its words inside quotation marks names no speaker."""

SAID_SHARE = 0.85
"""A sentence is the headline again when this share of its content words stands there."""

TOP_WORDS = 5
"""Words of a sentence, those that most others share, by which it is held to be central."""

DASHES = frozenset("-–—") | {"--"}

VECTORS_FILE = "word-vectors.npz"

VECTORS_LANGUAGE = "id"
"""The language of the word vectors; articles in others are rated by forests that know nothing of vectors."""

Features = Mapping[str, float]
"""A sentence's features by name."""

_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”»]?")
_ENDING = re.compile(r"[.!?…][\"”’')\]\s]*$")
_CAPITAL = re.compile(r"(?<=[^.!?\s\"“] )[A-Z]\w+")
_NUMBER = re.compile(r"\d[\d.,/]*")
_PIECE = re.compile(r"[a-z0-9]+")
_DATE = re.compile(r"\d ?/ ?\d")


def features(
    article: Article, sentences: Sequence[Sentence], bags: Sequence[Sequence[str]]
) -> tuple[Features, ...]:
    """A row of named features for each sentence, the same names in every row.

    `sentences` are those that may be chosen, in document order, and `bags` their content words. Lengths are
    in pieces, places count from 0, the rest lies about between 0 and 1.
    """
    table = openings(article.language)
    surfaces = [_surface(sentence.source, table) for sentence in sentences]
    cut = [pieces(sentence.source) for sentence in sentences]
    columns: list[Sequence[Features]] = [
        _places(sentences),
        _lengths(sentences, cut),
        _shared_pieces(cut),
        _shared_words(content_words(article.title, article.language), bags),
        surfaces,
        _neighbours(surfaces),
        _new_names(sentences),
        _sumy_ratings([sentence.source for sentence in sentences], bags),
        _subjects(article, sentences),
    ]
    rows = zip(*columns, strict=True)
    return tuple({name: value for part in parts for name, value in part.items()} for parts in rows)


def _places(sentences: Sequence[Sentence]) -> list[Features]:
    """Where each sentence stands in the article and in its paragraph."""
    lengths = Counter(sentence.paragraph for sentence in sentences)
    paragraphs = {number: order for order, number in enumerate(dict.fromkeys(s.paragraph for s in sentences))}
    rows: list[Features] = []
    seen: Counter[int] = Counter()
    for at, sentence in enumerate(sentences):
        within, paragraph = seen[sentence.paragraph], paragraphs[sentence.paragraph]
        seen[sentence.paragraph] += 1
        row = {"place": float(at), "paragraph": float(paragraph), "within": float(within)}
        row |= {
            "early": 1 / (at + 1),
            "depth": at / len(sentences),
            "late": math.log1p(at) / 4,
            "paragraph_length": min(4, lengths[sentence.paragraph]) / 4,
            "paragraph_depth": paragraph / len(paragraphs),
            "last": float(at == len(sentences) - 1),
            "sentences": float(len(sentences)),
            "paragraphs": float(len(paragraphs)),
            "first_paragraph": float(lengths[sentences[0].paragraph]),
            "sentences_here": float(lengths[sentence.paragraph]),
            "fewest_at_top": float(min(lengths[number] for number in list(paragraphs)[:3])),
            "sentences_a_paragraph": len(sentences) / len(paragraphs) / 3,
            "article_length": min(1.0, len(sentences) / 30),
        }
        rows.append(row)
    return rows


def _lengths(sentences: Sequence[Sentence], cut: Sequence[Sequence[str]]) -> list[Features]:
    """How long each sentence is, in the pieces into which all are `cut`, and how much was said before it."""
    lengths = [len(own) for own in cut]
    in_paragraph: Counter[int] = Counter()
    for sentence, length in zip(sentences, lengths, strict=True):
        in_paragraph[sentence.paragraph] += length
    around = [0, *lengths, 0, 0]
    rows: list[Features] = []
    spent = 0
    for at, length in enumerate(lengths):
        row = {
            "pieces": float(length),
            "spent": float(spent),
            "reach": float(spent + length),
            "paragraph_pieces": float(in_paragraph[sentences[at].paragraph]),
            "pieces_before": float(around[at]),
            "pieces_after": float(around[at + 2]),
            "pieces_later": float(around[at + 3]),
            "first_pieces": float(lengths[0]),
            "second_pieces": float(around[2]),
            "pieces_a_sentence": sum(lengths) / len(lengths),
            "pieces_a_paragraph": sum(lengths) / len(in_paragraph),
        }
        rows.append(row)
        spent += length
    return rows


def _shared_pieces(cut: Sequence[Sequence[str]]) -> list[Features]:
    """What each sentence's pieces are, and where else they stand."""
    kinds = [set[str](), *map(set, cut), set[str]()]
    spread = Counter(piece for own in kinds for piece in own)
    lead = Counter(*cut[:1])
    rows: list[Features] = []
    heard = set[str]()
    for at, own in enumerate(cut):
        different = kinds[at + 1]
        fresh = different - heard
        size, various = max(1, len(own)), max(1, len(different))
        figures = sum(piece.isdigit() for piece in own)
        row = {
            "figures": float(figures),
            "figures_share": figures / size,
            "fresh_pieces": len(fresh) / various,
            "lead_pieces": (Counter(own) & lead).total() / size if at else 0.0,
            "pieces_shared": sum(spread[piece] - 1 for piece in different) / various,
            "shared_before": len(different & kinds[at]) / various,
            "shared_after": len(different & kinds[at + 2]) / various,
        }
        rows.append(row)
        heard |= fresh
    return rows


def pieces(text: str) -> list[str]:
    """The runs of plain letters or of digits, in lower case: the units in which ROUGE measures length."""
    return _PIECE.findall(text.lower())


def _shared_words(title: Sequence[str], bags: Sequence[Sequence[str]]) -> list[Features]:
    """What each sentence shares with the headline, the lead, its neighbours and the article."""
    title_bag = frozenset(title)
    sets = [frozenset(bag) for bag in bags]
    spread = Counter(word for own in sets for word in own)
    top = max(spread.values(), default=1)
    rows: list[Features] = []
    for at, own in enumerate(sets):
        size = max(1, len(own))
        row = {
            "title": len(own & title_bag) / len(title_bag) if title_bag else 0.0,
            "title_share": len(own & title_bag) / size,
            "titled": float(bool(title_bag)),
            "said_by_title": float(bool(own) and len(own & title_bag) >= SAID_SHARE * len(own)),
            "lead": overlap(own, sets[0]) if at else 0.0,
            "before": overlap(own, sets[at - 1]) if at else 0.0,
            "after": overlap(own, sets[at + 1]) if at + 1 < len(sets) else 0.0,
            "centre": sum(spread[word] for word in own) / (size * top),
            "mass": math.log1p(sum(spread[word] - 1 for word in own)) / 5,
            "top_words": float(sum(sorted((spread[word] - 1 for word in own), reverse=True)[:TOP_WORDS])),
            "fresh": sum(spread[word] == 1 for word in own) / size,
        }
        rows.append(row)
    return rows


def _surface(source: str, table: Openings) -> Features:
    """How a sentence reads, whatever stands around it."""
    tokens = words(source)
    return {
        **_size(tokens),
        **_marks(source),
        **_quotation(source, len(tokens)),
        **_manner(source, tokens, table),
    }


def _size(tokens: Sequence[str]) -> Features:
    length = len(tokens)
    return {
        "length": math.log1p(length) / 4,
        "brief": float(length < BRIEF_WORDS),
        "short": float(length < SHORT_WORDS),
        "wordy": float(length > WORDY_WORDS),
        "long": float(length > LONG_WORDS),
        "word_length": min(1.0, sum(map(len, tokens)) / max(1, length) / 10),
    }


def _marks(source: str) -> Features:
    """What shows without reading: capitals, figures, signs."""
    written = source.split()
    return {
        "numbers": min(1.0, len(_NUMBER.findall(source)) / 4),
        "dated": float(_DATE.search(source) is not None),
        "names": min(1.0, len(_CAPITAL.findall(source)) / 8),
        "capitals": sum(word[0].isupper() for word in written[1:]) / max(1, len(written)),
        "dateline": float(any(word in DASHES for word in written[:10])),
        "bracketed": float("(" in source),
        "colon": float(": " in source),
        "commas": float(source.count(",")),
        "opens_with_figure": float(any(mark.isdigit() for mark in source[:3])),
        "asks": float("?" in source),
        "question": float(source.endswith("?")),
        "unfinished": float(_ENDING.search(source) is None),
    }


def _quotation(source: str, length: int) -> Features:
    """How much of a sentence of so many words is quoted."""
    quoted = sum(len(words(found)) for found in _QUOTED.findall(source)) / max(1, length)
    return {
        "quoted": quoted,
        "bare_quotation": float(quoted > BARE_SHARE),
        "holds_quotation": float('"' in source or "“" in source),
        "opens_with_quotation": float(source[:1] in '"“'),
    }


def _manner(source: str, tokens: Sequence[str], table: Openings) -> Features:
    """What its words do: report, point back, announce; or belong to the page."""
    return {
        "reports": float(any(word in table.reporting for word in tokens)),
        "reports_at_end": float(any(word in table.reporting for word in tokens[-6:])),
        "dangling": float(dangles(tokens, table)),
        "pointing": float(points_back(tokens, table)),
        "pointing_subject": float(points_back_first(tokens, table)),
        "pointing_here": float(points_here(tokens, table)),
        "furniture": float(is_furniture(source, tokens, table)),
        "announcing": float(announces(source, tokens, table)),
    }


def _neighbours(surfaces: Sequence[Features]) -> list[Features]:
    """What the sentences before and after look like."""
    blank = dict.fromkeys(("quoted", "length", "dangling"), 0.0)
    around = [blank, *surfaces, blank]
    return [
        {
            "quoted_before": before["quoted"],
            "quoted_after": after["quoted"],
            "length_before": before["length"],
            "length_after": after["length"],
            "dangling_after": after["dangling"],
        }
        for before, after in zip(around, around[2:], strict=False)
    ]


def _new_names(sentences: Sequence[Sentence]) -> list[Features]:
    """How many words with a capital each sentence brings in for the first time."""
    seen: set[str] = set()
    rows: list[Features] = []
    for sentence in sentences:
        pieces = sentence.source.split()
        names = {piece for piece in pieces[1:] if piece[0].isupper()}
        rows.append({"new_names": min(1.0, len(names - seen) / 6)})
        seen |= names | set(pieces[:1])
    return rows


def _sumy_ratings(texts: Sequence[str], bags: Sequence[Sequence[str]]) -> list[Features]:
    """LexRank's rating of each text, the best being 1; 0 beyond MAX_RATED_SENTENCES."""
    rows: list[Features] = [{"lex_rank": 0.0} for _ in texts]
    rated = [at for at, bag in enumerate(bags[:MAX_RATED_SENTENCES]) if bag]
    if len(rated) < MIN_RATED_SENTENCES:
        return rows
    values = rate_with_sumy([texts[at] for at in rated], "lex_rank", [bags[at] for at in rated])
    best = max(values)
    for at, value in zip(rated, values, strict=True):
        rows[at] = {"lex_rank": value / best if best > 0 else 0.0}
    return rows


def _subjects(article: Article, sentences: Sequence[Sentence]) -> Sequence[Features]:
    """What each sentence is about; nothing in a language of which there are no word vectors."""
    if article.language != VECTORS_LANGUAGE:
        return [{} for _ in sentences]
    vectors = read_vectors(models_folder() / VECTORS_FILE)
    return vectors.describe([sentence.source for sentence in sentences], article.title)


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Cosine of two bags of words, 0 to 1."""
    return len(first & second) / math.sqrt(len(first) * len(second)) if first and second else 0.0
