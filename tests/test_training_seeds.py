"""What pairs are to be written about: words that stand together in the news, and nothing that is grammar."""

from __future__ import annotations

import random
from itertools import islice

from training.translation.seeds import LENGTHS, News, seeds, styles

FLOODS = [
    "Warga mengungsi karena banjir besar melanda",
    "Kemarin warga mengungsi lagi karena banjir Ciliwung",
]
MARKETS = [
    "Pedagang menaikkan harga cabai karena panen gagal",
    "Harga cabai naik karena panen pedagang merosot",
]


def test_the_words_of_a_seed_stand_together_in_a_sentence() -> None:
    words = News([*FLOODS, *MARKETS], least=2, most=3).words(2, random.Random(1))
    assert any(set(words) <= set(text.lower().split()) for text in (*FLOODS, *MARKETS))


def test_what_stands_everywhere_or_once_is_no_seed() -> None:
    news, chance = News([*FLOODS, *MARKETS], least=2, most=3), random.Random(1)
    given = {word for _ in range(4) for word in news.words(2, chance)}
    assert given <= {"warga", "mengungsi", "banjir", "cabai", "panen", "harga", "pedagang"}


def test_a_word_comes_up_in_few_seeds() -> None:
    news, chance = News(FLOODS, least=2, most=2), random.Random(1)
    together = [tuple(news.words(2, chance)) for _ in range(8)]
    assert sum("banjir" in words for words in together if len(words) == 2) <= 4


def test_the_shares_of_the_styles_are_percent() -> None:
    assert sum(style.share for style in styles()) == sum(LENGTHS.values()) == 100


def test_a_seed_names_style_length_and_words() -> None:
    news = {"id": News(FLOODS, 1, 9), "en": News(["Thousands fled homes after heavy floods hit towns"], 1, 9)}
    kinds, lengths = {style.name for style in styles()}, set(LENGTHS)
    for seed in islice(seeds(news, random.Random(1)), 50):
        style, length = seed.partition("\t")[0].split()
        assert style in kinds
        assert length in lengths
        assert seed.partition("\t")[2]
