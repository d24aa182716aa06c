"""The end of a sentence that quotes somebody."""

from __future__ import annotations

import pytest

from bot.translation.attribution import with_attribution

NAMES = {"Wahyu": ("Wahyu",), "Siti Rahma": ("Siti Rahma",), "BMKG": ("the BMKG", "BMKG")}


@pytest.mark.parametrize(
    ("source", "translation", "mended"),
    [
        ("“Kami siap,” ujar Wahyu.", "“We are ready,” he told Wahyu.", "“We are ready,” said Wahyu."),
        ('"Kami siap," kata Siti Rahma', '"We are ready," he said.', '"We are ready," said Siti Rahma.'),
        ("Tanya Wahyu.", "Wahyu asked Wahyu.", "Asked Wahyu."),
        ("“Awas hujan,” tambah BMKG.", "“Mind the rain,” plus.", "“Mind the rain,” added the BMKG."),
        (
            "“Siap,” ujarnya. “Besok,” kata Wahyu.",
            "“Yes,” he said. “Soon,” W.",
            "“Yes,” he said. “Soon,” said Wahyu.",
        ),
    ],
)
def test_the_speaker_is_named_as_the_source_names_him(source: str, translation: str, mended: str) -> None:
    assert with_attribution(source, translation, NAMES) == mended


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("“Kami siap,” ujar Wahyu di Semarang.", "“We are ready,” said Wahyu in Semarang."),
        ("“Kami siap,” ujarnya.", "“We are ready,” he said."),
        ("“Kami siap,” ujar warga.", "“We are ready,” said a resident."),
        ("“Kami siap,” lihat Wahyu.", "“We are ready,” see Wahyu."),
        ("“Kami siap,” ujar Wahyu.", "We are ready, he told Wahyu."),
        ("“Siap,” ujar Wahyu.", f"“Ready,” {'and so on ' * 10}."),
        ("Tanya Wahyu di Semarang.", "Wahyu asked in Semarang."),
        ("Wahyu siap.", "Wahyu is ready."),
        ("", ""),
    ],
    ids=[
        "more behind",
        "no name",
        "not agreed",
        "no verb",
        "marks lost",
        "too much",
        "more behind the speaker alone",
        "no quotation",
        "empty",
    ],
)
def test_what_is_not_just_that_stays(source: str, translation: str) -> None:
    assert with_attribution(source, translation, NAMES) == translation
