"""Thanks, greetings, wishes and other small talk: told from an article that is only too short.

In: what somebody wrote. Out: what they mean by it, or nothing. People thank in whatever language comes to
them, so the words of every file of wording count, whichever language is spoken with them. Pure; it must not
know what is answered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

from bot.reply.wording import Wording, languages

Courtesy = Literal["thanks", "trouble", "language", "length", "help", "greeting", "fine"]
"""What is meant, the weightiest first: who greets and thanks, thanks; "trouble": something did not work;
"language" and "length": a brief is wanted in another one."""

MOST_WORDS = 8
"""A longer message says something of its own."""

WARM = frozenset("🙏👍❤♥😊🙂😀😁😄😃🤗👏🙌💯😍🥰🔥👌🤝💪🎉")
"""Emoji that thank when nothing else is said, without their colour of skin."""

BESIDES = "besides"
"""The words that go along with a courtesy and are none alone."""


def courtesy_in(text: str) -> Courtesy | None:
    """What a message means that is nothing but a courtesy; None where it says more, or anything else."""
    words = tuple(re.findall(r"\w+", _plain(text)))
    if not words:
        return _without_words(text)
    if len(words) > MOST_WORDS:
        return None
    known, meant, position = _known(languages()), set[str](), 0
    while position < len(words):
        fitting = (length for length in range(len(words), position, -1) if words[position:length] in known)
        end = next(fitting, None)
        if end is None:
            return None
        meant.add(known[words[position:end]])
        position = end
    return next((courtesy for courtesy in get_args(Courtesy) if courtesy in meant), None)


def _plain(text: str) -> str:
    """Lower case, without accents, and no letter more than twice in a row: "Makasiiih" is "makasih"."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return re.sub(r"(\w)\1{2,}", r"\1", bare.casefold().replace("'", "").replace("’", ""))


def _without_words(text: str) -> Courtesy | None:
    signs = [each for each in text if unicodedata.category(each) == "So" or each in WARM]
    if signs and all(each in WARM for each in signs):
        return "thanks"
    return "help" if text.strip() in {"?", "??", "???"} else None


@cache
def _known(codes: tuple[str, ...]) -> Mapping[tuple[str, ...], str]:
    """Phrases, word by word -> the courtesy, or BESIDES. A phrase of two kinds is of the first."""
    known: dict[tuple[str, ...], str] = {}
    for kind in (*get_args(Courtesy), BESIDES):
        for code in codes:
            for phrase in Wording(code).text(f"said-{kind}").split(","):
                known.setdefault(tuple(re.findall(r"\w+", _plain(phrase))), kind)
    return known
