"""A word of a translation that nobody writes shows where a model lost its way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.written import LANGUAGES, plain_words, unwritten, written_words


@pytest.mark.parametrize(
    ("source", "translation", "language", "found"),
    [
        ("Warga mengungsi.", "Residents squatary.", "en", ["squatary"]),
        ("Warga mengungsi.", "The residents' houses were flooded.", "en", []),
        ("Kata Zwrtyan, warga mengungsi.", "Zwrtyan's residents fled.", "en", []),
        ("Warga mengungsi.", "A well-squatary man", "en", ["squatary"]),
        ("Residents fled.", "Warga mengungsikar.", "id", ["mengungsikar"]),
        ("Warga mengungsi.", "Les habitants squatary.", "fr", []),
    ],
    ids=["no word", "words", "a name of the source", "half of a compound", "Indonesian", "no table"],
)
def test_a_word_is_written_if_the_source_or_the_tables_have_it(
    source: str, translation: str, language: str, found: list[str]
) -> None:
    assert list(unwritten(source, translation, language)) == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_words_in_small_letters_as_they_are_compared(language: str) -> None:
    words = written_words(language)
    assert [word for word in words if list(plain_words(word)) != [word]] == []


@given(st.text())
def test_what_stands_in_the_source_is_never_found(text: str) -> None:
    assert unwritten(text, text, "en") == ()
