"""A word that means something else before a clause is known by what stands around it."""

from __future__ import annotations

import pytest

from bot.translation.lexicon import lexicon_of
from bot.translation.senses import sense_before_clause, without_slips


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
        ("Polisi gelar razia.", "gelar", "hold"),
        ("Ia meraih gelar terhormat.", "gelar", None),
        ("Ia mendapat gelar doktor.", "gelar", None),
        ("Ia makan nasi yang masih hangat.", "makan", None),
    ],
)
def test_a_clause_makes_the_sense(source: str, word: str, means: str | None) -> None:
    start = source.index(word)
    found = sense_before_clause(source, start, start + len(word))
    assert (found[0] if found else None) == means


def test_the_lexicon_holds_a_word_to_its_sense() -> None:
    lexicon = lexicon_of("id", "en")
    assert lexicon
    held = {word.written: word.translations for word in lexicon.held("Ia menyebut korban masih hidup.")}
    assert "called" not in held["menyebut"]


@pytest.mark.parametrize(
    ("source", "translation", "right"),
    [
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
        ("Diketahui, ia datang.", "Known, he came.", "It is known that he came."),
    ],
)
def test_known_slips_are_put_right(source: str, translation: str, right: str) -> None:
    assert without_slips(source, translation) == right
