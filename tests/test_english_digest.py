"""What the digest makes of English: its sentences, quotations, names, and what cannot stand alone."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.entities import find_entities
from bot.digest.quotes import find_quotes, mark_key_quotes
from bot.digest.rank import leaning
from bot.digest.segment import segment
from bot.records import Article, Entity, Quote

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return found


def named(case: dict[str, Any]) -> str:
    return str(case.get("id") or case["text"])


def english(text: str) -> Article:
    return Article(text, language="en")


def no_tags(tokens: Sequence[str]) -> Sequence[str]:
    return ["O"] * len(tokens)


def quotes_of(text: str, entities: tuple[Entity, ...] = ()) -> tuple[Quote, ...]:
    return find_quotes(english(text), (), entities)


@pytest.mark.parametrize("case", cases("english_sentences.toml"), ids=named)
def test_sentences_end_where_they_do(case: dict[str, Any]) -> None:
    text = case.get("joined") or " ".join(case["sentences"])
    found = segment(english(text))
    assert [sentence.source for sentence in found] == case.get("split", case["sentences"])
    assert all(text[sentence.start : sentence.end] == sentence.source for sentence in found)


@pytest.mark.parametrize("case", cases("english_quotes.toml"), ids=named)
def test_the_words_speaker_and_cue_of_each_quotation_are_found(case: dict[str, Any]) -> None:
    entities = tuple(Entity(name, "person") for name in case.get("people", ()))
    entities += tuple(Entity(name, "organization") for name in case.get("organizations", ()))
    found = quotes_of(case["text"], entities)
    assert [quote.text for quote in found] == [expected[0] for expected in case["quotes"]]
    for quote, (_, speaker, mention, cue) in zip(found, case["quotes"], strict=True):
        for got, wanted in ((quote.speaker, speaker), (quote.speaker_mention, mention), (quote.cue, cue)):
            assert wanted == "?" or got == (wanted or None)


@pytest.mark.parametrize("case", cases("english_names.toml"), ids=named)
def test_people_bodies_and_places_are_found_and_nothing_else(case: dict[str, Any]) -> None:
    article = english(case["text"])
    found = find_entities(article, segment(article), no_tags)
    assert {entity.name: entity.label for entity in found} == case["expected"]


@pytest.mark.parametrize("case", cases("english_leaning.toml"), ids=named)
def test_what_leans_on_a_sentence_that_is_left_out_is_known(case: dict[str, Any]) -> None:
    article = english(f"The news of the day.\n\n{case['before']}\n\n{case['text']}")
    assert bool(leaning(article, segment(article), (0, 2))) == case["leans"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ('Bagas Permana, 33, lost his brother. "Rice is safe," he said.', None),
        ('"Rice is safe," said Trade Minister Bagas Permana.', "trade minister"),
        ('"Rice is safe," said Bagas Permana, head of the Rice Board.', "head of the Rice Board"),
        ('"Rice is safe," said Bagas Permana, 52, a farmer in Demak.', "farmer in Demak"),
        ('"Rice is safe," said former Jakarta governor Bagas Permana.', "former Jakarta governor"),
        ('"Rice is safe," said Mr. Bagas Permana.', None),
        ('"Rice is safe," said Bagas Permana on Monday.', None),
    ],
)
def test_a_speakers_office_is_read_before_and_behind_the_name(text: str, role: str | None) -> None:
    (quote,) = quotes_of(text, (Entity("Bagas Permana", "person"),))
    assert quote.speaker_role == role


def test_a_quotation_that_leans_is_worth_less() -> None:
    text = (
        '"The bridge over the Citarum river will open for trucks in May," said Bagas Permana.\n\n'
        '"But that will change the traffic in the whole old town," said Ratna Wati.\n\n'
        '"Children walk nine kilometers to their school in the next valley," said Danar Wicaksono.'
    )
    people = tuple(Entity(name, "person") for name in ("Bagas Permana", "Ratna Wati", "Danar Wicaksono"))
    found = mark_key_quotes(quotes_of(text, people), segment(english(text)), (), 2, language="en")
    assert [quote.speaker for quote in found if quote.key] == ["Bagas Permana", "Danar Wicaksono"]


@given(st.text(alphabet="Aa said.,\"“”‘’'\n()7Rtold", max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_quotes_in_order_that_do_not_overlap(text: str) -> None:
    found = quotes_of(text, (Entity("Aa Rt", "person"),))
    assert all(text[quote.start : quote.end] == quote.text for quote in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@given(st.text(alphabet="ABab MrofDr.,'’()\n-", max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_names_that_stand_in_it(text: str) -> None:
    article = english(text)
    found = find_entities(article, segment(article), no_tags)
    assert all(form in text for entity in found for form in (entity.name, *entity.aliases))
