"""Where the next sentence begins behind a headline that lost its line break."""

from __future__ import annotations

import re

import pytest

from bot.intake.inner_headline import next_sentence


def goes_on(text: str) -> str | None:
    """What stands from the word on with which the next sentence begins."""
    found = next_sentence(list(re.finditer(r"\S+", text)), text)
    return text[found.start() :] if found else None


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        ("Banjir Rob Datang Lagi di Pesisir Lumban", "Polisi lalu menutup jalan."),
        ("Banjir Rob Datang Lagi, 5 Rumah Roboh", "Kapolres Lumban AKBP Danar pulang."),
        ("Banjir Rob Datang Lagi di Pesisir Lumban", "Menanggapi hal itu, Danar pulang."),
        ("Lumban naikkan status tanggul jadi waspada", "Hal itu disampaikan Danar."),
        ('Lumban siapkan "karung" pasir untuk warga', '"Iya, cukup," kata Mirna.'),
        ("5 cara warga menahan air pasang", "2. Karung pasir Karung itu murah."),
        (
            "Guru di Lumban Ajarkan Renang hingga Mahir",
            "Sementara itu, Director of Lumban Laut Danar pulang.",
        ),
        ("Cara Ubah Gambar di iPhone tanpa Aplikasi", "Ketika tombol itu ditekan, gambar berubah."),
        ("Lumban siapkan karung pasir di Dermaga", "Mirna Laras berharap rob surut, kata Mirna Laras."),
    ],
    ids=[
        "common noun",
        "office and rank",
        "opener",
        "opener behind small words",
        "quotation",
        "item",
        "opening phrase",
        "brand with a small letter",
        "name that stands elsewhere",
    ],
)
def test_a_sentence_begins_where_its_words_are_no_headlines(headline: str, sentence: str) -> None:
    assert goes_on(f"{headline} {sentence}") == sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Banjir Rob",
        "Banjir Rob Datang Lagi di Pesisir Lumban Danar lalu pulang.",
        "Lumban siapkan karung pasir untuk warga Otorita dan Mirna berharap rob surut, kata Mirna.",
        "Lumban siapkan karung pasir untuk warga Di Dermaga, Mirna berharap rob surut, kata Mirna.",
        "Danar meminta Mirna membeli karung pasir untuk Mirna.",
        "Banjir Rob Datang Lagi di Pesisir Kementerian Perhubungan lalu pulang.",
        "Lumban siapkan karung pasir Warga Demak mengaku lega.",
    ],
    ids=[
        "nothing",
        "two words",
        "a name",
        "a second name",
        "a place before the name",
        "a headline with a full verb",
        "an office's own words",
        "a name behind a noun",
    ],
)
def test_in_doubt_nothing_is_told(text: str) -> None:
    assert goes_on(text) is None
