"""Whose turn it is to speak."""

from __future__ import annotations

import pytest

from bot.digest.cast import build_cast
from bot.digest.speaker_phrases import Clause
from bot.digest.speaking_turns import Turn, follow
from bot.records import Entity


def turn_after(text: str, *speakers: str) -> Turn:
    """Whose turn it is after the text, Bagas having spoken before."""
    turn = Turn("Bagas")
    cast = build_cast(text, [Entity(name, "person") for name in ("Ratna", "Bagas")], ())
    follow(cast, turn, 0, len(text), {*speakers})
    return turn


@pytest.mark.parametrize(
    "text",
    [
        "Ratna mengatakan hujan turun.",
        "Hujan turun, kata Ratna.",
        "Hal itu disampaikan oleh Ratna.",
        "Ratna mengatakan hujan turun. Warga pulang.",
        "Menteri Desa Ratna datang.",
    ],
    ids=["subject of saying", "within commas", "passive", "sentence between", "brought in with an office"],
)
def test_who_is_told_to_have_said_something_speaks_next(text: str) -> None:
    assert turn_after(text).speaker == "Ratna"


@pytest.mark.parametrize("text", ["Warga pulang.", "Ia mengatakan hujan turun.", "Warga menemui Ratna."])
def test_a_sentence_in_which_nobody_else_speaks_leaves_the_turn(text: str) -> None:
    assert turn_after(text).speaker == "Bagas"


def test_who_only_heads_a_sentence_speaks_next_if_they_speak_elsewhere() -> None:
    assert turn_after("Ratna pulang.").speaker == "Bagas"
    assert turn_after("Ratna pulang.", "Ratna").speaker == "Ratna"


def test_somebody_without_name_takes_the_turn_too() -> None:
    turn = turn_after("Seorang warga mengatakan hujan turun.")
    assert (turn.speaker, turn.mention) == (None, "Seorang warga")


def test_a_clause_that_means_nobody_leaves_the_turn() -> None:
    turn = Turn("Bagas")
    turn.take(Clause("ujarnya", 0, running=True))
    assert turn.speaker == "Bagas"
