"""Text with entities: what Telegram mends in it, finds in it and refuses, whatever markup it came in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.formatted import (
    EntityError,
    FormattedText,
    MessageEntity,
    PlaceError,
    checked_link,
    plain_text,
    utf16_length,
    utf16_slice,
    with_automatic_entities,
)
from playground.telegram_html import parse_html, to_html

Place = tuple[str, int, int]


def entities_of(*places: Place) -> list[MessageEntity]:
    return [
        MessageEntity(*place, url="https://a.example/" if place[0] == "text_link" else None)
        for place in places
    ]


def seen(formatted: FormattedText) -> list[Place]:
    return [(entity.type, entity.offset, entity.length) for entity in formatted.entities]


MENDED: dict[str, tuple[list[Place], list[Place]]] = {
    "bold in code": ([("code", 0, 2), ("bold", 1, 1)], [("code", 0, 2)]),
    "code in bold": ([("bold", 0, 3), ("code", 1, 1)], [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
    "quotation in quotation": ([("blockquote", 0, 3), ("blockquote", 1, 1)], [("blockquote", 0, 3)]),
    "link in link": ([("text_link", 0, 2), ("text_link", 1, 1)], [("text_link", 0, 2)]),
    "link in code": ([("code", 0, 2), ("text_link", 1, 1)], [("code", 0, 2)]),
}


@pytest.mark.parametrize(("placed", "kept"), MENDED.values(), ids=MENDED.keys())
def test_nesting_that_is_not_allowed_is_mended_and_noted(placed: list[Place], kept: list[Place]) -> None:
    formatted = plain_text("abc", entities_of(*placed))
    assert seen(formatted) == kept
    assert formatted.notes


def test_touching_entities_of_one_kind_become_one() -> None:
    assert seen(plain_text("abcd", entities_of(("bold", 0, 2), ("bold", 2, 2)))) == [("bold", 0, 4)]


def test_entities_of_one_kind_stay_apart_at_the_border_of_a_quotation() -> None:
    placed = [("blockquote", 0, 2), ("bold", 1, 1), ("bold", 2, 1)]
    assert seen(plain_text("abc", entities_of(*placed))) == placed


def test_spaces_at_the_ends_are_cut_and_entities_with_them() -> None:
    formatted = plain_text("\n  kata tebal  \n  ", entities_of(("bold", 8, 8)))
    assert (formatted.text, seen(formatted)) == ("kata tebal", [("bold", 5, 5)])


def test_an_entity_of_spaces_alone_at_the_end_is_gone() -> None:
    formatted = plain_text("kata  ", entities_of(("bold", 4, 2)))
    assert (formatted.text, formatted.entities) == ("kata", ())


def test_control_characters_are_replaced_and_line_separators_taken_out() -> None:
    assert plain_text("a\tb\x00c\r\nd\u2028e").text == "a b c\nde"


LINKS = {
    "a scheme is added": ("example.org/a", "http://example.org/a"),
    "a path is added": ("https://Example.ORG", "https://example.org/"),
    "a port is kept": ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
    "no dot in the host": ("http://localhost/x", None),
    "a script": ("javascript:alert(1)", None),
    "no address": ("kata", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("address", "stored"), LINKS.values(), ids=LINKS.keys())
def test_addresses_as_telegram_stores_them(address: str, stored: str | None) -> None:
    assert checked_link(address) == stored


AUTOMATIC = {
    "a command": ("/start", [("bot_command", "/start")]),
    "a command to one bot": ("/start@ringkas_bot lagi", [("bot_command", "/start@ringkas_bot")]),
    "a command within": ("coba /bantuan ya", [("bot_command", "/bantuan")]),
    "a fraction is no command": ("dan/atau 1/2", []),
    "a mention": ("halo @sari_id!", [("mention", "@sari_id")]),
    "a mail address": ("ke sari@example.org.", [("email", "sari@example.org")]),
    "an address": ("lihat https://example.org/a?b=1, ya", [("url", "https://example.org/a?b=1")]),
    "an address in brackets": ("(https://example.org/a)", [("url", "https://example.org/a")]),
    "brackets in an address": ("https://example.org/a_(b)", [("url", "https://example.org/a_(b)")]),
    "an address without scheme": ("di example.co.id hari ini", [("url", "example.co.id")]),
    "a hashtag": ("#pemilu2024 #1", [("hashtag", "#pemilu2024")]),
    "a cashtag": ("$IDR dan $1INCH naik", [("cashtag", "$IDR"), ("cashtag", "$1INCH")]),
    "no cashtags": ("US$IDR $idr $12 $RUPIAHKITA", []),
    "no address": ("Selesai.Dia pulang", []),
    "after an emoji": ("😀 /start", [("bot_command", "/start")]),
}


@pytest.mark.parametrize(("text", "expected"), AUTOMATIC.values(), ids=AUTOMATIC.keys())
def test_what_telegram_finds_by_itself(text: str, expected: list[tuple[str, str]]) -> None:
    found = with_automatic_entities(FormattedText(text)).entities
    assert [(e.type, utf16_slice(text, e.offset, e.length)) for e in found] == expected


def test_nothing_is_found_inside_code_and_links() -> None:
    given = [MessageEntity("code", 0, 6), MessageEntity("text_link", 7, 5, url="https://a.org/")]
    formatted = plain_text("/start b.org", given)
    assert [e.type for e in with_automatic_entities(formatted).entities] == ["code", "text_link"]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_plain_text_survives_the_search_for_entities(text: str) -> None:
    formatted = with_automatic_entities(FormattedText(text))
    assert formatted.text == text
    assert all(e.end <= utf16_length(text) for e in formatted.entities)


# Entities that are given apart


def test_entities_that_are_given_give_the_same_as_markup() -> None:
    assert plain_text("a bb", [MessageEntity("bold", 2, 2)]) == parse_html("a <b>bb</b>")


def test_entities_that_are_given_move_with_what_is_cleaned_away() -> None:
    (entity,) = plain_text("a\r\u2028😀 tebal", [MessageEntity("bold", 6, 5)]).entities
    assert (entity.offset, entity.length) == (4, 5)


def test_what_telegram_finds_by_itself_is_not_taken_from_the_bot() -> None:
    given = [MessageEntity("mention", 0, 4), MessageEntity("hashtag", 0, 4), MessageEntity("bold", 0, 4)]
    assert [entity.type for entity in plain_text("kata", given).entities] == ["bold"]


WRONG_PLACES = {
    (9, 1): "entity begins after the end of the text at UTF-16 offset 9",
    (3, 9): "entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 12",
    (1, 3): "entity begins in a middle of a UTF-16 symbol at byte offset 4",
    (0, 1): "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4",
    (-1, 2): "receive an entity with incorrect offset -1",
    (0, -2): "receive an entity with incorrect length -2",
}


@pytest.mark.parametrize(("place", "words"), WRONG_PLACES.items(), ids=str)
def test_an_entity_must_lie_on_whole_characters_of_the_text(place: tuple[int, int], words: str) -> None:
    with pytest.raises(PlaceError) as caught:
        plain_text("😀 kata", [MessageEntity("bold", *place)])
    assert str(caught.value) == words


def test_entities_that_cross_are_cut_so_that_they_nest() -> None:
    given = [MessageEntity("bold", 0, 6), MessageEntity("italic", 3, 6)]
    assert to_html(plain_text("satudua lima", given)) == "<b>sat<i>udu</i></b><i>a l</i>ima"
    link = MessageEntity("text_link", 3, 6, url="https://kabar.example/")
    assert to_html(plain_text("satudua lima", [given[0], link])) == (
        '<b>sat</b><a href="https://kabar.example/"><b>udu</b>a l</a>ima'
    )


def test_a_link_that_is_given_must_have_an_address() -> None:
    formatted = plain_text("kata", [MessageEntity("text_link", 0, 4, url="kata")])
    assert (formatted.entities, len(formatted.notes)) == ((), 1)


@given(
    st.text(max_size=12),
    st.lists(
        st.builds(
            MessageEntity,
            st.sampled_from(["bold", "italic", "code", "pre", "blockquote", "spoiler", "custom_emoji"]),
            st.integers(-1, 14),
            st.integers(-1, 14),
        ),
        max_size=5,
    ),
)
def test_whatever_entities_come_they_nest_or_are_refused(text: str, entities: list[MessageEntity]) -> None:
    try:
        kept = plain_text(text, entities).entities
    except (PlaceError, EntityError):
        return
    for first in kept:
        assert not any(first.offset < other.offset < first.end < other.end for other in kept)
