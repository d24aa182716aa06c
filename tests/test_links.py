"""Addresses in a message."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.links import find_links, source_among, story_of, without_links

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "links.toml").read_text(encoding="utf-8")
)["case"]

STORIES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "stories.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_addresses_are_found_as_a_reader_sees_them(case: dict[str, Any]) -> None:
    assert list(find_links(case["text"])) == case["links"]


def test_an_articles_own_link_is_the_first_that_leads_to_no_other_story() -> None:
    other, own = "https://kabar.example/lain", "https://kabar.example/a"
    text = f"Hujan turun.\nBaca juga: Banjir di kota {other}\nSumber: {own}"
    assert source_among(find_links(text), text) == own
    assert source_among((other,), text) is None


def test_a_link_without_its_scheme_may_lead_to_another_story_too() -> None:
    text = "Hujan turun.\nBaca juga: (kabar.example/lain)."
    assert source_among(("https://kabar.example/lain",), text) is None
    assert source_among(("https://kabar.example/la",), text) == "https://kabar.example/la"


def test_a_message_that_is_only_a_link_leaves_nothing() -> None:
    assert without_links(" <https://kabar.example/a>\n").strip() == ""


def test_the_words_around_a_link_stay() -> None:
    assert without_links("Baca https://kabar.example/a, lalu ringkas.") == "Baca , lalu ringkas."


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_searched_without_error(text: str) -> None:
    links = find_links(text + " https://kabar.example/" + text)
    assert all(link.lower().startswith(("http://", "https://")) for link in links)
    assert len(set(links)) == len(links)


def test_a_long_row_of_brackets_is_no_burden() -> None:
    assert find_links("https://kabar.example/x" + ")" * 60_000) == ("https://kabar.example/x",)


@pytest.mark.parametrize("case", STORIES, ids=[case["id"] for case in STORIES])
def test_the_addresses_of_one_story_are_known_as_such(case: dict[str, Any]) -> None:
    (story,) = {story_of(link) for link in case["same"]}
    assert story not in {story_of(link) for link in case["other"]}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_address_has_a_story_and_a_campaign_changes_none(text: str) -> None:
    link = f"https://kabar.example/{text}".partition("#")[0]
    joint = "&" if "?" in link else "?"
    assert story_of(f"{link}{joint}utm_source=wa#x") == story_of(link)
