"""Telegram's Markdown parse modes: what they take, what they make of it, and how they refuse."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.formatted import EntityError, FormattedText
from playground.markdown import parse_legacy_markdown, parse_markdown_v2
from playground.telegram_html import parse_html, to_html

RESERVED = "_*[]()~`>#+-=|{}.!"


def html(source: str, parse: Callable[[str], FormattedText] = parse_markdown_v2) -> str:
    return to_html(parse(source))


SHOWN = {
    "*tebal*": "<b>tebal</b>",
    "_miring_": "<i>miring</i>",
    "__garis__": "<u>garis</u>",
    "~coret~": "<s>coret</s>",
    "||rahasia||": "<tg-spoiler>rahasia</tg-spoiler>",
    "`kode *apa adanya*`": "<code>kode *apa adanya*</code>",
    "```\nbaris\n```": "<pre>baris</pre>",
    "*tebal _miring_ tebal*": "<b>tebal <i>miring</i> tebal</b>",
    "_miring __garis___": "<i>miring <u>garis</u></i>",
    "[harga](https://kabar.example/a?b=1)": '<a href="https://kabar.example/a?b=1">harga</a>',
    r"[harga](https://kabar.example/\)a)": '<a href="https://kabar.example/)a">harga</a>',
    r"[kabar\.example]": '<a href="http://kabar.example/">kabar.example</a>',
    "[Sari](tg://user?id=42)": '<a href="tg://user?id=42">Sari</a>',
    "![👍](tg://emoji?id=25)": '<tg-emoji emoji-id="25">👍</tg-emoji>',
    "![besok](tg://time?unix=1700000000)": '<tg-time unix="1700000000">besok</tg-time>',
    ">kutipan": "<blockquote>kutipan</blockquote>",
    ">satu\n>dua\nsesudahnya": "<blockquote>satu\ndua\n</blockquote>sesudahnya",
    ">satu\n>dua||\nsesudahnya": "<blockquote expandable>satu\ndua\n</blockquote>sesudahnya",
    ">buka||": "<blockquote expandable>buka</blockquote>",
    ">satu\n**>dua": "<blockquote>satu\n</blockquote><blockquote>dua</blockquote>",
    ">*tebal\n>terus*": "<blockquote><b>tebal\nterus</b></blockquote>",
    "`>satu\n>dua`": "<code>&gt;satu\n&gt;dua</code>",
    r"satu\. dua\!": "satu. dua!",
    "**kosong": "kosong",
}


@pytest.mark.parametrize(("source", "shown"), SHOWN.items(), ids=SHOWN.keys())
def test_markdown_v2_is_shown_as(source: str, shown: str) -> None:
    assert html(source) == shown


def test_code_may_name_its_language() -> None:
    (entity,) = parse_markdown_v2("```python\nx = 1```").entities
    assert (entity.type, entity.language, entity.length) == ("pre", "python", 5)
    (legacy,) = parse_legacy_markdown("```python\nx = 1```").entities
    assert legacy == entity


def test_offsets_count_utf16_units() -> None:
    (entity,) = parse_markdown_v2("😀 *😀 kata*").entities
    assert (entity.offset, entity.length) == (3, 7)


RESERVED_WORDS = "Character '{}' is reserved and must be escaped with the preceding '\\'"
REFUSED = {
    "harga *naik": "Can't find end of Bold entity at byte offset 6",
    "😀 _naik": "Can't find end of Italic entity at byte offset 5",
    "__garis_": "Can't find end of Italic entity at byte offset 7",
    "~a": "Can't find end of Strikethrough entity at byte offset 0",
    "||a|": RESERVED_WORDS.format("|"),
    "||a": "Can't find end of Spoiler entity at byte offset 0",
    "`a": "Can't find end of Code entity at byte offset 0",
    "```a": "Can't find end of Pre entity at byte offset 0",
    "```a b": "Can't find end of PreCode entity at byte offset 0",
    "[a": "Can't find end of TextUrl entity at byte offset 0",
    "[a](b": "Can't find end of a URL at byte offset 4",
    "![a]": "Custom emoji entity must contain a tg://emoji URL",
    "![a](tg://emoji?id=1": "Can't find end of a custom emoji URL at byte offset 5",
    "![a](https://emoji?id=1)": "Custom emoji URL must have scheme tg",
    "![a](tg://stiker?id=1)": 'Custom emoji URL must have host "emoji"',
    "![a](tg://emoji?nomor=1)": "Custom emoji URL must have an emoji identifier",
    "![a](tg://emoji?id=01)": "Invalid custom emoji identifier specified",
    "![a](tg://time?unix=besok)": "Invalid date specified",
    ">*tebal\nputus*": "Can't find end of Bold entity at byte offset 1",
    ">a||b\nc": "Can't find end of Spoiler entity at byte offset 2",
    "a > b": RESERVED_WORDS.format(">"),
}


@pytest.mark.parametrize(("source", "words"), REFUSED.items(), ids=REFUSED.keys())
def test_markdown_v2_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(EntityError) as caught:
        parse_markdown_v2(source)
    assert str(caught.value) == words


@pytest.mark.parametrize("char", "]()#+-=|{}.!")
def test_a_reserved_character_must_be_escaped(char: str) -> None:
    with pytest.raises(EntityError, match="is reserved and must be escaped"):
        parse_markdown_v2(f"a{char}")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Mn")), max_size=40))
def test_what_is_escaped_comes_out_as_it_was(text: str) -> None:
    escaped = "".join(f"\\{char}" if char in RESERVED + "\\" else char for char in text)
    assert parse_markdown_v2(escaped).text == text.rstrip().lstrip(" \n")
    assert parse_markdown_v2(escaped).entities == ()


@given(st.text(st.sampled_from("ab \n😀" + RESERVED + "\\"), max_size=30))
def test_whatever_comes_is_read_or_refused_and_lies_within_the_text(source: str) -> None:
    for parse in (parse_markdown_v2, parse_legacy_markdown):
        with suppress(EntityError):
            formatted = parse(source)
            again = parse_html(to_html(formatted))
            assert again.text == formatted.text


LEGACY = {
    "*tebal* _miring_ `kode`": "<b>tebal</b> <i>miring</i> <code>kode</code>",
    "[harga](https://kabar.example/)": '<a href="https://kabar.example/">harga</a>',
    r"\*bukan tebal\*": "*bukan tebal*",
    "1. satu - dua!": "1. satu - dua!",
    "*a_b*": "<b>a_b</b>",
}


@pytest.mark.parametrize(("source", "shown"), LEGACY.items(), ids=LEGACY.keys())
def test_the_legacy_markdown_is_shown_as(source: str, shown: str) -> None:
    assert html(source, parse_legacy_markdown) == shown


@pytest.mark.parametrize(("source", "offset"), [("satu *dua", 5), ("😀 `a", 5), ("[a", 0), ("```a", 0)])
def test_the_legacy_markdown_is_refused_in_telegrams_words(source: str, offset: int) -> None:
    with pytest.raises(EntityError, match=f"Can't find end of the entity starting at byte offset {offset}"):
        parse_legacy_markdown(source)
