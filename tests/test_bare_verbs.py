"""The verbs of Indonesian headlines in full, where they are what somebody does."""

from __future__ import annotations

import pytest

from bot.translation.bare_verbs import full_form, with_full_verbs
from bot.translation.lexicon import Lexicon, lexicon_of

WORDS = lexicon_of("id", "en") or Lexicon({})


class Known(frozenset[str]):
    """Words of which none is a verb."""

    has = frozenset.__contains__

    def is_bare_verb(self, word: str) -> bool:
        return False


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        ("Polisi tangkap tiga pelaku", "Polisi menangkap tiga pelaku"),
        ("MK tolak gugatan, DPR bahas aturan baru", "MK menolak gugatan, DPR membahas aturan baru"),
        ("Bupati Lumban resmikan jembatan", "Bupati Lumban meresmikan jembatan"),
        ("Ratna Wibisana sebut panen baik", "Ratna Wibisana menyebut panen baik"),
        ("Usai periksa saksi, hakim tunda sidang", "Usai memeriksa saksi, hakim menunda sidang"),
    ],
)
def test_the_verb_of_a_clause_gets_its_prefix(headline: str, sentence: str) -> None:
    assert with_full_verbs(headline, WORDS) == sentence


@pytest.mark.parametrize(
    "headline",
    [
        "Tangkap pelaku, polisi dipuji",  # opens its clause
        "Polisi menangkap pelaku, harga jual naik",
        "Sudah saya sampaikan kepada warga",
        "Seorang warga bunuh diri",
        "Korban tabrak lari dirawat",
        "Koperasi simpan pinjam diperiksa polisi",
        "Daftar tunggu haji makin panjang",
        "Harga beras naik tajam",
        "Warga Tangkap pulang",  # a name
        "Polisi telah tangkap",  # nothing follows
        "",
    ],
)
def test_names_nouns_and_passives_stay(headline: str) -> None:
    assert with_full_verbs(headline, WORDS) == headline


def test_what_makes_no_known_word_stays() -> None:
    assert full_form("datang", Known({"mendatangkan"})) is None
