"""How lists of an article's names become tags of its words."""

from __future__ import annotations

from typing import Any

from training.named_articles import ANY, tagged_sentences


def row(text: str, **lists: Any) -> dict[str, Any]:
    names = {label: lists.get(label, []) for label in ("person", "organization", "place")}
    return {
        "title": "Kabar Hari Ini",
        "text": text,
        "entities": names,
        "entity_aliases": lists.get("aliases", {}),
        "entities_optional": lists.get("optional", []),
    }


def tags_of(*args: Any, **lists: Any) -> list[str]:
    (sentence,) = tagged_sentences(row(*args, **lists))
    return [f"{word}/{tag}" for word, tag in zip(*sentence, strict=True) if tag != "O"]


def test_every_form_of_a_listed_name_is_tagged_wherever_it_stands() -> None:
    found = tags_of(
        "Kata Bagas Permana, Bagas pulang ke Lumban.",
        person=["Bagas Permana"], place=["Lumban"], aliases={"Bagas Permana": ["Bagas"]},
    )  # fmt: skip
    assert found == ["Bagas/B-PER", "Permana/I-PER", "Bagas/B-PER", "Lumban/B-LOC"]


def test_the_longest_name_is_taken() -> None:
    found = tags_of("Kami ke Polres Lumban tadi.", organization=["Polres Lumban"], place=["Lumban"])
    assert found == ["Polres/B-ORG", "Lumban/I-ORG"]


def test_a_short_form_in_brackets_is_a_name_by_itself_and_the_rest_open() -> None:
    found = tags_of(
        "Kini Badan Siaga Bencana (BSB) Lumban sibuk.", organization=["Badan Siaga Bencana (BSB) Lumban"]
    )
    assert found == ["Badan/B-ORG", "Siaga/I-ORG", "Bencana/I-ORG", "BSB/B-ORG", f"Lumban/{ANY}"]


def test_a_name_that_a_capital_touches_is_left_open_with_it_but_for_a_title() -> None:
    assert tags_of("Kami lihat Laut Lumban tadi.", place=["Lumban"]) == [f"Laut/{ANY}", f"Lumban/{ANY}"]
    assert tags_of("Kami lihat Bupati Lumban tadi.", place=["Lumban"]) == ["Lumban/B-LOC"]


def test_what_may_be_listed_or_not_is_no_name() -> None:
    assert tags_of("Kami menonton Piala Lumban tadi.", optional=["Piala Lumban"]) == []


def test_a_form_that_two_kinds_share_is_open() -> None:
    assert tags_of("Kami lihat lumban tadi.", place=["lumban"], organization=["lumban"]) == [f"lumban/{ANY}"]
