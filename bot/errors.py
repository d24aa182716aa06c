"""Every way in which a request can fail for a reason that its sender should hear.

    RingkasError                 may be told to the user
      LinkError                  NoLink · UnsafeLink
      FetchError                 FetchTimeout · Unreachable · BadStatus · TooLarge · NotAnArticlePage ·
                                 Unreadable
      ArticleError               NoArticle · TooShort · TooLong · WrongLanguage
      TranslationError           NoPackage · TranslationFailed
      Busy                       too much asked at once
    ConfigError                  stops the start; never reaches a chat
      DatabaseAwayError          may pass by itself

In and out: nothing. Facts go into fields; their words stand in bot/reply/wording. An edge turns a
library's exception into one of these once, with `from exc`. A bug is not wrapped.
"""

from __future__ import annotations

import copyreg
from dataclasses import dataclass
from typing import Literal

NoArticleKind = Literal["index", "paywall", "error", "wall", "video", "live", "photos", "other"]
"""A list of headlines; a page behind a payment; an error page that calls itself well; a consent, robot or
JavaScript wall; a video; a running report, of a match or of an event; pictures; anything else."""


class RingkasError(Exception):
    """A failure that may be told to the user."""

    def __str__(self) -> str:
        return repr(self)

    def __reduce__(self) -> tuple[object, ...]:
        # An exception pickles its positional arguments; these hold their facts in fields.
        return copyreg.__newobj__, (type(self),), vars(self)  # type: ignore[attr-defined]


class LinkError(RingkasError):
    """The address itself will not do."""


@dataclass(eq=False)
class NoLink(LinkError):
    """There is no address where one was expected."""


@dataclass(eq=False)
class UnsafeLink(LinkError):
    """The address must not be fetched: its scheme, its port, or where it leads."""

    url: str


@dataclass(eq=False, kw_only=True)
class FetchError(RingkasError):
    """The page or file could not be had."""

    url: str = ""
    """The address as it was given; empty for a file."""


@dataclass(eq=False)
class FetchTimeout(FetchError):
    """The server took longer than it is given."""

    timeout_s: float


@dataclass(eq=False)
class Unreachable(FetchError):
    """No connection: no such name, refused, broken off, or a certificate that does not hold."""


@dataclass(eq=False)
class BadStatus(FetchError):
    """The server answered, but not with the page."""

    status: int


@dataclass(eq=False)
class TooLarge(FetchError):
    """A page or file over the limit."""

    limit_bytes: int


@dataclass(eq=False)
class NotAnArticlePage(FetchError):
    """The page is no article: a list of headlines, a video, a paywall, a consent wall, or no text."""

    content_type: str = "text/html"
    found: NoArticleKind = "other"
    """What the page is instead, where it could be told."""


@dataclass(eq=False)
class Unreadable(FetchError):
    """The page or file is damaged, or takes more time or memory to take apart than one may."""


class ArticleError(RingkasError):
    """What was sent cannot be digested."""


@dataclass(eq=False)
class NoArticle(ArticleError):
    """There is no text in it."""


@dataclass(eq=False)
class TooShort(ArticleError):
    """Too little text to be an article."""

    length_chars: int


@dataclass(eq=False)
class TooLong(ArticleError):
    """More text than one article has."""

    limit_chars: int


@dataclass(eq=False)
class WrongLanguage(ArticleError):
    """The text is not in a language that is read here."""

    detected: str
    """ISO code; "und" when the language cannot be told."""
    targets: tuple[str, ...] = ()
    """The languages into which the installed packages translate what is read here."""


class TranslationError(RingkasError):
    """The digest is there, but not in the reader's language."""


@dataclass(eq=False)
class NoPackage(TranslationError):
    """No chain of installed packages leads from one language to the other."""

    source: str
    target: str


@dataclass(eq=False)
class TranslationFailed(TranslationError):
    """The model could not be loaded, broke while decoding, or gave nothing that can be shown."""

    source: str
    target: str


@dataclass(eq=False)
class Busy(RingkasError):
    """Too much asked at once."""

    retry_after_s: float


class ConfigError(Exception):
    """The program cannot start as it is set up; the message says what to mend."""


class DatabaseAwayError(ConfigError):
    """The database does not answer or takes nothing: not there yet, locked, or its disk is full."""
