"""Which names are one person's."""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase

import pytest

from bot.digest.mentions import Mention
from bot.digest.name_forms import Groups, forms_of
from bot.digest.person_aliases import join_persons
from bot.records import Article


def is_one_person(text: str, *names: str) -> bool:
    """Whether the names, in the order of the text, are joined."""
    mentions, at = [], 0
    for name in names:
        at = text.index(name, at)
        mentions.append(Mention(name, tuple(name.split()), "person", 0, at, at + len(name)))
        at += len(name)
    forms = forms_of(mentions)
    groups = Groups(forms)
    join_persons(Article(text), mentions, forms, groups)
    return groups.are_one(forms)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ratna Wibisana datang, lalu Ratna pulang.", ("Ratna Wibisana", "Ratna")),
        ("R. Wibisana datang, lalu Ratna Wibisana pulang.", ("R. Wibisana", "Ratna Wibisana")),
        ("Ratna Wibisana datang, lalu Wibisanna pulang.", ("Ratna Wibisana", "Wibisanna")),
        (
            "Bagas Adi Prayoga datang, lalu Bagas Adi Prayogo pulang.",
            ("Bagas Adi Prayoga", "Bagas Adi Prayogo"),
        ),
        ("Nonanto Wibisana datang. Kata Nonantu, air surut.", ("Nonanto Wibisana", "Nonantu")),
        ("Ulytz Wibisana datang. Kata Ultzy, air surut.", ("Ulytz Wibisana", "Ultzy")),
        ("Bambang Soesatyo datang, lalu Bamsoet pulang.", ("Bambang Soesatyo", "Bamsoet")),
        ("Ratna Wibisana alias Melati datang.", ("Ratna Wibisana", "Melati")),
        ("Ratna Wibisana, yang akrab disapa Bu Melati, datang.", ("Ratna Wibisana", "Melati")),
        ("Ratna Wibisana atau Melati datang. Melati pulang.", ("Ratna Wibisana", "Melati")),
        ("Ratna Wibisana (Melati) datang.", ("Ratna Wibisana", "Melati")),
        ("Ratna Wibisana pulang. Ia memang dipanggil Melati.", ("Ratna Wibisana", "Melati")),
        ("Ratna Wibisana pulang. Lega, ujar Melati, sapaan akrabnya.", ("Ratna Wibisana", "Melati")),
    ],
    ids=[
        "word",
        "initial",
        "misspelt",
        "misspelt beside two",
        "slip",
        "letters arranged otherwise",
        "coined",
        "alias",
        "called",
        "or",
        "brackets",
        "said",
        "fond",
    ],
)
def test_names_that_are_short_for_one_or_said_to_be_are_one_persons(
    text: str, names: tuple[str, ...]
) -> None:
    assert is_one_person(text, *names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ratna Wibisana dan Bagas Wibisana datang.", ("Ratna Wibisana", "Bagas Wibisana")),
        ("Ratna Wibisana atau Melati datang.", ("Ratna Wibisana", "Melati")),
        ("Ratna Wibisana atau Melati datang. Ratna pulang.", ("Ratna Wibisana", "Melati")),
        ("Menteri Danar datang. Gubernur Laras Danar pulang.", ("Danar", "Laras Danar")),
        ("Nonanto Wibisana datang. Kata Bupati Nonantu, air surut.", ("Nonanto Wibisana", "Nonantu")),
        ("Ratna Wibisana datang. Kata Ratno, air surut.", ("Ratna Wibisana", "Ratno")),
        ("Susanto Wibisana datang. Kata Susanti, air surut.", ("Susanto Wibisana", "Susanti")),
        ("Rahman Wibisana datang. Kata Rahmat, air surut.", ("Rahman Wibisana", "Rahmat")),
        ("Prabawo Wibisana datang. Kata Prabowo, air surut.", ("Prabawo Wibisana", "Prabowo")),
        ("Wahyudi Pratama datang, lalu Wahyudin Pratama.", ("Wahyudi Pratama", "Wahyudin Pratama")),
        ("Bagas Adi Susanto dan Bagas Adi Susanti datang.", ("Bagas Adi Susanto", "Bagas Adi Susanti")),
    ],
    ids=[
        "surname",
        "choice",
        "choice that goes on",
        "another office",
        "slip with an office",
        "short",
        "two of a kind",
        "two that many are called",
        "known",
        "one letter more",
        "siblings",
    ],
)
def test_names_of_two_stay_two(text: str, names: tuple[str, ...]) -> None:
    assert not is_one_person(text, *names)


def test_who_is_said_to_be_called_so_is_the_one_with_the_word_in_the_full_name() -> None:
    text = "Laras Melati datang. Ratna Wibisana pulang. Lega, ujar Melati, sapaan akrabnya."
    assert is_one_person(text, "Laras Melati", "Melati")
    assert not is_one_person(text, "Laras Melati", "Ratna Wibisana", "Melati")


def test_a_long_list_of_choices_takes_no_time() -> None:
    names = [
        f"{letters * 2} {letters * 3}".title() for letters in map("".join, product(ascii_lowercase, repeat=3))
    ]
    assert not is_one_person(" atau ".join(names[:4_000]), *names[:4_000])
