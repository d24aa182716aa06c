"""Which messages are one article, and what the cut between them lost."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.joining import (
    MESSAGE_LIMIT_UTF16,
    Origin,
    Piece,
    breaks_off,
    groups,
    joint,
    pause_s,
    utf16_length,
)
from playground.world import cut_paste

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "joining.toml").read_text(encoding="utf-8"))
CASES, JOINTS = TABLE["case"], TABLE["joint"]

PLACES = ("dermaga", "pasar", "sekolah", "puskesmas", "jembatan", "kantor camat", "lapangan", "terminal")


def sentences(first: int) -> Iterator[str]:
    for number in itertools.count(first):
        place = PLACES[number % len(PLACES)]
        yield f"Pada hari ke-{number} petugas memeriksa {place} dan mencatat {number * 7} laporan warga"


def filled(length: int, opens: str = "", ends: str = "", *, first: int = 1, glue: str = ". ") -> str:
    """News of a length in UTF-16 units, made exact by the length of its last word."""
    text = opens
    for sentence in sentences(first):
        if utf16_length(text + sentence + glue + ends) >= length - 20:
            break
        text += sentence + glue
    left = length - utf16_length(text + ends)
    padding = "x" * (left - 1) + "." if left > 0 else ""
    return text + padding + ends


def piece(number: int, case: dict[str, Any], *, same: bool = False) -> Piece:
    opens, ends = case.get("opens", ""), case.get("ends", "")
    text = filled(case["fill"], opens, ends, first=1 if same else number * 1_000) if "fill" in case else opens
    source = case.get("from")
    return Piece(
        number,
        text,
        1_000.0 + case.get("at", 0),
        album=case.get("album", ""),
        origin=Origin(source, float(case["wrote"]), case.get("number")) if source else None,
        answers=case.get("answers", 0),
        begins_anew=case.get("anew", False),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_pieces_of_one_article_are_together_and_others_are_not(case: dict[str, Any]) -> None:
    same = case.get("same", False)
    pieces = [piece(number, each, same=same) for number, each in enumerate(case["pieces"], 1)]
    arrived = [pieces[number - 1] for number in case.get("arrive", range(1, len(pieces) + 1))]
    assert [list(group) for group in groups(arrived)] == case["groups"]


@pytest.mark.parametrize("case", JOINTS, ids=[case["id"] for case in JOINTS])
def test_what_the_cut_lost_is_put_back(case: dict[str, Any]) -> None:
    glue = ".\n" if case.get("wrapped") else ". "
    before = filled(case["fill"], ends=case["before"], glue=glue)
    assert utf16_length(before) == case["fill"]
    assert joint(before, case["after"]) == case["stood"]


@pytest.mark.parametrize(
    ("made", "waits"),
    [
        (Piece(1, "Terima kasih", 0), False),
        (Piece(1, filled(3_000), 0), False),
        (Piece(1, filled(3_500), 0), True),
        (Piece(1, "", 0, album="a"), True),
    ],
    ids=["a remark", "an article", "a long one", "a picture of an album"],
)
def test_only_what_may_go_on_is_waited_for(made: Piece, waits: bool) -> None:
    assert (pause_s(made) > 0) == waits


@given(st.integers(1, 20_000), st.sampled_from([" ", "\n", "\n\n"]), st.integers(1, 500))
def test_a_paste_of_any_length_is_one_article_with_all_its_words(
    length: int, between: str, first: int
) -> None:
    text = filled(length, first=first, glue=f".{between}")
    cut = cut_paste(text)
    pieces = [Piece(number, piece, number * 1.0) for number, piece in enumerate(cut)]
    assert len(groups(pieces)) == 1
    whole = cut[0]
    for before, after in itertools.pairwise(cut):
        whole += joint(before, after) + after
    assert whole.split() == text.split()


@given(
    st.lists(
        st.builds(
            Piece,
            st.integers(1, 10**6),
            st.integers(0, MESSAGE_LIMIT_UTF16).map(filled),
            st.integers(0, 5).map(float),
            album=st.sampled_from(["", "", "", "a", "b"]),
            begins_anew=st.booleans(),
        ),
        max_size=6,
        unique_by=lambda each: each.number,
    )
)
def test_every_piece_is_in_one_group_and_groups_keep_the_order(pieces: list[Piece]) -> None:
    found = groups(pieces)
    assert sorted(itertools.chain(*found)) == sorted(each.number for each in pieces)
    assert all(list(group) == sorted(group) for group in found)
    assert [group[0] for group in found] == sorted(group[0] for group in found)


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        (f"{filled(4_000)} Besok bupati", True),
        (filled(4_000), False),
        (filled(3_000), False),
        (f"{filled(4_000)}\n\n#pesisir #dermaga", False),
    ],
    ids=["cut within a paragraph", "whole", "short", "with a line of its writer's at the end"],
)
def test_a_full_text_that_ends_within_a_paragraph_breaks_off(text: str, breaks: bool) -> None:
    assert breaks_off(text) is breaks
