"""What English words with capitals name by the small words beside them."""

from __future__ import annotations

import pytest

from bot.digest.english_beside import label_beside
from bot.digest.english_lines import lines_of
from bot.digest.segment import segment
from bot.records import Article


def label_in(text: str, name: str) -> str | None:
    article = Article(text, language="en")
    (line,) = lines_of(article, segment(article))
    words, own = [word.text for word in line.words], name.split()
    start = next(at for at in range(len(words)) if words[at : at + len(own)] == own)
    return label_beside(line, start, start + len(own))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They read the Lautan Pagi daily.", "Lautan Pagi"),
        ("They told the Lautan news agency.", "Lautan"),
        ("They asked Lautan Pagi director Ratna Wibisana.", "Lautan Pagi"),
        ("They left when XRA said so.", "XRA"),
    ],
    ids=[
        "a kind behind",
        "two words of a kind behind",
        "an office behind",
        "letters that say",
    ],
)
def test_what_stands_behind_a_body_tells_it(text: str, name: str) -> None:
    assert label_in(text, name) == "organization"


@pytest.mark.parametrize(
    "text",
    [
        "They met in Sukamulya on Monday.",
        "In Sukamulya nobody came.",
        "They asked Sukamulya regent Ratna Wibisana.",
    ],
)
def test_what_stands_beside_a_place_tells_it(text: str) -> None:
    assert label_in(text, "Sukamulya") == "place"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They have trust in Sukamulya.", "Sukamulya"),
        ("They met in Sukamulya's boat.", "Sukamulya"),
        ("They slept in Hollow Lantern.", "Hollow Lantern"),
        ("They met a Javanese party.", "Javanese"),
        ("They asked Former director Ratna Wibisana.", "Former"),
        ("They left when SBY said so.", "SBY"),
        ("They left the Lautan boat.", "Lautan"),
    ],
    ids=["trust", "possessive", "a title", "a people", "no name", "a statesman's letters", "nothing"],
)
def test_other_words_beside_tell_nothing(text: str, name: str) -> None:
    assert label_in(text, name) is None
