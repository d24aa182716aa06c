"""What a terminal shows of a message."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reply.page import escape
from bot.reply.plain import to_plain


def test_tags_are_taken_off_and_references_resolved() -> None:
    assert to_plain("<b>A &amp; B</b> &lt;c&gt;") == "A & B <c>"


def test_bold_and_italic_are_ansi_where_wanted() -> None:
    assert to_plain("a <b>b</b> <i>c</i>", ansi=True) == "a \x1b[1mb\x1b[22m \x1b[3mc\x1b[23m"


def test_a_style_is_set_anew_for_every_word() -> None:
    assert to_plain("<b>a b</b>", ansi=True, width=1) == "\x1b[1ma\x1b[22m\n\x1b[1mb\x1b[22m"


def test_quotations_have_a_bar_on_every_row() -> None:
    html = "kata\n<blockquote>satu dua tiga\n— Orang</blockquote>\n\nlalu"
    assert to_plain(html, width=10) == "kata\n│ satu dua\n│ tiga\n│ — Orang\n\nlalu"


def test_the_empty_line_between_two_quotations_has_no_bar() -> None:
    assert to_plain("<blockquote>a</blockquote>\n\n<blockquote>b</blockquote>") == "│ a\n\n│ b"


def test_rows_after_a_bullet_are_indented() -> None:
    assert to_plain("• satu dua tiga", width=10) == "• satu dua\n  tiga"


def test_an_address_follows_its_words_once() -> None:
    link = '<a href="https://a.example/?x=1&amp;y=2">sini</a>'
    assert to_plain(f"{link}, {link}", width=200) == "sini (https://a.example/?x=1&y=2), sini"
    assert to_plain('<a href="https://a.example">https://a.example</a>') == "https://a.example"


def test_a_word_that_changes_its_look_is_not_parted() -> None:
    assert to_plain("aa <b>bb</b>, cc", width=5) == "aa\nbb,\ncc"


def test_word_joiners_are_left_out() -> None:
    assert to_plain("@\u2060nama") == "@nama"


@pytest.mark.parametrize("html", ["", "<b></b>", "\n\n", "<blockquote></blockquote>"])
def test_nothing_gives_nothing(html: str) -> None:
    assert to_plain(html) == ""


def test_wide_characters_take_two_columns() -> None:
    assert to_plain("日本 語", width=5) == "日本\n語"


@settings(max_examples=80, deadline=None)
@given(text=st.text(st.characters(codec=None, exclude_categories=()), max_size=200), width=st.integers(1, 60))
def test_no_control_sequence_gets_through(text: str, width: int) -> None:
    shown = to_plain(f"<b>{escape(text)}</b>&#27;[2J", ansi=True, width=width)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", re.sub("\x1b\\[(1|22)m", "", shown))
    shown.encode()


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.text("abc", min_size=1, max_size=8), max_size=40), width=st.integers(10, 40))
def test_rows_keep_the_width_and_lose_no_word(words: list[str], width: int) -> None:
    shown = to_plain(f"<blockquote>{' '.join(words)}</blockquote>", width=width)
    assert all(len(row) <= width for row in shown.splitlines())
    assert shown.replace("│", " ").split() == words
