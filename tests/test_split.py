"""Messages within the limit, nothing lost, tags in order."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reply.split import split, visible_units

WORD = st.text("aé\U0001f30a&<>. \n", min_size=1, max_size=12)
WORDS = st.lists(WORD, min_size=1, max_size=30).map(" ".join)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
TAGS = (
    ("", ""),
    ("<b>", "</b>"),
    ("<blockquote expandable>", "</blockquote>"),
    ('<a href="https://warta.example/?a=1&amp;b=2"><b>', "</b></a>"),
)


@st.composite
def blocks_of_html(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(st.sampled_from(TAGS), st.one_of(WORDS, ANY)), min_size=1, max_size=4))
    return "".join(f"{before}{escape(text)}{after}" for (before, after), text in parts)


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(html: str) -> str:
    checker = _Checker()
    checker.feed(html)
    checker.close()
    assert not checker.open
    return checker.text


def solid(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=120, deadline=None)
@given(blocks=st.lists(blocks_of_html(), max_size=5), limit=st.integers(8, 90))
def test_messages_keep_the_limit_and_lose_nothing(blocks: list[str], limit: int) -> None:
    messages = split(blocks, limit)
    texts = [text_of(message) for message in messages]
    assert all(len(text.encode("utf-16-le")) // 2 <= limit for text in texts)
    assert all(text.strip() for text in texts)
    assert solid("".join(texts)) == solid("".join(text_of(block) for block in blocks))


@settings(max_examples=60, deadline=None)
@given(html=blocks_of_html())
def test_visible_units_are_those_of_utf_16(html: str) -> None:
    shown = unescape(re.sub("<[^>]*>", "", html))
    assert visible_units(html) == len(shown.encode("utf-16-le")) // 2


def test_blocks_that_fit_are_one_message() -> None:
    assert split(["<b>Satu</b>", "Dua"]) == ("<b>Satu</b>\n\nDua",)


def test_a_message_ends_between_blocks() -> None:
    assert split(["aaaa", "bbbb", "cccc"], 10) == ("aaaa\n\nbbbb", "cccc")


def test_blocks_without_text_are_left_out() -> None:
    assert split(["", " \n", "<b></b>", "a", "<blockquote> </blockquote>"]) == ("a",)
    assert split([]) == ()


def test_a_long_block_is_cut_after_a_sentence() -> None:
    assert split(["Hujan turun deras. Warga mengungsi ke balai."], 30) == (
        "Hujan turun deras.",
        "Warga mengungsi ke balai.",
    )


def test_a_sentence_that_ends_in_a_quotation_mark_counts_too() -> None:
    assert split(["“Kami pulang besok.” Warga setuju semua."], 30)[0] == "“Kami pulang besok.”"


def test_a_long_sentence_is_cut_between_words() -> None:
    assert split(["satu dua tiga empat lima"], 14) == ("satu dua tiga", "empat lima")


def test_a_long_word_is_cut_between_characters() -> None:
    assert split(["abcdefgh"], 3) == ("abc", "def", "gh")


def test_open_tags_are_closed_and_opened_again() -> None:
    assert split(['<blockquote expandable><a href="x">satu dua</a></blockquote>'], 5) == (
        '<blockquote expandable><a href="x">satu</a></blockquote>',
        '<blockquote expandable><a href="x">dua</a></blockquote>',
    )


@pytest.mark.parametrize(
    ("block", "messages"),
    [
        ("a&amp;&lt;b", ("a&amp;", "&lt;b")),
        ("\U0001f30a\U0001f30b", ("\U0001f30a", "\U0001f30b")),
        ("ae\u0301", ("a", "e\u0301")),
    ],
    ids=["references", "emoji", "an accent"],
)
def test_no_character_is_cut_in_two(block: str, messages: tuple[str, ...]) -> None:
    assert split([block], 2) == messages


def test_the_rest_of_a_long_block_shares_its_message_with_the_next() -> None:
    assert split(["satu dua tiga", "empat"], 10) == ("satu dua", "tiga", "empat")
    assert split(["satu dua tiga", "em"], 10) == ("satu dua", "tiga\n\nem")
