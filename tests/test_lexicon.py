"""Words whose meaning is sure are found in a sentence, and missed in a translation that lacks them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.data import read_lines
from bot.translation.fidelity import Mention
from bot.translation.lexicon import TABLES, Entry, Lexicon, family, lexicon_of, lost_words, without_copies

KNOWN = Lexicon({
    "gajah": Entry(("elephant", "elephants"), sure=True),
    "rumah": Entry(("house", "home"), sure=True),
    "rumah sakit": Entry(("hospital",), sure=True),
    "sakit": Entry(("sick",), sure=True),
    "lari": Entry(("ran", "run", "flee"), sure=False),
})  # fmt: skip


def held(source: str, *names: Mention) -> list[str]:
    return [word.written for word in KNOWN.held(source, names)]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Seekor gajah lari ke rumah.", ["gajah", "rumah"]),
        ("Gajah lari.", ["Gajah"]),
        ("Awas: Gajah lari.", ["Gajah"]),
        ("Ia berkata, “Gajah itu lari”.", ["Gajah"]),
        ("(Gajah lari.", ["Gajah"]),
        ("Ia bertemu Gajah Mada.", []),
        ("Warga Lihat Gajah di Rumah", ["Gajah", "Rumah"]),
        ("Ia di rumah sakit karena sakit.", ["rumah sakit", "sakit"]),
        ("Warga Pulang Dari Rumah Sakit", ["Rumah Sakit"]),
        ("Ia pulang dari Rumah Sakit Sehat", []),
        ("Ia pulang dari Rumah Sakit.", ["Rumah Sakit"]),
        ("Dari rumah Sakit Sehat keluar gajah", ["rumah", "gajah"]),
        ("Dari rumah Sakit itu keluar gajah", ["rumah Sakit", "gajah"]),
        ("GAJAH", []),
        ("gajah6.com", []),
        ("", []),
    ],
    ids=[
        "words",
        "beginning",
        "behind a colon",
        "in marks",
        "behind a bracket",
        "name",
        "title",
        "term",
        "term of a title",
        "name of a term",
        "term with capitals",
        "word before a name",
        "term of which the end has a capital",
        "capitals",
        "with a digit",
        "nothing",
    ],
)
def test_sure_words_are_held_to_where_they_are_no_names(source: str, words: list[str]) -> None:
    assert held(source) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("kata Jubir KPK Budi.", ["Jubir"]),
        ("Kedatangan Jubir itu ditunggu.", []),
        ("Warga di Jalan Jubir Raya mengungsi.", []),
        ("kata Gajah Mada.", []),
    ],
    ids=["before a body", "before nothing", "in a name", "no office"],
)
def test_an_office_with_a_capital_is_held_to_before_a_name(source: str, words: list[str]) -> None:
    entries = {word: Entry((word,), sure=True) for word in ("jubir", "gajah")}
    assert [word.written for word in Lexicon(entries, {"jubir"}).held(source)] == words


@pytest.mark.parametrize(
    ("word", "translation"),
    [("wewenangnya", "authority"), ("unggas-unggas", "poultry"), ("akhirnya", "finally"), ("gunanya", None)],
)
def test_a_rare_form_of_a_word_that_people_wrote_down_means_what_the_word_does(
    word: str, translation: str | None
) -> None:
    lexicon = Lexicon({
        "wewenang": Entry(("authority",), sure=True, by_hand=True),
        "wewenangnya": Entry(("hindrance",), sure=True, seldom=True),
        "unggas": Entry(("poultry",), sure=True, by_hand=True),
        "akhir": Entry(("end",), sure=True, by_hand=True),
        "akhirnya": Entry(("finally",), sure=True),
        "guna": Entry(("use",), sure=True),
    })  # fmt: skip
    found = [word.translations[0] for word in lexicon.held(f"Ada {word} itu.")]
    assert found == ([translation] if translation else [])


def test_a_word_inside_a_name_is_not_held_to() -> None:
    source = "Dinas rumah dan rumah"
    assert held(source, Mention(6, 11, "rumah", ("Housing",))) == ["rumah"]


def test_where_a_name_has_a_part_of_a_term_the_rest_is_a_word() -> None:
    assert held("ke rumah sakit", Mention(9, 14, "sakit", ("Sakit",))) == ["rumah"]


@pytest.mark.parametrize(
    ("translation", "lost"),
    [
        ("An elephant fled.", False),
        ("Elephants fled.", False),
        ("The elephant-like animal fled.", False),
        ("A gajah fled.", True),
        ("A tiger fled.", True),
        ("", True),
    ],
)
def test_a_word_is_lost_where_none_of_its_translations_stands(translation: str, lost: bool) -> None:
    words = KNOWN.held("Seekor gajah lari.")
    assert bool(lost_words(words, translation, copied=False)) == lost


def test_of_copied_words_only_those_are_lost_that_stand_there_as_they_were() -> None:
    words = KNOWN.held("Seekor gajah lari.")
    assert lost_words(words, "A tiger fled.", copied=True) == ()
    assert lost_words(words, "A Gajah fled.", copied=True) == words


@pytest.mark.parametrize(
    ("translation", "put"),
    [
        ("A gajah fled, the gajah.", "A elephant fled, the elephant."),
        ("A Gajah Mada fled.", "A Gajah Mada fled."),
        ("An elephant called gajah fled.", "An elephant called gajah fled."),
        ("gajahs fled", "gajahs fled"),
    ],
    ids=["as written", "a name", "not lost", "inside a word"],
)
def test_lost_words_that_stand_there_as_they_were_are_exchanged(translation: str, put: str) -> None:
    assert without_copies(KNOWN.held("Seekor gajah lari."), translation) == put


def test_a_translation_of_several_words_stands_where_all_of_them_do() -> None:
    words = Lexicon({"puskesmas": Entry(("health centre",), sure=True)}).held("di puskesmas")
    assert lost_words(words, "in the health centres", copied=False) == ()
    assert lost_words(words, "in the centre", copied=False) == words


def test_the_words_of_a_translation_stand_near_each_other() -> None:
    words = Lexicon({"cawapres": Entry(("vice candidate",), sure=True)}).held("soal cawapres")
    assert lost_words(words, "a vice presidential candidate", copied=False) == ()
    assert lost_words(words, "the vice president will be the one candidate", copied=False) == words


def test_a_word_is_of_the_language_where_it_is_sure_or_common() -> None:
    lexicon = lexicon_of("id", "en")
    assert lexicon
    words = ("tak", "meski", "tersangka", "israel", "korsel", "wxyz")
    assert [word for word in words if lexicon.has(word)] == ["tak", "meski", "tersangka"]


def test_what_other_words_may_have_become_is_spoken_for() -> None:
    source = "gajah lari ke rumah"
    spoken_for = KNOWN.spoken_for(source, KNOWN.held(source)[0])
    assert {"ran", "flee", "house", "ke"} <= spoken_for
    assert spoken_for.isdisjoint({"gajah", "elephant"})


@given(st.text(alphabet="abcdefgh", min_size=1, max_size=12))
def test_a_word_begins_with_what_its_inflections_share(word: str) -> None:
    assert word.startswith(family(word))


@pytest.mark.parametrize(("pair", "name"), [(pair, name) for pair, names in TABLES.items() for name in names])
def test_every_line_of_a_table_is_well_formed(pair: tuple[str, str], name: str) -> None:
    rows = [line.split("\t") for line in read_lines(name)]
    assert rows
    assert len({row[0] for row in rows}) == len(rows)
    faulty = [row for row in rows if len(row) not in (3, 4) or not all(row) or "" in row[-1].split("|")]
    assert faulty == []
    assert [row for row in rows if len(row) == 3 and row[1] not in {*"nvparsx"}] == []


def test_a_table_is_written_above_what_was_learnt() -> None:
    lexicon = lexicon_of("id", "en")
    assert lexicon
    (word,) = lexicon.held("pohon alang-alang")
    assert word.translations[0] == "cogon grass"


def test_what_was_learnt_of_a_written_word_does_too_unless_it_is_seldom() -> None:
    written = Entry(("cogon grass",), sure=True, by_hand=True)
    learnt = Entry(("thatch", "grass"), sure=False)
    assert written.beside(learnt).translations == ("cogon grass", "thatch", "grass")
    assert written.beside(replace(learnt, seldom=True)) == written
    assert written.beside(None) == written


def test_a_written_word_that_the_pairs_have_often_is_left_to_the_model() -> None:
    written = Entry(("suspect",), sure=True, by_hand=True)
    assert not written.beside(Entry(("suspect",), sure=False, known=True)).sure


def test_nothing_is_known_of_other_pairs() -> None:
    assert lexicon_of("id", "fr") is None


def test_a_term_with_an_ending_of_possession_is_the_term() -> None:
    assert [word.translations for word in KNOWN.held("Ia di rumah sakitnya")] == [("hospital",)]


def test_a_word_of_a_sites_address_is_no_word() -> None:
    assert held("kata rumah.com dan rumah.") == ["rumah"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Menteri Perhubungan Ratna Wibisana datang.", ["Menteri Perhubungan"]),
        ("Hadir Bagas, Wakil Menteri Keuangan Ratna Wibisana.", ["Wakil Menteri Keuangan"]),
        ("Menteri Haji dan Umrah Ratna Wibisana datang.", ["Menteri Haji dan Umrah"]),
        ("Staf Menteri Perhubungan Ratna Wibisana datang.", []),
        ("Menteri Kelautan Ratna Wibisana datang.", ["Menteri"]),
    ],
)
def test_a_minister_is_held_to_with_what_there_is_a_ministry_of(source: str, words: list[str]) -> None:
    lexicon = lexicon_of("id", "en")
    assert lexicon
    held = [word.written for word in lexicon.held(source)]
    assert [each for each in held if "Menteri" in each] == words


def test_the_verb_of_a_headline_has_no_prefix() -> None:
    lexicon = lexicon_of("id", "en")
    assert lexicon
    words = ["pantau", "memantau", "dipantau", "menteri", "xyz"]
    assert [word for word in words if lexicon.is_bare_verb(word)] == ["pantau"]
