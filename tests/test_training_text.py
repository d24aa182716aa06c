"""Which pairs the translation models learn from."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.translation.text import CHARACTERS, cleaned, fit, fit_alone, unwrapped

CASES = tomllib.loads((Path(__file__).parent / "cases" / "training_pairs.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["id"])
def test_a_pair_is_fit_when_its_sides_are_likely_translations(case: dict[str, Any]) -> None:
    assert fit(case["id_side"], case["en_side"]) is case["fit"]


@given(st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None, max_examples=100)
def test_it_does_not_matter_which_side_is_which(one: str, other: str) -> None:
    assert fit(one, other) == fit(other, one)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("“Kami siap,”  kata\u00a0Laras.", '"Kami siap," kata Laras.'),
        ("Jum\u2019at \u2013 Sabtu", "Jum'at - Sabtu"),
        ("ber\u00adsama\u200b", "bersama"),
        ("oﬃce e\u0301", "office é"),
        ("\ufeffAwal baris\n", "Awal baris"),
    ],
)
def test_marks_are_straight_and_blanks_single(written: str, seen: str) -> None:
    assert cleaned(written) == seen


@given(st.text())
@settings(deadline=None, max_examples=100)
def test_no_double_blank_and_no_curly_mark_is_left(text: str) -> None:
    assert "  " not in cleaned(text)
    assert not set("“”„«»‘’‚–—\u00a0\u200b") & set(cleaned(text))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('"Baris dari tabel"', "Baris dari tabel"),
        ('"Ia berkata ""ya"" lagi"', 'Ia berkata "ya" lagi'),
        ('"Ya," katanya, "besok."', '"Ya," katanya, "besok."'),
        ('""', '""'),
        ("tanpa tanda", "tanpa tanda"),
    ],
)
def test_a_table_s_marks_around_a_line_come_off_and_a_speaker_s_stay(line: str, text: str) -> None:
    assert unwrapped(line) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warga membangun jembatan.", True),
        ("12 400 3.500", False),
        ("Привет, мир", False),
        ("x" * CHARACTERS.stop, False),
        ("", False),
    ],
)
def test_a_line_alone_is_judged_as_one_side_of_a_pair_is(text: str, expected: bool) -> None:
    assert fit_alone(text) is expected
