"""Where a person's name begins behind a body's, by what the article calls people."""

from __future__ import annotations

import pytest

from bot.digest.called import called, parted, parts_of
from bot.digest.known_names import Span
from bot.digest.tokens import tokenize
from bot.records import EntityLabel


def calls(*sentences: str) -> frozenset[str]:
    return called(tokenize(sentence) for sentence in sentences)


def parts(
    name: str, label: EntityLabel, *sentences: str, bodies: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """The parts of a name that the tagger took for one, in an article with these sentences."""
    tokens = tokenize(name)
    span: Span = (0, len(tokens), label)
    known = parts_of(tuple(body.lower().split()) for body in bodies)
    found = parted(tokens, [span], calls(*sentences), known)
    return [(" ".join(token.text for token in tokens[start:end]), kind) for start, end, kind in found]


@pytest.mark.parametrize(
    "sentence",
    [
        '"Airnya surut," kata Wasita.',
        "Menurut Wasita, airnya surut.",
        "Petani Wasita menuturkan airnya surut.",
    ],
)
def test_who_speaks_is_called_so(sentence: str) -> None:
    assert calls(sentence) == {"Wasita"}


@pytest.mark.parametrize(
    "sentence",
    [
        '"Airnya surut," kata Wasita Nugraha.',  # named in full
        '"Airnya surut," kata Menkeu.',
        '"Airnya surut," kata Dia.',
        "Polisi mengatakan airnya surut.",
        "Indonesia menyatakan airnya surut.",
        '"Airnya surut," kata BMKG.',
        "Ratna Wasita menuturkan airnya surut.",
    ],
)
def test_offices_bodies_places_and_full_names_are_no_calls(sentence: str) -> None:
    assert calls(sentence) == frozenset()


def test_a_body_before_the_name_of_somebody_who_is_called_so_is_a_name_of_its_own() -> None:
    assert parts("IPB University Wasita Nugraha", "organization", "Menurut Wasita, airnya surut.") == [
        ("IPB University", "organization"), ("Wasita Nugraha", "person"),
    ]  # fmt: skip
    assert parts("University Wasita Nugraha", "person", "Menurut Wasita, airnya surut.") == [
        ("University", "organization"), ("Wasita Nugraha", "person"),
    ]  # fmt: skip
    assert parts("Juri Kusala Sastra Wasita Nugraha", "person", "Menurut Wasita, airnya surut.") == [
        ("Juri Kusala Sastra", "organization"), ("Wasita Nugraha", "person"),
    ]  # fmt: skip


def test_who_is_called_by_a_second_or_last_name_keeps_the_first() -> None:
    assert parts("Muhammad Yusuf Nugraha", "person", "Menurut Yusuf, airnya surut.") == [
        ("Muhammad Yusuf Nugraha", "person")
    ]
    assert parts("Donald Wasita", "person", "Menurut Wasita, airnya surut.") == [("Donald Wasita", "person")]
    assert parts("Ni Nyoman Wasita Sari", "person", "Menurut Wasita, airnya surut.") == [
        ("Ni Nyoman Wasita Sari", "person")
    ]


def test_a_house_that_bears_a_persons_name_is_one() -> None:
    assert parts("RSUD Wasita Nugraha", "organization", "Menurut Wasita, airnya surut.") == [
        ("RSUD Wasita Nugraha", "organization")
    ]


def test_the_end_of_a_bodys_name_is_no_beginning_of_a_persons() -> None:
    assert parts("Agro Lestari Wasita Nugraha", "person", bodies=("Astra Agro Lestari",)) == [
        ("Agro Lestari", "organization"), ("Wasita Nugraha", "person"),
    ]  # fmt: skip


def test_a_first_name_behind_a_well_known_body_begins_a_persons() -> None:
    assert parts("MA Bambang", "organization") == [("MA", "organization"), ("Bambang", "person")]
    assert parts("KPU Bambang", "organization") == [("KPU Bambang", "organization")]
    assert parts("KPU Peduli", "organization") == [("KPU Peduli", "organization")]


def test_a_name_that_nothing_parts_stays_whole() -> None:
    assert parts("Wasita Nugraha Putra", "person", "Menurut Ratna, airnya surut.") == [
        ("Wasita Nugraha Putra", "person")
    ]


def test_a_body_that_was_cut_in_two_is_joined_again() -> None:
    tokens = tokenize("Astra Agro Lestari Wasita Nugraha")
    found = parted(tokens, [(0, 1, "organization"), (1, 5, "person")], {"Wasita"}, frozenset())
    assert found == [(0, 3, "organization"), (3, 5, "person")]


@pytest.mark.parametrize(
    ("sentence", "parted_at"),
    [
        ("Manajer Divisi Tresuri BNI Legendariah menyebutkan laba naik.", 4),
        ("Manajer Divisi Tresuri BNI Legendariah pergi.", None),
        ("Gedung BNI Legendariah menyebutkan laba naik.", None),
        ("Manajer Divisi Tresuri BNI Sekuritas Indonesia menyebutkan laba naik.", None),
    ],
)
def test_who_speaks_behind_an_office_and_initials_is_no_part_of_the_body(
    sentence: str, parted_at: int | None
) -> None:
    tokens = tokenize(sentence)
    start = next(i for i, token in enumerate(tokens) if token.text == "BNI")
    end = next(i for i, token in enumerate(tokens) if i > start and token.text[0].islower())
    found = parted(tokens, [(start, end, "organization")], frozenset(), frozenset())
    assert [span[0] for span in found if span[2] == "person"] == ([parted_at] if parted_at else [])
