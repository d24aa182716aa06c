"""Who does the saying in a clause."""

from __future__ import annotations

import pytest

from bot.digest.cast import Cast, build_cast
from bot.digest.subjects import heads, is_object, past_conjuncts, subject_before
from bot.records import Entity


def cast_of(text: str, *people: str) -> Cast:
    return build_cast(text, [Entity(name, "person") for name in people], ())


@pytest.mark.parametrize(
    "text",
    [
        "Ratna ",
        "Namun, Ratna juga ",
        "Menteri Desa Ratna ",
        "Usai menemui Bagas, Ratna ",
        "Ratna bersama Bagas ",
        "Warga melihat Ratna yang ",
    ],
)
def test_the_subject_is_who_is_named_before_the_verb_and_hangs_on_no_other_word(text: str) -> None:
    cast = cast_of(f"{text}mengatakan", "Ratna", "Bagas")
    assert subject_before(cast, 0, len(text)).speaker == "Ratna"


@pytest.mark.parametrize("text", ["", "Ia ", "Sementara itu, dia juga "])
def test_a_verb_without_subject_or_with_a_pronoun_points_back(text: str) -> None:
    assert subject_before(cast_of(f"{text}mengatakan"), 0, len(text)).running


def test_an_office_alone_means_who_holds_it() -> None:
    text = "Gubernur Banten Ratna Wibisana hadir. Gubernur mengatakan"
    subject = subject_before(cast_of(text, "Ratna Wibisana"), 38, text.index("mengatakan"))
    assert (subject.speaker, subject.mention) == ("Ratna Wibisana", "Gubernur")


def test_of_somebody_without_name_the_words_are_kept() -> None:
    text = "Seorang warga mengatakan"
    subject = subject_before(cast_of(text), 0, text.index("mengatakan"))
    assert (subject.speaker, subject.mention) == (None, "Seorang warga")


def test_a_clause_begins_after_what_joins_it_to_the_one_before() -> None:
    text = "Namun, Sementara itu, Ratna pulang"
    assert text[past_conjuncts(text, 0, len(text)) :] == "Ratna pulang"


@pytest.mark.parametrize(
    ("text", "is_subject"), [("Menteri Ratna", True), ("Warga, Ratna", False), ("Kepada Ratna", False)]
)
def test_who_heads_a_clause_is_its_subject(text: str, is_subject: bool) -> None:
    cast = cast_of(text, "Ratna")
    assert heads(cast, 0, cast.mentions[0]) is is_subject


@pytest.mark.parametrize(
    ("text", "hangs"),
    [
        ("Pengamat ekonomi dari Akademi Lumban Ratna", False),
        ("Surat itu diterima dari Akademi Lumban Ratna", True),
        ("Bantuan datang dari Akademi Lumban Ratna", True),
        ("Pengamat ekonomi dari desa Ratna", True),
    ],
)
def test_a_name_behind_the_body_of_an_office_hangs_on_nothing(text: str, hangs: bool) -> None:
    entities = [Entity("Ratna", "person"), Entity("Akademi Lumban", "organization")]
    cast = build_cast(text, entities, ())
    assert is_object(cast, cast.people_between(0, len(text))[-1], 0) is hangs
