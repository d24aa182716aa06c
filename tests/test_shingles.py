"""shingles: texts known again by their runs of words."""

from bot.intake.shingles import SHINGLE_WORDS, shingles

SENTENCE = "Wali Kota meresmikan jembatan baru di atas Sungai Lamat"


def test_a_text_has_a_shingle_for_each_run_of_words() -> None:
    assert len(shingles(SENTENCE)) == len(SENTENCE.split()) - SHINGLE_WORDS + 1
    assert ("wali", "kota", "meresmikan", "jembatan") in shingles(SENTENCE)


def test_marks_case_and_breaks_make_no_difference() -> None:
    assert shingles("WALI Kota,\nmeresmikan – \u201cjembatan baru\u201d di atas sungai lamat.") == shingles(
        SENTENCE
    )


def test_a_text_with_too_few_words_has_none() -> None:
    assert shingles("Wali Kota meresmikan") == frozenset()
