"""What a sentence needs beside it: persons, things and short names that a summary must have spoken of."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.rank import leaning, summarise
from bot.digest.rank_needs import met, needs_of
from bot.digest.segment import segment
from bot.records import Article

CASES = tomllib.loads((Path(__file__).parent / "cases" / "leaning.toml").read_text("utf-8"))["case"]
WORDS = ("Dia", "Namun,", "Ratna", "Ratna Puspita", "kapal", "tersebut", "ujarnya", "meminta", "itu")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_summary_leans_on_what_it_leaves_out(case: dict[str, Any]) -> None:
    article = Article(text="\n\n".join(case["story"]), title=case.get("title", ""))
    assert leaning(article, segment(article), case["taken"]) == tuple(case["leaning"])


def test_what_leans_on_a_line_that_may_not_be_taken_can_never_stand() -> None:
    (needs,) = needs_of(["Namun, hujan sudah reda."], [-1], "")
    assert not met(needs, range(9))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), max_size=8))
def test_a_whole_story_leans_on_nothing(lines: list[str]) -> None:
    before = [None if at == 0 else at - 1 for at in range(len(lines))]
    assert all(met(needs, range(len(lines))) for needs in needs_of(lines, before, ""))


@pytest.mark.parametrize("count", [None, 1, 2, 3, 5])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_no_summary_of_ours_leans(case: dict[str, Any], count: int | None) -> None:
    article = Article(text="\n\n".join(case["story"]), title=case.get("title", ""))
    sentences = segment(article)
    assert leaning(article, sentences, summarise(article, sentences, count)) == ()
