"""Characters put right, furniture taken away, nothing of the story lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.clean import clean_story, normalise

BODY = "Warga kampung itu bergotong royong membersihkan saluran air sejak pagi, kata ketua RT setempat."


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("har\u00adga\u200b be\ufeffras", "harga beras"),
        ("satu\u00a0dua\u2009tiga\tempat", "satu dua tiga empat"),
        ("kesalahan 2,5Â±1%", "kesalahan 2,5±1%"),
        ("JosÃ© dan EugÃ©nie", "José dan Eugénie"),
        ("harga naik\\\\xa0lagi", "harga naik lagi"),
        ('Hasyim Asy\\\'ari: \\\\"pemilu\\\\" 2\\/3', 'Hasyim Asy\'ari: "pemilu" 2/3'),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("A &amp; B &quot;C&quot;", 'A & B "C"'),
        ("rusak \ud800 sekali \ud83d\ude00", "rusak sekali 😀"),
        ("  dua   spasi  ", "dua spasi"),
    ],
)
def test_characters_are_put_right(dirty: str, clean: str) -> None:
    assert normalise(dirty) == clean


@pytest.mark.parametrize(
    ("mixed", "right"),
    [
        ('“Kami siap," kata dia.', "“Kami siap,” kata dia."),
        ('"Kami siap,” kata dia. "Besok."', '“Kami siap,” kata dia. "Besok."'),
        ("``Kami siap,'' kata dia.", '"Kami siap," kata dia.'),
        ("”Kami siap,” kata dia.", "“Kami siap,” kata dia."),
        ('"Kami siap," kata dia.', '"Kami siap," kata dia.'),
        ("“Kami siap,” kata dia.", "“Kami siap,” kata dia."),
        ("“Kami belum selesai bicara.", "“Kami belum selesai bicara."),
        ('berkata , " kami siap " .', 'berkata , " kami siap " .'),
    ],
)
def test_both_marks_of_a_quotation_become_one_kind(mixed: str, right: str) -> None:
    assert normalise(mixed) == right


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_characters_put_right_once_stay_right(text: str) -> None:
    once = normalise(text)
    assert not any("\ud800" <= character <= "\udfff" for character in once)
    assert normalise(once).split() == normalise(normalise(once)).split()


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    story = clean_story([BODY, "", "Saluran Air Lama", "", BODY])
    assert (story.paragraphs, story.headings) == ((BODY, "Saluran Air Lama", BODY), (1,))


def test_items_of_a_list_are_no_headings() -> None:
    story = clean_story([f"{BODY[:-1]}:", "- Cangkul", "- Sekop", "Karung pasir", BODY])
    assert story.headings == ()
    assert len(story.paragraphs) == 5


def test_a_line_each_is_a_paragraph_each() -> None:
    lines = [BODY, "Air surut pada siang hari.", BODY, "Pasar dibuka lagi."]
    assert clean_story(lines).paragraphs == tuple(lines)


def test_headlines_of_other_stories_go_until_the_story_resumes() -> None:
    lines = [BODY, "Berita Terkait", "Harga Cabai Turun", "Pasar Lama Dibuka", BODY]
    assert clean_story(lines).paragraphs == (BODY, BODY)


def test_the_title_is_not_repeated() -> None:
    assert clean_story(
        ["Gotong Royong di Kampung Air", BODY], title="Gotong royong di kampung air"
    ).paragraphs == (BODY,)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=12))
def test_any_lines_become_a_story(lines: list[str]) -> None:
    story = clean_story(lines)
    assert all(paragraph.strip() for paragraph in story.paragraphs)
    assert all(0 < index < len(story.paragraphs) - 1 for index in story.headings)


@pytest.mark.parametrize(
    "text", ["@." * 20_000, '"' * 40_000, "Baca juga: " * 4_000, "(" * 40_000, "a-\n" * 10_000]
)
def test_hostile_text_goes_through(text: str) -> None:
    assert isinstance(clean_story(text.split("\n")).paragraphs, tuple)
