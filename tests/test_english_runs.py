"""Runs of English words with capitals."""

from __future__ import annotations

import pytest

from bot.digest.english_lines import lines_of, small_words
from bot.digest.english_runs import runs
from bot.digest.segment import segment
from bot.records import Article


def runs_in(text: str) -> list[str]:
    """The runs of the first sentence."""
    article = Article(text, language="en")
    lines = list(lines_of(article, segment(article)))
    found = runs(lines[0], small_words(lines))
    return [" ".join(word.text for word in lines[0].words[start:end]) for start, end in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We met Ratna Wibisana and Bagas.", ["Ratna Wibisana", "Bagas"]),
        ("We met the Ministry of Public Health there.", ["Ministry of Public Health"]),
        ("We met the Bank of Banyubiru there.", ["Bank of Banyubiru"]),
        ("We met Ludwig van Beethoven.", ["Ludwig van Beethoven"]),
        ("We met Ratna Wibisana's Bagas.", ["Ratna Wibisana", "Bagas"]),
        ("We met Ratna, Bagas.", ["Ratna", "Bagas"]),
    ],
    ids=["and", "of", "bank of", "particle", "possessive", "comma"],
)
def test_a_run_goes_on_over_small_words_that_link_one_name(text: str, found: list[str]) -> None:
    assert runs_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Sari Laut left.", ["Sari Laut"]),
        ("However Ratna left.", ["Ratna"]),
        ("Boats left. The boats came.", []),
        ("Residents left.", []),
    ],
    ids=["article", "opener", "written small elsewhere", "alone"],
)
def test_a_word_that_only_opens_the_sentence_is_no_part_of_a_run(text: str, found: list[str]) -> None:
    assert runs_in(text) == found
