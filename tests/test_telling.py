"""A model reads the translations of words that it has lost, in their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.fidelity import Mention
from bot.translation.lexicon import HeldWord
from bot.translation.telling import TIE, told, untied

SOURCE = "Penyidik menggeledah kantor Amerika Serikat itu"
SEARCH = HeldWord(9, 20, "menggeledah", ("search", "searched"))
OFFICE = HeldWord(21, 27, "kantor", ("office",))
US = Mention(28, 43, "Amerika Serikat", ("United States", "US"))


def test_a_lost_word_is_exchanged_for_its_best_translation() -> None:
    assert told(SOURCE, (), (SEARCH,), lost=(SEARCH,)).text == "Penyidik search kantor Amerika Serikat itu"


def test_a_lost_name_is_exchanged_for_its_agreed_form() -> None:
    now = told(SOURCE, (US,), (), names={US.agreed: "United States"})
    assert now.text == "Penyidik menggeledah kantor United States itu"
    assert [mention.form for mention in now.mentions] == ["United States"]


def test_a_stand_in_takes_a_names_place() -> None:
    now = told(SOURCE, (US,), (), names={US.agreed: "X"})
    assert now.text == "Penyidik menggeledah kantor X itu"
    assert [now.text[name.start : name.end] for name in now.mentions] == ["X"]


def test_what_was_not_lost_stays_and_is_found_where_it_stands_now() -> None:
    now = told(SOURCE, (US,), (SEARCH, OFFICE), lost=(SEARCH,))
    assert [now.text[word.start : word.end] for word in now.words] == ["search", "kantor"]
    assert [now.text[name.start : name.end] for name in now.mentions] == ["Amerika Serikat"]
    assert now.words[1].written == "kantor"


def test_a_word_is_told_in_small_letters_where_a_sentence_begins_too() -> None:
    investigator = HeldWord(0, 8, "Penyidik", ("investigator",))
    assert told(SOURCE, (), (investigator,), lost=(investigator,)).text.startswith("investigator ")


def test_a_span_inside_another_one_is_left_alone() -> None:
    address = Mention(0, 20, SOURCE[:20], (SOURCE[:20],))
    now = told(SOURCE, (address,), (SEARCH,), lost=(SEARCH,))
    assert (now.text, now.words) == (SOURCE, ())


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=8), st.data())
def test_every_word_is_found_where_it_stands_now(parts: list[str], data: st.DataObject) -> None:
    source, words = " ".join(parts), []
    at = 0
    for part in parts:
        words.append(HeldWord(at, at + len(part), part, (part + "ed",)))
        at += len(part) + 1
    lost = data.draw(st.lists(st.sampled_from(words), unique=True))
    now = told(source, (), words, lost=lost)
    stands = [now.text[word.start : word.end] for word in now.words]
    tied = [word.translations[0].replace(" ", TIE) for word in words]
    assert stands == [put if word in lost else word.written for word, put in zip(words, tied, strict=True)]
    assert " ".join(stands) == now.text


def test_the_words_of_a_term_are_tied_while_the_model_reads_them() -> None:
    hospital = HeldWord(21, 27, "kantor", ("head office",))
    now = told(SOURCE, (), (hospital,), lost=(hospital,))
    assert now.text == "Penyidik menggeledah head-office Amerika Serikat itu"
    assert untied("Investigators searched head-offices", now.words) == "Investigators searched head offices"


@pytest.mark.parametrize(
    ("translation", "shown"),
    [
        ("They took-early-lead.", "They took an early lead."),
        ("They take-an-early-lead.", "They took an early lead."),
        ("They took-an-early-leading.", "They took an early leading."),
        ("An early-season match.", "An early-season match."),
        ("Their all-out attack.", "Their all-out attack."),
    ],
    ids=["a word left out", "another word", "other endings", "another compound", "nothing of it"],
)
def test_a_told_term_that_the_model_changed_loses_its_tie_too(translation: str, shown: str) -> None:
    lead = HeldWord(5, 17, "unggul cepat", ("took an early lead",))
    now = told("Tim  unggul cepat", (), (lead,), lost=(lead,))
    assert untied(translation, now.words, now.text) == shown


def test_a_compound_like_a_term_that_was_not_told_is_left_alone() -> None:
    lead = HeldWord(5, 17, "unggul cepat", ("took an early lead",))
    assert untied("They took-early-lead.", (lead,), "Tim  unggul cepat") == "They took-early-lead."


def test_a_word_is_told_in_the_form_of_its_place() -> None:
    def formed(before: str, written: str, translations: tuple[str, ...]) -> str:
        return f"{translations[0]}ing" if before.startswith("Penyidik") and written == "menggeledah" else ""

    now = told(SOURCE, (), (SEARCH,), lost=(SEARCH,), formed=formed)
    assert now.text.startswith("Penyidik searching kantor")
    assert now.words[0].translations == ("searching", "search", "searched")
