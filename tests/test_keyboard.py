"""What the keyboard under a brief offers, and how small it stays."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.records import Button, Digest, Entity
from bot.reply.keyboard import (
    Rows,
    Stand,
    fault_rows,
    language_rows,
    main_rows,
    menu_rows,
    quote_rows,
    spoken_under,
)
from bot.reply.wording import Wording, by_own_name, languages
from tests.test_render import ENGLISH, sample_digest, untranslated

ID = "k3x9q"
MANY = (
    "ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh", "id",
)  # fmt: skip
PRIVATE, GROUP = Stand(ID, MANY), Stand(ID, MANY, compact=True)
LONGEST = Stand("x" * 20, MANY)


def actions(rows: Rows) -> list[list[str]]:
    return [[button.action.partition(":")[0] for button in row] for row in rows]


def every_keyboard(stand: Stand, wording: Wording = ENGLISH) -> list[Rows]:
    digest = sample_digest(summary=(0, 1))
    pages = [language_rows(digest, wording, stand, page) for page in range(4)]
    makers = (main_rows, menu_rows, quote_rows)
    return [*(make(digest, wording, stand) for make in makers), fault_rows(wording, stand), *pages]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("stand", [PRIVATE, GROUP, LONGEST], ids=["private", "group", "long id"])
def test_every_keyboard_is_small_and_its_data_fits_telegram(stand: Stand, language: str) -> None:
    for rows in every_keyboard(stand, Wording(language)):
        assert 1 <= len(rows) <= 3
        assert all(1 <= len(row) <= 3 for row in rows)
        for button in (button for row in rows for button in row):
            assert button.label.strip()
            assert len(button.label) <= 24
            assert bool(button.url) != bool(1 <= len(button.action.encode()) <= 64)


def test_in_private_the_lengths_are_at_hand_and_in_a_group_a_press_away() -> None:
    digest = sample_digest()
    assert actions(main_rows(digest, ENGLISH, PRIVATE)) == [
        ["full", "orig"],
        ["less", "more"],
        ["lang", "menu"],
    ]
    assert actions(menu_rows(digest, ENGLISH, PRIVATE)) == [["quotes", ""], ["good", "wrong"], ["back"]]
    assert actions(main_rows(digest, ENGLISH, GROUP)) == [["full", "orig"], ["lang", "menu"]]
    assert actions(menu_rows(digest, ENGLISH, GROUP))[0] == ["less", "more"]


@pytest.mark.parametrize(("targets", "offered"), [((), False), (("id",), False), (("en", "id"), True)])
def test_a_language_is_offered_where_there_are_two(targets: tuple[str, ...], offered: bool) -> None:
    rows = main_rows(sample_digest(), ENGLISH, Stand(ID, targets))
    assert (["lang", "menu"] in actions(rows)) is offered


def test_languages_are_named_in_themselves_the_briefs_own_ticked() -> None:
    first, second, last = language_rows(sample_digest(), ENGLISH, PRIVATE)
    assert first[1] == Button("✓ English", f"to:{ID}:en")
    assert second[0] == Button("français", f"to:{ID}:fr")
    assert actions((last,)) == [["back", "lang"]]


def test_languages_are_turned_page_by_page() -> None:
    seen: list[str] = []
    for page in range(3):
        rows = language_rows(sample_digest(), ENGLISH, PRIVATE, page)
        seen += [button.action.rpartition(":")[2] for row in rows[:-1] for button in row]
    assert seen == by_own_name(MANY)
    assert [button.label for button in rows[-1]] == ["«", "‹ Back"]


@pytest.mark.parametrize("page", [-5, 0, 2, 10**8])
def test_a_page_that_does_not_exist_is_the_nearest_one(page: int) -> None:
    rows = language_rows(sample_digest(), ENGLISH, PRIVATE, page)
    assert rows == language_rows(sample_digest(), ENGLISH, PRIVATE, min(max(page, 0), 2))


def test_a_brief_in_a_later_language_opens_its_page() -> None:
    rows = language_rows(sample_digest(target="id"), ENGLISH, PRIVATE)
    assert "✓ Indonesia" in [button.label for row in rows for button in row]


def test_quotations_are_offered_by_number_and_speaker() -> None:
    digest = sample_digest()
    quotes = [quote for quote in digest.quotes if quote.key]
    rows = quote_rows(digest, ENGLISH, PRIVATE)
    assert rows[0][0] == Button("1. Surya Prakoso", f"quote:{ID}:{quotes[0].start}")
    assert rows[0][1].label.startswith("2. We don't know")


@pytest.mark.parametrize(("stand", "fits"), [(PRIVATE, 5), (GROUP, 9)], ids=["private", "group"])
def test_all_names_can_be_had_where_a_brief_leaves_some_out(stand: Stand, fits: int) -> None:
    for count, offered in ((fits, False), (fits + 1, True)):
        people = tuple(Entity(f"Nama {number}", "person") for number in range(count))
        rows = actions(menu_rows(sample_digest(entities=people), ENGLISH, stand))
        assert any("names" in row for row in rows) == offered


def test_without_quotations_or_a_link_there_is_nothing_to_pass_on() -> None:
    digest = replace(sample_digest(quotes=()), article=replace(sample_digest().article, url=None))
    assert actions(menu_rows(digest, ENGLISH, PRIVATE)) == [["good", "wrong"], ["back"]]


def shared(digest: Digest) -> dict[str, list[str]]:
    (button,) = [button for row in menu_rows(digest, ENGLISH, PRIVATE) for button in row if button.url]
    assert button.url.startswith("https://t.me/share/url?")
    assert "+" not in button.url  # which only a form reads as a blank
    return parse_qs(urlsplit(button.url).query)


def test_a_brief_is_shared_as_its_link_with_the_key_quotation_its_speaker_and_the_headline() -> None:
    digest = sample_digest()
    assert shared(digest)["url"] == [digest.article.url]
    (text,) = shared(digest)["text"]
    said, speaker, _, headline = text.split("\n")
    assert said.startswith("“")
    assert said.endswith("”")
    assert speaker.startswith("— Surya Prakoso")
    assert headline == digest.title_translation
    assert str(digest.article.title) in shared(untranslated(digest))["text"][0]


def test_a_brief_without_quotations_is_shared_as_its_link_and_headline() -> None:
    digest = sample_digest(quotes=())
    assert shared(digest) == {"url": [digest.article.url], "text": [digest.title_translation]}


@pytest.mark.parametrize(("words", "whole"), [("Kami. " * 20, True), ("我们会继续。" * 200, False)])
def test_however_long_the_quotation_its_button_stays_within_telegrams_limit(words: str, whole: bool) -> None:
    digest = sample_digest()
    quotes = tuple(replace(quote, translation=words) for quote in digest.quotes)
    digest = replace(digest, quotes=quotes, title_translation="頭条" * 100)
    (button,) = [button for row in menu_rows(digest, ENGLISH, PRIVATE) for button in row if button.url]
    assert len(button.url) <= 2_048
    assert (words.strip() in shared(digest).get("text", [""])[0]) == whole


@pytest.mark.parametrize("title", ["😀" * 500, "a&b=c#d @x", "\ud800"])
def test_whatever_the_headline_the_shared_link_is_short_and_whole(title: str) -> None:
    digest = sample_digest(title_translation=title)
    (button,) = [button for row in menu_rows(digest, ENGLISH, PRIVATE) for button in row if button.url]
    assert button.url.isascii()
    assert shared(digest)["url"] == [digest.article.url]


def test_an_endless_address_is_not_shared() -> None:
    digest = sample_digest()
    digest = replace(digest, article=replace(digest.article, url="https://a.example/" + "x" * 3_000))
    assert not [button for row in menu_rows(digest, ENGLISH, PRIVATE) for button in row if button.url]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("other", languages())
def test_every_keyboard_tells_in_which_language_it_was_made(language: str, other: str) -> None:
    for rows in every_keyboard(GROUP, Wording(language)):
        labels = {button.label for row in rows for button in row}
        assert spoken_under(labels, Wording(other)).language == language
    assert spoken_under(set(), Wording(other)).language == other
