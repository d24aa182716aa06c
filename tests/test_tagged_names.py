"""The names of one line, by tags of our own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.digest.name_lines import Line
from bot.digest.tagged_names import tagged_names
from bot.digest.tokens import tokenize


def names(text: str, tags: str = "", *, reliable: bool = True) -> list[tuple[str, str]]:
    """The names of a line; `tags` gives those of its first words, all others are none."""

    def tag(tokens: Sequence[str]) -> list[str]:
        own = tags.split()[: len(tokens)]
        return own + ["O"] * (len(tokens) - len(own))

    line = Line(text, 0, 0, tokenize(text), reliable)
    return [
        (" ".join(token.text for token in line.tokens[start:end]), label)
        for start, end, label in tagged_names(line, tag)
    ]


def test_runs_of_tags_are_names() -> None:
    assert names("Ratna Wibisana menemui Bagas", "B-PER I-PER O B-PER") == [
        ("Ratna Wibisana", "person"),
        ("Bagas", "person"),
    ]


@pytest.mark.parametrize(
    ("text", "tags", "found"),
    [
        ("Ratna menemui Bagas", "B-PER I-PER I-PER", [("Ratna", "person")]),
        (
            "Kanit Reskrim Polsek Sako Iptu Ariansyah",
            "B-PER I-PER I-PER I-PER I-PER I-PER",
            [("Ariansyah", "person")],
        ),
        (
            "Bupati Siak Danar Laksita",
            "O B-PER I-PER I-PER",
            [("Siak", "place"), ("Danar Laksita", "person")],
        ),
        ("kata Juli Ratna", "O O B-PER", [("Juli Ratna", "person")]),
        ("kata Laras al-Melati, warga", "O B-PER O", [("Laras al-Melati", "person")]),
        (
            "Gubernur Provinsi New York Danar Laksita",
            "O B-LOC I-LOC I-LOC B-PER I-PER",
            [("Provinsi New York", "place"), ("Danar Laksita", "person")],
        ),
        (
            "Hujan turun di Jepang, Jepang Timur, hari ini",
            "O O O O O B-LOC I-LOC",
            [("Jepang Timur", "place")],
        ),
        ("Menteri Luar Negeri Jepang, Jepang Timur", "O O O O O B-LOC I-LOC", [("Jepang Timur", "place")]),
        (
            "Menteri Pertahanan Jepang, Jepang Laksita, hadir",
            "O O O O B-LOC I-LOC",
            [("Jepang Laksita", "person")],
        ),
    ],
    ids=[
        "small word",
        "rank",
        "region of an office",
        "month",
        "small particle",
        "end of a place",
        "a region behind its country",
        "a region behind an office",
        "called as a country",
    ],
)
def test_what_the_words_themselves_tell_goes_before_the_tags(
    text: str, tags: str, found: list[tuple[str, str]]
) -> None:
    assert names(text, tags) == found


@pytest.mark.parametrize(
    "text", ["Forum Peduli Sungai (FPS) hadir", "Asosiasi Nelayan Pantai Bersama Indonesia (ANPI) hadir"]
)
def test_an_organization_spelt_out_beside_its_initials_needs_no_tag(text: str) -> None:
    assert [label for _, label in names(text)] == ["organization", "organization"]


def test_in_a_headline_nothing_is_looked_for() -> None:
    assert names("Ratna pulang", "B-PER", reliable=False) == []
