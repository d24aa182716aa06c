"""Which names are one organization's or one place's."""

from __future__ import annotations

import pytest

from bot.digest.body_aliases import bare, join_bodies
from bot.digest.mentions import Mention
from bot.digest.name_forms import Form, Groups
from bot.records import EntityLabel


def forms(label: EntityLabel, *names: str) -> list[Form]:
    """A form for each name, mentioned in this order."""
    return [
        Form(tuple(name.lower().split()), label, [Mention(name, tuple(name.split()), label, 0, at, at + 1)])
        for at, name in enumerate(names)
    ]


def is_one(label: EntityLabel, *names: str) -> bool:
    found = forms(label, *names)
    groups = Groups(found)
    join_bodies(found, groups)
    return groups.are_one(found)


@pytest.mark.parametrize(
    ("label", "name", "own"),
    [
        ("place", "Kota Semarang", "semarang"),
        ("place", "Semarang", "semarang"),
        ("organization", "PT Sentosa Tbk", "sentosa"),
        ("organization", "PT", "pt"),
    ],
)
def test_the_kind_of_a_thing_is_no_word_of_its_own(label: EntityLabel, name: str, own: str) -> None:
    assert bare(forms(label, name)[0]) == (own,)


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("place", ("Kota Semarang", "Semarang")),
        ("place", ("Masjid Al Hikmah Palopo", "Masjid Al Hikmah")),
        ("organization", ("PT Sentosa", "Sentosa")),
        ("organization", ("BPBD Kabupaten Sigi", "BPBD Sigi")),
        ("organization", ("Inter Milan", "Inter")),
    ],
    ids=["kind", "region at the end", "company", "kind of region", "head"],
)
def test_names_that_differ_in_kind_region_or_end_are_one_things(
    label: EntityLabel, names: tuple[str, ...]
) -> None:
    assert is_one(label, *names)


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("place", ("Kota Bogor", "Kabupaten Bogor")),
        ("place", ("Jawa Barat", "Jawa")),
        ("organization", ("Harapan Muda", "Harapan Jaya", "Harapan")),
    ],
    ids=["two kinds", "a part of a region", "two that begin so"],
)
def test_names_of_two_things_stay_two(label: EntityLabel, names: tuple[str, ...]) -> None:
    assert not is_one(label, *names)


def test_a_long_list_of_bodies_that_begin_alike_takes_no_time() -> None:
    assert not is_one("organization", *(f"Perkumpulan Warga{at} Lumban" for at in range(4_000)))
