"""The model of names that ships, by sentences of our own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.tagger import Tagger, features
from bot.errors import ConfigError

MODEL = Path(__file__).resolve().parents[1] / "models" / "entities.crfsuite"
TAGS = {"O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"}
SENTENCE = [
    "Gubernur",
    "Riau",
    "Hendra",
    "Wiratama",
    "datang",
    "ke",
    "Kota",
    "Bukittinggi",
    ",",
    "Selasa",
    ".",
]


@pytest.fixture(scope="module")
def tag() -> Tagger:
    return Tagger(MODEL)


def names(words: list[str], tags: tuple[str, ...], label: str) -> list[str]:
    return [word for word, found in zip(words, tags, strict=True) if found.endswith(label)]


def test_a_person_after_an_office_is_tagged_without_it(tag: Tagger) -> None:
    assert names(SENTENCE, tag(SENTENCE), "PER") == ["Hendra", "Wiratama"]


def test_a_place_is_tagged_with_its_kind(tag: Tagger) -> None:
    assert "Bukittinggi" in names(SENTENCE, tag(SENTENCE), "LOC")


def test_a_company_is_an_organization(tag: Tagger) -> None:
    words = ["Direktur", "PT", "Samudra", "Karya", "Indonesia", ",", "Rudi", "Santoso", ",", "membantah", "."]
    assert names(words, tag(words), "ORG") == ["PT", "Samudra", "Karya", "Indonesia"]
    assert names(words, tag(words), "PER") == ["Rudi", "Santoso"]


def test_a_sentence_without_names_has_no_tags(tag: Tagger) -> None:
    assert set(tag(["harga", "beras", "naik", "sejak", "pekan", "lalu", "."])) == {"O"}


def test_nothing_gives_nothing(tag: Tagger) -> None:
    assert tag([]) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), max_size=20))
def test_any_tokens_get_one_known_tag_each(tag: Tagger, tokens: list[str]) -> None:
    tags = tag(tokens)
    assert len(tags) == len(tokens)
    assert set(tags) <= TAGS


def test_lone_surrogates_and_control_characters_are_tagged_too(tag: Tagger) -> None:
    assert len(tag(["\ud800", "\x00", "Rina\udfff"])) == 3


def test_threads_share_one_tagger(tag: Tagger) -> None:
    other = ["Wali", "Kota", "Ambon", "Rina", "Latuconsina", "berkunjung", "ke", "Jepang", "."]
    expected = [tag(SENTENCE), tag(other)] * 40
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tag, [SENTENCE, other] * 40)) == expected


def test_features_depend_on_the_tokens_alone() -> None:
    assert features(SENTENCE) == features(list(SENTENCE))
    assert len(features(SENTENCE)) == len(SENTENCE)


def test_a_missing_model_is_a_configuration_error_that_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"training\.entities"):
        Tagger(tmp_path / "none.crfsuite")


@pytest.mark.parametrize(
    "content",
    [b"", b"not a model", b"lCRF" + b"\x00" * 200, b"lCRF\x34\x00\x00\x00FOMC" + b"\x00" * 40],
    ids=["empty", "text", "header only", "no labels"],
)
def test_a_broken_model_is_a_configuration_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.crfsuite"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"training\.entities"):
        Tagger(path)


def test_a_model_cut_short_is_a_configuration_error(tmp_path: Path) -> None:
    path = tmp_path / "short.crfsuite"
    path.write_bytes(MODEL.read_bytes()[:100_000])
    with pytest.raises(ConfigError, match=r"training\.entities"):
        Tagger(path)
