"""Quotation marks stand as the language of a text prints them, however they were typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reply.typography import MARKS, in_type, quoted, with_marks
from tests.test_render import sample_digest


@pytest.mark.parametrize(
    ("text", "language", "then"),
    [
        ('"Kami siap," kata Ruth.', "id", "“Kami siap,” kata Ruth."),
        ('Ruth berkata: "Kami siap."', "id", "Ruth berkata: “Kami siap.”"),
        ('siap," kata Ruth. "Besok', "id", "siap,” kata Ruth. “Besok"),
        ('"We are ready," said Ruth.', "en", "“We are ready,” said Ruth."),
        ('He said "ready" ("now").', "en", "He said “ready” (“now”)."),
        ('kata:"Halo"', "id", "kata:“Halo”"),
        ('"Nous sommes prêts", dit Ruth.', "fr", "«\u00a0Nous sommes prêts\u00a0», dit Ruth."),
        ("« Nous sommes prêts », dit Ruth.", "fr", "«\u00a0Nous sommes prêts\u00a0», dit Ruth."),
        ("“Wir sind bereit”, sagte Ruth.", "de", "„Wir sind bereit“, sagte Ruth."),
        ("„Wir sind bereit“, sagte Ruth.", "de", "„Wir sind bereit“, sagte Ruth."),
        ('Layar 14" itu rusak.', "id", 'Layar 14" itu rusak.'),
        ('"Pukul 14"', "id", "“Pukul 14”"),
        ("It isn't.", "en", "It isn't."),
    ],
)
def test_marks_are_those_of_the_language(text: str, language: str, then: str) -> None:
    assert with_marks(text, language) == then
    assert with_marks(then, language) == then


@pytest.mark.parametrize(
    ("language", "then"),
    [("en", "“He said ‘no’.”"), ("de", "„He said ‚no‘.“"), ("fr", "«\u00a0He said “no”.\u00a0»")],
)
def test_a_quotation_alone_has_its_language_s_marks_and_others_inside(language: str, then: str) -> None:
    assert quoted('He said "no",', language) == then


def test_a_digest_is_set_in_both_of_its_languages() -> None:
    sentence = replace(sample_digest().sentences[0], source='"Siap," ujarnya.', translation='"Prêt", dit-il.')
    digest = in_type(sample_digest(target="fr", sentences=(sentence,), summary=(0,)))
    assert digest.sentences[0].source == "“Siap,” ujarnya."
    assert digest.sentences[0].translation == "«\u00a0Prêt\u00a0», dit-il."


@given(st.text(), st.sampled_from([*MARKS, "en"]))
def test_any_text_stands_it_and_keeps_its_length_where_articles_are_read(text: str, language: str) -> None:
    with_marks(text, language)
    quoted(text, language)
    assert len(with_marks(text, "id")) == len(text)
