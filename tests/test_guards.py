"""A translation is held to its source: what it lost is put right, and what cannot be is not shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

import pytest

from bot.translation.decoder import Decoder, Hypothesis
from bot.translation.fidelity import Names, Roster
from bot.translation.guards import GuardedModel
from bot.translation.lexicon import Lexicon
from bot.translation.package import Package
from bot.translation.packages import find_packages
from bot.translation.piece import piece_of
from bot.translation.turns import Turns
from tests.packages import shipped_file

SENTENCES = ("Gubernur meresmikan jembatan baru di Semarang.", "Harga beras naik pada bulan ini.")


class Scripted:
    """A decoder that says what it is told to: one line for each round and beam place."""

    looks = False

    def __init__(self, *rounds: Sequence[str]) -> None:
        self.rounds = list(rounds)
        self.options: list[dict[str, Any]] = []

    def encode(self, text: str) -> list[str]:
        return [f"▁{word}" for word in text.split()]

    def text(self, subwords: list[str]) -> str:
        return "".join(subwords).replace("▁", " ")

    def decode(
        self, sources: Sequence[list[str]], *, urgent: bool, **options: Any
    ) -> list[tuple[Hypothesis, ...]]:
        if not sources:
            return []
        self.options.append(options)
        beam = self.rounds.pop(0)
        return [tuple(self._hypothesis(said, len(source)) for said in beam) for source in sources]

    def _hypothesis(self, said: str, width: int) -> Hypothesis:
        written = self.encode(said)
        rows = [[float(self.looks and i == j) for j in range(width)] for i in range(len(written))]
        return Hypothesis(written, rows)


class Aligned(Scripted):
    """One whose every word looks at the source's word in the same place."""

    looks = True


def translated(
    source: str, *rounds: Sequence[str], names: Names | None = None
) -> tuple[str | None, Counter[str]]:
    """What comes of one sentence when the decoder answers so, and what the guards counted."""
    counts: Counter[str] = Counter()
    package = Package("id", "en", "1", shipped_file().parent, "shipped")
    model = GuardedModel(package, Scripted(*rounds), counts)  # type: ignore[arg-type]
    (translation,) = model.translate([source], Roster(names or {}), urgent=True)
    return translation, counts


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> GuardedModel:
    found = find_packages(shipped_file().parent, tmp_path_factory.mktemp("data"))
    package = next(each for each in found if (each.source, each.target) == ("id", "en"))
    return GuardedModel(package, Decoder(package, Turns(2)), Counter())


def test_the_likeliest_translation_is_taken() -> None:
    assert translated("Harga naik.", ["Prices rise.", "Price up."])[0] == "Prices rise."


def test_a_later_one_of_the_beam_is_taken_when_it_loses_less() -> None:
    translation, counts = translated("Harga naik 7 persen.", ["Prices rise.", "Prices rise 7 percent."])
    assert translation == "Prices rise 7 percent."
    assert counts == {"sentences": 1}


def test_one_that_goes_in_circles_is_decoded_again() -> None:
    circle = "the man the man the man the man the man"
    translation, counts = translated("Orang itu pulang ke rumahnya.", [circle], ["The man went home."])
    assert translation == "The man went home."
    assert counts["broken, mended"] == 1


def test_one_that_goes_in_circles_twice_is_given_up() -> None:
    circle = "the man the man the man the man the man"
    translation, counts = translated("Orang itu pulang ke rumahnya.", [circle], [circle])
    assert translation is None
    assert counts["broken, given up"] == 1


@pytest.mark.parametrize(
    "said", ["", "Yes.", "pemerintah daerah akan membangun lagi sekolah yang rusak"],
    ids=["nothing", "next to nothing", "the source again"],
)  # fmt: skip
def test_no_translation_at_all_is_decoded_again(said: str) -> None:
    source = "Menurut bupati, pemerintah daerah akan membangun lagi sekolah yang rusak karena banjir."
    good = "According to the regent, the local government will rebuild schools damaged by the flood."
    assert translated(source, [said], [good])[0] == good


def test_a_lost_number_without_a_place_is_looked_for_in_other_translations() -> None:
    sampled = ["The funds run.", "The funds of 2018 flow."]
    translation, counts = translated("Dana tahun 2018 cair.", ["The funds flow."], sampled)
    assert translation == "The funds of 2018 flow."
    assert (counts["numbers, mended"], counts["numbers, lost"]) == (1, 0)


