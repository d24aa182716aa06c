"""A decoder considers the subwords that the source's are linked to, and the commonest."""

from __future__ import annotations

import pytest

from training.translation import shortlist
from training.translation.arrays import EOS, Ragged
from training.translation.shortlist import counts, lines

SUBWORDS = ("<unk>", "<s>", "</s>", "<pad>", "▁rumah", "▁jalan", "▁house", "▁road", "▁the")
HOUSE, ROAD = (4, 6), (5, 7)
PAIRS = (([4], [6, 8]), ([5], [7, 8]), ([4, 5], [6, 7]), ([4], [6]), ([5], [7]))


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The lines for PAIRS with room for one common subword."""
    monkeypatch.setattr(shortlist, "ALWAYS", 1)
    source, target = (Ragged.of([pair[side] for pair in PAIRS]) for side in (0, 1))
    found = counts(source, target, len(SUBWORDS))
    split = (line.partition("\t") for line in lines(found, SUBWORDS))
    return {source: kept.split() for source, _, kept in split}


def test_a_subword_is_linked_to_what_it_becomes() -> None:
    source, target = (Ragged.of([pair[side] for pair in PAIRS]) for side in (0, 1))
    found = counts(source, target, len(SUBWORDS))
    assert found[4].argmax() == HOUSE[1]
    assert found[5].argmax() == ROAD[1]


def test_the_commonest_may_always_be_written_and_stand_nowhere_else(listed: dict[str, list[str]]) -> None:
    (common,) = listed[""]
    assert all(common not in kept for source, kept in listed.items() if source)


def test_what_a_subword_becomes_may_be_written_for_it(listed: dict[str, list[str]]) -> None:
    assert "▁house" in (*listed["▁rumah"], *listed[""])
    assert "▁road" in (*listed["▁jalan"], *listed[""])


def test_a_subword_may_be_written_as_it_is(listed: dict[str, list[str]]) -> None:
    assert "▁rumah" in listed["▁rumah"]


def test_special_subwords_have_no_line(listed: dict[str, list[str]]) -> None:
    assert not set(SUBWORDS[: EOS + 1]) & set(listed)


def test_large_corpora_are_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist, "CELLS", 3)
    source, target = (Ragged.of([pair[side] for pair in PAIRS]) for side in (0, 1))
    assert counts(source, target, len(SUBWORDS)).sum() == pytest.approx(len(target.flat), abs=0.1)
