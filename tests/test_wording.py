"""Every language says everything, with the same facts, and in its own form."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import resources

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.reply.wording import (
    MissingWording,
    Wording,
    languages,
    length_meant,
    own_name,
    reads_right_to_left,
)

WIB = timezone(timedelta(hours=7))
WITA = timezone(timedelta(hours=8))
UNUSED_IN_ENGLISH = {"hours"}
PLURAL_OR_TEXT = {"count": 3, "hours": 7, "limit_mb": 5, "length_chars": 42}


PLURALS = {"zero", "one", "two", "few", "many", "other"}
"""The categories that a language has or has not (https://cldr.unicode.org/index/cldr-spec/plural-rules)."""


class _Facts(Visitor):
    """What a message asks for: facts that it shows, and of those that it chooses by, the named choices."""

    def __init__(self) -> None:
        self.shown: set[str] = set()
        self.choices: dict[str, set[str]] = {}

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 (fluent.syntax names it)
        self.shown.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        assert isinstance(node.selector, ast.VariableReference)
        keys = {variant.key.name for variant in node.variants if isinstance(variant.key, ast.Identifier)}
        self.choices.setdefault(node.selector.id.name, set()).update(keys - PLURALS)
        for variant in node.variants:
            self.visit(variant.value)

    @property
    def names(self) -> set[str]:
        return self.shown | set(self.choices)

    @property
    def named_choices(self) -> dict[str, set[str]]:
        return {name: keys for name, keys in self.choices.items() if keys}


def facts_of(language: str) -> dict[str, _Facts]:
    """The messages of a file and what each asks for; those of an attribute under "message.attribute"."""
    text = resources.files("bot.reply.wording").joinpath(f"{language}.ftl").read_text("utf-8")
    found: dict[str, _Facts] = {}
    for entry in FluentParser().parse(text).body:
        assert not isinstance(entry, ast.Junk), entry.content
        if not isinstance(entry, ast.Message):
            continue
        patterns = {entry.id.name: entry.value} | {
            f"{entry.id.name}.{attribute.id.name}": attribute.value for attribute in entry.attributes
        }
        for name, pattern in patterns.items():
            assert name not in found, f"{name} stands twice"
            found[name] = _Facts()
            if pattern is not None:
                found[name].visit(pattern)
    return found


def messages_of(language: str) -> dict[str, set[str]]:
    """The ids of a file and the variables of each."""
    return {name: facts.names for name, facts in facts_of(language).items()}


ENGLISH = messages_of("en")


def said(language: str, message_id: str) -> str:
    facts = {name: PLURAL_OR_TEXT.get(name, "X") for name in ENGLISH[message_id] | UNUSED_IN_ENGLISH}
    return Wording(language).text(message_id, **facts)


def test_there_are_english_and_indonesian() -> None:
    assert {"en", "id"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_message(language: str) -> None:
    assert set(messages_of(language)) == set(ENGLISH)


@pytest.mark.parametrize("language", languages())
def test_no_message_asks_for_facts_that_english_has_not(language: str) -> None:
    asked = messages_of(language)
    assert all(names <= ENGLISH[message_id] | UNUSED_IN_ENGLISH for message_id, names in asked.items())


@pytest.mark.parametrize("language", languages())
def test_every_language_shows_the_same_facts_and_makes_the_same_choices(language: str) -> None:
    english, theirs = facts_of("en"), facts_of(language)
    for message_id, facts in english.items():
        assert theirs[message_id].shown - UNUSED_IN_ENGLISH == facts.shown, message_id
        assert theirs[message_id].named_choices == facts.named_choices, message_id


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("message_id", ENGLISH)
def test_a_message_is_plain_text_without_isolates_or_cheer(message_id: str, language: str) -> None:
    assert not re.search("[<>&{}!\u2066-\u2069]", said(language, message_id))
    assert said(language, message_id).strip() == said(language, message_id) != ""


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("message_ids", "limit_chars"),
    [
        (re.compile("command-.*"), 256),
        (re.compile("bot-description"), 512),
        (re.compile("bot-short-description"), 120),
        (re.compile("expired|already-working|forget-refused|settings-(admins|outdated)"), 200),
        (re.compile("button-.*"), 20),
    ],
    ids=lambda value: getattr(value, "pattern", str(value)),
)
def test_what_telegram_limits_is_short(message_ids: re.Pattern[str], limit_chars: int, language: str) -> None:
    chosen = [message_id for message_id in ENGLISH if message_ids.fullmatch(message_id)]
    assert chosen
    assert all(len(said(language, message_id)) <= limit_chars for message_id in chosen)


@pytest.mark.parametrize(
    ("code", "spoken"),
    [
        ("id", "id"),
        ("in", "id"),
        ("ms", "id"),
        ("id-ID", "id"),
        ("EN_us", "en"),
        ("pt-br", "en"),
        ("", "en"),
        ("../en", "en"),
    ],
)
def test_a_reader_is_spoken_to_in_the_nearest_language(code: str, spoken: str) -> None:
    assert Wording(code).language == spoken


@pytest.mark.parametrize(
    ("count", "words"), [(1, "one sentence"), (2, "2 sentences"), (1200, "1,200 sentences")]
)
def test_english_counts_in_singular_and_plural(count: int, words: str) -> None:
    assert words in Wording("en").text("length-saved", count=count)


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [
        ("en", "short", 3),
        ("en", " Long ", 7),
        ("en", "One sentence", 1),
        ("en", "as needed", None),
        ("id", "free", None),
        ("id", "seperlunya", None),
        ("id", "otomatis", None),
        ("en", "auto", None),
        ("id", "Pendek", 3),
        ("id", "4", 4),
        ("en", "10", 10),
    ],
)
def test_a_length_is_meant_by_its_name_or_a_number(language: str, words: str, count: int | None) -> None:
    assert length_meant(words, Wording(language)) == count


