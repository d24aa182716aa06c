"""What is translated of a digest, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.errors import NoPackage
from bot.records import Article, Digest, Entity, Quote, Sentence
from bot.translation.brief import translate_all, translate_shown
from bot.translation.fidelity import Names

TEXT = "\n\n".join(
    (
        "Wali kota meninjau banjir di kota itu.",
        "Kata warga",
        "“Kami siap,” kata Ratna Wijaya.",
        "Korsel membantu.",
    )
)


class Echo:
    """Translates by putting the text into brackets, and remembers what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[list[str], str, str]] = []
        self.names: Names = {}
        self.urgent: bool | None = None

    def translate(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        names: Names | None = None,
        urgent: bool = True,
    ) -> tuple[str | None, ...]:
        self.calls.append((list(texts), source, target))
        self.names = names or {}
        self.urgent = urgent
        return tuple(self.said(text) for text in texts)

    def said(self, text: str) -> str | None:
        """What becomes of one text; another double says something else."""
        return f"[{text}]"


def digest() -> Digest:
    sentences = []
    for index, source in enumerate(TEXT.split("\n\n")):
        start = TEXT.index(source)
        sentences.append(Sentence(index, index, start, start + len(source), source, heading=index == 1))
    quote = Quote("Kami siap,", TEXT.index("Kami"), TEXT.index("Kami") + 10, "Ratna Wijaya", key=True)
    return Digest(
        Article(TEXT, title="Wali Kota Meninjau Banjir, Korsel Membantu", headings=(1,)),
        tuple(sentences),
        (0, 3),
        (quote, replace(quote, start=quote.start + 5, text="siap", key=False)),
        (
            Entity("Ratna Wijaya", "person", ("Ratna",)),
            Entity("Korea Selatan", "place", ("Korsel",)),
            Entity("Badan Pengelola Danau", "organization"),
        ),
    )


def test_the_brief_is_translated_in_one_call() -> None:
    engine = Echo()
    shown = translate_shown(digest(), engine)
    assert len(engine.calls) == 1
    assert [s.index for s in shown.sentences if s.translation] == [0, 3]
    assert [q.translation is not None for q in shown.quotes] == [True, False]
    assert shown.title_translation is not None


def test_every_name_has_one_form() -> None:
    engine = Echo()
    shown = translate_shown(digest(), engine)
    assert [e.translation for e in shown.entities] == [
        "Ratna Wijaya",
        "South Korea",
        "Badan Pengelola Danau",
    ]
    assert engine.names["Ratna"] == ("Ratna",)
    assert engine.names["Korsel"][0] == engine.names["Korea Selatan"][0] == "South Korea"


def test_a_headline_in_capitals_is_asked_in_the_articles_own_letters() -> None:
    engine = Echo()
    translate_shown(digest(), engine)
    assert engine.calls[0][0][0] == "Wali kota meninjau banjir, Korsel membantu"


def test_a_quotation_that_stops_at_a_comma_is_closed() -> None:
    engine = Echo()
    translate_shown(digest(), engine)
    assert "Kami siap." in engine.calls[0][0]


class TwoMinds(Echo):
    """Translates the same words otherwise where "he said" follows them."""

    def said(self, text: str) -> str | None:
        return "“We stand ready,” said Ratna Wijaya." if "kata" in text else "We are ready."


def test_a_quotation_is_translated_in_its_sentence_as_it_was_shown_alone() -> None:
    shown = translate_shown(digest(), TwoMinds())
    assert shown.quotes[0].translation == "We are ready."
    whole = translate_all(shown, TwoMinds())
    assert whole.sentences[2].translation == "“We are ready,” said Ratna Wijaya."


def test_a_quotation_is_alone_as_its_sentence_has_it_where_that_was_shown_first() -> None:
    base, engine = replace(digest(), summary=(2,), quotes=()), TwoMinds()
    shown = replace(translate_shown(base, engine), quotes=digest().quotes[:1])
    whole = translate_all(shown, engine)
    assert whole.quotes[0].translation == "We stand ready."
    assert "Kami siap." not in [text for texts, _, _ in engine.calls for text in texts]


def spoken_by(role: str) -> Digest:
    base = digest()
    return replace(base, quotes=tuple(replace(quote, speaker_role=role) for quote in base.quotes))


def test_a_role_of_the_table_is_not_asked_of_the_machine() -> None:
    engine = Echo()
    shown = translate_shown(spoken_by("Bupati Sleman"), engine)
    assert [q.speaker_role_translation for q in shown.quotes] == ["regent of Sleman"] * 2
    assert not any("Bupati" in text for text in engine.calls[0][0])


def test_another_role_is_asked_in_the_same_call_as_a_sentence() -> None:
    class Answers(Echo):
        def said(self, text: str) -> str | None:
            return "He is a clam digger." if "pencari" in text else text

    engine = Answers()
    shown = translate_shown(spoken_by("pencari kerang"), engine)
    assert len(engine.calls) == 1
    assert "Dia adalah pencari kerang." in engine.calls[0][0]
    assert shown.quotes[0].speaker_role_translation == "clam digger"


def test_a_role_that_no_one_can_translate_is_left_out_and_stays_so() -> None:
    shown = translate_shown(spoken_by("pencari kerang"), Echo())
    assert shown.quotes[0].speaker_role_translation == ""
    engine = Echo()
    assert translate_all(shown, engine).quotes[0].speaker_role_translation == ""
    assert not any("pencari kerang" in text for text in engine.calls[0][0])


