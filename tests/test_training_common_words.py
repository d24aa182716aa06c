"""Which words news uses often, and writes small."""

from __future__ import annotations

import pytest

from training.common_words import LEAST_SEEN, common

ROOTS = frozenset({"kapal", "warga", "dan", "ber", "lumban", "jarang"})


def often(*texts: str) -> list[str]:
    """The words of texts that are read as often as a word must be seen."""
    return list(common(list(texts) * LEAST_SEEN, ROOTS))


def test_words_that_are_seen_often_are_common_in_their_order() -> None:
    assert often("warga dan kapal") == ["dan", "kapal", "warga"]
    assert list(common(["jarang warga"] + ["warga"] * LEAST_SEEN, ROOTS)) == ["warga"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ke Lumban, dari Lumban, oleh lumban", "lumban"),
        ("ber", "ber"),
        ("kapal-warga", "warga"),
        ("qwertz", "qwertz"),
    ],
    ids=["a name", "a syllable", "a part of a word", "no root, and in no table"],
)
def test_other_words_are_left_out(text: str, word: str) -> None:
    assert word not in often(text)
