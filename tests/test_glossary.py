"""What names are called in the reader's language."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records import Entity, EntityLabel
from bot.translation.glossary import is_generic, is_sensible, name_translation, sentence_forms


@pytest.mark.parametrize(
    ("name", "label", "english"),
    [
        ("Ratna Wijaya", "person", "Ratna Wijaya"),
        ("Korea Selatan", "place", "South Korea"),
        ("KOREA SELATAN", "place", "South Korea"),
        ("AS", "place", "US"),
        ("Jawa Barat", "place", "West Java"),
        ("Jakarta Selatan", "place", "South Jakarta"),
        ("Kabupaten Bogor", "place", "Bogor Regency"),
        ("Bandara Internasional Kertajati", "place", "Kertajati International Airport"),
        ("Busan", "place", None),
        ("PBB", "organization", "UN"),
        ("Majelis Umum PBB", "organization", "UN General Assembly"),
        ("Sidang Majelis Umum PBB", "organization", "UN General Assembly"),
        ("KPK", "organization", "Corruption Eradication Commission (KPK)"),
        ("Komisi Pemilihan Umum (KPU)", "organization", "General Elections Commission (KPU)"),
        ("Kementerian Luar Negeri Rusia", "organization", "Ministry of Foreign Affairs of Russia"),
        ("Kementerian Kesehatan RI", "organization", "Ministry of Health"),
        ("Dinas Kesehatan Kota Bandung", "organization", "Bandung City Health Office"),
        ("Polda Jawa Barat", "organization", "West Java Regional Police"),
        ("Badan Pertanahan Nasional", "organization", "National Land Agency"),
        ("Serikat Tani Kendal", "organization", "Kendal Farmers Union"),
        ("Pemerintah Republik Indonesia", "organization", "Indonesian government"),
        ("gedung KPK", "place", "KPK building"),
        ("kementerian Luar Negeri", "organization", "Ministry of Foreign Affairs"),
        ("pulau utara Wirasana", "place", None),
        ("Stasiun Meteorologi Wirasana", "organization", "Wirasana Meteorological Station"),
        ("Pasar Jaya", "organization", "Pasar Jaya"),
        ("Garuda Indonesia", "organization", None),
        ("", "place", None),
    ],
)
def test_a_name_is_called_what_english_news_calls_it(
    name: str, label: EntityLabel, english: str | None
) -> None:
    assert name_translation(Entity(name, label), "en") == english


def test_the_table_knows_english_alone() -> None:
    assert name_translation(Entity("Korea Selatan", "place"), "de") is None
    assert name_translation(Entity("Ratna Wijaya", "person"), "de") == "Ratna Wijaya"


def test_a_wrong_label_does_not_hide_a_name() -> None:
    assert name_translation(Entity("Amerika Serikat", "organization"), "en") == "United States"


def test_an_acronym_stays_in_sentences_and_is_explained_in_the_list() -> None:
    entity = Entity("Komisi Pemberantasan Korupsi", "organization", ("KPK",))
    forms = sentence_forms(entity, name_translation(entity, "en"), "en")
    assert forms["KPK"][0] == "KPK"
    assert forms["Komisi Pemberantasan Korupsi"][0] == "the Corruption Eradication Commission"


def test_an_adjective_will_do_for_a_country() -> None:
    entity = Entity("Korea Selatan", "place", ("Korsel",))
    forms = sentence_forms(entity, "South Korea", "en")
    assert forms["Korsel"] == forms["Korea Selatan"] == ("South Korea", "South Korean")


def test_a_short_form_that_is_not_known_of_a_translated_name_is_left_to_the_model() -> None:
    assert "Kosmodrom" not in sentence_forms(
        Entity("Kosmodrom Vostochny", "place", ("Kosmodrom",)), "Vostochny Cosmodrome", "en"
    )


def test_the_short_form_of_a_kept_name_is_kept() -> None:
    forms = sentence_forms(Entity("Ratna Wijaya", "person", ("Ratna",)), "Ratna Wijaya", "en")
    assert forms == {"Ratna Wijaya": ("Ratna Wijaya",), "Ratna": ("Ratna",)}


def test_of_a_kept_name_that_begins_with_a_common_noun_the_own_words_are_held_to() -> None:
    assert sentence_forms(Entity("tugu Wirasana", "place"), None, "en") == {"Wirasana": ("Wirasana",)}
    assert sentence_forms(Entity("klub KPK", "organization"), None, "en")["KPK"][0] == "KPK"


def test_a_state_owned_enterprise_may_be_called_by_the_short_form_of_english_news() -> None:
    entity = Entity("Badan Usaha Milik Negara", "organization", ("BUMN",))
    forms = sentence_forms(entity, name_translation(entity, "en"), "en")
    assert {"BUMN", "SOE", "state-owned enterprises"} <= set(forms["BUMN"])


def test_a_month_is_not_held_to_as_a_name() -> None:
    assert sentence_forms(Entity("Juli", "person"), "Juli", "en") == {}


def test_only_bodies_named_by_ordinary_words_are_generic() -> None:
    assert is_generic(Entity("Badan Pengelola Danau", "organization"))
    assert not is_generic(Entity("Garuda Indonesia", "organization"))
    assert not is_generic(Entity("Badan Pengelola Danau", "place"))


@pytest.mark.parametrize(
    ("translation", "sensible"),
    [
        ("Lake Management Agency", True),
        ("The Agency for Lake Management", True),
        ("the agency of lakes", False),
        ("Lake Lake Lake", False),
        ("House of Representatives", False),
        ("The House of Representatives", False),
        ("Agency", False),
        ("", False),
    ],
)
def test_a_machines_name_must_read_as_one(translation: str, sensible: bool) -> None:
    assert is_sensible("Badan Pengelola Danau", translation) is sensible


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150), st.sampled_from(["person", "place", "organization"]))
def test_any_name_goes_through(name: str, label: EntityLabel) -> None:
    entity = Entity(name, label)
    assert all(forms for forms in sentence_forms(entity, name_translation(entity, "en"), "en").values())


@pytest.mark.parametrize(
    ("name", "label", "indonesian"),
    [
        ("United States", "place", "Amerika Serikat"),
        ("U.S.", "place", "AS"),
        ("Indonesia", "place", "Indonesia"),
        ("West Java", "place", "Jawa Barat"),
        ("Bogor Regency", "place", "Kabupaten Bogor"),
        ("Mount Merapi", "place", "Gunung Merapi"),
        ("UN", "organization", "PBB"),
        ("Health Ministry", "organization", "Kementerian Kesehatan"),
        ("Ministry of Foreign Affairs", "organization", "Kementerian Luar Negeri"),
        ("Corruption Eradication Commission", "organization", "KPK"),
        ("Gadjah Mada University", "organization", "Universitas Gadjah Mada"),
        ("Asian Development Bank", "organization", "Bank Pembangunan Asia"),
        ("Maluku Police", "organization", "Kepolisian Maluku"),
        ("Bank Indonesia", "organization", "Bank Indonesia"),
        ("Coastal Studies Institute", "organization", None),
        ("", "place", None),
    ],
)
def test_a_name_of_english_news_is_called_what_indonesian_news_calls_it(
    name: str, label: EntityLabel, indonesian: str | None
) -> None:
    assert name_translation(Entity(name, label), "id") == indonesian


def test_in_an_indonesian_sentence_a_short_form_will_do_too() -> None:
    entity = Entity("United States", "place", ("U.S.",))
    forms = sentence_forms(entity, name_translation(entity, "id"), "id")
    assert forms["United States"][0] == "Amerika Serikat"
    assert {"AS", "Amerika Serikat"} <= set(forms["U.S."])
