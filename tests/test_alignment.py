"""Words put where the decoder's attention shows their place."""

from __future__ import annotations

import pytest

from bot.translation.alignment import Wanted, counterpart, in_place, joined, mend, origins

SOURCE = "Ratna Wijaya tiba pada 2022"
SUBWORDS = ["▁Ratna", "▁Wi", "jaya", "▁tiba", "▁pada", "▁20", "22"]


def looking(*columns: int) -> list[list[float]]:
    """Attention with all of each target subword's on one source subword."""
    return [[float(j == column) for j in range(len(SUBWORDS))] for column in columns]


def test_a_mangled_name_is_exchanged() -> None:
    target = ["▁Rat", "▁Wij", "aa", "▁came", "."]
    wanted = [Wanted(0, 12, "Ratna Wijaya")]
    assert mend(SOURCE, SUBWORDS, target, looking(0, 1, 2, 3, 3), wanted) == "Ratna Wijaya came."


def test_marks_at_the_edges_stay() -> None:
    target = ["▁(", "Rat", "'", "s", ",", "▁came"]
    wanted = [Wanted(0, 12, "Ratna")]
    assert mend(SOURCE, SUBWORDS, target, looking(0, 0, 0, 0, 0, 3), wanted) == "(Ratna's, came"


def test_small_words_beside_the_name_stay() -> None:
    target = ["▁the", "▁Rat", "▁of", "▁came"]
    assert mend(SOURCE, SUBWORDS, target, looking(0, 0, 0, 3), [Wanted(0, 5, "Ratna")]) == "the Ratna of came"


def test_a_number_only_takes_the_place_of_a_number() -> None:
    wanted = [Wanted(23, 27, "2022")]
    assert mend(SOURCE, SUBWORDS, ["▁in", "▁20", "222"], looking(4, 5, 6), wanted) == "in 2022"
    assert mend(SOURCE, SUBWORDS, ["▁in", "▁autumn"], looking(4, 5), wanted) == "in autumn"


def test_a_run_far_longer_than_the_name_is_left() -> None:
    target = ["▁one", "▁long", "▁story", "▁went", "▁wrong"]
    wanted = [Wanted(0, 5, "Ratna")]
    assert mend(SOURCE, SUBWORDS, target, looking(0, 0, 0, 0, 0), wanted) == joined(target)


def test_nothing_is_put_in_where_nothing_looks_at_the_name() -> None:
    assert mend(SOURCE, SUBWORDS, ["▁came"], looking(3), [Wanted(0, 5, "Ratna")]) == "came"


@pytest.mark.parametrize("subwords", [[], ["▁anders"]])
def test_a_source_that_does_not_match_its_subwords_changes_nothing(subwords: list[str]) -> None:
    assert mend(SOURCE, subwords, ["▁came"], looking(3), [Wanted(0, 5, "Ratna")]) == "came"


def test_a_word_that_speaks_for_another_one_stays() -> None:
    wanted = [Wanted(13, 17, "arrived", spoken_for=frozenset({"in"}))]
    assert mend(SOURCE, SUBWORDS, ["▁tibas", "▁in"], looking(3, 3), wanted) == "arrived in"
    assert mend(SOURCE, SUBWORDS, ["▁In,"], looking(3), wanted) == "In,"


@pytest.mark.parametrize(
    ("written", "put"), [("tibas", "parties"), ("tiba", "party"), ("tibas,", "parties,")],
)  # fmt: skip
def test_the_form_is_taken_that_agrees_with_what_it_replaces(written: str, put: str) -> None:
    wanted = [Wanted(13, 17, "party", ("ball", "parties"))]
    assert mend(SOURCE, SUBWORDS, [f"▁{written}"], looking(3), wanted) == put


def test_a_word_comes_from_where_it_looks_most() -> None:
    target = ["▁Rat", "▁came", "▁squat", "ary", ",", "▁in"]
    found = origins(SOURCE, SUBWORDS, target, looking(0, 3, 5, 6, 5, 4), ["squatary"])
    assert [SOURCE[start:end] for start, end in found] == ["20"]


def test_a_word_inside_another_is_not_that_word() -> None:
    assert list(origins(SOURCE, SUBWORDS, ["▁squatary"], looking(0), ["squat"])) == []


def test_where_the_subwords_are_not_the_source_no_word_comes_from_anywhere() -> None:
    assert list(origins("Tiba", SUBWORDS, ["▁squat"], looking(0), ["squat"])) == []


def test_the_words_that_stand_for_others_are_those_that_look_at_them() -> None:
    target = ["▁the", "▁Rat", "aa", "▁came", "▁in", "▁20", "22"]
    looks = looking(0, 0, 1, 3, 4, 5, 6)
    assert counterpart(SOURCE, SUBWORDS, target, looks, 0, 12) == range(1, 2)
    assert counterpart(SOURCE, SUBWORDS, target, looks, 13, 27) == range(2, 5)
    assert counterpart(SOURCE, ["▁anders"], target, looks, 0, 12) is None


def test_words_are_found_again_where_others_were_changed() -> None:
    before, after = ["in", "3", "of", "July", "he", "came"], ["on", "3", "July", "he", "came"]
    assert in_place(before, after, range(4, 6)) == range(3, 5)
    assert in_place(before, after, range(0, 1)) == range(0, 1)
    assert in_place(["gone"], [], range(0, 1)) is None
