"""Telegram's HTML parse mode: what it takes, what it makes of it, and how it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.formatted import EntityError, utf16_length
from playground.telegram_html import parse_html, to_html


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


def test_what_is_read_is_mended() -> None:
    assert seen("<code>a<b>b</b></code>  ") == ("ab", [("code", 0, 2)])
    assert parse_html("<code>a<b>b</b></code>").notes == ("bold does not go together with code",)


def test_an_ignored_attribute_is_noted() -> None:
    assert parse_html('<b class="x">a</b>').notes == ('the attribute "class" of the tag "b" is ignored',)


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
