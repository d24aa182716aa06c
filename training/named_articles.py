"""Sentences of labelled articles, each token tagged as the article's list of names tells.

In: articles with lists of the names in them (benchmarks/labelled.py). Out: the sentences as the program cuts
them, with a tag for each token. A list says which names there are and not where each stands, so a name is
looked for in the whole article, the longest first, and left open where it may be a part of another one. What
may be listed or not (products, cups, the outlet itself) counts as no name. This module must not know how a
tagger learns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.entities import LabelledSentence
from bot.digest.known_names import LABELS, Words, plain_word
from bot.digest.name_lines import lines_of
from bot.digest.segment import segment
from bot.digest.titles import load_titles
from bot.digest.tokens import tokenize
from bot.intake.glued import unglued
from bot.records import Article, EntityLabel

ANY = "*"
"""The tag of a token that may have any."""
NO_NAME = "O"
_TAGS: Mapping[EntityLabel, str] = {"person": "PER", "organization": "ORG", "place": "LOC"}

Forms = Mapping[str, Sequence[tuple[Words, Words]]]
"""First word of a name → the words of those that begin so, the longest first, with their tags."""


def tagged_sentences(row: Mapping[str, Any]) -> Iterator[LabelledSentence]:
    """Yield the sentences of one labelled article that are no headlines."""
    article = Article("\n".join(map(unglued, row["text"].split("\n"))), row["title"])
    forms = _forms(row)
    for line in lines_of(article, segment(article)):
        if line.reliable and line.tokens:
            words = tuple(token.text for token in line.tokens)
            yield words, tuple(_tags(words, forms))


def _forms(row: Mapping[str, Any]) -> Forms:
    kinds = dict.fromkeys(row["entities_optional"], NO_NAME)
    for label in LABELS:
        for name in row["entities"][label]:
            for form in (name, *row["entity_aliases"].get(name, ())):
                kinds[form] = _TAGS[label] if kinds.get(form, _TAGS[label]) == _TAGS[label] else ANY
    forms: dict[str, list[tuple[Words, Words]]] = {}
    for form in sorted(kinds, key=len, reverse=True):
        words = tuple(token.text for token in tokenize(form))
        forms.setdefault(words[0], []).append((words, _tags_of_name(words, kinds[form])))
    return forms


def _tags_of_name(words: Words, kind: str) -> Words:
    """Return the tags of a name's words; short forms in brackets are names by themselves.

    "Badan Siaga Bencana (BSB) Sleman": what stands behind the bracket is left open.
    """
    if kind in (ANY, NO_NAME):
        return (kind,) * len(words)
    tags = [f"I-{kind}"] * len(words)
    tags[0] = f"B-{kind}"
    if "(" in words:
        at = words.index("(")
        short = words[at + 2 : at + 3] == (")",)
        tags[at:] = [NO_NAME, f"B-{kind}" if short else ANY, NO_NAME, *[ANY] * len(words)][: len(words) - at]
    return tuple(tags)


def _tags(words: Words, forms: Forms) -> list[str]:
    tags: list[str] = []
    while len(tags) < len(words):
        at = len(tags)
        found = (form for form in forms.get(words[at], ()) if words[at : at + len(form[0])] == form[0])
        tags += next(found, ((), (NO_NAME,)))[1]
    return _with_open_edges(words, tags)


def _with_open_edges(words: Words, tags: Sequence[str]) -> list[str]:
    """Leave open a name that a word with a capital touches, and that word: a longer name, maybe."""
    opened = list(tags)
    for i in range(1, len(words)):
        for at, beside in ((i, i - 1), (i - 1, i)):
            if tags[at] != NO_NAME and tags[beside] == NO_NAME and _may_belong(words, beside):
                opened[beside] = opened[at] = ANY
    return opened


def _may_belong(words: Words, i: int) -> bool:
    """Whether the word has a capital that is not the sentence's, and is no title."""
    return i > 0 and words[i][0].isupper() and plain_word(words[i]) not in load_titles().kinds
