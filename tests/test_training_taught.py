"""Pairs to learn from out of text and what the bot makes of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from training.translation.taught import taught

WRITTEN = {
    "Polisi menangkap pelaku pencurian di pasar.": "Police arrested the thief at the market.",
    "Banjir merendam “dua” desa di hulu sungai.": "Floods inundated “two” villages upriver.",
    "Kalimat ini tidak dapat diterjemahkan.": None,
    "Jumlahnya 120 dari 450 orang yang hadir.": "There were 12 of 45 of those who came.",
}


class Bot:
    """An engine that knows the sentences above, with plain marks."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> tuple[str | None, ...]:
        assert (source, target) == ("id", "en")
        plain = str.maketrans("“”", '""')
        return tuple(
            next(other for text, other in WRITTEN.items() if text.translate(plain) == each) for each in texts
        )


@pytest.mark.parametrize("lines_at_once", [1, 3, 100])
def test_a_text_is_paired_with_its_translation_both_with_plain_marks(
    lines_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.translation.taught.LINES", lines_at_once)
    assert list(taught(Bot(), "id", "en", WRITTEN))[:2] == [
        ("Polisi menangkap pelaku pencurian di pasar.", "Police arrested the thief at the market."),
        ('Banjir merendam "dua" desa di hulu sungai.', 'Floods inundated "two" villages upriver.'),
    ]


def test_what_was_given_up_or_lost_its_numbers_is_left_out() -> None:
    assert [text for text, _ in taught(Bot(), "id", "en", WRITTEN)][2:] == []


def test_a_line_that_is_no_sentence_is_not_translated() -> None:
    assert list(taught(Bot(), "id", "en", ["12 345 678 90", ""])) == []