def test_a_role_is_told_the_same_at_once_where_its_body_gets_its_name_in_that_call() -> None:
    class Lakes(Echo):
        def said(self, text: str) -> str | None:
            return "Lake Management Agency" if text == "Badan Pengelola Danau" else text

    engine = Lakes()
    shown = translate_shown(spoken_by("ketua Badan Pengelola Danau"), engine)
    assert shown.quotes[0].speaker_role_translation == "chair of the Lake Management Agency"
    assert not any("Dia adalah" in text for text in engine.calls[0][0])
    assert translate_all(shown, Lakes()).quotes[0] == shown.quotes[0]


def test_an_office_is_told_in_short_where_the_machines_answer_cannot_be_used() -> None:
    shown = translate_shown(spoken_by("ketua kelompok tani"), Echo())
    assert shown.quotes[0].speaker_role_translation == "chair"


def unnamed(mention: str) -> Digest:
    base = digest()
    quotes = (replace(quote, speaker=None, speaker_mention=mention) for quote in base.quotes)
    return replace(base, quotes=tuple(quotes))


def test_what_a_speaker_without_a_name_is_called_is_translated_in_the_same_call_and_stays() -> None:
    class Answers(Echo):
        def said(self, text: str) -> str | None:
            return "She is a clam digger from Bekasi." if "pencari" in text else text

    engine = Answers()
    shown = translate_shown(unnamed("pencari kerang asal Bekasi tersebut"), engine)
    assert len(engine.calls) == 1
    assert "Dia adalah pencari kerang asal Bekasi." in engine.calls[0][0]
    assert shown.quotes[0].speaker_mention_translation == "clam digger from Bekasi"
    assert translate_all(shown, Echo()).quotes[0].speaker_mention_translation == "clam digger from Bekasi"


def test_a_speaker_without_a_name_keeps_the_articles_words_where_no_one_can_translate_them() -> None:
    shown = translate_shown(unnamed("pencari kerang tersebut"), Echo())
    assert shown.quotes[0].speaker_mention_translation == "pencari kerang"


def test_a_role_that_is_translated_stays() -> None:
    first = translate_shown(spoken_by("Bupati Sleman"), Echo())
    kept = replace(first, quotes=tuple(replace(q, speaker_role_translation="x") for q in first.quotes))
    assert {q.speaker_role_translation for q in translate_all(kept, Echo()).quotes} == {"x"}


def test_a_quotation_begins_with_a_capital() -> None:
    class Small(Echo):
        def said(self, text: str) -> str | None:
            return "we are ready,"

    assert translate_shown(digest(), Small()).quotes[0].translation == "We are ready"


def test_the_rest_is_translated_and_what_is_there_stays() -> None:
    first = translate_shown(digest(), Echo())
    engine = Echo()
    whole = translate_all(first, engine)
    assert all(s.translation for s in whole.sentences)
    assert all(q.translation for q in whole.quotes)
    assert first.sentences[0].source not in engine.calls[0][0]
    assert whole.sentences[0] == first.sentences[0]
    assert whole.entities == first.entities
    assert whole.title_translation == first.title_translation


def test_one_language_is_not_translated() -> None:
    engine = Echo()
    same = translate_shown(replace(digest(), target="id", title_translation="x"), engine)
    assert engine.calls == []
    assert same.title_translation is None
    assert all(s.translation is None for s in same.sentences)
    assert all(e.translation is None for e in same.entities)


def test_no_package_goes_up() -> None:
    class Nothing(Echo):
        def said(self, text: str) -> str | None:
            raise NoPackage("id", "en")

    with pytest.raises(NoPackage):
        translate_shown(digest(), Nothing())


def test_what_the_chat_waits_for_is_urgent_and_the_rest_is_not() -> None:
    engine = Echo()
    shown = translate_shown(digest(), engine)
    assert engine.urgent is True
    translate_all(shown, engine)
    assert engine.urgent is False


def test_what_has_no_good_translation_has_none() -> None:
    class Silent(Echo):
        def said(self, text: str) -> str | None:
            return None

    whole = translate_all(digest(), Silent())
    assert whole.title_translation is None
    assert {s.translation for s in whole.sentences} == {q.translation for q in whole.quotes} == {None}
    assert whole.entities[0].translation == "Ratna Wijaya"


def test_an_empty_digest_goes_through() -> None:
    empty = Digest(Article(""), (), (), (), ())
    assert translate_all(empty, Echo()) == empty


def test_a_machines_name_for_a_body_is_used_when_it_is_sensible() -> None:
    class Lakes(Echo):
        def said(self, text: str) -> str | None:
            return "Lake Management Agency"

    assert translate_shown(digest(), Lakes()).entities[2].translation == "Lake Management Agency"


def test_a_headline_in_capitals_is_written_as_the_article_writes_its_words() -> None:
    engine = Echo()
    asked = digest()
    translate_shown(replace(asked, article=replace(asked.article, title="WALI KOTA MENINJAU BANJIR")), engine)
    assert engine.calls[0][0][0] == "Wali kota meninjau banjir"


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Warga Kecam Hoaks", "Warga kecam hoaks"),
        ("Warga Kecam Wijaya", "Warga kecam Wijaya"),
        ("Warga Bantu Korsel", "Warga membantu Korsel"),
        ("Warga Tak Lagi Ada", "Warga tak lagi ada"),
        ("Warga Terima Rp 1 T", "Warga terima Rp 1 T"),
        ("Warga Hadapi Hujan Ringan-Sedang", "Warga menghadapi hujan ringan-sedang"),
    ],
    ids=["words", "a name of the article", "an abbreviation", "small words", "a letter", "compound"],
)
def test_a_word_that_only_the_headline_has_is_no_name_where_the_lexicon_knows_it(
    title: str, asked: str
) -> None:
    echo = Echo()
    translate_shown(replace(digest(), article=replace(digest().article, title=title)), echo)
    assert asked in echo.calls[0][0]
