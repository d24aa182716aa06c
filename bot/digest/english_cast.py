"""Who an English article names, where, and in which offices.

In: an article's text and the entities that were found in it. Out: an EnglishCast, which tells where somebody
is named, whose full name a short one stands for, and what the article says they are. This module must know
nothing of quotations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.digest.english_words import english_words
from bot.records import Entity

BEFORE_CHARS = 90
"""How far before a name its office may begin."""

MAX_ROLE_WORDS = 9
"""A longer office is a description that does not stand beside a name."""

_WORD = re.compile(r"[^\s,.;:()\"“”]+\.?")
_WHOSE = frozenset({"his", "her", "their", "my", "our"})
_AGED = re.compile(r"^(?:\d{1,3}(?:-year-old)?,?\s+|aged \d{1,3},?\s+)")
_ARTICLE = re.compile(r"^(?:an?|the|also an?|who is an?|who is the|one of the)\s+", re.IGNORECASE)
_AFTER = re.compile(r"(?:\s*\([^()\n]{1,40}\))?,\s+([^,.;:\"“”()\n]{2,110})(?=[,.;:\"“”()\n]|$)")
_CUT = re.compile(r"\s(?:who|which|that|said|says|told|added|when|while|after|as|on (?:[A-Z][a-z]+)day)\b.*")


@dataclass(frozen=True, slots=True)
class Named:
    """A place in the text where somebody or some body is named."""

    start: int
    end: int
    name: str
    person: bool


@dataclass(slots=True)
class EnglishCast:
    """The people and organizations of one article."""

    text: str
    named: list[Named] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    """Person -> what the article says they are."""
    role_words: dict[str, frozenset[str]] = field(default_factory=dict)
    """Person -> the words of all their offices, in lower case."""
    _starts: list[int] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[Named]:
        """Return who is named wholly within start..end, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [named for named in self.named[first:last] if named.end <= end]

    def people_between(self, start: int, end: int) -> list[Named]:
        """Return the people who are named within start..end."""
        return [named for named in self.between(start, end) if named.person]

    def holder(self, word: str) -> str | None:
        """Return the one person who has an office of this word; None where nobody has it, or several."""
        holders = [name for name, words in self.role_words.items() if word in words]
        return holders[0] if len(holders) == 1 else None


def build_english_cast(text: str, entities: Sequence[Entity]) -> EnglishCast:
    """Return the cast of a text."""
    cast = EnglishCast(text)
    cast.named = list(_find_named(text, entities))
    cast._starts = [named.start for named in cast.named]
    for named in cast.named:
        if not named.person:
            continue
        for role in _roles_at(cast, named):
            cast.roles.setdefault(named.name, role)
            words = frozenset(role.lower().split())
            cast.role_words[named.name] = cast.role_words.get(named.name, frozenset()) | words
    return cast


def _find_named(text: str, entities: Sequence[Entity]) -> Iterator[Named]:
    """Yield where a known form stands, the longest at each place; a short form is the one's named last."""
    holders: dict[str, list[Entity]] = {}
    for entity in entities:
        if entity.label == "place":
            continue
        for form in (entity.name, *entity.aliases, *_parts(entity)):
            if entity not in holders.setdefault(form, []):
                holders[form].append(entity)
    if not holders:
        return
    longest_first = sorted(holders, key=len, reverse=True)
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])")
    last_seen: dict[str, int] = {}
    for match in pattern.finditer(text):
        entity = max(holders[match[0]], key=lambda entity: last_seen.get(entity.name, -1))
        last_seen[entity.name] = match.start()
        yield Named(match.start(), match.end(), entity.name, entity.label == "person")


def _parts(entity: Entity) -> Iterator[str]:
    """Yield the first and the last word of a person's full name, which stand for it."""
    words = entity.name.split()
    if entity.label != "person" or len(words) < 2:
        return
    for word in (words[0], words[-1]):
        if len(word) > 2 and word[0].isupper() and word.lower() not in english_words().not_names:
            yield word


# --- what they are ---------------------------------------------------------------------------------


def _roles_at(cast: EnglishCast, named: Named) -> Iterator[str]:
    for role in (_role_before(cast.text, named), _role_after(cast, named)):
        if role:
            yield role