def test_a_number_that_no_translation_has_stays_lost() -> None:
    translation, counts = translated("Dana tahun 2018 cair.", ["The funds flow."], ["The funds run."])
    assert translation == "The funds flow."
    assert (counts["numbers, mended"], counts["numbers, lost"]) == (0, 1)


def test_a_lost_negation_is_looked_for_in_other_translations() -> None:
    translation, counts = translated(
        "Bupati tidak hadir.", ["The regent came."], ["He came.", "The regent was not there."]
    )
    assert translation == "The regent was not there."
    assert counts["negation, mended"] == 1


def test_a_sentence_is_not_shown_without_its_negation() -> None:
    translation, counts = translated("Bupati tidak hadir.", ["The regent came."], ["The regent was there."])
    assert translation is None
    assert counts["negation, given up"] == 1


def test_a_negation_is_not_bought_with_a_word_that_only_may_deny() -> None:
    translation, _ = translated("Bupati tidak hadir.", ["The regent came."], ["The regent is still free."])
    assert translation is None


@pytest.mark.parametrize(
    ("source", "said", "shown"),
    [
        ("Ia ditemukan tanpa busana.", "He was found naked.", True),
        ("Ia tidak ditemukan tanpa busana.", "He was found naked.", False),
    ],
)
def test_what_a_term_denies_may_be_said_without_a_not(source: str, said: str, shown: bool) -> None:
    assert (translated(source, [said], [said])[0] == said) == shown


def test_no_stand_in_is_left_in_a_translation() -> None:
    names = {"Sukmaningtyas": ("Sukmaningtyas",)}
    translation, _ = translated(
        "Bupati menemui Sukmaningtyas.", ["The regent met her."], ["The regent met Xs."], names=names
    )
    assert translation == "The regent met her."


def test_what_was_english_before_may_stay_so() -> None:
    said = "this is a good day for all of us and for the whole village"
    assert translated(said, [said])[0] == said


def test_amounts_and_days_are_put_right() -> None:
    translation, _ = translated(
        "Pada Kamis kerugian mencapai 3 miliar.", ["On Friday losses reached 3 million."]
    )
    assert translation == "On Thursday losses reached 3 billion."


def test_a_name_is_lost_only_when_stand_ins_do_not_help_either() -> None:
    names = {"Sukmaningtyas": ("Sukmaningtyas",)}
    source = "Sukmaningtyas pulang."
    kept, counts = translated(source, ["He went home."], ["X went home."], names=names)
    assert (kept, counts["names, mended"]) == ("Sukmaningtyas went home.", 1)
    _, counts = translated(source, ["He went home."], ["She went home."], names=names)
    assert counts["names, lost"] == 1


@pytest.mark.parametrize(
    ("origin", "said", "shown"),
    [
        ("shipped", "This is linggis", "This is crowbar"),
        ("shipped", "This is hotels", "This is crowbars"),
        ("shipped", "This is crowbarring", "This is crowbarring"),
        ("installed", "This is linggis", "This is crowbar"),
        ("installed", "This is nonsense", "This is nonsense"),
    ],
)
def test_a_word_whose_meaning_is_sure_is_put_where_it_was_lost(
    origin: Literal["shipped", "installed"], said: str, shown: str
) -> None:
    package = Package("id", "en", "1", shipped_file().parent, origin)
    model = GuardedModel(package, Aligned([said]), Counter())  # type: ignore[arg-type]
    assert model.translate(["Ini adalah linggis"], Roster({}), urgent=True) == [shown]


def test_a_translation_that_says_a_rare_word_is_taken_before_a_likelier_one() -> None:
    translation, _ = translated("Ini linggis.", ["This is a hotel.", "This is a crowbar."])
    assert translation == "This is a crowbar."


@pytest.mark.parametrize(
    "text",
    [
        "Info lengkap di https://contoh.example/a/b?c=1 atau surel ke info@contoh.example.",
        "Ikuti @wartapesisir untuk kabar terbaru.",
        "Banjir lagi di Demak 🌊🌊 warga mengungsi 👨‍👩‍👧",
        "Teks <b>tebal</b> tetap tebal.",
    ],
    ids=["addresses", "handle", "pictures", "markup"],
)
def test_what_is_no_language_stands_in_the_translation_as_it_is(model: GuardedModel, text: str) -> None:
    (translation,) = model.translate([text], Roster({}), urgent=True)
    assert translation
    kept = re.findall(r"https\S+1|info@contoh.example|@wartapesisir|</?b>|[\u2600-\U0001ffff]", text)
    assert kept
    assert [each for each in kept if each not in translation] == []


