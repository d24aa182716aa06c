"""The records that travel between the stages: frozen, typed, and without behaviour of their own.

In and out: nothing; every stage takes some of these and returns others. This module must know no
stage, no library and no Telegram type.

The way of the data: Request -> Page -> Article -> Sentences -> Digest -> Reply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

PARAGRAPH_BREAK = "\n\n"
"""What stands between two paragraphs of `Article.text`."""

EntityLabel = Literal["person", "organization", "place"]
"""The kinds of names that a digest lists."""

Part = Literal["summary", "quotes", "entities", "originals"]
"""What a brief may show under its headline; with "originals" each translation has its original beneath."""

DEFAULT_PARTS: frozenset[Part] = frozenset({"summary", "quotes", "entities"})
"""Who wants the original beside it asks by a button: on a phone it doubles the length of a brief."""

Fault = Literal["translation", "summary", "speaker", "names", "other"]
"""What a reader may find wrong in a brief."""

MAX_SENTENCE_COUNT = 10
"""The longest summary that may be asked for; beyond it the full translation serves better."""


@dataclass(frozen=True, slots=True)
class Page:
    """Raw material before it is read: the body of a response or the content of a file."""

    content: bytes
    media_type: str = ""
    """As declared by the sender, lower case, without parameters; empty when unknown."""
    charset: str | None = None
    """As declared by the sender; the content itself may say otherwise."""
    url: str | None = None
    """The address that finally answered, after redirects."""
    name: str = ""
    """The file's name, where there is one."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody sent, and what they want back."""

    text: str = ""
    """The message or the caption, as sent."""
    links: tuple[str, ...] = ()
    """Addresses in the order of the message, written out or hidden behind words."""
    file: Page | None = None
    title: str = ""
    """The headline, when the sender gave it apart from the text."""
    target: str = "en"
    """The reader's language, ISO 639-1."""
    own_language: str = ""
    """Where nobody chose the target, the language in which the reader uses Telegram: it takes the target's
    place for an article that is in the target's language already."""
    sentence_count: int | None = None
    """Sentences of the summary, 1 to MAX_SENTENCE_COUNT; None: as many as tell the story."""


@dataclass(frozen=True, slots=True)
class Article:
    """A story without its page: the cleaned text and what is known about it."""

    text: str
    """Paragraphs with PARAGRAPH_BREAK between them; sub-headlines are paragraphs too."""
    title: str = ""
    """The headline; empty when the sender gave none."""
    headings: tuple[int, ...] = ()
    """Which paragraphs are sub-headlines, ascending, counted from 0."""
    url: str | None = None
    site: str | None = None
    """The outlet's name as readers know it: "Liputan6.com", "detikcom"."""
    published: date | None = None
    """A datetime with its zone where the page gives a time, else a plain date."""
    authors: tuple[str, ...] = ()
    language: str = "id"
    """ISO 639-1 (or 639-3 where there is no shorter code)."""
    missing_pages: tuple[int, ...] = ()
    """Of a story of several pages, those that could not be read: their numbers from 1 on, ascending."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or sub-headline of an article; `text[start:end] == source`."""

    index: int
    paragraph: int
    start: int
    end: int
    source: str
    translation: str | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A directly quoted passage; `text` stands in the article at start..end, without its marks."""

    text: str
    start: int
    end: int
    speaker: str | None = None
    """The fullest name that the article gives, without titles; None where it names nobody."""
    speaker_mention: str | None = None
    """The words that the article uses for the speaker at the quote ("pejabat tersebut")."""
    cue: str | None = None
    """The reporting words as written ("ujar", "tegasnya")."""
    translation: str | None = None
    key: bool = False
    """Whether the reply shows it."""
    speaker_role: str | None = None
    """What the article says the speaker is, in a few words and without a name ("juru bicara Kremlin")."""
    speaker_role_translation: str | None = None
    """None where it was not asked for; "" where it was and nobody has it."""
    speaker_mention_translation: str | None = None
    """Of a speaker whom the article does not name; the words themselves where no translation holds."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that the article names."""

    name: str
    """The fullest form in the article, without titles."""
    label: EntityLabel
    aliases: tuple[str, ...] = ()
    """The other forms in the article, in order of appearance."""
    mentions: int = 1
    """How often any of its forms occurs."""
    translation: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What the reader gets, before it is put into words for a chat."""

    article: Article
    sentences: tuple[Sentence, ...]
    summary: tuple[int, ...]
    """Indices into `sentences`, in the order of the document; sub-headlines are left out."""
    quotes: tuple[Quote, ...]
    entities: tuple[Entity, ...]
    """The weightiest first."""
    target: str = "en"
    title_translation: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    """Wall time of each stage: fetch, extract, digest, translate."""
    whole: bool = False
    """Whether the article is too short to summarise, and `summary` every sentence of it that is said once."""
    longest_summary: int = 0
    """The most sentences that a summary of this article can have; 0: nobody has looked yet."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: `action` is callback data of at most 64 bytes."""

    label: str
    action: str = ""
    url: str = ""
    """Where the button leads instead, if it does."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a reply."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """Messages ready to send: HTML of Telegram's kind, each within its limit, in order."""

    messages: tuple[str, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows of buttons under the last message."""
    attachment: Attachment | None = None