def _role_before(text: str, named: Named) -> str:
    """Read "Health Minister NAME", "Jakarta Governor NAME", "said ministry spokesman NAME"."""
    table = english_words()
    window = text[max(0, named.start - BEFORE_CHARS) : named.start]
    words = list(_WORD.finditer(window))
    if not words or not window[-1:].isspace():
        return ""
    at = len(words)
    while at and words[at - 1][0].lower().strip(".") in table.honorifics | table.ranks - table.roles:
        at -= 1
    last = at
    if (
        not at
        or not _is_role(words[at - 1][0])
        or (window[words[at - 1].end() : named.start].strip(" .") and at == len(words))
    ):
        return ""
    while at and _belongs(window, words, at - 1, last):
        at -= 1
    return _tidy(_in_small_letters([word[0] for word in words[at:last]]))


def _is_role(word: str) -> bool:
    plain = word.lower().strip(".,")
    return plain in english_words().roles and not word.endswith(("'s", "’s"))


def _belongs(window: str, words: Sequence[re.Match[str]], at: int, last: int) -> bool:
    """Whether a word before an office belongs to it: "Education Minister", "Jakarta Governor", "ministry
    spokesman"."""
    table = english_words()
    word, plain = words[at][0], words[at][0].lower()
    if word.endswith(".") and plain.rstrip(".") not in table.roles | table.before_role | table.ranks:
        return False  # a sentence ends there
    if at + 1 < last or at + 1 == last:
        after = window[words[at].end() : words[at + 1].start()] if at + 1 < len(words) else " "
        if after.strip():
            return False
    if at + 1 == last:
        return True
    if plain in ("of", "for", "the", "and"):
        return (
            plain in ("and", "of")
            and at > 0
            and words[at - 1][0][0].isupper()
            and words[at + 1][0][0].isupper()
        )
    opens = at == 0 or bool(re.search(r"[.?!:\"“”\n]\s*$", window[: words[at].start()]))
    if plain in table.before_role or plain in table.roles:
        return True
    return word[0].isupper() and (not opens or (plain,) in table.known)


def _role_after(cast: EnglishCast, named: Named) -> str:
    """Read "NAME, a professor at Gadjah Mada University," and "NAME, 41, head of the village"."""
    text = cast.text
    match = _AFTER.match(text, named.end)
    if match is None:
        return ""
    phrase = match[1]
    if re.fullmatch(r"\d{1,3}|aged \d{1,3}", phrase):
        match = _AFTER.match(text, match.end(1))
        if match is None:
            return ""
        phrase = match[1]
    if phrase.startswith(("whose ", "which ")):
        return ""
    phrase = _CUT.sub("", _ARTICLE.sub("", _AGED.sub("", phrase)))
    head = re.split(r"\s(?:of|at|in|for|from|with|on)\s", phrase)[0].split()
    tells_kin = not _WHOSE.isdisjoint(head[1:])  # "Danar, 33, | lost her brother"
    if not head or len(head) > 5 or tells_kin or not any(_is_role(word) for word in head):
        return ""
    if cast.people_between(match.start(1), match.start(1) + len(phrase)):
        return ""
    return _tidy(phrase)


def _tidy(phrase: str) -> str:
    """The office as it may stand beside a name, without articles; "" where it tells nothing or is too
    long."""
    table = english_words()
    words = _ARTICLE.sub("", phrase.strip(" ,.-–—")).split()
    if len(words) > MAX_ROLE_WORDS:
        cut = next(
            (at for at, word in enumerate(words) if at and word in ("at", "in", "for", "from", "with", "on")),
            0,
        )
        words = words[:cut]
    while words and words[0].lower() in ("and", "of", "the", "a", "an", "for"):
        words = words[1:]
    if not words or len(words) > MAX_ROLE_WORDS:
        return ""
    if all(word.lower().strip(".") in table.honorifics | table.before_role - table.roles for word in words):
        return ""
    return " ".join(words)


def _in_small_letters(words: Sequence[str]) -> str:
    """An office before a name, "Health Minister", as it stands behind one; a body's name in it keeps its
    capitals."""
    if not english_words().organization_heads.isdisjoint(word.lower() for word in words[:-1]):
        return " ".join([*words[:-1], _small(words[-1])])
    return " ".join(map(_small, words))


def _small(word: str) -> str:
    """The word with a small letter where it is one of offices: "Health Minister" is no name."""
    table = english_words()
    plain = word.lower().strip(".,")
    common = plain in table.roles | table.before_role and not (word.isupper() and len(word) > 1)
    return word.lower() if common and plain != "i" else word
