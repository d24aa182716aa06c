"""Sentences: where they end, and that nothing of the text is lost."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.segment import MAX_SENTENCE_CHARS, segment
from bot.records import PARAGRAPH_BREAK, Article

CASES = tomllib.loads((Path(__file__).parent / "cases" / "sentences.toml").read_text("utf-8"))["case"]
TEXTS = st.text(alphabet=st.sampled_from(list('aB1 .?!…"“”()-,\n\u00a0é😀')), max_size=120)


def cut(text: str) -> list[str]:
    return [sentence.source for sentence in segment(Article(text=text))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_paragraph_is_cut_into_its_sentences(case: dict[str, list[str]]) -> None:
    assert cut(" ".join(case["sentences"])) == case["sentences"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Keamanan terjaga.Pertama, jalan dibuka.", ["Keamanan terjaga.", "Pertama, jalan dibuka."]),
        ("Sidang selesai (14/9/2023).Hakim pulang.", ["Sidang selesai (14/9/2023).", "Hakim pulang."]),
        ('Warga pergi."Kami takut," kata Sari.', ["Warga pergi.", '"Kami takut," kata Sari.']),
        ("Ia kuliah di Moh.Yamin dan S.Pd di sana.", ["Ia kuliah di Moh.Yamin dan S.Pd di sana."]),
    ],
)
def test_a_lost_space_is_seen_only_where_a_sentence_ends(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_a_lost_quotation_mark_does_not_swallow_the_paragraph() -> None:
    text = 'Ia berkata "kami siap. Warga pergi. "Besok kami datang," ujarnya. Hujan turun.'
    assert cut(text)[-1] == "Hujan turun."


def test_a_long_quotation_without_a_speaker_is_cut() -> None:
    quotation = '"' + " ".join(["Kami menunggu bantuan sejak pagi."] * 30) + '"'
    assert len(cut(quotation)) == 30


def test_paragraphs_end_sentences_and_are_counted() -> None:
    sentences = segment(Article(text="Satu baris\n\nDua. Tiga."))
    assert [(s.index, s.paragraph, s.source) for s in sentences] == [
        (0, 0, "Satu baris"),
        (1, 1, "Dua."),
        (2, 1, "Tiga."),
    ]


def test_a_subheadline_is_one_sentence() -> None:
    sentences = segment(Article(text="Awal.\n\nApa Kata Warga? Ini Kata Mereka\n\nAkhir.", headings=(1,)))
    assert [s.heading for s in sentences] == [False, True, False]


@pytest.mark.parametrize("word", ["cabai ", "a.", "x"])
@pytest.mark.parametrize("headings", [(), (0,)])
def test_what_has_no_end_is_cut_between_words(word: str, headings: tuple[int, ...]) -> None:
    text = (word * 4_000).strip()
    sentences = segment(Article(text=text, headings=headings))
    assert max(len(sentence.source) for sentence in sentences) <= MAX_SENTENCE_CHARS
    assert "".join(sentence.source for sentence in sentences).replace(" ", "") == text.replace(" ", "")
    assert " " not in text or all(f"{sentence.source} ".endswith(word) for sentence in sentences)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_the_pieces_hold_all_of_the_text_in_order(text: str) -> None:
    sentences = segment(Article(text=text))
    assert "".join("".join(s.source.split()) for s in sentences) == "".join(text.split())
    assert all(text[s.start : s.end] == s.source == s.source.strip() != "" for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    paragraphs = text.split(PARAGRAPH_BREAK)
    assert all(s.source in paragraphs[s.paragraph] for s in sentences)


@pytest.mark.parametrize(
    "text", ["", " ", ".", '"', "😀", "\x00\x01", "\ud800", "(" * 60_000, "A. " * 20_000], ids=range(9)
)
def test_nothing_breaks_it(text: str) -> None:
    assert "".join("".join(piece.split()) for piece in cut(text)) == "".join(text.split())
