"""A digest changes its language, and takes along what it was in that language before."""

from __future__ import annotations

from dataclasses import replace

from bot.records import Digest
from bot.translation.switch import in_language
from tests.test_render import sample_digest, untranslated


def translations(digest: Digest) -> list[str | None]:
    shown = [digest.title_translation, *(each.translation for each in digest.sentences)]
    quotes = [text for each in digest.quotes for text in (each.translation, each.speaker_role_translation)]
    return [*shown, *quotes, *(each.translation for each in digest.entities)]


def test_a_new_language_begins_with_nothing() -> None:
    switched = in_language(sample_digest(), "fr")
    assert switched.target == "fr"
    assert set(translations(switched)) == {None}
    assert replace(switched, target="en") == replace(untranslated(sample_digest()), target="en")


def test_back_in_a_language_everything_is_as_it_was() -> None:
    english = sample_digest()
    english = replace(
        english, quotes=tuple(replace(each, speaker_role_translation="head") for each in english.quotes)
    )
    assert in_language(in_language(english, "fr"), "en", english) == english


def test_length_and_key_quotes_stay_those_that_are_shown() -> None:
    english = sample_digest()
    longer = replace(in_language(english, "fr"), summary=(0, 1, 4, 6), quotes=english.quotes[:1])
    back = in_language(longer, "en", english)
    assert back.summary == (0, 1, 4, 6)
    assert [sentence.translation for sentence in back.sentences] == [
        sentence.translation for sentence in english.sentences
    ]
