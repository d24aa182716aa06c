"""Everything that Ringkas says; and dates, time spans and language names in the reader's form.

In: a message id of the .ftl files beside this module, with its facts. Out: plain text without markup; the
caller escapes it. It must not know HTML, Telegram, or which message is said when.

One file for each language, in Project Fluent's syntax (https://projectfluent.org): a file that is dropped in
is a language more. A message that a file lacks is said in English, with a MissingWording warning, which the
tests turn into an error: a reader always hears something.

This module owns `fluent.runtime` and `babel`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource

from bot.records import MAX_SENTENCE_COUNT

FALLBACK_LANGUAGE = "en"
"""Said where the reader's language has no file, or its file lacks the message."""

RELATED_LANGUAGES: Mapping[str, str] = {"in": "id", "ms": "id"}
"""Codes whose readers are served by another language's file: "in" is Java's old code for Indonesian, which
Android still sends; Malay readers read Indonesian more easily than English."""

REGIONS: Mapping[str, str] = {"en": "en_GB"}
"""Locales whose habits (day before month, a small "pm") are wanted instead of the language's first."""

CODES_OF_ARGOS: Mapping[str, str] = {"zt": "zh_Hant", "pb": "pt_BR"}
"""Codes that Argos made up for its packages, and the locales that they mean."""

LONGEST_FACT_CHARS = 1_000
"""Fluent refuses longer ones, against files that blow up; ours come from articles and go in afterwards."""

STAND_INS = 0xF0000
"""A private-use character, and those after it: no font and no article has them."""

SECONDS_TO_COUNT = 2
"""A span is told in the next larger unit from two of it on: "90 seconds", but "2 minutes"."""


LENGTHS: Mapping[str, int | None] = {"free": None, "one": 1, "short": 3, "medium": 5, "long": 7}
"""The lengths of a summary that have a name, in sentences; None: as many as tell the story, mostly two to
five. Short is what the published systems on IndoSum take; any other number may be typed."""


class MissingWording(UserWarning):
    """A message, or one of its facts, is missing: a mistake of ours, never the reader's."""


class Wording:
    """What is said in one language.

    `language` may be any code that Telegram gives ("id", "en-GB", "pt_BR"); the attribute `language` is the
    one that is then spoken.
    """

    __slots__ = ("_bundle", "_locale", "language")

    def __init__(self, language: str) -> None:
        self.language = _spoken(language)
        self._locale = _locale(self.language)
        self._bundle = _bundle(self.language)

    def text(self, message_id: str, **facts: object) -> str:
        """The message as plain text; in English, or as its bare id, where it is missing (MissingWording)."""
        for language in (self.language, FALLBACK_LANGUAGE):
            bundle = _bundle(language)
            pattern = bundle.get_message(message_id).value if bundle.has_message(message_id) else None
            if pattern is None:
                warnings.warn(f"{message_id} is missing in {language}.ftl", MissingWording, stacklevel=2)
                continue
            short, long = _with_stand_ins(facts)
            said, mistakes = bundle.format_pattern(pattern, short)
            for mistake in mistakes:
                warnings.warn(f"{message_id} in {language}.ftl: {mistake}", MissingWording, stacklevel=2)
            return "".join(long.get(character, character) for character in str(said)) if long else str(said)
        return message_id

    def has(self, message_id: str) -> bool:
        """Whether the message can be said, be it in English."""
        return self._bundle.has_message(message_id) or _bundle(FALLBACK_LANGUAGE).has_message(message_id)

    def language_name(self, code: str) -> str:
        """The language's name in the reader's own: "Javanese", "Jawa"; the code where there is none."""
        code = CODES_OF_ARGOS.get(code, code)
        names = self._locale.languages
        return names.get(code.replace("-", "_")) or names.get(code.replace("_", "-").split("-")[0]) or code

    def when(self, moment: date) -> str:
        """A day, with the time and its zone if known: "15 September 2023, 9:34 pm (GMT+7)"."""
        day = format_date(moment, self.text("date-pattern"), locale=self._locale)
        if not isinstance(moment, datetime):
            return day
        time = format_time(moment.time(), self.text("time-pattern"), locale=self._locale)
        offset = moment.utcoffset()
        if offset is None:
            return self.text("moment", date=day, time=time)
        minutes = round(offset.total_seconds() / 60)
        zone = self.text("zone", hours=minutes / 60, gmt=_greenwich(minutes))
        return self.text("moment-zoned", date=day, time=time, zone=zone)

    def clock(self, moment: datetime) -> str:
        """The time of day, in the moment's own zone: "9:34 pm", "21.34"."""
        return str(format_time(moment.time(), self.text("time-pattern"), locale=self._locale))

    def span(self, seconds: float) -> str:
        """A span of time in whole units, at least one second: "30 seconds", "2 menit"."""
        whole = max(1, round(seconds))
        return str(format_timedelta(whole, threshold=SECONDS_TO_COUNT, locale=self._locale))

    def listed(self, things: Sequence[str]) -> str:
        """Several things in one breath: "summary, quotes and names"; empty where there are none."""
        return format_list(things, locale=self._locale)


