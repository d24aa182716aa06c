"""What is quoted has one translation, alone and in its sentence.

In: a sentence, its translation, and passages that are quoted in it. Out: a passage's translation as the
sentence has it, or the sentence with the passages' own. Pure; this module must know no model and no table.

A model translates words between quotation marks otherwise when "he said" follows them: a reader who sees both
would not know which is right. Where marks were lost or have become more, nothing can be told, and both stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

QUOTED = re.compile(r"\"([^\"]*)\"|“([^“”]*)”|«([^«»]*)»|„([^„“”]*)[“”]|「([^「」]*)」|”([^”]*)”")
ENDS = ",.?!…;:"
CLOSING = " \"”’')]»"
SENTENCE_ENDS = frozenset(".?!…")
ENDS_OPEN = re.compile(r"[0-9A-Za-zÀ-ɏͰ-ӿ]$")
"""A letter of a script whose sentences end with these signs: Latin, Greek, Cyrillic."""
MARKS_AROUND = " \u00a0\u202f"
"""Blanks inside of the marks, as French has them."""


def quotation_in(source: str, translation: str, text: str) -> str | None:
    """The translation of a passage as it stands in its sentence's; None where that cannot be told."""
    places = _places(source, translation)
    return next((found for passage, found, _ in places if _bare(passage) == _bare(text)), None)


def with_quotations(source: str, translation: str, said: Mapping[str, str]) -> str:
    """A sentence's translation in which passages that are quoted in it are translated as in `said`, which has
    them by their own words. How each ends hangs on what follows it in the sentence."""
    known = {_bare(text): words for text, words in said.items()}
    for passage, found, start in reversed(_places(source, translation)):
        words = known.get(_bare(passage))
        if words is not None:
            ended = _ended_as(words, found)
            translation = translation[:start] + ended + translation[start + len(found) :]
    return translation


def as_a_sentence(source: str, translation: str) -> str:
    """A translation with the end of its sentence, where a model has left it out: "." within the marks."""
    end = source.rstrip(CLOSING)[-1:]
    bare = translation.rstrip(CLOSING)
    if end not in SENTENCE_ENDS or not ENDS_OPEN.search(bare):
        return translation
    return f"{bare}{end}{translation[len(bare) :]}"


def _places(source: str, translation: str) -> list[tuple[str, str, int]]:
    """The passages of a sentence, each with its translation and where that begins there; none where the two
    have not as many."""
    passages = [match[match.lastindex or 0] for match in QUOTED.finditer(source)]
    found = list(QUOTED.finditer(translation))
    if len(passages) != len(found):
        return []
    spans = [(match[match.lastindex or 0], match.start(match.lastindex or 0)) for match in found]
    return [
        (passage, words.strip(MARKS_AROUND), start + len(words) - len(words.lstrip(MARKS_AROUND)))
        for passage, (words, start) in zip(passages, spans, strict=True)
    ]


def _ended_as(words: str, before: str) -> str:
    """Words with the end of others: a comma where "he said" follows, unless they ask or exclaim."""
    bare, end = words.rstrip(ENDS), words[len(words.rstrip(ENDS)) :]
    end_before = before[len(before.rstrip(ENDS)) :]
    return words if end.strip(".,") else bare + end_before


def _bare(text: str) -> str:
    """Words without what stands around them."""
    return " ".join(text.split()).strip(ENDS + " ")
