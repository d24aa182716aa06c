"""A told verb has the form that the word before it wants."""

from __future__ import annotations

import pytest

from bot.translation.lexicon import HeldWord
from bot.translation.telling import told
from bot.translation.verbs import fitting, with_forms

WASHED = ("washed", "wash", "washes")


@pytest.mark.parametrize(
    ("before", "form"),
    [
        ("Ia", "washed"),
        ("", "washed"),
        ("Ia pergi untuk", "wash"),
        ("Ia akan segera", "wash"),
        ("Ia ingin lebih dulu", "wash"),
        ("Ia bernyanyi sambil", "washing"),
        ("Setelah", "washing"),
        ("Ia bisa, dan", "washed"),
        ("Yang ia ingin,", "washed"),
    ],
)
def test_the_word_before_a_verb_decides(before: str, form: str) -> None:
    assert fitting(f"{before} ", "mencuci", WASHED) == form


def test_some_verbs_have_no_prefix() -> None:
    assert fitting("Ia siap untuk ", "mundur", ("withdrew", "withdraw")) == "withdraw"
    assert fitting("Ia dihukum untuk ", "dicuci", WASHED) == "washed"


@pytest.mark.parametrize(
    ("verb", "translations", "base"),
    [
        ("mengambil", ("took", "take"), "take"),
        ("mengambil bagian", ("took part", "joined"), "take part"),
        ("meraih gelar", ("earned a title", "earn", "win"), "earn a title"),
        ("menghentikan", ("stopped", "stop"), "stop"),
        ("mempelajari", ("studied", "study"), "study"),
        ("merayakan", ("celebrated", "celebrate"), "celebrate"),
        ("merayakan", ("celebrated", "marked"), "celebrated"),
        ("membenih", ("seed", "seeds"), "seed"),
        ("menemukan", ("found", "located"), "found"),
        ("ditangkap", ("arrested", "arrest"), "arrested"),
        ("tertangkap basah", ("caught red-handed", "catch red-handed"), "caught red-handed"),
        ("rumah", ("housed", "house"), "housed"),
    ],
    ids=["irregular", "term", "regular term", "doubled letter", "y", "e", "base unknown", "no past",
         "maybe no past", "passive", "passive term", "no verb"],
)  # fmt: skip
def test_the_base_of_a_verb_is_taken_from_its_translations(
    verb: str, translations: tuple[str, ...], base: str
) -> None:
    assert fitting("untuk ", verb, translations) == base


@pytest.mark.parametrize(
    ("source", "translation", "right"),
    [
        ("untuk mencuci", "Water for wash", "Water to wash"),
        ("akan mencuci", "He will be wash", "He will wash"),
        ("akan mencuci", "He would washed", "He would wash"),
        ("untuk mencuci", "Water for washing", "Water for washing"),
        ("berhasil mencuci", "He succeeded in wash it", "He succeeded in washing it"),
        ("setelah mencuci", "After washed it", "After washing it"),
        ("mencuci", "He for washed", "He for washed"),
        ("untuk benih padi", "Water for rice seeds", "Water for rice seeds"),
    ],
    ids=["for", "be", "past", "another form", "in", "participle", "no infinitive", "no verb"],
)
def test_a_verb_that_was_told_has_its_form_in_the_translation(
    source: str, translation: str, right: str
) -> None:
    verb, translations = (
        ("mencuci", WASHED) if "mencuci" in source else ("benih padi", ("rice seeds", "seed"))
    )
    word = HeldWord(source.index(verb), len(source), verb, translations)
    now = told(source, (), (word,), lost=(word,), formed=fitting)
    assert with_forms(translation, now.text, now.words) == right


@pytest.mark.parametrize(
    ("translation", "right"),
    [("Water to washed it", "Water to wash it"), ("It can be washed", "It can be washed")],
)
def test_of_a_verb_that_was_not_told_only_what_cannot_be_is_changed(translation: str, right: str) -> None:
    assert with_forms(translation, "untuk mencuci", (HeldWord(6, 13, "mencuci", WASHED),)) == right
