"""A minister's office stands whole in a translation."""

from __future__ import annotations

import pytest

from bot.translation.ministers import with_whole_offices

SPORTS = "Menteri Pemuda dan Olahraga Ratna tiba."
HEALTH = "Wakil Menteri Kesehatan tiba."


@pytest.mark.parametrize(
    ("source", "translation", "right"),
    [
        (SPORTS, "The youth minister and Sports Ratna came.", "The youth and sports minister Ratna came."),
        (SPORTS, "Youth Minister and Sports Ratna came.", "Youth and Sports Minister Ratna came."),
        (SPORTS, "Youth and Sports Minister Ratna came.", "Youth and Sports Minister Ratna came."),
        (
            "Menteri Sosial tiba.",
            "The youth minister and sports came.",
            "The youth minister and sports came.",
        ),
        (HEALTH, "Health deputy Minister came.", "Deputy Health Minister came."),
        (HEALTH, "The health deputy minister came.", "The deputy health minister came."),
        (HEALTH, "The Deputy Minister of Health came.", "The Deputy Minister of Health came."),
        ("Ia tiba.", "He came.", "He came."),
    ],
)
def test_an_office_stands_in_one_piece(source: str, translation: str, right: str) -> None:
    assert with_whole_offices(source, translation) == right
