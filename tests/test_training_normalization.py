"""What a package's vocabulary makes of text as it stands on a page."""

from __future__ import annotations

import pytest
import sentencepiece
from hypothesis import given, settings
from hypothesis import strategies as st

from training.translation.arrays import BOS, EOS, PAD, UNK
from training.translation.normalization import as_tsv, rules
from training.translation.prepare import make_vocabulary
from training.translation.text import cleaned

ON_A_PAGE = [
    *"aeioukn ",
    *"“”„«»‘’‚´`–—−\u00a0\u200b\ufeff\u00ad",
    *"ﬁﬃ½①１Ａ…™é",
    "e\u0301",
    "n\u0303",
    "\u2003",
    "\u3000",
]


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> sentencepiece.SentencePieceProcessor:
    folder = tmp_path_factory.mktemp("vocabulary")
    words = ["kami", "kapal", "nelayan", "office", "café", "ñ", '"', "'", "-", ".", "1⁄2", "1", "A", "TM"]
    text = [f"{first} {second}" for first in words for second in words]
    make_vocabulary(text, 42, folder)
    return sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))


@pytest.mark.parametrize(
    ("written", "learnt"),
    [
        ("“kami”", '"kami"'),
        ("‘kapal’ – kapal", "'kapal' - kapal"),
        ("oﬃce", "office"),
        ("cafe\u0301", "café"),
        ("kami\u00a0kapal", "kami kapal"),
        ("ka\u200bmi", "kami"),
        ("ka\u200ami", "ka mi"),
        ("１", "1"),
    ],
)
def test_a_page_s_forms_become_those_that_were_learnt(
    vocabulary: sentencepiece.SentencePieceProcessor, written: str, learnt: str
) -> None:
    assert vocabulary.encode(written) == vocabulary.encode(learnt)
    assert UNK not in vocabulary.encode(written)


@given(st.lists(st.sampled_from(ON_A_PAGE), max_size=12).map("".join))
@settings(deadline=None, max_examples=200)
def test_raw_text_reads_as_the_cleaned_text_of_training_did(
    vocabulary: sentencepiece.SentencePieceProcessor, text: str
) -> None:
    assert vocabulary.encode(text) == vocabulary.encode(cleaned(text))


def test_the_special_subwords_have_the_numbers_that_the_arrays_use(
    vocabulary: sentencepiece.SentencePieceProcessor,
) -> None:
    assert [vocabulary.unk_id(), vocabulary.bos_id(), vocabulary.eos_id(), vocabulary.pad_id()] == [
        UNK,
        BOS,
        EOS,
        PAD,
    ]


def test_rules_are_written_as_code_points() -> None:
    lines = set(as_tsv())
    assert "201C\t22\n" in lines
    assert "65 301\tE9\n" in lines
    assert "200D\t\n" in lines
    assert len(lines) == len(rules())
