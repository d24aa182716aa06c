"""The clause that reports a quotation, after it or before it."""

from __future__ import annotations

import pytest

from bot.digest.cast import Cast, build_cast
from bot.digest.reporting_clauses import clause_after, clause_before
from bot.records import Entity


def cast_of(text: str, *people: str) -> Cast:
    return build_cast(text, [Entity(name, "person") for name in people], ())


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        (" kata Ratna.", "kata"),
        (" tegas Menteri Desa Ratna.", "tegas"),
        (" Ratna menambahkan.", "menambahkan"),
        (" demikian dilaporkan Ratna.", "demikian dilaporkan"),
    ],
)
def test_a_clause_after_a_quote_tells_who_reports_it_and_with_which_words(text: str, cue: str) -> None:
    clause = clause_after(cast_of(text, "Ratna"), 0, comma=True)
    assert clause is not None
    assert (clause.speaker, clause.cue) == ("Ratna", cue)


@pytest.mark.parametrize("text", [" ujarnya.", " kata dia.", " katanya menambahkan."])
def test_a_clause_with_a_pronoun_only_points_back(text: str) -> None:
    clause = clause_after(cast_of(text), 0, comma=True)
    assert clause is not None
    assert clause.running


def test_an_everyday_word_reports_only_after_a_comma() -> None:
    cast = cast_of('"Bulan" terang Ratna', "Ratna")
    assert clause_after(cast, 7, comma=False) is None
    clause = clause_after(cast, 7, comma=True)
    assert clause is not None
    assert clause.speaker == "Ratna"


def test_a_new_sentence_after_a_quote_is_no_reporting_clause() -> None:
    cast = cast_of('"Kami menang." Ratna juga menegaskan aturan baru.', "Ratna")
    assert clause_after(cast, 14, comma=False) is None


@pytest.mark.parametrize(
    "text", ["Ratna mengatakan, ", "Kata Ratna: ", "Ratna: ", "Namun, Ratna dengan tegas menyatakan bahwa "]
)
def test_a_clause_before_a_quote_tells_who_says_it(text: str) -> None:
    clause = clause_before(cast_of(text, "Ratna"), 0, len(text))
    assert clause is not None
    assert clause.speaker == "Ratna"


def test_a_name_behind_a_preposition_does_not_introduce_a_quote() -> None:
    text = "Warga pulang dengan Ratna: "
    assert clause_before(cast_of(text, "Ratna"), 0, len(text)) is None


def test_a_title_after_a_word_of_naming_has_no_reporting_clause() -> None:
    text = "Ratna membaca buku "
    assert clause_before(cast_of(text, "Ratna"), 0, len(text)) is None
