"""wrap: lines that a column broke are put together, and others are left alone."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.intake.wrap import before_join, ends_sentence, is_list_item, unwrapped

BODY = "Warga kampung itu bergotong royong membersihkan saluran air sejak pagi, kata ketua RT setempat."


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_lines_that_a_column_broke_are_joined(width: int) -> None:
    paragraphs = (
        f"{BODY} Pekerjaan itu diperkirakan selesai dalam tiga hari karena seluruh warga ikut serta. {BODY}",
        f"Setelah itu mereka makan bersama di balai kampung dan membagi tugas pekan depan. {BODY} {BODY}",
    )
    lines = [*textwrap.wrap(paragraphs[0], width), "", *textwrap.wrap(paragraphs[1], width)]
    assert [line for line in unwrapped(lines) if line] == list(paragraphs)


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("warga meng-", "gali parit", "warga menggali parit"),
        ("warga meng\u00ad", "gali parit", "warga menggali parit"),
        ("anak-", "anak desa", "anak-anak desa"),
        ("mereka berlari-", "lari kecil", "mereka berlari-lari kecil"),
        ("jalur Jakarta-", "Bandung", "jalur Jakarta- Bandung"),
        ("warga", "desa", "warga desa"),
    ],
)
def test_a_broken_word_is_made_whole(line: str, following: str, joined: str) -> None:
    assert before_join(line, following) + following == joined


def test_items_of_a_list_stay_lines() -> None:
    assert is_list_item("- Cangkul")
    assert is_list_item("2. Sekop")
    assert not is_list_item("Cangkul dan sekop")


def test_a_sentence_may_end_inside_its_quotation_marks() -> None:
    assert ends_sentence("“Kami siap.”")
    assert not ends_sentence("Kami siap,")


@given(st.lists(st.text(alphabet="abc -.\n", max_size=60), max_size=8))
@example(["a-\n", "b", "a"])
@settings(max_examples=60, deadline=None)
def test_no_letter_is_lost(lines: list[str]) -> None:
    assert "".join(unwrapped(lines)).replace(" ", "").replace("-", "") == "".join(lines).replace(
        " ", ""
    ).replace("-", "")
