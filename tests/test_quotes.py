"""What counts as a quotation, where it stands, and which ones are worth showing."""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.quotes import find_quotes, mark_key_quotes
from bot.records import Article, Entity, EntityLabel, Quote, Sentence

SHARED = Path(__file__).resolve().parents[2] / "shared"
CASES = tomllib.loads((Path(__file__).parent / "cases" / "quotes.toml").read_text("utf-8"))["case"]


def quotes_of(text: str, entities: tuple[Entity, ...] = ()) -> tuple[Quote, ...]:
    return find_quotes(Article(text), (), entities)


def entities_of(case: dict[str, Any]) -> tuple[Entity, ...]:
    labels: dict[str, EntityLabel] = {"people": "person", "organizations": "organization", "places": "place"}
    return tuple(Entity(name, label) for key, label in labels.items() for name in case.get(key, ()))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_words_speaker_and_cue_of_each_quotation_are_found(case: dict[str, Any]) -> None:
    found = quotes_of(case["text"], entities_of(case))

    assert [quote.text for quote in found] == [expected[0] for expected in case["quotes"]]
    for quote, (_, speaker, mention, cue) in zip(found, case["quotes"], strict=True):
        for got, wanted in ((quote.speaker, speaker), (quote.speaker_mention, mention), (quote.cue, cue)):
            assert wanted == "?" or got == (wanted or None)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_text_of_a_quote_stands_letter_by_letter_at_its_offsets(case: dict[str, Any]) -> None:
    for quote in quotes_of(case["text"], entities_of(case)):
        assert case["text"][quote.start : quote.end] == quote.text


def test_a_heading_in_marks_is_no_quotation() -> None:
    text = 'Rapat dimulai pagi.\n\n"Kami Tidak Takut!"\n\nWarga datang.'
    assert find_quotes(Article(text, headings=(1,)), (), ()) == ()


