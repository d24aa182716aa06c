"""The plan of training: what is learnt from, and how often."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.translation.recipe import (
    LARGE,
    OTHER,
    SMALL,
    SWITCHED,
    TINY,
    WEIGHTS,
    Recipe,
    switchable,
    training_pairs,
    weight,
    weighted,
)


def test_news_by_people_counts_more_than_manuals() -> None:
    assert weight("panl_eco") > weight("tatoeba") > weight("k8s_docs") > weight("ms_powershell") > 0
    assert weight("never_heard_of") == OTHER


def test_a_corpus_has_one_weight() -> None:
    names = [name for row in WEIGHTS.values() for name in row]
    assert len(names) == len(set(names))


def test_arrays_of_one_language_and_synthetic_pairs_are_no_true_pairs() -> None:
    names = ("pud.npz", "globalvoices.npz", "globalvoices.en.mono.npz", "synthetic_id_en.npz")
    found = list(weighted(Path("work", name) for name in names))
    assert found == [f"{Path('work', 'pud.npz')}:3.0", f"{Path('work', 'globalvoices.npz')}:2.0"]


def test_pairs_that_were_made_are_learnt_from_in_their_direction_alone() -> None:
    files = [
        Path(name)
        for name in (
            "pud.npz", "switched_en_id.npz", "switched_id_en.npz", "synthetic_id_en.npz", "taught_id_en.npz",
        )
    ]  # fmt: skip
    assert list(training_pairs(files, "id_en")) == [
        "pud.npz:3.0",
        "switched_id_en.npz:1.0",
        "synthetic_id_en.npz:1.0",
        "taught_id_en.npz:1.0",
    ]
    assert list(training_pairs(files, "en_id", (SWITCHED,))) == ["pud.npz:3.0", "switched_en_id.npz:1.0"]


def test_news_is_switched_whole_manuals_not_at_all_and_what_a_model_wrote_in_its_direction() -> None:
    files = [
        Path(name)
        for name in (
            "pud.npz", "k8s_docs.npz", "tatoeba.npz", "synthetic_id_en.npz", "switched_id_en.npz",
            "taught_id_en.npz", "a.id.mono.npz",
        )
    ]  # fmt: skip
    assert list(switchable(files, "id_en")) == [
        "pud.npz:1.0", "tatoeba.npz:0.5", "synthetic_id_en.npz:0.25", "taught_id_en.npz:0.5",
    ]  # fmt: skip
    assert list(switchable(files, "en_id")) == ["pud.npz:1.0", "tatoeba.npz:0.5"]


@pytest.mark.parametrize("recipe", [SMALL, LARGE, TINY], ids=["small", "large", "tiny"])
def test_a_recipe_names_every_setting_and_can_be_built(recipe: Recipe) -> None:
    arguments = recipe.arguments()
    assert arguments[arguments.index("--layers") + 1 :][:2] == [str(layers) for layers in recipe.layers]
    assert float(arguments[arguments.index("--dropout") + 1]) == recipe.dropout
    assert recipe.width % recipe.heads == 0
    assert recipe.vocabulary < 1 << 16  # the arrays keep ids in 16 bits
