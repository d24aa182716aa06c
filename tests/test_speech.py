"""The table of Indonesian words of saying."""

from __future__ import annotations

from bot.digest.speech import load_speech


def test_the_table_holds_lower_case_words() -> None:
    assert load_speech().clause_words == {word.lower() for word in load_speech().clause_words}
    assert load_speech().weak_stems
