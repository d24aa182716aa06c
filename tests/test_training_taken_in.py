"""What was written becomes pairs to learn from, unless something speaks against it, which is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from training.translation.prepare import lines
from training.translation.taken_in import fault, main, parts, sound

PAIR = ("Warga mengungsi ke balai desa", "Residents took refuge in the village hall")


def test_a_row_becomes_a_pair_with_straight_marks() -> None:
    row = "7\t“Kami pulang,” katanya – lirih\t“We are going home,” he said – softly"
    assert list(sound([row], set())) == [
        ('"Kami pulang," katanya - lirih', '"We are going home," he said - softly')
    ]


def test_the_same_sentence_is_taken_in_once(capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["1\t" + "\t".join(PAIR), "2\t" + "\t".join(PAIR).upper()]
    assert list(sound(rows, set())) == [PAIR]
    assert "written before" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("8\tWarga mengungsi", "a side is empty"),
        ("8\tWarga mengungsi\tResidents fled\tagain", "a side is empty"),
        ("8\t \tResidents fled", "a side is empty"),
        ("8\tIndonesia\tIndonesia", "both sides say the same"),
        ("8\tSebanyak 300 warga mengungsi\tAs many as 30 residents fled", "a number is lost"),
        (
            '8\t"Kami siap," kata SBY.\t"We are ready," said SBY.',
            "somebody whom everybody knows may be quoted",
        ),
        ('8\tPrabowo: "Siap"\tPrabowo: "Ready"', "somebody whom everybody knows may be quoted"),
        ("8\t" + "desa " * 61 + "\tvillages", "too long"),
    ],
)
def test_a_row_that_is_left_out_is_named(row: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert list(sound([row], set())) == []
    assert capsys.readouterr().out == f"{why}: {row}\n"


def test_nothing_speaks_against_a_sound_pair() -> None:
    assert fault(PAIR, set()) is None


def test_what_is_new_becomes_a_part_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, table = tmp_path / "000.tsv", tmp_path / "table"
    table.mkdir()
    monkeypatch.setattr(sys, "argv", ["taken_in", "--into", str(table), str(rows)])
    for text in ("1\tSatu\tOne\n", "1\tSatu\tOne\n2\tDua\tTwo\n", "1\tSatu\tOne\n"):
        rows.write_text(text, encoding="utf-8")
        main()
    assert [list(lines(part)) for part in parts(table)] == [["Satu\tOne"], ["Dua\tTwo"]]
