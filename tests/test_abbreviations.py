"""Short names that stand beside the full ones."""

from __future__ import annotations

import pytest

from bot.digest.abbreviations import abbreviates, join_bracketed, with_bracketed
from bot.digest.mentions import Mention
from bot.digest.name_forms import Groups, forms_of
from bot.records import EntityLabel


def mentions_in(text: str, label: EntityLabel, *names: str) -> list[Mention]:
    return [
        Mention(name, tuple(name.split()), label, 0, text.index(name), text.index(name) + len(name))
        for name in names
    ]


@pytest.mark.parametrize(
    ("short", "full", "stands_for"),
    [
        ("BPS", "Badan Pusat Statistik", True),
        ("Unand", "Universitas Andalas", True),
        ("Unan", "Dinas Andalas", False),
        ("Una", "Universitas Andalas", False),  # too few letters for a word
        ("B", "Badan", False),
        ("BSP", "Badan Pusat Statistik", False),
        ("BP S", "Badan Pusat Statistik", False),
        ("BP2NI", "Badan Pelindungan Pelaut Niaga Indonesia", True),  # a figure doubles the letter before it
        ("BP2NI", "Badan Pelaut Niaga Indonesia", False),
        ("G4S", "Group 4 Securicor", True),
        ("G20", "Gabungan Dua Puluh", False),
    ],
)
def test_capitals_stand_for_the_words_that_have_their_letters_in_order(
    short: str, full: str, stands_for: bool
) -> None:
    assert abbreviates(short, full) is stands_for


def test_a_short_name_in_brackets_has_the_label_of_the_full_one_wherever_it_stands() -> None:
    text = "Badan Pusat Statistik (BPS) menghitung. Kata Bima, BPS teliti."
    full = mentions_in(text, "organization", "Badan Pusat Statistik")
    alone = Mention("BPS", ("BPS",), "person", 1, 51, 54)
    found = with_bracketed([*full, alone], text)
    assert [(m.text, m.label, m.start) for m in found] == [
        ("Badan Pusat Statistik", "organization", 0),
        ("BPS", "organization", 23),
        ("BPS", "organization", 51),
    ]


def test_brackets_with_something_else_name_nobody() -> None:
    text = "Badan Pusat Statistik (Jakarta) menghitung."
    full = mentions_in(text, "organization", "Badan Pusat Statistik")
    assert with_bracketed(full, text) == full


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Badan Pusat Statistik (BPS) hadir.", True),
        ("BPS (Badan Pusat Statistik) hadir.", True),
        ("Badan Pusat Statistik atau BPS hadir.", True),
        ("Badan Pusat Statistik dan BPS hadir.", False),
    ],
)
def test_a_full_name_and_the_short_one_beside_it_are_joined(text: str, is_one: bool) -> None:
    names = sorted(("Badan Pusat Statistik", "BPS"), key=text.index)
    mentions = mentions_in(text, "organization", *names)
    forms = forms_of(mentions)
    groups = Groups(forms)
    join_bracketed(mentions, text, forms, groups)
    assert groups.are_one(forms) is is_one
