"""Which word is which is learnt from sentences that stand side by side."""

from __future__ import annotations

import numpy as np
import pytest

from training.translation.lexicon import AGREED, Grid, agreed, entries, readable, words_of

PAIRS = (
    ("gajah makan rumput", "elephants eat grass"),
    ("kuda makan rumput", "horses eat grass"),
    ("gajah minum air", "elephants drink water"),
    ("kuda minum air", "horses drink water"),
    ("gajah lari", "elephants run"),
    ("kuda lari", "horses run"),
)


def lexicon(*pairs: tuple[str, str]) -> dict[str, list[str]]:
    source, target = (words_of(pair[side] for pair in pairs) for side in (0, 1))
    rows = (line.split("\t") for line in entries(source, target, np.ones(len(pairs))))
    return {word: about for word, *about in rows}


@pytest.mark.parametrize(
    ("word", "translation"),
    [("gajah", "elephants"), ("kuda", "horses"), ("makan", "eat"), ("air", "water"), ("lari", "run")],
)
def test_a_word_is_linked_to_what_comes_and_goes_with_it(word: str, translation: str) -> None:
    assert lexicon(*PAIRS)[word][-1].split("|")[0] == translation


def test_a_line_says_how_often_a_word_was_seen_and_how_surely_it_is_linked() -> None:
    assert lexicon(*PAIRS)["gajah"] == ["3", "100", "elephants"]


def test_words_that_stay_as_they_are_have_no_line() -> None:
    assert "radio" not in lexicon(*PAIRS, ("radio lari", "radio run"), ("radio makan", "radio eat"))


def test_words_seen_once_have_no_line() -> None:
    assert "tikus" not in lexicon(*PAIRS, ("tikus lari", "mice run"))


def test_a_word_is_linked_to_few_of_many_words() -> None:
    source, target = words_of(["kata"]), words_of(["one two three four five six"])
    assert agreed(Grid.of(source, target), target).sum() <= len(source.flat) / AGREED


def test_pairs_with_an_empty_or_a_very_long_side_are_left_out() -> None:
    rows = [("a b", "c d"), ("...", "c"), ("a " * 100, "c")]
    assert list(readable({"own": rows})) == [("own", ("a b", "c d"))]
