"""Mentions joined into entities: by tables of our own cases, and with the model that ships."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.entities import find_entities, with_speakers
from bot.digest.tagger import Tagger
from bot.digest.tokens import tokenize
from bot.records import PARAGRAPH_BREAK, Article, Entity, Quote, Sentence

ROOT = Path(__file__).resolve().parents[1]
CASES = tomllib.loads((ROOT / "tests" / "cases" / "entities.toml").read_text(encoding="utf-8"))["case"]


class TableTagger:
    """Tags the names of a table wherever they stand, or only the first time."""

    def __init__(self, names: dict[str, str], *, once: bool = False) -> None:
        self._names = [([token.text for token in tokenize(name)], label) for name, label in names.items()]
        self._names.sort(key=lambda item: -len(item[0]))
        self._once = once

    def __call__(self, tokens: Sequence[str]) -> tuple[str, ...]:
        tags = ["O"] * len(tokens)
        for words, label in list(self._names):
            for i in range(len(tokens) - len(words) + 1):
                here = slice(i, i + len(words))
                if list(tokens[here]) == words and set(tags[here]) == {"O"}:
                    tags[here] = [f"B-{label}", *[f"I-{label}"] * (len(words) - 1)]
                    if self._once:
                        self._names.remove((words, label))
                        break
        return tuple(tags)


def article(*paragraphs: str, **fields: Any) -> tuple[Article, tuple[Sentence, ...]]:
    """One sentence to a paragraph, which is all that this stage needs."""
    made = Article(PARAGRAPH_BREAK.join(paragraphs), **fields)
    sentences, start = [], 0
    for i, text in enumerate(paragraphs):
        sentences.append(Sentence(i, i, start, start + len(text), text, heading=i in made.headings))
        start += len(text) + len(PARAGRAPH_BREAK)
    return made, tuple(sentences)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_names_are_joined(case: dict[str, Any]) -> None:
    tag = TableTagger(case["tags"], once=case.get("once", False))
    found = find_entities(*article(case["text"]), tag)
    expected = [Entity(e["name"], e["label"], tuple(e["aliases"]), e["mentions"]) for e in case["expected"]]
    assert sorted(found, key=lambda entity: entity.name) == sorted(expected, key=lambda entity: entity.name)


def test_the_name_in_the_title_comes_first() -> None:
    made = article(
        "Sari Utami dan Rangga Purwanto tampil.", "Sari Utami menang.", title="Rangga Purwanto Juara"
    )
    found = find_entities(*made, TableTagger({"Sari Utami": "PER", "Rangga Purwanto": "PER"}))
    assert [entity.name for entity in found] == ["Rangga Purwanto", "Sari Utami"]


def test_what_only_a_headline_capitalises_is_no_name() -> None:
    made = article("Harga Turun", "harga beras turun.", headings=(0,), title="Pasar Sepi Jelang Libur")
    assert find_entities(*made, TableTagger({"Pasar Sepi": "ORG", "Harga Turun": "ORG"})) == ()


def test_a_name_in_a_sub_headline_counts() -> None:
    made = article("Pesan Ratna Kusumo", "Ratna Kusumo berpesan.", headings=(0,))
    assert find_entities(*made, TableTagger({"Ratna Kusumo": "PER"}))[0].mentions == 2


def test_the_outlet_and_the_authors_are_left_out() -> None:
    made = article(
        "Kepada Warta Nusa, Tirto Laksana bicara.", site="Wartanusa.com", authors=("Tirto Laksana",)
    )
    assert find_entities(*made, TableTagger({"Warta Nusa": "ORG", "Tirto Laksana": "PER"})) == ()


def test_one_word_gets_one_label_throughout() -> None:
    made = article("Gibol menang.", "Kata Gibol, lega.", "Gibol pulang.")
    labels = iter(["PER", "ORG", "PER"])

    def tag(tokens: Sequence[str]) -> tuple[str, ...]:
        label = next(labels)
        return tuple(f"B-{label}" if token == "Gibol" else "O" for token in tokens)

    assert find_entities(*made, tag) == (Entity("Gibol", "person", (), 3),)


@pytest.mark.parametrize("text", ["", "a", "😀😀", "\x00\x07", "\ud800 Budi", "(" * 500, "A. " * 500])
def test_odd_text_raises_nothing(text: str) -> None:
    everything = find_entities(*article(text), lambda tokens: ["B-PER"] * len(tokens))
    assert all(entity.name in text for entity in everything)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Budi", "Santo", "Kota", "PT", "(BI)", "BI", "Bank", "Indonesia", "Dr.", ",", "Juli", "AS", "di"]
        ),
        max_size=30,
    ),
    st.lists(
        st.sampled_from(["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]), min_size=60, max_size=60
    ),
)
def test_whatever_is_tagged_every_form_stands_in_the_text_and_in_one_entity(
    words: list[str], tags: list[str]
) -> None:
    text = " ".join(words)
    found = find_entities(*article(text), lambda tokens: tags[: len(tokens)])
    forms = [(entity.label, form) for entity in found for form in (entity.name, *entity.aliases)]
    assert all(form in text for _, form in forms)
    assert all(entity.mentions > len(entity.aliases) for entity in found)
    assert len(forms) == len(set(forms))


def test_the_shipped_model_reads_a_story() -> None:
    made = article(
        "Presiden Prancis Emeline Garnier bertemu Perdana Menteri Jepang Haruto Kisaragi di Tokyo.",
        '"Kami sepakat," kata Garnier usai rapat, didampingi pejabat Kementerian Pertahanan.',
        "Kisaragi berterima kasih kepada Garnier.",
    )
    found = find_entities(*made, Tagger(ROOT / "models" / "entities.npz"))
    people = {entity.name: entity.aliases for entity in found if entity.label == "person"}
    assert people == {"Emeline Garnier": ("Garnier",), "Haruto Kisaragi": ("Kisaragi",)}
    assert {"Prancis", "Jepang", "Tokyo"} <= {entity.name for entity in found if entity.label == "place"}
    assert "Kementerian Pertahanan" in {entity.name for entity in found if entity.label == "organization"}


def test_a_very_long_text_of_many_names_is_read() -> None:
    made = article(*(f"Kata Arga{chr(97 + i % 26)} Bima{chr(97 + i // 26)}, ia pulang." for i in range(600)))
    found = find_entities(*made, lambda tokens: ["O", "B-PER", "I-PER", *["O"] * (len(tokens) - 3)])
    assert len(found) == 600


def test_whoever_speaks_is_listed_behind_the_others() -> None:
    known = (Entity("Ratna Wibisana", "person", ("Ratna",)),)
    speakers = ("Ratna", "Marwah", "Marwah", "@lumban", "BPBD", "Danar Laksita", None)
    quotes = [Quote("Air naik.", 0, 9, speaker) for speaker in speakers]
    article = Article("Marwah pulang. Marwah lega. Marwahan.", authors=("Danar Laksita",))
    assert with_speakers(known, quotes, article) == (
        *known, Entity("Marwah", "person", mentions=2),
    )  # fmt: skip