@given(st.text(alphabet="Aa kata.,\"“”‘’'\n()7ujar", max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_quotes_in_order_that_do_not_overlap(text: str) -> None:
    found = quotes_of(text)
    assert all(text[quote.start : quote.end] == quote.text for quote in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    "text",
    ["", '"', "”", "🙂", '\ud800"', '\x00"a"', "A" * 60_000, '" ' * 5000, '"Ya' * 5000, '" kata A. ' * 5000],
)
def test_broken_text_does_no_harm(text: str) -> None:
    assert all(quote.text for quote in quotes_of(text))


def sentence(index: int, start: int, source: str) -> Sentence:
    return Sentence(index, index, start, start + len(source), source)


def quote_at(start: int, text: str, speaker: str | None = "Ratna Wibisana") -> Quote:
    return Quote(text, start, start + len(text), speaker)


SUMMARY = sentence(0, 0, "Pemerintah daerah membangun jembatan gantung bagi warga desa.")
LONG = "Jembatan gantung membuat warga desa tidak perlu memutar jauh lagi,"
OTHER = "Kami sudah menunggu bertahun-tahun agar anak sekolah bisa lewat,"


def test_key_quotes_keep_order_and_number() -> None:
    quotes = (
        quote_at(100, OTHER),
        quote_at(200, LONG),
        quote_at(300, "Saya senang melihat pembangunan itu selesai."),
    )
    marked = mark_key_quotes(quotes, (SUMMARY,), (0,), 2)
    assert [quote.text for quote in marked] == [quote.text for quote in quotes]
    assert sum(quote.key for quote in marked) == 2


def test_the_key_quote_is_the_one_close_to_the_summary() -> None:
    marked = mark_key_quotes((quote_at(100, OTHER), quote_at(200, LONG)), (SUMMARY,), (0,), 1)
    assert [quote.key for quote in marked] == [False, True]


def test_a_quote_that_the_summary_carries_is_no_key_quote() -> None:
    marked = mark_key_quotes((quote_at(10, LONG), quote_at(200, OTHER)), (SUMMARY,), (0,), 2)
    assert [quote.key for quote in marked] == [False, True]


def test_short_quotes_and_fragments_are_no_key_quotes() -> None:
    quotes = (quote_at(100, "Nggak,"), quote_at(200, "hak anak untuk menghirup udara bersih"))
    assert not any(quote.key for quote in mark_key_quotes(quotes, (SUMMARY,), (0,)))


def test_a_second_speaker_goes_before_a_second_quote_of_the_first() -> None:
    again = "Jembatan gantung itu dibangun warga bersama pemerintah daerah."
    quotes = (quote_at(100, LONG), quote_at(200, again), quote_at(300, OTHER, "Bagas Permana"))
    marked = mark_key_quotes(quotes, (SUMMARY,), (0,), 2)
    assert marked[2].key
    assert sum(quote.key for quote in marked) == 2


def test_a_repeated_quote_is_shown_once() -> None:
    marked = mark_key_quotes((quote_at(100, LONG), quote_at(300, LONG)), (SUMMARY,), (0,), 3)
    assert [quote.key for quote in marked] == [True, False]


def test_a_known_speaker_goes_before_an_unknown_one() -> None:
    marked = mark_key_quotes((quote_at(100, LONG, None), quote_at(300, LONG)), (SUMMARY,), (0,), 1)
    assert [quote.key for quote in marked] == [False, True]


def test_a_quote_whose_words_the_summary_has_already_is_no_key_quote() -> None:
    again = "Pemerintah daerah membangun jembatan gantung untuk warga desa,"
    marked = mark_key_quotes((quote_at(100, again), quote_at(200, OTHER)), (SUMMARY,), (0,), 2)
    assert [quote.key for quote in marked] == [False, True]


def test_another_summary_has_other_key_quotes() -> None:
    second = sentence(1, 100, f'"{OTHER}" kata Ratna.')
    quotes = (quote_at(101, OTHER), quote_at(300, LONG))
    first = mark_key_quotes(quotes, (SUMMARY, second), (0,), 2)
    assert [quote.key for quote in mark_key_quotes(first, (SUMMARY, second), (0, 1), 2)] == [False, True]


def test_a_longer_quote_is_not_the_better_one() -> None:
    long = " ".join(["Kami dari panitia ingin menyampaikan banyak sekali terima kasih kepada hadirin"] * 6)
    marked = mark_key_quotes((quote_at(100, long), quote_at(900, LONG)), (SUMMARY,), (0,), 1)
    assert [quote.key for quote in marked] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "Dengan demikian jembatan gantung membuat warga desa tidak memutar jauh,",
        "Jembatan gantung ini membuat warga desa tidak perlu memutar jauh,",
        "Apakah jembatan gantung membuat warga desa tidak perlu memutar jauh?",
    ],
    ids=["connective", "pointing back", "question"],
)
def test_a_quote_that_stands_alone_goes_before_one_that_does_not(text: str) -> None:
    marked = mark_key_quotes((quote_at(100, text), quote_at(300, LONG, "Bagas")), (SUMMARY,), (0,), 1)
    assert [quote.key for quote in marked] == [False, True]


def test_a_quote_without_content_is_no_key_quote() -> None:
    empty = quote_at(100, "Bagi kami itu tidak ada masalah,")
    assert not mark_key_quotes((empty,), (SUMMARY,), (0,))[0].key


def test_who_matters_in_the_story_goes_before_a_passer_by() -> None:
    lead = sentence(1, 70, "Bagas Permana meresmikan jembatan itu.")
    quotes = (quote_at(200, LONG, "Tini"), quote_at(400, LONG.replace("warga", "orang"), "Bagas Permana"))
    marked = mark_key_quotes(quotes, (SUMMARY, lead), (0,), 1)
    assert [quote.key for quote in marked] == [False, True]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not there")
@pytest.mark.parametrize("names", ["ours", "labelled"])
def test_the_labelled_articles_are_read_well(names: str) -> None:
    from benchmarks.quotes import measure, with_labelled_names, with_own_names

    rows = [json.loads(line) for line in (SHARED / "data/quotes/gold.jsonl").read_text("utf-8").splitlines()]
    tally = measure(rows, with_own_names() if names == "ours" else with_labelled_names)
    assert tally.exact >= 0.97 * max(tally.gold, tally.found)
    assert tally.speakers >= 0.93 * tally.exact
