"""recasing: a text in capitals throughout, as sentences write it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.recasing import LEAST_LETTERS, as_sentences, is_in_capitals, recased
from bot.records import Article

SENTENCES = (
    "Banjir merendam ratusan rumah di Desa Karang, Kabupaten Sumbawa Barat, NTB, sejak Senin malam.",
    "Bupati Ratna Wibisana mengatakan petugas BPBD sudah mengevakuasi 120 warga.",
    '"Kami membuka dapur umum dan membagikan selimut," kata Ratna di kantor bupati.',
    "Menurut Kepala BPBD Bagas Permana, air Sungai Lamat meluap setelah hujan deras sepanjang hari.",
    "Kerugian ditaksir Rp 2,1 miliar.",
    "Anggota DPR Danar Laksita meminta pemerintah pusat memperbaiki tanggul yang jebol sepanjang 40 meter.",
    'Ia berkata, "Penanganannya terlambat."',
    "BMKG memperkirakan hujan turun hingga Rabu pukul 21.00 WITA.",
    "Polisi menutup Jalan Merdeka.",
)
TEXT = "\n\n".join((" ".join(SENTENCES[:5]), " ".join(SENTENCES[5:])))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_in_capitals_is_written_as_it_was(sentence: str) -> None:
    assert as_sentences(sentence.upper()) == sentence


def test_an_article_in_capitals_is_recased_with_its_headline() -> None:
    article = recased(Article(TEXT.upper(), title="BANJIR DI DESA KARANG"))
    assert article == Article(TEXT, title="Banjir di Desa Karang")


@pytest.mark.parametrize(
    "article",
    [
        Article(TEXT),
        Article(TEXT.upper(), language="en"),
        Article("AWAS BANJIR! " + SENTENCES[1]),
        Article("AWAS BANJIR!"),
    ],
    ids=["in small letters", "in another language", "a shout before a text", "a shout alone"],
)
def test_any_other_article_stays_as_it_is(article: Article) -> None:
    assert recased(article) == article


def test_a_text_with_an_address_in_small_letters_is_in_capitals_throughout() -> None:
    assert is_in_capitals(f"{TEXT.upper()} kabarpesisir.example")
    assert not is_in_capitals("A" * (LEAST_LETTERS - 1))


@given(st.text(max_size=200))
@settings(max_examples=80, deadline=None)
def test_no_mark_and_no_word_is_lost(text: str) -> None:
    assert as_sentences(text).casefold() == text.casefold()
