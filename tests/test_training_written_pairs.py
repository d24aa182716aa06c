"""The pairs that were written for the translators: whole, each once, numbers the same on both sides."""

from __future__ import annotations

from pathlib import Path

from bot.translation.fidelity import lost_numbers

PAIRS = Path(__file__).resolve().parents[1] / "training" / "translation" / "written_pairs.tsv"


def pairs() -> list[list[str]]:
    return [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def test_each_line_has_two_sides_and_nothing_else() -> None:
    assert [
        row for row in pairs() if len(row) != 2 or not all(side.strip() == side != "" for side in row)
    ] == []


def test_no_sentence_comes_twice() -> None:
    sources = [row[0].casefold() for row in pairs()]
    assert len(sources) == len(set(sources))


def test_numbers_stand_in_figures_on_both_sides() -> None:
    losing = [source for source, translation in pairs() if lost_numbers(source, translation)]
    assert len(losing) <= 0.001 * len(pairs())


def test_what_is_kept_back_is_not_learnt_from() -> None:
    kept = (PAIRS.parents[2] / "benchmarks" / "labels" / "written.id").read_text(encoding="utf-8")
    learnt = {row[0].casefold() for row in pairs()}
    assert [line for line in kept.splitlines() if line.casefold() in learnt] == []
