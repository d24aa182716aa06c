"""Quotation marks as a language prints them: models write straight ones, authors whatever they type.

In: text and its language, or a digest. Out: the same with that language's marks. Pure; it must not know how
anything is shown. In Indonesian and English the text stays as long as it is, so that places in it stay true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.records import Digest, Sentence

USUAL = ("“", "”", "‘", "’")

MARKS: Mapping[str, tuple[str, str, str, str]] = {
    "ar": ("”", "“", "’", "‘"),
    "bg": ("„", "“", "‚", "‘"),
    "ca": ("«", "»", "“", "”"),
    "cs": ("„", "“", "‚", "‘"),
    "de": ("„", "“", "‚", "‘"),
    "el": ("«", "»", "“", "”"),
    "es": ("«", "»", "“", "”"),
    "et": ("„", "“", "«", "»"),
    "fa": ("«", "»", "‹", "›"),
    "fi": ("”", "”", "’", "’"),
    "fr": ("«\u00a0", "\u00a0»", "“", "”"),
    "he": ("”", "”", "’", "’"),
    "hu": ("„", "”", "»", "«"),
    "it": ("«", "»", "“", "”"),
    "ja": ("「", "」", "『", "』"),
    "lt": ("„", "“", "‚", "‘"),
    "nb": ("«", "»", "‘", "’"),
    "pl": ("„", "”", "«", "»"),
    "ro": ("„", "”", "«", "»"),
    "ru": ("«", "»", "„", "“"),
    "sk": ("„", "“", "‚", "‘"),
    "sl": ("„", "“", "‚", "‘"),
    "sv": ("”", "”", "’", "’"),
    "uk": ("«", "»", "„", "“"),
    "zt": ("「", "」", "『", "』"),
}
"""The outer and inner marks of languages of Argos packages where they are not USUAL, as Unicode's CLDR has
them (https://cldr.unicode.org), with the blanks that French sets inside."""

_ANY = re.compile(r"[\"“”„«»「」]")
_OPENING = "“„«「"
_TELLING = "«»「」"
"""Marks that open or close wherever they stand."""
_BEFORE_OPENING = " \t\n\u00a0\u202f([{—–-/:‘'"
_TOO_WIDE = re.compile(r"(?<=«\u00a0)[ \u00a0\u202f]+|[ \u00a0\u202f]+(?=\u00a0»)")
_WHOLLY_QUOTED = re.compile(r"[\"“”„«]\s*([^\"“”„«»]*?)\s*[\"“”»]")


def with_marks(text: str, language: str) -> str:
    """Text with the marks of its language around what is quoted."""
    opening, closing, _, _ = MARKS.get(language, USUAL)
    return _set(text, opening, closing)


def quoted(text: str, language: str) -> str:
    """A quotation that stands alone: a full stop where a comma led on to "he said", single marks inside."""
    outer, closing, inner, inner_closing = MARKS.get(language, USUAL)
    whole = _WHOLLY_QUOTED.fullmatch(text.strip())
    bare = (whole.group(1) if whole else text).strip()
    if bare.endswith(","):
        bare = f"{bare.rstrip(' ,')}."
    return f"{outer}{_set(bare, inner, inner_closing)}{closing}"


def in_type(digest: Digest) -> Digest:
    """The digest with the marks of both its languages in all its sentences and headlines."""
    article, target = digest.article, digest.target

    def sentence(each: Sentence) -> Sentence:
        translation = None if each.translation is None else with_marks(each.translation, target)
        return replace(each, source=with_marks(each.source, article.language), translation=translation)

    title = digest.title_translation
    return replace(
        digest,
        article=replace(article, title=with_marks(article.title, article.language)),
        title_translation=None if title is None else with_marks(title, target),
        sentences=tuple(sentence(each) for each in digest.sentences),
    )


def _set(text: str, opening: str, closing: str) -> str:
    """Text with other double marks: one opens where a word begins. Behind a figure, where none is open, it is
    an inch's."""
    is_open = False

    def mark(found: re.Match[str]) -> str:
        nonlocal is_open
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        if found.group() == '"' and not is_open and before.isdecimal() and not after.isalpha():
            return found.group()
        if found.group() in _TELLING or (before.isalnum() and after.isalnum()):
            is_open = found.group() in _OPENING
        else:
            is_open = (not before or before in _BEFORE_OPENING) and not (is_open and after.isspace())
        return opening if is_open else closing

    return _TOO_WIDE.sub("", _ANY.sub(mark, text))
