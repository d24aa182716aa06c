"""Pairs some of whose source words are translated already teach a model to take such words over."""

from __future__ import annotations

import pytest

from bot.translation.lexicon import Entry, Lexicon
from training.translation.switched import Switch, made, switched, switches

LEXICON = Lexicon(
    {
        "menggeledah": Entry(("search", "searched"), sure=True),
        "rumah sakit": Entry(("hospital",), sure=True),
        "kejaksaan": Entry(("attorney general's office",), sure=True),
        "jalan": Entry(("road", "street"), sure=False),
    }
)


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Polisi menggeledah toko", "Police searched the shop", [("searched", "searched")]),
        ("Polisi menggeledah toko", "Police raided the shop", []),
        ("Polisi menggeledah toko", "They searched and searched the shop", []),
        ("ke rumah sakit itu", "to that hospital", [("hospital", "hospital")]),
        ("di kejaksaan kemarin", "at the attorney general's office", [("attorney general's office",) * 2]),
        ("lewat Jalan Melati", "by Melati Street", []),
        ("lewat jalan itu", "by those streets", [("street", "streets")]),
    ],
)  # fmt: skip
def test_a_word_can_be_switched_where_its_translation_stands_once(
    source: str, target: str, found: list[tuple[str, str]]
) -> None:
    assert [(each.given, each.there) for each in switches(source, target, LEXICON)] == found


def test_a_switched_word_keeps_the_capital_of_the_one_before() -> None:
    word = Switch(0, 5, "road", "road", sure=False)
    assert switched("Jalan itu rusak", [(word, "road")]) == "Road itu rusak"


def test_a_pair_without_a_word_to_switch_is_left_out_and_others_have_one_at_least() -> None:
    pairs = [("Polisi menggeledah toko", "Police searched the shop"), ("Halo", "Hello")]
    (pair,) = made(pairs, LEXICON)
    assert pair == ("Polisi searched toko", "Police searched the shop")


def test_both_the_lexicons_form_and_the_translations_are_put_in() -> None:
    pairs = [("lewat jalan itu", f"by those {n} streets") for n in range(20)]
    words = {source.split()[1] for source, _ in made(pairs, LEXICON)}
    assert words == {"street", "streets"}