def languages() -> tuple[str, ...]:
    """The codes of the languages that have a file, in alphabetical order."""
    return _languages()


def own_name(code: str) -> str:
    """The language's name in itself: "English", "Indonesia", "français"; the code where there is none."""
    if not code:  # babel would answer with the machine's own language
        return code
    meant = CODES_OF_ARGOS.get(code, code).replace("-", "_")
    try:
        locale = Locale.parse(meant)
    except (ValueError, UnknownLocaleError):
        return code
    return (locale.get_display_name() if "_" in meant else locale.get_language_name()) or code


def by_own_name(codes: Iterable[str]) -> list[str]:
    """The codes in the order in which languages are offered: that of their names in themselves."""
    return sorted(codes, key=lambda code: own_name(code).casefold())


def language_meant(words: str, codes: Sequence[str], wording: Wording) -> str | None:
    """Which of `codes` somebody means: by the code, or by the language's name in theirs or in itself."""
    said = words.strip().casefold()
    for code in codes:
        if said in {code, own_name(code).casefold(), wording.language_name(code).casefold()}:
            return code
    return None


def length_meant(words: str, wording: Wording) -> int | None:
    """How many sentences somebody means, by a number or by a length's name; None: as many as tell the story.

    Raises ValueError where it is neither a name nor a number from 1 to the most there can be.
    """
    said = words.strip().casefold()
    for name, length in LENGTHS.items():
        if said in {name, wording.text(f"button-length-{name}").casefold()}:
            return length
    if said in {phrase.strip().casefold() for phrase in wording.text("said-as-needed").split(",")}:
        return None
    count = int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 0
    if not 1 <= count <= MAX_SENTENCE_COUNT:
        raise ValueError(f"{words!r} is no length")
    return count


def reads_right_to_left(code: str) -> bool:
    """Whether the language's script runs from right to left."""
    return _locale(code).text_direction == "rtl"


def _with_stand_ins(facts: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """The facts with a stand-in for each that Fluent would not take, and what the stand-ins stand for."""
    short, long = dict(facts), dict[str, str]()
    for name, fact in facts.items():
        if isinstance(fact, str) and len(fact) > LONGEST_FACT_CHARS:
            short[name] = stand_in = chr(STAND_INS + len(long))
            long[stand_in] = fact
    return short, long


def _folder() -> Traversable:
    """Where the files of wording lie."""
    return resources.files(__name__)


@lru_cache(maxsize=1)
def _languages() -> tuple[str, ...]:
    files = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".ftl") for name in files if name.endswith(".ftl")))


def _spoken(language: str) -> str:
    base = language.replace("_", "-").split("-")[0].lower()
    for code in (base, RELATED_LANGUAGES.get(base, "")):
        if code in _languages():
            return code
    return FALLBACK_LANGUAGE


@cache
def _bundle(language: str) -> FluentBundle:
    """The messages of one file. Isolates (U+2068, U+2069) are set around facts only where the script runs
    from right to left: elsewhere they would be stray characters in buttons and in what people copy."""
    text = _folder().joinpath(f"{language}.ftl").read_text("utf-8")
    bundle = FluentBundle([REGIONS.get(language, language)], use_isolating=reads_right_to_left(language))
    bundle.add_resource(FluentResource(text))
    return bundle


@lru_cache(maxsize=256)
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(REGIONS.get(code, code))
    except (ValueError, UnknownLocaleError):
        return Locale.parse(FALLBACK_LANGUAGE)


def _greenwich(minutes: int) -> str:
    """The zone by its difference from Greenwich time, as clocks name it: "GMT", "GMT+7", "GMT−3:30"."""
    if minutes == 0:
        return "GMT"
    hours, rest = divmod(abs(minutes), 60)
    return f"GMT{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
