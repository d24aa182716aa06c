"""A word that means something else before a clause is known by what stands around it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.translation.lexicon import lexicon_of
from bot.translation.senses import sense_in_place, without_slips

CASES = tomllib.loads((Path(__file__).parent / "cases" / "senses.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize(
    ("source", "word", "means"),
    [
        ("Ia menyebut korban masih hidup.", "menyebut", "said"),
        ("Ia menyebut bahwa harga naik.", "menyebut", "said"),
        ("Ia menyebut Persib mengincar penjaga gawang.", "menyebut", "said"),
        ("Ia menyebut korban sebagai pahlawan yang masih hidup.", "menyebut", None),
        ("Ia menyebut nama orang yang menabrak.", "menyebut", None),
        ("Ia tidak menyebut siapa yang akan datang.", "menyebut", None),
        ("Ia menyebut orang yang menabrak itu.", "menyebut", None),
        ("Ia menyebut jumlahnya, yang masih kecil.", "menyebut", None),
        ("Ia menyebut menteri dan direktur itu.", "menyebut", None),
        ("Klub itu disebut menerima tawaran baru.", "disebut", "reportedly"),
        ("Klub itu disebut tidak mau menjual.", "disebut", "reportedly"),
        ("Kota itu disebut Kalapa oleh orang yang menetap.", "disebut", None),
        ("Bank sebut kredit naik dan masih akan naik.", "sebut", "says"),
        ("Kami sebut kota itu masih muda.", "sebut", None),
        ("Polisi gelar razia.", "gelar", "hold"),
        ("Ia meraih gelar terhormat.", "gelar", None),
        ("Ia mendapat gelar doktor.", "gelar", None),
        ("Ia makan nasi yang masih hangat.", "makan", None),
    ],
)
def test_a_clause_makes_the_sense(source: str, word: str, means: str | None) -> None:
    start = source.index(word)
    found = sense_in_place(source, start, start + len(word))
    assert (found[0] if found else None) == means


@pytest.mark.parametrize(
    ("word", "source", "means"), [(word, *case) for word, sentences in CASES.items() for case in sentences]
)
def test_neighbours_make_the_sense(word: str, source: str, means: str) -> None:
    start = source.lower().index(word)
    found = sense_in_place(source, start, start + len(word))
    assert (found[0] if found else "") == means


def test_a_word_that_the_table_leaves_to_the_model_is_held_where_its_place_makes_it_sure() -> None:
    lexicon = lexicon_of("id", "en")
    assert lexicon
    assert next(word.written for word in lexicon.held("Ia dapat hadiah.")) == "dapat"
    assert "dapat" not in [word.written for word in lexicon.held("Ia dapat berenang.")]


def test_the_lexicon_holds_a_word_to_its_sense() -> None:
    lexicon = lexicon_of("id", "en")
    assert lexicon
    held = {word.written: word.translations for word in lexicon.held("Ia menyebut korban masih hidup.")}
    assert "called" not in held["menyebut"]


@pytest.mark.parametrize(
    ("source", "translation", "right"),
    [
        (
            "Hingga berita ini ditulis, ia diam.",
            "Until this news was written, he was silent.",
            "Until this report was written, he was silent.",
        ),
        ("Wakil Menteri Hukum tiba.", "The Vice Minister of Law came.", "The Deputy Minister of Law came."),
        (
            "Ia bertemu wakil menteri hukum.",
            "He met the vice law minister.",
            "He met the deputy law minister.",
        ),
        (
            "Wakil Menteri Hukum Jepang tiba.",
            "Japan's Vice Minister of Law came.",
            "Japan's Vice Minister of Law came.",
        ),
        (
            "Terkait harga, ia diam.",
            "Regardless of prices, he fell silent.",
            "Regarding prices, he fell silent.",
        ),
        ("Terlepas dari isu terkait, ia diam.", "Regardless of that, he did.", "Regardless of that, he did."),
        (
            "Mobil dan motor listrik.",
            "Electricity cars, electricity bikes.",
            "Electric cars, electric bikes.",
        ),
        (
            "Harga mobil listrik naik.",
            "The price of electricity cars rose.",
            "The price of electric cars rose.",
        ),
        ("Harga listrik mobil naik.", "The price of electricity rose.", "The price of electricity rose."),
        ("Untuk diketahui, ia datang.", "To be known, he came.", "For the record, he came."),
        (
            "Kapuspen Mayjen TNI Bagas datang.",
            "The spokesman Mayjen TNI Bagas came.",
            "The spokesman Major General Bagas came.",
        ),
        ("Irjen Kementerian Agama datang.", "Irjen Kementerian came.", "Irjen Kementerian came."),
        ("Diketahui, ia datang.", "Known, he came.", "It is known that he came."),
        (
            "Ia dijerat Pasal 3 ayat (1).",
            "He faces Pasal 3 verse (1).",
            "He faces Article 3 paragraph (1).",
        ),
        ("Pasalnya, hujan turun.", "The because, it rained.", "The reason is that it rained."),
        ("Adapun harga naik.", "However, prices rose.", "Meanwhile, prices rose."),
        (
            "Laba kuartal IV 2025 naik.",
            "Profits of the first quarter of IV 2025 rose.",
            "Profits of the fourth quarter of 2025 rose.",
        ),
        (
            "Laba triwulan II naik.",
            "Profits of the first quarter of II rose.",
            "Profits of the second quarter rose.",
        ),
        ("Utang per Maret 2025 naik.", "Debts per March 2025 rose.", "Debts as of March 2025 rose."),
        ("Utang per bulan naik.", "Debts per month rose.", "Debts per month rose."),
        ("Ini 7 alasannya.", "This is 7 reasons.", "Here are 7 reasons."),
        (
            "Ia menang dalam lanjutan Liga Inggris.",
            "He won in advanced Premier League.",
            "He won in the Premier League.",
        ),
        (
            "Ia dihukum 1 tahun 6 bulan.",
            "He was sentenced to 1-year-old 6 months.",
            "He was sentenced to 1 year and 6 months.",
        ),
        ("Ia datang pukul 19.08.", "He came Pukul 19.08.", "He came at 19.08."),
        (
            "Mengutip bank itu, ia diam.",
            "Citized the bank, he was silent.",
            "Citing the bank, he was silent.",
        ),
        (
            "Dilansir radio, ia diam.",
            "The reported radio, he was silent.",
            "As reported radio, he was silent.",
        ),
        ("Kapal Korsel tiba.", "A North Korean ship arrived.", "A South Korean ship arrived."),
        ("Kapal Korsel dan Korut tiba.", "A North Korean ship came.", "A North Korean ship came."),
        (
            "Wakil Presiden dan Wakil Menteri Keuangan hadir.",
            "Vice President and Vice Minister of Finance came.",
            "Vice President and Deputy Minister of Finance came.",
        ),
        ("Itu selesai pada tahun 2029.", "It ends in the 2029 year.", "It ends in 2029."),
        ("UU Nomor 23 Tahun 2002 berlaku.", "Law No. 23 years, 2002 holds.", "Law No. 23 of 2002 holds."),
        ("Taksi Daring", "Online Taxi ?? Global Voices", "Online Taxi"),
        ("Bahwa ia datang.", "Bahwa he came.", "That he came."),
        ("Isu pencemaran nama baik.", "Talk of defamation of the good name.", "Talk of defamation."),
    ],
)
def test_known_slips_are_put_right(source: str, translation: str, right: str) -> None:
    assert without_slips(source, translation) == right
