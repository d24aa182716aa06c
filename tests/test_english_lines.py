"""The lines of an English article in words."""

from __future__ import annotations

import pytest

from bot.digest.english_lines import Line, adjoins, lines_of, small_words
from bot.digest.name_lines import TITLE_POSITION
from bot.digest.segment import segment
from bot.records import Article


def lines(text: str, title: str = "") -> list[Line]:
    article = Article(text, title, language="en")
    return list(lines_of(article, segment(article)))


def words(text: str) -> list[str]:
    return [word.text for word in lines(text)[0].words]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Ratna's boat", ["Ratna", "boat"]),
        ("Mr. R. Wibisana of the U.S.", ["Mr.", "R.", "Wibisana", "of", "the", "U.S."]),
        ("The nurses' strike", ["The", "nurses", "strike"]),
        ("The nurses'.", ["The", "nurses", "'", "."]),
        ("Jakarta-based Nuri al-Maliki", ["Jakarta", "-", "based", "Nuri", "al-Maliki"]),
        ("12.5 per-cent", ["12.5", "per-cent"]),
    ],
)
def test_a_line_is_cut_into_words_without_the_mark_of_the_possessive(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_a_headline_comes_first_and_its_capitals_say_little() -> None:
    found = lines("The boat left the harbour at dawn.", title="Boat Leaves")
    assert [(line.sentence, line.reliable) for line in found] == [(TITLE_POSITION, False), (0, True)]


def test_a_line_of_words_with_capitals_is_a_headline_unless_a_mark_closes_it() -> None:
    headline = "Ferry Company Adds Three Boats After Complaints From Island Schools"
    assert not lines(headline)[0].reliable
    assert lines(headline + ".")[0].reliable


def test_words_adjoin_where_only_a_blank_parts_them() -> None:
    (line,) = lines("Ratna, Bagas Permana")
    assert [adjoins(line, at) for at in (1, 2, 3)] == [False, True, True]


def test_words_are_small_where_the_article_writes_them_so() -> None:
    assert small_words(lines("Boats left. The boats came.")) == {"left", "boats", "came"}