@pytest.mark.parametrize("words", ["", "0", "11", "-1", "1.5", "²", "tiga", "9" * 5000])
def test_what_is_neither_a_name_nor_a_number_is_no_length(words: str) -> None:
    with pytest.raises(ValueError, match="no length"):
        length_meant(words, Wording("en"))


def test_a_missing_message_is_an_error_here_and_words_for_a_reader() -> None:
    with pytest.warns(MissingWording, match="no-such-message"):
        assert Wording("id").text("no-such-message") == "no-such-message"
    with pytest.raises(MissingWording):
        Wording("en").text("no-such-message")
    assert not Wording("en").has("no-such-message")


def test_a_missing_fact_is_an_error_here_and_words_for_a_reader() -> None:
    with pytest.warns(MissingWording, match="bug"):
        assert Wording("en").text("bug").startswith("Sorry")


@pytest.mark.parametrize(
    ("language", "moment", "words"),
    [
        ("en", datetime(2023, 9, 15, 21, 34, tzinfo=WIB), "15 September 2023, 9:34 pm (GMT+7)"),
        ("en", datetime(2023, 9, 15, 0, 5, tzinfo=UTC), "15 September 2023, 12:05 am (GMT)"),
        (
            "en",
            datetime(2023, 9, 15, 9, 0, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
            "15 September 2023, 9:00 am (GMT−3:30)",
        ),
        ("en", datetime(2023, 1, 2, 3, 4), "2 January 2023, 3:04 am"),  # noqa: DTZ001 (a page without a zone)
        ("en", date(2023, 9, 5), "5 September 2023"),
        ("id", datetime(2023, 9, 15, 21, 34, tzinfo=WIB), "15 September 2023 pukul 21.34 WIB"),
        ("id", datetime(2023, 5, 1, 8, 5, tzinfo=WITA), "1 Mei 2023 pukul 08.05 WITA"),
        ("id", datetime(2023, 5, 1, 8, 5, tzinfo=UTC), "1 Mei 2023 pukul 08.05 (GMT)"),
        ("id", date(2023, 8, 17), "17 Agustus 2023"),
    ],
)
def test_dates_and_times_are_told_as_readers_tell_them(language: str, moment: date, words: str) -> None:
    assert Wording(language).when(moment) == words


@pytest.mark.parametrize(
    ("language", "seconds", "words"),
    [
        ("en", 0, "1 second"),
        ("en", 90, "90 seconds"),
        ("en", 150, "2 minutes"),
        ("id", 30, "30 detik"),
        ("id", 7200, "2 jam"),
    ],
)
def test_spans_are_told_in_whole_units(language: str, seconds: float, words: str) -> None:
    assert Wording(language).span(seconds) == words


@pytest.mark.parametrize(
    ("language", "things", "words"),
    [
        ("en", [], ""),
        ("en", ["a"], "a"),
        ("en", ["a", "b", "c"], "a, b and c"),
        ("id", ["a", "b"], "a dan b"),
        ("id", ["a", "b", "c"], "a, b, dan c"),
    ],
)
def test_several_things_are_told_in_one_breath(language: str, things: list[str], words: str) -> None:
    assert Wording(language).listed(things) == words


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("en", "English"),
        ("id", "Indonesia"),
        ("fr", "français"),
        ("pb", "português (Brasil)"),
        ("zt", "中文 (繁體)"),
        ("xx", "xx"),
        ("", ""),
        ("../", "../"),
    ],
)
def test_a_language_has_its_own_name(code: str, name: str) -> None:
    assert own_name(code) == name


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("en", "pb", "Brazilian Portuguese"),
        ("en", "zt", "Traditional Chinese"),
        ("en", "jv", "Javanese"),
        ("id", "jv", "Jawa"),
        ("id", "pt-BR", "Portugis"),
        ("en", "qqq", "qqq"),
    ],
)
def test_a_language_is_named_in_the_readers_own(language: str, code: str, name: str) -> None:
    assert Wording(language).language_name(code) == name


def test_scripts_from_right_to_left_are_known() -> None:
    assert reads_right_to_left("ar")
    assert not reads_right_to_left("id")
    assert not reads_right_to_left("no such language")


def test_a_fact_may_be_of_any_length() -> None:
    long = "kata " * 2_000
    said = Wording("id").text("spoken-by-with-role", speaker=long, role=f"{long}2")
    assert said == f"— {long}, {long}2"
