"""The model of names that ships, by sentences of our own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.name_features import features
from bot.digest.tagger import TAGS, Tagger
from bot.errors import ConfigError

MODEL = Path(__file__).resolve().parents[1] / "models" / "entities.npz"
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
    assert set(tags) <= set(TAGS)


def test_lone_surrogates_and_control_characters_are_tagged_too(tag: Tagger) -> None:
    assert len(tag(["\ud800", "\x00", "Rina\udfff"])) == 3


def test_threads_share_one_tagger(tag: Tagger) -> None:
    other = ["Wali", "Kota", "Ambon", "Rina", "Latuconsina", "berkunjung", "ke", "Jepang", "."]
    expected = [tag(SENTENCE), tag(other)] * 40
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tag, [SENTENCE, other] * 40)) == expected


def test_features_depend_on_the_tokens_alone() -> None:
    assert features(SENTENCE, "listed") == features(list(SENTENCE), "listed")
    assert len(features(SENTENCE, "listed")) == len(SENTENCE)


def test_a_missing_model_is_a_configuration_error_that_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"training\.entities"):
        Tagger(tmp_path / "none.npz")


@pytest.mark.parametrize(
    "content", [b"", b"not a model", b"PK\x03\x04" + b"\x00" * 200], ids=["empty", "text", "zip"]
)
def test_a_broken_model_is_a_configuration_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"training\.entities"):
        Tagger(path)


def test_a_model_cut_short_is_a_configuration_error(tmp_path: Path) -> None:
    path = tmp_path / "short.npz"
    path.write_bytes(MODEL.read_bytes()[:100_000])
    with pytest.raises(ConfigError, match=r"training\.entities"):
        Tagger(path)


def write_model(path: Path, weights: dict[str, list[int]], *, rows: int | None = None) -> Path:
    """A model of our own: some features' weights, and tags that do not mind what stands next to them."""
    table = np.array(list(weights.values()), dtype=np.int8)[:rows]
    still = np.zeros(7, dtype=np.float32)
    names = np.frombuffer("\n".join(weights).encode(), dtype=np.uint8)
    np.savez(
        path,
        features=names,
        weights=table,
        scale=np.float32(0.1),
        between=np.zeros((7, 7)),
        first=still,
        last=still,
    )
    return path


def test_a_model_whose_arrays_do_not_fit_is_a_configuration_error(tmp_path: Path) -> None:
    path = write_model(tmp_path / "odd.npz", {"w=rina": [0] * 7, "w=ambon": [0] * 7}, rows=1)
    with pytest.raises(ConfigError, match=r"training\.entities"):
        Tagger(path)


@pytest.mark.parametrize("place", [-2, -1, 0, 1, 2])
def test_a_word_speaks_for_the_tags_around_it(tmp_path: Path, place: int) -> None:
    prefix = f"{place:+d}" if place else ""
    tag = Tagger(write_model(tmp_path / "own.npz", {f"{prefix}w=xyz": [0, 9, 0, 0, 0, 0, 0]}))
    words = ["aa", "bb", "xyz", "cc", "dd"]
    assert tag(words).index("B-PER") == 2 - place


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*SENTENCE, "rina", "PT", "(PBB)", "2024"]), min_size=1, max_size=9))
def test_the_tags_follow_the_sum_of_all_features(tokens: list[str]) -> None:
    with TemporaryDirectory() as folder:
        found = features(tokens, "wiki")
        names = sorted({name for items in found for name in items})
        weights = {name: [(7 * i + 3 * tag) % 11 - 5 for tag in range(7)] for i, name in enumerate(names)}
        tag = Tagger(write_model(Path(folder) / "own.npz", weights), style="wiki")
        sums = [np.sum([weights[name] for name in items], axis=0) for items in found]
        told = tag(tokens)
    assert [total[TAGS.index(tag)] for total, tag in zip(sums, told, strict=True)] == [max(t) for t in sums]
