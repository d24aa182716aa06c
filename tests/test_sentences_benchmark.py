"""benchmarks.sentences: where a treebank's sentences end, and what makes a difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import sentences

TREEBANK = """\
# sent_id = a1
# text = Kapal tiba di Laut Jawa. Awaknya turun.

# sent_id = a2
# text = Harga ikan naik
# newpar
# sent_id = a3
# text = Hujan belum reda.
"""


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "own.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    return path


def test_lines_are_joined_with_blanks_and_paragraphs_with_breaks(treebank: Path) -> None:
    text, ends = sentences.read_conllu(treebank)
    assert text == "Kapal tiba di Laut Jawa. Awaknya turun. Harga ikan naik\n\nHujan belum reda."
    assert [text[:end].split()[-1] for end in sorted(ends)] == ["turun.", "naik", "reda."]


def test_a_line_of_several_sentences_may_be_read_by_hand(treebank: Path) -> None:
    text, ends = sentences.read_conllu(treebank, {"a1": [24]})
    assert [text[:end].split()[-1] for end in sorted(ends)] == ["Jawa.", "turun.", "naik", "reda."]


def test_only_the_shared_sets_are_read_by_hand(treebank: Path) -> None:
    assert sentences.joined_lines(treebank) == {}
    assert sentences.joined_lines(sentences.SHARED / "gsd_dev.conllu")["dev-s3"] == [120]


@pytest.mark.parametrize(
    ("before", "after", "invented", "cause"),
    [
        ("Ia berlayar di Laut Jawa.", "Awaknya turun.", True, "4 letters"),
        ("Mereka berseru “Maju!”", "Awaknya turun.", True, "closing mark"),
        ("Ia pulang sore.", "Awaknya turun.", True, "another"),
        ("Syaratnya:", "Surat izin", False, "a colon"),
        ("Ia pulang sore.", "awaknya turun.", False, "small letter"),
        ("Ia tiba di Gedung A.", "Awaknya turun.", False, "another"),
    ],
)
def test_a_difference_is_told_by_its_shape(before: str, after: str, invented: bool, cause: str) -> None:
    assert cause in sentences.cause(f"{before} {after}", len(before), invented)
