"""The pairs that were written for the translators: whole, each once, numbers the same on both sides."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.translation.fidelity import lost_numbers
from training.translation.prepare import lines
from training.translation.taken_in import parts

KEPT = Path(__file__).resolve().parents[1] / "benchmarks" / "labels" / "written.id"


@cache
def pairs() -> list[list[str]]:
    return [line.split("\t") for path in parts() for line in lines(path)]


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
    kept = KEPT.read_text(encoding="utf-8")
    learnt = {row[0].casefold() for row in pairs()}
    assert [line for line in kept.splitlines() if line.casefold() in learnt] == []