def test_a_picture_or_markup_has_no_blank_around_it_that_the_source_has_not(model: GuardedModel) -> None:
    (translation,) = model.translate(
        ["Banjir di Demak 🌊, <b>ratusan</b> warga mengungsi 😢."], Roster({}), urgent=True
    )
    assert translation
    assert " 🌊, <b>" in translation
    assert "</b> " in translation
    assert not re.search(r"<b>\s|\s</b>", translation)
    assert translation.endswith(" 😢.")


@pytest.mark.parametrize(
    ("line", "said", "shown"),
    [
        ("Menteri <b>baru</b> tiba", "Minister new arrived", "Minister <b>new</b> arrived"),
        ("Menteri **baru tiba**.", "Minister new arrived.", "Minister **new arrived**."),
        ("Menteri <b>baru</b> tiba", 'Minister " arrived', 'Minister " arrived'),
        (
            '"Menteri [baru](/x) tiba," kata',
            'Minister new arrived," said',
            '"Minister [new](/x) arrived," said',
        ),
    ],
)
def test_a_marked_sentence_is_translated_whole(line: str, said: str, shown: str) -> None:
    package = Package("id", "en", "1", shipped_file().parent, "installed")
    model = GuardedModel(package, Aligned([said]), Counter())  # type: ignore[arg-type]
    assert model.translate([line], Roster({}), urgent=True) == [shown]


@pytest.mark.parametrize("sign", ["-", "1.", "12)"])
def test_the_sign_of_a_lists_item_is_not_translated(model: GuardedModel, sign: str) -> None:
    item, bare = model.translate([f"{sign} {SENTENCES[0]}", SENTENCES[0]], Roster({}), urgent=True)
    assert item == f"{sign} {bare}"


def test_the_number_of_a_lists_item_is_no_part_of_a_number_behind_it() -> None:
    piece = piece_of("1. 213 siswa hadir.", Roster({}), Lexicon({}))
    assert (piece.before, piece.source) == ("1. ", "213 siswa hadir.")


def test_marks_change_no_translation(model: GuardedModel) -> None:
    line = (
        "Menteri <b>Perhubungan</b> mengatakan [kereta cepat](https://a.example/x) akan beroperasi tahun ini."
    )
    plain = "Menteri Perhubungan mengatakan kereta cepat akan beroperasi tahun ini."
    marked, bare = model.translate([line, plain], Roster({}), urgent=True)
    assert marked
    assert bare
    assert re.sub(r"</?b>|\[|\]\(\S+\)", "", marked) == bare
    assert re.search(r"<b>\w[^<]*</b>", marked)
    assert re.search(r"\[[^]]*train[^]]*\]\(https://a.example/x\)", marked)


@pytest.mark.parametrize(
    ("source", "names", "said"),
    [
        (
            "Kementerian Pertanian (Kementan) rapat.",
            {"Kementan": ("the Agriculture Ministry", "Kementan")},
            "The Ministry of Agriculture (Kementan) met.",
        ),
        ("Amerika Serikat (AS) rapat.", {"AS": ("US",)}, "The United States (US) met."),
        ("Amerika Serikat (AS) rapat.", {"AS": ("the US", "US")}, "The United States (US) met."),
    ],
    ids=["stays", "has one of its own", "has one with an article"],
)
def test_an_abbreviation_in_brackets_is_not_written_out(source: str, names: Names, said: str) -> None:
    translation, counts = translated(source, [said], names=names)
    assert translation == said
    assert counts == {"sentences": 1}


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("Korea Selatan pantau pasar.", 1),
        ("Korea Selatan memantau pasar.", 0),
        ("Warga Korea Selatan pantau.", 0),
    ],
)
def test_a_country_that_does_what_a_headline_says_is_no_adjective(source: str, lost: int) -> None:
    names = {"Korea Selatan": ("South Korea", "South Korean")}
    rounds = [["South Korean residents monitor the market."]] * 3
    assert translated(source, *rounds, names=names)[1]["names, lost"] == lost


