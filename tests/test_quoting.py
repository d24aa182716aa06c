"""A quotation has one translation, alone and in its sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.quoting import as_a_sentence, quotation_in, with_quotations

SOURCE = '"Kami ingin tahu buku mana yang habis," kata Ruth.'


@pytest.mark.parametrize(
    ("source", "translation", "text", "found"),
    [
        (
            SOURCE,
            '"We want to know," said Ruth.',
            "Kami ingin tahu buku mana yang habis,",
            "We want to know,",
        ),
        (SOURCE, "« Nous voulons », dit Ruth.", "Kami ingin tahu buku mana yang habis,", "Nous voulons"),
        (SOURCE, "We want to know, said Ruth.", "Kami ingin tahu buku mana yang habis,", None),
        (SOURCE, '"We want," she said, "to know."', "Kami ingin tahu buku mana yang habis,", None),
        (SOURCE, '"We want to know," said Ruth.', "Sesuatu yang lain", None),
    ],
)
def test_a_quotation_is_found_in_its_sentence_where_the_marks_are_as_many(
    source: str, translation: str, text: str, found: str | None
) -> None:
    assert quotation_in(source, translation, text) == found


@pytest.mark.parametrize(
    ("said", "translation", "then"),
    [
        ("Which books?", '"What books are gone," said Ruth.', '"Which books?" said Ruth.'),
        ("Which books.", '"What books are gone," said Ruth.', '"Which books," said Ruth.'),
        ("Which books.", 'Ruth said: "What books are gone."', 'Ruth said: "Which books."'),
        ("Which books.", 'Ruth said "what books are gone"', 'Ruth said "Which books"'),
        ("Des livres.", "« Quels livres », dit Ruth.", "« Des livres », dit Ruth."),
        ("Which books.", "What books are gone, said Ruth.", "What books are gone, said Ruth."),
    ],
)
def test_a_sentence_says_what_the_quotation_alone_says(said: str, translation: str, then: str) -> None:
    text = "Kami ingin tahu buku mana yang habis,"
    assert with_quotations(SOURCE, translation, {text: said}) == then


def test_of_two_quotations_each_is_put_in_its_place() -> None:
    source = '"Satu," kata Ruth, "dua."'
    said = {"Satu,": "One.", "dua.": "two."}
    assert with_quotations(source, '"A," said Ruth, "b."', said) == '"One," said Ruth, "two."'


@pytest.mark.parametrize(
    ("source", "translation", "then"),
    [
        ('Ia berkata, "Kami siap."', 'He said, "We are ready"', 'He said, "We are ready."'),
        ('Jalan itu "hancur".', 'The road is "destroyed"', 'The road is "destroyed."'),
        ("Siapa yang tahu?", "Who knows", "Who knows?"),
        ("Kami siap", "We are ready", "We are ready"),
        ("Kami siap.", "We are ready!", "We are ready!"),
        ("Kami siap.", "私たちは準備ができています", "私たちは準備ができています"),
    ],
)
def test_a_sentence_ends_as_it_did(source: str, translation: str, then: str) -> None:
    assert as_a_sentence(source, translation) == then


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_stands_it(source: str, translation: str, text: str, said: str) -> None:
    as_a_sentence(source, translation)
    quotation_in(source, translation, text)
    with_quotations(source, translation, {text: said})
