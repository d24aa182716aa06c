"""What a speaker without a name is called."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.translation.unnamed import known_mention, mention_answer, mention_question, own_words

CASES = tomllib.loads((Path(__file__).parent / "cases" / "unnamed.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["mention"] for case in CASES])
def test_the_words_for_a_speaker_without_a_name_are_translated(case: dict[str, str]) -> None:
    mention, known = case["mention"], known_mention(case["mention"], "id", "en")
    assert (known is None) == bool(case["question"])
    if known is None:
        assert mention_question(mention, "id", "en") == case["question"]
    assert (known or mention_answer(case["answer"], mention, "id", "en", {})) == case["shown"]


def test_english_words_are_asked_alone_without_their_article() -> None:
    assert mention_question("a senior clerk", "en", "id") == "senior clerk"
    assert mention_answer("petugas senior", "a senior clerk", "en", "id", {}) == "petugas senior"


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_words_do_no_harm(mention: str, answer: str) -> None:
    assert mention_question(mention, "id", "en")
    known_mention(mention, "id", "en")
    assert bool(mention_answer(answer, mention, "id", "en", {})) or not own_words(mention, "id")