def test_a_name_that_a_list_lost_is_put_between_its_neighbours() -> None:
    names = {name: (name,) for name in ("Iran", "Laos", "Kenya")}
    translation, _ = translated(
        "Pelari dari Iran, Laos dan Kenya.", ["Runners from Iran and Kenya."], names=names
    )
    assert translation == "Runners from Iran, Laos and Kenya."


def test_an_opening_mark_and_blanks_stay(model: GuardedModel) -> None:
    plain, marked = model.translate([SENTENCES[0], f"  “{SENTENCES[0]} "], Roster({}), urgent=True)
    assert marked == f"  “{plain} "


def test_a_date_in_figures_is_shown_with_its_month_by_name() -> None:
    assert translated("Senin (12/3/2018).", ["Monday (12/3/2018)."])[0] == "Monday (March 12, 2018)."


def readings(source: str, *rounds: Sequence[str], names: Names | None = None) -> tuple[str | None, list[str]]:
    """What comes of a sentence by a package that can be told words, and what its decoder read."""
    reads: list[str] = []

    class Reading(Aligned):
        def decode(self, sources: Sequence[list[str]], **options: Any) -> list[tuple[Hypothesis, ...]]:
            reads.extend(" ".join(read).replace("▁", "") for read in sources)
            return super().decode(sources, **options)

    package = Package("id", "en", "1", shipped_file().parent, "shipped", can_be_told=True)
    model = GuardedModel(package, Reading(*rounds), Counter())  # type: ignore[arg-type]
    (translation,) = model.translate([source], Roster(names or {}), urgent=True)
    return translation, reads


def test_a_package_that_can_be_told_reads_the_words_that_its_draft_lost() -> None:
    said = "This is a crowbar of the United States."
    names = {"Amerika Serikat": ("United States",)}
    assert readings("Ini linggis Amerika Serikat.", ["This is nonsense."], [said], names=names) == (
        said,
        ["Ini linggis Amerika Serikat.", "Ini crowbar United States."],
    )


def test_a_draft_that_loses_nothing_is_the_translation() -> None:
    assert readings("Ini linggis.", ["This is a crowbar."]) == ("This is a crowbar.", ["Ini linggis."])


def test_a_term_that_was_told_has_its_blanks_after_a_number_was_put_right_too() -> None:
    said = "Birds-eye-chilli sold 13 kilograms."
    translation, _ = readings("Cabai rawit terjual 12 kilogram.", ["Nonsense."], [said])
    assert translation == "Bird's eye chilli sold 12 kilograms."


def test_a_word_for_which_a_draft_has_one_that_nobody_writes_is_told() -> None:
    said = "A large house."
    assert readings("Rumah besar.", ["House squatary."], [said]) == (said, ["Rumah besar.", "Rumah large."])


def test_a_translation_without_a_word_that_nobody_writes_is_taken_before_a_likelier_one() -> None:
    assert translated("Orang besar.", ["People squatary.", "Big people."])[0] == "Big people."


def test_a_term_that_was_told_has_its_blanks_after_a_decoding_with_stand_ins_too() -> None:
    package = Package("id", "en", "1", shipped_file().parent, "shipped", can_be_told=True)
    rounds = (["Nonsense was cheap."], ["Bird's-eye-chilli was cheap."], ["X sold birds-eye-chilli."])
    model = GuardedModel(package, Scripted(*rounds), Counter())  # type: ignore[arg-type]
    roster = Roster({"Sukmaningtyas": ("Sukmaningtyas",)})
    said = model.translate(["Sukmaningtyas menjual cabai rawit."], roster, urgent=True)
    assert said == ["Sukmaningtyas sold bird's eye chilli."]


def test_a_headline_is_read_as_a_sentence_and_written_as_a_headline() -> None:
    said = ["residents of Pasar Minggu reject the new factory"]
    shown, reads = readings("Warga Pasar Minggu Tolak Pabrik Baru", said, said, said)
    assert reads[0] == "Warga Pasar Minggu menolak pabrik baru"
    assert shown == "Residents of Pasar Minggu Reject the New Factory"


def test_a_package_that_cannot_be_told_reads_a_headline_as_it_stands() -> None:
    shown, _ = translated("Warga Lumban Tolak Pabrik Baru", ["residents reject the new factory"])
    assert shown == "Residents reject the new factory"
