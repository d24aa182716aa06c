"""Telegram's HTML parse mode: what it takes, what it makes of it, and how it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.telegram_html import (
    EntityError,
    FormattedText,
    MessageEntity,
    PlaceError,
    checked_link,
    parse_html,
    plain_text,
    to_html,
    utf16_length,
    utf16_slice,
    with_automatic_entities,
)


def seen(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    formatted = parse_html(source)
    return formatted.text, [(entity.type, entity.offset, entity.length) for entity in formatted.entities]


TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip


@pytest.mark.parametrize(("tag", "type_"), TAGS.items(), ids=TAGS.keys())
def test_every_simple_tag_has_its_entity(tag: str, type_: str) -> None:
    assert seen(f"a <{tag}>kata</{tag}>") == ("a kata", [(type_, 2, 4)])


def test_tags_do_not_mind_their_case() -> None:
    assert seen("<B>kata</b>") == ("kata", [("bold", 0, 4)])


def test_a_span_can_be_a_spoiler() -> None:
    assert seen('<span class="tg-spoiler">kata</span>') == ("kata", [("spoiler", 0, 4)])


def test_a_quotation_can_be_expandable() -> None:
    assert seen("<blockquote expandable>kata</blockquote>") == ("kata", [("expandable_blockquote", 0, 4)])


def test_offsets_count_utf16_units() -> None:
    assert seen("😀 <b>😀 kata</b>") == ("😀 😀 kata", [("bold", 3, 7)])


def test_a_link_keeps_its_address() -> None:
    (entity,) = parse_html('<a href="https://example.org/a?b=1&amp;c=2">kata</a>').entities
    assert (entity.type, entity.url) == ("text_link", "https://example.org/a?b=1&c=2")


def test_the_words_of_a_link_without_address_are_its_address() -> None:
    (entity,) = parse_html("<a>example.org</a>").entities
    assert entity.url == "http://example.org/"


def test_a_link_to_a_user_mentions_them() -> None:
    (entity,) = parse_html('<a href="tg://user?id=42">Sari</a>').entities
    assert (entity.type, entity.user_id) == ("text_mention", 42)


def test_a_link_that_is_no_address_is_dropped_and_noted() -> None:
    formatted = parse_html('<a href="kata saja">kata</a>')
    assert (formatted.entities, len(formatted.notes)) == ((), 1)


def test_code_in_pre_names_its_language() -> None:
    (entity,) = parse_html('<pre><code class="language-python">x = 1</code></pre>').entities
    assert (entity.type, entity.language, entity.length) == ("pre", "python", 5)


def test_a_custom_emoji_keeps_its_number() -> None:
    (entity,) = parse_html('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>').entities
    assert (entity.type, entity.custom_emoji_id) == ("custom_emoji", "5368324170671202286")


REFERENCES = {
    "named": ("&lt;b&gt; &amp; &quot;", '<b> & "'),
    "decimal": ("&#39;kata&#39;", "'kata'"),
    "hexadecimal": ("&#x1F600;", "😀"),
    "without semicolon": ("a &amp b", "a & b"),
    "unknown name": ("&nbsp;kata &copy;", "&nbsp;kata &copy;"),
    "bare ampersand": ("Tom & Jerry", "Tom & Jerry"),
    "nothing": ("&#0; &#;", "&#0; &#;"),
}


@pytest.mark.parametrize(("source", "text"), REFERENCES.values(), ids=REFERENCES.keys())
def test_character_references(source: str, text: str) -> None:
    assert parse_html(source).text == text


REFUSED = {
    "unknown tag": ("ab <div>x</div>", 'Unsupported start tag "div" at byte offset 3'),
    "offset in bytes": ("é😀<br>", 'Unsupported start tag "br" at byte offset 6'),
    "slash in the tag": ("<b/>x", 'Unsupported start tag "b/" at byte offset 0'),
    "a bare less-than": ("1 < 2 dan 3 > 2", 'Unsupported start tag "" at byte offset 2'),
    "text after less-than": ("a <b", "Unclosed start tag at byte offset 2"),
    "unclosed attribute": ('<a href="x', "Unclosed start tag at byte offset 0"),
    "attribute without value": (
        "<a href>x</a>",
        'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
    ),
    "nameless attribute": ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    "bare value with a slash": ("<a href=http://a>x</a>", "Unexpected end of name token at byte offset 8"),
    "span without its class": ("<span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    "no end tag": ("<b>x", "Can't find end tag corresponding to start tag b"),
    "no start tag": ("x</b>", "Unexpected end tag at byte offset 1"),
    "crossed tags": ("<b>x<i>y</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
    "unclosed end tag": ("<b>x</b", "Unclosed end tag at byte offset 4"),
    "custom emoji without number": ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    "half a character": (
        "&#xd83d;",
        "Text contains invalid Unicode characters after decoding HTML entities,"
        " check for unmatched surrogate code units",
    ),
    "lone surrogate": ("a\ud83d", "strings must be encoded in UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_markup_gets_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(EntityError) as caught:
        parse_html(source)
    assert str(caught.value) == words


MENDED = {
    "bold in code": ("<code>a<b>b</b></code>", [("code", 0, 2)]),
    "code in bold": ("<b>a<code>b</code>c</b>", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
    "quotation in quotation": (
        "<blockquote>a<blockquote>b</blockquote></blockquote>",
        [("blockquote", 0, 2)],
    ),
    "link in link": (
        '<a href="https://a.org">x<a href="https://b.org">y</a></a>',
        [("text_link", 0, 2)],
    ),
    "link in code": ('<code>x<a href="https://b.org">y</a></code>', [("code", 0, 2)]),
}


@pytest.mark.parametrize(("source", "entities"), MENDED.values(), ids=MENDED.keys())
def test_nesting_that_is_not_allowed_is_mended_and_noted(
    source: str, entities: list[tuple[str, int, int]]
) -> None:
    assert seen(source)[1] == entities
    assert parse_html(source).notes


@pytest.mark.parametrize(
    "source",
    [
        "<blockquote>a <b>b</b> <code>c</code></blockquote>",
        '<b><a href="https://a.org/">x</a></b>',
        "<b>a <i>b <u>c</u></i></b>",
    ],
)
def test_nesting_that_is_allowed_stays(source: str) -> None:
    formatted = parse_html(source)
    assert formatted.notes == ()
    assert parse_html(to_html(formatted)) == formatted


def test_touching_entities_of_one_kind_become_one() -> None:
    assert seen("<b>ab</b><b>cd</b>") == ("abcd", [("bold", 0, 4)])


def test_entities_of_one_kind_stay_apart_at_the_border_of_a_quotation() -> None:
    source = "<blockquote>a<b>b</b></blockquote><b>c</b>"
    assert seen(source)[1] == [("blockquote", 0, 2), ("bold", 1, 1), ("bold", 2, 1)]


def test_an_ignored_attribute_is_noted() -> None:
    assert parse_html('<b class="x">a</b>').notes == ('the attribute "class" of the tag "b" is ignored',)


def test_spaces_at_the_ends_are_cut_and_entities_with_them() -> None:
    assert seen("\n  kata <b>tebal  \n</b>  ") == ("kata tebal", [("bold", 5, 5)])


def test_an_entity_of_spaces_alone_at_the_end_is_gone() -> None:
    assert seen("kata<b>  </b>") == ("kata", [])


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
    "no address": ("Selesai.Dia pulang", []),
    "after an emoji": ("😀 /start", [("bot_command", "/start")]),
}


@pytest.mark.parametrize(("text", "expected"), AUTOMATIC.values(), ids=AUTOMATIC.keys())
def test_what_telegram_finds_by_itself(text: str, expected: list[tuple[str, str]]) -> None:
    found = with_automatic_entities(FormattedText(text)).entities
    assert [(e.type, utf16_slice(text, e.offset, e.length)) for e in found] == expected


def test_nothing_is_found_inside_code_and_links() -> None:
    formatted = parse_html('<code>/start</code> <a href="https://a.org">b.org</a>')
    assert [e.type for e in with_automatic_entities(formatted).entities] == ["code", "text_link"]


def test_entities_without_markup_give_the_same_as_markup() -> None:
    assert plain_text("a bb", [MessageEntity("bold", 2, 2)]) == parse_html("a <b>bb</b>")


MARKUP = st.text(alphabet="ab <>&/=\"'\n😀;#x", max_size=40)
PIECES = st.lists(
    st.sampled_from(
        ["<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "<pre>", "</pre>", "<blockquote>",
         "</blockquote>", '<a href="https://a.org/">', "</a>", "kata", " ", "\n", "😀", "&amp;", "&lt;"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(MARKUP, PIECES, st.text(max_size=30)))
def test_any_text_is_read_or_refused_and_entities_stand_in_it(source: str) -> None:
    try:
        formatted = parse_html(source)
    except EntityError:
        return
    length = utf16_length(formatted.text)
    assert all(0 <= e.offset < e.end <= length for e in formatted.entities)


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_markup_written_again_says_the_same(source: str) -> None:
    try:
        formatted = parse_html(source)
    except EntityError:
        return
    again = parse_html(to_html(formatted))
    assert (again.text, again.entities, again.notes) == (formatted.text, formatted.entities, ())


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_plain_text_survives_the_search_for_entities(text: str) -> None:
    formatted = with_automatic_entities(FormattedText(text))
    assert formatted.text == text
    assert all(e.end <= utf16_length(text) for e in formatted.entities)


# Entities that are given apart


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
