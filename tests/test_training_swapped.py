"""A word that the pairs lack takes the place of one of its kind, in both languages at once."""

from __future__ import annotations

import pytest

from training.translation.swapped import Known, Place, countable, exchanged, kind_of, made, places

PAIR = ("Pada pagi hari beberapa rumah dijual di kota", "In the morning some houses were sold in town")
HOUSES = Place(PAIR, (24, 29), (20, 26), plural=True)


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        ("ujarnya", "said", "s"),
        ("dijual", "renamed", "p"),
        ("menjual", "renamed", "v"),
        ("cepat", "quickly", "r"),
        ("terkenal", "famous", "a"),
        ("rumah", "house", "n"),
        ("membangun", "house", None),
        ("dan", "and", None),
        ("dijual", "sale", None),
    ],
)
def test_the_kind_shows_in_both_words(source: str, target: str, kind: str | None) -> None:
    assert kind_of(source, target, frozenset({"house", "houses"})) == kind


def test_a_noun_has_a_singular_and_a_plural_that_one_word_is_linked_to() -> None:
    links = {("rumah", "house"): 9, ("rumah", "houses"): 3, ("lari", "run"): 9, ("kerja", "works"): 9}
    assert countable(links) == {"house", "houses"}


def test_both_sides_are_exchanged_in_the_same_number() -> None:
    known = Known("rusun", "n", ("low-cost flat", "low-cost flats"))
    assert exchanged(HOUSES, known) == (
        "Pada pagi hari beberapa rusun dijual di kota",
        "In the morning some low-cost flats were sold in town",
    )


def test_a_capital_stays() -> None:
    place = Place(("Rumah itu baru", "Houses are new"), (0, 5), (0, 6), plural=True)
    assert exchanged(place, Known("toko", "n", ("shop", "shops"))) == ("Toko itu baru", "Shops are new")


def test_a_word_of_saying_leaves_what_was_said_to_be_said() -> None:
    place = Place(("itu baik, katanya", "that is good, he said"), (10, 17), (17, 21), plural=False)
    assert exchanged(place, Known("tuturnya", "s", ("he said",)))[1] == "that is good, he said"


def test_each_word_is_made_alone_and_in_places_of_its_kind() -> None:
    pairs = list(
        made([Known("rusun", "n", ("flat", "flats")), Known("kian", "r", ("more",))], {"n": [HOUSES]})
    )
    assert [source for source, _ in pairs] == [
        "rusun",
        "Pada pagi hari beberapa rusun dijual di kota",
        "kian",
    ]


def test_places_are_found_where_a_word_and_its_translation_are_linked() -> None:
    ends = (
        ("besar", "big"),
        ("kecil", "small"),
        ("tua", "old"),
        ("baru", "new"),
        ("putih", "white"),
        ("biru", "blue"),
    )
    pairs = [
        (f"di kota kami ada {noun} {end}", f"in our town there are {end_en} {noun_en}")
        for end, end_en in ends
        for noun, noun_en in (("rumah", "house"), ("rumah", "houses"), ("jalan", "roads"))
    ]
    found = places(pairs)
    assert {place.pair[0][slice(*place.source)] for place in found["n"]} == {"rumah"}
    assert {place.pair[1][slice(*place.target)] for place in found["n"]} == {"house", "houses"}
