"""A table of words is turned round: what stood under an English word becomes its translations."""

from __future__ import annotations

from training.translation.swapped import Known
from training.translation.turned import turned

KNOWN = (
    Known("tersangka", "n", ("suspect", "accused")),
    Known("terdakwa", "n", ("defendant", "suspect")),
    Known("hoaks", "n", ("hoax",)),
    Known("rumah sakit", "n", ("hospital", "health centre")),
    Known("negeri kanguru", "n", ("Australia",)),
    Known("angkat trofi", "v", ("triumph", "lift", "lifts", "lifted", "lifting", "raise", "hoist")),
)


def table(often: dict[str, int], learnt: dict[str, tuple[int, int, list[str]]]) -> dict[str, list[str]]:
    rows = (line.split("\t") for line in turned(KNOWN, often, learnt))
    return {word: translations.split("|") for word, _, translations in rows}


def test_words_stand_under_each_of_their_translations() -> None:
    assert table({}, {})["hospital"] == ["rumah sakit"]
    assert table({}, {})["accused"] == ["tersangka"]


def test_the_word_comes_first_that_has_it_first_and_is_used_most() -> None:
    assert table({}, {})["suspect"] == ["tersangka", "terdakwa"]
    assert table({"terdakwa": 90}, {})["suspect"] == ["terdakwa", "tersangka"]


def test_what_the_pairs_show_clearly_or_often_is_left_to_them() -> None:
    learnt = {
        "suspect": (500, 20, ["tersangka"]),
        "hoax": (9, 80, ["hoaks"]),
        "accused": (9, 20, ["tertuduh"]),
    }
    found = table({}, learnt)
    assert found.keys().isdisjoint({"suspect", "hoax"})
    assert found["accused"] == ["tersangka", "tertuduh"]


def test_only_single_words_are_turned() -> None:
    assert "health centre" not in table({}, {})


def test_of_a_term_that_is_no_noun_only_the_best_of_many_translations_is_turned() -> None:
    assert "triumph" in table({}, {})
    assert table({}, {}).keys().isdisjoint({"lift", "lifts", "lifted", "hoist"})


def test_no_name_is_turned_into_a_term() -> None:
    assert "australia" not in table({}, {})
